import { describe, expect, it } from 'vitest';
import { zonedInstant } from './instant';
import { at, peerDocuments, zoneOf } from './peer';

const T = Date.UTC(2026, 2, 3, 7, 18, 30, 37);
const only = (value: unknown) => {
  const documents = peerDocuments(JSON.stringify(value));
  expect(documents).toHaveLength(1);
  return documents[0]!;
};

describe('dialects of expected documents', () => {
  it('reads ECS, nested and dotted, with or without the harness around it', () => {
    const document = {
      '@timestamp': '2026-03-03T07:18:30.037Z',
      'event.outcome': 'failure',
      event: { category: ['authentication', 'session'] },
      user: { name: 'mara', domain: 'northwind.example', id: 7 },
      source: { ip: '198.51.100.23', 'geo.country_iso_code': 'SE', user: { email: 'mara@northwind.example' } },
      user_agent: { original: 'curl/8' },
    };
    const read = only(document);
    expect(read).toMatchObject({ time: T, outcome: 'failure', addresses: ['198.51.100.23'], countries: ['SE'] });
    expect(read.agents).toEqual(['curl/8']);
    expect(read.categories).toEqual(['authentication', 'session']);
    expect(read.users).toEqual(expect.arrayContaining(['mara', '7', 'mara@northwind.example']));
    expect(only({ test: 'x', expected: document })).toEqual(read);
  });
  it('takes an address only where there is one', () => {
    expect(only({ source: { address: 'ec2.cloud.example' } }).addresses).toEqual([]);
    expect(only({ source: { address: '198.51.100.23' } }).addresses).toEqual(['198.51.100.23']);
  });
  it('takes a placeholder for nobody', () => {
    expect(only({ user: { name: 'Unknown', id: 'Not Available' } }).users).toEqual([]);
    expect(only({ user: { name: 'Unknown', id: 'u1' } }).users).toEqual(['u1']);
  });
  it('reads rows of Panther, several of one record', () => {
    const row = { p_event_time: '2026-03-03 07:18:30.037', p_log_type: 'X', p_any_usernames: ['mara'] };
    const two = peerDocuments(JSON.stringify({ test: 'x', expected: [row, { ...row, p_any_ip_addresses: ['::1'] }] }));
    expect(two.map(({ time }) => time)).toEqual([T, T]);
    expect(two[1]).toMatchObject({ users: ['mara'], addresses: ['::1'], outcome: null, categories: [] });
  });
  it('reads OCSF and Datadog attributes that hold it', () => {
    const ocsf = { class_uid: 3002, status_id: 2, time: T, user: { email_addr: 'mara@northwind.example' } };
    expect(only(ocsf)).toMatchObject({ time: T, outcome: 'failure', categories: ['authentication'] });
    const datadog = { custom: { ocsf, usr: { id: 'u1' }, network: { client: { ip: '198.51.100.23' } } }, timestamp: T };
    expect(only(datadog)).toMatchObject({ time: T, outcome: 'failure', users: ['u1'], addresses: ['198.51.100.23'] });
    expect(only({ ...ocsf, class_uid: 6003 }).categories).toEqual([]);
  });
  it('has no document for a record that the peer drops', () => {
    expect(peerDocuments('null')).toEqual([]);
    expect(peerDocuments('{"test":"x","expected":[]}')).toEqual([]);
  });
});

describe('paths', () => {
  it('goes through nested and dotted keys, and not through prototypes', () => {
    expect(at({ a: { 'b.c': 1 } }, 'a.b.c')).toBe(1);
    expect(at({ 'a.b': { c: 2 } }, 'a.b.c')).toBe(2);
    expect(at({ a: {} }, 'a.constructor')).toBeUndefined();
  });
});

describe('times', () => {
  it('reads zones, fractions and counts since 1970', () => {
    expect(zonedInstant('2026-03-03T07:18:30.037999Z')).toBe(T);
    expect(zonedInstant('2026-03-03T02:18:30.037-05:00')).toBe(T);
    expect(zonedInstant('2026-03-03 08:18:30.037+0100')).toBe(T);
    for (const count of [T, T * 1_000, T * 1_000_000]) expect(zonedInstant(String(count))).toBe(T);
    expect(zonedInstant(String(T / 1_000))).toBe(T);
    expect(zonedInstant('yesterday')).toBeNull();
    expect(zonedInstant('2026-13-40T00:00:00Z')).toBeNull();
  });
  it('finds the zone that the peer was told', () => {
    expect(zoneOf(['2026-03-03T07:18:30Z', '2026-03-03T02:18:30-05:00'])).toBe('Etc/GMT+5');
    expect(zoneOf(['2026-03-03T07:18:30+00:00', '2026-03-03T07:18:30+05:30'])).toBeNull();
  });
});
