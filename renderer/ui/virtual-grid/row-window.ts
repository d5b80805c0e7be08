/**
 * Which rows of a very long list are on screen. Browsers draw no element taller than some 30 million pixels, so beyond
 * `TALLEST` the scroll bar stands for shares of the list, while wheel and keys still move row by row.
 */
export const TALLEST = 12_000_000; // CSS pixels; under the limit of every browser engine, with room for zoom

export interface RowMetrics {
  count: number;
  rowHeight: number;
  /** Height that rows are seen in. */
  viewport: number;
}

/** Height of the element that the scroll bar moves over. */
export const scrollHeight = ({ count, rowHeight }: RowMetrics): number => Math.min(count * rowHeight, TALLEST);

/** The furthest position of the first row, in rows (may be a fraction). */
export const lastPosition = ({ count, rowHeight, viewport }: RowMetrics): number =>
  Math.max(0, count - viewport / rowHeight);

/** First row on screen (a fraction while scrolled between rows) for a place of the scroll bar. */
export function positionOf(scrollTop: number, metrics: RowMetrics): number {
  const most = scrollHeight(metrics) - metrics.viewport;
  if (most <= 0) return 0;
  return Math.min(1, Math.max(0, scrollTop / most)) * lastPosition(metrics);
}

/** The inverse: the scroll bar's place for a first row. */
export function scrollTopOf(position: number, metrics: RowMetrics): number {
  const last = lastPosition(metrics);
  const most = Math.max(0, scrollHeight(metrics) - metrics.viewport);
  return last === 0 ? 0 : (Math.min(Math.max(position, 0), last) / last) * most;
}

/** Rows to draw: those on screen and two on both sides. `last` is included; -1 when the list is empty. */
export function rowWindow(
  position: number,
  { count, rowHeight, viewport }: RowMetrics,
): { first: number; last: number } {
  const first = Math.max(0, Math.floor(position) - 2);
  return { first, last: Math.min(count - 1, Math.ceil(position + viewport / rowHeight) + 1) };
}

/** The position that brings a row fully on screen with the least movement. */
export function reveal(row: number, position: number, metrics: RowMetrics): number {
  const seen = metrics.viewport / metrics.rowHeight;
  if (row < position) return row;
  if (row + 1 > position + seen) return Math.min(Math.max(row + 1 - seen, 0), lastPosition(metrics));
  return position;
}

/** Where a key leads from a row; null for keys that do not move. */
export function moveBy(key: string, row: number, { count, rowHeight, viewport }: RowMetrics): number | null {
  const page = Math.max(1, Math.floor(viewport / rowHeight) - 1);
  const to = (next: number): number | null => (count === 0 ? null : Math.min(Math.max(next, 0), count - 1));
  switch (key) {
    case 'ArrowDown':
      return to(row + 1);
    case 'ArrowUp':
      return to(row < 0 ? 0 : row - 1);
    case 'PageDown':
      return to(row + page);
    case 'PageUp':
      return to(row - page);
    case 'Home':
      return to(0);
    case 'End':
      return to(count - 1);
    default:
      return null;
  }
}
