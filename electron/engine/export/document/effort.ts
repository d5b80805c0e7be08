/** What decisions took, for the people who plan the next ones. */
import { plural } from '../../../../shared/base/text';
import type { Block } from '../../../../shared/model/report';
import type { ReportModel } from '../report/model';
import { column, count, heading, muted, paragraph, strong, table } from './blocks';
import { duration, verdict } from './words';

export function effort({ effort: rows, rules }: ReportModel): Block[] {
  const [all] = rows;
  if (!all || all.decisions === 0) return [];
  const unmeasured = all.decisions - (all.seconds?.n ?? 0);
  const apart =
    unmeasured > 0
      ? `. ${plural(unmeasured, 'decision')} of what was not in view (command line, or many at once) not measured`
      : '';
  return [
    heading(2, 'Time to decision', { id: 'x-effort', layer: 'measured' }),
    table(
      `How long an episode was in view until the decision that stands, and views opened meanwhile; n in brackets${apart}. Source: custody log`,
      [
        column('Decided as', 3),
        count('Decisions'),
        count('Median', 2),
        count('90th percentile', 2),
        count('Views, median'),
        count('90th percentile'),
      ],
      rows.map(({ verdict: as, decisions, seconds, views }) => [
        as === null ? strong('All') : verdict(as),
        decisions,
        seconds ? `${duration(seconds.median)} (${seconds.n})` : '–',
        seconds ? duration(seconds.p90) : '–',
        views ? `${views.median} (${views.n})` : '–',
        views ? views.p90 : '–',
      ]),
    ),
    ...helped(rules),
  ];
}

/** Patterns of which enough episodes were decided to compare; a row of dashes for each of the others tells nobody anything. */
function helped(rules: ReportModel['rules']): Block[] {
  const known = rules.filter(({ difference }) => difference !== 'few');
  const few = rules.length - known.length;
  if (rules.length === 0) return [];
  if (known.length === 0)
    return [
      paragraph(
        muted(
          `Whether a pattern made decisions faster or other than without it: too few decided to tell, for each of the ${plural(few, 'pattern')} that fired.`,
        ),
        'small',
      ),
    ];
  return [
    table(
      `Patterns: how often they fired, and whether episodes that have one were decided faster, or led to a step more or less often, than those without${few > 0 ? `; ${plural(few, 'pattern')} with too few decisions to tell left out` : ''}. Source: findings and custody log`,
      [
        column('Pattern', 3),
        count('Fires'),
        count('Decided'),
        count('Overruled'),
        count('Led to a step'),
        count('Median with'),
        count('Without'),
        column('Changes', 3),
      ],
      known.map(({ pattern, fires, decided, changed, steps, seconds, without, difference }) => [
        pattern.replaceAll('_', ' '),
        fires,
        decided,
        changed,
        steps,
        seconds ? duration(seconds.median) : '–',
        without ? duration(without.median) : '–',
        DIFFERENCE[difference],
      ]),
    ),
  ];
}

const DIFFERENCE: Record<ReportModel['rules'][number]['difference'], string> = {
  few: 'too few decided to tell',
  none: 'neither speed nor decision',
  speed: 'speed',
  decision: 'decision',
  both: 'speed and decision',
};
