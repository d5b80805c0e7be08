/**
 * What a report says, apart from how it looks: every writer draws this model. Episodes are ranked in one pass and only
 * the foremost are kept whole, so that a report over a million events stays small in memory.
 */
import { plural } from '../../../../shared/base/text';
import type { Annotation, RefusedFile } from '../../../../shared/model/case';
import type { AnalysisRun } from '../../../../shared/model/change';
import type { Coverage } from '../../../../shared/model/coverage';
import { type ClassEffort, effortOf } from '../../../../shared/model/effort';
import type { Episode, Path } from '../../../../shared/model/episode';
import type { Event } from '../../../../shared/model/event';
import type { Regrouping } from '../../../../shared/model/regroup';
import type { Scenario } from '../../../../shared/model/replay';
import type { Suppression } from '../../../../shared/model/suppression';
import type { Threshold, ThresholdSet, ThresholdValues } from '../../../../shared/model/threshold';
import { rfc3339 } from '../../../../shared/model/time';
import { Verdict } from '../../../../shared/model/words';
import type { CaseFile, CaseView, DecisionRow, Histogram, LinkReviewRow } from '../case-view';
import { type WriteContext, walk } from '../format';
import { ownershipTold } from './ownership';

/** Episodes told in full; all others are rows of the table. */
export const DETAILED = 500;
/** Rows of the table of episodes. */
export const LISTED = 5_000;
/** Records cited per episode. */
export const CITED = 120;
const BUCKETS = 60;

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
  notes: Annotation[]; // on the episode, its identity, its paths and cited events
  citations: Citation[];
  citationsCut: number;
  /** Number under which an event is cited; undefined where it is not. */
  cite(event: string): number | undefined;
}

export interface ReportModel {
  title: string;
  made: { at: string; by: string; confirmed: boolean; version: string };
  custody: { head: string; count: number };
  case: CaseView['info'];
  /** The first sentence: what was found. */
  answer: string;
  verdicts: { verdict: Verdict; engine: number; decided: number }[];
  histogram: Histogram | null;
  episodes: EpisodeRow[];
  episodesCut: number;
  sections: number;
  section(n: number): EpisodeSection;
  files: CaseFile[];
  refused: RefusedFile[]; // offered and not taken
  missing: string[]; // logs that would answer what stayed open
  coverage: Coverage | null;
  notebook: { text: string; by: string; at: string } | null;
  otherNotes: Annotation[];
  thresholds: Threshold[];
  scenarios: Scenario[];
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
}

/** What no report may leave unsaid. */
const LIMITS = [
  'Hashes and the custody log show that nothing was changed since import. They do not show that the logs were true when they were exported.',
  'The clock of this workstation is not attested. Times of events are those of the exporting systems.',
  'Places are estimates: from the log where it names one, else from a bundled database of address ranges. A mobile or VPN address may be far from the person.',
  'The absence of a record is not the absence of an act: each finding holds only for the logs listed under "Evidence" and the time they cover.',
  'Verdicts and link scores are computed by fixed rules from the evidence cited. They are weights for a human decision, not proof.',
];

type Ranked = EpisodeRow & { rank: number };

export async function reportModel(view: CaseView, context: WriteContext): Promise<ReportModel> {
  const counts = new Map(Verdict.options.map((verdict) => [verdict, { engine: 0, decided: 0 }]));
  const missing = new Set<string>();
  const decisions = new Map<string, DecisionRow[]>();
  for (const row of view.decisions()) push(decisions, row.episode, row);
  const reviews = new Map<string, LinkReviewRow[]>();
  for (const row of view.linkReviews()) push(reviews, row.episode, row);
  const notes = new Map<string, Annotation[]>();
  for (const { withdrawn, ...note } of view.annotations()) if (!withdrawn) push(notes, note.on, note);

  let rows: Ranked[] = [];
  let whole: { rank: number; start: string; episode: Episode }[] = [];
  let followed = 0;
  const total = await walk(view.episodes(''), context, (episode, n) => {
    if (n % 100 === 0) context.progress({ phase: 'episodes', done: n, total: view.info.episodes, unit: 'steps' });
    const names = [episode.id, ...episode.aliases];
    const standing = names.flatMap((id) => decisions.get(id) ?? []).filter((row) => row.withdrawn === null);
    const decided = standing.at(-1)?.verdict ?? null;
    counts.get(episode.verdict)!.engine += 1;
    if (decided) counts.get(decided)!.decided += 1;
    if (episode.followed === 'yes') followed += 1;
    for (const log of episode.missing) missing.add(log);
    const rank = SERIOUSNESS.indexOf(decided ?? episode.verdict) - episode.confidence / 2;
    const { id, start, verdict, confidence, denials } = episode;
    const who = { identity: episode.identity.name, kind: episode.identity.kind, followed: episode.followed };
    rows.push({
      id,
      start,
      ...who,
      denials,
      verdict,
      confidence,
      decided,
      suppressed: Boolean(episode.suppressed),
      rank,
    });
    whole.push({ rank, start, episode });
    if (whole.length >= 2 * DETAILED) whole = foremost(whole, DETAILED);
    if (rows.length >= 4 * LISTED) rows = foremost(rows, LISTED);
    return undefined;
  });
  whole = foremost(whole, DETAILED);
  rows = foremost(rows, LISTED);

  const files = view.files();
  const sha256 = new Map(files.map((file) => [file.file, file.sha256]));
  const told = new Set(whole.flatMap(({ episode }) => [episode.id, ...episode.aliases, episode.identity.id]));
  const section = (n: number): EpisodeSection =>
    episodeSection(n, whole[n - 1]!.episode, { view, decisions, reviews, notes, sha256 });
  return {
    title: view.info.name,
    made: {
      at: rfc3339(context.now),
      by: context.actor.name,
      confirmed: context.actor.confirmed,
      version: context.version,
    },
    custody: view.custodyHead(),
    case: view.info,
    answer: answer(total, followed, counts),
    verdicts: SERIOUSNESS.map((verdict) => ({ verdict, ...counts.get(verdict)! })),
    histogram: view.histogram(BUCKETS),
    episodes: rows,
    episodesCut: total - rows.length,
    sections: whole.length,
    section,
    files,
    refused: view.refused(),
    missing: [...missing].sort(),
    coverage: view.coverage(),
    notebook: [...view.notebook()].at(-1) ?? null,
    otherNotes: [...notes].filter(([on]) => !told.has(on)).flatMap(([, list]) => list),
    thresholds: view.thresholds(),
    scenarios: view.scenarios?.() ?? [],
    thresholdSets: view.thresholdSets?.() ?? [],
    suppressions: view.suppressions?.() ?? [],
    regroupings: view.regroupings?.() ?? [],
    runs: view.runs?.() ?? [],
    settings: view.settings(),
    limits: LIMITS,
    ownership: ownershipTold(view.identities()),
    effort: effortOf(view.custody()),
  };
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function foremost<T extends { rank: number; start: string }>(items: T[], n: number): T[] {
  return items.sort((a, b) => a.rank - b.rank || (a.start < b.start ? -1 : 1)).slice(0, n);
}

function answer(
  total: number,
  followed: number,
  counts: ReadonlyMap<Verdict, { engine: number; decided: number }>,
): string {
  if (total === 0) return 'No denial was found in the evidence of this case.';
  const part = followed === 0 ? 'None' : String(followed);
  const verb = followed <= 1 ? 'was' : 'were';
  const grave = counts.get('likely_compromise')!;
  return `${part} of ${plural(total, 'denial episode')} ${verb} followed by access that plausibly belongs to whoever was denied. ${
    grave.engine === 0 ? 'No episode is' : plural(grave.engine, 'episode is', 'episodes are')
  } weighed as likely compromise; the investigator decided so for ${grave.decided}.`;
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
    ...episode.followedBy.map((link) => link.event),
    ...paths.flatMap((path) => path.hops.map((hop) => hop.event)),
    ...(episode.nextOwn ? [episode.nextOwn.event] : []),
    ...[...episode.for, ...episode.against].flatMap((piece) => piece.events.slice(0, 5)),
    ...episode.events,
    ...[...episode.for, ...episode.against].flatMap((piece) => piece.events),
  ]);
  const cited = [...wanted].slice(0, CITED).flatMap((id) => lookup.view.event(id) ?? []);
  cited.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1));
  const numbers = new Map(cited.map((event, i) => [event.id, i + 1]));
  const on = [...names, episode.identity.id, ...paths.map((path) => path.id), ...cited.map((event) => event.id)];
  return {
    n,
    episode,
    paths,
    decisions: names.flatMap((id) => lookup.decisions.get(id) ?? []),
    reviews: names.flatMap((id) => lookup.reviews.get(id) ?? []),
    notes: on.flatMap((id) => lookup.notes.get(id) ?? []),
    citations: cited.map((event, i) => ({ n: i + 1, event, sha256: lookup.sha256.get(event.file) ?? null })),
    citationsCut: wanted.size - cited.length,
    cite: (event) => numbers.get(event),
  };
}
