/** The account of a whole table under a mapping, of which nothing is kept. */
import { setImmediate } from 'node:timers/promises';
import type { ParsedBatch, ParsedFile } from '../parsed';
import { NoTable } from './records';

export interface Account {
  rows: number;
  events: number;
  skipped: number;
  rejected: number;
  reasons: { kind: 'skipped' | 'rejected'; why: string; count: number }[];
}

/** Reads to the end. Throws the signal's reason when cancelled, `NoTable` where the mapping does not fit the file. */
export async function countAll(
  parsing: AsyncGenerator<ParsedBatch, ParsedFile>,
  signal: AbortSignal,
  told: (bytes: number) => void,
): Promise<Account> {
  const words: string[] = [];
  const counts = new Map<string, Account['reasons'][number]>();
  let read = 0;
  let step = await parsing.next();
  try {
    for (; !step.done; step = await parsing.next()) {
      signal.throwIfAborted();
      const { leftOut, readBytes } = step.value;
      read += readBytes;
      told(read);
      await setImmediate();
      if (!leftOut) continue;
      words.push(...leftOut.reasons);
      for (let i = 0; i < leftOut.count; i++) {
        const kind = leftOut.places[i * 4] === 0 ? 'skipped' : 'rejected';
        const why = words[leftOut.places[i * 4 + 1]!]!;
        const known = counts.get(`${kind} ${why}`);
        if (known) known.count++;
        else counts.set(`${kind} ${why}`, { kind, why, count: 1 });
      }
    }
  } finally {
    if (!step.done) await parsing.return(undefined as never);
  }
  const { recognised, why, mapped: events, skipped, rejected } = step.value;
  if (recognised?.source !== 'mapped') throw new NoTable(why === '' ? 'the mapping does not fit this table' : why);
  const reasons = [...counts.values()].sort((a, b) => b.count - a.count);
  return { rows: events + skipped + rejected, events, skipped, rejected, reasons };
}
