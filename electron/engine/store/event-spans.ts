/** One identity's sessions and levels of assurance in a span of time: what the timeline draws as tracks. */
import { reachedAal } from '../../../shared/model/assurance';
import { EVENT_FLAGS, hasFlag } from '../../../shared/model/event';
import { isMachine } from '../../../shared/model/words';
import { codes } from './codes';
import { eventId } from './event-id';
import type { ReadDb } from './open';

const MOST = 6_000; // events of one identity that are looked through; more is said to be cut

export interface SessionSpan {
  /** First event of the session in the span. */
  event: string;
  /** Milliseconds UTC, both included. */
  from: number;
  to: number;
  events: number;
  denied: number;
}

export interface Spans {
  sessions: SessionSpan[];
  /** Accesses of which the level is known, in order of time. */
  assurance: { event: string; time: number; low: number; high: number }[];
  /** There are more events than were looked through. */
  cut: boolean;
}

interface Row {
  rk: number;
  content: number;
  time: number;
  mark: number;
  outcome: number;
  factor: number | null;
  flags: number;
  session: string | null;
}

/** `[from, to)` in milliseconds UTC; null where the case has no such identity. */
export function spansOf(db: ReadDb, identity: string, from: number, to: number): Spans | null {
  const who = db
    .prepare<[string], { iid: number; kind: number }>('SELECT iid, kind FROM identity WHERE id = ?')
    .get(identity);
  if (!who) return null;
  const rows = db
    .prepare<[number, number, number, number], Row>(
      `SELECT e.rk, e.content, e.time, e.mark, e.outcome, e.factor, e.flags, e.session FROM event e
       WHERE e.actor IN (SELECT actor FROM actor_identity WHERE iid = ?) AND e.time >= ? AND e.time < ?
       ORDER BY e.time, e.rk, e.content LIMIT ?`,
    )
    .all(who.iid, from, to, MOST + 1);
  const cut = rows.length > MOST;
  const sessions = new Map<string, SessionSpan>();
  const assurance: Spans['assurance'] = [];
  const isPerson = !isMachine(codes.kind.word(who.kind));
  const denied = codes.mark.code('denied');
  for (const row of rows.slice(0, MOST)) {
    const event = eventId(row.rk, row.content);
    if (row.session !== null) {
      const span = sessions.get(row.session);
      if (span) {
        span.to = row.time;
        span.events++;
        if (row.mark === denied) span.denied++;
      } else
        sessions.set(row.session, {
          event,
          from: row.time,
          to: row.time,
          events: 1,
          denied: row.mark === denied ? 1 : 0,
        });
    }
    if (!isPerson) continue;
    const flags = EVENT_FLAGS.filter((name) => hasFlag(row.flags, name));
    const factor = row.factor === null ? null : codes.factor.word(row.factor);
    const level = reachedAal(codes.outcome.word(row.outcome), factor, flags);
    if (level) assurance.push({ event, time: row.time, low: level[0], high: level[1] });
  }
  return { sessions: [...sessions.values()], assurance, cut };
}
