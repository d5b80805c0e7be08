/**
 * Text out of small pieces of XML as spreadsheets write it. Everything looks ahead only once: a hostile piece of 32 MiB
 * must not cost more than its length.
 */

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const CDATA = '<![CDATA[';

/** Entities resolved; those that the document would have to define stay as they are written. */
export function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name as string] ?? all;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** `_x000D_`: how Excel writes characters that XML cannot hold. */
const excelEscapes = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

const PATTERNS = new Map<string, RegExp>();

/** An attribute of a start tag's inside, by its name without prefix; null where it is not there. */
export function attribute(tag: string, name: string): string | null {
  let pattern = PATTERNS.get(name);
  if (!pattern) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    PATTERNS.set(name, pattern);
  }
  const found = pattern.exec(tag);
  return found ? unescaped(found[1] ?? found[2] ?? '') : null;
}

export interface Element {
  /** Without prefix. */
  name: string;
  /** Inside of the start tag, behind the name. */
  tag: string;
  /** Null for an element without content. */
  inner: string | null;
}

/** Elements of these names (without prefixes), not looking inside them. Ends with `null` at one that does not end. */
export function* elementsIn(xml: string, ...names: readonly string[]): Generator<Element | null> {
  for (let lt = xml.indexOf('<'); lt >= 0; ) {
    const gt = xml.indexOf('>', lt);
    if (gt < 0) return;
    let nameTo = lt + 1;
    while (nameTo < gt && !' \t\n\r/'.includes(xml[nameTo]!)) nameTo++;
    const full = xml.slice(lt + 1, Math.min(nameTo, lt + 100));
    let next = gt + 1;
    const name = full.slice(full.indexOf(':') + 1);
    if (names.includes(name)) {
      const isEmpty = xml[gt - 1] === '/';
      const ending = `</${full}>`;
      const end = isEmpty ? gt : xml.indexOf(ending, next);
      if (end < 0) {
        yield null;
        return;
      }
      yield { name, tag: xml.slice(nameTo, isEmpty ? gt - 1 : gt), inner: isEmpty ? null : xml.slice(gt + 1, end) };
      if (!isEmpty) next = end + ending.length;
    }
    lt = xml.indexOf('<', next);
  }
}

/** The text of all `<t>` inside, without readings (`<rPh>`): runs of rich text are one text. */
export function richText(xml: string): string {
  let text = '';
  // A reading is met before its own `<t>`, which is thereby passed over.
  for (const element of elementsIn(xml, 't', 'rPh')) {
    if (element === null) break;
    if (element.inner !== null && element.name === 't') text += content(element.inner);
  }
  return excelEscapes(text);
}

/** Character data: entities and CDATA sections. */
function content(text: string): string {
  let from = 0;
  let out = '';
  for (let at = text.indexOf(CDATA); at >= 0; at = text.indexOf(CDATA, from)) {
    const end = text.indexOf(']]>', at);
    if (end < 0) break;
    out += unescaped(text.slice(from, at)) + text.slice(at + CDATA.length, end);
    from = end + 3;
  }
  return out + unescaped(text.slice(from));
}

/** As the content of one `<v>`, with Excel's own escapes. */
export const cellContent = (text: string): string => excelEscapes(content(text));
