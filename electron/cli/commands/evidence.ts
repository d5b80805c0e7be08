/** `evidence CASE` and `relink CASE PATH…`: evidence files with both hashes and their origin; moved ones found again. */
import { resolve } from 'node:path';
import { common, type Register } from '../command';
import { EXIT } from '../failure';
import { note } from '../output';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('evidence'))
    .summary('list evidence files with both hashes and where they came from')
    .argument('<case>', 'case folder or bundle')
    .action((folder: string, options: CommonOptions) =>
      run(options, async (place) => {
        await place.openCase(folder);
        for (const item of await (await place.client())['evidence.list']({})) await place.out.json(item);
      }),
    );
  common(program.command('relink'))
    .summary('find referenced evidence that was moved, by its hash')
    .argument('<case>', 'case folder')
    .argument('<path...>', 'files and folders to look in')
    .action((folder: string, paths: string[], options: CommonOptions) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const files: string[] = [];
        for (const path of paths) files.push(await place.token(resolve(path), 'read'));
        const job = place.job();
        const { found, missing } = await (await place.client())['evidence.locate']({ files }, job).finally(job.end);
        if (options.json) await place.out.json({ found, missing });
        else for (const { before, after } of found) await place.out.line(terminalText(`${before} → ${after}`));
        for (const path of missing)
          note(
            terminalText(`sidedoor: no file looked at has the hash of this one — at ${path} — name where else to look`),
          );
        return missing.length > 0 ? EXIT.failed : EXIT.done;
      }),
    );
};
export default register;
