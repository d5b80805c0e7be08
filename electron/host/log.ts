/**
 * The window's log: what a person can hand to whoever helps them. Of the engine's lines only what cannot hold evidence is
 * kept: our own words, and where in the program something happened. Everything else is counted, not kept.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const MOST = 512 * 1024; // bytes; the log before is kept beside it

/** Lines of the engine and of Node that hold no value of a record. */
const SAFE = [
  /^\s+at .{1,300}$/, // a place in the program
  /^[a-z]+\.[a-zA-Z]+: (internal error|[A-Z][A-Za-z]{0,40}Error)$/,
  /^Node\.js v[\d.]+$/,
  /^<--- (Last few GCs|JS stacktrace) --->$/,
  /^FATAL ERROR: [A-Za-z :.-]{1,200}(JavaScript heap out of memory)?$/,
];

/** The line, or how long it was. */
export function withoutEvidence(line: string): string {
  if (SAFE.some((pattern) => pattern.test(line))) return line;
  return line.trim() === '' ? '' : `(a line of ${line.length} characters is left out: it may hold evidence)`;
}

export class Log {
  constructor(readonly file: string) {}

  /** Our own words: no name of a case, no path, no content. A log that cannot be written is no reason to stop the work. */
  say(text: string): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      if ((statSync(this.file, { throwIfNoEntry: false })?.size ?? 0) > MOST) renameSync(this.file, `${this.file}.old`);
      appendFileSync(this.file, `${new Date().toISOString()} ${text}\n`, { mode: 0o600 });
    } catch {
      // the disk may be full or taken out
    }
  }

  engine(lines: readonly string[]): void {
    for (const line of lines.map(withoutEvidence)) if (line !== '') this.say(`  ${line}`);
  }
}
