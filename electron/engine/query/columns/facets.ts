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
  const perWho = (row: number): number => tally.who[row * 3]! + tally.who[row * 3 + 1]! + tally.who[row * 3 + 2]!;
  const whats = (name: WhatColumn): Map<number, number> =>
    summed(
      columns.what(name),
      (row) => tally.what[row]!,
      (value) => (value === NULL ? null : value),
    );
  const whos = (name: WhoColumn): Map<number, number> =>
    summed(columns.who(name), perWho, (value) => (value === NULL ? null : value));
  const words = (codec: { word(code: number): string }, counts: Map<number, number>): Count[] =>
    top(counts, limit, byNumber).map(([key, count]) => same(codec.word(key), count));
  const named = (text: TextOf, counts: Map<number, number>): Count[] =>
    top(counts, limit, byNumber).map(([key, count]) => same(text(key) ?? '', count));
  const texted = (counts: Map<string, number>): Count[] =>
    top(counts, limit, byText).map(([key, count]) => same(key, count));
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
      const [places, ips] = [columns.who('place'), columns.who('ip')];
      const byPlace = new Map<number, number>();
      const byIp = new Map<number, number>();
      for (let row = 0; row < places.length; row++) {
        const n = perWho(row);
        if (n === 0) continue;
        if (places[row] !== NULL) byPlace.set(places[row]!, (byPlace.get(places[row]!) ?? 0) + n);
        else if (ips[row] !== NULL) byIp.set(ips[row]!, (byIp.get(ips[row]!) ?? 0) + n);
      }
      const out = retold(byPlace, texts.placeCountry);
      for (const [country, n] of retold(byIp, texts.addressCountry)) out.set(country, (out.get(country) ?? 0) + n);
      return texted(out);
    }
    case 'identity':
    case 'kind': {
      const counts = new Float64Array(people.ids.length);
      const actors = columns.who('actor');
      for (let row = 0; row < actors.length; row++) {
        const who = people.of[actors[row]!] ?? -1;
        if (who >= 0) counts[who]! += perWho(row);
      }
      const keyed = new Map<number, number>();
      for (let who = 0; who < counts.length; who++) {
        if (counts[who] === 0) continue;
        const key = field === 'kind' ? people.kinds[who]! : people.iids[who]!;
        keyed.set(key, (keyed.get(key) ?? 0) + counts[who]!);
      }
      if (field === 'kind') return words(codes.kind, keyed);
      const at = new Map<number, number>();
      const best = top(keyed, limit, byNumber);
      for (const [iid] of best) at.set(iid, people.iids.indexOf(iid));
      return best.map(([iid, count]) => ({
        value: people.ids[at.get(iid)!]!,
        label: people.names[at.get(iid)!]!,
        count,
      }));
    }
  }
  throw new Error(`no facet "${field}"`);
}

const same = (word: string, count: number): Count => ({ value: word, label: word, count });
const byNumber = (a: number, b: number): number => a - b;
const byText = (a: string, b: string): number => (a < b ? -1 : 1);

function summed(
  values: Int32Array,
  count: (row: number) => number,
  key: (value: number) => number | null,
): Map<number, number> {
  const out = new Map<number, number>();
  for (let row = 0; row < values.length; row++) {
    const n = count(row);
    const value = n === 0 ? null : key(values[row]!);
    if (value !== null) out.set(value, (out.get(value) ?? 0) + n);
  }
  return out;
}

/** Counts by the text of a key; keys without a text are left out. */
function retold(counts: ReadonlyMap<number, number>, text: TextOf): Map<string, number> {
  const out = new Map<string, number>();
  for (const [key, n] of counts) {
    const told = text(key);
    if (told !== null) out.set(told, (out.get(told) ?? 0) + n);
  }
  return out;
}

/** Only what can be among the first is sorted. */
function top<K>(counts: ReadonlyMap<K, number>, limit: number, byKey: (a: K, b: K) => number): [K, number][] {
  const compare = (a: [K, number], b: [K, number]): number => b[1] - a[1] || byKey(a[0], b[0]);
  let best: [K, number][] = [];
  let least = 0;
  for (const [key, n] of counts) {
    if (n < least) continue;
    best.push([key, n]);
    if (best.length >= limit * 4 + 64) {
      best = best.sort(compare).slice(0, limit);
      if (best.length === limit) least = best[limit - 1]![1];
    }
  }
  return best.sort(compare).slice(0, limit);
}
