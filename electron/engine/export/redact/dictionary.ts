/** Values to be hidden, and a search for all of them at once in any text, however they are written there. */

import { addressFamily } from '../address-family';

/** Shorter values are only replaced where they stand alone in their field: they are part of everything else. */
export const SHORTEST = 3;
/** Up to this length a value must stand between signs or blanks: `ann` is in `annotation`. */
const LOOSE = 6;

interface Entry {
  becomes: string;
  /** Must not be part of a longer word. */
  isWord: boolean;
  kind: 'value' | 'part';
}

export interface Hit {
  from: number;
  to: number;
  becomes: string;
  kind: Entry['kind'];
}

const WORDY = /[\p{L}\p{N}]/u;

/** Lower case of the same length: some letters grow. */
export function lower(text: string): string {
  const small = text.toLowerCase();
  if (small.length === text.length) return small;
  return [...text].map((char) => (char.toLowerCase().length === char.length ? char.toLowerCase() : char)).join('');
}

export class Dictionary {
  /** First three characters → length → text. */
  readonly #index = new Map<string, Map<number, Map<string, Entry>>>();
  readonly #whole = new Map<string, string>();
  size = 0;

  /** `part`: a piece of a value (the name before the `@`, a word of a display name), found only as a word of its own. */
  add(value: string, becomes: string, kind: Entry['kind'] = 'value'): void {
    const same = lower(value);
    if (kind === 'value') {
      if (this.#whole.has(same)) return;
      this.#whole.set(same, becomes);
      this.size += 1;
    }
    // An address is no beginning of a longer one.
    const isWord = kind === 'part' || value.length < LOOSE || addressFamily(value) !== null;
    for (const form of formsOf(value)) this.#put(lower(form), { becomes, kind, isWord });
    if (kind === 'value')
      for (const form of base64Forms(value)) this.#put(lower(form), { becomes, kind, isWord: false });
  }

  #put(form: string, entry: Entry): void {
    if (form.length < SHORTEST) return;
    const start = form.slice(0, SHORTEST);
    let lengths = this.#index.get(start);
    if (!lengths) {
      lengths = new Map();
      this.#index.set(start, lengths);
    }
    let texts = lengths.get(form.length);
    if (!texts) {
      texts = new Map();
      lengths.set(form.length, texts);
    }
    const before = texts.get(form);
    if (!before || (before.kind === 'part' && entry.kind === 'value')) texts.set(form, entry);
  }

  /** A value that stays as it is, also where a hidden one is part of it. */
  keep(value: string): void {
    this.#put(lower(value), { becomes: value, kind: 'value', isWord: false });
  }

  /** What the text becomes where it is such a value as a whole. */
  whole(text: string): string | undefined {
    return this.#whole.get(lower(text));
  }

  /**
   * All occurrences, in order, without overlap: what begins first wins, then what is longer. One that begins inside another and goes on
   * beyond it belongs to it: else its end would stay in sight.
   */
  find(text: string): Hit[] {
    const hits: Hit[] = [];
    const small = lower(text);
    let last: Hit | null = null;
    for (let at = 0; at + SHORTEST <= small.length; at++) {
      const found = this.#longestAt(small, at, last?.to ?? 0);
      if (!found) continue;
      if (last && at < last.to) {
        last.to = found.to;
        last.becomes += found.becomes;
      } else {
        hits.push(found);
        last = found;
      }
    }
    return hits;
  }

  /** The longest that begins there and ends behind `beyond`. */
  #longestAt(small: string, at: number, beyond: number): Hit | null {
    const lengths = this.#index.get(small.slice(at, at + SHORTEST));
    if (!lengths) return null;
    let best: Hit | null = null;
    for (const [length, texts] of lengths) {
      const to = at + length;
      if (to > small.length || to <= beyond || (best && to <= best.to)) continue;
      const entry = texts.get(small.slice(at, to));
      if (!entry || (entry.isWord && !standsAlone(small, at, to))) continue;
      best = { from: at, to, becomes: entry.becomes, kind: entry.kind };
    }
    return best;
  }
}

const standsAlone = (text: string, from: number, to: number): boolean =>
  !(from > 0 && WORDY.test(text[from - 1]!)) && !(to < text.length && WORDY.test(text[to]!));

/** As it may stand inside an address, a JSON text, a page or another normal form. */
function formsOf(value: string): Set<string> {
  const json = JSON.stringify(value).slice(1, -1);
  const plain = value.toWellFormed();
  return new Set([
    value,
    plain.normalize('NFC'),
    plain.normalize('NFD'),
    encodeURIComponent(plain),
    encodeURIComponent(plain).replaceAll('%20', '+'),
    json,
    json.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  ]);
}

const SURE = 8; // characters of base 64 that cannot be chance

/** The middle of the value in base 64, for each of the three places it can begin at; also with the alphabet for addresses. */
function base64Forms(value: string): string[] {
  if (value.length < SURE) return [];
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters also carry bits of their neighbours.
    const middle = text.slice(shift === 0 ? 0 : shift + 1, text.length - ((bytes.length + shift) % 3 === 0 ? 0 : 1));
    return middle.length < SURE ? [] : [middle, middle.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
