/** Places through the whole engine: log, bundled databases and the person's own side by side; what differs, and why. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../shared/contract';
import type { ImportSummary } from '../../shared/model/ledger';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { Float, mmdbFile } from './enrich/testing/write-mmdb';
import { createEngine, type Engine } from './index';

let root: string;
let engine: Engine;
let client: Client;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'places-'));
  engine = createEngine({ checkOutputs: true });
  engine.control({ control: 'grant', token: 'case', path: join(root, 'c.sidedoor'), use: 'write' });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  await client['cases.open']({ ref: 'case' });
});
afterEach(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

let n = 0;
type Place = { country: string; city?: string; lat?: number; lon?: number } | null;
/** An Okta sign-in of somebody from an address, with the place that the log names. */
function okta(ip: string, place: Place, who = 'ana'): string {
  n++;
  const geographicalContext = place && {
    country: place.country,
    city: place.city ?? null,
    state: null,
    postalCode: null,
    geolocation: place.lat === undefined ? null : { lat: place.lat, lon: place.lon },
  };
  return JSON.stringify({
    uuid: `0000040c-0a1b-4c2d-8e3f-${String(n).padStart(12, '0')}`,
    published: `2026-06-02T10:${String(n % 60).padStart(2, '0')}:00.000Z`,
    eventType: 'user.authentication.sso',
    version: '0',
    severity: 'INFO',
    displayMessage: 'sign-in',
    actor: { id: `00u9${who}8ruiz7Kq2Lm`, type: 'User', alternateId: `${who}@corp.example`, displayName: who },
    client: {
      userAgent: { rawUserAgent: 'Mozilla/5.0' },
      ipAddress: ip,
      ...(geographicalContext && { geographicalContext }),
    },
    outcome: { result: 'SUCCESS', reason: null },
    authenticationContext: { externalSessionId: `s${n}` },
    transaction: { type: 'WEB', id: `t${n}`, detail: {} },
    debugContext: { debugData: {} },
    request: { ipChain: [] },
    target: null,
  });
}

async function bring(files: Record<string, string | Buffer | string[]>): Promise<ImportSummary> {
  const tokens = Object.entries(files).map(([name, content]) => {
    const path = join(root, name);
    writeFileSync(path, Array.isArray(content) ? `${content.join('\n')}\n` : content);
    engine.control({ control: 'grant', token: name, path, use: 'read' });
    return name;
  });
  return client['imports.start']({
    files: tokens,
    source: null,
    zone: null,
    reference: false,
    mapping: null,
    passwordFile: null,
  });
}
const events = async () => (await client['events.page']({ filter: {} })).rows;
const city = mmdbFile({
  '8.8.8.0/24': { country: { iso_code: 'NO' }, city: { names: { en: 'Oslo' } }, location: { latitude: new Float(59.91), longitude: new Float(10.75), accuracy_radius: 20 } }, // biome-ignore format: one record
});
const anonymous = mmdbFile(
  { '8.8.8.8/32': { is_anonymous: true, is_anonymous_vpn: true } },
  { database_type: 'Own-Anonymous-IP' },
);

describe('a person’s address database', () => {
  it('is evidence, and its word comes before the bundled ones, whichever was imported first', async () => {
    await bring({ 'a.ndjson': [okta('8.8.8.8', null)] });
    expect((await events())[0]!.geo).toMatchObject({ country: 'US', from: 'database' });
    const summary = await bring({ 'own.bin': city, 'marks.mmdb': anonymous });
    expect(summary.unrecognised).toEqual([]);
    expect(summary.files).toMatchObject([
      { file: 'own.bin', source: 'address-database', shape: 'Test-City', records: 0, events: 0, context: 0 },
      { file: 'marks.mmdb', source: 'address-database', shape: 'Own-Anonymous-IP' },
    ]);
    await bring({ 'b.ndjson': [okta('8.8.8.9', null)] });
    const [first, second] = await events();
    expect(first!.geo).toEqual({
      country: 'NO',
      region: null,
      city: 'Oslo',
      lat: 59.91,
      lon: 10.75,
      from: 'analyst',
      radiusKm: 20,
    });
    expect(second!.geo).toEqual(first!.geo);

    const { address } = await client['events.get']({ id: first!.id });
    expect(address).toMatchObject({ ip: '8.8.8.8', scope: 'public', identities: 1, network: { kind: 'vpn', because: 'your database marks.mmdb says so (is_anonymous_vpn)' } }); // biome-ignore format: one line
    expect(address!.answers.map(({ from, country, network }) => [from, country, network])).toEqual([
      ['analyst', null, 'vpn'],
      ['analyst', 'NO', null],
      ['database', 'US', null],
      ['database', 'US', null],
      ['database', null, null],
    ]);
    expect(address!.disagreements).toMatchObject([{ about: 'country', log: null, because: 'anonymiser' }]);

    const { rows: lines } = await client['custody.page']({});
    const line = lines.find(({ act, detail }) => act === 'import' && (detail as { file: string }).file === 'own.bin')!;
    expect(line.detail).toMatchObject({ source: 'address-database', sha256: summary.files[0]!.sha256 });
    expect(lines.some(({ act }) => act === 'places.looked-up')).toBe(true);
    expect((await client['cases.verify']({})).ok).toBe(true);
  });

  it('is forgotten when it is removed: findings are of the other databases again', async () => {
    await bring({ 'a.ndjson': [okta('8.8.8.8', null)] });
    await bring({ 'own.mmdb': city });
    await client['imports.remove']({ file: 'own.mmdb', why: 'out of date' });
    expect((await events())[0]!.geo).toMatchObject({ country: 'US', from: 'database' });
    expect(readdirSync(join(root, 'c.sidedoor/evidence'))).toEqual(['a.ndjson']);
  });

  it('that is broken is refused in one line, and nothing of it stays', async () => {
    const broken = Buffer.concat([Buffer.alloc(40), city.subarray(city.length - 300)]);
    const { files, unrecognised } = await bring({
      'a.ndjson': [okta('8.8.8.8', null)],
      'cut.mmdb': city.subarray(0, 300),
      'broken.mmdb': broken,
    });
    expect(files).toHaveLength(1);
    expect(unrecognised).toEqual([
      { file: 'cut.mmdb', why: 'no MaxMind DB: its metadata are missing (a download that was cut?)' },
      { file: 'broken.mmdb', why: expect.stringMatching(/^a damaged MaxMind DB: [^\n]+$/) },
    ]);
    expect(readdirSync(join(root, 'c.sidedoor/evidence'))).toEqual(['a.ndjson']);
  });

  it('that changed behind our back stops an import in one line, and is not believed', async () => {
    await bring({ 'a.ndjson': [okta('8.8.8.8', null)], 'own.mmdb': city });
    await engine.close();
    writeFileSync(join(root, 'c.sidedoor/evidence/own.mmdb'), anonymous);
    engine = createEngine();
    engine.control({ control: 'grant', token: 'case', path: join(root, 'c.sidedoor'), use: 'write' });
    const [page, host] = memoryPair();
    engine.serve(host);
    client = connect(page).client;
    await client['cases.open']({ ref: 'case' });
    await expect(bring({ 'b.ndjson': [okta('8.8.8.9', null)] })).rejects.toThrow('own.mmdb is not what was imported');
  });
});

describe('disagreements', () => {
  const of = async () => (await client['places.disagreements']({})).rows;

  it('tell both values, how often, and the likely reason', async () => {
    await bring({
      'a.ndjson': [
        okta('8.8.8.8', { country: 'US' }),
        okta('8.8.4.4', { country: 'DE', city: 'Munich' }),
        okta('8.8.4.4', { country: 'DE', city: 'Munich' }, 'bob'),
        okta('203.0.113.9', { country: 'NL' }),
        okta('10.1.1.1', { country: 'FR' }),
        okta('10.1.1.2', null),
        okta('104.28.1.1', { country: 'SE' }), // an operator of proxies
      ],
    });
    const { rows, total, compared, databases } = await client['places.disagreements']({});
    expect([total, compared]).toEqual([4, 5]);
    expect(databases.length).toBeGreaterThanOrEqual(3);
    expect(
      rows.map(({ ip, log, because, events: count, identities }) => [ip, log, because, count, identities]),
    ).toEqual([
      ['8.8.4.4', 'DE', expect.any(String), 2, 2],
      ['10.1.1.1', 'FR', 'reserved_range', 1, 1],
      ['104.28.1.1', 'SE', 'anonymiser', 1, 1],
      ['203.0.113.9', 'NL', 'reserved_range', 1, 1],
    ]);
    expect(rows[0]!.databases).toEqual([
      { database: expect.stringContaining('geo-whois-asn-country'), from: 'database', says: 'US' },
      { database: expect.stringContaining('iptoasn-country'), from: 'database', says: 'US' },
    ]);
    expect(rows[1]!.likely).toContain('private');
    expect(rows[3]!.likely).toContain('documentation');
    expect((await client['events.get']({ id: rows[0]!.first })).ip).toBe('8.8.4.4');
  });

  it('say that an export was anonymised where most of a source differs', async () => {
    const records = Array.from({ length: 12 }, (_, i) => okta(`8.8.8.${i + 1}`, { country: i < 9 ? 'JP' : 'US' }));
    await bring({ 'a.ndjson': records });
    const rows = await of();
    expect(rows).toHaveLength(9);
    expect(rows[0]).toMatchObject({
      because: 'anonymised_source',
      likely: expect.stringMatching(/^9 of 12 addresses of this source differ/),
    });
  });

  it('say so too where one address stands for many', async () => {
    await bring({ 'a.ndjson': ['JP', 'BR', 'KE'].map((country) => okta('8.8.8.8', { country })) });
    expect(await of()).toMatchObject([{ because: 'several_places' }, { because: 'several_places' }, { because: 'several_places' }]); // biome-ignore format: one line
  });

  it('compare towns with a person’s database, beyond both radii', async () => {
    await bring({
      'own.mmdb': city,
      'a.ndjson': [
        okta('8.8.8.1', { country: 'NO', city: 'Bergen', lat: 60.39, lon: 5.32 }),
        okta('8.8.8.2', { country: 'NO', city: 'Lillestrøm', lat: 59.96, lon: 11.05 }),
      ],
    });
    const places = (await of()).filter(({ about }) => about === 'place');
    expect(places).toEqual([]); // the bundled databases say another country: that comes first
    expect((await of()).filter(({ about }) => about === 'country')).toHaveLength(2);
  });

  it('show a country that the bundled databases dispute, and use it for nothing', async () => {
    await bring({ 'a.ndjson': [okta('1.1.1.1', null)] });
    const [event] = await events();
    const { address } = await client['events.get']({ id: event!.id });
    const countries = new Set(address!.answers.flatMap(({ country }) => country ?? []));
    if (countries.size > 1) {
      expect(event!.geo).toMatchObject({ disputed: true, from: 'database', country: address!.answers[0]!.country });
      expect(await of()).toMatchObject([{ log: null, about: 'country' }]);
      expect((await client['events.facets']({ filter: {}, fields: ['country'] })).country).not.toContainEqual(
        expect.objectContaining({ value: 'US' }),
      );
    } else expect(event!.geo?.disputed).toBeUndefined();
  });
});
