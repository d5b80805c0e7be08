/** The chain of the custody log: each line names the SHA-256 of the line before it. */
import { canonicalJson } from '../base/canonical-json';
import { type Hashing, sha256Of } from './hashing';

/** What the first line names as the one before it. */
export const GENESIS = '0'.repeat(64);

export interface ChainCheck {
  count: number;
  /** Hash of the last line; `GENESIS` when there is none. */
  head: string;
  /** First break: which line (from 1) and why; null when the chain holds. */
  problem: { seq: number; why: string } | null;
}

/**
 * Checks the lines in order: each is canonical, numbered without gaps from 1, and names the hash of the one before it.
 * `hash` on a line is compared when given (the table has it, the mirror has not). A cut at the end leaves a chain that
 * holds: only a head kept elsewhere shows it, so callers compare `head`.
 */
export function checkChain(lines: Iterable<string | { line: string; hash: string }>, hashing: Hashing): ChainCheck {
  const checker = chainChecker(hashing);
  for (const item of lines) checker.add(item);
  return checker.result();
}

/** As `checkChain`, fed line by line (for lines that arrive in a stream). */
export function chainChecker(hashing: Hashing): {
  add(item: string | { line: string; hash: string }): void;
  result(): ChainCheck;
} {
  let head = GENESIS;
  let count = 0;
  let problem: ChainCheck['problem'] = null;
  const look = (line: string): string | null => {
    let entry: unknown;
    try {
      entry = JSON.parse(line);
      if (canonicalJson(entry) !== line) return 'the line is not in canonical form';
    } catch {
      return 'the line is not JSON';
    }
    const { seq, prev } = (entry ?? {}) as { seq?: unknown; prev?: unknown };
    if (seq !== count) return `the line is numbered ${JSON.stringify(seq) ?? 'nothing'}, not ${count}`;
    if (prev !== head) return 'the hash of the line before differs: a line was changed, moved, added or taken out';
    return null;
  };
  return {
    add(item) {
      const line = typeof item === 'string' ? item : item.line;
      count += 1;
      let why = look(line);
      head = sha256Of(hashing, line);
      if (why === null && typeof item !== 'string' && item.hash !== head) why = 'the line differs from its own hash';
      if (why !== null) problem ??= { seq: count, why };
    },
    result: () => ({ count, head, problem }),
  };
}
