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
