/** What holding a case against a published attack reads: failed passwords by address, and the acts of named identities and addresses. */
import type { SequenceAct, SequenceFailed } from '../../../shared/model/sequence';
import { isMachine } from '../../../shared/model/words';
import { codes } from './codes';
import { eventId } from './event-id';
import type { ReadDb } from './open';

interface ActRow extends Omit<SequenceAct, 'event' | 'class' | 'outcome' | 'detail'> {
  rk: number;
  content: number;
  class: number;
  outcome: number;
  detail: string | null;
}

export function sequenceReads(db: ReadDb) {
  const kinds = db.prepare<[], { iid: number; id: string; kind: number }>('SELECT iid, id, kind FROM identity').all();
  const machines = new Set(kinds.filter(({ kind }) => isMachine(codes.kind.word(kind))).map(({ iid }) => iid));
  const list = (ids: Iterable<number>): string => JSON.stringify([...ids]);
  const actors = 'SELECT actor FROM actor_identity WHERE iid IN (SELECT value FROM json_each(@p1))';
  const actsWhere = (where: string) =>
    db.prepare<[Record<string, string | number>], ActRow>(
      `SELECT e.rk, e.content, e.time, e.class, e.outcome, e.flags, e.ip, a.iid, b.iid AS target,
         CASE e.class WHEN ${codes.class.code('change')} THEN e.detail END AS detail, s.text AS source, t.text AS action
       FROM event e LEFT JOIN actor_identity a ON a.actor = e.actor LEFT JOIN actor_identity b ON b.actor = e.target
         JOIN term s ON s.id = e.source JOIN term t ON t.id = e.action
       WHERE ${where} AND e.time >= @p3`,
    );
  const byIdentity = actsWhere(`e.actor IN (${actors})`);
  const byAddress = actsWhere(
    `e.ip IN (SELECT value FROM json_each(@p2)) AND (e.actor IS NULL OR e.actor NOT IN (${actors}))`,
  );
  return {
    isMachine: (iid: number): boolean => machines.has(iid),
    /** Sources that something was read of. */
    sources: (): Set<string> =>
      new Set(
        db
          .prepare<[], string>('SELECT DISTINCT source FROM file WHERE removed IS NULL AND source IS NOT NULL')
          .pluck()
          .all(),
      ),
    anyOf: (outcomes: readonly Parameters<typeof codes.outcome.code>[0][]): boolean =>
      db
        .prepare<[string], number>('SELECT 1 FROM event e WHERE e.outcome IN (SELECT value FROM json_each(?)) LIMIT 1')
        .pluck()
        .get(list(outcomes.map((word) => codes.outcome.code(word)))) !== undefined,
    failedPasswords: (): SequenceFailed[] =>
      db
        .prepare<[], Omit<SequenceFailed, 'event'> & { rk: number; content: number }>(
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
    /** Acts of identities and from addresses, from a time on: one after the other, in no order, for there may be millions. */
    acts: function* (iids: Iterable<number>, ips: Iterable<number>, from: number): Generator<SequenceAct> {
      const named = { p1: list(iids), p2: list(ips), p3: from };
      for (const rows of [byIdentity, byAddress])
        for (const { rk, content, detail, ...row } of rows.iterate(named))
          yield {
            ...row,
            class: codes.class.word(row.class),
            outcome: codes.outcome.word(row.outcome),
            event: eventId(rk, content),
            detail: detail === null ? null : (JSON.parse(detail) as Record<string, string>),
          };
    },
  };
}
export type SequenceReads = ReturnType<typeof sequenceReads>;
