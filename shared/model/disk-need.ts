/** How much room an import will take on the disk of the case, told before it begins. */
import { formatBytes } from '../base/bytes';
import { plural } from '../base/text';

/** Bytes of the case's database for each byte of an export: measured (docs/performance.md), rounded up. */
export const DATABASE_SHARE = { json: 0.35, table: 0.6 } as const;

export interface DiskNeed {
  files: number;
  given: number; // bytes of the files as they lie there
  unpacked: number; // bytes of what is in them
  evidence: number; // bytes of the copies in the case; 0 where the originals stay where they are
  database: number; // bytes, about
  free: number | null; // bytes on the disk of the case; null where the system does not tell
}

/** One line: what it takes, of what, and whether it fits. It is an estimate, so that nothing is ever refused for it. */
export function diskNeedWords({ files, given, unpacked, evidence, database, free }: DiskNeed): {
  text: string;
  isShort: boolean;
} {
  const need = evidence + database;
  const isShort = free !== null && need > free;
  const of = `${plural(files, 'file')} of ${formatBytes(given)}${unpacked > given ? ` (${formatBytes(unpacked)} unpacked)` : ''}`;
  const parts = `${evidence === 0 ? 'evidence referenced, not copied' : `copy of the evidence ${formatBytes(evidence)}`}, database ${formatBytes(database)}`;
  const takes = `${of}: takes about ${formatBytes(need)} on the disk of the case (${parts})`;
  if (free === null) return { text: `${takes}; how much is free there is not known`, isShort };
  if (!isShort) return { text: `${takes}; ${formatBytes(free)} free`, isShort };
  return {
    text: `${takes}, and only ${formatBytes(free)} is free there: it will probably not fit. Make room, or put the case on another disk${evidence > database ? ', or leave the originals where they are' : ''}`,
    isShort,
  };
}
