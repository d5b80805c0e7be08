/** Which character parts the columns: told from the header, outside quotes. */

import type { Book } from '../xlsx/sheet';

const CANDIDATES = [',', ';', '\t', '|'].map((char) => char.charCodeAt(0));
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

export interface Layout {
  delimiter: number;
  /** Bytes before the header: a line `sep=;` (spreadsheets) or `#TYPE …` (PowerShell). */
  skip: number;
  /** Columns that the header would have. */
  columns: number;
  /** Set for a sheet of a workbook: what its cells refer to. It has no delimiter. */
  book?: Book;
}

/** Null where the first line holds no delimiter: then it is no table of more than one column. */
export function detectLayout(head: Buffer): Layout | null {
  let skip = 0;
  let forced: number | null = null;
  for (;;) {
    const stop = lineEnd(head, skip);
    const line = head.toString('latin1', skip, Math.min(stop, skip + 200)).trim();
    const sep = /^"?sep=(.|\t)"?$/i.exec(line);
    const isPreamble = sep !== null || line.startsWith('#TYPE ') || (line === '' && stop < head.length);
    if (!isPreamble) break;
    if (sep) forced = sep[1]!.charCodeAt(0);
    skip = stop + (head[stop] === CR && head[stop + 1] === LF ? 2 : 1);
    if (skip >= head.length) return null;
  }
  const counts = CANDIDATES.map(() => 0);
  let inQuotes = false;
  for (let i = skip; i < head.length; i++) {
    const byte = head[i]!;
    if (byte === QUOTE) inQuotes = !inQuotes;
    else if (!inQuotes && (byte === LF || byte === CR)) break;
    else if (!inQuotes) {
      const candidate = CANDIDATES.indexOf(byte);
      if (candidate >= 0) counts[candidate]!++;
    }
  }
  const most = Math.max(...counts);
  const delimiter = forced ?? CANDIDATES[counts.indexOf(most)]!;
  const columns = 1 + (counts[CANDIDATES.indexOf(delimiter)] ?? most);
  return columns > 1 ? { delimiter, skip, columns } : null;
}

function lineEnd(head: Buffer, from: number): number {
  for (let i = from; i < head.length; i++) if (head[i] === LF || head[i] === CR) return i;
  return head.length;
}
