/** Episodes and paths as the analysis found them, printed as the command line's contract says. */
import type { Decision, Episode, Path } from '../../../shared/model/episode';
import { planOf } from '../../../shared/model/playbook/plan';
import { usesOf } from '../../../shared/model/uses';
import { CLOSED_TAG, type EpisodeState } from '../../../shared/model/words';
import { firstViewed, reviewsOf, standingDecision } from './decisions';
import { episodeIndex, episodesInTime } from './episode-index';
import { type AskedEpisode, episodeMatcher } from './episode-query';
import { eventId, parseEventId } from './event-id';
import type { Marks } from './marks';
import type { ReadDb } from './open';
import { statement } from './statement';
import { hiddenBy } from './suppressions';
import { untilWritten } from './writes';

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

/** The investigator's words on an episode, and what follows from them; each looked up when it is asked for, and once. */
class Said {
  readonly #ids: readonly string[];
  #state: ReturnType<typeof stateOf> | null = null;
  #links: Episode['followedBy'] | null = null;

  constructor(
    private readonly db: ReadDb,
    readonly body: Body,
  ) {
    this.#ids = [body.id, ...body.aliases];
  }

  get state(): ReturnType<typeof stateOf> {
    this.#state ??= stateOf(this.db, this.#ids);
    return this.#state;
  }

  /** The investigator's verdict and action set the next steps, as the engine's did before. */
  get plan(): ReturnType<typeof planOf> | null {
    const { body } = this;
    const { decision } = this.state;
    return decision && body.plan ? planOf({ ...body, plan: body.plan }, decision.verdict, decision.action) : null;
  }

  #all(): Episode['followedBy'] {
    if (this.#links) return this.#links;
    const { followedBy } = this.body;
    const reviews = followedBy.length > 0 ? reviewsOf(this.db, this.#ids) : null;
    this.#links = followedBy.map((link) => ({ ...link, review: reviews?.get(link.event) ?? null }));
    return this.#links;
  }

  get links(): Episode['followedBy'] {
    return this.#all().filter(({ review }) => review !== 'rejected');
  }

  get rejected(): Episode['followedBy'] {
    return this.#all().filter(({ review }) => review === 'rejected');
  }

  get uses(): Episode['uses'] {
    return usesOf({
      verdict: this.state.decision?.verdict ?? this.body.verdict,
      patterns: this.body.patterns,
      links: this.links.map(({ kind }) => kind),
    });
  }
}

/** Prints an episode: what the analysis found, its denials in order of time, and the investigator's words beside it. */
export function printEpisode(db: ReadDb, row: EpisodeRow): Episode {
  return print(db, row, new Said(db, JSON.parse(row.body) as Body));
}

function print(db: ReadDb, row: EpisodeRow, said: Said): Episode {
  const events = denialsOf(db)
    .all(row.pid)
    .map(({ rk, content }) => eventId(rk, content));
  const { questions, ...head } = said.body;
  const { id, aliases, identity, start, end, denials, outcomes, factors, ips, countries, apps, ...rest } = head;
  const { plan, rejected } = said;
  return {
    ...{ id, aliases, identity, start, end, denials, outcomes, factors, ips, countries, apps, events, questions },
    ...rest,
    uses: said.uses,
    ...(plan && { playbook: plan.playbook, nextSteps: plan.steps.map(({ text }) => text) }),
    followedBy: said.links,
    ...(rejected.length > 0 && { rejected }),
    ...said.state,
    ...hiddenPart(db, row.pid),
  };
}

/**
 * An episode for a query: what the analysis found is there, the investigator's words are looked up when they are asked for.
 * Printing every episode of a large case to ask one thing of each takes six times as long.
 */
export function askedEpisode(db: ReadDb, row: EpisodeRow): AskedEpisode {
  return asked(db, row, new Said(db, JSON.parse(row.body) as Body));
}

function asked(db: ReadDb, row: EpisodeRow, said: Said): AskedEpisode {
  const { body } = said;
  return {
    ...body,
    get uses() {
      return said.uses;
    },
    get playbook() {
      return said.plan?.playbook ?? body.playbook;
    },
    get followedBy() {
      return said.links;
    },
    get decision() {
      return said.state.decision;
    },
    get state() {
      return said.state.state;
    },
    get suppressed() {
      return hiddenPart(db, row.pid).suppressed;
    },
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

/** How far the lists of queries have been followed: how many episodes fitted before a place in order of time. */
const followed = untilWritten(() => new Map<string, { fitted: number; place: number }>());
const QUERIES = 16; // remembered at once

/**
 * All episodes in order of time, ties by id, as printed; `query` is free text and `field:value`. The first `skip` that fit are left
 * out, unread where a page of this query was read up to there. One at a time in memory. Which they are is read at the
 * beginning: no index has this order, and sorting them for each page anew takes minutes where there are many. Throws `QueryError`.
 */
export function* allEpisodes(db: ReadDb, query = '', marksOf?: (id: string) => Marks, skip = 0): Generator<Episode> {
  const fits = query.trim() === '' ? null : episodeMatcher(query, marksOf);
  const read = db.prepare<[number], EpisodeRow>('SELECT * FROM episode WHERE pid = ?');
  const pids = episodesInTime(db);
  const known = followed(db); // of the case as it is now, also where the list is followed while something is written
  const key = `${marksOf ? 'with' : 'without'} notes: ${query}`;
  const before = fits ? known.get(key) : { fitted: skip, place: skip };
  let { fitted, place } = before && before.fitted <= skip ? before : { fitted: 0, place: 0 };
  try {
    while (place < pids.length) {
      const row = read.get(pids[place++]!);
      if (!row) continue; // findings were written anew meanwhile
      const said = new Said(db, JSON.parse(row.body) as Body);
      if (fits && !fits(asked(db, row, said), row.summary)) continue;
      if (++fitted > skip) yield print(db, row, said);
    }
  } finally {
    if (fits) {
      if (known.size >= QUERIES) known.clear();
      known.set(key, { fitted, place });
    }
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
