/** Episodes and paths as the analysis found them, printed as the command line's contract says. */
import type { Decision, Episode, Path } from '../../../shared/model/episode';
import { planOf } from '../../../shared/model/playbook/plan';
import { usesOf } from '../../../shared/model/uses';
import { CLOSED_TAG, type EpisodeState } from '../../../shared/model/words';
import { firstViewed, reviewsOf, standingDecision } from './decisions';
import { episodeIndex } from './episode-index';
import { episodeMatcher } from './episode-query';
import { eventId, parseEventId } from './event-id';
import type { Marks } from './marks';
import type { ReadDb } from './open';
import { statement } from './statement';
import { hiddenBy } from './suppressions';

/** A row of `episode`. */
export interface EpisodeRow {
  pid: number;
  id: string;
  iid: number;
  start: number;
  finish: number;
  urgency: number;
  summary: string;
  body: string;
}

type Body = Omit<Episode, 'events' | 'decision' | 'state' | 'suppressed'>;

const denialsOf = statement<[number], { rk: number; content: number }>(
  `SELECT e.rk, e.content FROM episode_event p JOIN event_all e ON e.eid = p.eid WHERE p.pid = ? AND p.part = 0
   ORDER BY e.time, e.rk, e.content`,
);

/** Prints an episode: what the analysis found, its denials in order of time, and the investigator's words beside it. */
export function printEpisode(db: ReadDb, row: EpisodeRow): Episode {
  const body = JSON.parse(row.body) as Body;
  const ids = [body.id, ...body.aliases];
  const events = denialsOf(db)
    .all(row.pid)
    .map(({ rk, content }) => eventId(rk, content));
  const reviews = reviewsOf(db, ids);
  const { questions, ...head } = body;
  const { id, aliases, identity, start, end, denials, outcomes, factors, ips, countries, apps, ...rest } = head;
  const state = stateOf(db, ids);
  const links = body.followedBy.map((link) => ({ ...link, review: reviews.get(link.event) ?? null }));
  const rejected = links.filter(({ review }) => review === 'rejected');
  // The investigator's verdict and action set the next steps, as the engine's did before.
  const { decision } = state;
  const plan = decision && body.plan ? planOf({ ...body, plan: body.plan }, decision.verdict, decision.action) : null;
  return {
    ...{ id, aliases, identity, start, end, denials, outcomes, factors, ips, countries, apps, events, questions },
    ...rest,
    uses: usesOf({
      verdict: decision?.verdict ?? body.verdict,
      patterns: body.patterns,
      links: links.filter(({ review }) => review !== 'rejected').map(({ kind }) => kind),
    }),
    ...(plan && { playbook: plan.playbook, nextSteps: plan.steps.map(({ text }) => text) }),
    followedBy: links.filter(({ review }) => review !== 'rejected'),
    ...(rejected.length > 0 && { rejected }),
    ...state,
    ...hiddenPart(db, row.pid),
  };
}

/** Only where it is hidden: an episode that nobody suppressed prints as it always did. */
function hiddenPart(db: ReadDb, pid: number): Pick<Episode, 'suppressed'> {
  const suppressed = hiddenBy(db, pid, Date.now());
  return suppressed ? { suppressed } : {};
}

/** Decision that stands and the state that follows from it. */
export function stateOf(db: ReadDb, ids: readonly string[]): { decision: Decision | null; state: EpisodeState } {
  const decision = standingDecision(db, ids);
  if (!decision) return { decision, state: firstViewed(db, ids) === null ? 'new' : 'triaged' };
  const closed = db
    .prepare<[string, string], number>(
      `SELECT max(at) FROM annotation WHERE withdrawn IS NULL AND target IN (SELECT value FROM json_each(?))
       AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)`,
    )
    .pluck()
    .get(JSON.stringify(ids), CLOSED_TAG);
  // A later decision opens it again.
  return { decision, state: closed != null && closed >= Date.parse(decision.at) ? 'closed' : 'decided' };
}

/** The episode of that id, former id, or of any of its denials; undefined where there is none. */
export function episodeRow(db: ReadDb, id: string): EpisodeRow | undefined {
  const row = db.prepare<[string], EpisodeRow>('SELECT * FROM episode WHERE id = ?').get(id);
  if (row) return row;
  const aliased = db
    .prepare<[string], EpisodeRow>(
      `SELECT e.* FROM episode e, json_each(e.body, '$.aliases') a WHERE a.value = ? LIMIT 1`,
    )
    .get(id);
  return aliased ?? episodeOfDenial(db, id);
}

/** An episode's id is made of its first denial: one that was given out before an earlier denial came still says which. */
function episodeOfDenial(db: ReadDb, id: string): EpisodeRow | undefined {
  const key = /^p[0-9a-z]{14}$/.test(id) ? parseEventId(`e${id.slice(1)}`) : null;
  if (!key) return undefined;
  return db
    .prepare<[number, number], EpisodeRow>(
      `SELECT p.* FROM event_all e JOIN episode_event ee ON ee.eid = e.eid AND ee.part = 0 JOIN episode p USING (pid)
       WHERE e.rk = ? AND e.content = ?`,
    )
    .get(key.rk, key.content);
}

/**
 * Answers as `episodeRow` does, with the episode's id, as long as the findings stay what they are. To be asked often: former ids
 * are read once for all, each episode's only where one is asked for that no episode has.
 */
export function episodeFinder(db: ReadDb): (id: string) => string | null {
  const idOf = db.prepare<[number], string>('SELECT id FROM episode WHERE pid = ?').pluck();
  const isId = db.prepare<[string], number>('SELECT 1 FROM episode WHERE id = ?').pluck();
  let homes: Map<string, number> | null = null;
  return (id) => {
    if (isId.get(id) !== undefined) return id;
    homes ??= formerHomes(db);
    const home = homes.get(id);
    return (home === undefined ? episodeOfDenial(db, id)?.id : idOf.get(home)) ?? null;
  };
}

/** Which episode answers to each former id; of several the first. */
function formerHomes(db: ReadDb): Map<string, number> {
  const homes = new Map<string, number>();
  for (const [pid, names] of [...episodeIndex(db).aliases].sort(([a], [b]) => a - b))
    for (const name of names) if (!homes.has(name)) homes.set(name, pid);
  return homes;
}

/**
 * Episodes in order of time, ties by id; one at a time in memory. Which they are is read at the beginning: no index has this
 * order, and sorting them for each page anew takes minutes where there are many.
 */
export function* episodeRows(db: ReadDb, skip = 0): Generator<EpisodeRow> {
  const row = db.prepare<[number], EpisodeRow>('SELECT * FROM episode WHERE pid = ?');
  const pids = db.prepare<[], number>('SELECT pid FROM episode ORDER BY start, id').pluck().all();
  for (let at = skip; at < pids.length; at++) {
    const episode = row.get(pids[at]!);
    if (episode) yield episode; // none where findings were written anew meanwhile
  }
}

/**
 * All episodes in order of time, as printed; `query` is free text and `field:value`. The first `skip` of the case are left out
 * unread. Throws `QueryError`.
 */
export function* allEpisodes(db: ReadDb, query = '', marksOf?: (id: string) => Marks, skip = 0): Generator<Episode> {
  const fits = episodeMatcher(query, marksOf);
  for (const row of episodeRows(db, skip)) {
    const episode = printEpisode(db, row);
    if (fits(episode, row.summary)) yield episode;
  }
}

/** Paths in order of their first hop, ties by id. */
export function allPaths(db: ReadDb): Path[] {
  return paths(db.prepare<[], { body: string }>('SELECT body FROM path').all());
}

/** Paths of one episode, best first. */
export function pathsOfEpisode(db: ReadDb, id: string): Path[] {
  const row = episodeRow(db, id);
  if (!row) return [];
  return db
    .prepare<[number], { body: string }>('SELECT body FROM path WHERE pid = ? ORDER BY score DESC, id')
    .all(row.pid)
    .map(({ body }) => JSON.parse(body) as Path);
}

function paths(rows: { body: string }[]): Path[] {
  return rows
    .map(({ body }) => JSON.parse(body) as Path)
    .sort((a, b) => (a.hops[0]!.time < b.hops[0]!.time ? -1 : a.hops[0]!.time > b.hops[0]!.time ? 1 : a.id < b.id ? -1 : 1)); // biome-ignore format: one rule
}
