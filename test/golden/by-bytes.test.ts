/**
 * What a source makes of a record read out of its bytes is what it makes of the parsed one. Each JSON shape gets its samples in long
 * sequences, mixed, cut and changed, as lines of windows that are filled again: what is remembered of one record (values, places,
 * keys, what was derived) must never show in another.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonCandidates } from '../../electron/engine/ingest/recognise';
import { sources } from '../../electron/engine/ingest/registry';
import type { Shape, Source } from '../../electron/engine/ingest/source';
import { random } from '../bench/random';

const FOLDER = 'electron/engine/ingest/sources';
const RECORDS = Number(process.env.SIDEDOOR_BY_BYTES ?? 600);
const SEED = Number(process.env.SIDEDOOR_SEED ?? 20_261_123);
const WINDOW = 40; // records
type Plain = Record<string, unknown>;

/** Every object in the samples, however deep. */
function objectsIn(value: unknown, depth = 0): Plain[] {
  if (typeof value !== 'object' || value === null || depth > 5) return [];
  const inner = Object.values(value).flatMap((each) => objectsIn(each, depth + 1));
  return Array.isArray(value) ? inner : [value as Plain, ...inner];
}

function samplesOf(source: string): Plain[] {
  const folder = join(FOLDER, source, 'samples');
  return readdirSync(folder)
    .filter((name) => /\.(nd)?json$/.test(name) && !name.endsWith('.expected.json'))
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8').replace(/^\ufeff/, '');
      try {
        return objectsIn(JSON.parse(text));
      } catch {
        return text.split('\n').flatMap((line) => {
          try {
            return objectsIn(JSON.parse(line));
          } catch {
            return []; // a sample may hold what is none
          }
        });
      }
    });
}

type Chance = ReturnType<typeof random>;
const pick = <T>(chance: Chance, all: readonly T[]): T => all[chance.int(all.length)]!;
const WORDS = [
  '',
  ' ',
  'unknown',
  'Success',
  'FAILURE',
  'none',
  '0',
  '50074',
  'a@b.example',
  '2026-03-01T00:00:00Z',
  '\u00e9\u{1f600}',
  '"\\',
];
const VALUES = [null, true, false, 0, 1, -1.5, 1e21, '', [], {}, [{}], [null, 'x'], { a: { b: 1 } }];

/** The record with a few of its values changed, taken from another one, left out or doubled. */
function changed(record: unknown, other: unknown, chance: Chance, share: number): unknown {
  if (typeof record === 'string') {
    if (!chance.chance(share)) return record;
    return chance.chance(0.5)
      ? pick(chance, WORDS)
      : record.slice(0, chance.int(record.length + 1)) + pick(chance, WORDS);
  }
  if (typeof record !== 'object' || record === null) return chance.chance(share) ? pick(chance, VALUES) : record;
  if (Array.isArray(record)) {
    const list = record.map((each) => changed(each, null, chance, share));
    return chance.chance(share) ? [...list, ...list.slice(0, 2)] : list;
  }
  const theirs = (typeof other === 'object' && other !== null ? other : {}) as Plain;
  const entries = Object.entries(record).flatMap(([key, value]): [string, unknown][] => {
    if (chance.chance(share / 4)) return [];
    if (chance.chance(share)) return [[key, Object.hasOwn(theirs, key) ? theirs[key] : pick(chance, VALUES)]];
    return [[key, changed(value, theirs[key], chance, share)]];
  });
  if (chance.chance(share)) entries.reverse();
  return Object.fromEntries(entries);
}

/** Part of each shape's records that was read out of bytes; of some the rare keys leave all to parsing. */
const readOf: number[] = [];

const shapesOf = (source: Source): Shape[] => source.shapes.filter(({ record, split }) => record === 'json' && !split);
const JSON_SOURCES = sources.all().filter((source) => shapesOf(source).length > 0);

describe.each(JSON_SOURCES.map((source) => [source.id, source] as const))('%s', (id, source) => {
  const samples = samplesOf(id);
  it.each(shapesOf(source).map((shape) => [shape.id, shape] as const))('%s', (_name, shape) => {
    const alone = { ...source, shapes: [shape] };
    const [parsing] = jsonCandidates([alone]);
    const [reading] = jsonCandidates([alone]);
    const context = { zone: 'Europe/Berlin', header: null, dayFirst: false };
    const told = (candidate: typeof parsing): unknown => {
      try {
        if (!shape.accepts(candidate!.record)) return 'not accepted';
        return structuredClone(shape.toEvent(candidate!.record, candidate!.context?.(context) ?? context));
      } catch (thrown) {
        return String(thrown);
      }
    };
    const own = samples.filter((sample) => {
      parsing!.load(sample);
      return told(parsing) !== 'not accepted';
    });
    if (own.length === 0 || !reading!.bytes) return; // a shape that is met inside another value only
    const chance = random(SEED);
    let read = 0;
    const window = Buffer.alloc(1024 * 1024);
    for (let done = 0; done < RECORDS; done += WINDOW) {
      const records = Array.from({ length: WINDOW }, () => {
        const record = pick(chance, own);
        const share = pick(chance, [0, 0, 0.02, 0.1]);
        return share === 0 ? record : changed(record, pick(chance, own), chance, share);
      });
      const lines = records.map((record) => JSON.stringify(record));
      window.write(lines.join('\n'));
      reading!.bytes.refilled();
      let at = 0;
      for (const line of lines) {
        const length = Buffer.byteLength(line);
        if (at + length <= window.length && reading!.bytes.project(window, at, at + length)) {
          read++;
          const seen = told(reading);
          parsing!.load(JSON.parse(line));
          expect(seen, line).toEqual(told(parsing));
        }
        at += length + 1;
      }
    }
    readOf.push(read / RECORDS);
  });
});

it('reads nearly all shapes so', () => {
  expect(readOf.length).toBeGreaterThan(60);
  expect(readOf.filter((part) => part > 0.5).length).toBeGreaterThan(readOf.length * 0.9);
});
