/** Where the window stood when it was closed, kept beside the cases. Nothing of a case is in it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Device-independent pixels. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `zoom`: Chromium's zoom level; 0 is 100 %. */
export interface WindowState extends Area {
  isMaximized: boolean;
  zoom: number;
}

export const SMALLEST = { width: 1024, height: 640 };
const USUAL = { width: 1440, height: 900 };
/** So much of the window must lie on a screen that it can be taken hold of. */
const GRIP = { width: 200, height: 60 };

/** The state that was kept; null where there is none, or nothing that can be used. */
export function readWindowState(file: string): WindowState | null {
  try {
    const { x, y, width, height, isMaximized, zoom } = JSON.parse(readFileSync(file, 'utf8')) as WindowState;
    const isSound =
      [x, y, width, height].every((pixels) => Number.isInteger(pixels) && Math.abs(pixels) < 100_000) &&
      typeof isMaximized === 'boolean' &&
      Number.isFinite(zoom) &&
      Math.abs(zoom) <= 5;
    return isSound ? { x, y, width, height, isMaximized, zoom } : null;
  } catch {
    return null;
  }
}

/** A state that cannot be written is no reason to stop the work. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (thrown) {
    console.error(`the window's place was not kept: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

/**
 * Where to open: as it was, if it can still be reached on one of the screens (their usable areas; the first is the main
 * one), never larger than its screen; else in the middle of the main screen (no x, no y).
 */
export function placeOfWindow(kept: WindowState | null, screens: readonly Area[]): Partial<Area> & typeof USUAL {
  const sized = (size: { width: number; height: number }, screen: Area | undefined) => ({
    width: Math.max(SMALLEST.width, Math.min(size.width, screen?.width ?? size.width)),
    height: Math.max(SMALLEST.height, Math.min(size.height, screen?.height ?? size.height)),
  });
  const screen = kept && screens.find((each) => shared(kept, each));
  if (!kept || !screen) return sized(kept ?? USUAL, screens[0]);
  return { ...sized(kept, screen), x: kept.x, y: Math.max(kept.y, screen.y) };
}

function shared(window: Area, screen: Area): boolean {
  const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const height = Math.min(window.y + GRIP.height, screen.y + screen.height) - Math.max(window.y, screen.y);
  return width >= GRIP.width && height >= GRIP.height / 2;
}
