/** Times with the letters of a zone behind, as Setup pages write them: `1/2/2026, 3:04:05 AM PST`. */
import { readWritten } from '../../vendor/local-time';

/** Minutes east of UTC. Letters that several zones share (CST, IST, BST beyond Britain) are left out. */
const LETTERS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
};

/** Null where no known letters stand behind the time. */
export function readZoned(
  text: string,
  dayFirst: boolean | null,
): { time: number | null; warning: string | null } | null {
  const m = /^(.*\S)\s+([A-Z]{3,4})(?:([+-])(\d{2}):?(\d{2}))?$/.exec(text.replace(/[\u00a0\u202f]/g, ' ').trim());
  if (!m || !Object.hasOwn(LETTERS, m[2]!)) return null;
  const offset = LETTERS[m[2]!]! + (m[3] ? (m[3] === '-' ? -1 : 1) * (Number(m[4]) * 60 + Number(m[5])) : 0);
  const read = readWritten(m[1]!, { zone: 'UTC', dayFirst });
  return { time: read.time === null ? null : read.time - offset * 60_000, warning: read.warning };
}
