/** How readers hand on what they find: pushed, synchronously, so that no byte is copied that need not be. */

export interface RecordSink {
  /**
   * One whole JSON value: bytes [from, to) of `bytes`, at offset `at` of the file. The bytes are lent for the call.
   * False = they are not valid JSON; the reader then looks for the place from which it goes on.
   */
  value(bytes: Buffer, from: number, to: number, at: number): boolean;
  /**
   * As `value`, of the object that begins at `from` of `bytes`: where it ends. 0 = nothing was done with it: its end must be
   * found first (it may lie beyond these bytes).
   */
  next?(bytes: Buffer, from: number, at: number): number;
  /** Bytes that are no record, though they stand where one should: `why` in words without the data's own text. */
  broken(why: string, at: number, length: number): void;
  /** A line of NDJSON that is no JSON: whether it is a record all the same (a line of a log that mixes both). */
  text?(bytes: Buffer, from: number, to: number, at: number): boolean;
  /**
   * Whether the object in bytes [from, to) is a record itself, though it has a list under a name that envelopes use. It may
   * be no valid JSON.
   */
  isRecord?(bytes: Buffer, from: number, to: number): boolean;
  /** A list that an envelope holds (`value`, `response.authlogs`), also when it is empty. */
  envelope?(path: string): void;
  /** The file ends before its structure does. */
  cut?(): void;
}

export interface Reader {
  /** The next bytes of the file; the buffer may be used again after the call. */
  feed(chunk: Buffer): void;
  end(): void;
}

/** A longer record is rejected: no log record comes near it, and memory stays bounded. */
export const RECORD_LIMIT = 32 * 1024 * 1024;
export const TOO_LONG = 'longer than 32 MiB';
export const CUT_OFF = 'cut off: the file ends inside this record';
export const NOT_JSON = 'not valid JSON';

export const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
