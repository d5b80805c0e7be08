/**
 * Runs the analysis over a case: identities, one sweep (attempts, habits, episodes, links), verdicts and paths, writing.
 * It runs again only when its inputs changed: evidence, the investigator's words on links, the rules. Between chunks it
 * gives way to the event loop, so that cancelling and reading go on. Same inputs, same bytes.
 */
import { setImmediate } from 'node:timers/promises';
import { assert } from '../../../shared/base/assert';
import type { FindingChanges } from '../../../shared/model/change';
import type { Coverage } from '../../../shared/model/coverage';
import type { ThresholdValues } from '../../../shared/model/threshold';
import { type FindingsAside, findingsAside } from '../findings-thread';
import type { OpenCase } from '../session';
import { analysedFrom } from '../store/analysed';
import {
  analysedParts,
  type EpisodeResult,
  finishAnalysis,
  formerEpisodes,
  standingBodies,
  standingEpisodes,
  standingFindings,
  wordedDenials,
  wordedEpisodes,
  writeAttempts,
  writeCoverage,
  writeFindings,
  writeMatches,
} from '../store/analysis-writes';
import { clockFiles, correlatedTimes, placesOfEvents } from '../store/clock-pairs';
import { contextRows } from '../store/context';
import { StandingReviews } from '../store/decisions';
import { episodeFinder } from '../store/episode-reads';
import { type FindingsDigest, findingsDigest } from '../store/findings-digest';
import type { HeldAnswer } from '../store/findings-held';
import { type Cells, episodeCells, identityCells } from '../store/findings-rows';
import { identityWords, writeSuggestions } from '../store/identity-words';
import { durable, type ReadDb, withSmallCache } from '../store/open';
import { regroupWords } from '../store/regroup';
import { refreshSuppressed } from '../store/suppressions';
import { analysisRead } from '../store/sweep-reads';
import { keepRun, standingThresholds } from '../store/thresholds';
import { type Sweeper, sweeper } from '../sweep-thread';
import {
  ANALYSING,
  ANALYSING_ON,
  BETWEEN_STAGES,
  GOING_ON,
  giveBackWhereGrown,
  giveBackWhereLarge,
  SWEEPING,
  tightenWhereLarge,
  WEIGHING,
  withTightHeap,
} from '../tight-heap';
import { changesOf } from './changes';
import { applyKinds, Facts, inferKinds } from './facts';
import { because, fingerprint, gatheredFrom, inputsOf, isAsWeighed } from './inputs';
import { SweepKeeper } from './keep-sweep';
import type { DraftSizes } from './kept/drafts';
import { inOrderOfId } from './kept/places';
import { Asked, Weighed, WeighedList, weighedBy } from './kept/weighed';
import { type AnalysisRead, SWEEP_COLUMNS, type SweepRow, TIME } from './read';
import { KeptResult, ResultTexts, textsOf } from './results';
import { CHUNK } from './stages/chunks';
import { type ClockRules, clockPairs, type ToldDenial } from './stages/clocks';
import { type ComposeContext, compose } from './stages/compose';
import { missingAfter } from './stages/coverage';
import { Covered, coverageTold, delaysOf } from './stages/covered';
import { Dimensions } from './stages/dimensions';
import { Gather } from './stages/gather';
import { registerJoins } from './stages/handles';
import { resolveIdentities } from './stages/identities';
import { hasMirrors } from './stages/mirrors';
import { Names } from './stages/names';
import { aliasesOf, inOrder } from './stages/order';
import { type Outline, outlineOf } from './stages/outline';
import { OWNER_ACTIONS, ownersLogged } from './stages/owners';
import { type Described, describe } from './stages/people';
import { Regroup } from './stages/regroup';
import { Crowd } from './stages/surroundings';
import type { ToldAttempts } from './stages/told-attempts';
import { Standing } from './standing';
import { type Rules, rulesOf } from './thresholds';

export interface AnalyseOptions {
  signal?: AbortSignal;
  progress?: (value: { phase: string; done: number; total: number; unit: 'events' | 'steps' }) => void;
  /** Run although nothing changed. */
  force?: boolean;
  /** Where indexes are down that the analysis does not begin with. */
  indexes?: IndexesDown;
  /** Digest of the findings that stand, being read beside this thread; null where that failed. Nobody writes findings meanwhile. */
  standing?: Promise<FindingsDigest | null> | null;
  /** Otherwise than usual: events of a chunk, how many a case must have for its sweep to be kept, how episodes are packed. */
  sweep?: { most?: number; least?: number; drafts?: DraftSizes };
  /** Otherwise than usual: by which program findings are held against those that stand, and from how many on. */
  holder?: { workerFile?: string | null; few?: number };
}

/** Nothing is written until all are there. */
export interface IndexesDown {
  /** Starts building all of them; fulfilled when they are there. */
  built(): Promise<void>;
  /** Starts building those by which it is looked up what followed an access; fulfilled when they are there. */
  followed(): Promise<void>;
}

/** Keeping a sweep costs a fifth of it, and memory: fewer events are swept again in seconds. */
const WORTH_KEEPING = 2_000_000;
/**
 * Of fewer events, garbage is let lie while the process holds fewer bytes: less than it holds anyway while a gigabyte is imported.
 * Looking for it was more than a tenth of their analysis (0056). Larger cases are to hold little more than these.
 */
const ROOMY = { events: WORTH_KEEPING, bytes: 540e6 } as const;

export interface Analysis {
  episodes: number;
  /** False where the findings were of the present inputs already. */
  ran: boolean;
  /** It went on from where the last one stood; null where nothing ran. */
  wentOn: boolean | null;
  seconds: number;
  stages: { stage: string; seconds: number }[];
  /** Against the run before; null where nothing ran, or nothing had run before. */
  changes: FindingChanges | null;
}

/**
 * Computes the findings of a case. The caller holds the writers' queue. Throws the signal's reason when cancelled: the
 * findings are then marked as not of the present inputs, the custody log says so, and the next run computes them.
 */
export async function analyse(opened: OpenCase, options: AnalyseOptions = {}): Promise<Analysis> {
  try {
    const room = analysisRead(opened.db.write).lastEid() < ROOMY.events ? ROOMY.bytes : 0;
    return await withTightHeap(() => withSmallCache(opened.db.write, () => compute(opened, options)), room);
  } catch (thrown) {
    await options.indexes?.built();
    if (options.signal?.aborted) opened.custody.append('analyse.cancelled', {});
    throw thrown;
  }
}

async function compute(opened: OpenCase, options: AnalyseOptions): Promise<Analysis> {
  const db = opened.db.write;
  const started = performance.now();
  const count = (): number => db.prepare<[], number>('SELECT count(*) FROM episode').pluck().get() ?? 0;
  const inputs = fingerprint(db);
  if (!options.force && analysedFrom(db) === inputs)
    return {
      ...{ episodes: count(), ran: false, wentOn: null, seconds: (performance.now() - started) / 1_000 },
      ...{ stages: [], changes: null },
    };

  const stages: Analysis['stages'] = [];
  let lap = started;
  const stage = (name: string): void => {
    const now = performance.now();
    stages.push({ stage: name, seconds: (now - lap) / 1_000 });
    lap = now;
  };
  const { set, own } = standingThresholds(db);
  const standing = (await options.standing) ?? null;
  const keeper = db.memory
    ? null
    : new SweepKeeper(
        ...([db, opened.folder, options.sweep?.least ?? WORTH_KEEPING] as const),
        () => isAsWeighed(db, own, standing),
        (goesOn) => giveBackWhereLarge(goesOn ? GOING_ON.from : BETWEEN_STAGES),
      );
  const aside = new Aside(db, options.holder);
  try {
    const found = await find(db, rulesOf(own), options, stage, keeper, aside);
    await options.indexes?.built();
    options.signal?.throwIfAborted();
    giveBackWhereLarge(found.retold ? GOING_ON.from : BETWEEN_STAGES);
    let changes: FindingChanges | null = null;
    durable(db, () => {
      const before = analysedParts(db);
      const parts = inputsOf(db, own);
      changes = before && compared(db, found.results);
      writeFindings(
        db,
        found.people.map(({ result }) => result),
        found.results,
        found.held?.doIdentitiesStand,
      );
      writeAttempts(db, found.attempts, found.retold);
      writeMatches(db, found.matches);
      writeCoverage(db, found.told);
      writeSuggestions(db, found.suggested);
      refreshSuppressed(db);
      const findings = fingerprint(db);
      finishAnalysis(db, findings, parts);
      keeper?.note(findings);
      const line = opened.custody.append('analyse', {
        episodes: found.results.length,
        forced: options.force ?? false,
        thresholds: set.version,
        ...(changes && { changes: { appeared: changes.appeared, vanished: changes.vanished, moved: changes.moved } }),
        findings: found.held?.digest ?? findingsDigest(db),
      });
      if (before && changes)
        keepRun(db, Date.parse(line.at), { ...changes, because: because(before, parts), thresholds: set.version });
    });
    keeper?.place();
    stage('writing');
    return {
      episodes: found.results.length,
      ran: true,
      wentOn: found.retold !== null,
      seconds: (performance.now() - started) / 1_000,
      stages,
      changes,
    };
  } finally {
    keeper?.close();
    aside.close();
  }
}

/** Holds findings against those that stand beside this thread, where they are to be written. */
class Aside {
  #thread: FindingsAside | null = null;

  constructor(
    readonly db: ReadDb,
    readonly holder: AnalyseOptions['holder'],
  ) {}

  begin(episodes: number): FindingsAside | null {
    this.#thread = findingsAside(this.db, episodes, this.holder?.workerFile, this.holder?.few);
    return this.#thread;
  }

  close(): void {
    this.#thread?.close();
  }
}

/**
 * What the findings would be under other thresholds, compared with those that stand. Nothing is written. Throws the
 * signal's reason when cancelled.
 */
export async function previewThresholds(
  db: ReadDb,
  own: ThresholdValues,
  options: Pick<AnalyseOptions, 'signal' | 'progress'>,
): Promise<FindingChanges> {
  const { results } = await find(db, rulesOf(own), options, () => {});
  return compared(db, results);
}

/** The findings that stand in the case against those just found. */
function compared(db: ReadDb, results: readonly EpisodeResult[]): FindingChanges {
  return changesOf(standingFindings(db), results, {
    before: episodeFinder(db),
    now: (ids) => {
      const wanted = new Map(wordedDenials(db, ids).map(({ id, eid }) => [eid, id]));
      const homes = new Map<string, string>();
      for (const { id, parts } of results)
        for (const eid of parts.denials) {
          const gone = wanted.get(eid);
          if (gone !== undefined) homes.set(gone, id);
        }
      return homes;
    },
  });
}

interface Found {
  /** In order of id. */
  people: readonly Described[];
  results: EpisodeResult[];
  matches: Facts['matches'];
  told: Coverage;
  suggested: Parameters<typeof writeSuggestions>[1];
  attempts: ToldAttempts;
  /** Events of whose attempts something else may be told than by the findings that stand; null: all of them. */
  retold: Set<number> | null;
  /** What stands of it; null where that was not looked at. */
  held: HeldAnswer | null;
}

type Stage = (name: string) => void;

/** Gives way to the event loop. */
async function pause(
  { progress, signal }: AnalyseOptions,
  phase: string,
  done: number,
  total: number,
  unit: 'events' | 'steps',
  goesOn: boolean,
): Promise<void> {
  progress?.({ phase, done, total, unit });
  tightenWhereLarge(goesOn ? ANALYSING_ON : phase === 'weighing' ? WEIGHING : ANALYSING);
  giveBackWhereGrown(goesOn ? GOING_ON : SWEEPING);
  await setImmediate();
  signal?.throwIfAborted();
}

/** Reads only: whoever calls writes. `stage` is called at the end of each. */
async function find(
  db: ReadDb,
  rules: Rules,
  options: AnalyseOptions,
  stage: Stage,
  keeper: SweepKeeper | null = null,
  aside: Aside | null = null,
): Promise<Found> {
  const key = gatheredFrom(db, rules);
  const kept = options.force || options.indexes ? undefined : gatheredLast.get(db);
  if (kept?.key === key) {
    keeper?.stay();
    stage('identities');
    stage('sweep');
    return weighed(db, kept.gathered, rules, options, stage, null, aside);
  }
  gatheredLast.delete(db);
  const gathered = await gatherAll(db, rules, options, stage, keeper);
  if (isSmall(gathered)) gatheredLast.set(db, { key, gathered: { ...gathered, earlier: null } });
  giveBackWhereLarge(gathered.retold ? GOING_ON.from : BETWEEN_STAGES);
  return weighed(db, gathered, rules, options, stage, keeper, aside);
}

/**
 * What the last sweep of a small case gathered: a word on a link, or a threshold that only weighs, needs no other. Of evidence,
 * words and rules that `key` is of.
 */
const gatheredLast = new WeakMap<ReadDb, { key: string; gathered: Gathered }>();

/** Most events, rows of the tables and parts of episodes: some 40 MB. */
const SMALL = { events: 1_000_000, rows: 40_000, parts: 30_000 } as const;

function isSmall({ read, actors, dimensions, gather }: Gathered): boolean {
  if (read.lastEid() > SMALL.events || actors.length + dimensions.size > SMALL.rows) return false;
  if (gather.drafts.length > SMALL.parts) return false;
  let parts = 0;
  for (let place = 0; place < gather.drafts.length && parts <= SMALL.parts; place++)
    parts += gather.drafts.parts(place);
  return parts <= SMALL.parts;
}

type Gathered = Awaited<ReturnType<typeof gatherAll>>;

/** Where it fails is told to whoever waits for it. */
const unawaited = (building: Promise<void> | undefined): void => void building?.catch(() => {});

/** Identities and episodes, without a verdict. */
async function gatherAll(db: ReadDb, rules: Rules, options: AnalyseOptions, stage: Stage, keeper: SweepKeeper | null) {
  const read: AnalysisRead = analysisRead<SweepRow>(db, SWEEP_COLUMNS);
  const reader = sweeper(db, read, options.sweep?.most);
  try {
    return await gather(db, { read, reader }, rules, options, stage, keeper);
  } finally {
    reader.close();
  }
}

async function gather(
  db: ReadDb,
  { read, reader }: { read: AnalysisRead; reader: Sweeper },
  rules: Rules,
  options: AnalyseOptions,
  stage: Stage,
  keeper: SweepKeeper | null,
) {
  // Where it is certain that all is swept, it is read while identities are resolved; not beside what an import still holds.
  const isWhole = options.force === true || !keeper?.isKept;
  if (isWhole) keeper?.drop();
  if (isWhole && !options.indexes) reader.begin();
  const actors = read.actors();
  const rows = contextRows(db);
  const resolved = resolveIdentities(actors, {
    said: registerJoins(rows),
    words: identityWords(db),
    spanOf: read.actorSpan,
  });
  const told = new Facts(rows, actors, resolved);
  applyKinds(told);
  inferKinds(resolved, read);
  const spans = read.spans();
  const from = isWhole ? null : (keeper?.resume({ read, rows, rules, spans, who: resolved, facts: told }) ?? null);
  if (!isWhole && !from) keeper?.drop();
  const { who, rank, isMoved } = from?.places ?? inOrderOfId(resolved);
  const facts = isMoved ? new Facts(rows, actors, who) : told;
  const owners = ownersLogged(read.changesCalled(OWNER_ACTIONS), actors, who);
  const labelOf = (address: string): string | null => facts.labels.of(address)?.facts.kind ?? null;
  const dimensions = new Dimensions(read, labelOf, from?.held.dimensions);
  const repeated = from?.repeated ?? read.repeatedRecords();
  stage('identities');

  const total = spans.reduce((sum, { events }) => sum + events, 0);
  const words = regroupWords(db);
  const regroup = words.length > 0 ? new Regroup(words) : null;
  unawaited(options.indexes?.followed());
  if (hasMirrors(spans)) await options.indexes?.built(); // copies are looked up by record key
  const reading = { ...read, repeatedRecords: () => repeated };
  const sweep = new Gather(
    ...([reading, dimensions, who, spans, rules.gather, facts, rules.attempts, regroup] as const),
    from?.held.gather,
    options.sweep?.drafts,
  );
  let done = from?.swept ?? 0;
  const covered = new Covered(actors);
  if (from) covered.resume(from.held.covered);
  const retold = from && new Set(from.told);
  if (from) sweep.told.watch();
  const { most = CHUNK } = options.sweep ?? {};
  for await (const chunk of reader.chunks(from?.from)) {
    const taken = takeAll(chunk, sweep, covered);
    done += taken.events;
    keeper?.next(taken.first);
    sweep.settle(taken.last);
    if (total - done < most && done < total) {
      for (const eid of sweep.told.since) retold?.add(eid);
      keeper?.take({ read, rows, rules, spans, who, facts }, { gather: sweep, covered, dimensions, repeated }, done);
    }
    await pause(options, 'analysing', done, total, 'events', from !== null);
  }
  assert(!from || done === total, 'all events were taken');
  unawaited(options.indexes?.built()); // while events were read beside this thread there was no core for it
  sweep.finish();
  for (const eid of sweep.told.since) retold?.add(eid);
  const earlier = from?.weighed ? new Weighed(from.weighed, from.from, (place) => sweep.drafts.wasOver(place)) : null;
  sweep.lookBack((place) => earlier?.share(place));
  await options.indexes?.followed(); // what followed an access is looked up by session and address
  sweep.forget();
  sweep.drafts.packAll();
  stage('sweep');
  return {
    read,
    actors,
    who,
    rank,
    facts,
    matches: told.matches,
    owners,
    dimensions,
    spans,
    gather: sweep,
    covered,
    retold,
    earlier,
  };
}

/** Apart from the loop over chunks, which waits for each: V8 leaves loops slow in what waits. */
function takeAll(
  chunk: Iterable<SweepRow>,
  sweep: Gather,
  covered: Covered,
): { events: number; first: number; last: number } {
  let events = 0;
  let first = 0;
  let last = 0;
  for (const row of chunk) {
    sweep.take(row);
    covered.take(row);
    last = row[TIME];
    if (events++ === 0) first = last;
  }
  return { events, first, last };
}

/** Weighs what was gathered. It is left as it is, unless it is of a large case: then its episodes are let go of one by one. */
async function weighed(
  db: ReadDb,
  gathered: Gathered,
  rules: Rules,
  options: AnalyseOptions,
  stage: Stage,
  keeper: SweepKeeper | null,
  aside: Aside | null,
): Promise<Found> {
  const { read, actors, who, rank, facts, owners, dimensions, spans, gather, covered, retold, earlier } = gathered;
  // What goes on from the last run finds most of it standing without a look.
  const holder = earlier ? null : (aside?.begin(gather.drafts.length) ?? null);
  const names = new Names(read, dimensions);
  const people = describe(who.identities, actors, gather.counts, facts, owners);
  const described = rank
    .map((_, position) => position)
    .sort((a, b) => rank[a]! - rank[b]!)
    .map((position) => people[position]!);
  holder?.identities(identityRows(described));
  const persons = people.map(({ person }) => person);
  const addresses = gather.addressesTold();
  earlier?.holdAgainst({ people: persons, ...addresses, common: gather.common });
  const outlines: Outline[] = [];
  for (let place = 0; place < gather.drafts.length; place++) {
    outlines.push(earlier?.outline(place) ?? gather.outline(place));
    if ((place + 1) % OUTLINED === 0)
      await pause(options, 'weighing', 0, gather.drafts.length, 'steps', retold !== null);
  }
  const drafts = inOrder(outlines, names);
  const worded = wordedEpisodes(db);
  if (worded.length > 0) await options.indexes?.built(); // what they are named after is looked up by record key
  const aliases = aliasesOf(() => formerEpisodes(db), wordedDenials(db, worded), drafts, names);
  const reviews = new StandingReviews(db);
  const counted = covered.sum((source) => read.term(source), rules.rhythm);
  const files = read.files();
  const delays = new Map([...delaysOf(files)].map(([source, { p90 }]) => [source, p90]));
  const told = coverageTold(counted, spans, files, compareClocks(db, outlines, rank, rules.clocks));
  const { silenceMs } = rules.coverage;
  const asked = new Asked();
  const context: ComposeContext = {
    read,
    names,
    coverage: { spans, quiet: counted.quiet, silences: counted.silences, delays, silenceMs },
    absent: told.absent,
    cut: told.cut,
    crowd: new Crowd(outlines, (ip) => gather.isOfMany(ip)),
    facts,
    verdict: rules.verdict,
    thin: rules.habits.thin,
    unansweredMs: rules.attempts.unansweredMs,
    sides: rules.gather,
    changes: rules.gather,
    setting: rules.setting,
    asked,
    person(i) {
      asked.people.add(i);
      return persons[i]!;
    },
    whoOf(actor) {
      asked.isOpen = true;
      return who.ofActor[actor]!;
    },
    aliasesOf: (id) => aliases.get(id) ?? [],
    reviewOf: (episode, candidate) => reviews.of([episode, ...(aliases.get(episode) ?? [])], names.id(candidate)),
  };
  const results: EpisodeResult[] = [];
  const texts = new ResultTexts();
  const steps = drafts.length;
  const isKept = gatheredLast.get(db)?.gathered.gather === gather;
  const standing =
    earlier &&
    new Standing(
      ...([standingEpisodes(db), standingBodies(db), drafts, names, aliases, earlier.kept, told] as const),
      (who) => persons[who]!.sources,
    );
  const missing = ({ who, end, isMachine }: Outline): string =>
    JSON.stringify(missingAfter(context.coverage, new Set(persons[who]!.sources), end, isMachine));
  const list = new WeighedList();
  const order = Uint32Array.from(drafts, ({ place }) => place);
  outlines.length = 0;
  drafts.length = 0;
  await pause(options, 'weighing', 0, steps, 'steps', retold !== null);
  for (const [position, place] of order.entries()) {
    const by = standing?.has(position) ? earlier!.of(place, context.crowd, missing) : undefined;
    if (by) {
      results.push(standing!.result(position, by.outline, rank[by.outline.who]!));
      if (keeper?.isAsked(place)) list.add(by);
    } else {
      const draft = gather.drafts.at(place);
      asked.clear();
      const composed = compose(draft, context);
      const written = textsOf(composed);
      const result = new KeptResult(composed, written, draft, rank[draft.who]!, texts);
      results.push(result);
      if (holder) {
        const row = episodeCells({ ...result, summary: composed.summary, body: written.body }, position);
        const isBehind = holder.episode({ row, told: written.told });
        if (isBehind) await isBehind;
      }
      const weighed = keeper?.isAsked(place)
        ? weighedBy(outlineOf(draft), draft, asked, {
            ...gather.lookedAt(draft),
            share: gather.shares[place]!,
            missing: JSON.stringify(composed.body.missing),
          })
        : null;
      if (weighed) list.add(weighed);
    }
    if (!isKept) gather.drafts.letGo(place);
    if (results.length % 200 === 0) await pause(options, 'weighing', results.length, steps, 'steps', retold !== null);
  }
  const { absent, cut } = told;
  keeper?.keepWeighed(() => list.kept({ people: persons, ...addresses, common: gather.common, absent, cut }));
  const held = holder && (await holder.end());
  if (held) for (const [position, result] of results.entries()) if (held.stands[position] === 1) result.stands = 'all';
  stage('verdicts');
  return {
    ...{ people: described, results, matches: gathered.matches, told, suggested: who.suggested },
    ...{ attempts: gather.told, retold, held },
  };
}

function* identityRows(described: readonly Described[]): Generator<Cells, undefined> {
  for (const [i, { result }] of described.entries()) yield identityCells(result, i);
}

const OUTLINED = 2_000; // episodes unpacked at a time: half a second
const DENIALS = 20_000; // compared for the clocks

/** What records that must coincide say of the clocks of two files: those of one correlation, and the same prompts. */
function compareClocks(
  db: ReadDb,
  drafts: readonly Outline[],
  rank: readonly number[],
  rules: ClockRules,
): ReturnType<typeof clockPairs> {
  const files = clockFiles(db);
  if (new Set(files.map(({ source }) => source)).size < 2) return []; // only logs of different sources tell of each other
  const owner = new Map<number, number>();
  let rest = DENIALS;
  for (const { who, eids } of drafts) for (const eid of eids) if (rest-- > 0) owner.set(eid, rank[who]!);
  const denials = placesOfEvents(db, [...owner.keys()])
    .map(({ eid, file, time }): ToldDenial => ({ who: owner.get(eid)!, file, time }))
    .sort((a, b) => a.who - b.who || a.time - b.time || a.file - b.file);
  return clockPairs(files, correlatedTimes(db, files), denials, rules);
}
