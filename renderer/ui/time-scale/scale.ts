/** A window of time on a row of pixels, and how it moves. All pure; times in milliseconds UTC, `to` excluded. */
export interface Window {
  from: number;
  to: number;
}

export interface TimeScale extends Window {
  /** Pixels that the window fills. */
  width: number;
  x(time: number): number;
  time(x: number): number;
  /** Milliseconds a pixel. */
  perPixel: number;
}

export function timeScale(window: Window, width: number): TimeScale {
  const perPixel = Math.max(window.to - window.from, 1) / Math.max(width, 1);
  return {
    from: window.from,
    to: window.to,
    width,
    perPixel,
    x: (time) => (time - window.from) / perPixel,
    time: (x) => window.from + x * perPixel,
  };
}

export const NARROWEST = 20; // milliseconds: below that nothing is left to tell apart

/** Keeps a window inside `limits` (with its length where it can) and no narrower than `NARROWEST`. */
export function clampWindow(window: Window, limits: Window): Window {
  const room = Math.max(limits.to - limits.from, NARROWEST);
  const length = Math.min(Math.max(window.to - window.from, NARROWEST), room);
  const from = Math.min(Math.max(window.from, limits.from), limits.from + room - length);
  return { from, to: from + length };
}

/** Zooms around an instant that stays under the pointer; factor > 1 shows more time. */
export function zoomWindow(window: Window, around: number, factor: number, limits: Window): Window {
  const length = (window.to - window.from) * factor;
  const share = (around - window.from) / Math.max(window.to - window.from, 1);
  const from = around - share * length;
  return clampWindow({ from, to: from + length }, limits);
}

export function panWindow(window: Window, by: number, limits: Window): Window {
  return clampWindow({ from: window.from + by, to: window.to + by }, limits);
}

/** `window` with air on both sides, as a share of its length; a single instant gets `least` milliseconds. */
export function withAir(window: Window, share: number, least: number): Window {
  const length = Math.max(window.to - window.from, 0);
  const air = Math.max(length * share, (least - length) / 2, 0);
  return { from: window.from - air, to: window.to + air };
}

/**
 * What to load for a window: three screens wide, buckets of a power-of-two length (in milliseconds) not under
 * `pixelsABucket` pixels, both ends on a bucket's edge so that panning asks for the same buckets again.
 */
export function loadWindow(
  window: Window,
  width: number,
  pixelsABucket = 3,
): { from: number; to: number; buckets: number; step: number } {
  const length = Math.max(window.to - window.from, 1);
  const wanted = (length / Math.max(width, 1)) * pixelsABucket;
  let step = 2 ** Math.max(0, Math.ceil(Math.log2(wanted)));
  while ((5 * length) / step > 4_000) step *= 2; // the contract's limit, and the grain below may add two screens
  // Half a screen is the grain of loading: within it the request stays the same.
  const grain = Math.max(step, 2 ** Math.ceil(Math.log2(length / 2 / step)) * step);
  const from = Math.floor((window.from - length) / grain) * grain;
  const to = from + (Math.ceil((3 * length) / grain) + 1) * grain;
  return { from, to, buckets: Math.round((to - from) / step), step };
}
