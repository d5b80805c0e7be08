import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { annotations } from '../../../shared/contract/annotations';
import { cases } from '../../../shared/contract/cases';
import { settings } from '../../../shared/contract/settings';
import { type Connection, connect } from '../../../shared/rpc/client';
import { memoryPair } from '../../../shared/rpc/memory-port';
import { serve } from '../../../shared/rpc/server';
import { checkChain } from '../../../shared/seal/chain';
import { type LiveSession, liveSession } from '../live-session';
import { lostWordFaults } from '../store/case-checks';
import { eventId } from '../store/event-id';
import { fillCase } from '../store/fill';
import { type CaseDeps, caseHandlers } from './handlers';
import { nodeHashing } from './node-hashing';

let root: string;
let session: LiveSession;
let link: Connection;
let imported: string[][];

const deps: CaseDeps = {
  outdated: () => [],
  attributions: () => ['Places: example'],
  generateDemo: () => [path.join(root, 'demo.ndjson')],
  importFiles: async (paths) => {
    imported.push(paths.map((file) => path.basename(file)));
  },
};
const grant = (name: string): string => {
  session.grant(name, path.join(root, name), 'read');
  return name;
};
const acts = async (): Promise<string[]> => {
  const { rows } = await link.client['custody.page']({ limit: 500 });
  return rows.map((row) => row.act).reverse();
};

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'case-handlers-'));
  session = liveSession('0.0.0');
  session.setActor({ name: 'A. Examiner', confirmed: true });
  imported = [];
  const [page, engine] = memoryPair();
  serve(engine, { ...cases, ...annotations, ...settings }, caseHandlers(session, deps), { checkOutputs: true });
  link = connect(page);
});
afterEach(async () => {
  link.close();
  await session.close();
  fs.rmSync(root, { recursive: true, force: true });
});

function withEvent(): string {
  const { db } = session.case();
  fillCase(db.write, 'okta', [
    {
      recordId: 'r1',
      time: Date.UTC(2026, 0, 5),
      class: 'authentication',
      action: 'sign-in',
      outcome: 'denied_by_user',
      actor: { id: 'u1', name: 'ada@corp.example', kind: 'human', keys: [] },
    },
  ]);
  const row = db.read.prepare('SELECT rk, content FROM event').get() as { rk: number; content: number };
  db.write
    .prepare(
      `INSERT INTO episode (id, iid, start, finish, verdict, confidence, urgency, summary, body)
       VALUES ('p00000000001', 1, 0, 0, 5, 0.5, 0, '', '{"aliases":["p00000000009"]}')`,
    )
    .run();
  return eventId(row.rk, row.content);
}

describe('files that were not taken', () => {
  it('are listed with their last reason until they are in the case', async () => {
    await link.client['cases.open']({ ref: grant('a.sidedoor') });
    const { custody, db } = session.case();
    const line = (files: object[]): unknown => custody.append('import.unrecognised', { files });
    line([
      { file: 'b.txt', why: 'no known shape', sha256: 'bb' },
      { file: 'a.txt', why: 'empty', sha256: null },
    ]);
    line([{ file: 'a.txt', why: 'cannot be read', sha256: null }]);
    const list = async (): Promise<string[]> =>
      (await link.client['cases.refused']({})).map(({ file, why }) => `${file}: ${why}`);
    expect(await list()).toEqual(['a.txt: cannot be read', 'b.txt: no known shape']);
    fillCase(db.write, 'okta', [], { file: 'b.txt' });
    db.write.prepare("UPDATE file SET source = 'okta'").run();
    expect(await list()).toEqual(['a.txt: cannot be read']);
  });
});

describe('the case room', () => {
  it('has no case until one is opened, and tells its facts then', async () => {
    const { client } = link;
    expect(await client['cases.current']({})).toBeNull();
    await expect(client['custody.page']({})).rejects.toMatchObject({ code: 'no-case' });
    const info = await client['cases.open']({ ref: grant('a.sidedoor') });
    expect(info).toMatchObject({ name: 'a', events: 0, acts: 1, readOnly: false, zone: 'UTC', sealed: 0 });
    withEvent();
    expect(await client['cases.current']({})).toMatchObject({ events: 1, files: 1, episodes: 1, open: 1 });
    // The same folder again is the same open case; another one takes its place.
    expect((await client['cases.open']({ ref: 'a.sidedoor' })).acts).toBe(1);
    expect((await client['cases.open']({ ref: grant('b') })).name).toBe('b');
    expect((await client['cases.open']({ ref: 'a.sidedoor' })).acts).toBe(2);
  });

  it('keeps notes on what exists, finds them under an alias, and withdraws without deleting', async () => {
    const { client } = link;
    await client['cases.open']({ ref: grant('a') });
    const event = withEvent();
    await expect(client['annotations.add']({ on: 'e00000000000000', text: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(client['annotations.add']({ on: 'nonsense', text: 'x' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(client['annotations.add']({ on: event, text: '  ' })).rejects.toMatchObject({ code: 'bad-input' });
    const note = await client['annotations.add']({ on: event, text: 'seen', tags: ['a', 'a'] });
    expect(note).toMatchObject({ on: event, text: 'seen', tags: ['a'], by: 'A. Examiner' });
    const byAlias = await client['annotations.add']({ on: 'p00000000009', text: 'old name' });
    expect(byAlias.on).toBe('p00000000001');
    expect(await client['annotations.list']({ on: 'p00000000009' })).toHaveLength(1);
    expect(await client['annotations.list']({})).toHaveLength(2);
    await client['annotations.remove']({ id: note.id });
    await expect(client['annotations.remove']({ id: note.id })).rejects.toMatchObject({ code: 'conflict' });
    expect(await client['annotations.list']({ on: event })).toEqual([]);
    expect(session.case().db.read.prepare('SELECT count(*) FROM annotation').pluck().get()).toBe(2);
    expect(await acts()).toEqual(['case.create', 'annotate', 'annotate', 'annotate.withdraw']);
  });

  it('keeps every version of the notebook, and logs settings and actor with before and after', async () => {
    const { client } = link;
    await client['cases.open']({ ref: grant('a') });
    expect(await client['notebook.get']({})).toEqual({ text: '', at: null, by: null });
    await client['notebook.save']({ text: 'one' });
    await client['notebook.save']({ text: 'two' });
    await client['notebook.save']({ text: 'two' });
    expect((await client['notebook.get']({})).text).toBe('two');
    expect(session.case().db.read.prepare('SELECT text FROM notebook').pluck().all()).toEqual(['one', 'two']);
    await client['settings.set']({ zone: 'Europe/Berlin' });
    await expect(client['settings.set']({ zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'bad-input' });
    expect(await client['settings.get']({})).toMatchObject({ zone: 'Europe/Berlin', theme: 'system' });
    await client['cases.actor']({ name: 'B. Reviewer', confirmed: false });
    expect(await acts()).toEqual(['case.create', 'notebook', 'notebook', 'setting', 'actor']);
    const { rows, head } = await client['custody.page']({ limit: 2 });
    expect(rows[0]).toMatchObject({ act: 'actor', actor: 'B. Reviewer', hash: head });
    expect(rows[1]!.detail).toEqual({
      before: { zone: 'UTC', theme: 'system' },
      after: { zone: 'Europe/Berlin', theme: 'system' },
    });
    const mirror = fs.readFileSync(path.join(root, 'a/custody.ndjson'), 'utf8').trimEnd().split('\n');
    expect(checkChain(mirror, nodeHashing)).toEqual({ count: 5, head, problem: null });
  });

  it('makes the demonstration once, by the importers', async () => {
    const { client } = link;
    const info = await client['cases.demo']({ ref: grant('demo.sidedoor') });
    expect(info.demo).toBe(true);
    expect(imported).toEqual([['demo.ndjson']]);
    await client['cases.open']({ ref: grant('other') });
    await client['cases.demo']({ ref: 'demo.sidedoor' });
    expect(imported).toHaveLength(1);
  });

  it('verifies the open case and says so in the log', async () => {
    const { client } = link;
    await client['cases.open']({ ref: grant('a') });
    const found = await client['cases.verify']({});
    expect(found).toMatchObject({ ok: true, problems: [] });
    fs.writeFileSync(path.join(root, 'a/evidence/foreign.txt'), 'x');
    const again = await client['cases.verify']({});
    expect(again.problems).toMatchObject([{ file: path.join('evidence', 'foreign.txt'), kind: 'extra' }]);
    expect(await acts()).toEqual(['case.create', 'verify', 'verify']);
  });

  it('writes nothing into a case that someone else has open', async () => {
    const { client } = link;
    await client['cases.open']({ ref: grant('a') });
    const other = liveSession('0.0.0');
    other.grant('a', path.join(root, 'a'), 'read');
    const handlers = caseHandlers(other, deps);
    const context = { signal: new AbortController().signal, progress: undefined as never };
    const info = await handlers['cases.open']({ ref: 'a' }, context);
    expect(info).toMatchObject({ readOnly: true, readOnlyBecause: expect.stringContaining('A. Examiner') });
    await expect(handlers['notebook.save']({ text: 'x' }, context)).rejects.toMatchObject({ code: 'read-only' });
    await other.close();
  });
});

describe('how a case was looked at', () => {
  it('is kept part by part, without a custody line, and never stands in the way', async () => {
    await link.client['cases.open']({ ref: grant('a.sidedoor') });
    const before = await acts();
    expect(await link.client['view.kept']({})).toEqual({});
    await link.client['view.keep']({ parts: { layout: '{"view":"map"}', filters: '{}' } });
    await link.client['view.keep']({ parts: { layout: '{"view":"events"}' } });
    expect(await link.client['view.kept']({})).toEqual({ layout: '{"view":"events"}', filters: '{}' });
    expect(await acts()).toEqual(before);
    session.case().db.write.prepare("UPDATE meta SET value = 'not json' WHERE key = 'view'").run();
    expect(await link.client['view.kept']({})).toEqual({});
    await link.client['cases.open']({ ref: grant('b.sidedoor') });
    expect(await link.client['view.kept']({})).toEqual({});
  });
});

describe('the same note on several things', () => {
  it('is a note each, all or none, and goes back exactly', async () => {
    await link.client['cases.open']({ ref: grant('a.sidedoor') });
    const on = [withEvent(), 'p00000000001'];
    const before = (await acts()).length;
    const note = { text: 'same proxy #infra', tags: ['infra'] };
    await expect(link.client['annotations.addMany']({ on: [...on, 'e00000000000000'], ...note })).rejects.toMatchObject(
      {
        code: 'not-found',
      },
    );
    expect(await link.client['annotations.list']({})).toEqual([]);
    const { ids } = await link.client['annotations.addMany']({ on: [...on, on[0]!], ...note });
    expect(ids).toHaveLength(2);
    expect((await link.client['annotations.list']({})).map((one) => [one.on, one.tags])).toEqual(
      expect.arrayContaining(on.map((one) => [one, ['infra']])),
    );
    await link.client['annotations.removeMany']({ ids });
    expect(await link.client['annotations.list']({})).toEqual([]);
    expect((await acts()).slice(before)).toEqual(['annotate', 'annotate', 'annotate.withdraw', 'annotate.withdraw']);
  });
});

describe('manual events', () => {
  const said = { what: 'Called: "that was not me"', source: 'telephone', saidBy: 'Ada', identity: null };
  it('stand with their instant, go and come back, each with a custody line, and are checked against it', async () => {
    await link.client['cases.open']({ ref: grant('a.sidedoor') });
    const { client } = link;
    const made = await client['manual.add']({ ...said, time: '2026-05-13 14:05', zone: 'Europe/Amsterdam' });
    expect(made).toMatchObject({ ...said, time: '2026-05-13T12:05:00.000Z', by: 'A. Examiner' });
    const list = async () => (await client['manual.list']({})).map(({ id }) => id);
    expect(await list()).toEqual([made.id]);
    expect(await client['manual.list']({ range: { from: 0, to: Date.parse(made.time) } })).toEqual([]);
    await client['manual.withdraw']({ id: made.id });
    expect(await list()).toEqual([]);
    await expect(client['manual.withdraw']({ id: made.id })).rejects.toThrow(/before/);
    await client['manual.restore']({ id: made.id });
    expect(await list()).toEqual([made.id]);
    expect((await acts()).slice(-3)).toEqual(['manual-event', 'manual-event.withdraw', 'manual-event.restore']);
    expect(lostWordFaults(session.case().db.read)).toEqual([]);
    session.case().db.write.prepare("UPDATE manual_event SET what = 'another'").run();
    expect(lostWordFaults(session.case().db.read)).not.toEqual([]);
  });
  it('refuse a time that is none, a zone that is none and a person who is none', async () => {
    await link.client['cases.open']({ ref: grant('a.sidedoor') });
    const add = (part: object) =>
      link.client['manual.add']({ ...said, time: '2026-05-13 14:05', zone: 'UTC', ...part });
    await expect(add({ time: 'yesterday' })).rejects.toThrow(/no time/);
    await expect(add({ zone: 'Mars/Olympus' })).rejects.toThrow(/no such time zone/);
    await expect(add({ identity: 'izzzzzzzzzzz' })).rejects.toThrow(/no identity/);
    expect(await link.client['manual.list']({})).toEqual([]);
  });
});

describe('versions of the notebook', () => {
  it('are all kept, newest first, and one can be read', async () => {
    await link.client['cases.open']({ ref: grant('a.sidedoor') });
    for (const text of ['first', 'second 𝔸']) await link.client['notebook.save']({ text });
    const all = await link.client['notebook.history']({});
    expect(all.map(({ seq, text, characters }) => [seq, text, characters])).toEqual([
      [2, null, 8],
      [1, null, 5],
    ]);
    expect((await link.client['notebook.history']({ seq: 1 })).map(({ text }) => text)).toEqual([null, 'first']);
  });
});
