/** Corrections of a clock as people write them: `-62 s`, `+1 h 30 min`, `-00:01:02.500`. */

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const CLOCK = /^(\d{1,5}):([0-5]?\d)(?::([0-5]?\d)(?:[.,](\d{1,3}))?)?$/;
const PARTS = /^(?:\d+(?:\.\d+)?\s*(?:ms|s|sec|min|m|h|d)\s*)+$/;
const PART = /(\d+(?:\.\d+)?)\s*(ms|sec|min|s|m|h|d)/g;

/** Milliseconds; null where the text is no offset. Without a sign it is ahead (added). `0` alone takes a correction back. */
export function parseOffset(text: string): number | null {
  const m = /^([+\-−])?\s*(.+)$/.exec(text.trim().toLowerCase());
  if (!m) return null;
  const size = sizeOf(m[2]!);
  if (size === null) return null;
  const ms = Math.round(m[1] === '-' || m[1] === '−' ? -size : size);
  return ms === 0 ? 0 : ms;
}

function sizeOf(text: string): number | null {
  if (text === '0') return 0;
  const clock = CLOCK.exec(text);
  if (clock) {
    const [, hours, minutes, seconds = '0', fraction = ''] = clock;
    return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + Number(fraction.padEnd(3, '0'));
  }
  if (!PARTS.test(text)) return null;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(PART)) sum += Number(number) * UNITS[unit!]!;
  return sum;
}

/** `−1 min 2 s`, `+1 h`, `+250 ms`: whole units, none of them zero; `0 s` for no offset. */
export function formatOffset(ms: number): string {
  if (ms === 0) return '0 s';
  let rest = Math.abs(Math.round(ms));
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
    ['ms', 1],
  ] as const) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(`${n} ${unit}`);
  }
  return `${ms < 0 ? '−' : '+'}${parts.join(' ')}`;
}
