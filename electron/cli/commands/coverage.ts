/** `coverage CASE`: what the evidence covers and lacks, and how far its clocks agree, as one JSON object. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('coverage'))
    .summary('print what the evidence covers and lacks as JSON')
    .argument('<case>', 'case folder')
    .action((folder: string, options: CommonOptions) =>
      run(options, async (place) => {
        await place.openFindings(folder);
        await place.out.json(await (await place.client())['imports.coverage']({}));
      }),
    );
};
export default register;
