/**
 * Which events are copies of another source's records: by the original's own id where the copy tells it, else one to one
 * by the attempt key that both logs make of the same ids, with the same code at the same moment.
 */
import { codes } from './codes';
import { recordKey } from './event-row';
import type { ReadDb } from './open';

/** A copy's clock is that of the original, told to the second. */
const SAME_MOMENT = 2_000; // milliseconds
const SIGN_IN = codes.class.code('authentication');

interface Copy {
  eid: number;
  rk: number;
  recordId: string | null;
  /** Ids of the original that the copy keeps among its details. */
  request: string | null;
  audit: string | null;
  akey: number | null;
  time: number;
  code: string | null;
  isSignIn: number;
}

/** Row id of each copy → record key of its original. `pairs`: source of the copies, source of the originals; best first. */
export function mirrors(db: ReadDb, pairs: readonly (readonly [string, string])[]): Map<number, number> {
  const found = new Map<number, number>();
  const originalOf = new Map<number, number>(); // by the copy's record key
  const source = db.prepare<[string], number>('SELECT id FROM term WHERE text = ?').pluck();
  const copies = db.prepare<[number], Copy>(
    `SELECT e.eid, e.rk, e.record_id AS recordId, e.detail ->> '$.request_id' AS request, e.detail ->> '$.audit_record' AS audit,
       e.akey, e.time, c.text AS code, e.class = ${SIGN_IN} AS isSignIn
     FROM event e LEFT JOIN term c ON c.id = e.code
     WHERE e.source = ? AND (e.class = ${SIGN_IN} OR instr(e.detail, '"audit_record"') > 0) ORDER BY e.time, e.rk`,
  );
  const original = db.prepare<[number, string, number], number>(
    'SELECT eid FROM event WHERE rk = ? AND record_id = ? AND source = ? LIMIT 1',
  );
  for (const [from, to] of pairs) {
    const [copying, copied] = [source.get(from), source.get(to)];
    if (copying === undefined || copied === undefined) continue;
    const rest = new Map<number, Copy[]>();
    for (const copy of copies.iterate(copying)) {
      if (found.has(copy.eid)) continue;
      const ids = copy.isSignIn ? [copy.recordId, copy.request, copy.audit] : [copy.audit];
      const rk = ids
        .filter((id) => id !== null)
        .map((id) => ({ id, rk: recordKey(`${to}\n${id}`) }))
        .find(({ id, rk: key }) => original.get(key, id, copied) !== undefined)?.rk;
      if (rk !== undefined) join(copy, rk);
      else if (copy.akey !== null && copy.isSignIn) rest.set(copy.akey, [...(rest.get(copy.akey) ?? []), copy]);
    }
    if (rest.size > 0) matchMoments(copied, rest);
  }
  return found;

  /** The original of an original is the original. */
  function join(copy: Copy, rk: number): void {
    const first = originalOf.get(rk) ?? rk;
    found.set(copy.eid, first);
    originalOf.set(copy.rk, first);
  }

  function matchMoments(copied: number, rest: Map<number, Copy[]>): void {
    const taken = new Set(found.values());
    const originals = db.prepare<[number], { rk: number; akey: number; time: number; code: string | null }>(
      `SELECT e.rk, e.akey, e.time, c.text AS code FROM event e LEFT JOIN term c ON c.id = e.code
       WHERE e.source = ? AND e.akey IS NOT NULL AND e.class = ${SIGN_IN} AND e.variant = 0 ORDER BY e.time, e.rk`,
    );
    for (const row of originals.iterate(copied)) {
      const waiting = rest.get(row.akey);
      if (!waiting || taken.has(row.rk)) continue;
      const i = waiting.findIndex(
        ({ time, code }) => (code ?? '0') === (row.code ?? '0') && Math.abs(time - row.time) < SAME_MOMENT,
      );
      if (i >= 0) join(waiting.splice(i, 1)[0]!, row.rk);
    }
  }
}
