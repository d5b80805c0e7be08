/** Errors are data at the border: what, where, what to do. Stacks stay in the engine's log. */
import { ellipsis } from '../base/text';

export type ErrorCode =
  | 'bad-input' // the call's arguments are off
  | 'no-case' // no case is open
  | 'not-found'
  | 'read-only'
  | 'locked' // the case is encrypted: a passphrase is asked for, or the one given is wrong
  | 'case-from-future'
  | 'unreadable' // a file or folder cannot be read or written
  | 'conflict'
  | 'cancelled'
  | 'engine-lost'
  | 'internal';

export interface WireError {
  code: ErrorCode;
  message: string;
  where?: string;
  fix?: string;
  detail?: string; // stack, for the log and `--debug` only
}

export class SidedoorError extends Error {
  readonly code: ErrorCode;
  readonly where: string | undefined;
  readonly fix: string | undefined;
  constructor(code: ErrorCode, message: string, more: { where?: string; fix?: string; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.name = 'SidedoorError';
    this.code = code;
    this.where = more.where;
    this.fix = more.fix;
  }
  /** One line: what, where, what to do. */
  get line(): string {
    return [this.message, this.where && `at ${this.where}`, this.fix].filter(Boolean).join(' — ');
  }
}

const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links go round',
  EIO: 'the disk failed',
};

/** What the operating system refused, in words; null for anything else. The path stays in `detail`: it may be evidence. */
function systemTrouble(thrown: Error): string | null {
  const { code, syscall } = thrown as { code?: unknown; syscall?: unknown };
  if (typeof code !== 'string' || typeof syscall !== 'string') return null;
  const why = SYSTEM[code];
  return why ? `a file or folder could not be used: ${why}` : null;
}

/** Characters of each part of an error that leave the engine: words of the caller or of evidence in it may be any length. */
const MOST = 2_000;

/** Anything thrown becomes clonable data; unknown things become `internal`. */
export function toWire(thrown: unknown): WireError {
  if (thrown instanceof SidedoorError) {
    const { code, where, fix } = thrown;
    const message = ellipsis(thrown.message, MOST);
    const told = { ...(where && { where: ellipsis(where, MOST) }), ...(fix && { fix: ellipsis(fix, MOST) }) };
    return { code, message, ...told, detail: String(thrown.stack) };
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') return { code: 'cancelled', message: 'cancelled' };
  const trouble = thrown instanceof Error ? systemTrouble(thrown) : null;
  if (trouble) return { code: 'unreadable', message: trouble, detail: String((thrown as Error).stack) };
  if (thrown instanceof Error) return { code: 'internal', message: thrown.message, detail: String(thrown.stack) };
  return { code: 'internal', message: String(thrown) };
}

export function fromWire(error: WireError): SidedoorError {
  const thrown = new SidedoorError(error.code, error.message, { where: error.where, fix: error.fix });
  if (error.detail) thrown.stack = error.detail;
  return thrown;
}
