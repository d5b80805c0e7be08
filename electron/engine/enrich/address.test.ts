import { describe, expect, it } from 'vitest';
import { addressFacts } from './address';
import { parseAddress } from './address-text';
import { networkOf } from './networks';
import { tables } from './tables';

describe('parseAddress', () => {
  it.each([
    ['8.8.8.8', 'public', '8.8.8.8'],
    ['10.0.0.1', 'private', '10.0.0.1'],
    ['172.31.255.255', 'private', '172.31.255.255'],
    ['172.32.0.1', 'public', '172.32.0.1'],
    ['192.168.1.1', 'private', '192.168.1.1'],
    ['127.0.0.1', 'loopback', '127.0.0.1'],
    ['::1', 'loopback', '::1'],
    ['169.254.1.1', 'link_local', '169.254.1.1'],
    ['fe80::1%eth0', 'link_local', 'fe80::1'],
    ['100.64.0.1', 'cgnat', '100.64.0.1'],
    ['203.0.113.9', 'reserved', '203.0.113.9'],
    ['0.0.0.0', 'reserved', '0.0.0.0'],
    ['255.255.255.255', 'reserved', '255.255.255.255'],
    ['224.0.0.1', 'reserved', '224.0.0.1'],
    ['2001:db8::1', 'reserved', '2001:db8::1'],
    ['fd12:3456::1', 'private', 'fd12:3456::1'],
    ['2001:4860:4860:0:0:0:0:8888', 'public', '2001:4860:4860::8888'],
    ['2001:4860:4860:0000:0000:0000:0000:8844', 'public', '2001:4860:4860::8844'],
    ['[2A00:1450:4001::1]', 'public', '2a00:1450:4001::1'],
    ['::ffff:8.8.8.8', 'public', '8.8.8.8'],
    ['::ffff:10.0.0.1', 'private', '10.0.0.1'],
    ['64:ff9b::808:808', 'public', '8.8.8.8'],
    ['2002:0808:0808::1', 'public', '8.8.8.8'],
    ['2001:0:4136:e378:8000:63bf:f7f7:f7f7', 'public', '8.8.8.8'],
    ['ec2.amazonaws.com', 'service_name', 'ec2.amazonaws.com'],
    ['AWS Internal', 'service_name', 'AWS Internal'],
  ])('%s is %s', (raw, scope, text) => {
    expect(parseAddress(raw)).toMatchObject({ scope, text });
  });

  it.each([
    '',
    '0/0',
    '::/0',
    '8.8.8',
    '8.8.8.8.8',
    '010.1.1.1',
    '256.1.1.1',
    '8.8.8.8:443',
    '0x8080808',
    '134744072',
    '1::2::3',
    '-',
    'null',
    ':'.repeat(500),
    '１.２.３.４',
  ])('refuses %j', (raw) => {
    expect(parseAddress(raw).scope).toBe('invalid');
  });
});

describe('addressFacts', () => {
  it('has every table of the build', () => {
    expect(tables().missing).toEqual([]);
    for (const dataset of tables().datasets) expect(dataset.built).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  it('knows the stable facts of a public address, in both families', () => {
    expect(addressFacts('8.8.8.8')).toMatchObject({ scope: 'public', country: 'US', asn: 15169 });
    expect(addressFacts('8.8.8.8').asOrg).toMatch(/google/i);
    expect(addressFacts('2001:4860:4860::8888')).toMatchObject({ scope: 'public', asn: 15169 });
    expect(addressFacts('::ffff:8.8.8.8').asn).toBe(15169);
  });

  it('gives a country-wide radius where only the country is known', () => {
    const { lat, lon, radiusKm, city } = addressFacts('193.0.6.139'); // RIPE NCC, Amsterdam
    expect(city ?? 'none').toBeTypeOf('string');
    expect(lat).toBeGreaterThan(50);
    expect(lat).toBeLessThan(54);
    expect(lon).toBeGreaterThan(3);
    expect(lon).toBeLessThan(8);
    expect(radiusKm).toBeGreaterThanOrEqual(50);
  });

  it.each(['10.0.0.1', '203.0.113.5', '::1', '100.64.3.4', 'sts.amazonaws.com', 'garbage'])(
    'never locates %s',
    (ip) => {
      expect(addressFacts(ip)).toMatchObject({
        country: null,
        lat: null,
        lon: null,
        asn: null,
        asOrg: null,
        network: null,
      });
    },
  );

  it('finds a country for a good part of all addresses', () => {
    let found = 0;
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const value = (i * 2_654_435_761) % 0xe0000000;
      const text = `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
      if (addressFacts(text).country) found++;
    }
    expect(found).toBeGreaterThan(n / 4);
  });
});

describe('networkOf', () => {
  it.each([
    [16509, 'Amazon.com, Inc.', 'hosting'],
    [64500, 'Example Hosting GmbH', 'hosting'],
    [64500, 'Torland Fibre Ltd', 'residential'],
    [64500, 'Storage University', null],
    [64500, 'Fast VPN LLC', 'vpn'],
    [21928, 'T-Mobile USA, Inc.', 'mobile'],
    [64500, 'Example Mobile Oy', 'mobile'],
    [64500, null, null],
  ])('AS%i %s is %s', (asn, org, network) => {
    expect(networkOf(asn, org)?.network ?? null).toBe(network);
  });
});
