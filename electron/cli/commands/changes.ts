/** `changes CASE`: what the last runs of the analysis changed in the findings, as NDJSON, newest first. */
import { changesLines } from '../changes';
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

const MOST = 200;

const register: Register = (program, run) => {
  common(program.command('changes'))
    .summary('print which findings appeared, vanished or moved in the last runs of the analysis')
    .argument('<case>', 'case folder')
    .option('--last <n>', 'so many runs', '20')
    .option('--against <other>', 'compare with another state of the case in place of that: a folder or a sealed bundle')
    .action((folder: string, options: CommonOptions & { last: string; against?: string }) =>
      run(options, async (place) => {
        const limit = Number(options.last);
        if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
          throw new UsageError(`--last is a number from 1 to ${MOST}`);
        if (options.against !== undefined) {
          await place.openFindings(folder);
          const job = place.job();
          const client = await place.client();
          const found = await client['analysis.compare'](
            { ref: await place.token(options.against, 'read') },
            job,
          ).finally(job.end);
          if (options.json) return place.out.json(found);
          for (const line of changesLines(found, `Against ${found.other.name}`)) await place.out.line(line);
          for (const reason of found.reasons) await place.out.line(terminalText(`  because of ${reason}`));
          return undefined;
        }
        await place.openCase(folder);
        for (const one of await (await place.client())['analysis.changes']({ limit })) await place.out.json(one);
        return undefined;
      }),
    );
};
export default register;
