/** `remove CASE FILE --why T`: takes a file's events out again; the hash and the custody line stay. */
import { plural } from '../../../shared/base/text';
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('remove'))
    .summary("take a file's events out again")
    .argument('<case>', 'case folder')
    .argument('<file>', 'file as `import` named it')
    .requiredOption('--why <text>', 'reason, kept in the custody log')
    .action((folder: string, file: string, options: CommonOptions & { why: string }) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const removed = await (await place.client())['imports.remove']({ file, why: options.why });
        if (options.json) await place.out.json(removed);
        else
          await place.out.line(
            `${removed.file}: ${removed.context > 0 ? plural(removed.context, 'context row') : plural(removed.events, 'event')} taken out`,
          );
      }),
    );
};
export default register;
