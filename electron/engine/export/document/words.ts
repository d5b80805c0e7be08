/** Words and shapes, the same as on the screen: colour never speaks alone. */
import { ellipsis } from '../../../../shared/base/text';
import type { Event } from '../../../../shared/model/event';
import { type Outcome, SUCCESS, type Verdict } from '../../../../shared/model/words';

/** Drawn beside each record: the same shapes as in the figures. */
export const GLYPH = { denied: '×', success: '●', change: '■', request: '▽', other: '○' } as const;

export const VERDICT: Record<Verdict, { shape: string; word: string }> = {
  likely_compromise: { shape: '✖', word: 'Likely compromise' },
  attempted_abuse: { shape: '■', word: 'Attempted abuse' },
  misconfigured: { shape: '▲', word: 'Misconfigured' },
  friction: { shape: '◆', word: 'Friction' },
  expected: { shape: '●', word: 'Expected' },
  undetermined: { shape: '○', word: 'Undetermined' },
};

export const verdict = (value: Verdict): string => `${VERDICT[value].shape}\u00a0${VERDICT[value].word}`;

export const FOLLOWED = {
  yes: 'yes',
  no: 'no: the logs that would show it are there',
  not_in_evidence: 'not in evidence',
} as const;

export type MarkClass = 'denied' | 'success' | 'change' | 'request' | 'other';

export function markOf(event: Event): MarkClass {
  if (event.denial) return 'denied';
  if (SUCCESS.has(event.outcome)) return 'success';
  if (event.class === 'change') return 'change';
  return event.class === 'request' ? 'request' : 'other';
}

/** `denied_by_user` → `denied by user`. */
export const plain = (word: string): string => word.replaceAll('_', ' ');

export const outcomes = (counts: Partial<Record<Outcome, number>>): string =>
  Object.entries(counts)
    .map(([outcome, n]) => `${n} × ${plain(outcome)}`)
    .join(', ');

/** `2026-01-02 03:04:05.678Z`: ISO 8601 with its zone, the same in every language. */
export const when = (time: string): string => time.replace('T', ' ');
/** To the second: enough where the record is cited beside it. */
export const moment = (time: string): string => `${time.slice(0, 19).replace('T', ' ')}Z`;

/** When an access came: after the denials, or by the clock of another source before them. */
export const apart = (seconds: number): string =>
  seconds < 0 ? `${duration(-seconds)} before, by another clock` : duration(seconds);

/** `4 min 12 s`; exact where it is short, rounded where it is long; in one piece, as no line breaks before a unit. */
export function duration(seconds: number): string {
  const s = Math.round(Math.abs(seconds));
  const text =
    s < 60
      ? `${s} s`
      : s < 3_600
        ? `${Math.floor(s / 60)} min ${s % 60} s`
        : s < 172_800
          ? `${Math.floor(s / 3_600)} h ${Math.round((s % 3_600) / 60)} min`
          : `${(s / 86_400).toFixed(1)} days`;
  const whole = text.replaceAll(' ', '\u00a0');
  return seconds < 0 ? `${whole} before` : whole;
}

/** Names in headings and tables: the whole of a very long one stands in the data, not here. */
export const short = (name: string): string => ellipsis(name, 160);

export const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
