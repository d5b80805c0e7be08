/** Click or drag: a press becomes a drag once the pointer has left the place it went down on. */
export interface Press {
  x: number;
  y: number;
  dragging: boolean;
}
export const SLOP = 4; // CSS pixels that a hand shakes while it clicks

export const pressAt = (x: number, y: number): Press => ({ x, y, dragging: false });

/** The press after a move; once dragging, it stays so until released. */
export function moved(press: Press, x: number, y: number): Press {
  if (press.dragging || Math.hypot(x - press.x, y - press.y) <= SLOP) return press;
  return { ...press, dragging: true };
}

/** Where a tooltip of `size` goes for a pointer in a box: beside the pointer, never outside, never under it. */
export function tooltipAt(
  pointer: { x: number; y: number },
  size: { width: number; height: number },
  box: { width: number; height: number },
): { left: number; top: number } {
  const gap = 14;
  const right = pointer.x + gap;
  const left = right + size.width <= box.width ? right : Math.max(0, pointer.x - gap - size.width);
  const below = pointer.y + gap;
  const top = below + size.height <= box.height ? below : Math.max(0, pointer.y - gap - size.height);
  return { left, top };
}
