/** The technical part around the episodes: overview before them, policies, coverage and disagreements after them. */
import { plural } from '../../../../shared/base/text';
import { formatOffset } from '../../../../shared/model/clock-offset';
import type { ClockPair, SourceCoverage } from '../../../../shared/model/coverage';
import type { CaseDisagreements, CasePlace } from '../../../../shared/model/geo';
import {
  answerOf,
  CELL_WORDS,
  compare,
  policyText,
  type ReplayWorld,
  type Scenario,
} from '../../../../shared/model/replay';
import type { Block } from '../../../../shared/model/report';
import { sequenceAnswer } from '../../../../shared/model/sequence';
import { sourceTitle } from '../../../../shared/model/sources';
import { rfc3339 } from '../../../../shared/model/time';
import type { Verdict } from '../../../../shared/model/words';
import type { ReportModel } from '../report/model';
import type { FrictionRow } from '../report/tallies';
import { code, column, count, goTo, heading, list, muted, type Part, paragraph, prose, strong, table } from './blocks';
import { mayBeBrief, noteBlock, placeTable } from './episode';
import { replayed, timeline } from './figures';
import { mapOf } from './map';
import { duration, moment, percent, plain, short, verdict, when } from './words';

const WRITTEN_DOWN = 500; // manual events told
const NAMED = 30; // places in the table of the case
const DIFFER = 40; // disagreements told
const SILENCES = 5; // told per source
const LISTED = 100; // compromises of a replay
const IN_ROW = 12; // addresses that differ alike

/** Said before the episodes, and again under what was left out. */
export const IN_BRIEF =
  'Episodes that stand as friction or expected, that no access followed and about which nobody wrote or decided anything, are told in brief: finding, grounds and records. Drawings, maps, playbook, patterns and standards of these stand in the case and its bundle.';
const SHOWN = 3; // events of a step of a published attack

export function overview(model: ReportModel): Block[] {
  return [
    heading(2, 'Overview', { id: 't-overview', layer: 'derived' }),
    table(
      'Episodes by verdict: as weighed by the rules, and as decided by the investigator',
      [column('Verdict', 4), count('Rules'), count('Decided')],
      model.verdicts.map((row) => [verdict(row.verdict), row.engine, row.decided]),
    ),
    ...overTime(model),
    ...notes('Notes on spans of time', model.spanNotes),
    ...manual(model),
    ...places(model),
    ...notes('Notes on places', model.placeNotes),
    ...friction(model),
    heading(2, 'Episodes', { id: 't-episodes' }),
    ...episodeTable(model),
    ...(model.episodes.slice(0, model.sections).some(mayBeBrief) ? [paragraph(muted(IN_BRIEF), 'small')] : []),
  ];
}

const notes = (title: string, all: ReportModel['spanNotes']): Block[] =>
  all.length === 0 ? [] : [heading(4, title), ...all.map(noteBlock)];

function manual({ manualEvents: all }: ReportModel): Block[] {
  if (all.length === 0) return [];
  const rest = all.length - WRITTEN_DOWN;
  return [
    heading(3, 'Manual events', { layer: "the investigator's word" }),
    table(
      `In no log: written down by the investigator, cited by no finding and counted nowhere${rest > 0 ? `; ${rest.toLocaleString('en')} further not listed here: see the bundle (manual-events.ndjson)` : ''}`,
      [
        column('Time', 3, { look: 'time' }),
        column('What', 6),
        column('Known from', 4),
        column('About', 3),
        column('Written down', 4),
      ],
      all
        .slice(0, WRITTEN_DOWN)
        .map(({ time, what, source, saidBy, identity, name, by, at }) => [
          time.endsWith('.000Z') ? moment(time) : when(time),
          prose(what),
          [source, saidBy && `, said by ${saidBy}`],
          identity === null ? '–' : short(name ?? identity),
          [by, ', ', when(at)],
        ]),
    ),
  ];
}

const allEvents = ({ case: info }: ReportModel): string =>
  `${plural(info.events, 'event')} of ${plural(info.files, 'file')} listed under Evidence, with hashes`;

function overTime(model: ReportModel): Block[] {
  const { histogram } = model;
  if (!histogram) return [];
  const rows = histogram.denied.flatMap((denied, i) => {
    const from = histogram.from + i * histogram.step;
    return denied > 0 ? [{ from, denied, success: histogram.success[i]!, other: histogram.other[i]! }] : [];
  });
  const quiet = histogram.denied.length - rows.length;
  const drawn = timeline(histogram, allEvents(model));
  return [
    heading(3, 'Over time', { layer: 'observed' }),
    ...(drawn ? [drawn] : []),
    table(
      `The same as a table: slices with denials, each ${sliceWords(histogram.step)} long${quiet > 0 ? `; ${plural(quiet, 'slice')} without denials left out` : ''}`,
      [column('From', 3, { look: 'time' }), count('Denials'), count('Accesses'), count('Other')],
      rows.map((row) => [moment(rfc3339(row.from)), row.denied, row.success, row.other]),
    ),
  ];
}

function sliceWords(ms: number): string {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${(ms / 3_600_000).toFixed(1)} h` : `${(ms / 86_400_000).toFixed(1)} days`;
}

function places(model: ReportModel): Block[] {
  const found = model.places?.places ?? [];
  if (found.length === 0) return [];
  const name = ({ city, country, lat, lon }: CasePlace): string =>
    [city, country].filter(Boolean).join(', ') || `${lat.toFixed(1)}, ${lon.toFixed(1)}`;
  const spots = found
    .map((place) => ({ ...place, name: name(place) }))
    .sort((a, b) => b.denied - a.denied || b.success - a.success || (a.name < b.name ? -1 : 1));
  const drawn = mapOf(spots, [], 'Where denials and accesses were', allEvents(model));
  const rest = spots.length - NAMED;
  const { unlocated } = model.places!;
  return [
    heading(3, 'Where', { layer: 'observed; places are estimates' }),
    ...(drawn ? [drawn] : []),
    placeTable(
      `The same as a table, the most denials first${rest > 0 ? `; ${plural(rest, 'further place')} only on the map` : ''}${unlocated > 0 ? `. ${plural(unlocated, 'event')} cannot be placed` : ''}`,
      spots.slice(0, NAMED),
    ),
  ];
}

function friction({ friction: { people, apps, peopleAll, appsAll } }: ReportModel): Block[] {
  if (people.length + apps.length === 0) return [];
  const rows = (title: string, list: readonly FrictionRow[], all: number, what: string): Block[] =>
    list.length === 0
      ? []
      : [
          table(
            `${title}${all > list.length ? `, the ${list.length} most denied of ${all.toLocaleString('en')}` : ''}`,
            [column(what, 5), count('Episodes'), count('Denials'), count('Honest')],
            list.map((row) => [short(row.name), row.episodes, row.denials, row.honest]),
          ),
        ];
  return [
    heading(3, 'Friction', { layer: 'derived' }),
    paragraph(
      muted('Honest: in episodes that stand as friction, misconfigured or expected. Source: the episodes below.'),
      'small',
    ),
    ...rows('Denials by person', people, peopleAll, 'Person'),
    ...rows('Denials by application', apps, appsAll, 'Application'),
  ];
}

function episodeTable(model: ReportModel): Block[] {
  if (model.episodes.length === 0) return [paragraph('There are none.')];
  return [
    table(
      'The gravest first; numbered ones are told in full below',
      [
        column('No.', 1),
        column('Start', 3, { look: 'time' }),
        column('Identity', 6.4),
        count('Denials', 1.4),
        column('Followed', 1.7),
        column('Verdict', 4.6),
        column('Decided', 2.2),
      ],
      model.episodes.map((row, i) => [
        i < model.sections ? goTo(String(i + 1), `e${i + 1}`) : '–',
        moment(row.start),
        [short(row.identity), ' ', muted(row.id)],
        row.denials,
        plain(row.followed),
        `${verdict(row.verdict)}, ${percent(row.confidence)}`,
        [row.decided ? verdict(row.decided) : 'no', row.suppressed && muted(' suppressed')],
      ]),
    ),
    ...(model.episodesCut > 0
      ? [
          paragraph(
            `${plural(model.episodesCut, 'further episode')} not listed here: see the bundle (episodes.ndjson).`,
          ),
        ]
      : []),
  ];
}

export const afterwards = (model: ReportModel): Block[] => [
  ...replay(model),
  ...attack(model),
  ...rollouts(model),
  ...coverage(model),
  ...disagreements(model),
];

export function replay({ scenarios }: Pick<ReportModel, 'scenarios'>): Block[] {
  if (scenarios.length === 0) return [];
  return [
    heading(2, 'Policy replay', { id: 't-replay', layer: 'derived' }),
    paragraph(
      muted(
        'The case run again under rules that were not there. It counts what the records tell; nobody can know what people would have done instead.',
      ),
      'small',
    ),
    ...scenarios.flatMap(scenario),
  ];
}

const STATES = { found: 'found', not_found: 'not found', no_log: 'no log tells' } as const;

/** The case held against a published attack, step by step. */
export function attack({ attack: held }: Pick<ReportModel, 'attack'>): Block[] {
  if (held === null) return [];
  return [
    heading(2, 'Held against a published attack', { id: 't-attack', layer: 'derived' }),
    paragraph([`${held.title}: `, strong(sequenceAnswer(held)), '. ', muted(`Published: ${held.published}.`)]),
    table(
      'What was published of the attack, and what this case shows of it; a step that is found names nobody as its author',
      [column('Step', 5), column('Here', 2), column('What the records say', 5), column('Events', 4)],
      held.steps.map(({ title, published, state, text, events, count: n }) => [
        [title, ': ', muted(published)],
        STATES[state],
        text,
        [
          events.slice(0, SHOWN).flatMap((event, i): Part[] => (i > 0 ? [', ', code(event)] : [code(event)])),
          n > SHOWN && `, ${plural(n - SHOWN, 'further one', 'further ones')}`,
        ],
      ]),
    ),
  ];
}

/** Denials of people after each rollout on file, beside as long before it. */
export function rollouts({ rollouts: all }: Pick<ReportModel, 'rollouts'>): Block[] {
  if (all.length === 0) return [];
  return [
    heading(2, 'Rollouts and denials', { id: 't-rollouts', layer: 'derived' }),
    table(
      'Episodes of the people whom each rollout on file concerns: begun in its time, and in as long a time before it; of the former how many from a device or address known before, and at usual hours',
      [
        column('Rollout', 4),
        column('Time', 4, { look: 'time' }),
        count('Episodes'),
        count('Before'),
        count('People'),
        count('Known place'),
        count('Usual hours'),
        column('Verdicts', 4),
      ],
      all.map((one) => [
        [one.name, ' ', muted(one.scope === '*' ? 'for everybody' : `for ${short(one.scope)}`)],
        [moment(one.from), ' to ', moment(one.until)],
        one.episodes,
        one.episodesBefore,
        one.people,
        one.knownPlace ?? '–',
        one.usualHours ?? '–',
        Object.entries(one.verdicts)
          .map(([word, n]) => `${n} ${verdict(word as Verdict)}`)
          .join(', ') || 'none',
      ]),
    ),
  ];
}

function scenario({ name, note, by, at, current, result }: Scenario): Block[] {
  return [
    heading(3, short(name)),
    paragraph(
      muted(
        `Saved by ${by}, ${when(at)} · ${moment(rfc3339(result.from))} to ${moment(rfc3339(result.to))}${current ? '' : ' · the findings have changed since'}`,
      ),
      'small',
    ),
    ...(note !== '' ? [paragraph(prose(note))] : []),
    list(result.policies.map(policyText)),
    ...result.worlds.flatMap((world) => worldBlocks(world, result)),
    heading(4, 'What it takes for granted'),
    list(result.assumptions),
  ];
}

function worldBlocks(world: ReplayWorld, result: Scenario['result']): Block[] {
  const { before } = result;
  const drawn = replayed(
    world.prompts,
    before.promptsOver,
    result,
    `${plural(before.events, 'event')} of this case, ${moment(rfc3339(result.from))} to ${moment(rfc3339(result.to))}`,
  );
  return [
    heading(4, world.title, { layer: 'derived' }),
    paragraph(answerOf(result, world), 'answer'),
    ...(drawn ? [drawn] : []),
    table(
      'Before and after',
      [column('What', 4), count('As it was'), count('Under the policy', 2), column('Of these', 5)],
      compare(before, world).map((row) => [
        row.label,
        row.before,
        row.after,
        row.cells
          .filter((cell) => world.cells[cell] > 0)
          .map((cell) => `${world.cells[cell].toLocaleString('en')} ${CELL_WORDS[cell]}`)
          .join(', '),
      ]),
    ),
    ...(world.undetermined.length > 0
      ? [
          paragraph(
            `Undetermined: ${world.undetermined.map(({ why, count: n }) => `${why} (${n})`).join('; ')}.`,
            'small',
          ),
        ]
      : []),
    ...(world.compromises.length > 0
      ? [
          table(
            `${plural(world.compromises.length, 'likely compromise')}${world.compromises.length > LISTED ? `, the first ${LISTED}` : ''}`,
            [
              column('Identity', 4),
              column('Access', 3, { look: 'time' }),
              column('Under the policy', 2),
              column('Why', 4),
            ],
            world.compromises
              .slice(0, LISTED)
              .map((row) => [[short(row.identity), ' ', muted(row.event)], moment(row.time), row.state, row.why]),
          ),
        ]
      : []),
  ];
}

export function coverage({ coverage: known }: Pick<ReportModel, 'coverage'>): Block[] {
  if (!known || known.sources.length === 0) return [];
  const { sources, absent, cut, clocks } = known;
  return [
    heading(2, 'Coverage', { id: 't-coverage', layer: 'measured' }),
    absent.length === 0
      ? paragraph('No question that is asked of the evidence lacks its log.')
      : table(
          'Questions whose log nobody supplied',
          [column('Question', 4), column('So', 4), column('Would tell', 4)],
          absent.map(({ question, so, log }) => [question, so, log]),
        ),
    table(
      'What the logs reach',
      [
        column('Source', 3),
        count('Events', 1.6),
        column('First record', 3, { look: 'time' }),
        column('Last record', 3, { look: 'time' }),
        column('Silent against its rhythm', 4),
        column('How late records come', 4),
      ],
      sources.map(sourceRow),
    ),
    paragraph(
      muted(
        'Silent: hours without a record that, by how often this source has records at such hours, happen by chance less than once in a million.',
      ),
      'small',
    ),
    ...(cut.length > 0
      ? [heading(3, 'Exports that may be cut'), list(cut.map(({ file, why }) => `${file}: ${why}`))]
      : []),
    ...(clocks.length > 0
      ? [
          table(
            'Clocks compared by records that must coincide; nothing is corrected by itself',
            [
              column('File', 4),
              column('Compared with', 4),
              column('By', 2),
              count('Pairs'),
              count('Median', 2),
              count('Half within', 2),
              column('Suggested', 2),
            ],
            clocks.map(clockRow),
          ),
        ]
      : []),
  ];
}

function sourceRow({ title, events, first, last, silences, silencesCut, delay }: SourceCoverage): Part[] {
  const more = Math.max(0, silences.length - SILENCES) + silencesCut;
  const told = silences
    .slice(0, SILENCES)
    .map(({ from, to }) => `${duration((Date.parse(to) - Date.parse(from)) / 1_000)} from ${moment(from)}`);
  return [
    title,
    events,
    moment(first),
    moment(last),
    silences.length === 0 ? 'nowhere' : [...told, ...(more > 0 ? [`and ${plural(more, 'more silence')}`] : [])].join('; '), // biome-ignore format: one cell
    delay
      ? `half within ${duration(delay.median / 1_000)}, nine of ten within ${duration(delay.p90 / 1_000)}, the latest after ${duration(delay.max / 1_000)} (n = ${delay.n})`
      : 'records have one time',
  ];
}

const clockRow = ({ file, other, by, n, medianMs, spreadMs, suggestMs }: ClockPair): Part[] => [
  file,
  other,
  by === 'correlation' ? 'correlation id' : 'the same prompts',
  n,
  formatOffset(medianMs),
  duration(spreadMs / 1_000),
  suggestMs === null ? 'nothing' : formatOffset(suggestMs),
];

function disagreements({ disagreements: known }: ReportModel): Block[] {
  if (!known || known.compared === 0) return [];
  const { rows, compared, databases } = known;
  const alike = grouped(rows);
  const rest = alike.length - DIFFER;
  const told = alike.slice(0, DIFFER);
  const names = [...new Set(told.flatMap((row) => row.databases.map(({ database }) => database)))].sort();
  return [
    heading(2, 'Where sources disagree', { id: 't-disagree', layer: 'derived' }),
    paragraph(
      rows.length === 0
        ? `Log and databases agree on each of ${plural(compared, 'pair')} of address and place that were compared (${databases.join('; ')}).`
        : `${plural(rows.length, 'disagreement')} over ${plural(compared, 'pair')} of address and place that were compared (${databases.join('; ')}). Both values are told; none is corrected.`,
    ),
    ...(rows.length > 0
      ? [
          list(names.map((name, i): Part => [`D${i + 1}: `, name])),
          table(
            `Addresses that differ alike in one row, the most events first${rest > 0 ? `; ${plural(rest, 'further row')} not listed here (sidedoor places)` : ''}`,
            [
              column('Addresses', 4),
              column('About', 1.6),
              column('The log says', 2),
              column('Databases say', 3),
              column('Likely because', 4.5),
              count('Events', 1.3),
              column('First record', 4),
            ],
            told.map((row) => [
              [row.ips.slice(0, IN_ROW).map((ip, i): Part => [i > 0 && ' ', code(ip)]), row.ips.length > IN_ROW && muted(` and ${row.ips.length - IN_ROW} more`)], // biome-ignore format: one cell
              row.about,
              row.log ?? '–',
              row.databases
                .map(({ database, says }) => `D${names.indexOf(database) + 1} ${says ?? 'nothing'}`)
                .join('; '),
              row.likely,
              row.events,
              [moment(row.time), ' ', code(row.first), ' ', muted(row.sources.map(sourceTitle).join(', '))],
            ]),
          ),
        ]
      : []),
  ];
}

type Disagreement = CaseDisagreements['rows'][number];

/** Rows that say the same of different addresses, as one: a whole range that a database places elsewhere is one finding. */
function grouped(rows: readonly Disagreement[]): (Disagreement & { ips: string[] })[] {
  const groups = new Map<string, Disagreement & { ips: string[] }>();
  for (const row of rows) {
    const key = JSON.stringify([row.about, row.log, row.databases, row.likely]);
    const group = groups.get(key);
    if (!group) groups.set(key, { ...row, ips: [row.ip] });
    else {
      group.ips.push(row.ip);
      group.events += row.events;
      group.sources = [...new Set([...group.sources, ...row.sources])];
      if (row.time < group.time) [group.time, group.first] = [row.time, row.first];
    }
  }
  return [...groups.values()].sort((a, b) => b.events - a.events || (a.ip < b.ip ? -1 : 1));
}
