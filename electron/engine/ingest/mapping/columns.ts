/** What a column holds, counted over a sample: the ground on which its meaning is guessed. */
import { countryCode } from '../vendor/countries';
import { given } from './source';

/** Kinds of value that can be told from the value alone. */
export const VALUE_KINDS = [
  'iso',
  'slashed', // 13/02/2026 …
  'written', // 13 Feb 2026 …
  'clock', // 08:09:10 alone
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
  'excel',
  'ip',
  'email',
  'uuid',
  'agent',
  'country',
  'number',
  'boolean',
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

const DISTINCT = 500; // values told apart per column
const KEPT = 2_000; // texts kept per column, in order, for the order of days and months
const LONG = 200; // characters of a value that are looked at

const SHARP: readonly (readonly [ValueKind, RegExp])[] = [
  ['iso', /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|^\d{8}T\d{4}|^20\d{6}\d{6}$/],
  ['slashed', /^\d{1,2}([-/.])\d{1,2}\1(\d{4}|\d{2})(?!\d)/],
  [
    'written',
    /^(?:\p{L}{3,9}\.?,?\s+)?(?:\d{1,2}[-\s.]+\p{L}{3,9}\.?,?[-\s]+\d{2,4}(?!\d)|\p{L}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})/u,
  ],
  ['clock', /^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([ap]\.?m\.?)?$/i],
  ['ip', /^(\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?|\[?[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}\]?(:\d{1,5})?)$/i],
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['uuid', /^\{?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\}?$|^[0-9a-f]{24,64}$/i],
  ['boolean', /^(true|false|yes|no|y|n|0|1)$/i],
  ['agent', /^(Mozilla|Opera|Dalvik|okhttp|python-requests|curl|PostmanRuntime)\/[\d.]/],
];

/** 1995 to 2100, in the units that epochs are written in. */
const SECONDS = [788_918_400, 4_102_444_800] as const;

export class Column {
  filled = 0;
  seen = 0;
  readonly kinds = new Map<ValueKind, number>();
  /** Values with their counts, as first written; null where there are too many to tell apart. */
  values: Map<string, number> | null = new Map();
  /** Filled texts in order. */
  readonly texts: string[] = [];

  constructor(
    readonly name: string,
    /** As written in the header. */
    readonly title: string,
  ) {}

  see(text: string | null): void {
    this.seen++;
    const value = given(text)?.slice(0, LONG) ?? null;
    if (this.values) {
      const key = value ?? '';
      const count = this.values.get(key);
      if (count !== undefined || this.values.size < DISTINCT) this.values.set(key, (count ?? 0) + 1);
      else this.values = null;
    }
    if (value === null) return;
    this.filled++;
    if (this.texts.length < KEPT) this.texts.push(value);
    for (const kind of kindsOf(value)) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }

  /** Distinct filled values; null where there are too many to count. */
  get distinct(): number | null {
    return this.values ? this.values.size - (this.values.has('') ? 1 : 0) : null;
  }

  /** Share of the filled values that are of this kind, 0 to 1. */
  share(kind: ValueKind): number {
    return this.filled === 0 ? 0 : (this.kinds.get(kind) ?? 0) / this.filled;
  }
}

function kindsOf(value: string): ValueKind[] {
  const found: ValueKind[] = SHARP.flatMap(([kind, form]) => (form.test(value) ? [kind] : []));
  if (/^\d{1,20}([.,]\d+)?$/.test(value)) {
    found.push('number');
    const number = Number(value.replace(',', '.'));
    const within = (unit: number): boolean => number >= SECONDS[0] * unit && number < SECONDS[1] * unit;
    if (within(1)) found.push('seconds');
    else if (within(1e3)) found.push('milliseconds');
    else if (within(1e6)) found.push('microseconds');
    else if (within(1e9)) found.push('nanoseconds');
    else if (number > 34_700 && number < 73_100) found.push('excel');
  }
  if (value.length <= 60 && countryCode(value) !== null) found.push('country');
  return found;
}
