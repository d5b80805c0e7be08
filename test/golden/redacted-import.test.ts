/**
 * Records of all vendors with a mark of its own in every field that names somebody or something, through the real importers to
 * redacted copies of every kind: a mark that stands in a chosen field of the case stands in no byte of any copy.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine';
import { verify } from '../../electron/engine/case/verify';
import type { Client } from '../../shared/contract';
import type { Event } from '../../shared/model/event';
import type { Identity } from '../../shared/model/identity';
import { RedactField } from '../../shared/model/redaction';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { members, readable } from './members';

/** Members whose values a person or a program chooses; ids of other kinds, times, codes and addresses stay. */
const FREE =
  /name|agent|city|state|region|login|upn|principal|email|mail|resource|client|device|browser|host|label|user|actor|session|correlation|target/i;
/** Too long to come about in an id drawn at random: of ten letters it once did. */
const MARK = /zqsecretmark[0-9a-z]+qz/g;

let n = 0;
const mark = (): string => {
  n += 1;
  return `zqsecretmark${n.toString(36)}qz`;
};
/** Names as people and programs write them; each holds its mark once. */
const FORMS: readonly ((core: string) => string)[] = [
  (core) => core,
  (core) => `${core.toUpperCase()}'s iPhone (2)`,
  (core) => `Zo\u00eb ${core} "x" & <b>`,
  (core) => `DOM\\${core}`,
  (core) => `${core}, Inc. \u2013 \u6f22\u5b57`,
  (core) => `${core}%20a/b?c=d`,
  (core) => `Zoe\u0308 ${core}`,
];

const marked = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((one) => marked(one, key));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, marked(one, name)]));
  if (typeof value !== 'string' || !FREE.test(key) || /^\d{4}-\d\d-\d\d|^[\d.]+$|^[0-9a-f]*:[0-9a-f:]+$/i.test(value))
    return value;
  // Some stay: a record of which nothing is left is no record of that vendor any more.
  n += 1;
  if (n % 3 === 0) return value;
  return value.includes('@') ? `${mark()}.${mark()}@${mark()}.example` : FORMS[n % FORMS.length]!(mark());
};

let root: string;
let engine: Engine;
let client: Client;
const copies = new Map<string, Buffer>();
/** Marks that stand in a field of a chosen kind, with the kind. */
const hidden = new Map<string, RedactField>();

function writeEvidence(folder: string): void {
  const sources = path.join(__dirname, '../../electron/engine/ingest/sources');
  for (const source of fs.readdirSync(sources)) {
    const samples = path.join(sources, source, 'samples');
    if (!fs.existsSync(samples)) continue;
    const names = fs.readdirSync(samples).filter((name) => /\.(nd)?json$/.test(name) && !name.includes('.expected.'));
    for (const name of names) {
      const text = fs.readFileSync(path.join(samples, name), 'utf8');
      const out = name.endsWith('.ndjson') ? lines(text) : whole(text);
      if (out !== null) fs.writeFileSync(path.join(folder, `${source}-${mark()} ${name}`), out);
    }
  }
}

/** Null where a sample is broken on purpose. */
function whole(text: string): string | null {
  try {
    return JSON.stringify(marked(JSON.parse(text)));
  } catch {
    return null;
  }
}

function lines(text: string): string | null {
  const rows = text.split('\n').filter((row) => row.trim() !== '');
  const out = rows.map(whole);
  return out.includes(null) ? null : out.join('\n');
}

function hide(field: RedactField, ...values: readonly (string | null | undefined)[]): void {
  for (const value of values) for (const [found] of value?.toLowerCase().matchAll(MARK) ?? []) hidden.set(found, field);
}

/** What stands in fields of the case, read from the bundle of the whole case. */
function collect(bundle: Buffer): void {
  const rows = <T>(end: string): T[] => {
    const [, text = ''] = [...members(bundle)].find(([name]) => name.endsWith(end)) ?? [];
    return text
      .split('\n')
      .filter((row) => row !== '')
      .map((row) => JSON.parse(row) as T);
  };
  for (const event of rows<Event>('/data/events.ndjson')) {
    hide('people', event.identity?.name, event.actor, event.target);
    hide('devices', event.device?.id, event.device?.name);
    hide('sessions', event.session, event.correlation, event.token, event.recordId);
    hide('apps', event.app, event.resource);
    hide('agents', event.userAgent);
    hide('places', event.geo?.city, event.geo?.region);
    hide('files', event.file);
  }
  for (const identity of rows<Identity>('/data/identities.ndjson')) {
    hide('people', identity.name, identity.display, identity.owner);
    for (const { name, actor, tenant } of identity.spellings) hide('people', name, actor, tenant);
  }
}

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-marked-'));
  const evidence = path.join(root, 'evidence');
  fs.mkdirSync(evidence);
  writeEvidence(evidence);
  engine = createEngine({ checkOutputs: true });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  const grant = (token: string, file: string, use: 'read' | 'write'): void =>
    engine.control({ control: 'grant', token, path: file, use });
  grant('case', path.join(root, `${mark()} matter.sidedoor`), 'write');
  grant('evidence', evidence, 'read');
  await client['cases.open']({ ref: 'case' });
  await client['cases.actor']({ name: `E. ${mark()}, IR`, confirmed: true });
  const summary = await client['imports.start']({ files: ['evidence'] });
  expect(summary.events).toBeGreaterThan(100);
  grant('whole', path.join(root, 'whole.zip'), 'write');
  await client['exports.write']({ format: 'bundle', kind: 'export', sink: 'whole', query: '' });
  const bundle = fs.readFileSync(path.join(root, 'whole.zip'));
  collect(bundle);
  // Words of the investigator that name what they are about.
  const episodes = await client['episodes.list']({ offset: 0, limit: 100 });
  expect(episodes.length).toBeGreaterThan(10);
  for (const { id, identity } of episodes.slice(0, 20))
    await client['annotations.add']({
      on: id,
      text: `Asked ${identity.name}: not me.`,
      tags: [identity.name.slice(0, 60)],
    });
  const [first] = episodes;
  await client['episodes.decide']({
    id: first!.id,
    verdict: 'friction',
    action: 'none',
    why: `${first!.identity.name} said so`,
  });
  await client['notebook.save']({ text: `# About ${first!.identity.name}\n\n- ${first!.identity.name}` });
  const redact = { fields: [...RedactField.options], truncate: false, keep: [], also: [], key: null, passphrase: null };
  for (const { id, kind, extension } of await client['exports.formats']({})) {
    const token = `${kind}-${id}`;
    const file = path.join(root, `${token}.${extension}`);
    grant(token, file, 'write');
    await client['exports.write']({ format: id, kind, sink: token, query: '', redact });
    copies.set(token, fs.readFileSync(file));
  }
}, 180_000);

afterAll(async () => {
  await engine?.close();
  fs.rmSync(root, { recursive: true, force: true });
});

/** Marks in any byte that a reader can come to. */
function* marksIn(bytes: Buffer): Generator<{ found: string; around: string }> {
  for (const piece of readable(bytes)) {
    const text = piece.toString('latin1').toLowerCase();
    for (const { 0: found, index } of text.matchAll(MARK))
      yield { found, around: text.slice(Math.max(0, index - 60), index + found.length + 20) };
  }
}

describe('redacted copies of marked records', () => {
  it('have something to hide, of every kind that records have', () => {
    expect(hidden.size).toBeGreaterThan(300);
    for (const field of ['people', 'devices', 'sessions', 'apps', 'agents', 'places', 'files'] as const)
      expect([field, [...hidden.values()].filter((one) => one === field).length > 5]).toEqual([field, true]);
    const seen = new Set([...marksIn(fs.readFileSync(path.join(root, 'whole.zip')))].map(({ found }) => found));
    expect([...hidden.keys()].filter((one) => !seen.has(one))).toEqual([]);
  });

  it('hold none of it in any byte', () => {
    const leaks = [...copies].flatMap(
      ([token, bytes]) =>
      [...marksIn(bytes)].filter(({ found }) => hidden.has(found)).map(({ found, around }) => `${token}: ${hidden.get(found)} in ${around}`), // biome-ignore format: one line
    );
    expect([...new Set(leaks)].slice(0, 40)).toEqual([]);
  });

  it('are of every format, and the bundle verifies', async () => {
    expect(copies.size).toBeGreaterThan(14);
    const checked = await verify(path.join(root, 'export-bundle.zip'), {
      signer: null,
      signal: new AbortController().signal,
      progress: () => {},
    });
    expect(checked).toMatchObject({ ok: true, problems: [] });
  });
});
