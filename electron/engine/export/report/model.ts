/**
 * What a report says, apart from how it looks: every writer draws this model. Episodes are ranked in one pass and told one by
 * one, each read again when its turn comes, so that a report over a million events stays small in memory.
 */
import { plural } from '../../../../shared/base/text';
import type { Annotation, RefusedFile } from '../../../../shared/model/case';
import type { AnalysisRun } from '../../../../shared/model/change';
import type { Coverage } from '../../../../shared/model/coverage';
import { type ClassEffort, effortOf } from '../../../../shared/model/effort';
import { type Episode, linksOf, type Path } from '../../../../shared/model/episode';
import type { Event } from '../../../../shared/model/event';
import type { CaseDisagreements, CasePlaces } from '../../../../shared/model/geo';
import type { Identity } from '../../../../shared/model/identity';
import type { ManualEvent } from '../../../../shared/model/manual-event';
import type { RedactionNote } from '../../../../shared/model/redaction';
import type { Regrouping } from '../../../../shared/model/regroup';
import type { Scenario } from '../../../../shared/model/replay';
import { ReportOptions } from '../../../../shared/model/report';
import { RuleTally, type RuleValue } from '../../../../shared/model/rule-value';
import type { AttackSequence, RolloutEffect } from '../../../../shared/model/sequence';
import type { Suppression } from '../../../../shared/model/suppression';
import type { Threshold, ThresholdSet, ThresholdValues } from '../../../../shared/model/threshold';
import { rfc3339 } from '../../../../shared/model/time';
import { MACHINES, Verdict } from '../../../../shared/model/words';
import type { CaseFile, CaseView, DecisionRow, EvidenceFacts, Histogram, LinkReviewRow } from '../case-view';
import { type WriteContext, walk } from '../format';
import { namesOf } from '../manual';
import { MissingLogs } from './missing-logs';
import { ownershipTold } from './ownership';
import { type Access, Actions, Friction } from './tallies';

/** Episodes told in full; all others are rows of the table. */
export const DETAILED = 500;
/** Rows of the table of episodes. */
export const LISTED = 5_000;
/** Records cited per episode. */
export const CITED = 120;
const BUCKETS = 60;
/** Accesses listed in the executive part. */
const ACCESSES = 40;

/** The worst first: what a reader must not miss. */
export const SERIOUSNESS: readonly Verdict[] = [
  'likely_compromise',
  'attempted_abuse',
  'misconfigured',
  'undetermined',
  'friction',
  'expected',
];

/** One record that statements point to: where its bytes lie, and the hash of the file they lie in. */
export interface Citation {
  n: number; // within its episode, from 1
  event: Event;
  sha256: string | null;
}

export interface EpisodeRow {
  id: string;
  start: string;
  identity: string;
  kind: string;
  denials: number;
  followed: Episode['followed'];
  verdict: Verdict;
  confidence: number;
  decided: Verdict | null;
  suppressed: boolean;
}

export interface EpisodeSection {
  n: number;
  episode: Episode;
  paths: Path[];
  decisions: DecisionRow[]; // of this episode, also those taken back
  reviews: LinkReviewRow[];
  notes: Annotation[]; // on the episode, its identity, its paths, its links and cited events
  citations: Citation[];
  citationsCut: number;
  /** Number under which an event is cited; undefined where it is not. */
  cite(event: string): number | undefined;
}

export interface ReportModel {
  title: string;
  options: ReportOptions;
  made: { at: string; by: string; confirmed: boolean; version: string };
  custody: { head: string; count: number };
  /** What a redacted copy hides and lacks; null in a report of the case itself. */
  redaction: RedactionNote | null;
  /** Fingerprint of the key that seals this case; null where there is none. */
  signer: string | null;
  case: CaseView['info'];
  /** The first sentence: what was found. */
  answer: string;
  /** Episodes that the scope takes in, and those that it leaves out. */
  inScope: { episodes: number; denials: number; outside: number };
  verdicts: { verdict: Verdict; engine: number; decided: number }[];
  histogram: Histogram | null;
  places: CasePlaces | null;
  disagreements: CaseDisagreements | null;
  episodes: readonly EpisodeRow[];
  episodesCut: number;
  sections: number;
  section(n: number): EpisodeSection;
  /** A record with the hash of its file; null where the case has none of that id. */
  event(id: string): { event: Event; sha256: string | null } | null;
  /** Number under which an episode is told; undefined where it is only a row. */
  told(episode: string): number | undefined;
  accesses: { rows: Access[]; all: number };
  friction: ReturnType<Friction['most']>;
  actions: Actions;
  files: CaseFile[];
  /** Of the evidence files, by the SHA-256 of the file as received. */
  evidence: ReadonlyMap<string, EvidenceFacts>;
  refused: RefusedFile[]; // offered and not taken
  missing: string[]; // logs that would answer what stayed open
  coverage: Coverage | null;
  notebook: { text: string; by: string; at: string } | null;
  /** On spans of time and on places: they belong to the overview. */
  spanNotes: Annotation[];
  placeNotes: Annotation[];
  otherNotes: Annotation[];
  /** What the investigator wrote down and no log tells, with the name of whom it is about. */
  manualEvents: (ManualEvent & { name: string | null })[];
  thresholds: Threshold[];
  scenarios: Scenario[];
  attack: AttackSequence | null;
  rollouts: RolloutEffect[];
  thresholdSets: { set: ThresholdSet; own: ThresholdValues }[];
  suppressions: Suppression[];
  regroupings: Regrouping[];
  runs: AnalysisRun[];
  settings: Record<string, unknown>;
  limits: readonly string[];
  /** Machines that nobody answers for, as a sentence; null where there are no machines. */
  ownership: string | null;
  /** What decisions took, all first, then by class. */
  effort: ClassEffort[];
  /** What each pattern was worth to whoever decided. */
  rules: RuleValue[];
  /** Lines of the custody log by act, the most first. */
  acts: { act: string; count: number; first: string; last: string; by: string[] }[];
  /** Zones that the machines of these lines were set to (IANA). */
  zones: string[];
}

/** What no report may leave unsaid. */
const LIMITS = [
  'Hashes and the custody log show that nothing was changed since import. They do not show that the logs were true when they were exported.',
  'The clock of this workstation is not attested. Times of events are those of the exporting systems.',
  'Places are estimates: from the log where it names one, else from a bundled database of address ranges. A mobile or VPN address may be far from the person.',
  'The absence of a record is not the absence of an act: each finding holds only for the logs listed under "Evidence" and the time they cover.',
  'Verdicts and link scores are computed by fixed rules from the evidence cited. They are weights for a human decision, not proof.',
];

interface Ranked extends EpisodeRow {
  rank: number;
}

/** What only a pass over everything tells: of one state of the case and one scope, whatever is drawn of it. */
export interface Gathered {
  total: number;
  rows: readonly EpisodeRow[];
  counts: ReadonlyMap<Verdict, { engine: number; decided: number }>;
  sum: { followed: number; denials: number; accesses: number };
  accesses: Access[];
  missing: MissingLogs;
  friction: Friction;
  rules: RuleTally;
  actions: Actions;
  histogram: Histogram | null;
  places: CasePlaces | null;
  disagreements: CaseDisagreements | null;
  ownership: string | null;
}

/** Goes over all episodes; throws an AbortError when the job is cancelled. */
export async function gather(
  view: CaseView,
  context: Pick<WriteContext, 'signal' | 'progress'>,
  scope: string,
): Promise<Gathered> {
  const counts = new Map(Verdict.options.map((verdict) => [verdict, { engine: 0, decided: 0 }]));
  const missing = new MissingLogs();
  const decisions = decisionsOf(view);
  let rows: Ranked[] = [];
  let accesses: Access[] = [];
  const friction = new Friction();
  const rules = new RuleTally(view.custody());
  const actions = new Actions();
  const sum = { followed: 0, denials: 0, accesses: 0 };
  const total = await walk(view.episodes(scope), context, (episode, n) => {
    if (n % 100 === 0) context.progress({ phase: 'episodes', done: n, total: view.info.episodes, unit: 'steps' });
    const names = [episode.id, ...episode.aliases];
    const standing = wordsOn(decisions, names).filter((row) => row.withdrawn === null);
    const decided = standing.at(-1)?.verdict ?? null;
    counts.get(episode.verdict)!.engine += 1;
    if (decided) counts.get(decided)!.decided += 1;
    if (episode.followed === 'yes') sum.followed += 1;
    sum.denials += episode.denials;
    missing.add(episode.missing);
    const stands = decided ?? episode.verdict;
    const rank = SERIOUSNESS.indexOf(stands) - episode.confidence / 2;
    friction.add(episode, stands);
    rules.add(names, episode.verdict, episode.patterns);
    actions.add(episode, stands, rank);
    const [link] = episode.followedBy;
    if (link && (stands === 'likely_compromise' || stands === 'undetermined')) {
      sum.accesses += 1;
      accesses.push({ rank, episode: episode.id, denied: episode.identity.name, verdict: stands, link });
      if (accesses.length >= 4 * ACCESSES) accesses = byRank(accesses).slice(0, ACCESSES);
    }
    const { id, start, verdict, confidence, denials } = episode;
    const who = { identity: episode.identity.name, kind: episode.identity.kind, followed: episode.followed };
    const suppressed = Boolean(episode.suppressed);
    rows.push({ id, start, ...who, denials, verdict, confidence, decided, suppressed, rank });
    if (rows.length >= 4 * LISTED) rows = foremost(rows);
    return undefined;
  });
  rows = foremost(rows);
  // Each of these keeps the engine to itself for a moment: others are heard in between.
  const turn = async <T>(read: () => T): Promise<T> => {
    await new Promise((resolve) => setImmediate(resolve));
    context.signal.throwIfAborted();
    return read();
  };
  const machines: Identity[] = [];
  await walk(view.identities(MACHINES), context, (identity) => void machines.push(identity));
  return {
    ...{ total, rows, counts, sum, missing, friction, rules, actions },
    accesses: byRank(accesses).slice(0, ACCESSES),
    histogram: await turn(() => view.histogram(BUCKETS)),
    places: await turn(() => view.places?.() ?? null),
    disagreements: await turn(() => view.disagreements?.() ?? null),
    ownership: ownershipTold(machines),
  };
}

function decisionsOf(view: CaseView): Map<string, DecisionRow[]> {
  const decisions = new Map<string, DecisionRow[]>();
  for (const row of view.decisions()) push(decisions, row.episode, row);
  return decisions;
}

/** `known`: gathered before, of the same state of the case and the same scope. */
export async function reportModel(
  view: CaseView,
  context: Pick<WriteContext, 'signal' | 'progress' | 'report' | 'now' | 'actor' | 'version'>,
  known?: Gathered,
): Promise<ReportModel> {
  const options = ReportOptions.parse(context.report ?? {});
  const gathered = known ?? (await gather(view, context, options.scope));
  const { total, rows, counts, sum } = gathered;
  const decisions = decisionsOf(view);
  const reviews = new Map<string, LinkReviewRow[]>();
  for (const row of view.linkReviews()) push(reviews, row.episode, row);
  const notes = new Map<string, Annotation[]>();
  for (const { withdrawn, ...note } of view.annotations()) if (!withdrawn) push(notes, note.on, note);
  const sections = Math.min(DETAILED, rows.length);

  const files = view.files();
  const sha256 = new Map(files.map((file) => [file.file, file.sha256]));
  const onKind = (kind: string): Annotation[] =>
    [...notes].flatMap(([on, list]) => (on.startsWith(kind) ? list : [])).sort((a, b) => (a.on < b.on ? -1 : 1));
  const spanNotes = onKind('range:');
  const placeNotes = onKind('place:');
  const manual = view.manualEvents?.() ?? [];
  const manualNames = namesOf(view, manual);
  const numbers = new Map(rows.slice(0, sections).map(({ id }, i) => [id, i + 1]));
  const toldOn = new Set<string>();
  if (options.parts.includes('technical')) for (const note of [...spanNotes, ...placeNotes]) toldOn.add(note.on);
  const section = (n: number): EpisodeSection => {
    const episode = view.episode(rows[n - 1]!.id);
    if (!episode) throw new Error(`episode ${rows[n - 1]!.id} is gone from the snapshot`);
    const told = episodeSection(n, episode, { view, decisions, reviews, notes, sha256 });
    if (options.parts.includes('technical')) for (const note of told.notes) toldOn.add(note.on);
    return told;
  };
  return {
    title: view.info.name,
    options,
    made: {
      at: rfc3339(context.now),
      by: context.actor.name,
      confirmed: context.actor.confirmed,
      version: context.version,
    },
    custody: view.custodyHead(),
    redaction: view.redaction?.() ?? null,
    signer: view.signer?.() ?? null,
    case: view.info,
    answer: view.info.events === 0 ? NOTHING : answer(total, sum.followed, counts, options.scope !== ''),
    inScope: { episodes: total, denials: sum.denials, outside: Math.max(0, view.info.episodes - total) },
    verdicts: SERIOUSNESS.map((verdict) => ({ verdict, ...counts.get(verdict)! })),
    histogram: gathered.histogram,
    places: gathered.places,
    disagreements: gathered.disagreements,
    episodes: rows,
    episodesCut: total - rows.length,
    sections,
    section,
    event: (id) => {
      const event = view.event(id);
      return event && { event, sha256: sha256.get(event.file) ?? null };
    },
    told: (episode) => numbers.get(episode),
    accesses: { rows: gathered.accesses, all: sum.accesses },
    friction: gathered.friction.most(10),
    actions: gathered.actions,
    files,
    evidence: view.evidenceFacts?.() ?? new Map(),
    refused: view.refused(),
    missing: gathered.missing.rows(),
    coverage: view.coverage(),
    notebook: [...view.notebook()].at(-1) ?? null,
    spanNotes,
    placeNotes,
    manualEvents: manual.map((event) => ({ ...event, name: manualNames.get(event.identity ?? '') ?? null })),
    // Asked for after the sections were drawn: what none of them has told.
    get otherNotes() {
      return [...notes].filter(([on]) => !toldOn.has(on)).flatMap(([, list]) => list);
    },
    thresholds: view.thresholds(),
    scenarios: view.scenarios?.() ?? [],
    attack: view.attack?.() ?? null,
    rollouts: view.rollouts?.() ?? [],
    thresholdSets: view.thresholdSets?.() ?? [],
    suppressions: view.suppressions?.() ?? [],
    regroupings: view.regroupings?.() ?? [],
    runs: view.runs?.() ?? [],
    settings: view.settings(),
    limits: LIMITS,
    ownership: gathered.ownership,
    effort: effortOf(view.custody()),
    rules: gathered.rules.rows(),
    ...actsOf(view.custody()),
  };
}

/**
 * Words on an episode under all its names, in order of time: the newest stands, whichever of them it was said under. Words of
 * another copy come behind those that are there, though they may be older.
 */
const wordsOn = <T extends { at: string }>(words: ReadonlyMap<string, T[]>, names: readonly string[]): T[] =>
  names.flatMap((name) => words.get(name) ?? []).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

const byRank = (list: Access[]): Access[] =>
  list.sort((a, b) => a.rank - b.rank || (a.link.time < b.link.time ? -1 : 1));

const foremost = (items: Ranked[]): Ranked[] =>
  items.sort((a, b) => a.rank - b.rank || (a.start < b.start ? -1 : 1)).slice(0, LISTED);

const HANDS = 5;

function actsOf(lines: Iterable<string>): Pick<ReportModel, 'acts' | 'zones'> {
  const acts = new Map<string, { act: string; count: number; first: string; last: string; by: string[] }>();
  const zones = new Set<string>();
  for (const text of lines) {
    const { act, at, actor, zone } = JSON.parse(text) as { act: string; at: string; actor: string; zone: string };
    const row = acts.get(act) ?? { act, count: 0, first: at, last: at, by: [] };
    row.count += 1;
    row.last = at;
    if (!row.by.includes(actor) && row.by.length < HANDS) row.by.push(actor);
    acts.set(act, row);
    if (zones.size < HANDS) zones.add(zone);
  }
  const most = [...acts.values()].sort((a, b) => b.count - a.count || (a.act < b.act ? -1 : 1));
  return { acts: most, zones: [...zones] };
}

/** That nothing was found means nothing where there was nothing to look at. */
const NOTHING = 'The case holds no events: there was nothing to look for denials in.';

function answer(
  total: number,
  followed: number,
  counts: ReadonlyMap<Verdict, { engine: number; decided: number }>,
  isScoped: boolean,
): string {
  if (total === 0)
    return isScoped
      ? 'No episode of this case is within the chosen scope.'
      : 'No denial was found in the evidence of this case.';
  const compromised = counts.get('likely_compromise')!.engine;
  const attempted = counts.get('attempted_abuse')!.engine;
  const decided = [...counts.values()].reduce((sum, { decided: n }) => sum + n, 0);
  const found =
    compromised > 0
      ? `${plural(compromised, 'episode')} of ${total.toLocaleString('en')} ${compromised === 1 ? 'looks' : 'look'} like an attack that ended in access`
      : attempted > 0
        ? `No denial is linked to a successful access by an attacker; ${plural(attempted, 'episode')} of ${total.toLocaleString('en')} ${attempted === 1 ? 'looks' : 'look'} like an attack that the denial stopped`
        : `None of ${plural(total, 'episode')} looks like an attack`;
  return `${found}. A plausible access followed ${plural(followed, 'episode')}. The investigator has decided ${decided.toLocaleString('en')} of ${total.toLocaleString('en')}.`;
}

interface Lookup {
  view: CaseView;
  decisions: ReadonlyMap<string, DecisionRow[]>;
  reviews: ReadonlyMap<string, LinkReviewRow[]>;
  notes: ReadonlyMap<string, Annotation[]>;
  sha256: ReadonlyMap<string, string>;
}

function episodeSection(n: number, episode: Episode, lookup: Lookup): EpisodeSection {
  const names = [episode.id, ...episode.aliases];
  const paths = lookup.view.pathsOf(episode.id);
  // What statements lean on comes before the bulk of the denials, so that a cut never takes a statement's ground.
  const wanted = new Set<string>([
    ...linksOf(episode).map((link) => link.event),
    ...paths.flatMap((path) => path.hops.map((hop) => hop.event)),
    ...(episode.nextOwn ? [episode.nextOwn.event] : []),
    ...[...episode.for, ...episode.against].flatMap((piece) => piece.events.slice(0, 5)),
    ...episode.events,
    ...[...episode.for, ...episode.against].flatMap((piece) => piece.events),
  ]);
  const cited = [...wanted].slice(0, CITED).flatMap((id) => lookup.view.event(id) ?? []);
  cited.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1));
  const numbers = new Map(cited.map((event, i) => [event.id, i + 1]));
  const events = cited.flatMap((event) => [event.id, ...(event.aliases ?? [])]);
  const links = names.flatMap((name) => events.map((event) => `link:${name}/${event}`));
  const on = [...names, episode.identity.id, ...paths.map((path) => path.id), ...events, ...links];
  return {
    n,
    episode,
    paths,
    decisions: wordsOn(lookup.decisions, names),
    reviews: wordsOn(lookup.reviews, names),
    notes: on.flatMap((id) => lookup.notes.get(id) ?? []),
    citations: cited.map((event, i) => ({ n: i + 1, event, sha256: lookup.sha256.get(event.file) ?? null })),
    citationsCut: wanted.size - cited.length,
    cite: (event) => numbers.get(event),
  };
}
