/** How far a job is, on stderr: one moving line on a terminal, otherwise a plain line now and then. */
import type { Progress } from '../../shared/contract/define';

const PLAIN_EVERY_MS = 5_000;

export interface Reporter {
  report(progress: Progress): void;
  /** Clears the moving line; call before anything else is written. */
  end(): void;
}

export function progressReporter(stream: NodeJS.WriteStream = process.stderr, now: () => number = Date.now): Reporter {
  return stream.isTTY ? moving(stream) : plain(stream, now);
}

function moving(stream: NodeJS.WriteStream): Reporter {
  let shown = false;
  return {
    report(progress) {
      const width = Math.max(20, (stream.columns ?? 80) - 1);
      const bar = progress.total > 0 ? `${drawBar(progress.done / progress.total)} ` : '';
      stream.write(`\r\u001b[2K${`${bar}${sentence(progress)}`.slice(0, width)}`);
      shown = true;
    },
    end() {
      if (shown) stream.write('\r\u001b[2K');
      shown = false;
    },
  };
}

function plain(stream: NodeJS.WriteStream, now: () => number): Reporter {
  let phase = '';
  let last = 0;
  return {
    report(progress) {
      if (progress.phase === phase && now() - last < PLAIN_EVERY_MS) return;
      phase = progress.phase;
      last = now();
      stream.write(`${sentence(progress)}\n`);
    },
    end() {},
  };
}

const BAR_CELLS = 24;

function drawBar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_CELLS - full)}]`;
}

/** `importing 12.4 of 80.0 MB (15 %) · system-log.json`; names come from evidence and are made harmless. */
export function sentence({ phase, done, total, unit, note }: Progress): string {
  const size = (n: number): string => (unit === 'bytes' ? (n / 1e6).toFixed(1) : n.toLocaleString('en'));
  const of = total > 0 ? ` of ${size(total)}` : '';
  const share = total > 0 ? ` (${Math.floor((100 * Math.min(done, total)) / total)} %)` : '';
  return terminalText(
    `${phase} ${size(done)}${of} ${unit === 'bytes' ? 'MB' : done === 1 && total === 0 ? unit.replace(/s$/, '') : unit}${share}${note ? ` · ${note}` : ''}`,
  );
}

/** Evidence may hold escape sequences: nothing of it may steer the terminal. */
export function terminalText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
