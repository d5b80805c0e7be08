/** The rules that the findings follow: thresholds with their version, what was put out of sight, merged and split. */
import { plural } from '../../../../shared/base/text';
import type { Block } from '../../../../shared/model/report';
import type { ReportModel } from '../report/model';
import { code, column, count, heading, list, muted, type Part, paragraph, prose, strong, table } from './blocks';
import { plain, verdict, when } from './words';

type Model = Pick<ReportModel, 'thresholds' | 'thresholdSets' | 'suppressions' | 'regroupings' | 'runs'>;

export const rules = (model: Model): Block[] => [
  ...thresholds(model),
  ...suppressed(model),
  ...regrouped(model),
  ...lastRun(model),
];

/** The weight of a pattern that nobody changed: the same row for each of them. */
const isPlainWeight = ({ id, value, default: own }: Model['thresholds'][number]): boolean =>
  id.endsWith('.weight') && value === 1 && own === 1;

function thresholds({ thresholds: rows, thresholdSets }: Model): Block[] {
  if (rows.length === 0) return [];
  const last = thresholdSets.at(-1);
  const changed = rows.filter((row) => row.value !== row.default).length;
  return [
    heading(3, 'Thresholds'),
    paragraph(
      last
        ? [
            `Version ${last.set.version} of this case, set by ${last.set.by ?? ''} on ${when(last.set.at ?? '')}: `,
            prose(last.set.why ?? ''),
            ` ${plural(changed, 'threshold')} of ${rows.length} ${changed === 1 ? 'differs' : 'differ'} from the product's own.`,
          ]
        : "Version 0: the product's own numbers; none was changed in this case.",
    ),
    table(
      'What the analysis decides by',
      [column('What', 4), count('Value', 1.3), count("Product's own", 1.5), column('Unit', 2), column('Why', 6)],
      rows
        .filter((row) => !isPlainWeight(row))
        .map((row) => [
          `${row.group}: ${row.name}`,
          row.value === row.default ? String(row.value) : strong(String(row.value)),
          String(row.default),
          row.unit,
          row.about,
        ]),
    ),
    ...(rows.some(isPlainWeight)
      ? [
          paragraph(
            muted(
              `Weight of a pattern: how often its evidence counts in the verdict, against what the product gives it. It is 1, the product's own, for: ${rows
                .filter(isPlainWeight)
                .map((row) => row.group)
                .join(', ')}.`,
            ),
            'small',
          ),
        ]
      : []),
    ...(thresholdSets.length > 1
      ? [
          paragraph('Versions before it:'),
          list(
            thresholdSets
              .slice(0, -1)
              .map(
                ({ set, own }) =>
                  `${set.version}, by ${set.by ?? ''}, ${when(set.at ?? '')}: ${set.why ?? ''} (${plural(Object.keys(own).length, 'threshold')} changed)`,
              ),
          ),
        ]
      : []),
  ];
}

function suppressed({ suppressions }: Model): Block[] {
  if (suppressions.length === 0) return [];
  return [
    heading(3, 'Suppressed as noise'),
    paragraph(
      'Hidden from the open queue, never from this report. Episodes of emergency accounts and those that look like an attack are never hidden.',
    ),
    table(
      'Suppressions',
      [
        column('What', 4, { look: 'code' }),
        count('Episodes'),
        count('Denials'),
        column('Reason', 4),
        column('By', 3),
        column('Until', 3),
      ],
      suppressions.map((row) => [
        row.query,
        row.episodes,
        row.events,
        row.why,
        `${row.by}, ${when(row.at)}`,
        [when(row.expires), row.state !== 'standing' && ` (${row.state})`],
      ]),
    ),
  ];
}

function regrouped({ regroupings }: Model): Block[] {
  if (regroupings.length === 0) return [];
  return [
    heading(3, 'Merged and split by hand'),
    list(
      regroupings.map(
        (row): Part => [
          code(row.other),
          row.act === 'merge' ? ' joined ' : ' was split off ',
          code(row.episode),
          ` by ${row.by}, ${when(row.at)}: ${row.why}`,
          row.withdrawn && ` (taken back ${when(row.withdrawn)})`,
        ],
      ),
    ),
  ];
}

const LISTED = 100;

function lastRun({ runs }: Model): Block[] {
  const [run] = runs;
  if (!run) return [];
  const rest = Math.max(0, run.list.length - LISTED) + run.cut;
  const side = (one: { verdict: Parameters<typeof verdict>[0]; confidence: number } | null): string =>
    one ? `${verdict(one.verdict)}, ${one.confidence.toFixed(2)}` : '–';
  return [
    heading(3, 'What the last analysis changed'),
    paragraph(
      `${when(run.at)}${run.because.length > 0 ? `, because of ${run.because.join(', ')}` : ''}: ${plural(run.appeared, 'finding')} appeared, ${run.vanished} vanished, ${run.moved} moved, ${run.same} stayed as ${run.same === 1 ? 'it was' : 'they were'}.`,
    ),
    ...(run.list.length > 0
      ? [
          table(
            'Findings that changed',
            [column('What', 3), column('Identity', 4), column('Before', 3), column('After', 3)],
            run.list
              .slice(0, LISTED)
              .map((row) => [
                [row.kind, row.moved.length > 0 && `: ${row.moved.map(plain).join(', ')}`, ' ', muted(row.episode)],
                row.identity,
                side(row.before),
                side(row.after),
              ]),
          ),
        ]
      : []),
    ...(rest > 0 ? [paragraph(`${plural(rest, 'further change')} not listed here.`)] : []),
  ];
}
