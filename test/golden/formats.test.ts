/** What holds for every export format, found by its folder: reviewed bytes, repeatability, cancelling, scope, harmlessness. */
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../electron/engine/export/case-view';
import type { ExportFormat } from '../../electron/engine/export/format';
import { EVENTS, HOSTILE, MemorySink, sampleContext, sampleView } from '../../electron/engine/export/sample-view';
import { hostileView, LONG } from './hostile-view';

const formats = Object.entries(
  import.meta.glob<ExportFormat>('../../electron/engine/export/formats/*/index.ts', { eager: true, import: 'default' }),
).map(([path, format]) => ({ folder: path.split('/').at(-2)!, format }));

/** The sealed bundle has tests of its own, and is no text. */
const texts = formats.filter(({ format }) => format.id !== 'bundle');

async function written(
  format: ExportFormat,
  view: CaseView = sampleView(),
  more: Parameters<typeof sampleContext>[0] = {},
): Promise<{ text: string; said: string[]; parts: number }> {
  const sink = new MemorySink();
  const context = sampleContext(more);
  await format.write(view, sink, context);
  return { text: sink.text, said: context.said, parts: sink.parts.length };
}

/** Every string inside a JSON document or its lines. */
function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsOf(item);
  else if (value !== null && typeof value === 'object')
    for (const [name, item] of Object.entries(value)) {
      yield name;
      yield* stringsOf(item);
    }
}

describe.each(texts)('$folder', ({ folder, format }) => {
  it('has its folder as id', () => expect(format.id).toBe(folder));

  it('is as reviewed, twice the same', async () => {
    const { text } = await written(format);
    await expect(text).toMatchFileSnapshot(`exports/${format.id}.${format.extension}`);
    expect((await written(format)).text).toBe(text);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const first = EVENTS[0]!;
    const many = Array.from({ length: 1_200 }, (_, i) => ({ ...first, id: `e${String(i).padStart(14, '0')}` }));
    const [episode] = sampleView().episodes('');
    const episodes = Array.from({ length: 1_200 }, (_, i) => ({ ...episode!, id: `p${String(i).padStart(11, '0')}` }));
    const view = sampleView({ events: () => many, episodes: () => episodes });
    controller.abort();
    await expect(written(format, view, { signal: controller.signal })).rejects.toThrow(/abort/i);
  });

  it('holds one episode where it may be narrowed, and says what it left out', async () => {
    if (!format.filters) return;
    const { text } = await written(format, sampleView(), { episode: 'p00000000001' });
    expect(text).not.toContain('p00000000002');
    expect(text).not.toContain(EVENTS[3]!.recordId);
    await expect(written(format, sampleView(), { episode: 'p0000000nope' })).rejects.toThrow(/no episode/);
  });

  it('names file and place of every record it tells of', async () => {
    if (format.id === 'navigator') return; // tells of episodes only
    const { text } = await written(format);
    for (const { file, locator } of EVENTS.slice(0, 3)) {
      expect(text).toContain(file);
      expect(text).toMatch(new RegExp(`\\b${locator.offset}\\b`));
    }
    expect(text).toContain(sampleView().files()[0]!.sha256);
  });

  it('names the head of the custody log that it was written from, also where it holds nothing else', async () => {
    const { head } = sampleView().custodyHead();
    expect((await written(format)).text).toContain(head);
    if (['stix', 'case', 'geojson', 'kml', 'navigator'].includes(format.id)) {
      const empty = sampleView({ events: () => [], episodes: () => [], manualEvents: () => [], annotations: () => [] });
      expect((await written(format, empty)).text).toContain(head);
      return;
    }
    // Formats of lines: on each, because lines are torn from their file.
    const { text } = await written(format);
    const lines =
      format.extension === 'csv' ? parse(text, { from: 2, record_delimiter: '\r\n' }) : text.trim().split('\n');
    expect(lines.length).toBeGreaterThan(EVENTS.length);
    for (const line of lines) expect(line.at(-1) === head || String(line).includes(head)).toBe(true);
  });

  it('tells of manual events as what they are, or says that it does not', async () => {
    if (format.id === 'navigator') return; // tells of techniques only
    const { text, said } = await written(format);
    const told = text.includes('Ada reported her phone stolen') && /[Mm]anual/.test(text);
    expect(told).toBe(!['geojson', 'kml'].includes(format.id));
    expect(said).toContainEqual(expect.stringContaining('2 manual events of the investigator'));
    if (!format.filters) return;
    const narrowed = await written(format, sampleView(), { episode: 'p00000000002' });
    expect(narrowed.text).not.toContain('Ada reported');
    expect(narrowed.said).toContainEqual(expect.stringContaining('manual event'));
  });

  it('keeps hostile text as text', async () => {
    const { text } = await written(format, hostileView());
    if (format.extension === 'csv') {
      const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' });
      expect(rows.length).toBeGreaterThan(0);
      const running = rows
        .flatMap((row) => Object.values(row))
        .filter((cell) => /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell));
      expect(running).toEqual([]);
      return;
    }
    if (format.extension === 'kml') {
      expect(text).not.toMatch(/<(script|img|a|NetworkLink|href|Link)\b/i);
      expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/);
      const names = [...text.matchAll(/<(\/?)([A-Za-z]+)[^>]*>/g)].filter(([all]) => !/\/>$|^<\?/.test(all));
      const open: string[] = [];
      for (const [, slash, name] of names) {
        if (slash) expect(open.pop()).toBe(name);
        else open.push(name!);
      }
      expect(open).toEqual([]);
      return;
    }
    const documents =
      format.extension.endsWith('l') || format.extension === 'ndjson' ? text.trim().split('\n') : [text];
    const whole: unknown[] =
      format.extension === 'jsonld' ? [JSON.parse(text)] : documents.map((line) => JSON.parse(line) as unknown);
    const strings = [...stringsOf(whole)];
    expect(strings.length).toBeGreaterThan(10);
    // What JSON carries is data; no property may have a name that evidence chose, and nothing may be cut to half a character.
    expect(strings.filter((one) => one === '__proto__' || one === 'constructor')).toEqual([]);
    for (const one of strings) expect(one.isWellFormed()).toBe(true);
  });

  it('can hold names of 10,000 characters', async () => {
    const { text } = await written(format, hostileView());
    if (['csv', 'jsonl', 'stix', 'case', 'ocsf', 'ecs'].includes(format.id)) expect(text).toContain(LONG);
    expect(HOSTILE.length).toBeGreaterThan(10);
  });
});

describe.each(formats.filter(({ folder }) => folder === 'stix' || folder === 'case'))(
  'notes in $folder',
  ({ format }) => {
    it('stand on links, paths, places and spans too', async () => {
      const { text, said } = await written(format);
      for (const on of ['path', 'link', 'plac', 'rang'])
        expect(text).toContain(`Seen on ${on}`.replace('path', 'h000'));
      expect(said.join()).not.toContain('does not hold');
      const narrowed = await written(format, sampleView(), { episode: 'p00000000002' });
      expect(narrowed.text).not.toContain('Seen on');
      expect(narrowed.said).toContainEqual(expect.stringMatching(/^5 notes on what the (bundle|graph) does not hold/));
    });
  },
);

describe('the list of formats', () => {
  it('has all that the command line promises', () => {
    const ids = formats.map(({ folder }) => folder).sort();
    for (const id of [
      'bundle',
      'case',
      'csv',
      'ecs',
      'geojson',
      'jsonl',
      'kml',
      'navigator',
      'ocsf',
      'stix',
      'timesketch',
    ])
      expect(ids).toContain(id);
  });
});
