import { describe, expect, it } from 'vitest';
import { eventsAll } from '../store/events';
import { presentFiles } from '../store/files';
import { beginningOf, followed, listsOf, routeIn, routeWords } from './routes';
import { bring, expectHonest, newCase, put, withTempCases } from './testing/imported';

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'uuid' in value && 'published' in value;
const record = { uuid: 'r1', published: '2026-03-02T07:03:17Z' };

describe('the way to a record inside another', () => {
  it.each([
    [{ time: 1, event: record }, 'event'],
    [{ event: JSON.stringify(record) }, 'event'],
    [{ data: [{ attributes: { attributes: record } }] }, 'data[] › attributes › attributes'],
    [{ Body: JSON.stringify({ records: [record] }) }, 'Body › records[]'],
    [{ data: Buffer.from(JSON.stringify(record)).toString('base64') }, 'data'],
    [{ tables: [{ columns: [{ name: 'uuid' }, { name: 'published' }], rows: [['r1', 'now']] }] }, 'tables[] › rows'],
  ])('%j', (value, words) => {
    const route = routeIn(value, isRecord)!;
    expect(routeWords(route)).toBe(words);
    expect([...followed(value, route)].every(isRecord)).toBe(true);
  });

  it('a quotation in a test of somebody’s rule or in a normalised copy is no record', () => {
    expect(routeIn({ rule: 'x', expected: true, log: record }, isRecord)).toBeNull();
    expect(routeIn({ ecs: { version: '8' }, event: { original: JSON.stringify(record) } }, isRecord)).toBeNull();
  });

  it('looks at a bounded number of values', () => {
    let deep: unknown = record;
    for (let i = 0; i < 50; i++) deep = { deep, ...Object.fromEntries(Array.from({ length: 60 }, (_, k) => [k, {}])) };
    expect(routeIn(deep, isRecord)).toBeNull();
  });

  it('lists before any text are the readers’; what is behind them is left of the way', () => {
    const value = { messages: [{ map: { _raw: JSON.stringify(record) } }] };
    expect(listsOf(value, routeIn(value, isRecord)!)).toEqual({
      lists: [['messages']],
      rests: [[{ member: 'map' }, { member: '_raw' }, 'json']],
    });
  });

  it('a document that is cut tells what its whole elements say', () => {
    expect(beginningOf('{"a":{"b":[{"c":"]"},{"c":[1,2]},{"c":')).toEqual({ a: { b: [{ c: ']' }, { c: [1, 2] }] } });
    for (const none of ['{"a":1,"b"', '[ \u0000{"a":1},{', '']) expect(beginningOf(none)).toBeUndefined();
    expect(beginningOf(`${'['.repeat(200_000)}1${']'.repeat(100_000)}`)).toBeDefined();
  });
});

const okta = (n: number) => ({
  uuid: `5f0e4e0b-9f0b-0b4c-5a3f-00000000000${n}`,
  published: `2026-03-02T07:03:0${n}.000Z`,
  eventType: 'user.authentication.auth_via_mfa',
  outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
  actor: { id: '00u9', type: 'User', alternateId: 'mara@corp.example', displayName: 'Mara' },
  client: { ipAddress: '203.0.113.77', userAgent: { rawUserAgent: 'Mozilla/5.0' } },
  authenticationContext: { externalSessionId: 'trsB' },
  transaction: { id: `txn${n}`, type: 'WEB' },
  debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH', pushOnlyResponseType: 'OV_RESPONSE_DENY' } },
  target: [],
});
const records = [okta(1), okta(2), okta(3)];
const json = (value: unknown): string => JSON.stringify(value);
const lines = (values: unknown[]): string => `${values.map(json).join('\n')}\n`;
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const csv = (rows: Record<string, string>[]): string =>
  `${[Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
const AT = '2026-03-02T07:09:00.000Z';
const radius =
  'Mon Mar  2 07:03:17 2026 : Auth: (4711) Login incorrect (mschap: MS-CHAP2-Response is incorrect): [mara] (from client vpn-gw port 12 cli 203.0.113.77)';

const WRAPPERS: Record<string, string> = {
  'Splunk HEC': lines(records.map((event) => ({ time: 1772434997.1, host: 'h', sourcetype: 'st', event }))),
  'Splunk REST results': json({
    preview: false,
    fields: [],
    results: records.map((r) => ({ _time: AT, _raw: json(r) })),
  }),
  'Splunk CSV': csv(records.map((r) => ({ _time: AT, host: 'h', _raw: json(r) }))),
  'CloudWatch subscription': json({
    messageType: 'DATA_MESSAGE',
    logGroup: 'g',
    logEvents: records.map((r, i) => ({ id: String(i), timestamp: 1772434997000, message: json(r) })),
  }),
  'CloudWatch Insights CSV': csv(
    records.map((r) => ({ '@timestamp': '2026-03-02 07:09:00.000', '@message': json(r) })),
  ),
  'Datadog logs API': json({
    data: records.map((attributes, i) => ({ id: String(i), type: 'log', attributes: { service: 's', attributes } })),
    meta: {},
  }),
  Graylog: json({ messages: records.map((r) => ({ index: 'i', message: { source: 's', message: json(r) } })) }),
  'Sumo Logic': json({ fields: [], messages: records.map((r) => ({ map: { _messageid: '1', _raw: json(r) } })) }),
  'Log Analytics query': json({
    tables: [
      {
        name: 'PrimaryResult',
        columns: [
          { name: 'TimeGenerated', type: 'datetime' },
          { name: 'RawData', type: 'string' },
        ],
        rows: records.map((r) => [AT, json(r)]),
      },
    ],
  }),
  'Event Hub capture': lines(
    records.map((r, i) => ({ SequenceNumber: i, EnqueuedTimeUtc: AT, Body: json({ records: [r] }) })),
  ),
  Loki: json({
    status: 'success',
    data: { resultType: 'streams', result: [{ stream: {}, values: records.map((r) => ['1', json(r)]) }] },
  }),
  OpenTelemetry: json({
    resourceLogs: [
      { resource: {}, scopeLogs: [{ logRecords: records.map((r) => ({ body: { stringValue: json(r) } })) }] },
    ],
  }),
  'a page of another API': json({ data: records, next: null }),
  'base64 messages': lines(records.map((r) => ({ logType: 'X', data: Buffer.from(json(r)).toString('base64') }))),
  flattened: lines(
    records.map((r) => ({
      uuid: r.uuid,
      published: r.published,
      eventType: r.eventType,
      'outcome.result': r.outcome.result,
      'outcome.reason': r.outcome.reason,
      'actor.id': r.actor.id,
      'actor.type': r.actor.type,
      'actor.alternateId': r.actor.alternateId,
      'client.ipAddress': r.client.ipAddress,
      'authenticationContext.externalSessionId': r.authenticationContext.externalSessionId,
      'transaction.id': r.transaction.id,
      'debugContext.debugData.factor': 'OKTA_VERIFY_PUSH',
      'debugContext.debugData.pushOnlyResponseType': 'OV_RESPONSE_DENY',
      target: '[]',
    })),
  ),
};

describe('collectors’ wrappers', () => {
  withTempCases();

  it.each(Object.entries(WRAPPERS))('%s', async (name, text) => {
    const made = newCase();
    const plain = newCase();
    await bring(plain, put('plain.ndjson', lines(records)));
    const { files } = await bring(made, put(`${name.replaceAll(' ', '-')}.txt`, text));
    expect(files.map(({ source, records: read, events, rejected }) => ({ source, read, events, rejected }))).toEqual([
      { source: 'okta', read: 3, events: 3, rejected: 0 },
    ]);
    const told = (of: typeof made) =>
      [...eventsAll(of.db.read)].map(({ id, time, outcome, factor, identity, ip, session, recordId }) => ({
        ...{ id, time, outcome, factor, identity: identity?.name, ip, session, recordId },
      }));
    expect(told(made)).toEqual(told(plain));
    expectHonest(made);
  });

  it('lines of a text log in a collector’s table and in its documents', async () => {
    const made = newCase();
    await bring(
      made,
      put('graylog.csv', csv([{ timestamp: AT, source: 's', message: radius }])),
      put('search.ndjson', lines([{ preview: false, result: { _raw: radius.replace('4711', '4712'), _time: AT } }])),
    );
    expect(presentFiles(made.db.read).map(({ source }) => source)).toEqual(['freeradius', 'freeradius']);
    expect([...eventsAll(made.db.read)]).toHaveLength(2);
    expectHonest(made);
  });

  it('a page of more than the beginning that is looked at is read, each record at its own place', async () => {
    const many = Array.from({ length: 3_000 }, (_, i) => ({
      ...okta(1),
      uuid: `5f0e4e0b-9f0b-0b4c-5a3f-${String(i).padStart(12, '0')}`,
      published: new Date(Date.UTC(2026, 2, 2) + i * 1_000).toISOString(),
    }));
    const made = newCase();
    const { files } = await bring(made, put('page.json', json({ total: many.length, output: { rows: many } })));
    expect(files[0]).toMatchObject({ source: 'okta', records: 3_000, events: 3_000, rejected: 0 });
    const places = new Set([...eventsAll(made.db.read)].map(({ locator }) => locator.offset));
    expect(places.size).toBe(3_000);
  });
});
