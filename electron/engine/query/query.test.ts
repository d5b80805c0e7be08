/** The query language over a real database: what each field finds, and that hostile values stay values. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/model/event';
import { parseQuery } from '../../../shared/model/query';
import { countEvents, facet, histogram } from '../store/event-sums';
import { eventPrinter, eventRows, eventsAll } from '../store/events';
import { fillCase } from '../store/fill';
import { openCaseDb, type WriteDb } from '../store/open';
import { type Where, whereOf } from '../store/query-sql';
import { sqlAnswers } from './answers';
import { legs, locator, sumPlaces } from './places';

const T0 = Date.UTC(2026, 0, 14, 2);
const MINUTE = 60_000;

const person = (name: string): EventDraft['actor'] => ({
  id: `id-${name}`,
  name: `${name}@corp.example`,
  kind: 'human',
  keys: [{ type: 'upn', value: `${name}@corp.example` }],
});

// who, minute, outcome, address, app, country, city, session
const STORY: [string, number, EventDraft['outcome'], string, string, string, string, string][] = [
  ['ana', 0, 'denied_by_user', '185.220.101.47', 'Exchange Online', 'RO', 'Bucharest', 'session-one'],
  ['ana', 1, 'no_response', '185.220.101.47', 'Exchange Online', 'RO', 'Bucharest', 'session-one'],
  ['ana', 9, 'success_mfa', '185.220.101.47', 'Exchange Online', 'RO', 'Bucharest', 'session-two'],
  ['bob', 3, 'success_token', '2001:db8::7', 'Salesforce', 'ES', 'Madrid', 'session-three'],
  ['bob', 600, 'wrong_code', '81.0.0.9', 'Salesforce', 'ES', 'Madrid', 'session-four'],
];

let db: WriteDb;
beforeAll(() => {
  db = openCaseDb(':memory:').write;
  fillCase(
    db,
    'okta',
    STORY.map(([who, minute, outcome, ip, app, country, city, session], i) => ({
      recordId: `record-${i}`,
      time: T0 + minute * MINUTE,
      class: 'authentication',
      action: 'user.authentication.auth_via_mfa',
      outcome,
      factor: 'push',
      actor: person(who),
      ip,
      app,
      place: { country, city, lat: country === 'RO' ? 44.4 : 40.4, lon: country === 'RO' ? 26.1 : -3.7 },
      session,
      device: { os: who === 'ana' ? 'Windows 10' : 'macOS', name: `${who}-laptop` },
      userAgent: who === 'ana' ? 'Mozilla/5.0 (Windows NT 10.0)' : 'Mozilla/5.0 (Macintosh)',
      flags: outcome === 'success_token' ? ['claim'] : [],
    })),
  );
});

const where = (query: string): Where =>
  whereOf(db, { query: parseQuery(query), range: null, identities: null, episode: null });
const records = (query: string): string =>
  eventRows(db, where(query), { order: 'asc', limit: 100 })
    .map((row) => row.record_id!.slice(-1))
    .join('');

describe('query language', () => {
  it.each([
    ['', '01324'],
    ['ana', '012'],
    ['ANA@corp', '012'],
    ['salesforce', '34'],
    ['bucharest', '012'],
    ['session-two', '2'],
    ['record-3', '3'],
    ['macintosh', '34'],
    ['185.220', '012'],
    ['nothing-like-this', ''],
    ['outcome:denied_by_user', '0'],
    ['outcome:success_*', '32'],
    ['mark:denied', '014'],
    ['-mark:denied', '32'],
    ['app:"exchange online" mark:success', '2'],
    ['app:Sales*', '34'],
    ['country:ro', '012'],
    ['country:RO OR city:Madrid', '01324'],
    ['ip:185.220.101.47', '012'],
    ['ip:185.220.0.0/16', '012'],
    ['ip:2001:db8::/32', '3'],
    ['ip:81.*', '4'],
    ['session:session-*', '01324'],
    ['flag:claim', '3'],
    ['os:windows', '012'],
    ['device:bob-laptop', '34'],
    ['ua:Windows', '012'],
    ['after:2026-01-14T02:05:00Z', '24'],
    ['before:2026-01-14T02:01:00Z', '0'],
    ['on:2026-01-14', '01324'],
    ['source:okta', '01324'],
    ['source:duo', ''],
    ['(ana OR bob) -country:RO', '34'],
    ['NOT (ana OR bob)', ''],
    ['file:okta', '01324'],
    ['class:authentication factor:push', '01324'],
    ['identity:/^ana@/', '012'],
    ['app:/^(exchange|sales)/', '01324'],
    ['ip:/^185\\.220/', '012'],
    ['-ip:/^185/ outcome:/success|code/', '34'],
    ['(city:/rest$/ OR os:/mac/)', '01324'],
    ['ua:/Windows NT \\d+/', '012'],
    ['country:/^(?:RO)$/', '012'],
    ['app:"/^sales/"', ''],
    ["'; DROP TABLE event_all; --", ''],
    ['%', ''],
    ['_', '01324'],
  ])('%s → %s', (query, found) => {
    expect(records(query)).toBe(found);
  });

  it.each([
    ['app:"Pager \u{1f514}*"', 'ua:"r \u{1f514}"'],
    ['"\u{1f514}b"', 'ua:"\u{1f514}b"'],
    ['"\u{1f514}bell"', 'ua:"\u{1f514}bell"'],
    ['"ag\0e"', 'ua:"ag\0e"'],
    ['"\0ent"', 'ua:"\0ent"'],
    ['"ent 7"', 'ua:"ent 7"'],
    ['"r\0t"', 'device:"her\0top"'],
    ['"5\0"', 'code:"5\0x"'],
  ])('finds letters of two units, and what lies around a NUL: %j', (free, field) => {
    const odd = openCaseDb(':memory:').write;
    fillCase(odd, 'okta', [
      {
        recordId: 'r',
        time: T0,
        class: 'authentication',
        action: 'sign-in',
        outcome: 'wrong_code',
        factor: 'push',
        flags: [],
        actor: person('eve'),
        app: 'Pager \u{1f514}bell',
        userAgent: 'Pager \u{1f514}bell ag\0ent 7',
        device: { name: 'her\0top' },
        code: '5\0x',
      },
    ]);
    const found = (query: string): number =>
      countEvents(odd, whereOf(odd, { query: parseQuery(query), range: null, identities: null, episode: null }));
    expect([found(free), found(field)]).toEqual([1, 1]);
    expect([
      found('"ag\0x"'),
      found('"\u{1f514}\u{1f514}"'),
      found('"eve\0x"'),
      found('app:"Pager*\0x"'),
      found('code:"5\0y"'),
      found('"\0\0\0"'),
    ]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('takes whatever parses', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40, unit: 'binary' }),
        fc.constantFrom('', 'ip:', 'app:', 'ua:', 'identity:', 'id:'),
        (text, field) => {
          const query = `${field}"${text.replace(/["\\]/g, '')}x"`;
          expect(countEvents(db, where(query))).toBeLessThanOrEqual(STORY.length);
        },
      ),
    );
  });
});

describe('reading', () => {
  it('pages in time order by key, in both directions, without a row twice', () => {
    for (const order of ['asc', 'desc'] as const) {
      const seen: string[] = [];
      let after = null;
      for (;;) {
        const rows = eventRows(db, where(''), { order, limit: 2, after });
        seen.push(...rows.map((row) => row.record_id!));
        if (rows.length < 2) break;
        after = rows.at(-1)!;
      }
      expect(seen.length).toBe(STORY.length);
      expect(new Set(seen).size).toBe(STORY.length);
    }
  });

  it('prints the shape of the contract', () => {
    const [first] = eventRows(db, where(''), { order: 'asc', limit: 1 }).map(eventPrinter(db));
    expect(first).toMatchObject({
      recordId: 'record-0',
      time: '2026-01-14T02:00:00.000Z',
      source: 'okta',
      outcome: 'denied_by_user',
      factor: 'push',
      actor: 'id-ana',
      app: 'Exchange Online',
      ip: '185.220.101.47',
      geo: { country: 'RO', city: 'Bucharest', from: 'log' },
      device: { name: 'ana-laptop', os: 'Windows 10', managed: null },
      denial: true,
      aal: null,
    });
    expect(first!.attempt.slice(1)).toBe(first!.id.slice(1));
    expect([...eventsAll(db)].length).toBe(STORY.length);
  });

  it('counts per bucket, the empty ones too', () => {
    const bars = histogram(db, where(''), T0, 5 * MINUTE, 3);
    expect(bars).toEqual([
      { denied: 2, success: 1, other: 0 },
      { denied: 0, success: 1, other: 0 },
      { denied: 0, success: 0, other: 0 },
    ]);
  });

  it('counts facets with their labels', () => {
    expect(facet(db, where(''), 'app', 5)).toEqual([
      { value: 'Exchange Online', label: 'Exchange Online', count: 3 },
      { value: 'Salesforce', label: 'Salesforce', count: 2 },
    ]);
    expect(facet(db, where('ana'), 'country', 5)).toEqual([{ value: 'RO', label: 'RO', count: 3 }]);
  });

  it('sums places and says what has none', () => {
    const { places, unlocated } = sumPlaces(
      db,
      sqlAnswers(db, { is: 'all' }, null),
      locator(db, () => null),
      10,
    );
    expect(unlocated).toBe(0);
    expect(places.map(({ city, denied, success, ips }) => [city, denied, success, ips])).toEqual([
      ['Bucharest', 2, 1, ['185.220.101.47']],
      ['Madrid', 1, 1, expect.arrayContaining(['81.0.0.9'])],
    ]);
  });

  it('marks a leg that nobody can travel', () => {
    const find = locator(db, () => null);
    const stop = (place: number, hours: number) => ({
      rk: 1,
      content: 1,
      time: T0 + hours * 60 * MINUTE,
      mark: 1,
      place,
      ip: null,
    });
    const [fast] = legs([stop(1, 0), stop(2, 1)], find);
    expect(fast).toMatchObject({ impossible: true });
    expect(fast!.km).toBeGreaterThan(2_000);
    expect(legs([stop(1, 0), stop(2, 12)], find)[0]).toMatchObject({ impossible: false });
    expect(legs([stop(1, 0), stop(1, 1)], find)).toEqual([]);
  });
});
