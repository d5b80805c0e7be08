import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { placeOfWindow, readWindowState, type WindowState, writeWindowState } from './window-state';

const scratch = mkdtempSync(join(tmpdir(), 'sidedoor-state-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const state = (area: Partial<WindowState>): WindowState => ({
  x: 100,
  y: 50,
  width: 1200,
  height: 800,
  isMaximized: false,
  zoom: 0,
  ...area,
});
const laptop = { x: 0, y: 25, width: 1366, height: 743 };
const beside = { x: 1366, y: 0, width: 2560, height: 1440 };

it('keeps and reads back, for its owner only', () => {
  const file = join(scratch, 'deep', '.window.json');
  expect(readWindowState(file)).toBeNull();
  writeWindowState(file, state({ isMaximized: true, zoom: 1.5 }));
  expect(readWindowState(file)).toEqual(state({ isMaximized: true, zoom: 1.5 }));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(scratch, 'deep'))).toEqual(['.window.json']);
});

it.each(['', '{', 'null', '[]', '{"x":"1"}', '{"x":1e99,"y":0,"width":1,"height":1,"isMaximized":false}'])(
  'takes nothing from %j',
  (text) => {
    const file = join(scratch, 'damaged.json');
    writeFileSync(file, text);
    expect(readWindowState(file)).toBeNull();
  },
);

it('opens where it was, within its screen', () => {
  expect(placeOfWindow(state({}), [laptop])).toEqual({ x: 100, y: 50, width: 1200, height: 743 });
  expect(placeOfWindow(state({ x: 1500, y: 10, width: 1900 }), [laptop, beside])).toEqual({
    x: 1500,
    y: 10,
    width: 1900,
    height: 800,
  });
  // The title bar must not hide above the screen.
  expect(placeOfWindow(state({ y: 5 }), [laptop])).toMatchObject({ y: 25 });
});

it('opens in the middle where it could not be reached: the second screen is gone', () => {
  expect(placeOfWindow(state({ x: 1500 }), [laptop])).toEqual({ width: 1200, height: 743 });
  expect(placeOfWindow(state({ x: -1150 }), [laptop])).not.toHaveProperty('x');
  expect(placeOfWindow(state({ y: 760 }), [laptop])).not.toHaveProperty('x');
});

it('has a usual size, and one below which nothing can be read', () => {
  expect(placeOfWindow(null, [beside])).toEqual({ width: 1440, height: 900 });
  expect(placeOfWindow(null, [{ x: 0, y: 0, width: 800, height: 600 }])).toEqual({ width: 1024, height: 640 });
  expect(placeOfWindow(null, [])).toEqual({ width: 1440, height: 900 });
  expect(placeOfWindow(state({ width: 1, height: 1 }), [laptop])).toMatchObject({ width: 1024, height: 640 });
});
