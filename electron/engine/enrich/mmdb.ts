/** A person's own MaxMind DB file (country, city, network, anonymity), read by mmdb-lib behind a guard. */
import { Reader, type Response } from 'mmdb-lib';
import { err, ok, type Result } from '../../../shared/base/result';
import type { ParsedAddress } from './address-text';
import { checkTree, checkValue, dataSection, METADATA_MARKER, metadataStart, recordOffset } from './mmdb-guard';
import { type MmdbAnswer, mmdbAnswer } from './mmdb-record';

export interface PersonalDatabase {
  /** Name of the file in the case. */
  file: string;
  sha256: string;
  /** As its maker calls it: "GeoLite2-City". */
  type: string;
  /** Day on which its maker built it; null where it does not say. */
  built: string | null;
  /** Number of networks' nodes, for the ledger: tells a test file from a world. */
  nodes: number;
  find(address: ParsedAddress): MmdbAnswer | null;
}

const TYPE = 100; // characters kept of the type's name
const MAP = 7;

/**
 * Opens the bytes of a whole file. The error is one line that says what is wrong. Records are looked at only when asked:
 * a damaged one answers null.
 */
export function openMmdb(bytes: Buffer, named: { file: string; sha256: string }): Result<PersonalDatabase, string> {
  const start = metadataStart(bytes);
  if (start < 0) return err('no MaxMind DB: its metadata are missing (a download that was cut?)');
  const end = start - METADATA_MARKER.length;
  let reader: Reader<Response>;
  try {
    // The library looks for the marker in its own way, which a half marker right behind it misleads.
    if (bytes[start]! >> 5 !== MAP || bytes.includes('MaxMind.com', start))
      throw new RangeError('its metadata are no map');
    checkValue(bytes.subarray(start), 0);
    reader = new Reader<Response>(bytes);
    checkTree(reader.metadata, end);
  } catch (thrown) {
    return err(
      `a damaged MaxMind DB: ${thrown instanceof RangeError ? thrown.message : 'its metadata cannot be read'}`,
    );
  }
  const { metadata } = reader;
  const data = dataSection(bytes, metadata, end);
  const sound = new Set<number>();
  const type = typeof metadata.databaseType === 'string' ? metadata.databaseType.slice(0, TYPE) : '';
  return ok({
    ...named,
    type: type || 'without a name',
    built: dayOf(metadata.buildEpoch),
    nodes: metadata.nodeCount,
    find(address) {
      const offset = recordOffset(bytes, metadata, address);
      if (offset === null) return null;
      try {
        if (!sound.has(offset)) {
          checkValue(data, offset);
          if (sound.size < 100_000) sound.add(offset);
        }
        return mmdbAnswer(reader.get(address.text));
      } catch {
        return null; // this record is damaged; the others need not be
      }
    },
  });
}

/** Whether bytes from the end of a file hold the mark of a MaxMind DB. */
export const isMmdb = (tail: Buffer): boolean => tail.includes(METADATA_MARKER);

function dayOf(epoch: unknown): string | null {
  const time = epoch instanceof Date ? epoch.getTime() : Number(epoch) * 1_000;
  return Number.isFinite(time) && time > 0 && time < 8e12 ? new Date(time).toISOString().slice(0, 10) : null;
}
