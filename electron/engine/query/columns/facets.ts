/** Facets out of a tally: the two tables are short, so that a facet costs by what is distinct and not by events. */
import { codes } from '../../store/codes';
import { NULL, type WhatColumn, type WhoColumn } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import type { ReadDb } from '../../store/open';
import type { Count } from '../answers';
import type { People } from './people';
import type { Tally } from './tally';

/** Text of a row of a small table, remembered. */
export type TextOf = (id: number) => string | null;

export interface Texts {
  term: TextOf;
  address: TextOf;
  file: TextOf;
  os: TextOf;
  placeCountry: TextOf;
  addressCountry: TextOf;
}

export function textsOf(db: ReadDb): Texts {
  const of = (sql: string): TextOf => {
    const statement = db.prepare<[number], string | null>(sql).pluck();
    const known = new Map<number, string | null>();
    return (id) => {
      let text = known.get(id);
      if (text === undefined) {
        text = statement.get(id) ?? null;
        known.set(id, text);
      }
      return text;
    };
  };
  return {
    term: of('SELECT text FROM term WHERE id = ?'),
    address: of('SELECT text FROM address WHERE id = ?'),
    file: of('SELECT name FROM file WHERE id = ?'),
    os: of('SELECT os FROM device WHERE id = ?'),
    placeCountry: of('SELECT country FROM place WHERE id = ?'),
    addressCountry: of('SELECT country FROM address WHERE id = ?'),
  };
}

/** Most frequent first, ties in the order of their keys. */
export function facetOf(
  { columns, tally, texts, people }: { columns: Columns; tally: Tally; texts: Texts; people: People },
  field: string,
  limit: number,
): Count[] {
  const whats = (name: WhatColumn): Float64Array => summed(columns.what(name), tally.what);
  const whos = (name: WhoColumn): Float64Array => summed(columns.who(name), perWho(tally));
  const words = (codec: { word(code: number): string }, counts: Float64Array): Count[] =>
    top(counts, limit, byNumber).map((key) => same(codec.word(key), counts[key]!));
  const named = (text: TextOf, counts: Float64Array): Count[] =>
    top(counts, limit, byNumber).map((key) => same(text(key) ?? '', counts[key]!));
  const texted = (counts: ReadonlyMap<string, number>): Count[] =>
    [...counts]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([key, count]) => same(key, count));
  switch (field) {
    case 'class':
      return words(codes.class, whats('class'));
    case 'outcome':
      return words(codes.outcome, whats('outcome'));
    case 'factor':
      return words(codes.factor, whats('factor'));
    case 'app':
    case 'action':
      return named(texts.term, whats(field));
    case 'file':
      return named(texts.file, whats('file_id'));
    case 'source':
      return texted(retold(whats('source'), texts.term));
    case 'ip':
      return named(texts.address, whos('ip'));
    case 'os':
      return texted(retold(whos('device'), texts.os));
    case 'country': {
      // The log's own place decides; the address is asked only where the log says none.
      const [places, counts] = [columns.who('place'), perWho(tally)];
      const unplaced = counts.map((n, row) => (places[row] === NULL ? n : 0));
      const out = retold(summed(places, counts), texts.placeCountry);
      for (const [country, n] of retold(summed(columns.who('ip'), unplaced), texts.addressCountry))
        out.set(country, (out.get(country) ?? 0) + n);
      return texted(out);
    }
    case 'identity':
    case 'kind': {
      const counts = new Float64Array(people.ids.length);
      const [actors, events] = [columns.who('actor'), perWho(tally)];
      for (let row = 0; row < actors.length; row++) {
        const who = people.of[actors[row]!] ?? -1;
        if (who >= 0) counts[who]! += events[row]!;
      }
      if (field === 'kind') return words(codes.kind, summed(Int32Array.from(people.kinds), counts));
      return top(counts, limit, (a, b) => people.iids[a]! - people.iids[b]!).map((who) => ({
        value: people.ids[who]!,
        label: people.names[who]!,
        count: counts[who]!,
      }));
    }
  }
  throw new Error(`no facet "${field}"`);
}

const same = (word: string, count: number): Count => ({ value: word, label: word, count });
const byNumber = (a: number, b: number): number => a - b;

const sums = new WeakMap<Tally, Float64Array>();

/** Events per row of the table of whom it concerned, whatever became of them. */
function perWho(tally: Tally): Float64Array {
  let counts = sums.get(tally);
  if (!counts) {
    const { who } = tally;
    counts = new Float64Array(who.length / 3);
    for (let row = 0; row < counts.length; row++) counts[row] = who[row * 3]! + who[row * 3 + 1]! + who[row * 3 + 2]!;
    sums.set(tally, counts);
  }
  return counts;
}

/** Counts by value, which are row ids of short tables or codes; `NULL` is left out. */
function summed(values: Int32Array, counts: ArrayLike<number>): Float64Array {
  let most = -1;
  for (let row = 0; row < values.length; row++) if (values[row]! > most) most = values[row]!;
  const out = new Float64Array(most + 1);
  for (let row = 0; row < values.length; row++) if (values[row]! >= 0) out[values[row]!]! += counts[row]!;
  return out;
}

/** Counts by the text of a key; keys without a text are left out. */
function retold(counts: Float64Array, text: TextOf): Map<string, number> {
  const out = new Map<string, number>();
  for (let key = 0; key < counts.length; key++) {
    const told = counts[key] === 0 ? null : text(key);
    if (told !== null) out.set(told, (out.get(told) ?? 0) + counts[key]!);
  }
  return out;
}

/** Keys with the highest counts, ties by `byKey`; only what can be among the first is sorted. */
export function top(counts: Float64Array, limit: number, byKey: (a: number, b: number) => number): number[] {
  const compare = (a: number, b: number): number => counts[b]! - counts[a]! || byKey(a, b);
  let best: number[] = [];
  let least = 1;
  for (let key = 0; key < counts.length; key++) {
    if (counts[key]! < least) continue;
    best.push(key);
    if (best.length >= limit * 4 + 64) {
      best = best.sort(compare).slice(0, limit);
      if (best.length === limit) least = counts[best[limit - 1]!]!;
    }
  }
  return best.sort(compare).slice(0, limit);
}
