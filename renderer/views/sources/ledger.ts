/** The ledger's arithmetic as it is shown: how every record ended, and that the sum closes. Pure. */
import type { FileLedger } from '../../../shared/model/ledger';

export const ENDS = ['events', 'context', 'duplicates', 'skipped', 'rejected'] as const;
export type End = (typeof ENDS)[number];

export const END_WORDS: Record<End, { title: string; means: string }> = {
  events: { title: 'Events', means: 'read into the case' },
  context: { title: 'Context', means: 'rows of a context file' },
  duplicates: { title: 'Duplicates', means: 'already in the case; both places are kept' },
  skipped: { title: 'Skipped', means: 'not a sign-in record; each with its reason' },
  rejected: { title: 'Rejected', means: 'could not be read; each with its reason' },
};

type Counts = Pick<FileLedger, 'records' | End>;

/** The folder that all paths share, with its slash; empty where there is none or only one file. */
export function commonFolder(paths: readonly string[]): string {
  const [first, ...others] = paths;
  if (first === undefined || others.length === 0) return '';
  let folder = first.slice(0, first.lastIndexOf('/') + 1);
  for (const path of others) {
    while (folder !== '' && !path.startsWith(folder))
      folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
  }
  return folder;
}

/** Records without an end; 0 unless something is broken, which is then said. */
export const unaccounted = (file: Counts): number => file.records - ENDS.reduce((sum, end) => sum + file[end], 0);

export interface Segment {
  end: End;
  count: number;
  /** Share of the bar in per cent; a count above zero never vanishes, and the shares still sum to 100. */
  share: number;
}

/** Least share in per cent at which a segment can still be seen. */
const LEAST = 1.5;

export function segments(file: Counts): Segment[] {
  const present = ENDS.filter((end) => file[end] > 0);
  if (present.length === 0) return [];
  const total = present.reduce((sum, end) => sum + file[end], 0);
  const raised = present.map((end) => ({ end, count: file[end], share: Math.max(LEAST, (100 * file[end]) / total) }));
  const sum = raised.reduce((all, { share }) => all + share, 0);
  return raised.map((segment) => ({ ...segment, share: (100 * segment.share) / sum }));
}

export function totals(files: readonly Counts[]): Counts {
  const sum: Counts = { records: 0, events: 0, context: 0, duplicates: 0, skipped: 0, rejected: 0 };
  for (const file of files) {
    sum.records += file.records;
    for (const end of ENDS) sum[end] += file[end];
  }
  return sum;
}

/** "1,200 records = 1,180 events + 15 duplicates + 4 skipped + 1 rejected". */
export function sumLine(file: Counts): string {
  const parts = ENDS.filter((end) => file[end] > 0).map(
    (end) => `${file[end].toLocaleString('en')} ${word(end, file[end])}`,
  );
  return `${file.records.toLocaleString('en')} ${file.records === 1 ? 'record' : 'records'} = ${parts.join(' + ') || '0'}`;
}

const word = (end: End, n: number): string =>
  n === 1 && end === 'events' ? 'event' : n === 1 && end === 'duplicates' ? 'duplicate' : end;
