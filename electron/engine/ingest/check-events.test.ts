/** Every source's samples imported and read again: no false alarm; an edit of any compared column is named. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase } from '../case/folder';
import { addressFacts } from '../enrich/address';
import type { OpenCase } from '../session';
import { eventFaults } from './check-events';
import { parseThreads } from './parse-threads';
import { importFiles } from './pipeline';

const SOURCES = join(__dirname, 'sources');
const root = mkdtempSync(join(tmpdir(), 'check-events-'));
let opened: OpenCase;
let faults: () => Promise<string[]>;

beforeAll(async () => {
  const given = join(root, 'given');
  for (const source of readdirSync(SOURCES)) {
    cpSync(join(SOURCES, source, 'samples'), join(given, source), {
      recursive: true,
      filter: (path) => !path.endsWith('.expected.json'),
    });
  }
  const [sample = ''] = readFileSync(join(SOURCES, 'okta/samples/system-log-ndjson.ndjson'), 'utf8').split('\n');
  const crowd = Array.from({ length: 100 }, (_, n) =>
    JSON.stringify({ ...JSON.parse(sample), uuid: 'anonymised', published: new Date(1.78e12 + 1e6 * n).toISOString() }),
  );
  writeFileSync(join(given, 'one-id-for-all.ndjson'), crowd.join('\n'));
  opened = openCase(join(root, 'a.sidedoor'), { create: true, actor: { name: 'A', confirmed: true }, version: '0' });
  await importFiles(opened, {
    paths: [given],
    settings: { source: null, zone: null, reference: false },
    signal: new AbortController().signal,
    progress: () => {},
    addressFacts,
    parse: parseThreads(null).parse,
    mapping: null,
    only: null,
  });
  faults = () => eventFaults(opened.db.read, opened.folder, { most: 100_000 });
}, 60_000);
afterAll(() => {
  opened.db.close();
  rmSync(root, { recursive: true, force: true });
});

describe('events held against their records', () => {
  it('agree for every shape of every source', async () => {
    expect(await faults()).toEqual([]);
  });

  it('tells all events of a crowd that goes by one id', () => {
    const events = opened.db.read
      .prepare<[], number>("SELECT count(*) FROM event WHERE record_id = 'anonymised' AND variant = 0")
      .pluck();
    expect(events.get()).toBe(100 - 63);
  });

  const one = `eid = (SELECT e.eid FROM event e JOIN file f ON f.id = e.file_id
    WHERE f.name LIKE '%okta/system-log-ndjson.ndjson' AND e.session IS NOT NULL AND e.ip IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM duplicate d WHERE d.eid = e.eid) LIMIT 1)`;
  it.each([
    ['time', `UPDATE event_all SET time = time + 1 WHERE ${one}`],
    ['outcome', `UPDATE event_all SET outcome = (outcome + 1) % 14 WHERE ${one}`],
    ['session', `UPDATE event_all SET session = 'another' WHERE ${one}`],
    ['ip', `UPDATE event_all SET ip = (SELECT max(id) FROM address) WHERE ${one}`],
    ['actor', `UPDATE event_all SET actor = (SELECT max(id) FROM actor) WHERE ${one}`],
    ['record id', `UPDATE event_all SET rk = rk + 1 WHERE ${one}`],
  ])('an edit of %s is named with its place', async (column, sql) => {
    const db = opened.db.write;
    db.exec('SAVEPOINT edit');
    const { changes } = db.prepare(sql).run();
    const found = await faults();
    db.exec('ROLLBACK TO edit; RELEASE edit');
    expect(changes).toBe(1);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      new RegExp(`system-log-ndjson.ndjson, record at byte \\d+: the event differs from its record in .*${column}`),
    );
  });
});
