/** The brush on the time strip: what a pointer or a key makes of it. Pure; times in milliseconds UTC. */
import type { TimeScale, Window } from '../../ui/time-scale';

export type Grip = 'new' | 'move' | 'from' | 'to';
export const EDGE = 7; // CSS pixels around an edge that take hold of it
const LEAST_PIXELS = 3; // a narrower brush is a slip of the hand

/** What a press at `x` takes hold of. */
export function gripAt(brush: Window | null, scale: TimeScale, x: number): Grip {
  if (!brush) return 'new';
  const from = scale.x(brush.from);
  const to = scale.x(brush.to);
  // Of two edges close together the nearer one is meant.
  const left = Math.abs(x - from);
  const right = Math.abs(x - to);
  if (Math.min(left, right) <= EDGE) return left < right ? 'from' : 'to';
  return x > from && x < to ? 'move' : 'new';
}

/** A round length for edges, fitting what a pixel can tell apart: second, minute, quarter of an hour, hour. */
function grain(perPixel: number): number {
  return [3_600_000, 900_000, 60_000, 1_000].find((step) => step <= perPixel * 4) ?? 1;
}

/** The brush while it is dragged from `start` to `now` (pixels); null where it would be too narrow to mean anything. */
export function dragged(
  grip: Grip,
  before: Window | null,
  scale: TimeScale,
  start: number,
  now: number,
): Window | null {
  const step = grain(scale.perPixel);
  const round = (time: number): number => Math.min(Math.max(Math.round(time / step) * step, scale.from), scale.to);
  if (grip === 'new' || !before) {
    if (Math.abs(now - start) < LEAST_PIXELS) return null;
    const a = round(scale.time(start));
    const b = round(scale.time(now));
    return a === b ? null : { from: Math.min(a, b), to: Math.max(a, b) };
  }
  const by = (now - start) * scale.perPixel;
  if (grip === 'move') {
    const length = before.to - before.from;
    const from = Math.min(Math.max(round(before.from + by), scale.from), Math.max(scale.from, scale.to - length));
    return { from, to: from + length };
  }
  // An edge pulled past the other one changes places with it.
  const moved = round((grip === 'from' ? before.from : before.to) + by);
  const fixed = grip === 'from' ? before.to : before.from;
  const least = Math.max(step, LEAST_PIXELS * scale.perPixel);
  if (Math.abs(moved - fixed) < least)
    return moved < fixed ? { from: fixed - least, to: fixed } : { from: fixed, to: fixed + least };
  return { from: Math.min(moved, fixed), to: Math.max(moved, fixed) };
}

export type Step = 'left' | 'right' | 'wider' | 'narrower' | 'start' | 'end' | 'clear';

/** The key that a step belongs to; null for keys that are none of the brush's. */
export function stepOf(key: string): Step | null {
  const steps: Record<string, Step> = {
    ArrowLeft: 'left',
    ArrowRight: 'right',
    '-': 'wider',
    ArrowDown: 'wider',
    '+': 'narrower',
    '=': 'narrower',
    ArrowUp: 'narrower',
    Home: 'start',
    End: 'end',
    Escape: 'clear',
    Delete: 'clear',
    Backspace: 'clear',
  };
  return steps[key] ?? null;
}

/** One step of the keyboard. Without a brush, a step makes one of an eighth of the case in its middle. */
export function stepped(brush: Window | null, step: Step, whole: Window, far: boolean): Window | null {
  if (step === 'clear') return null;
  const span = whole.to - whole.from;
  if (!brush) {
    const from = whole.from + span * 0.4375;
    return { from: Math.round(from), to: Math.round(from + span / 8) };
  }
  const length = brush.to - brush.from;
  const put = (from: number, size: number): Window => {
    const kept = Math.min(Math.max(size, Math.min(span, 1_000)), span);
    const at = Math.min(Math.max(from, whole.from), whole.to - kept);
    return { from: Math.round(at), to: Math.round(at + kept) };
  };
  const by = length * (far ? 1 : 0.125);
  switch (step) {
    case 'left':
      return put(brush.from - by, length);
    case 'right':
      return put(brush.from + by, length);
    case 'wider':
      return put(brush.from - length * 0.25, length * 1.5);
    case 'narrower':
      return put(brush.from + length / 6, length / 1.5);
    case 'start':
      return put(whole.from, length);
    case 'end':
      return put(whole.to - length, length);
  }
}
