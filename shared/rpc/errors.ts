/** Errors are data at the border: what, where, what to do. Stacks stay in the engine's log. */
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

/** Anything thrown becomes clonable data; unknown things become `internal`. */
export function toWire(thrown: unknown): WireError {
  if (thrown instanceof SidedoorError) {
    const { code, message, where, fix } = thrown;
    return { code, message, ...(where && { where }), ...(fix && { fix }), detail: String(thrown.stack) };
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') return { code: 'cancelled', message: 'cancelled' };
  if (thrown instanceof Error) return { code: 'internal', message: thrown.message, detail: String(thrown.stack) };
  return { code: 'internal', message: String(thrown) };
}

export function fromWire(error: WireError): SidedoorError {
  const thrown = new SidedoorError(error.code, error.message, { where: error.where, fix: error.fix });
  if (error.detail) thrown.stack = error.detail;
  return thrown;
}
