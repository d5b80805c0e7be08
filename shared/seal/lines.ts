/** Lines of a stream of bytes, for files too large to hold. */

/** Lines without their ends; one longer than `limit` bytes is cut there, so that hostile files stay small in memory. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, limit = 64 << 20): AsyncGenerator<string> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    let from = 0;
    for (;;) {
      const end = piece.indexOf(10, from);
      const part = piece.slice(from, end < 0 ? piece.length : end); // a copy: the piece is reused
      if (length + part.length <= limit) held.push(part);
      length += part.length;
      if (end < 0) break;
      yield textOf(held);
      held = [];
      length = 0;
      from = end + 1;
    }
  }
  if (length > 0) yield textOf(held);
}

/** The parts as one UTF-8 text; bytes that are none become U+FFFD, and a byte order mark stays. */
export function textOf(parts: readonly Uint8Array[]): string {
  const [only] = parts;
  const whole = parts.length === 1 && only ? only : joined(parts);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
