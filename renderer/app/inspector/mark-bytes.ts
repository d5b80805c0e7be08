/** The raw record as text with the values marked that the fields came from. Pure; the text is evidence and stays inert. */
export interface Segment {
  text: string;
  /** Name of the field that this value became; null for the text between. */
  field: string | null;
}

export interface Wanted {
  field: string;
  value: string | null | undefined;
}

const SHORTEST = 2; // one character is found everywhere and says nothing
const MOST = 3; // places marked per value

/** Splits `text` into segments; values are found as whole words, longer ones first, marks never overlap. */
export function markBytes(text: string, wanted: readonly Wanted[]): Segment[] {
  const found: { from: number; to: number; field: string }[] = [];
  const seen = new Set<string>();
  const list = wanted
    .flatMap(({ field, value }) => (value && value.length >= SHORTEST ? [{ field, value }] : []))
    .sort((a, b) => b.value.length - a.value.length);
  for (const { field, value } of list) {
    if (seen.has(value)) continue;
    seen.add(value);
    // In JSON a value may stand escaped: the text between its quotes is searched as well.
    const escaped = JSON.stringify(value).slice(1, -1);
    for (const needle of new Set([value, escaped])) {
      let at = text.indexOf(needle);
      for (let n = 0; at >= 0 && n < MOST; at = text.indexOf(needle, at + needle.length)) {
        const to = at + needle.length;
        if (!isWhole(text, at, to)) continue;
        if (found.some((mark) => at < mark.to && to > mark.from)) continue;
        found.push({ from: at, to, field });
        n++;
      }
    }
  }
  found.sort((a, b) => a.from - b.from);
  const out: Segment[] = [];
  let end = 0;
  for (const { from, to, field } of found) {
    if (from > end) out.push({ text: text.slice(end, from), field: null });
    out.push({ text: text.slice(from, to), field });
    end = to;
  }
  if (end < text.length) out.push({ text: text.slice(end), field: null });
  return out;
}

const WORD = /[\p{L}\p{N}]/u;
const isWhole = (text: string, from: number, to: number): boolean =>
  !(WORD.test(text[from - 1] ?? '') && WORD.test(text[from]!)) &&
  !(WORD.test(text[to] ?? '') && WORD.test(text[to - 1]!));

/** JSON indented for reading; null for what is no JSON. Numbers too long for a double would change: then null as well. */
export function indented(text: string): string | null {
  if (/(?<![\d."])\d{16,}/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}
