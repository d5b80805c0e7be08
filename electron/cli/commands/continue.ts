/** `continue BUNDLE CASE`: goes on from a sealed bundle in a new case. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('continue'))
    .summary('go on from a sealed bundle in a new case, which says where it comes from')
    .argument('<bundle>', 'sealed bundle; it is checked first and stays as it is')
    .argument('<case>', 'folder for the new case, empty or not there yet')
    .action((bundle: string, folder: string, options: CommonOptions) =>
      run(options, async (place) => {
        const client = await place.client();
        const job = place.job();
        const made = await client['cases.continue'](
          { bundle: await place.token(bundle, 'read'), ref: await place.token(folder, 'write') },
          job,
        ).finally(job.end);
        await (options.json ? place.out.json(made) : place.out.line(made.path));
      }),
    );
};
export default register;
