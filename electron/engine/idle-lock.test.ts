import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { idleLock } from './idle-lock';
import type { OpenCase } from './session';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('locks after the minutes without a call, never while one is running, and not where it is not asked to', async () => {
  const was = {} as OpenCase;
  let opened: OpenCase | null = was;
  let minutes: number | null = 15;
  let settled = 0;
  const told: unknown[] = [];
  const idle = idleLock(
    {
      current: () => opened,
      use: (next) => {
        opened = next;
      },
      settled: () => Promise.resolve(void settled++),
    },
    { minutes: () => minutes, locked: (...args) => void told.push(args), failed: (...args) => void told.push(args) },
  );
  await idle.during(() => 1);
  await vi.advanceTimersByTimeAsync(14 * 60_000);
  await idle.during(() => 1);
  await vi.advanceTimersByTimeAsync(14 * 60_000);
  expect(opened).not.toBeNull();
  let end: () => void = () => {};
  const long = idle.during(() => new Promise<void>((resolve) => (end = resolve)));
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(opened).not.toBeNull();
  end();
  await long;
  await vi.advanceTimersByTimeAsync(15 * 60_000);
  expect(opened).toBeNull();
  expect([settled, told]).toEqual([1, [[was, 15]]]);

  opened = {} as OpenCase;
  minutes = null;
  await idle.during(() => 1);
  await vi.advanceTimersByTimeAsync(600 * 60_000);
  expect(opened).not.toBeNull();
});

it('tells whoever looks on that the case could not be encrypted', async () => {
  const was = {} as OpenCase;
  let opened: OpenCase | null = was;
  const told: unknown[] = [];
  const full = new Error('ENOSPC');
  const idle = idleLock(
    {
      current: () => opened,
      use: (next) => {
        opened = next;
      },
      settled: () => Promise.reject(full),
    },
    { minutes: () => 1, locked: () => void told.push('locked'), failed: (...args) => void told.push(args) },
  );
  await idle.during(() => 1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['locked', [was, 1, full]]);
});
