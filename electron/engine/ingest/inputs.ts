/** The files behind what a person gave: folders opened up, archives listed, everything named as it will be shown. */
import fs from 'node:fs';
import path from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { type Member, members, openStored, packingOf } from '../case/evidence';
import type { Packing } from '../store/files';
import { withSheets } from './workbook';

export interface Input {
  path: string;
  /** As shown: the base name, or the folder's name and the path below it. */
  name: string;
  bytes: number;
  /** Name to lie under in the case; set for what was opened with a password, which lies nowhere else. */
  keepAs?: string;
  /** Locked archives that it was opened out of. */
  depth?: number;
}

export interface Refused {
  file: string;
  why: string;
}

/** Files in order of name, so that one folder is read the same way everywhere. Links inside folders are not followed. */
export async function listInputs(paths: readonly string[]): Promise<{ inputs: Input[]; refused: Refused[] }> {
  const inputs: Input[] = [];
  const refused: Refused[] = [];
  const walk = async (at: string, name: string): Promise<void> => {
    const entries = await fs.promises.readdir(at, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) await add(path.join(at, entry.name), `${name}/${entry.name}`, entry);
  };
  const add = async (at: string, name: string, entry: fs.Dirent | fs.Stats): Promise<void> => {
    try {
      if (entry.isSymbolicLink()) refused.push({ file: name, why: 'a symbolic link: not followed' });
      else if (entry.isDirectory()) await walk(at, name);
      else if (entry.isFile()) inputs.push({ path: at, name, bytes: (await fs.promises.stat(at)).size });
      else refused.push({ file: name, why: 'a device, socket or pipe: not read' });
    } catch (thrown) {
      refused.push({ file: name, why: whyUnreadable(thrown) });
    }
  };
  for (const given of paths) {
    const at = path.resolve(given);
    const name = path.basename(at) || at;
    try {
      await add(at, name, await fs.promises.stat(at)); // what a person names is followed
    } catch (thrown) {
      refused.push({ file: name, why: whyUnreadable(thrown) });
    }
  }
  return { inputs, refused };
}

export function whyUnreadable(thrown: unknown): string {
  const { code, message } = thrown as { code?: string; message?: string };
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read (no permission)';
  return code ? `it cannot be read (${code})` : `it cannot be read: ${message ?? String(thrown)}`;
}

/** Bytes by which it is told how a file is packed. */
const HEAD = 4_096;
/** Unpacked bytes by which a tar is told. */
const TAR_HEAD = 512;
const MOST_OF_HEAD = 8 * 1024 * 1024; // no format unpacks a thousandfold and twice that

/** How a file is packed, by its first bytes; a gzip file may hold a tar. */
export async function packingOfFile(at: string): Promise<Packing> {
  const head = await headOf(at);
  const packing = packingOf(head);
  if (packing !== 'gzip') return packing;
  const inner = beginningOfGzip(head);
  if (inner.length >= TAR_HEAD) return packingOf(inner) === 'tar' ? 'tar+gzip' : 'gzip';
  try {
    for await (const chunk of openStored({ path: at, packing: 'gzip', member: null }))
      return packingOf(chunk.subarray(0, HEAD)) === 'tar' ? 'tar+gzip' : 'gzip';
    return 'gzip';
  } catch {
    return 'gzip'; // damaged: reading it will say so
  }
}

async function headOf(at: string): Promise<Buffer> {
  const file = await fs.promises.open(at, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What can be unpacked of the first bytes of a gzip file; nothing where they are damaged. */
function beginningOfGzip(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_OF_HEAD });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Members of an archive, or why it is none to read. */
export async function listMembers(
  at: string,
  packing: 'zip' | 'tar' | 'tar+gzip',
  signal?: AbortSignal,
): Promise<Member[] | string> {
  const found = await members(at, packing, signal);
  const names = new Set(found.map(({ name }) => name));
  if (names.has('xl/workbook.bin')) return 'a binary spreadsheet (XLSB): save it as XLSX or CSV first';
  if (names.has('[Content_Types].xml') && !names.has('xl/workbook.xml')) return 'an Office document, not an export';
  if (names.has('content.xml') && names.has('mimetype')) return 'an OpenDocument file: save it as XLSX or CSV first';
  return withSheets(at, packing, found);
}
