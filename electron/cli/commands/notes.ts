/** `notes CASE`: what was noted, as NDJSON in order of time. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('notes'))
    .summary('print notes, in order of time')
    .argument('<case>', 'case folder')
    .option('--on <ref>', 'only those on one thing')
    .option('--search <text>', 'only those with this in text, tag or author')
    .option('--history', 'also those that were withdrawn or reworded')
    .action((folder: string, options: CommonOptions & { on?: string; search?: string; history?: boolean }) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const { on = null, search, history } = options;
        for (const note of await (await place.client())['annotations.list']({ on, search, history }))
          await place.out.json(note);
      }),
    );
};
export default register;
