/** `changes CASE`: what the last runs of the analysis changed in the findings, as NDJSON, newest first. */
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import type { CommonOptions } from '../workplace';

const MOST = 200;

const register: Register = (program, run) => {
  common(program.command('changes'))
    .summary('print which findings appeared, vanished or moved in the last runs of the analysis')
    .argument('<case>', 'case folder')
    .option('--last <n>', 'so many runs', '20')
    .action((folder: string, options: CommonOptions & { last: string }) =>
      run(options, async (place) => {
        const limit = Number(options.last);
        if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
          throw new UsageError(`--last is a number from 1 to ${MOST}`);
        await place.openCase(folder);
        for (const one of await (await place.client())['analysis.changes']({ limit })) await place.out.json(one);
      }),
    );
};
export default register;
