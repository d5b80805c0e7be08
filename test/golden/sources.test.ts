/**
 * Every source folder proves itself by its samples: each record of each sample is recognised without being told its source,
 * and what becomes of it is compared with `NAME.expected.json` beside it. `UPDATE_GOLDEN=1` writes those files anew: read
 * the difference before committing it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sources } from '../../electron/engine/ingest/registry';
import type { Reject, Shape, Skip, Source, SourceContext } from '../../electron/engine/ingest/source';
import { splitRecord } from '../../electron/engine/ingest/split';
import { headerNames } from '../../shared/base/csv-header';
import { ActorKeyType, AttemptRole, EVENT_FLAGS, type EventDraft } from '../../shared/model/event';
import { rfc3339 } from '../../shared/model/time';
import { EventClass, Factor, IdentityKind, Outcome } from '../../shared/model/words';
import { recordOf } from './record';

const FOLDER = 'electron/engine/ingest/sources';
const isUpdating = process.env.UPDATE_GOLDEN === '1';

interface Sample {
  file: string;
  kind: Shape['record'];
  records: unknown[];
  header: string[] | null;
}

function readSample(file: string): Sample {
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  if (file.endsWith('.csv')) {
    const delimiter = text.slice(0, text.indexOf('\n')).includes(';') ? ';' : ',';
    const [header = [], ...rows] = parse(text, { delimiter }) as string[][];
    const names = headerNames(header);
    return {
      file,
      kind: 'csv',
      header,
      records: rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
    };
  }
  if (file.endsWith('.log'))
    return {
      file,
      kind: 'line',
      header: null,
      records: text
        .split('\n')
        .filter(Boolean)
        .map((line) => ({ line })),
    };
  if (file.endsWith('.ndjson'))
    return {
      file,
      kind: 'json',
      header: null,
      records: text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    };
  return { file, kind: 'json', header: null, records: unwrapped(JSON.parse(text)) };
}

/** The envelopes that the vendors put around a list of records. */
function unwrapped(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const object = value as Record<string, unknown>;
  for (const key of [
    'value',
    'Records',
    'records',
    'items',
    'Events',
    'entries',
    'result',
    'alerts',
    'activity_logs',
    'operation_logs',
  ]) {
    if (Array.isArray(object[key])) return object[key];
  }
  for (const key of ['response', 'authlogs', 'data', 'events']) {
    if (object[key] !== undefined && object[key] !== null && typeof object[key] === 'object')
      return unwrapped(object[key]);
  }
  return [value];
}

function samplesOf(source: Source): string[] {
  const folder = join(FOLDER, source.id, 'samples');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.expected.json'))
    .sort()
    .map((name) => join(folder, name));
}

const contextOf = (sample: Sample): SourceContext => ({ zone: null, header: sample.header, dayFirst: null });

function shapesThatAccept(
  record: unknown,
  kind: Shape['record'],
  among: readonly Source[],
): { source: Source; shape: Shape }[] {
  return among.flatMap((source) =>
    source.shapes
      .filter((shape) => shape.record === kind && shape.accepts(recordOf(record, shape.reads, kind)))
      .map((shape) => ({ source, shape })),
  );
}

/** What is written to the expected file: nothing absent, times readable. */
function readable(result: EventDraft | Skip | Reject): unknown {
  if ('end' in result) return result;
  const { time, ...rest } = result;
  return prune({ time: rfc3339(time), ...rest });
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined && !(Array.isArray(item) && item.length === 0))
      .map(([key, item]) => [key, prune(item)]),
  );
}

function expectWords(result: EventDraft | Skip | Reject): void {
  if ('end' in result) {
    expect(result.why.length).toBeGreaterThan(3);
    return;
  }
  expect(Number.isSafeInteger(result.time)).toBe(true);
  expect(EventClass.options).toContain(result.class);
  expect(Outcome.options).toContain(result.outcome);
  if (result.factor) expect(Factor.options).toContain(result.factor);
  if (result.attempt) expect(AttemptRole.options).toContain(result.attempt.role);
  for (const flag of result.flags ?? []) expect(EVENT_FLAGS).toContain(flag);
  for (const actor of [result.actor, result.target]) {
    if (!actor) continue;
    expect(IdentityKind.options).toContain(actor.kind);
    for (const key of actor.keys) {
      expect(ActorKeyType.options).toContain(key.type);
      expect(key.value).not.toBe('');
    }
  }
  expect(result.place?.lat === 0 && result.place.lon === 0).toBe(false);
}

const all = sources.all();

it('finds the source folders', () => {
  expect(all.map((source) => source.id)).toEqual(readdirSync(FOLDER).sort());
});

describe.each(all.map((source) => [source.id, source] as const))('%s', (_id, source) => {
  const files = samplesOf(source);

  it('has samples', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it('says where its exports come from, with an example that it reads', () => {
    expect(source.about.length).toBeGreaterThan(40);
    const isLine = !source.example.startsWith('{');
    const record: unknown = isLine ? { line: source.example } : JSON.parse(source.example);
    expect(shapesThatAccept(record, isLine ? 'line' : 'json', [source])).toHaveLength(1);
  });

  it.each(files.map((file) => [basename(file), file]))(
    '%s: each record is its own and no other source’s',
    (_name, file) => {
      const sample = readSample(file);
      expect(sample.records.length).toBeGreaterThan(0);
      for (const record of sample.records) {
        const nameless = shapesThatAccept(record, sample.kind, all);
        expect(nameless.map((each) => `${each.source.id}/${each.shape.id}`)).toHaveLength(1);
        expect(nameless[0]?.source.id).toBe(source.id);
      }
    },
  );

  it.each(files.map((file) => [basename(file), file]))('%s: becomes what is expected', (_name, file) => {
    const sample = readSample(file);
    const results = sample.records.flatMap((record) => {
      const shape = shapesThatAccept(record, sample.kind, [source])[0]?.shape;
      if (!shape) throw new Error(`${file}: no shape of ${source.id} accepts the record`);
      return (splitRecord(shape, record) ?? [record]).map((part) => {
        const result = shape.toEvent(recordOf(part, shape.reads, sample.kind), contextOf(sample));
        expectWords(result);
        return { shape: shape.id, ...(readable(result) as object) };
      });
    });
    const expectedFile = file.replace(/\.[a-z]+$/, '.expected.json');
    if (isUpdating) writeFileSync(expectedFile, `${JSON.stringify(results, null, 1)}\n`);
    expect(results).toEqual(JSON.parse(readFileSync(expectedFile, 'utf8')));
  });

  it('has a sample of every shape', () => {
    const seen = new Set(
      files.flatMap((file) => {
        const sample = readSample(file);
        return sample.records.flatMap((record) =>
          shapesThatAccept(record, sample.kind, [source]).map((each) => each.shape.id),
        );
      }),
    );
    expect([...seen].sort()).toEqual(source.shapes.map((shape) => shape.id).sort());
  });

  describe.each(source.shapes.map((shape) => [shape.id, shape] as const))('%s', (_shape, shape) => {
    it('never throws on hostile values, and what it makes of them is well formed', () => {
      fc.assert(
        fc.property(hostile(shape), fc.constantFrom(null, true, false), (value, dayFirst) => {
          const record = recordOf(value, shape.reads, shape.record);
          shape.accepts(record);
          expectWords(
            shape.toEvent(record, {
              zone: null,
              header: shape.record === 'csv' ? Object.keys(value as object) : null,
              dayFirst,
            }),
          );
        }),
        { numRuns: 300 },
      );
    });
  });
});

/** What has no text, and throws where one is asked of it; made anew each time, for values are placed in each other. */
const wordless = fc
  .constantFrom('{"toString":false}', '{"valueOf":0,"toString":null}', '{"a":[{"toString":1}]}')
  .map((text): unknown => JSON.parse(text));

const divided = all.flatMap(({ id, shapes }) =>
  shapes.flatMap(({ split, ...shape }) => (split ? [[`${id}/${shape.id}`, { ...shape, split }] as const] : [])),
);
it.each(divided)('%s is split whatever its elements are called', (_name, shape) => {
  const { list, by } = shape.split;
  const name = fc.oneof(wordless, fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 4 }), (names) => {
      const elements = names.map((each) => {
        const element = {};
        place(element, [by], each);
        return element;
      });
      const value = {};
      place(value, list.split('.'), elements);
      expect(splitRecord(shape, value)).toHaveLength(names.length);
    }),
  );
});

/** Values in the declared paths: JSON of any form, words that tables look up by, and inherited names. */
function hostile(shape: Shape): fc.Arbitrary<unknown> {
  const words = fc.constantFrom(
    '',
    'null',
    'unknown',
    'constructor',
    '__proto__',
    'toString',
    '0',
    '500121',
    'SUCCESS',
    'FAILURE',
    'success',
    'denied',
    'user.authentication.auth_via_mfa',
    'user.session.start',
    '2026-01-02T03:04:05Z',
    '1/2/2026, 3:04:05 PM',
    '99/99/2026',
    '1e400',
    '[{"a":1}]',
    '"\\"x\\""',
    '{"errorCode":[]}',
    '::1',
    '\u202e\u0000',
    '=cmd()',
  );
  const leaf =
    shape.record === 'csv'
      ? fc.oneof(words, fc.string())
      : fc.oneof(
          words,
          fc.string(),
          fc.integer(),
          fc.double(),
          fc.boolean(),
          fc.constant(null),
          fc.jsonValue({ maxDepth: 3 }),
          wordless,
          fc.array(fc.oneof(words, wordless), { maxLength: 3 }),
        );
  return fc
    .dictionary(fc.constantFrom(...shape.reads), leaf, {
      maxKeys: Math.min(shape.reads.length, 40),
      noNullPrototype: true,
    })
    .map((flat) => {
      const value: Record<string, unknown> = {};
      for (const [path, item] of Object.entries(flat))
        place(value, shape.record === 'csv' ? [path] : path.split('.'), item);
      return value;
    });
}

function place(at: Record<string, unknown>, path: string[], item: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) at[key] ??= item;
  else {
    const inner = at[key];
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) at[key] = {};
    place(at[key] as Record<string, unknown>, rest, item);
  }
}
