/** `rollouts CASE [--at MOMENT]`: denials of people set against dated changes. */
import { plural, visible } from '../../../shared/base/text';
import type { RolloutEffect } from '../../../shared/model/sequence';
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('rollouts'))
    .summary('set denials against dated changes: how many people stumbled, on known devices, at their usual hours')
    .argument('<case>', 'case folder')
    .option('--at <moment>', 'a change that no register dates, RFC 3339: 2026-03-26T08:00:00Z')
    .option('--days <n>', 'how long a change without an end is looked at', '3')
    .action((folder: string, options: CommonOptions & { at?: string; days: string }) =>
      run(options, async (place) => {
        const days = Number(options.days);
        if (!Number.isInteger(days) || days < 1 || days > 90) throw new UsageError('--days is a number from 1 to 90');
        const moment = options.at === undefined ? null : Date.parse(options.at);
        if (Number.isNaN(moment)) throw new UsageError(`"${options.at}" is no moment: write 2026-03-26T08:00:00Z`);
        await place.openFindings(folder);
        const at = moment === null ? null : new Date(moment).toISOString();
        const effects = await (await place.client())['analysis.rollouts']({ at, days });
        for (const one of effects)
          await (options.json ? place.out.json(one) : place.out.line(terminalText(lineOf(one))));
        if (effects.length === 0 && !options.json)
          await place.out.line('no rollout is on file (context file "rollouts"): give --at');
      }),
    );
};
export default register;

const of = (n: number | null, what: string): string => (n === null ? '' : `, ${n.toLocaleString('en')} ${what}`);

const lineOf = ({
  name,
  from,
  until,
  scope,
  episodes,
  episodesBefore,
  people,
  peopleBefore,
  knownPlace,
  usualHours,
  verdicts,
}: RolloutEffect): string =>
  `${visible(name)} (${visible(scope)}), ${from} to ${until}: ${plural(episodes, 'episode')} of ${plural(people, 'person', 'people')} (as long before: ${episodesBefore} of ${peopleBefore})${of(knownPlace, 'from a device or address known before')}${of(usualHours, 'at usual hours')}; ${
    Object.entries(verdicts)
      .map(([verdict, n]) => `${n} ${verdict}`)
      .join(', ') || 'none'
  }`;
