/**
 * What a source makes of a row in WebAssembly's memory, where texts and what follows from several cells are kept, is what it makes of
 * the row alone. Each shape of tables gets its samples' rows in long sequences, their cells crossed and changed: nothing that is kept of one
 * row may show in another.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../electron/engine/ingest/lazy-record';
import { detectLayout } from '../../electron/engine/ingest/readers/csv/delimiter';
import { type CsvRow, RowsReader } from '../../electron/engine/ingest/readers/csv/rows';
import { SliceDecoder } from '../../electron/engine/ingest/readers/encoding';
import { csvCandidates } from '../../electron/engine/ingest/recognise';
import { sources } from '../../electron/engine/ingest/registry';
import type { Shape, Source } from '../../electron/engine/ingest/source';
import { random } from '../bench/random';

const FOLDER = 'electron/engine/ingest/sources';
const ROWS = Number(process.env.SIDEDOOR_BY_BYTES ?? 600);
const SEED = Number(process.env.SIDEDOOR_SEED ?? 20_261_123);
const CHUNK = 64 * 1024;

/** The rows of a table as they are handed out; `warmUp`: bytes before they lie in WebAssembly's memory. */
function eachRow(text: Buffer, warmUp: number, delimiter: number, row: (row: CsvRow) => void): void {
  const reader = new RowsReader({ row, broken: () => {} }, delimiter, 0, warmUp);
  for (let at = 0; at < text.length; at += CHUNK) reader.feed(Buffer.from(text.subarray(at, at + CHUNK)));
  reader.end();
}

interface Table {
  header: string[];
  rows: string[][];
}

function tablesOf(source: string): Table[] {
  const folder = join(FOLDER, source, 'samples');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .flatMap((name): Table[] => {
      const bytes = readFileSync(join(folder, name));
      const layout = detectLayout(bytes.subarray(0, CHUNK));
      if (!layout) return []; // no table
      const rows: string[][] = [];
      const decoder = new SliceDecoder();
      eachRow(bytes.subarray(layout.skip), Number.POSITIVE_INFINITY, layout.delimiter, (row) => {
        rows.push(Array.from({ length: row.count }, (_, i) => cellText(row, i, decoder)));
      });
      const [header, ...own] = rows;
      return header ? [{ header, rows: own.filter(({ length }) => length === header.length) }] : [];
    })
    .filter(({ rows }) => rows.length > 0);
}

const WORDS = [
  '',
  ' ',
  'null',
  'Success',
  'Failure',
  'none',
  '0',
  '50074',
  'Yes',
  "'=1",
  'a@b.example',
  'say ""no"""',
  '\u00e9',
  '\u0000',
];

/** Rows of the table, cells of a few of them those of another or none of any. */
function crossed({ rows }: Table): string[][] {
  const chance = random(SEED);
  const pick = <T>(all: readonly T[]): T => all[chance.int(all.length)]!;
  return Array.from({ length: ROWS }, () => {
    const share = pick([0, 0, 0.02, 0.3]);
    const other = pick(rows);
    return pick(rows).map((cell, i) => (!chance.chance(share) ? cell : chance.chance(0.5) ? other[i]! : pick(WORDS)));
  });
}

const shapesOf = (source: Source): Shape[] => source.shapes.filter(({ record }) => record === 'csv');
const TABLES = sources.all().filter((source) => shapesOf(source).length > 0);
let seen = 0;

describe.each(TABLES.map((source) => [source.id, source] as const))('%s', (id, source) => {
  const tables = tablesOf(id);
  it.each(shapesOf(source).map((shape) => [shape.id, shape] as const))('%s', (_name, shape) => {
    for (const table of tables) {
      // Half of it in another encoding: what is not UTF-8 is counted each time.
      const lines = crossed(table).map((row) => stringify([row]));
      const half = lines.length / 2;
      const text = Buffer.concat(lines.map((line, i) => Buffer.from(line, i < half ? 'utf8' : 'latin1')));
      const told = (warmUp: number): { events: unknown[]; fallbacks: number } => {
        const decoder = new SliceDecoder();
        const [candidate] = csvCandidates([{ ...source, shapes: [shape] }], table.header, decoder);
        const context = { zone: 'Europe/Berlin', header: table.header, dayFirst: false };
        const events: unknown[] = [];
        eachRow(text, warmUp, 0x2c, (row) => {
          candidate!.load(row);
          try {
            if (!shape.accepts(candidate!.record)) events.push('not accepted');
            else
              events.push(structuredClone(shape.toEvent(candidate!.record, candidate!.context?.(context) ?? context)));
          } catch (thrown) {
            events.push(String(thrown));
          }
        });
        return { events, fallbacks: decoder.fallbacks };
      };
      const alone = told(Number.POSITIVE_INFINITY);
      expect(told(0)).toEqual(alone);
      if (alone.events.some((event) => typeof event !== 'string')) seen++;
    }
  });
});

it('has tables for the shapes', () => {
  expect(seen).toBeGreaterThan(20);
});
