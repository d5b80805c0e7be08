/** Ticks of a time axis in two rows: the lower row steps, the upper names what the steps lie in (day, month, year). */

import { fromWall, toWall } from '../../../shared/base/zone';
import { clock, longDay, monthYear, shortDay } from './format';
import type { Window } from './scale';

export interface Tick {
  time: number;
  label: string;
}
export interface Ticks {
  upper: Tick[];
  lower: Tick[];
  /** Name of the lower row's step: `3 h`. */
  step: string;
}

const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

type Unit = 'ms' | 'month' | 'year';
/** Steps with the pixels that a label of that step needs. */
const STEPS: {
  unit: Unit;
  n: number;
  name: string;
  room: number;
  upper: 'minute' | 'day' | 'month' | 'year' | 'none';
}[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => ({
    unit: 'ms' as const,
    n,
    name: `${n} ms`,
    room: 56,
    upper: 'minute' as const,
  })),
  ...[1, 2, 5, 10, 15, 30].map((n) => ({
    unit: 'ms' as const,
    n: n * S,
    name: `${n} s`,
    room: 60,
    upper: 'minute' as const,
  })),
  ...[1, 2, 5, 10, 15, 30].map((n) => ({
    unit: 'ms' as const,
    n: n * M,
    name: `${n} min`,
    room: 48,
    upper: 'day' as const,
  })),
  ...[1, 2, 3, 6, 12].map((n) => ({
    unit: 'ms' as const,
    n: n * H,
    name: `${n} h`,
    room: 44,
    upper: 'day' as const,
  })),
  ...[1, 2, 7].map((n) => ({
    unit: 'ms' as const,
    n: n * D,
    name: `${n} d`,
    room: 48,
    upper: 'month' as const,
  })),
  ...[1, 3].map((n) => ({ unit: 'month' as const, n, name: `${n} mo`, room: 60, upper: 'year' as const })),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => ({
    unit: 'year' as const,
    n,
    name: `${n} y`,
    room: 48,
    upper: 'none' as const,
  })),
];
const MOST = 400; // ticks a row: a guard against a window that makes no sense, not a limit that is met

const MONDAY = 4 * D; // 1970-01-05: weeks begin on Mondays

/** Instants of a step within the window, on round walls of the zone. */
function instants(window: Window, unit: Unit, n: number, zone: string): number[] {
  const out: number[] = [];
  const push = (wall: number): boolean => {
    const time = fromWall(wall, zone);
    if (time >= window.to || out.length >= MOST) return false;
    // In the hour that a clock change skips two walls are one instant: one tick.
    if (time >= window.from && time !== out.at(-1)) out.push(time);
    return true;
  };
  if (unit === 'ms') {
    const base = n === 7 * D ? MONDAY : 0;
    let wall = Math.floor((toWall(window.from, zone) - base) / n) * n + base;
    // Below an hour the instants step evenly in real time, through a clock change too; from there on by the wall.
    if (n < H) {
      let time = window.from + mod(base - toWall(window.from, zone), n);
      for (; time < window.to && out.length < MOST; time += n) out.push(time);
      return out;
    }
    while (push(wall)) wall += n;
    return out;
  }
  const first = new Date(toWall(window.from, zone));
  let month = unit === 'month' ? Math.floor(first.getUTCMonth() / n) * n : 0;
  let year = unit === 'year' ? Math.floor(first.getUTCFullYear() / n) * n : first.getUTCFullYear();
  while (push(utc(year, month))) {
    if (unit === 'year') year += n;
    else month += n;
    if (month >= 12) {
      month -= 12;
      year += 1;
    }
  }
  return out;
}

const mod = (a: number, n: number): number => ((a % n) + n) % n;
const utc = (year: number, month: number): number => {
  const date = new Date(Date.UTC(2000, month, 1));
  date.setUTCFullYear(year);
  return date.getTime();
};

/** The ticks of a window drawn on `width` pixels. Labels of the lower row never touch each other. */
export function ticks(window: Window, width: number, zone: string): Ticks {
  const perPixel = Math.max(window.to - window.from, 1) / Math.max(width, 1);
  const length = (step: (typeof STEPS)[number]): number =>
    step.unit === 'ms' ? step.n : step.unit === 'month' ? step.n * 28 * D : step.n * 365 * D;
  const step = STEPS.find((candidate) => length(candidate) / perPixel >= candidate.room) ?? STEPS.at(-1)!;
  const label = (time: number): string => {
    if (step.unit === 'year') return String(new Date(toWall(time, zone)).getUTCFullYear());
    if (step.unit === 'month') return monthYear(time, zone).slice(0, 3);
    if (step.n >= D) return shortDay(time, zone);
    if (step.n >= M) return clock(time, zone);
    return clock(time, zone, step.n < S ? 'ms' : 'second').slice(step.n < S ? 6 : 3);
  };
  const lower = instants(window, step.unit, step.n, zone).map((time) => ({ time, label: label(time) }));
  return { lower, upper: upperRow(window, step.upper, zone), step: step.name };
}

/** Starts of the enclosing units; the first is the window's own left edge, so that the row is never without a name. */
function upperRow(window: Window, upper: (typeof STEPS)[number]['upper'], zone: string): Tick[] {
  if (upper === 'none') return [];
  const name = (time: number): string => {
    if (upper === 'minute') return `${longDay(time, zone)} ${clock(time, zone)}`;
    if (upper === 'day') return longDay(time, zone);
    if (upper === 'month') return monthYear(time, zone);
    return String(new Date(toWall(time, zone)).getUTCFullYear());
  };
  const starts =
    upper === 'minute'
      ? instants(window, 'ms', M, zone)
      : upper === 'day'
        ? instants(window, 'ms', D, zone)
        : instants(window, upper, 1, zone);
  if (starts[0] !== window.from) starts.unshift(window.from);
  return starts.map((time) => ({ time, label: name(time) }));
}
