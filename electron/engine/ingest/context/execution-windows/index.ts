import { Weekday } from '../../../../../shared/model/context';
import type { ContextKind } from '../../context';
import { Fields, quote } from '../../context-fields';

const CLOCK = /^([01]?\d|2[0-4]):([0-5]\d)$/;
const WHOLE_DAY = 24 * 60;

export default {
  id: 'execution-windows',
  title: 'Execution windows',
  about: 'When a machine or agent is meant to run: what it is refused at other times stands out.',
  columns: ['identity', 'days', 'start', 'end', 'tz', 'purpose'],
  required: ['identity', 'days', 'start', 'end'],
  example: 'svc-backup@corp.example,mon;tue;wed;thu;fri,22:00,02:00,Europe/London,nightly backup',
  read(cells) {
    const f = new Fields(cells);
    return f.done({
      identity: f.needed('identity'),
      days: days(f),
      start: clock(f, 'start'),
      end: clock(f, 'end'),
      zone: zone(f),
      purpose: f.text('purpose'),
    });
  },
} satisfies ContextKind<'execution-windows'>;

/** Short or long English names; `*`, `daily` and an empty cell are every day. */
function days(f: Fields): Weekday[] {
  const written = f.list('days').map((day) => day.toLowerCase());
  if (written.some((day) => day === '*' || day === 'daily' || day === 'all')) return [];
  const found = new Set<Weekday>();
  for (const day of written) {
    const short = Weekday.options.find((option) => day.startsWith(option));
    if (short === undefined) f.complain(`days: ${quote(day)} is no day of the week`);
    else found.add(short);
  }
  return Weekday.options.filter((day) => found.has(day));
}

/** Minutes after midnight; 24:00 is the day's end. */
function clock(f: Fields, column: 'start' | 'end'): number {
  const text = f.needed(column);
  const m = CLOCK.exec(text);
  const minutes = m ? Number(m[1]) * 60 + Number(m[2]) : WHOLE_DAY + 1;
  if (text !== '' && minutes > WHOLE_DAY) f.complain(`${column} ${quote(text)} is no HH:MM`);
  return minutes > WHOLE_DAY ? 0 : minutes;
}

function zone(f: Fields): string {
  const named = f.text('tz') ?? f.cells.zone;
  if (named === null) {
    f.complain('no tz: name one in the row or with --tz');
    return 'UTC';
  }
  try {
    return new Intl.DateTimeFormat('en', { timeZone: named }).resolvedOptions().timeZone;
  } catch {
    f.complain(`tz ${quote(named)} is no time zone`);
    return 'UTC';
  }
}
