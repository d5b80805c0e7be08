/**
 * The seal of a case folder: `seal.json`, written when the case is closed in order, says what the database file was. While
 * the case is open it says so instead; after a crash it still does, and only what the database holds can be checked.
 * It is no signature: whoever can write the folder can write a new seal. It finds damage and careless hands.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../../shared/base/canonical-json';
import { DATABASE, SEAL } from './layout';
import { sha256 } from './node-hashing';
import { syncFolder } from './sync-folder';

/** `modified` as the file system tells it, milliseconds UTC. */
const FileFacts = z.object({ bytes: z.number(), sha256: z.string(), modified: z.number().optional() });
export type FileFacts = z.infer<typeof FileFacts>;

const Facts = z.object({
  format: z.literal(1),
  state: z.enum(['open', 'closed']),
  at: z.string(), // RFC 3339, UTC
  tool: z.string(),
  database: FileFacts.optional(), // of a closed case
  columns: FileFacts.nullable().optional(), // packed columns beside it; null: there were none
  custodyHead: z.string().optional(),
});
export type SealFacts = z.infer<typeof Facts>;

const sealText = (facts: SealFacts): string => `${canonicalJson({ ...facts, self: sha256(canonicalJson(facts)) })}\n`;

/** The seal; `missing`, or `broken` when it is not exactly a text of ours. */
export function readSeal(folder: string): SealFacts | 'missing' | 'broken' {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, SEAL), 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    throw thrown;
  }
  try {
    const facts = Facts.parse(JSON.parse(text));
    return sealText(facts) === text && (facts.state === 'open') === (facts.database === undefined) ? facts : 'broken';
  } catch {
    return 'broken';
  }
}

/** Replaces the seal at once and for good: it is on the disk when this returns. */
export function writeSeal(folder: string, facts: SealFacts): void {
  const fresh = path.join(folder, `.${SEAL}.new`);
  fs.writeFileSync(fresh, sealText(facts), { flush: true });
  fs.renameSync(fresh, path.join(folder, SEAL));
  syncFolder(folder);
}

const LARGE = 64 << 20; // bytes

/**
 * A large database that the file system says nobody wrote to since: opening a case does not wait until it is read to its end
 * (`verify` does). Damage that leaves no trace there is found by verifying before opening.
 */
export function isUntouched(folder: string, seal: SealFacts): boolean {
  const { size, mtimeMs } = fs.statSync(path.join(folder, DATABASE));
  return size >= LARGE && size === seal.database?.bytes && mtimeMs === seal.database.modified;
}

/** What a file of the case is now; null where it is not there. Reads it to its end. */
export function fileFacts(folder: string, name: string): FileFacts | null {
  const at = path.join(folder, name);
  if (!fs.existsSync(at)) return null;
  const hash = createHash('sha256');
  const file = fs.openSync(at, 'r');
  try {
    const piece = Buffer.allocUnsafe(1 << 20);
    let bytes = 0;
    for (;;) {
      const got = fs.readSync(file, piece, 0, piece.length, bytes);
      if (got === 0) return { bytes, sha256: hash.digest('hex'), modified: fs.fstatSync(file).mtimeMs };
      hash.update(piece.subarray(0, got));
      bytes += got;
    }
  } finally {
    fs.closeSync(file);
  }
}
