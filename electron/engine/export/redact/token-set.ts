/** What an id may look like that is known again inside a text. */
export const TOKEN = /\w[\w.:+/=-]{3,}[\w=-]/g;

/** Whether all of it is one: of other ids (`DOM\x`, `a b`, `s-1`) a text would be searched in vain. */
export const isToken = (text: string): boolean => text.match(TOKEN)?.[0] === text;

/** More pieces than an id has: a path or a sum of them. */
const PIECES = 12;

/** The text with its parts between signs (`sid=…`, `urn:session:…`) renamed where they are known, the longest first. */
export function renamedWithin(
  text: string,
  isKnown: (part: string) => boolean,
  name: (part: string) => string,
): string {
  const parts = text.split(/([.:+/=])/); // pieces and, between them, signs
  const count = (parts.length + 1) / 2;
  if (count === 1 || count > PIECES) return text;
  for (let length = count - 1; length > 0; length--)
    for (let first = 0; first + length <= count; first++) {
      const [from, to] = [2 * first, 2 * (first + length) - 1];
      const part = parts.slice(from, to).join('');
      if (!isToken(part) || !isKnown(part)) continue;
      const around = (some: readonly string[]): string => renamedWithin(some.join(''), isKnown, name);
      return around(parts.slice(0, from)) + name(part) + around(parts.slice(to));
    }
  return text;
}

/** Many ids, remembered by 53 bits each: enough to know one again in a text, at a tenth of the room that the texts need. */
export class TokenSet {
  readonly #seen = new Set<number>();
  /** Ids beyond the limit are not known again in texts; in their own fields they need no list. */
  constructor(readonly limit = 2_000_000) {}

  get isFull(): boolean {
    return this.#seen.size >= this.limit;
  }

  /** Whether it is new. */
  add(text: string): boolean {
    const bits = hash53(text.toLowerCase());
    if (this.#seen.has(bits)) return false;
    if (!this.isFull) this.#seen.add(bits);
    return true;
  }

  has(text: string): boolean {
    return this.#seen.size > 0 && this.#seen.has(hash53(text.toLowerCase()));
  }
}

/** Two rounds of multiply and shift over 32 bits each (cyrb53); not for secrets, only to tell texts apart. */
function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    a = Math.imul(a ^ char, 2_654_435_761);
    b = Math.imul(b ^ char, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0);
}
