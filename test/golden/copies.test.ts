/**
 * Two copies of the demonstration, each with words of every kind, put together: both then verify to the last word, hold the
 * same, and go through a bundle and back without another manifest.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine';
import { DEMO_SEED, generateDemo } from '../../electron/engine/demo';
import { lostWordFaults, withCause } from '../../electron/engine/store/case-checks';
import { openCaseDb } from '../../electron/engine/store/open';
import { verifyWhole } from '../../electron/engine/verify-whole';
import type { Client } from '../../shared/contract';
import type { Episode } from '../../shared/model/episode';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { readMembers } from '../damage/mutate';

let root: string;
let engine: Engine;
let client: Client;
let episodes: Episode[];

/** A suppression ends within a year of when it is made. */
const MONTH = new Date(Date.now() + 30 * 86_400_000).toISOString();

const at = (name: string): string => join(root, name);
const grant = (...names: string[]): void => {
  for (const token of names) engine.control({ control: 'grant', token, path: at(token), use: 'write' });
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sidedoor-copies-'));
  generateDemo(DEMO_SEED, (name, bytes) => {
    const path = join(root, 'exports', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  });
  engine = createEngine({ checkOutputs: true });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  grant('exports', 'a', 'b', 'c', 'one.zip', 'two.zip', 'three.zip', 'd');
  await client['cases.open']({ ref: 'a' });
  await client['cases.actor']({ name: 'Ann Alpha, IR', confirmed: true });
  await client['imports.start']({ files: ['exports'] });
  episodes = await client['episodes.list']({ offset: 0, limit: 200 });
  const parted = await client['annotations.add']({ on: episodes[0]!.id, text: 'before the copies parted', tags: [] });
  await client['suppressions.add']({ query: 'verdict:friction', why: 'the rollout', expires: MONTH });
  await client['manual.add']({ time: '2026-05-12T10:00', zone: 'Europe/Berlin', what: 'told so', source: 'a call', saidBy: '', identity: null }); // biome-ignore format: one line
  await client['notebook.save']({ text: 'Begun together.' });
  await client['cases.close']({});
  cpSync(at('a'), at('b'), { recursive: true });

  await say('a', 'Ann Alpha, IR', 1, 'likely_compromise');
  await say('b', 'Bob Beta, CSIRT', 2, 'friction');
  await client['annotations.remove']({ id: parted.id });
  for (const { id } of await client['suppressions.list']({})) await client['suppressions.withdraw']({ id });
  for (const { id } of await client['manual.list']({ range: null, identities: null }))
    await client['manual.withdraw']({ id });
  for (const { seq } of await client['regroups.list']({})) await client['regroups.withdraw']({ seq });
  await client['episodes.undecide']({ id: episodes[5]!.id });
  await client['cases.close']({});
  cpSync(at('a'), at('c'), { recursive: true });
}, 180_000);

afterAll(async () => {
  await engine?.close();
  rmSync(root, { recursive: true, force: true });
});

/** Words of every kind in one copy; `n` keeps those of the two copies apart. */
async function say(ref: string, name: string, n: number, verdict: 'likely_compromise' | 'friction'): Promise<void> {
  await client['cases.open']({ ref });
  await client['cases.actor']({ name, confirmed: true });
  const [first] = episodes;
  for (const on of [first!.id, first!.identity.id, first!.events[0]!])
    await client['annotations.add']({ on, text: `seen by ${name}`, tags: [`t${n}`] });
  const [gone] = [await client['annotations.add']({ on: first!.id, text: `wrong ${n}`, tags: [] })];
  await client['annotations.remove']({ id: gone.id });
  await client['episodes.decide']({ id: first!.id, verdict, action: 'verify', why: `says ${name}` });
  await client['episodes.decide']({ id: episodes[5]!.id, verdict: 'expected', action: 'none', why: `so says ${name}` });
  await client['episodes.decide']({ id: episodes[6 + n]!.id, verdict, action: 'none', why: `alone says ${name}` });
  const quiet = episodes.filter((one) => one.verdict === 'friction' || one.verdict === 'misconfigured');
  const linked = episodes.find(({ followedBy }) => followedBy.length > 0)!;
  await client['links.review']({
    episode: linked.id,
    event: linked.followedBy[0]!.event,
    review: n === 1 ? 'confirmed' : 'rejected',
    why: name,
  });
  await client['notebook.save']({ text: `Begun together. Gone on by ${name}.` });
  await client['suppressions.add']({ query: `identity:${quiet[n]!.identity.name}`, why: name, expires: MONTH }); // biome-ignore format: one line
  await client['manual.add']({ time: `2026-05-13T1${n}:00`, zone: 'UTC', what: `noticed ${n}`, source: name, saidBy: name, identity: first!.identity.id }); // biome-ignore format: one line
  const many = episodes.filter(({ events }) => events.length > 3)[n]!;
  await client['episodes.split']({ id: many.id, event: many.events[2]!, why: `two things, says ${name}` });
  await client['settings.set']({ zone: n === 1 ? 'Europe/Paris' : 'Europe/Rome' });
  const { thresholds } = await client['thresholds.get']({});
  const chosen = thresholds.find(({ value }) => typeof value === 'number' && value > 3)!;
  await client['thresholds.set']({ values: { [chosen.id]: Number(chosen.value) + n }, why: `as ${name} sees it` });
  const { rows } = await client['identities.list']({ offset: 0, limit: 500 });
  await client['identities.merge']({
    identities: [rows[10 + n]!.id, rows[20 + n]!.id],
    why: `one person, says ${name}`,
  });
}

const words = async (): Promise<unknown> => ({
  notes: (await client['annotations.list']({ on: null, history: true })).map(({ id }) => id).sort(),
  notebook: (await client['notebook.get']({})).text,
  suppressions: (await client['suppressions.list']({})).map(({ id, withdrawn }) => [id, withdrawn]).sort(),
  manual: (await client['manual.list']({ range: null, identities: null })).map(({ id }) => id),
  regroups: (await client['regroups.list']({})).map(({ episode, other }) => [episode, other]).sort(),
  conflicts: await client['cases.conflicts']({}),
  settings: await client['settings.get']({}),
});

const acts = async (): Promise<Map<string, number>> => {
  const found = new Map<string, number>();
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<Client['custody.page']>> = await client['custody.page']({ after, limit: 500 });
    for (const { act } of page.rows) found.set(act, (found.get(act) ?? 0) + 1);
    after = page.next;
    if (after === null) return found;
  }
};
const manifests = (name: string): Map<string, string> =>
  new Map(
    readMembers(readFileSync(at(name)))
      .map((member) => [member.name.slice(member.name.indexOf('/') + 1), member.content.toString()] as const)
      .filter(([file]) => /manifest-sha(256|512)\.txt$/.test(file)),
  );

describe('two copies, put together', () => {
  it('tell each word that came in the custody log, and verify to the last of them', async () => {
    await client['cases.open']({ ref: 'a' });
    await client['cases.actor']({ name: 'Cy Court', confirmed: true });
    const before = await acts();
    const done = await client['cases.combine']({ ref: 'b' });
    await client['analysis.run']({ force: false });
    expect([...new Set(done.conflicts.map(({ kind }) => kind))].sort()).toEqual(['decision', 'link', 'notebook', 'setting', 'thresholds']); // biome-ignore format: one line
    expect(done.added).toMatchObject({
      notes: 4,
      decisions: 3,
      'reviews of links': 1,
      'words on episodes': 1,
      suppressions: 1,
      'manual events': 1,
      'versions of the thresholds': 1,
      'words on who is who': 1,
    });
    expect(done.withdrawn).toEqual({ notes: 1, suppressions: 1, 'manual events': 1 });
    const after = await acts();
    const grown = (act: string): number => (after.get(act) ?? 0) - (before.get(act) ?? 0);
    for (const [act, n] of [
      ['annotate', 4],
      ['annotate.withdraw', 2],
      ['decide', 3],
      ['decide.withdraw', 1],
      ['link.review', 1],
      ['regroup', 1],
      ['regroup.withdraw', 1],
      ['suppress', 1],
      ['manual-event', 1],
      ['notebook', 2],
      ['case.combine', 1],
    ] as const)
      expect([act, grown(act)]).toEqual([act, n]);
    const line = (await client['custody.page']({ limit: 500 })).rows.find(
      ({ act, detail }) => act === 'annotate' && detail.text === 'seen by Bob Beta, CSIRT',
    );
    expect(line).toMatchObject({ actor: 'Cy Court', detail: { said: { by: 'Bob Beta, CSIRT' } } });
    await client['cases.close']({});
    expect((await verifyWhole(at('a'))).problems).toEqual([]);
  });

  it('hold the same, whichever took the other in, and a second time adds nothing', async () => {
    await client['cases.open']({ ref: 'a' });
    const here = await words();
    await client['cases.open']({ ref: 'b' });
    await client['cases.combine']({ ref: 'c' });
    await client['analysis.run']({ force: false });
    expect(await words()).toEqual(here);
    expect(await client['cases.combine']({ ref: 'a' })).toMatchObject({ added: {}, withdrawn: {}, conflicts: [] });
    await client['cases.close']({});
    expect((await verifyWhole(at('b'))).problems).toEqual([]);
  });

  it('go through a bundle and back: the same manifests; what is continued verifies too', async () => {
    await client['cases.open']({ ref: 'a' });
    await client['exports.write']({ format: 'bundle', sink: 'one.zip' });
    await client['cases.open']({ ref: 'one.zip' });
    await client['exports.write']({ format: 'bundle', sink: 'two.zip' });
    expect(manifests('one.zip').size).toBe(4);
    expect(manifests('two.zip')).toEqual(manifests('one.zip'));
    await client['cases.continue']({ bundle: 'one.zip', ref: 'd' });
    await client['exports.write']({ format: 'bundle', sink: 'three.zip' });
    await client['cases.close']({});
    expect((await verifyWhole(at('d'))).problems).toEqual([]);
    expect((await verifyWhole(at('three.zip'))).problems).toEqual([]);
    const lines = (name: string): string[] => manifests(name).get('manifest-sha256.txt')!.split('\n');
    const same = new Set(lines('one.zip'));
    const differing = lines('three.zip').filter((one) => !same.has(one)).map((one) => one.split('  ')[1]); // biome-ignore format: one line
    expect(differing.sort()).toEqual(['README.txt', 'case.db', 'case.json', 'custody.ndjson', 'report.html'].map((name) => `data/${name}`)); // biome-ignore format: one line
  });

  it('a notebook that was changed behind the log is named', () => {
    const db = openCaseDb(join(at('c'), 'case.db'));
    try {
      expect(lostWordFaults(db.read)).toEqual([]);
      db.write.prepare("UPDATE notebook SET text = text || ' And she confessed.'").run();
      expect(lostWordFaults(db.read).join('\n')).toMatch(/notebook [0-9a-f]{64}.*the custody log knows nothing of it/);
    } finally {
      db.close();
    }
  });

  it('names an early build as the cause where its log only counts what came in', async () => {
    await client['cases.close']({});
    cpSync(at('a'), at('early'), { recursive: true });
    const db = openCaseDb(join(at('early'), 'case.db')).write;
    db.prepare(
      "INSERT INTO decision (episode, verdict, action, why, by, at) SELECT episode, verdict, action, 'from the other copy', 'Bob Beta, CSIRT', at FROM decision LIMIT 1",
    ).run();
    const faults = lostWordFaults(db);
    expect(faults).toHaveLength(1);
    expect(withCause(db, faults)).toEqual(faults); // no line tells of another copy
    const line = {
      seq: 9_999,
      act: 'case.combine',
      detail: { with: { name: 'bobs.zip', custodyHead: 'ab12' }, added: { decisions: 1 } },
    }; // as they wrote it
    db.prepare('INSERT INTO custody (seq, line, hash) VALUES (9999, ?, ?)').run(JSON.stringify(line), 'ab');
    expect(withCause(db, lostWordFaults(db))).toEqual([
      expect.stringMatching(/knows nothing of it; line 9999 .* counts 1 that came from bobs\.zip .*custody head ab12/),
    ]);
    db.close();
  });
});
