import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressFacts } from '../enrich/address';
import { countryCode } from '../enrich/places';
import { DEMO_SEED, generateDemo, type Truth } from './index';
import { Chance } from './random';

type Row = Record<string, unknown>;
const files = new Map<string, Buffer>();
let truth: Truth;
const text = (name: string): string => files.get(name)!.toString('utf8');
const lines = (content: string): Row[] =>
  content
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

let okta: Row[];
let interactive: Row[];
let quiet: Row[];
let duo: Row[];

beforeAll(() => {
  truth = generateDemo(DEMO_SEED, (name, bytes) => files.set(name, Buffer.from(bytes)));
  okta = lines(gunzipSync(files.get('okta/system-log-2026-05.ndjson.gz')!).toString('utf8'));
  interactive = JSON.parse(text('entra/InteractiveSignIns_2026-05-01_2026-05-31.json')) as Row[];
  quiet = [...files.keys()].filter((name) => name.includes('noninteractive')).flatMap((name) => lines(text(name)));
  duo = [...files.keys()]
    .filter((name) => name.includes('authentication-v2'))
    .flatMap((name) => (JSON.parse(text(name)) as { response: { authlogs: Row[] } }).response.authlogs);
});

const digest = (seed: string): string => {
  const hash = createHash('sha256');
  generateDemo(seed, (name, bytes) => hash.update(name).update(bytes));
  return hash.digest('hex');
};

describe('the demo', () => {
  it('is the same for the same seed and another for another', () => {
    const first = digest('one');
    expect(digest('one')).toBe(first);
    expect(digest('two')).not.toBe(first);
  });

  it('is a lively month of about 120 people', () => {
    expect(truth.people).toBeGreaterThanOrEqual(110);
    const total = Object.values(truth.records).reduce((sum, n) => sum + n, 0);
    expect(total).toBeGreaterThan(25_000);
    expect(total).toBeLessThan(40_000);
    const people = new Set(okta.map((row) => (row.actor as Row).alternateId));
    expect(people.size).toBeGreaterThan(100);
  });

  it('gives every record an id of its own', () => {
    for (const ids of [okta.map((row) => row.uuid), interactive.map((row) => row.id), duo.map((row) => row.txid)]) {
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('writes logs in the order in which their vendors give them out', () => {
    const rising = (values: string[]): boolean => values.every((value, i) => i === 0 || values[i - 1]! <= value);
    expect(rising(okta.map((row) => row.published as string))).toBe(true);
    expect(rising(interactive.map((row) => row.createdDateTime as string).reverse())).toBe(true);
    expect(rising(duo.map((row) => row.isotimestamp as string))).toBe(true);
  });

  it('stays inside its month', () => {
    for (const row of interactive) expect(row.createdDateTime).toMatch(/^2026-05-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    for (const row of okta) expect(row.published).toMatch(/^2026-05-\d\dT/);
  });

  it('names countries and networks as the bundled tables do, wherever these know', () => {
    const seen = new Map<string, { country: string; asn: number }>();
    for (const row of interactive) {
      seen.set(row.ipAddress as string, {
        country: (row.location as Row).countryOrRegion as string,
        asn: row.autonomousSystemNumber as number,
      });
    }
    for (const row of okta) {
      const client = row.client as Row;
      seen.set(client.ipAddress as string, {
        country: countryCode((client.geographicalContext as Row).country as string)!,
        asn: (row.securityContext as Row).asNumber as number,
      });
    }
    const wrong: string[] = [];
    for (const [ip, said] of seen) {
      const facts = addressFacts(ip);
      expect(facts.scope).toBe('public');
      if (facts.country && facts.country !== said.country) wrong.push(`${ip} ${said.country} ${facts.country}`);
      if (facts.asn && facts.asn !== said.asn) wrong.push(`${ip} AS${said.asn} AS${facts.asn}`);
    }
    expect(seen.size).toBeGreaterThan(150);
    // Operators sublet: a few addresses of a wide range may be someone else's.
    expect(wrong.length, wrong.join('\n')).toBeLessThan(seen.size * 0.05);
  });

  it('keeps what its truth names in the exports, and the truth itself out of them', () => {
    const ids = new Set<unknown>([
      ...okta.map((row) => row.uuid),
      ...interactive.map((row) => row.id),
      ...quiet.map((row) => (row.properties as Row).id),
      ...duo.map((row) => row.txid),
      ...text('entra/ApplicationSignIns_2026-05-01_2026-05-31.csv')
        .split('\r\n')
        .map((line) => line.split(',')[1]),
    ]);
    for (const story of truth.stories) {
      expect(story.denials.length, story.id).toBeGreaterThan(0);
      for (const id of [...story.denials, ...story.linked, ...story.also])
        expect(ids.has(id), `${story.id} ${id}`).toBe(true);
      expect(story.linked.length > 0, story.id).toBe(!story.honest && story.id !== 'reported-fraud');
      for (const content of files.values()) expect(content.includes(story.title)).toBe(false);
    }
  });

  it('has six ways in, one attack that was stopped, and three kinds of look-alike', () => {
    const kinds = new Set(truth.stories.flatMap((story) => story.kinds));
    expect([...kinds].sort()).toEqual(
      [
        'approved_after_denials',
        'credential_added',
        'factor_downgrade',
        'legacy_protocol',
        'sibling_identity',
        'token_replay',
      ].sort(),
    );
    expect(truth.stories.filter((story) => story.honest).map((story) => story.id.replace(/-.*/, ''))).toEqual(
      expect.arrayContaining(['rollout', 'new', 'traveller', 'expired']),
    );
  });
});

describe('chance', () => {
  it('is even enough and repeatable', () => {
    const chance = new Chance('x');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[chance.int(0, 9)]!++;
    for (const count of counts) expect(count).toBeGreaterThan(850);
    expect(new Chance('x').fork('a').uuid()).toBe(new Chance('x').fork('a').uuid());
    expect(new Chance('x').fork('a').uuid()).not.toBe(new Chance('x').fork('b').uuid());
    expect(new Chance('x').uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
