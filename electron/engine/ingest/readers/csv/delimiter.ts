/** Which character parts the columns: told from the header, outside quotes. */

import type { Book } from '../xlsx/sheet';

const CANDIDATES = [',', ';', '\t', '|'].map((char) => char.charCodeAt(0));
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

export interface Layout {
  delimiter: number;
  /** Bytes before the header: a line `sep=;` (spreadsheets), `#TYPE …` (PowerShell), or titles. */
  skip: number;
  /** Line (of a sheet: row) in which the header stands, from 1. */
  header: number;
  /** Lines of text above it that belong to no table: titles, who exported it and when. */
  titles: number;
  /** Columns that the header would have. */
  columns: number;
  /** Set for a sheet of a workbook: what its cells refer to. It has no delimiter. */
  book?: Book;
}

/** Lines looked at for a header below titles. */
const TITLE_LINES = 40;
const TITLE_BYTES = 64 * 1024;

/**
 * Null where the header holds no delimiter: then it is no table of more than one column. `wanted`: the line in which a
 * person says that the header stands.
 */
export function detectLayout(head: Buffer, wanted: number | null = null): Layout | null {
  if (wanted !== null) {
    const { at, titles } = startOf(head, wanted);
    return layoutFrom(head, at, wanted, null, titles);
  }
  let skip = 0;
  let line1 = 1;
  let forced: number | null = null;
  for (;;) {
    const stop = lineEnd(head, skip);
    const line = head.toString('latin1', skip, Math.min(stop, skip + 200)).trim();
    const sep = /^"?sep=(.|\t)"?$/i.exec(line);
    const isPreamble = sep !== null || line.startsWith('#TYPE ') || (line === '' && stop < head.length);
    if (!isPreamble) break;
    if (sep) forced = sep[1]!.charCodeAt(0);
    skip = behind(head, stop);
    line1++;
    if (skip >= head.length) return null;
  }
  const below = forced === null ? belowTitles(head, skip) : null;
  if (below) return layoutFrom(head, below.at, line1 + below.line, null, below.titles);
  return layoutFrom(head, skip, line1, forced, 0);
}

function layoutFrom(head: Buffer, skip: number, header: number, forced: number | null, titles: number): Layout | null {
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
  // A first line may promise another delimiter than the table keeps to.
  const isKept = forced !== null && (!CANDIDATES.includes(forced) || counts[CANDIDATES.indexOf(forced)]! > 0);
  const delimiter = isKept ? forced! : CANDIDATES[counts.indexOf(most)]!;
  const columns = 1 + (counts[CANDIDATES.indexOf(delimiter)] ?? most);
  return columns > 1 ? { delimiter, skip, columns, header, titles } : null;
}

/**
 * The first line that has as many columns as most of the beginning, where fewer than half as many stand above it; null
 * where the table begins at once.
 */
function belowTitles(head: Buffer, from: number): { at: number; line: number; titles: number } | null {
  const lines: { at: number; isBlank: boolean; counts: number[] }[] = [];
  const most = Math.min(head.length, from + TITLE_BYTES);
  for (let at = from; at < most && lines.length < TITLE_LINES; ) {
    const counts = CANDIDATES.map(() => 0);
    let inQuotes = false;
    let isBlank = true;
    let i = at;
    for (; i < most; i++) {
      const byte = head[i]!;
      if (byte === QUOTE) inQuotes = !inQuotes;
      else if (!inQuotes && (byte === LF || byte === CR)) break;
      else if (!inQuotes && CANDIDATES.includes(byte)) counts[CANDIDATES.indexOf(byte)]!++;
      if (byte > 0x20 && !CANDIDATES.includes(byte)) isBlank = false;
    }
    if (inQuotes) break; // a quote in a title, or a cell longer than what is looked at
    lines.push({ at, isBlank, counts });
    at = behind(head, i);
  }
  let best: { line: number; rows: number } | null = null;
  for (const c of CANDIDATES.keys()) {
    const line = headerAmong(lines.map(({ counts, isBlank }) => (isBlank ? null : counts[c]! + 1)));
    if (line === null) continue;
    const rows = lines.filter(({ counts }) => counts[c] === lines[line]!.counts[c]).length * lines[line]!.counts[c]!;
    if (!best || rows > best.rows) best = { line, rows };
  }
  if (!best || best.line === 0) return null;
  const titles = lines.slice(0, best.line).filter(({ isBlank }) => !isBlank).length;
  // Physical lines: a title may go over several, quoted.
  let line = 0;
  for (let at = from; at < lines[best.line]!.at; at = behind(head, lineEnd(head, at))) line++;
  return { at: lines[best.line]!.at, line, titles };
}

/** Of lines with so many columns (null = blank) the one that is the header; null where nothing tells. */
export function headerAmong(columns: readonly (number | null)[]): number | null {
  const tally = new Map<number, number>();
  for (const count of columns) if (count !== null && count > 1) tally.set(count, (tally.get(count) ?? 0) + 1);
  const [usual] = [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  if (!usual || usual[1] < 2) return null;
  const line = columns.indexOf(usual[0]);
  const above = columns.slice(0, line);
  return above.every((count) => count === null || count * 2 <= usual[0]) ? line : 0;
}

/** Offset of line `number`, from 1, and how many lines above it are not blank. */
function startOf(head: Buffer, number: number): { at: number; titles: number } {
  let at = 0;
  let titles = 0;
  for (let line = 1; line < number && at < head.length; line++) {
    const stop = lineEnd(head, at);
    if (head.toString('latin1', at, stop).trim() !== '') titles++;
    at = behind(head, stop);
  }
  return { at, titles };
}

const behind = (head: Buffer, stop: number): number => stop + (head[stop] === CR && head[stop + 1] === LF ? 2 : 1);

function lineEnd(head: Buffer, from: number): number {
  for (let i = from; i < head.length; i++) if (head[i] === LF || head[i] === CR) return i;
  return head.length;
}
