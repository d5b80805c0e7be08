/** What a policy replay reads: attempts that ended in access or denial, in order of time, and the findings about them. */
import type { Episode } from '../../../shared/model/episode';
import { isMachine, type LinkKind } from '../../../shared/model/words';
import { codes } from './codes';
import { StandingReviews } from './decisions';
import { eventId } from './event-id';
import type { ReadDb } from './open';

/** A counted record: of each attempt the one that decides it. Ids of terms, addresses … are row ids of their tables. */
export interface ReplayRow {
  eid: number;
  time: number;
  rk: number;
  content: number;
  attempt: number; // row id of the attempt's first record
  counted: number; // 0: only the refusals in it count, another record decides the attempt
  mark: number;
  class: number;
  outcome: number;
  factor: number | null;
  flags: number;
  app: number | null;
  protocol: number | null;
  ip: number | null;
  place: number | null;
  iid: number | null;
  /** Row id of the episode whose denial it is. */
  pid: number | null;
  /** Further facts, only where the record is a success that holds refusals. */
  detail: string | null;
}

export interface ReplayEpisode {
  pid: number;
  id: string;
  identity: string;
  verdict: Episode['verdict'];
  /** What of it speaks for or against a rule. */
  ground: {
    denials: number;
    apps: string[];
    hasPush: boolean;
    hasPrompt: boolean;
    isMachine: boolean;
    blocked: number;
  };
  /** Linked accesses that stand, best first, as public ids; with what each leads to, and the changes that it came through. */
  links: { event: string; time: string; score: number; path: string[]; needs: string[] }[];
}

/** One attempt that a finding names. */
export interface ReplayPart {
  pid: number;
  attempt: number;
  event: string;
}

export function replayReads(db: ReadDb) {
  const columns = 'e.eid, e.time, e.rk, e.content, coalesce(a.attempt, e.eid) AS attempt, coalesce(a.counted, 1) AS counted, e.mark, e.class, e.outcome, e.factor, e.flags, e.app, e.protocol, e.ip, e.place, i.iid, p.pid, CASE WHEN p.pid IS NOT NULL AND e.mark = 1 THEN e.detail END AS detail'; // biome-ignore format: one list
  const rows = db.prepare<[Record<string, number>], ReplayRow>(
    `SELECT ${columns} FROM event e
       LEFT JOIN attempt a ON a.eid = e.eid
       LEFT JOIN actor_identity i ON i.actor = e.actor
       LEFT JOIN episode_event p ON p.eid = e.eid AND p.part = 0
     WHERE e.time >= @p1 AND e.time < @p4 AND (e.time > @p1 OR e.rk > @p2 OR (e.rk = @p2 AND e.content > @p3))
       AND (e.mark IN (1, 2) OR p.pid IS NOT NULL) AND (coalesce(a.counted, 1) = 1 OR p.pid IS NOT NULL)
     ORDER BY e.time, e.rk, e.content LIMIT @p5`,
  );
  const term = db.prepare<[number], string>('SELECT text FROM term WHERE id = ?').pluck();
  const address = db.prepare<[number], { text: string; country: string | null; network: string | null }>(
    'SELECT text, country, network FROM address WHERE id = ?',
  );
  const place = db.prepare<[number], string | null>('SELECT country FROM place WHERE id = ?').pluck();
  return {
    /** At most `limit` rows of the time from `after` (excluded) to `to` (excluded). */
    rows: (after: { time: number; rk: number; content: number }, to: number, limit: number): ReplayRow[] =>
      rows.all({ p1: after.time, p2: after.rk, p3: after.content, p4: to, p5: limit }),
    term: cached((id: number) => term.get(id) ?? null),
    address: cached((id: number) => address.get(id) ?? null),
    country: cached((id: number) => place.get(id) ?? null),
    /** Identities as `iid → name, id, kind`. */
    identities: (): Map<number, { id: string; name: string; kind: number }> =>
      new Map(
        db
          .prepare<[], { iid: number; id: string; name: string; kind: number }>(
            'SELECT iid, id, name, kind FROM identity',
          )
          .all()
          .map(({ iid, ...rest }) => [iid, rest]),
      ),
    /** Verdict that stands of every episode: the investigator's, else the engine's. */
    *episodes(): Generator<ReplayEpisode> {
      const decided = new Map(
        db
          .prepare<[], { episode: string; verdict: number }>(
            'SELECT episode, verdict FROM decision WHERE withdrawn IS NULL ORDER BY at, seq',
          )
          .all()
          .map(({ episode, verdict }, nth) => [episode, { verdict, nth }]),
      );
      const reviews = new StandingReviews(db);
      const page = db.prepare<[number], { pid: number; id: string; verdict: number; body: string }>(
        'SELECT pid, id, verdict, body FROM episode WHERE pid > ? ORDER BY pid LIMIT 500',
      );
      for (let last = -1; ; ) {
        const list = page.all(last);
        for (const { pid, id, verdict, body } of list) {
          const episode = JSON.parse(body) as Episode;
          const ids = [id, ...episode.aliases];
          const words = ids.flatMap((each) => decided.get(each) ?? []);
          const word = words.sort((a, b) => b.nth - a.nth)[0]?.verdict;
          yield {
            pid,
            id,
            identity: episode.identity.name,
            verdict: codes.verdict.word(word ?? verdict),
            ground: groundOf(episode),
            links: episode.followedBy
              .filter(({ event }) => reviews.of(ids, event) !== 'rejected')
              .map(({ event, time, score, path, kind }) => ({
                event,
                time,
                score,
                path,
                needs: needed(episode, kind, time),
              })),
          };
        }
        if (list.length < 500) return;
        last = list.at(-1)!.pid;
      }
    },
    /** Attempts that findings lead to: linked accesses (part 1), or what followed from them (part 2). */
    parts: (part: 1 | 2): ReplayPart[] =>
      db
        .prepare<[number], { pid: number; attempt: number; rk: number; content: number }>(
          `SELECT p.pid, coalesce(a.attempt, p.eid) AS attempt, e.rk, e.content FROM episode_event p
             JOIN event_all e ON e.eid = p.eid LEFT JOIN attempt a ON a.eid = p.eid WHERE p.part = ?`,
        )
        .all(part)
        .map(({ pid, attempt, rk, content }) => ({ pid, attempt, event: eventId(rk, content) })),
  };
}
export type ReplayReads = ReturnType<typeof replayReads>;

const THROUGH: Partial<Record<LinkKind, readonly string[]>> = {
  method_registered: ['method', 'password', 'device'],
  credential_added: ['credential'],
  consent_granted: ['consent'],
};

/** Changes without which a way in of that kind would not have been there. */
function needed({ plan }: Episode, kind: LinkKind, time: string): string[] {
  const whats = THROUGH[kind];
  if (!plan || !whats) return [];
  return plan.changes.filter((change) => whats.includes(change.what) && change.time <= time).map(({ event }) => event);
}

function groundOf({ denials, apps, factors, outcomes, identity }: Episode): ReplayEpisode['ground'] {
  const count = (...words: (keyof typeof outcomes)[]): number =>
    words.reduce((sum, word) => sum + (outcomes[word] ?? 0), 0);
  const machine = isMachine(identity.kind);
  const asked = machine ? 0 : count('denied_by_user', 'reported_fraud', 'no_response', 'wrong_code');
  return {
    denials,
    apps,
    hasPush: asked > 0 && factors.includes('push'),
    hasPrompt: asked > 0,
    isMachine: machine,
    blocked: machine ? 0 : count('blocked_by_policy', 'not_enrolled'),
  };
}

const KEPT = 50_000;

/** Remembers answers; forgets all of them when they become many. */
function cached<T>(look: (id: number) => T): (id: number | null) => T | null {
  const known = new Map<number, T>();
  return (id) => {
    if (id === null) return null;
    const before = known.get(id);
    if (before !== undefined) return before;
    const answer = look(id);
    if (known.size >= KEPT) known.clear();
    known.set(id, answer);
    return answer;
  };
}
