/** Where the arrow keys lead in a picture of cells; null where the key is none of ours. Pure. */
export function stepIn(key: string, at: number, count: number, columns: number): number | null {
  const row = Math.floor(at / columns);
  const within = (next: number): number => Math.min(count - 1, Math.max(0, next));
  switch (key) {
    case 'ArrowLeft':
      return at % columns === 0 ? at : within(at - 1);
    case 'ArrowRight':
      return at % columns === columns - 1 ? at : within(at + 1);
    case 'ArrowUp':
      return row === 0 ? at : at - columns;
    case 'ArrowDown':
      return at + columns < count ? at + columns : at;
    case 'Home':
      return row * columns;
    case 'End':
      return within(row * columns + columns - 1);
    default:
      return null;
  }
}
