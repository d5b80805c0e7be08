import { beforeAll, describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/model/event';
import { spansOf } from '../store/event-spans';
import { fillCase } from '../store/fill';
import { openCaseDb, type WriteDb } from '../store/open';
import { occurrences } from './occurrences';
import { bandsOf } from './tracks';

const T0 = Date.UTC(2026, 2, 27, 8);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (spans: readonly { from: number; to: number }[] | null): string[] =>
  (spans ?? []).map(({ from, to }) => `${new Date(from).toISOString()} ${new Date(to).toISOString()}`);

describe('occurrences of a window', () => {
  const nightly = { identity: 'svc', days: [], start: 22 * 60, end: 2 * 60, zone: 'Europe/Berlin', purpose: null };
  it('go over midnight and follow the clocks of their zone', () => {
    // Summer time begins in the night to 29 March.
    const found = occurrences(nightly, Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 2, 30, 12), 100);
    expect(iso(found)).toEqual([
      '2026-03-28T21:00:00.000Z 2026-03-29T01:00:00.000Z',
      '2026-03-29T20:00:00.000Z 2026-03-30T00:00:00.000Z',
    ]);
  });
  it('keep their days and are clipped', () => {
    const monday = { ...nightly, days: ['mon' as const], start: 9 * 60, end: 17 * 60, zone: 'UTC' };
    const from = Date.UTC(2026, 2, 30, 12);
    expect(iso(occurrences(monday, from, from + 8 * 24 * HOUR, 100))).toEqual([
      '2026-03-30T12:00:00.000Z 2026-03-30T17:00:00.000Z',
      '2026-04-06T09:00:00.000Z 2026-04-06T17:00:00.000Z',
    ]);
  });
  it('are not told where they would be no wider than a hair', () => {
    expect(occurrences(nightly, 0, 101 * 24 * HOUR, 100)).toBeNull();
  });
});

describe('tracks of an identity', () => {
  let db: WriteDb;
  let id: string;
  beforeAll(() => {
    db = openCaseDb(':memory:').write;
    const event = (minute: number, outcome: EventDraft['outcome'], session: string | null): EventDraft => ({
      recordId: `r${minute}`,
      time: T0 + minute * MINUTE,
      class: 'authentication',
      action: 'sign-in',
      outcome,
      factor: 'totp',
      actor: { id: 'u', name: 'ana@corp.example', kind: 'human', keys: [{ type: 'upn', value: 'ana@corp.example' }] },
      session,
    });
    fillCase(db, 'okta', [
      event(0, 'denied_by_user', 's1'),
      event(2, 'success_mfa', 's1'),
      event(5, 'success_token', 's1'),
      event(9, 'success_single_factor', 's2'),
      event(11, 'success_mfa', null),
    ]);
    db.prepare(
      `INSERT INTO identity (iid, id, name, kind, kind_because, external, joins, aliases, events, denials)
       VALUES (1, 'i000000001', 'ana@corp.example', 0, '', 0, '[]', '[]', 5, 1)`,
    ).run();
    db.prepare('INSERT INTO actor_identity (actor, iid) SELECT id, 1 FROM actor').run();
    const row = (kind: string, facts: object): void => {
      const file = db.prepare('SELECT id FROM file').pluck().get() as number;
      const ck = kind.length * 1_000 + JSON.stringify(facts).length;
      const { lastInsertRowid } = db
        .prepare(
          "INSERT INTO context_all (ck, kind, file_id, at, length, facts, extra) VALUES (?, ?, ?, 0, 1, ?, '{}')",
        )
        .run(ck, kind, file, JSON.stringify(facts));
      db.prepare('INSERT INTO context_match (cid, name, iid) SELECT ?, ?, iid FROM identity').run(
        lastInsertRowid,
        'ana@corp.example',
      );
    };
    id = db.prepare('SELECT id FROM identity').pluck().get() as string;
    row('travel', { identity: 'ana', from: T0 - HOUR, until: T0 + HOUR, country: 'ES', city: 'Madrid', note: null });
    row('access-requests', {
      id: 'R1',
      identity: 'ana',
      resource: 'Billing',
      type: 'jit',
      requested: T0,
      approved: T0 + 5 * MINUTE,
      starts: T0 + 10 * MINUTE,
      ends: T0 + 40 * MINUTE,
      approver: null,
      ticket: null,
    });
    row('rollouts', { name: 'passkeys', from: T0 + 20 * MINUTE, until: null, scope: ['*'], note: null });
  });

  it('sessions are spans with their counts, accesses have the level they reached', () => {
    const spans = spansOf(db, id, T0, T0 + HOUR)!;
    expect(spans.sessions.map(({ from, to, events, denied }) => [(from - T0) / MINUTE, (to - T0) / MINUTE, events, denied])).toEqual([[0, 5, 3, 1], [9, 9, 1, 0]]); // biome-ignore format: one line
    expect(spans.assurance.map(({ time, low, high }) => [(time - T0) / MINUTE, low, high])).toEqual([
      [2, 2, 2],
      [9, 1, 1],
      [11, 2, 2],
    ]);
    expect(spans.cut).toBe(false);
    expect(spansOf(db, id, T0 + 6 * MINUTE, T0 + HOUR)!.sessions).toHaveLength(1);
    expect(spansOf(db, 'i000000000', T0, T0 + HOUR)).toBeNull();
  });

  it('registers are bands: travel, rollouts for everybody, each phase of a request', () => {
    expect(bandsOf(db, id, T0, T0 + HOUR).map(({ kind, text }) => `${kind} | ${text}`)).toEqual([
      'travel | travel to Madrid, ES',
      'request | just-in-time access to Billing: requested, waits for approval',
      'request | just-in-time access to Billing: approved, not begun',
      'request | just-in-time access to Billing: in use',
      'rollout | rollout: passkeys, no end on file',
      'request | just-in-time access to Billing: expired',
    ]);
    const late = bandsOf(db, id, T0 + 3 * HOUR, T0 + 4 * HOUR).filter(({ kind }) => kind === 'request');
    expect(late.map(({ from, to, text }) => [from - T0, to - T0, text])).toEqual([[40 * MINUTE, 24 * HOUR + 40 * MINUTE, 'just-in-time access to Billing: expired']]); // biome-ignore format: one line
    expect(bandsOf(db, id, T0 - 9 * HOUR, T0 - 8 * HOUR)).toEqual([]);
  });
});
