/** `analyse CASE`: identities, episodes, links, paths and verdicts again, where inputs or settings changed. */
import { plural } from '../../../shared/base/text';
import { changesLines } from '../changes';
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('analyse'))
    .summary('compute the findings again')
    .argument('<case>', 'case folder')
    .option('--force', 'also when nothing changed')
    .action((folder: string, options: CommonOptions & { force?: boolean }) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const job = place.job();
        const client = await place.client();
        const done = await client['analysis.run']({ force: options.force ?? false }, job).finally(job.end);
        if (options.json) await place.out.json(done);
        else {
          const how = done.ran ? `in ${done.seconds.toFixed(1)} s` : '(nothing changed since the last analysis)';
          await place.out.line(`${plural(done.episodes, 'episode')} ${how}`);
          if (done.changes)
            for (const line of changesLines(done.changes, 'Since the run before')) await place.out.line(line);
        }
      }),
    );
};
export default register;
