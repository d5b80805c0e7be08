/**
 * SHA-512 of evidence beside its SHA-256: taken once, on the bytes whose SHA-256 is the import's. Of what is read in seconds
 * it is taken with the analysis; larger evidence is read again for it when the case is at rest.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { OpenCase } from '../session';
import { storedFiles } from '../store/case-checks';
import { readMeta, writeMeta } from '../store/case-reads';
import type { ReadDb } from '../store/open';

const KEY = 'sha512';

/** SHA-512 (hex) by SHA-256, as far as taken. */
export const knownSha512 = (db: ReadDb): Record<string, string> =>
  JSON.parse(readMeta(db, KEY) ?? '{}') as Record<string, string>;

type Tell = (value: { phase: string; done: number; total: number; unit: 'bytes' }) => void;

/**
 * Starts to hash what has no SHA-512 yet, up to `most` bytes; the function it resolves to keeps the result (call it in the writers' queue).
 * Evidence that is gone or changed is passed over: `verify` tells of it.
 */
export async function takeSha512(
  opened: Pick<OpenCase, 'folder' | 'db'>,
  signal?: AbortSignal,
  { most = Number.POSITIVE_INFINITY, progress }: { most?: number; progress?: Tell } = {},
): Promise<() => void> {
  const known = knownSha512(opened.db.read);
  const fresh: Record<string, string> = {};
  let left = most;
  let done = 0;
  for (const file of storedFiles(opened.db.read)) {
    if (known[file.sha256] || fresh[file.sha256]) continue;
    const at = path.resolve(opened.folder, file.stored);
    left -= fs.statSync(at, { throwIfNoEntry: false })?.size ?? 0;
    if (left < 0) break;
    const told = (bytes: number): void => {
      done += bytes;
      progress?.({ phase: 'hashing evidence', done, total: 0, unit: 'bytes' });
    };
    const both = await hashes(at, signal, told).catch((thrown: unknown) => {
      if (signal?.aborted) throw thrown;
      return null;
    });
    if (both?.sha256 === file.sha256) fresh[file.sha256] = both.sha512;
  }
  return () => {
    if (Object.keys(fresh).length === 0) return;
    writeMeta(opened.db.write, KEY, JSON.stringify({ ...knownSha512(opened.db.read), ...fresh }));
  };
}

/** Both hashes of a file, hex. */
export async function hashes(
  file: string,
  signal?: AbortSignal,
  read?: (bytes: number) => void,
): Promise<{ sha256: string; sha512: string }> {
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1 << 20, signal })) {
    sha256.update(chunk as Buffer);
    sha512.update(chunk as Buffer);
    read?.((chunk as Buffer).length);
  }
  return { sha256: sha256.digest('hex'), sha512: sha512.digest('hex') };
}
