/**
 * Every machine format against its schema or shapes (`test/schemas`): the sample case, a hostile one, one with nothing in it, one
 * episode. `SIDEDOOR_EXPORTS=FOLDER` also checks files there, named `ANYTHING.FORMAT`: what the command line wrote of a real case.
 */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../electron/engine/export/case-view';
import type { ExportFormat } from '../../electron/engine/export/format';
import { EVENTS, MemorySink, sampleContext, sampleView } from '../../electron/engine/export/sample-view';
import { CHECKED, faultsOf } from '../schemas/check';
import { hostileView } from './hostile-view';

const formats = Object.values(
  import.meta.glob<ExportFormat>('../../electron/engine/export/formats/*/index.ts', { eager: true, import: 'default' }),
).filter(({ id }) => CHECKED.includes(id));

/** Texts that break writers: halves of characters, NUL, what markup and shells act on, nothing but blanks. */
const BROKEN = [
  '\ud800',
  'a\u0000b',
  '\udfff\ud83d',
  '   ',
  ']]>',
  '&',
  '"\\',
  '\u2028\u2029',
  '🜚'.repeat(5_000),
  '__proto__',
  '\ufffe\uffff',
];

/** The sample case where each text that evidence or a person chooses is such a text. */
function brokenView(): CaseView {
  const base = sampleView();
  let n = 0;
  const next = (): string => BROKEN[n++ % BROKEN.length]!;
  const events = BROKEN.flatMap((_, i) =>
    (['authentication', 'session', 'access', 'change', 'request', 'other'] as const).map((kind, k) => ({
      ...EVENTS[k % 3]!,
      id: `e${String(i * 10 + k).padStart(14, '0')}`,
      class: kind,
      action:
        k % 2 === 0
          ? next()
          : ['user.mfa.factor.activate', 'Add member to role', 'Unlock user', 'delete secret', 'GetObject'][i % 5]!,
      recordId: next(),
      code: next(),
      reason: next(),
      identity:
        i % 3 === 0
          ? null
          : { id: `i0000000000${k}`, name: next(), kind: k % 2 === 0 ? ('workload' as const) : ('human' as const) },
      actor: i % 4 === 0 ? null : next(),
      target: i % 2 === 0 ? next() : null,
      app: i % 5 === 0 ? null : next(),
      resource: i % 2 === 1 ? next() : null,
      ip: [next(), '203.0.113.9', '2001:DB8::9', '::ffff:203.0.113.9', null][i % 5]!,
      asn: i % 2 === 0 ? 64_500 : null,
      asOrg: next(),
      geo: {
        country: next(),
        region: next(),
        city: next(),
        lat: k % 2 === 0 ? -90 : null,
        lon: k % 2 === 0 ? 180 : null,
        from: 'log' as const,
      },
      device: { id: next(), name: next(), os: next(), browser: next(), managed: true, compliant: null },
      userAgent: next(),
      session: next(),
      correlation: next(),
      token: next(),
      protocol: next(),
      risk: next(),
      warnings: [next()],
      file: i % 2 === 0 ? 'okta/log.ndjson' : next(),
    })),
  );
  const episodes = [...base.episodes('')].map((episode) => ({
    ...episode,
    identity: { ...episode.identity, name: next(), owner: next() },
    ips: [next(), '203.0.113.9', '2001:DB8::9'],
    events: events.slice(0, 4).map(({ id }) => id),
    followedBy: episode.followedBy.map((link) => ({
      ...link,
      event: events[5]!.id,
      identity: next(),
      app: next(),
      reasons: [{ text: next(), weight: 1 }],
    })),
    for: [{ text: next(), weight: 1, events: [] }],
    questions: { ...episode.questions, who: next(), factor: next(), from: next() },
    patterns: [next()],
    nextSteps: [...BROKEN],
    missing: [...BROKEN],
    standards: ['ATT&CK T1621 Multi-Factor Authentication Request Generation', 'ATT&CK T1078.004'],
    decision: {
      verdict: 'likely_compromise' as const,
      action: 'block' as const,
      why: next(),
      by: next(),
      at: '2026-02-01T09:01:00.000Z',
    },
  }));
  return sampleView({
    info: { ...base.info, name: next() },
    events: () => events,
    event: (id) => events.find((one) => one.id === id) ?? null,
    episodes: () => episodes,
    files: () => base.files().map((file) => ({ ...file, file: file.file.includes('packed') ? next() : file.file })),
    annotations: () => [...base.annotations()].map((note) => ({ ...note, text: next(), tags: BROKEN, by: next() })),
    manualEvents: () =>
      base.manualEvents!().map((one) => ({ ...one, what: next(), source: next(), saidBy: next(), by: next() })),
    refused: () => [{ file: next(), why: next(), sha256: null, at: '2026-02-01T09:00:00.000Z' }],
  });
}

const VIEWS: Record<string, [() => CaseView, Parameters<typeof sampleContext>[0]?]> = {
  'the sample case': [sampleView],
  'one episode': [sampleView, { episode: 'p00000000001' }],
  'a query': [sampleView, { query: 'denied' }],
  'a hostile case': [hostileView],
  'a case of broken texts': [brokenView],
  'an empty case': [
    () =>
      sampleView({
        events: () => [],
        episodes: () => [],
        files: () => [],
        annotations: () => [],
        manualEvents: () => [],
      }),
  ],
};

async function written(
  format: ExportFormat,
  view: CaseView,
  more: Parameters<typeof sampleContext>[0] = {},
): Promise<string> {
  const sink = new MemorySink();
  await format.write(view, sink, sampleContext(more));
  return sink.text;
}

describe.each(formats)('$id', (format) => {
  it.each(Object.entries(VIEWS))('of %s is valid', async (_, [view, more]) => {
    expect(await faultsOf(format.id, await written(format, view(), more))).toEqual([]);
  });
});

describe('the checks', () => {
  /** One thing made wrong, by format: each must be found. */
  const WRONG: Record<string, [string | RegExp, string][]> = {
    geojson: [
      ['"type":"Point"', '"type":"Dot"'],
      [/"coordinates":\[(-?[\d.]+),/, '"coordinates":["$1",'],
    ],
    stix: [['"spec_version":"2.1"', '"spec_version":"2.0"'], ['"first_observed":', '"first_seen_at":'], [/"source_ref":"[^"]+"/, '"source_ref":"identity--00000000-0000-4000-8000-000000000000"'], ['"name":"Acme', '"x_name":"Acme']], // biome-ignore format: table
    ocsf: [['"severity_id":2', '"severity_id":7'], ['"type_uid":300201', '"type_uid":300202'], ['"product":', '"produkt":'], [/"ip":"[\d.]+"/, '"ip":"1.2.3"']], // biome-ignore format: table
    ecs: [['"outcome":"failure"', '"outcome":"denied"'], ['"type":["start"]', '"type":["denied"]'], ['"user":{', '"usr":{'], [/"@timestamp":"[^"]+"/, '"@timestamp":"yesterday"']], // biome-ignore format: table
    navigator: [
      ['"T1621"', '"T16"'],
      ['"layer": "4.5"', '"layer": "4.4"'],
      ['"hideDisabled"', '"hideDisable"'],
    ],
    case: [[',"uco-core:isDirectional":{"@type":"xsd:boolean","@value":"true"}', ''], ['uco-observable:fileName', 'uco-observable:filename'], ['"xsd:hexBinary"', '"xsd:string"'], [/"uco-core:object":\[[^\]]*\]/, '"uco-core:name":"x"']], // biome-ignore format: table
    kml: [['<styleUrl>#place</styleUrl>', '<color>red</color>'], [/<name>Acme/, '<Name>Acme'], [/(<styleUrl>#place<\/styleUrl>)(<ExtendedData>.*?<\/ExtendedData>)/, '$2$1'], [/<coordinates>-?[\d.]+,/, '<coordinates>181,'], ['&amp;', '&']], // biome-ignore format: table
  };

  it.each(formats)('of $id find what is wrong', async (format) => {
    const good = await written(format, sampleView());
    for (const [from, to] of WRONG[format.id]!) {
      const bad = good.replace(from, to);
      expect(bad).not.toBe(good);
      expect([String(from), await faultsOf(format.id, bad)]).not.toEqual([String(from), []]);
    }
  });

  it('are there for every machine format that has a schema', () => {
    expect([...CHECKED].sort()).toEqual(['case', 'ecs', 'geojson', 'kml', 'navigator', 'ocsf', 'stix']);
  });
});

const folder = process.env.SIDEDOOR_EXPORTS;
describe.skipIf(folder === undefined)('files of a real case', () => {
  const files =
    folder === undefined ? [] : fs.readdirSync(folder).filter((name) => CHECKED.includes(path.extname(name).slice(1)));
  it.each(files)('%s is valid', { timeout: 600_000 }, async (name) => {
    expect(await faultsOf(path.extname(name).slice(1), fs.readFileSync(path.join(folder!, name), 'utf8'))).toEqual([]);
  });
});
