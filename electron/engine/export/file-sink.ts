/** Sinks on disk. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { open } from 'node:fs/promises';
import type { Sink, Spool } from './sink';

export interface FileSink extends Sink {
  /** Syncs and closes; what was written, in bytes and as SHA-256. */
  close(): Promise<{ bytes: number; sha256: string }>;
  /** Closes without any promise about the content. */
  abandon(): Promise<void>;
}

/** A new file at `path`; throws when it cannot be made. */
export function fileSink(path: string): FileSink {
  const opening = open(path, 'wx');
  opening.catch(() => {}); // told by the first write or close
  const hash = createHash('sha256');
  let bytes = 0;
  let closed = false;
  return {
    async write(chunk) {
      const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      if (piece.length === 0) return;
      const file = await opening;
      hash.update(piece);
      bytes += piece.length;
      await file.writeFile(piece);
    },
    async close() {
      const file = await opening;
      closed = true;
      await file.sync();
      await file.close();
      return { bytes, sha256: hash.digest('hex') };
    },
    async abandon() {
      if (closed) return;
      closed = true;
      await opening.then(
        (file) => file.close(),
        () => {},
      );
    },
  };
}

/** Small contents stay in memory; larger ones go to `path`. */
export function fileSpool(path: string, inMemory = 1 << 20): Spool {
  let held: Uint8Array[] = [];
  let length = 0;
  let file: FileSink | null = null;
  return {
    async write(chunk) {
      const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      length += piece.length;
      if (!file && length <= inMemory) {
        held.push(piece);
        return;
      }
      if (!file) {
        file = fileSink(path);
        for (const one of held) await file.write(one);
        held = [];
      }
      await file.write(piece);
    },
    async close() {
      await file?.close();
    },
    async *read() {
      if (file) yield* fs.createReadStream(path, { highWaterMark: 1 << 20 });
      else yield* held;
    },
  };
}
