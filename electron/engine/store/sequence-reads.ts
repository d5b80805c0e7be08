/** What holding a case against a published attack reads: failed passwords by address, and the acts of named identities and addresses. */
import { isMachine } from '../../../shared/model/words';
import { codes } from './codes';
import { eventId } from './event-id';
import type { ReadDb } from './open';

/** Wrong passwords of one person from one address. */
export interface Failed {
  ip: number;
  /** Number of the address's network; null where nothing tells. */
  asn: number | null;
  iid: number;
  tries: number;
  days: number;
  first: number;
  event: string;
}

/** An act by one of these identities, or from one of these addresses. */
export interface Act {
  eid: number;
  event: string;
  time: number;
  class: string;
  mark: number;
  outcome: string;
  flags: number;
  source: string;
  action: string;
  detail: Readonly<Record<string, string>> | null;
  /** Who acted and on whom, as row ids of identities. */
  iid: number | null;
  target: number | null;
  ip: number | null;
}

const ACTS = 20_000; // read of identities and addresses together; an attack's are far fewer

export function sequenceReads(db: ReadDb) {
  const kinds = db.prepare<[], { iid: number; id: string; kind: number }>('SELECT iid, id, kind FROM identity').all();
  const machines = new Set(kinds.filter(({ kind }) => isMachine(codes.kind.word(kind))).map(({ iid }) => iid));
  const list = (ids: Iterable<number>): string => JSON.stringify([...ids]);
  return {
    isMachine: (iid: number): boolean => machines.has(iid),
    /** Sources that something was read of. */
    sources: (): Set<string> =>
      new Set(db.prepare<[], string>('SELECT DISTINCT source FROM file WHERE removed IS NULL AND source IS NOT NULL').pluck().all()), // biome-ignore format: one line
    anyOf: (outcomes: readonly Parameters<typeof codes.outcome.code>[0][]): boolean =>
      db
        .prepare<[string], number>('SELECT 1 FROM event e WHERE e.outcome IN (SELECT value FROM json_each(?)) LIMIT 1')
        .pluck()
        .get(list(outcomes.map((word) => codes.outcome.code(word)))) !== undefined,
    failedPasswords: (): Failed[] =>
      db
        .prepare<[], Omit<Failed, 'event'> & { rk: number; content: number }>(
          `SELECT e.ip, coalesce(e.asn, d.asn) AS asn, a.iid, count(*) AS tries, count(DISTINCT e.time / 86400000) AS days, min(e.time) AS first, e.rk, e.content
           FROM event e JOIN actor_identity a ON a.actor = e.actor JOIN address d ON d.id = e.ip
           WHERE e.outcome = ${codes.outcome.code('password_failed')} AND e.ip IS NOT NULL GROUP BY e.ip, a.iid`,
        )
        .all()
        .filter(({ iid }) => !machines.has(iid))
        .map(({ rk, content, ...row }) => ({ ...row, event: eventId(rk, content) })),
    /** Who ever came in from these addresses: `ip iid`. */
    cameIn: (ips: Iterable<number>): Set<string> =>
      new Set(
        db
          .prepare<[string], string>(
            `SELECT DISTINCT e.ip || ' ' || a.iid FROM event e JOIN actor_identity a ON a.actor = e.actor
             WHERE e.mark = ${codes.mark.code('success')} AND e.ip IN (SELECT value FROM json_each(?))`,
          )
          .pluck()
          .all(list(new Set(ips))),
      ),
    /** Networks that somebody ever came in from. */
    networks: (): Set<number> =>
      new Set(
        db
          .prepare<[], number>(
            `SELECT DISTINCT coalesce(e.asn, d.asn) FROM event e JOIN address d ON d.id = e.ip
             WHERE e.mark = ${codes.mark.code('success')} AND coalesce(e.asn, d.asn) IS NOT NULL`,
          )
          .pluck()
          .all(),
      ),
    addresses: (texts: Iterable<string>): number[] =>
      db
        .prepare<[string], number>('SELECT id FROM address WHERE text IN (SELECT value FROM json_each(?))')
        .pluck()
        .all(JSON.stringify([...texts])),
    identityOf: (id: string): number | null => kinds.find((each) => each.id === id)?.iid ?? null,
    /** Who came in by the linked accesses of an episode, and the addresses of these. */
    linked: (episode: string): { iid: number | null; ip: number | null }[] =>
      db
        .prepare<[string], { iid: number | null; ip: number | null }>(
          `SELECT a.iid, e.ip FROM episode p JOIN episode_event x ON x.pid = p.pid AND x.part = 1 JOIN event_all e ON e.eid = x.eid
           LEFT JOIN actor_identity a ON a.actor = e.actor WHERE p.id = ?`,
        )
        .all(episode),
    /** Acts from a time on, in order of time. */
    acts: (iids: Iterable<number>, ips: Iterable<number>, from: number): Act[] => {
      const rows = db
        .prepare<
          [Record<string, string | number>],
          Omit<Act, 'event' | 'class' | 'outcome' | 'detail'> & {
            rk: number;
            content: number;
            class: number;
            outcome: number;
            detail: string | null;
          }
        >(
          // biome-ignore format: one type
          `SELECT e.eid, e.rk, e.content, e.time, e.class, e.mark, e.outcome, e.flags, e.ip, e.detail, a.iid, b.iid AS target,
             s.text AS source, t.text AS action
           FROM event e LEFT JOIN actor_identity a ON a.actor = e.actor LEFT JOIN actor_identity b ON b.actor = e.target
             JOIN term s ON s.id = e.source JOIN term t ON t.id = e.action
           WHERE e.eid IN (
             SELECT eid FROM event_all WHERE actor IN (SELECT actor FROM actor_identity WHERE iid IN (SELECT value FROM json_each(@p1))) AND time >= @p3
             UNION SELECT eid FROM event_all WHERE ip IN (SELECT value FROM json_each(@p2)) AND time >= @p3)
           ORDER BY e.time, e.rk, e.content LIMIT ${ACTS}`,
        )
        .all({ p1: list(iids), p2: list(ips), p3: from });
      return rows.map(({ rk, content, detail, ...row }) => ({
        ...row,
        class: codes.class.word(row.class),
        outcome: codes.outcome.word(row.outcome),
        event: eventId(rk, content),
        detail: detail === null ? null : (JSON.parse(detail) as Record<string, string>),
      }));
    },
  };
}
export type SequenceReads = ReturnType<typeof sequenceReads>;
