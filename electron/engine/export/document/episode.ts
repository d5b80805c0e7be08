/** One episode: what was observed, what was derived from it, how it is weighed, what was decided. */
import { plural } from '../../../../shared/base/text';
import { flagText } from '../../../../shared/model/assurance';
import { type Link, linksOf, type Path, type Weighed } from '../../../../shared/model/episode';
import type { Block, Run } from '../../../../shared/model/report';
import { sourceTitle } from '../../../../shared/model/sources';
import type { Verdict } from '../../../../shared/model/words';
import type { EpisodeSection } from '../report/model';
import {
  code,
  column,
  count,
  facts,
  goTo,
  heading,
  list,
  muted,
  type Part,
  paragraph,
  prose,
  strong,
  table,
  tag,
} from './blocks';
import { pathDrawing, strip } from './figures';
import { mapOf, type Spot } from './map';
import { steps } from './steps';
import {
  apart,
  duration,
  FOLLOWED,
  GLYPH,
  markOf,
  moment,
  outcomes,
  percent,
  plain,
  short,
  VERDICT,
  verdict,
  when,
} from './words';

export const episodeTitle = ({ n, episode }: Pick<EpisodeSection, 'n' | 'episode'>): string =>
  `${n}. ${short(episode.identity.name)}: ${plural(episode.denials, 'denial')}, ${moment(episode.start)}`;

/** Verdicts whose episodes are told in brief: they are many, alike, and nobody is asked to act on one of them. */
const BRIEF: ReadonlySet<Verdict> = new Set(['friction', 'expected']);

/** Whether an episode may be told in brief, by what the table of episodes knows of it. */
export const mayBeBrief = ({ verdict: weighed, decided }: { verdict: Verdict; decided: Verdict | null }): boolean =>
  decided === null && BRIEF.has(weighed);

/** Nothing of it was decided, noted or followed: a person's word and a way in are always told in full. */
function isBrief({ episode, decisions, reviews, notes, paths }: EpisodeSection): boolean {
  const words = decisions.length + reviews.length + notes.length;
  const isPlain = episode.followed !== 'yes' && linksOf(episode).length + paths.length === 0;
  return BRIEF.has(episode.verdict) && words === 0 && isPlain && !episode.patterns.includes('break_glass');
}

export const episodeBlocks = (section: EpisodeSection): Block[] =>
  isBrief(section) ? brief(section) : inFull(section);

function opening({ n, episode }: EpisodeSection): Block[] {
  const { identity } = episode;
  const owner = identity.owner && identity.owner !== identity.name ? ` · owner ${identity.owner}` : '';
  return [
    heading(3, episodeTitle({ n, episode }), { id: `e${n}` }),
    paragraph(
      [
        muted('Episode '),
        code(episode.id),
        muted(
          ` · ${plain(identity.kind)}${owner} · ${moment(episode.start)} to ${moment(episode.end)} · ${outcomes(episode.outcomes)}`,
        ),
      ],
      'small',
    ),
  ];
}

/** The finding, its grounds and its records; what every episode of its kind would repeat is left out. */
function brief(section: EpisodeSection): Block[] {
  const { episode } = section;
  const { questions, aal } = episode;
  const cites: Cites = (events) => cited(section, events);
  const grounds = (pieces: readonly Weighed[]): Part =>
    pieces.map(
      (piece, i): Part => [
        i > 0 && '; ',
        piece.text,
        muted(` ${piece.weight.toFixed(1)}`),
        cites(piece.events.slice(0, 3)),
        rowIds(piece.rows),
      ],
    );
  return [
    ...opening(section),
    facts([
      ['Verdict', [strong(`${verdict(episode.verdict)}, confidence ${percent(episode.confidence)}`), muted(' weighed by fixed rules, not decided by a person')]], // biome-ignore format: one row
      ['For it', grounds(episode.for)],
      episode.against.length > 0 && ['Against it', grounds(episode.against)],
      ['Who', questions.who],
      ['Which factor', questions.factor],
      ['From where', questions.from],
      ['What followed', [FOLLOWED[episode.followed], episode.missing.length > 0 && ` (missing: ${episode.missing.join(', ')})`, episode.nextOwn && [`; own next access after ${duration(episode.nextOwn.delaySeconds)}: ${episode.nextOwn.why}`, cites([episode.nextOwn.event])]]], // biome-ignore format: one row
      ['Not known', episode.lacking?.join('; ')],
      aal && ['Assurance', `refused ${level(aal.denied)}, accepted ${level(aal.reached)}, required ${aal.required === null ? 'not known' : `AAL${aal.required}`}`], // biome-ignore format: one row
    ]),
    ...onFile(section),
    ...records(section),
  ];
}

function inFull(section: EpisodeSection): Block[] {
  const { episode } = section;
  const { questions } = episode;
  const cites: Cites = (events) => cited(section, events);
  const source = `${plural(section.citations.length, 'record')} cited below, with file and hash`;
  return [
    ...opening(section),
    heading(4, 'Verdict', { layer: 'interpretation' }),
    paragraph(
      [
        strong(`${verdict(episode.verdict)}, confidence ${percent(episode.confidence)}`),
        muted(' weighed by fixed rules'),
      ],
      'answer',
    ),
    ...decisions(section),
    heading(4, 'Four questions', { layer: 'observed' }),
    facts([
      ['Who', questions.who],
      ['Which factor', questions.factor],
      ['From where', questions.from],
      [
        'Does it fit',
        [
          `${questions.normal.fits}, of ${plural(questions.normal.n, 'earlier record')}`,
          questions.normal.why.length > 0 && `: ${questions.normal.why.join('; ')}`,
        ],
      ],
      [
        'What followed',
        [FOLLOWED[episode.followed], episode.missing.length > 0 && ` (missing: ${episode.missing.join(', ')})`],
      ],
      ['Not known', episode.lacking?.join('; ')],
      ['Own next access', episode.nextOwn && [`after ${duration(episode.nextOwn.delaySeconds)}: ${episode.nextOwn.why}`, cites([episode.nextOwn.event])]], // biome-ignore format: one row
      ['Records', cites(episode.events)],
    ]),
    ...drawn(strip(section, source)),
    ...weighed('Evidence for this verdict', episode.for, cites),
    ...weighed('Evidence against it', episode.against, cites),
    ...onFile(section),
    heading(4, 'Access that followed', { layer: 'derived' }),
    ...(linksOf(episode).length === 0
      ? [paragraph('No access in evidence plausibly belongs to whoever was denied.')]
      : linksOf(episode).flatMap((link) => linkBlocks(link, section, cites))),
    ...section.paths.flatMap((path) => pathBlocks(path, cites, source)),
    ...places(section, source),
    ...assurance(section),
    ...steps(episode),
    ...(episode.patterns.length > 0
      ? [paragraph(['Patterns: ', ...episode.patterns.map((id) => [tag(plain(id)), ' '])], 'small')]
      : []),
    ...(episode.standards.length > 0 ? [paragraph(muted(`Standards: ${episode.standards.join('; ')}`), 'small')] : []),
    ...(episode.uses && episode.uses.length > 0
      ? [paragraph(muted(`For: ${episode.uses.map(plain).join(', ')}`), 'small')]
      : []),
    ...notes(section),
    ...records(section),
  ];
}

const drawn = <T extends Block>(block: T | null): T[] => (block ? [block] : []);

type Cites = (events: readonly string[]) => Part;
const SHOWN = 8;

/** Where in the list of records a statement has its ground. */
function cited(section: EpisodeSection, events: readonly string[]): Run[] {
  const numbers = events.flatMap((event) => section.cite(event) ?? []);
  const shown = numbers.slice(0, SHOWN);
  const rest = events.length - shown.length;
  return [
    ...shown.flatMap((n) => [{ text: ' ' }, goTo(`[${n}]`, `e${section.n}-${n}`)]),
    ...(rest > 0 ? [muted(` and ${plural(rest, 'more record')}`)] : []),
  ];
}

/** Rows of context files, by the id under which `sidedoor raw` prints them. */
const rowIds = (rows: readonly string[] = []): Part => rows.map((row) => [' ', code(row)]);

function weighed(title: string, pieces: readonly Weighed[], cites: Cites): Block[] {
  return [
    heading(4, title, { layer: 'derived; weight in log-odds' }),
    pieces.length === 0
      ? paragraph('None.')
      : list(
          pieces.map(
            (piece): Part => [
              piece.text,
              muted(` ${piece.weight.toFixed(1)}`),
              cites(piece.events),
              rowIds(piece.rows),
            ],
          ),
        ),
  ];
}

function onFile({ episode: { facts: rows = [] } }: EpisodeSection): Block[] {
  if (rows.length === 0) return [];
  return [
    heading(4, 'What registers say', { layer: 'told by the organisation' }),
    list(
      rows.map(
        ({ time, text, kind, row }): Part => [
          time !== null && `${moment(time)}: `,
          text,
          muted(` ${plain(kind)}`),
          rowIds([row]),
        ],
      ),
    ),
  ];
}

function linkBlocks(link: Link, section: EpisodeSection, cites: Cites): Block[] {
  const review = section.reviews.filter((row) => row.event === link.event && row.withdrawn === null).at(-1);
  return [
    paragraph([
      strong(plain(link.kind)),
      `, score ${percent(link.score)}: ${moment(link.time)} (${link.delaySeconds < 0 ? apart(link.delaySeconds) : `after ${duration(link.delaySeconds)}`}), ${short(link.identity)}`,
      link.ip && [' from ', code(link.ip)],
      link.app && ` at ${short(link.app)}`,
      `, ${sourceTitle(link.source)}`,
      cites([link.event]),
      review && [' ', tag(`${review.review} by ${review.by}`)],
    ]),
    list(link.reasons.map(({ text, weight }): Part => [text, muted(` ${weight > 0 ? '+' : ''}${weight.toFixed(1)}`)])),
    ...(review && review.why !== '' ? [paragraph(prose(review.why), 'note')] : []),
  ];
}

function pathBlocks(path: Path, cites: Cites, source: string): Block[] {
  return [
    heading(4, `Path: ${plain(path.kind)}, score ${percent(path.score)}`, { layer: 'derived' }),
    ...drawn(pathDrawing(path, source)),
    table(
      'The same path as a table',
      [column('Time', 3, { look: 'time' }), column('What', 5), column('Who, where', 5), column('Tied by', 3)],
      path.hops.map((hop) => [
        moment(hop.time),
        [short(hop.what), cites([hop.event])],
        [short(hop.identity), hop.ip, hop.app && short(hop.app), sourceTitle(hop.source)].filter(Boolean).join(' · '),
        hop.key ?? '–',
      ]),
    ),
    paragraph(muted(`The path ends here because ${path.endsBecause}`), 'small'),
  ];
}

/** Where the cited records were, on a map, where they were in more than one place. */
function places(section: EpisodeSection, source: string): Block[] {
  const spots = new Map<string, Spot & { from: string; radiusKm: number | null }>();
  const order: Spot[] = [];
  for (const { event } of section.citations) {
    const { geo } = event;
    if (!geo || geo.lat === null || geo.lon === null) continue;
    const key = `${geo.lat.toFixed(2)},${geo.lon.toFixed(2)}`;
    let spot = spots.get(key);
    if (!spot) {
      const name = [geo.city, geo.country].filter(Boolean).join(', ') || key;
      spot = {
        name,
        lat: geo.lat,
        lon: geo.lon,
        denied: 0,
        success: 0,
        from: geo.from,
        radiusKm: geo.radiusKm ?? null,
      };
      spots.set(key, spot);
    }
    const mark = markOf(event);
    if (mark === 'denied') spot.denied += 1;
    else if (mark === 'success') spot.success += 1;
    else continue;
    if (order.at(-1) !== spot) order.push(spot);
  }
  const placed = [...spots.values()].filter(({ denied, success }) => denied + success > 0);
  if (placed.length < 2) return [];
  const legs = new Map<string, { from: Spot; to: Spot }>();
  for (const [i, to] of order.entries()) {
    const from = order[i - 1];
    if (from) legs.set(`${from.name} ${to.name}`, { from, to });
  }
  return [
    heading(4, 'Where the cited records were', { layer: 'observed; places are estimates' }),
    ...drawn(mapOf(placed, [...legs.values()], 'Places of this episode', source)),
    placeTable('The same places as a table', placed),
  ];
}

export const placeTable = (
  caption: string,
  spots: readonly (Spot & { from: string; radiusKm: number | null; identities?: number })[],
): Block =>
  table(
    caption,
    [
      column('Place', 4),
      count('Denials'),
      count('Accesses'),
      column('Told by', 2),
      count('Within', 1),
      count('Degrees (WGS 84)', 2),
    ],
    spots.map((spot) => [
      short(spot.name),
      spot.denied,
      spot.success,
      spot.from,
      spot.radiusKm === null ? 'not stated' : `${Math.round(spot.radiusKm).toLocaleString('en')} km`,
      `${spot.lat.toFixed(2)}, ${spot.lon.toFixed(2)}`,
    ]),
  );

function decisions(section: EpisodeSection): Block[] {
  const standing = section.decisions.filter((row) => row.withdrawn === null);
  const current = standing.at(-1);
  const earlier = section.decisions.filter((row) => row !== current);
  if (!current && earlier.length === 0)
    return [paragraph(muted('The investigator has not decided this episode.'), 'small')];
  const rules =
    current && current.verdict !== section.episode.verdict
      ? ` (the rules say ${VERDICT[section.episode.verdict].word.toLowerCase()})`
      : '';
  return [
    ...(current
      ? [
          paragraph(
            [
              strong(`Decided: ${verdict(current.verdict)}`),
              `${rules}; action: ${current.action}. `,
              prose(current.why),
              muted(` ${current.by}, ${when(current.at)}`),
            ],
            'decision',
          ),
        ]
      : []),
    ...(earlier.length > 0
      ? [
          paragraph(
            muted(
              `Earlier: ${earlier.map((row) => `${verdict(row.verdict)} by ${row.by}, ${moment(row.at)}${row.withdrawn ? `, taken back ${moment(row.withdrawn)}` : ''}`).join('; ')}`,
            ),
            'small',
          ),
        ]
      : []),
  ];
}

export const level = (range: readonly [number, number] | null): string =>
  range === null ? 'not known' : range[0] === range[1] ? `AAL${range[0]}` : `AAL${range[0]} to AAL${range[1]}`;

function assurance({ episode }: EpisodeSection): Block[] {
  if (!episode.aal) return [];
  const { denied, reached, required, flags, revision } = episode.aal;
  return [
    heading(4, 'Assurance', { layer: `NIST SP 800-63B, ${revision}` }),
    facts([
      ['Refused', level(denied)],
      ['Accepted', level(reached)],
      ['Required', required === null ? 'not known' : `AAL${required}`],
      flags.length > 0 && ['Remarks', flags.map(flagText).join('; ')],
    ]),
  ];
}

export const noteBlock = (note: EpisodeSection['notes'][number]): Block =>
  paragraph(
    [
      prose(note.text),
      ' ',
      ...note.tags.map((word) => [tag(word), ' ']),
      muted('on '),
      target(note.on),
      muted(`, ${note.by}, ${when(note.at)}`),
    ],
    'note',
  );

/** What a note is on, as a reader would say it: a span of time and a place have no id that leads anywhere. */
function target(on: string): Run {
  const [, from, to] = /^range:([^/]+)\/(.+)$/.exec(on) ?? [];
  if (from && to) return muted(`${moment(from)} to ${moment(to)}`);
  return on.startsWith('place:') ? muted(on.slice('place:'.length).replace('/', ', ')) : code(on);
}

const notes = ({ notes: all }: EpisodeSection): Block[] =>
  all.length === 0 ? [] : [heading(4, 'Notes of the investigator'), ...all.map(noteBlock)];

function records(section: EpisodeSection): Block[] {
  const byFile = new Map<string, EpisodeSection['citations']>();
  for (const citation of section.citations) {
    const of = byFile.get(citation.event.file) ?? [];
    of.push(citation);
    byFile.set(citation.event.file, of);
  }
  return [
    heading(4, 'Records cited', { layer: 'observed' }),
    ...[...byFile].map(([file, of]) =>
      table(
        `File ${file}`,
        [
          column('No.', 1),
          column('Time', 4, { look: 'time' }),
          column('What', 9),
          column('Record', 5, { look: 'code' }),
          count('At byte', 2),
        ],
        of.map(({ n, event }) => ({
          id: `e${section.n}-${n}`,
          cells: [
            `[${n}]`,
            when(event.time),
            `${GLYPH[markOf(event)]} ${[event.action, plain(event.outcome), event.factor && plain(event.factor), event.ip, event.geo?.country, event.app].filter(Boolean).join(' · ')}`,
            [event.recordId ?? '–', ' ', muted(event.id)],
            `${event.locator.offset}+${event.locator.length}`,
          ],
        })),
        `SHA-256 ${of[0]!.sha256 ?? 'not known'}`,
      ),
    ),
    ...(section.citationsCut > 0
      ? [
          paragraph(
            muted(
              `${plural(section.citationsCut, 'further record')} of this episode: in the list of events (bundle, CSV).`,
            ),
            'small',
          ),
        ]
      : []),
  ];
}
