/** Every export of the sample case, byte for byte as it was reviewed; and what holds for all of them. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../electron/engine/export/case-view';
import { csvCell } from '../../electron/engine/export/csv-cell';
import type { ExportFormat } from '../../electron/engine/export/format';
import csv from '../../electron/engine/export/formats/csv';
import timesketch from '../../electron/engine/export/formats/timesketch';
import html from '../../electron/engine/export/report/html';
import { EVENTS, HOSTILE, MemorySink, sampleContext, sampleView } from '../../electron/engine/export/sample-view';

async function written(
  format: ExportFormat,
  view: CaseView = sampleView(),
  more: Parameters<typeof sampleContext>[0] = {},
): Promise<{ text: string; leftOut: string[] }> {
  const sink = new MemorySink();
  const context = sampleContext(more);
  await format.write(view, sink, context);
  return { text: sink.text, leftOut: context.said };
}

/** What a spreadsheet takes for a formula, told independently of our own rule. */
const runs = (cell: string): boolean => /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell);

describe('csv', () => {
  it('is as reviewed', async () => {
    const { text, leftOut } = await written(csv);
    await expect(text).toMatchFileSnapshot('exports/csv.csv');
    expect(leftOut).toEqual([expect.stringContaining('2 manual events'), expect.stringContaining('as a formula')]);
  });

  it('parses, has the events of the query, and no cell that runs', async () => {
    const { text, leftOut } = await written(csv, sampleView(), { query: 'denied' });
    const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' });
    expect(rows.map((row) => row.id)).toEqual([EVENTS[0]!.id, EVENTS[1]!.id, EVENTS[3]!.id]);
    expect(rows.flatMap((row) => Object.values(row)).filter(runs)).toEqual([]);
    expect(rows[2]!.identity).toBe(`'${HOSTILE}`);
    expect(rows[0]!.lon).toBe('-23.6'); // a number of ours, not a formula
    expect(leftOut).toContainEqual(expect.stringContaining('2 manual events of the investigator: not of the records'));
    expect(leftOut).toContainEqual(expect.stringContaining('1 event that do not match'));
  });

  it('has no cell that runs, whatever the text', () => {
    const start = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      ' =',
      '\u00a0@',
      '＝',
      '＋',
      '－',
      '＠',
      '\ufeff=',
      '"=',
      '',
    );
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary' }), (first, rest) => {
        const [[cell]] = parse(`${csvCell(first + rest)}\r\n`, { record_delimiter: '\r\n' }) as [[string]];
        expect(runs(cell) || /^[\t\r\n]/.test(cell)).toBe(false);
        expect([first + rest, `'${first}${rest}`]).toContain(cell);
      }),
    );
  });
});

describe('timesketch', () => {
  it('is as reviewed', async () => {
    const { text, leftOut } = await written(timesketch);
    await expect(text).toMatchFileSnapshot('exports/timesketch.jsonl');
    expect(leftOut).toEqual([expect.stringContaining('2 manual events')]);
  });

  it('has what the importer asks of every row, with one instant in both times', async () => {
    const rows = (await written(timesketch)).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const row of rows) {
      expect(row).toMatchObject({
        message: expect.any(String),
        timestamp_desc: expect.any(String),
        tag: expect.any(Array),
      });
      expect(row.datetime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
      expect(Date.parse(String(row.datetime)) * 1_000).toBe(row.timestamp);
      expect(String(row.message)).not.toMatch(/[\u0000-\u001f\u202e]/);
    }
    expect(rows[0]!.tag).toContain('episode-p00000000001');
    expect(rows[2]!.tag).toContain('followed-p00000000001');
  });

  it('is CSV where the name says so', async () => {
    const { text } = await written(timesketch, sampleView(), { fileName: 'x.csv' });
    const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' });
    expect(rows).toHaveLength(EVENTS.length + 2); // manual events, at the end
    expect(rows.at(-2)).toMatchObject({ tag: 'manual', data_source: 'manual', user: '', event_id: 'm00000000001' });
    expect(rows[0]!.tag).toBe('mfa-denied,episode-p00000000001');
    expect(rows.flatMap((row) => Object.values(row)).filter(runs)).toEqual([]);
  });

  it('says what it cuts and drops', async () => {
    const events = [
      { ...EVENTS[0]!, userAgent: '漢'.repeat(20_000) },
      { ...EVENTS[1]!, time: '1601-01-01T00:00:00.000Z' },
    ];
    const { text, leftOut } = await written(timesketch, sampleView({ events: () => events, manualEvents: () => [] }));
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(rows).toHaveLength(1);
    expect(Buffer.byteLength(rows[0]!.user_agent!)).toBeLessThanOrEqual(32_766);
    expect(leftOut).toHaveLength(2);
  });
});

describe('the HTML report', () => {
  /** Markup that a browser would act on, read by a scanner that knows nothing of our templates. */
  const elements = (text: string): string[] =>
    [...text.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)].map((found) => found[1]!.toLowerCase());

  it('runs nothing and fetches nothing', async () => {
    const { text } = await written(html);
    for (const bad of [
      'script',
      'iframe',
      'object',
      'embed',
      'link',
      'base',
      'form',
      'img', // only with a logo
      'foreignobject',
      'use',
      'image',
    ]) {
      expect(elements(text)).not.toContain(bad);
    }
    expect(text).not.toMatch(/<[^>]+\son\w+\s*=/i);
    expect(text).not.toMatch(/<[^>]+\s(href|src|action|xlink:href)\s*=\s*["'](?!#)/i);
    expect(text).not.toMatch(/<[^>]+\sstyle\s*=/i);
    expect(text).not.toMatch(/@import|url\(/i);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)![1]!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|script-src|https?:/);
    expect(text.indexOf('Content-Security-Policy')).toBeLessThan(text.indexOf('<style>'));
  });

  it('shows hostile text as text, and invisible characters as what they are', async () => {
    const { text } = await written(html);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}&quot;&#39;&amp;\\u{7}');
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/);
    expect(text).toMatch(/What registers say[\s\S]*<code>c0000000000a<\/code>/);
    expect(text).not.toContain('undefined');
    expect(text).not.toContain('[object');
    expect(text).not.toContain('NaN');
  });

  it('is well formed: every element that opens closes in order', async () => {
    const { text } = await written(html);
    const empty = new Set(['meta', 'br', 'rect', 'line', 'circle', 'path', 'polyline', 'polygon', 'col']);
    const open: string[] = [];
    for (const [, slash, name, rest] of text
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (empty.has(name!) || rest!.endsWith('/')) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('says what a stranger needs: head, hashes, places of records, decision beside verdict, what was left out', async () => {
    const { text } = await written(html);
    const view = sampleView();
    expect(text).toContain(view.custodyHead().head);
    for (const file of view.files()) expect(text).toContain(file.storedSha256);
    expect(text).toContain('r-3');
    expect(text).toContain('20+10'); // offset and length of the cited record
    expect(text).toMatch(/Decided: ■\u00a0Attempted abuse.*the rules say likely compromise/s);
    expect(text).toContain('She did not approve.<br>');
    expect(text).toContain('Where sources disagree');
    for (const words of [
      'What was left out',
      'non-interactive sign-ins',
      'no time',
      'Thresholds',
      'Evidence against it',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toContain('Places: example database, CC BY 4.0');
  });

  it('stays small and honest with many episodes', async () => {
    const [first] = sampleView().episodes('');
    const many = Array.from({ length: 6_000 }, (_, i) => ({
      ...first!,
      id: `p${String(i).padStart(11, '0')}`,
      verdict: i === 5_999 ? ('likely_compromise' as const) : ('friction' as const),
    }));
    const view = sampleView({ episodes: () => many, info: { ...sampleView().info, episodes: many.length } });
    const { text, leftOut } = await written(html, view);
    expect(text.match(/<h4 id="e\d+">/g)).toHaveLength(500);
    expect(text.indexOf('p00000005999')).toBeLessThan(text.indexOf('p00000000001'));
    expect(leftOut).toEqual(['5,500 episodes only as a row of the table', '1,000 episodes not even in the table']);
  });
});
