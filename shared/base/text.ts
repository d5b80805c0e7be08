const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A non-negative integer (< 2^53) as fixed-width Crockford base 32 (11 digits by default: 55 bits).
 * Fixed width keeps text order equal to number order, which the lists rely on ("ties by id").
 */
export function base32(value: number, width = 11): string {
  let rest = value;
  let out = '';
  for (let i = 0; i < width; i++) {
    const digit = rest % 32;
    out = CROCKFORD[digit] + out;
    rest = (rest - digit) / 32;
  }
  return out;
}

/** The inverse of `base32`; null for anything that is not such a text. */
export function fromBase32(text: string): number | null {
  let value = 0;
  for (const char of text) {
    const digit = CROCKFORD.indexOf(char);
    if (digit < 0) return null;
    value = value * 32 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** Cuts to `max` characters with an ellipsis; never splits a surrogate pair. */
export function ellipsis(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.charCodeAt(max - 2) >= 0xd800 && text.charCodeAt(max - 2) <= 0xdbff ? max - 2 : max - 1;
  return `${text.slice(0, cut)}…`;
}

/** `1 denial`, `2 denials`: counts with their unit. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** A joiner between two pictures makes one of them (a family, say): it hides nothing. */
const JOINED = /(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})/u;

/** Control, bidirectional-override and other invisible characters made visible as `\u{…}`; evidence is hostile. */
export function visible(text: string): string {
  if (text.includes('\u200d')) return text.split(JOINED).map(shown).join('\u200d');
  return shown(text);
}

function shown(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
}
