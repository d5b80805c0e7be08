/**
 * Ways to the vendor's record inside what a collector stored: found once, on a file's first records, and followed in all of
 * them. So any wrapper is read, of whatever name, and records that are wrapped in nothing cost nothing.
 */
import { holdsRecords, isObject } from './readers/json/envelopes';

/**
 * One step inwards: a member by its name; `[]` each element of a list; a cell of a list that is a row (`["1772…", "{…}"]`) by
 * its position; `json` what a text says; `base64` a text behind an encoding; `rows` the rows of a table as objects, named by
 * its columns.
 */
export type Step = { member: string } | { cell: number } | '[]' | 'json' | 'base64' | 'rows';
export type Route = readonly Step[];

const DEPTH = 10; // steps
const NODES = 400; // values looked at for one route
const MEMBERS = 80; // of one object
const SAMPLED = 3; // elements of a list
const LINE = 16; // characters: a shorter text is no line of a log
const TEXT_LIMIT = 16 * 1024 * 1024; // characters that are parsed or decoded

/** Columns and rows under the names that query tools use (Log Analytics, Kusto, Athena, data frames). */
const COLUMNS = ['columns', 'Columns', 'fields', 'schema'];
const ROWS = ['rows', 'Rows', 'data', 'values', 'results'];

/**
 * The shortest way from the value to something that `takes` knows; null where there is none. Other parsers' tests and copies
 * are no exports: what they quote is left where it is.
 */
export function routeIn(value: unknown, takes: (inner: unknown) => boolean): Route | null {
  if (isQuotation(value)) return null;
  const queue: { value: unknown; route: Step[] }[] = [{ value, route: [] }];
  for (let i = 0; i < queue.length && i < NODES; i++) {
    const { value: at, route } = queue[i]!;
    if (route.length > 0 && isWhole(at) && takes(at)) return route;
    if (route.length === DEPTH) continue;
    for (const step of stepsFrom(at, route.at(-1))) {
      const inner = [...followed(at, [step])].slice(0, SAMPLED);
      for (const each of inner) if (!isQuotation(each)) queue.push({ value: each, route: [...route, step] });
    }
  }
  return null;
}

/** What lies at the route's end: none, one or, behind a list, several. */
export function* followed(value: unknown, route: Route): Generator<unknown> {
  for (const each of walked(value, route)) if (each.left === null) yield each.value;
}

/** Where a walk along a route came to a stop. */
export interface Walked {
  value: unknown;
  /** The rest of the route, which the value cannot be entered by; null at the route's end. */
  left: Route | null;
  /** Which element of the outermost list, and of how many, it lies in; null outside of any. */
  nth: readonly [number, number] | null;
}

/**
 * As `followed`, but nothing on the way is passed over: a value that the next step does not enter (a text that is no JSON, an
 * object without the member) is told as it is. Only what holds nothing - an empty list - tells nothing.
 */
export function* walked(value: unknown, route: Route, nth: Walked['nth'] = null): Generator<Walked> {
  const [step, ...rest] = route;
  if (step === undefined) {
    yield { value, left: null, nth };
    return;
  }
  const inside = entered(value, step);
  if (inside === null) {
    yield { value, left: route, nth };
    return;
  }
  if (typeof step === 'object' && 'cell' in step && Array.isArray(value)) {
    const others = value.filter((each, i) => i !== step.cell && mayHold(each));
    for (const other of others) yield { value: other, left: route, nth }; // no cell of a row as the others are
  }
  const isOutermost = nth === null && isList(step);
  for (const [i, inner] of inside.entries()) yield* walked(inner, rest, isOutermost ? [i, inside.length] : nth);
}

const isList = (step: Step): boolean => step === '[]' || step === 'rows';

/** Whether both ways are the same for so many steps. */
export const isSameWay = (a: Route, b: Route, steps: number): boolean =>
  a.length >= steps && b.length >= steps && JSON.stringify(a.slice(0, steps)) === JSON.stringify(b.slice(0, steps));

/** What the step leads to; null where it leads nowhere. */
function entered(value: unknown, step: Step): readonly unknown[] | null {
  if (typeof step === 'object') {
    if ('cell' in step) return Array.isArray(value) && step.cell < value.length ? [value[step.cell]] : null;
    const inner = isObject(value) && Object.hasOwn(value, step.member) ? value[step.member] : undefined;
    return inner === undefined || inner === null ? null : [inner];
  }
  switch (step) {
    case '[]':
      return Array.isArray(value) ? value : null;
    case 'json':
      return typeof value === 'string' ? one(parsed(value)) : null;
    case 'base64':
      return typeof value === 'string' ? one(decoded(value)) : null;
    case 'rows':
      return rowsOf(value);
  }
}

function stepsFrom(value: unknown, before: Step | undefined): readonly Step[] {
  if (Array.isArray(value)) {
    const cell = before === '[]' ? cellOf(value) : -1;
    if (cell >= 0) return [{ cell }];
    return value.length > 0 ? ['[]'] : [];
  }
  if (typeof value === 'string') {
    if (looksLikeJson(value)) return ['json'];
    return looksEncoded(value) ? ['base64'] : [];
  }
  if (!isObject(value)) return [];
  const members = Object.keys(value)
    .slice(0, MEMBERS)
    .filter((key) => isObject(value[key]) || Array.isArray(value[key]) || isLong(value[key]))
    .map((member) => ({ member }));
  return rowsOf(value) ? ['rows', ...members] : members;
}

/** Where in a list that is one row the only thing lies that may be a record, beside short texts and numbers; -1 in other lists. */
function cellOf(list: readonly unknown[]): number {
  const cell = list.findIndex(mayHold);
  const isRow = list.every(
    (each, i) => i === cell || typeof each === 'number' || (typeof each === 'string' && !mayHold(each)),
  );
  return list.length > 1 && isRow ? cell : -1;
}

const mayHold = (value: unknown): boolean =>
  isWhole(value) || (typeof value === 'string' && (looksLikeJson(value) || looksEncoded(value)));

const isLong = (value: unknown): boolean => typeof value === 'string' && value.length >= LINE;
/** What may be a record: an object, or a text that is long enough for a line of words. */
export const isWhole = (value: unknown): boolean =>
  isObject(value) || (typeof value === 'string' && value.length >= LINE && /\s/.test(value));

/**
 * The objects that a table's rows are; null where the value is no table. What is no row of it (no list, or of more cells than
 * there are columns) is left as it is.
 */
function rowsOf(value: unknown): readonly unknown[] | null {
  if (!isObject(value)) return null;
  const heads = COLUMNS.map((key) => value[key]).find((list) => Array.isArray(list) && list.length > 0);
  const lists = ROWS.map((key) => value[key]).filter((list) => Array.isArray(list));
  const rows = lists.find((list) => list.some(Array.isArray)) ?? lists.find((list) => list.length === 0);
  if (!Array.isArray(heads) || !rows) return null;
  const names = heads.map(columnName);
  if (names.some((name) => name === null)) return null;
  return rows.map((row: unknown) => {
    if (!Array.isArray(row) || row.slice(names.length).some(isFilled)) return row;
    const cells = row.slice(0, names.length).map((cell, i) => [names[i], cell] as const);
    return Object.fromEntries(cells.filter(([, cell]) => isFilled(cell)));
  });
}

const isFilled = (cell: unknown): boolean => cell !== null && cell !== '';

function columnName(column: unknown): string | null {
  if (typeof column === 'string') return column;
  if (!isObject(column)) return null;
  for (const key of ['name', 'Name', 'ColumnName', 'columnName']) {
    const name = column[key];
    if (typeof name === 'string') return name;
  }
  return null;
}

/** An object, a list of objects, or a text in which either is quoted once more. */
const looksLikeJson = (text: string): boolean => /^\s*(?:\{|\[\s*\{|"\s*(?:\{|\[|\\"))/.test(text.slice(0, 64));
const mayBeJson = (text: string): boolean => /^\s*[{["]/.test(text.slice(0, 64));
/** Base64 of `{"…` or of `{` and a line break. */
const looksEncoded = (text: string): boolean => /^(?:eyJ|ewog|ewo|ew0K)[A-Za-z0-9+/_-]{20}/.test(text.slice(0, 32));

function parsed(text: string): unknown {
  if (!mayBeJson(text) || text.length > TEXT_LIMIT) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function decoded(text: string): unknown {
  if (!looksEncoded(text) || text.length > TEXT_LIMIT) return undefined;
  return Buffer.from(text, 'base64').toString('utf8');
}

const one = (value: unknown): readonly unknown[] | null => (value === undefined ? null : [value]);

/** A rule's or parser's test, or a normalised copy that quotes its origin: no second sighting of the record. */
function isQuotation(value: unknown): boolean {
  if (!isObject(value)) return false;
  const has = (key: string): boolean => Object.hasOwn(value, key);
  if ((has('rule') && has('log')) || (has('test') && has('expected'))) return true;
  if (has('custom') && has('tags') && has('timestamp')) return true; // what Datadog’s pipeline made of a record
  const isNormalised = has('ecs') || has('ecs.version');
  return isNormalised && !has('agent') && !has('data_stream') && !has('elastic_agent');
}

/**
 * The lists of records that the route goes through before any text is read, each from the last, and what is left of it behind each:
 * readers follow lists by themselves, each element at its own place.
 */
export function listsOf(value: unknown, route: Route): { lists: string[][]; rests: Route[] } {
  const lists: string[][] = [];
  const rests: Route[] = [];
  let path: string[] = [];
  for (const [i, step] of route.entries()) {
    if (typeof step === 'object' && 'member' in step) path.push(step.member);
    else {
      const [first] = followed(value, route.slice(0, i + 1));
      if (step !== '[]' || path.length === 0 || !isObject(first)) break;
      lists.push(path);
      path = [];
      rests.push(route.slice(i + 1));
    }
  }
  return { lists, rests };
}

/** Whether the value holds, at this path, a list of objects. */
export function holdsList(value: unknown, path: readonly string[]): boolean {
  let at = value;
  for (const key of path) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return Array.isArray(at) && at.length > 0 && holdsRecords(at);
}

/** Paths at which the elements lie that the route ends in, where it reads no text before: none, or a few to try. */
export function elementPathsOf(route: Route): string[][] {
  const last = route.findIndex((step) => typeof step !== 'object' || 'cell' in step);
  const path = route.slice(0, Math.max(0, last)).map((step) => (step as { member: string }).member);
  const step = route[last];
  if (step === '[]') return [path];
  return step === 'rows' ? ROWS.map((key) => [...path, key]) : [];
}

/** The route in words: `messages[] › map › _raw`. */
export function routeWords(route: Route): string {
  let words = '';
  for (const step of route) {
    if (typeof step === 'object') {
      if ('member' in step) words += `${words === '' ? '' : ' › '}${step.member.slice(0, 40).toWellFormed()}`;
    } else if (step === '[]') words += '[]';
    else if (step === 'rows') words += `${words === '' ? '' : ' › '}rows`;
  }
  return words;
}

/** What JSON text says whose end is missing, up to its last whole element of a list; undefined where there is none. */
export function beginningOf(text: string): unknown {
  let end = -1;
  brackets(text, (open, i) => {
    if (open.at(-1) === ']') end = i + 1;
  });
  if (end < 0) return undefined;
  const whole = text.slice(0, end);
  try {
    return JSON.parse(whole + brackets(whole).reverse().join('')) as unknown;
  } catch {
    return undefined;
  }
}

/** The brackets that are still open at the end of the text, as those that close them; `closed` is told of each that is closed. */
function brackets(text: string, closed?: (open: readonly string[], at: number) => void): string[] {
  const open: string[] = [];
  let isText = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (isText) {
      if (char === '\\') i++;
      else if (char === '"') isText = false;
    } else if (char === '"') isText = true;
    else if (char === '{') open.push('}');
    else if (char === '[') open.push(']');
    else if (char === '}' || char === ']') {
      open.pop();
      closed?.(open, i);
    }
  }
  return open;
}
