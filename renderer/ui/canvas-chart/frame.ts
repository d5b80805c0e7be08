/** One animation frame for the page: whoever wants to draw asks here, and all draw in the same frame, each once. */
import { idleFrame } from '../idle';

const wanted = new Set<() => void>();
let scheduled = false;

function run(): void {
  scheduled = false;
  const drawing = [...wanted];
  wanted.clear();
  for (const draw of drawing) draw();
}

/** Draws in the next frame; asking again before it changes nothing. Returns the undo. */
export function inFrame(draw: () => void): () => void {
  wanted.add(draw);
  if (!scheduled) {
    scheduled = true;
    idleFrame(run);
  }
  return () => void wanted.delete(draw);
}
