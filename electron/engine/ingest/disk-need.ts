/** An estimate of the room that an import takes, from sizes and beginnings of the files alone. */
import fs from 'node:fs';
import path from 'node:path';
import { DATABASE_SHARE, type DiskNeed } from '../../../shared/model/disk-need';
import { DamagedError } from '../case/evidence';
import { listInputs, listMembers, packingOfFile } from './inputs';
import { firstBytes } from './parse';

/** Unpacked for each packed byte of a log, where the archive does not say. */
const UNPACKED = 12;
/** The length that ends a gzip file is told modulo 2^32. */
const GZIP_TELLS = 300_000_000;

/** What `paths` take in the case at `folder`. A file that cannot be read counts with its bytes: the import says what is wrong. */
export async function diskNeed(
  paths: readonly string[],
  { reference, folder }: { reference: boolean; folder: string },
  signal: AbortSignal,
): Promise<DiskNeed> {
  const { inputs } = await listInputs(paths);
  const sum = { given: 0, unpacked: 0, database: 0 };
  for (const { path: at, name, bytes } of inputs) {
    signal.throwIfAborted();
    sum.given += bytes;
    for (const part of await partsOf(at, name, bytes, signal)) {
      sum.unpacked += part.bytes;
      sum.database += part.bytes * part.share;
    }
  }
  return {
    files: inputs.length,
    given: sum.given,
    unpacked: sum.unpacked,
    evidence: reference ? 0 : sum.given,
    database: Math.round(sum.database),
    free: await freeAt(folder),
  };
}

interface Part {
  bytes: number;
  share: number;
}

async function partsOf(at: string, name: string, bytes: number, signal: AbortSignal): Promise<Part[]> {
  const asItLies = [{ bytes, share: shareByName(name) ?? DATABASE_SHARE.table }];
  try {
    const packing = await packingOfFile(at);
    // Listing a tar reads all of it: its size tells as much.
    if (packing === 'tar') return [{ bytes, share: DATABASE_SHARE.table }];
    if (packing === 'tar+gzip') return [{ bytes: await gzipLength(at, bytes), share: DATABASE_SHARE.table }];
    if (packing === 'zip') {
      const members = await listMembers(at, 'zip', signal);
      if (typeof members === 'string') return asItLies;
      return members.map(({ bytes, name }) => ({ bytes, share: shareByName(name) ?? DATABASE_SHARE.table }));
    }
    const share = shareByName(name) ?? shareByHead(await firstBytes({ path: at, packing, member: null }));
    return [{ bytes: packing === 'gzip' ? await gzipLength(at, bytes) : bytes, share }];
  } catch (thrown) {
    if (thrown instanceof DamagedError || (thrown as { code?: string }).code) return asItLies;
    throw thrown;
  }
}

/** By the ending of the name; null where that says nothing. */
function shareByName(name: string): number | null {
  const plain = name.toLowerCase().replace(/\.gz$/, '');
  if (/\.(?:json|ndjson|jsonl)$/.test(plain)) return DATABASE_SHARE.json;
  if (/\.(?:csv|tsv)$/.test(plain)) return DATABASE_SHARE.table;
  if (plain.endsWith('.mmdb')) return 0; // a database of addresses: kept, not read into the case's
  return null;
}

const shareByHead = (head: Buffer): number =>
  /^\ufeff?\s*[[{]/.test(head.toString('utf8', 0, 200)) ? DATABASE_SHARE.json : DATABASE_SHARE.table;

/** Bytes that a gzip file unpacks to, as its end tells, where that can be true. */
async function gzipLength(at: string, bytes: number): Promise<number> {
  if (bytes < 18 || bytes > GZIP_TELLS) return bytes * UNPACKED;
  const file = await fs.promises.open(at);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, bytes - 4);
    const told = buffer.readUInt32LE(0);
    // Several members in one file end with the length of the last; no log packs a thousandfold.
    return told < bytes / 2 || told > bytes * 1_100 ? bytes * UNPACKED : told;
  } finally {
    await file.close();
  }
}

/** Bytes free for this person on the disk of a folder, which may not be there yet; null where the system does not tell. */
async function freeAt(folder: string): Promise<number | null> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const disk = await fs.promises.statfs(at);
      return disk.bavail * disk.bsize;
    } catch {
      if (at === path.dirname(at)) return null;
    }
  }
}
