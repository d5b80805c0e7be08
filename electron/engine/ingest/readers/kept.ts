/**
 * What is known of values by the numbers under which their bytes are kept (kept.as.ts): what readers have in common that make
 * nothing twice out of the same bytes.
 */

/** In place of a number: not kept. */
export const FULL = -2_147_483_648;
/** In place of a new number: forgotten. */
export const ABSENT = -1;

/** The new number of what was kept under another, which is not higher; `ABSENT` of what is forgotten. */
export type Moved = (number: number) => number;

/** What is known by numbers, by their new ones; null: all is forgotten. */
export function renumbered(known: unknown[], moved: Moved | null): unknown[] {
  if (moved === null) return [];
  for (let number = 0; number < known.length; number++) {
    const value = known[number];
    if (value === undefined) continue;
    known[number] = undefined;
    const to = moved(number);
    if (to !== ABSENT) known[to] = value;
  }
  return known;
}

/** `room`: of how many numbers; for all at once, since V8 would make a table to search of a list whose high numbers come first. */
export function put(known: unknown[], number: number, value: unknown, room: number): void {
  if (known.length === 0) known.length = room;
  known[number] = value;
}

/** How often values of a column or a path were looked for among those kept, and how often they were not there. */
export interface Looked {
  sought: number;
  missed: number;
}

/**
 * How many may be missing before it shows whether they are worth keeping. Half must have been there: ids would take the room, and
 * what is parsed lasts until it is old, where it costs most to collect. Of those that something is derived from one in eight is
 * enough, and it shows later: of thousands of people, each comes for the first time first.
 */
const TRIAL = { plain: 512, derived: 16_384 };

/** They are hardly ever those of a record before. */
export const areRare = ({ sought, missed }: Looked, isDerivedFrom: boolean): boolean =>
  isDerivedFrom ? missed > TRIAL.derived && missed * 8 > sought * 7 : missed > TRIAL.plain && missed * 2 > sought;
