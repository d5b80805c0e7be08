/** Look-ups give exactly what the bundled databases say by themselves: compared with the files, address by address. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type CountryResponse, Reader } from 'mmdb-lib';
import { describe, expect, it } from 'vitest';
import { bundledLookup } from './address';
import { parseAddress } from './address-text';

const require = createRequire(import.meta.url);
const folder = (name: string): string => dirname(require.resolve(`@ip-location-db/${name}/package.json`));
const NAMES = ['geo-whois-asn-country', 'iptoasn-country'] as const;
const readers = NAMES.map((name) => ({
  name: `@ip-location-db/${name}-mmdb`,
  v4: new Reader<CountryResponse>(readFileSync(join(folder(`${name}-mmdb`), `${name}-ipv4.mmdb`))),
  v6: new Reader<CountryResponse>(readFileSync(join(folder(`${name}-mmdb`), `${name}-ipv6.mmdb`))),
}));

/** Evenly spread over all values, the same at every run. */
function* spread(n: number): Generator<number> {
  for (let i = 0, value = 0x9e3779b9; i < n; i++) {
    value = (Math.imul(value ^ (value >>> 15), 0x85ebca6b) + 0x6d2b79f5 * i) >>> 0;
    yield value;
  }
}

const quad = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const group = (value: number): string => (value & 0xffff).toString(16);

/** What each file says, by its name; without those that do not know. */
function expected(ip: string, family: 'v4' | 'v6'): Record<string, string> {
  return Object.fromEntries(
    readers.flatMap((reader) => {
      const code = (reader[family].get(ip) as { country_code?: string } | null)?.country_code;
      return code ? [[reader.name, code]] : [];
    }),
  );
}

function said(ip: string): Record<string, string> {
  return Object.fromEntries(
    bundledLookup
      .answers(ip)
      .filter(({ country }) => country !== null)
      .map(({ database, country }) => [database.split(' ')[0]!, country!]),
  );
}

/** Counts compared addresses; fails with the first that differs. */
function compare(ips: Iterable<string>, family: 'v4' | 'v6'): { public: number; known: number; disputed: number } {
  const sums = { public: 0, known: 0, disputed: 0 };
  for (const ip of ips) {
    if (parseAddress(ip).scope !== 'public') {
      if (bundledLookup.answers(ip).length > 0) throw new Error(`${ip} is not public and was located`);
      continue;
    }
    sums.public++;
    const want = expected(ip, family);
    const have = said(ip);
    if (JSON.stringify(want) !== JSON.stringify(have))
      throw new Error(`${ip}: databases say ${JSON.stringify(want)}, look-up says ${JSON.stringify(have)}`);
    const codes = new Set(Object.values(want));
    if (codes.size > 0) sums.known++;
    const facts = bundledLookup.facts(ip);
    if (codes.size > 1) sums.disputed++;
    if (facts.disputed !== codes.size > 1) throw new Error(`${ip}: disputed is ${facts.disputed}`);
    if (facts.country !== (Object.values(want)[0] ?? null)) throw new Error(`${ip}: country is ${facts.country}`);
  }
  return sums;
}

describe('the country of an address', () => {
  it('is that of both files over 60,000 IPv4 addresses', () => {
    const sums = compare([...spread(60_000)].map(quad), 'v4');
    expect(sums.public).toBeGreaterThan(45_000);
    expect(sums.known).toBeGreaterThan(30_000);
    expect(sums.disputed).toBeGreaterThan(500);
  });

  it('is that of both files at the borders of networks', () => {
    const borders = [0x01000000, 0x08080800, 0xc1000000, 0xdffffeff, 0x05000000].flatMap((at) =>
      Array.from({ length: 600 }, (_, i) => quad((at + (i - 300) * 128) >>> 0)),
    );
    expect(compare(borders, 'v4').public).toBeGreaterThan(2_000);
  });

  it('is that of both files over IPv6, also finer than a /64', () => {
    const ips: string[] = [];
    for (const value of spread(20_000)) {
      const head = ['2001', '2003', '2400', '2600', '2606', '2800', '2a00', '2a02', '2a0e', '2c0f'][value % 10]!;
      ips.push(`${head}:${group(value)}:${group(value >>> 16)}:${group(value * 7)}::${group(value >>> 8)}`);
      ips.push(`${head}:${group(value & 0x3ff)}::1`);
    }
    const sums = compare(ips, 'v6');
    expect(sums.public).toBeGreaterThan(15_000);
    expect(sums.known).toBeGreaterThan(2_000);
  });

  it.each([
    ['::ffff:8.8.8.8', '8.8.8.8'],
    ['::ffff:0808:0808', '8.8.8.8'],
    ['[2001:4860:4860::8888]', '2001:4860:4860::8888'],
    ['2001:4860:4860:0:0:0:0:8888%eth0', '2001:4860:4860::8888'],
    ['64:ff9b::5db8:d822', '93.184.216.34'],
  ])('of %s is that of %s', (written, plain) => {
    expect(bundledLookup.answers(written)).toEqual(bundledLookup.answers(plain));
    expect(said(written)).toEqual(expected(plain, plain.includes(':') ? 'v6' : 'v4'));
  });

  it.each([
    '10.1.2.3',
    '100.64.9.9',
    '127.0.0.1',
    '169.254.7.7',
    '192.0.2.55',
    '198.51.100.7',
    '203.0.113.5',
    '198.18.0.1',
    '240.0.0.1',
    'fd00::1',
    'fe80::1%3',
    '2001:db8::99',
    '::1',
    'sts.amazonaws.com',
    '8.8.8.8.8',
  ])('is nobody’s for %s', (ip) => {
    expect(bundledLookup.answers(ip)).toEqual([]);
    expect(bundledLookup.facts(ip)).toMatchObject({ country: null, asn: null, disputed: false, network: null });
  });
});

describe('the network of an address', () => {
  it('is that of the list over 3,000 of its ranges, first and last address', () => {
    const lines = readFileSync(join(folder('asn'), 'asn-ipv4.csv'), 'utf8').split('\n');
    let compared = 0;
    for (let i = 0; i < lines.length; i += Math.floor(lines.length / 3_000)) {
      const [first, last, asn] = lines[i]!.split(',');
      for (const ip of [first, last]) {
        if (!ip || parseAddress(ip).scope !== 'public') continue;
        expect(bundledLookup.facts(ip).asn, ip).toBe(Number(asn));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(5_000);
  });

  it('is that of the list over IPv6 ranges', () => {
    const lines = readFileSync(join(folder('asn'), 'asn-ipv6.csv'), 'utf8').split('\n');
    let compared = 0;
    for (let i = 0; i < lines.length; i += Math.floor(lines.length / 1_500)) {
      const [first, last, asn] = lines[i]!.split(',');
      for (const ip of [first, last]) {
        if (!ip || parseAddress(ip).scope !== 'public' || parseAddress(ip).v6 === null) continue;
        expect(bundledLookup.facts(ip).asn, ip).toBe(Number(asn));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(2_000);
  });
});
