/** Address databases of the person's own that were imported into the case: evidence files, opened when addresses are looked up. */
import fs from 'node:fs';
import { readWhole } from '../case/evidence';
import { type Lookup, lookupWith } from '../enrich/address';
import { isMmdb, openMmdb, type PersonalDatabase } from '../enrich/mmdb';
import { METADATA_REACH } from '../enrich/mmdb-guard';
import type { OpenCase } from '../session';
import { ADDRESS_DATABASE, lookedUpIn, lookUpAgain, noteLookups } from '../store/address-facts';
import { type FileRow, presentFiles } from '../store/files';

/** Bytes; it is read whole. The largest that are sold are half of that. */
export const LARGEST = 1024 * 1024 * 1024;

/** Whether the file ends like a MaxMind DB: only its end tells. One that is named so and does not is told what it lacks. */
export async function isAddressDatabase({ path, name }: { path: string; name: string }): Promise<boolean> {
  if (/\.mmdb$/i.test(name)) return true;
  const file = await fs.promises.open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, METADATA_REACH));
    await file.read(tail, 0, tail.length, size - tail.length);
    return isMmdb(tail);
  } finally {
    await file.close();
  }
}

const lookups = new WeakMap<OpenCase, { key: string; lookup: Lookup }>();

/**
 * Look-ups of the case: its own databases in order of name, then the bundled tables. Throws one line where a database is
 * no longer what was imported.
 */
export function caseLookup(opened: OpenCase): Lookup {
  const files = presentFiles(opened.db.read).filter(({ source }) => source === ADDRESS_DATABASE);
  const distinct = [...new Map(files.map((file) => [file.sha256, file])).values()].sort((a, b) =>
    a.name === b.name ? (a.sha256 < b.sha256 ? -1 : 1) : a.name < b.name ? -1 : 1,
  );
  const key = distinct.map(({ name, sha256 }) => `${sha256} ${name}`).join('\n');
  const known = lookups.get(opened);
  if (known?.key === key) return known.lookup;
  const lookup = lookupWith(distinct.flatMap((file) => openDatabase(opened, file)));
  lookups.set(opened, { key, lookup });
  return lookup;
}

function openDatabase(opened: OpenCase, file: FileRow): PersonalDatabase[] {
  const found = openMmdb(readWhole(opened, file), { file: file.name, sha256: file.sha256 });
  return found.ok ? [found.value] : [];
}

/** Before events come in: what is looked up from now on needs no second look. */
export const beginLookups = (opened: OpenCase): void => noteLookups(opened.db.write, caseLookup(opened).version());

/** Looks the addresses up again where databases came or went, or the program brings newer ones; a custody line says so. */
export function keepLookups(opened: OpenCase): void {
  const lookup = caseLookup(opened);
  const version = lookup.version();
  const before = lookedUpIn(opened.db.read);
  if (before === version) return;
  const changed = lookUpAgain(opened.db.write, lookup.facts, version);
  if (changed > 0 || before !== null)
    opened.custody.append('places.looked-up', { addresses: changed, databases: lookup.databases() });
}
