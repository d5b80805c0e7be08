/** Packed columns answer as SQL does, whatever is asked. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../../shared/model/event';
import { parseQuery } from '../../../../shared/model/query';
import { type AddressSum, addressSums } from '../../store/address-sums';
import { caseHistogram } from '../../store/case-lists';
import { buildColumns } from '../../store/columns/build';
import { type Columns, columnsOf } from '../../store/columns/open';
import { proxiedAddresses } from '../../store/event-sums';
import { fillCase } from '../../store/fill';
import { openCaseDb, type WriteDb } from '../../store/open';
import { type Clause, clauseOf } from '../../store/query-sql';
import { type Answers, type Span, sqlAnswers } from '../answers';
import { locator, sumPlaces } from '../places';
import { MemorySink } from './memory-sink';
import { Packed } from './packed';

const T0 = Date.UTC(2026, 0, 14);
const EVENTS = 3_000;
let db: WriteDb;
let columns: Columns;

/** Whole numbers from a seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

beforeAll(() => {
  db = openCaseDb(':memory:').write;
  const int = numbers(7);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const drafts = (source: string): EventDraft[] =>
    Array.from({ length: EVENTS / 2 }, (_, i) => {
      const who = int(40);
      return {
        recordId: int(9) === 0 ? null : `${source}-record-${i}`,
        // Many share an instant, so that ties count.
        time: T0 + int(400) * 60_000,
        class: 'authentication',
        action: pick(['user.session.start', 'user.authentication.auth_via_mfa', 'app.sso']),
        outcome: pick(['denied_by_user', 'no_response', 'success_mfa', 'success_token', 'wrong_code'] as const),
        factor: pick(['push', 'totp', null] as const),
        actor:
          int(20) === 0 ? null : { id: `id-${source}-${who}`, name: `p${who}@corp.example`, kind: 'human', keys: [] },
        ip: pick(['203.0.113.1', '203.0.113.2', '198.51.100.7', '2001:db8::7', null]),
        app: pick(['Salesforce', 'Exchange Online', null]),
        place: pick([
          { country: 'RO', city: 'Bucharest', lat: 44.4, lon: 26.1 },
          { country: 'RO', city: 'Bucuresti', lat: 44.4, lon: 26.1 },
          { country: 'ES', city: 'Madrid', lat: 40.4, lon: -3.7 },
          null,
        ]),
        session: `session-${int(60)}`,
        correlation: int(4) === 0 ? null : `correlation-${int(300)}`,
        token: int(3) === 0 ? `token-${int(50)}` : null,
        device: pick([{ os: 'Windows 10', name: 'desk' }, { os: 'macOS', browser: 'Safari' }, null]),
        userAgent: pick(['Mozilla/5.0 (Windows NT 10.0)', 'curl/8']),
        flags: int(5) === 0 ? ['claim'] : int(9) === 0 ? ['proxy'] : [],
      } as EventDraft;
    });
  fillCase(db, 'okta', drafts('okta'));
  fillCase(db, 'entra', drafts('entra'));
  // Two spellings of one person share an identity; some actors have none.
  const actors = db.prepare('SELECT id, name FROM actor ORDER BY id').all() as { id: number; name: string }[];
  const identity = db.prepare(
    `INSERT OR IGNORE INTO identity (iid, id, name, kind, kind_because, external, joins, aliases, events, denials)
     VALUES (?, ?, ?, 0, '', 0, '[]', '[]', 0, 0)`,
  );
  const join = db.prepare('INSERT INTO actor_identity (actor, iid) VALUES (?, ?)');
  for (const { id, name } of actors) {
    const number = Number(/\d+/.exec(name)![0]);
    if (number === 3) continue;
    identity.run(number + 1, `i00000${number}`, number % 2 === 0 ? 'same name' : name);
    join.run(id, number + 1);
  }
  const sink = new MemorySink();
  buildColumns(db, sink);
  const bytes = sink.bytes();
  columns = columnsOf(
    (at, length) => bytes.slice(at, at + length).buffer as ArrayBuffer,
    bytes.length,
    () => undefined,
  )!;
});

const FIELDS = 'source class outcome factor app country ip identity kind action os file'.split(' ');
const clauseFor = (query: string, identities: string[] | null): Clause =>
  clauseOf(db, { query: parseQuery(query), range: null, identities, episode: null });

/** Everything that can be asked, of one side. */
function everything(answers: Answers, window: Span): unknown {
  const step = 600_000;
  const { lanes, total } = answers.lanes(window, 1, 7);
  const first = answers.page('asc', 30, null);
  const last = answers.page('desc', 30, null);
  const key = first[17] ?? null;
  const ids = (rows: { eid: number }[]): number[] => rows.map(({ eid }) => eid);
  return {
    count: answers.count(),
    first: ids(first),
    last: ids(last),
    next: key && ids(answers.page('asc', 20, key)),
    former: key && ids(answers.page('desc', 20, key)),
    window: [0, 1, 100, 1_499, 2_990, 5_000].map((offset) => [
      ids(answers.window('asc', offset, 13)),
      ids(answers.window('desc', offset, 13)),
    ]),
    row: first[0],
    histogram: answers.histogram(window.from, step, 17),
    facets: FIELDS.map((field) => [answers.facet(field, 3), answers.facet(field, 100)]),
    lanes,
    total,
    data: lanes.flatMap((lane) =>
      [5, 10_000].map((singles) =>
        answers.lane({ ...lane, by: null, part: null }, { from: window.from, step, buckets: 11, singles }),
      ),
    ),
    parts: (['source', 'device', 'ip', 'app'] as const).map((by) => {
      const of = lanes[0] ? answers.parts(lanes[0].iid, by, window, 3) : [];
      return of.map((part) => [
        part,
        answers.lane({ iid: lanes[0]!.iid, by, ...part }, { from: window.from, step, buckets: 40, singles: 9 }),
      ]);
    }),
    places: sumPlaces(
      db,
      answers,
      locator(db, () => null),
      2,
    ),
  };
}

function compare(query: string, range: Span | null, identities: string[] | null = null): void {
  const window = range ?? { from: T0, to: T0 + 410 * 60_000 };
  const clause = clauseFor(query, identities);
  const packed = new Packed(db, columns).answers(query, () => clause, range);
  expect(everything(packed, window)).toEqual(everything(sqlAnswers(db, clause, range), window));
}

const WORDS = [
  ...['', 'corp', 'salesforce', 'session-17', 'correlation-12', 'okta-record-77', 'nothing-like-this', 'mark:denied'],
  ...['outcome:success_*', 'factor:push', 'flag:claim', 'ip:203.0.113.0/24', 'country:RO', 'country:ES', 'city:Bucu*'],
  ...['app:sales*', 'os:windows', 'device:desk', 'ua:curl', 'identity:p7', 'kind:human', 'kind:service', 'target:p1'],
  ...['session:session-1*', 'record:entra-record-3', 'token:token-7', 'correlation:correlation-9*', 'asn:64500'],
  ...['after:2026-01-14T02:00:00Z', 'before:2026-01-14T05:00:00Z', 'action:/^user/', 'file:okta', 'source:entra'],
  ...['interactive:true', 'class:authentication', 'network:x', 'resource:x', 'reason:x'],
];

describe('packed columns', () => {
  it.each(WORDS)('%s', (query) => compare(query, null));

  it('know which addresses logs call proxied', () => {
    const proxied = new Packed(db, columns).proxied();
    expect([...proxied].sort()).toEqual([...proxiedAddresses(db)].sort());
    expect(proxied.size).toBeGreaterThan(0);
  });

  it('sum up addresses and time as SQL does', () => {
    const packed = new Packed(db, columns);
    for (const buckets of [1, 7, 60]) expect(packed.histogram(buckets)).toEqual(caseHistogram(db, buckets));
    const packedSums = packed.addressSums();
    const sums = addressSums(db);
    // Of several records of one instant either may be named: ours is the first in the order of all lists.
    const bare = ({ rk: _, content: __, asOrg: ___, ...sum }: AddressSum) => sum;
    expect(packedSums.map(bare)).toEqual(sums.map(bare));
    expect(sums.length).toBeGreaterThan(20);
    const time = db.prepare<[number, number], number>('SELECT time FROM event WHERE rk = ? AND content = ?').pluck();
    for (const { rk, content, time: told } of packedSums) expect(time.get(rk, content)).toBe(told);
  });

  it('answer as SQL does, for any query and span of time', () => {
    const word = fc.constantFrom(...WORDS.filter((one) => one !== ''));
    const query = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        word,
        fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} ${b})`),
        fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} OR ${b})`),
        tie('any').map((a) => `NOT (${a})`),
      ),
    })).any;
    const range = fc.option(
      fc.tuple(fc.nat(410), fc.nat(410)).map(([a, b]) => ({
        from: T0 + Math.min(a, b) * 60_000,
        to: T0 + Math.max(a, b) * 60_000 + 1,
      })),
    );
    const identities = fc.option(fc.subarray(['i000001', 'i0000012', 'i0000020', 'i-none']));
    fc.assert(
      fc.property(query, range, identities, (q, r, i) => compare(q, r, i)),
      { numRuns: 60 },
    );
  });
});
