import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCase } from '../case/folder';
import { verify } from '../case/verify';
import type { OpenCase } from '../session';
import { evidenceInputs } from '../store/analysis-writes';
import { shiftClocks } from '../store/clocks';
import { eventsAll } from '../store/events';
import { presentFiles } from '../store/files';
import { eventFaults } from './check-events';
import { setClock, withRecordedTimes } from './clock';
import { parseThreads } from './parse-threads';
import { importFiles } from './pipeline';
import { removeFile } from './remove';

let root: string;
let opened: OpenCase;
const actor = { name: 'R. Ito', confirmed: true };
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-clock-'));
  opened = openCase(path.join(root, 'c.sidedoor'), { create: true, actor: () => actor, version: '0' });
});
afterEach(() => {
  opened.db.close();
  fs.rmSync(root, { recursive: true, force: true });
});

const nowhere = { scope: 'public' as const, country: null, region: null, city: null, lat: null, lon: null, radiusKm: null, asn: null, asOrg: null, network: null }; // biome-ignore format: one line
const line = (n: number, status = 'failure'): string =>
  `2026-01-02 03:0${n}:05,678 trackingid="tid:${n}" transactionid="t${n}" event="AUTHN_ATTEMPT" subject="alice" ip="203.0.113.4" protocol="SAML20" role="IdP" status="${status}"\n`;

async function bring(name: string, text: string): Promise<void> {
  const at = path.join(root, name);
  fs.writeFileSync(at, text);
  await importFiles(opened, {
    paths: [at],
    settings: { source: null, zone: 'UTC', reference: false },
    signal: new AbortController().signal,
    progress: () => {},
    addressFacts: () => nowhere,
    parse: parseThreads(null).parse,
  });
}
const times = (): string[] => [...eventsAll(opened.db.read)].map(({ time }) => time.slice(11, 19));
const ledgers = () => presentFiles(opened.db.read).map(({ name, events, duplicates }) => [name, events, duplicates]);
const set = (file: string, offsetMs: number) =>
  setClock(opened, { file, offsetMs, why: 'GPS clock in the room', by: actor.name, at: Date.UTC(2026, 0, 3) });

describe('a clock set right', () => {
  it('moves every time of its file and of no other, and says so on each event, on the file and in the custody log', async () => {
    await bring('a.log', line(1) + line(2));
    await bring('b.log', line(5));
    const before = evidenceInputs(opened.db.read);
    const ledger = await set('a.log', -62_000);
    expect(times()).toEqual(['03:00:03', '03:01:03', '03:05:05']);
    expect(ledger).toMatchObject({
      first: '2026-01-02T03:00:03.678Z',
      last: '2026-01-02T03:01:03.678Z',
      clock: { offsetMs: -62_000, why: 'GPS clock in the room', by: 'R. Ito', at: '2026-01-03T00:00:00.000Z' },
    });
    const [first, , other] = [...eventsAll(opened.db.read)];
    expect(first!.clock).toEqual({ recorded: '2026-01-02T03:01:05.678Z', offsetMs: -62_000 });
    expect(other!.clock).toBeUndefined();
    expect(evidenceInputs(opened.db.read)).not.toEqual(before);
    const said = opened.db.read.prepare(`SELECT line FROM custody ORDER BY seq DESC LIMIT 1`).pluck().get() as string;
    expect(JSON.parse(said)).toMatchObject({
      act: 'clock',
      actor: 'R. Ito',
      detail: { file: 'a.log', events: 2, before: null, after: { offsetMs: -62_000 }, why: 'GPS clock in the room' },
    });
  });

  it('is set anew from the recorded time, and taken back by 0', async () => {
    await bring('a.log', line(1));
    await set('a.log', 60_000);
    await set('a.log', 5_000);
    expect(times()).toEqual(['03:01:10']);
    const ledger = await set('a.log', 0);
    expect(times()).toEqual(['03:01:05']);
    expect(ledger!.clock).toBeNull();
    expect([...eventsAll(opened.db.read)][0]!.clock).toBeUndefined();
  });

  it('does not hide that another file tells the same records', async () => {
    await bring('a.log', line(1) + line(2));
    await set('a.log', 3_600_000);
    await bring('b.log', line(2) + line(3));
    expect(ledgers()).toEqual([
      ['a.log', 2, 0],
      ['b.log', 1, 1],
    ]);
    expect(times()).toEqual(['03:03:05', '04:01:05', '04:02:05']);
  });

  it('leaves with its file: a record that stays is timed by the file that keeps it', async () => {
    await bring('a.log', line(1) + line(2));
    await bring('b.log', line(2) + line(3));
    await set('a.log', 3_600_000);
    await withRecordedTimes(opened, () => removeFile(opened, 'a.log', 'wrong host', () => nowhere));
    expect(times()).toEqual(['03:02:05', '03:03:05']);
    await set('b.log', 60_000);
    expect(times()).toEqual(['03:03:05', '03:04:05']);
  });

  it('stands again after a crash during an import, and the case verifies', async () => {
    await bring('a.log', line(1));
    await set('a.log', 60_000);
    for (const _ of shiftClocks(opened.db.write, 'recorded'));
    expect(times()).toEqual(['03:01:05']);
    opened.db.close();
    opened = openCase(path.join(root, 'c.sidedoor'), { actor: () => actor, version: '0' });
    expect(times()).toEqual(['03:02:05']);
    opened.db.close();
    expect(await verify(path.join(root, 'c.sidedoor'), { signer: null })).toMatchObject({ ok: true, problems: [] });
    opened = openCase(path.join(root, 'c.sidedoor'), { actor: () => actor, version: '0' });
  });

  it('is missed by verify where the database says otherwise than the custody log', async () => {
    await bring('a.log', line(1));
    await set('a.log', 60_000);
    opened.db.write.exec(`UPDATE import SET settings = json_set(settings, '$.clock.offsetMs', 61000)`);
    opened.db.close();
    const { ok, problems } = await verify(path.join(root, 'c.sidedoor'), { signer: null });
    expect(ok).toBe(false);
    expect(problems.map(({ why }) => why)).toContain('a.log: its clock is not set as the custody log says');
    opened = openCase(path.join(root, 'c.sidedoor'), { actor: () => actor, version: '0' });
  });

  it('leaves every event what its record says: times are held against the evidence as recorded', async () => {
    await bring('a.log', line(1) + line(2));
    await set('a.log', 60_000);
    expect(await eventFaults(opened.db.read, opened.folder)).toEqual([]);
    opened.db.write.exec('UPDATE event_all SET time = time + 1 WHERE eid = 1');
    expect(await eventFaults(opened.db.read, opened.folder)).toHaveLength(1);
  });

  it('knows no file that is not there', async () => {
    expect(await set('nowhere.log', 1_000)).toBeNull();
    expect(opened.db.write.inTransaction).toBe(false);
  });
});
