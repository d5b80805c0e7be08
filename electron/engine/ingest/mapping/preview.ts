/** A table under a mapping, as the mapping step shows it: its columns, first and odd rows, what would be rejected and why. */
import { maskSecrets } from '../../../../shared/base/secrets';
import { plural } from '../../../../shared/base/text';
import type { PreviewEvent, PreviewRow, SeenValue, TablePreview } from '../../../../shared/contract/mappings';
import type { EventDraft } from '../../../../shared/model/event';
import { mappedColumns } from '../../../../shared/model/mapped-columns';
import { Mapping, type MappingDraft } from '../../../../shared/model/mapping';
import { rfc3339 } from '../../../../shared/model/time';
import type { StoredAt } from '../../case/evidence';
import type { LazyRecord, Reject, Skip } from '../source';
import type { Column } from './columns';
import { dateOrder } from './date-order';
import { guessMapping } from './guess';
import { type Columns, readColumns, type Sample, takeSample, tryMapping } from './records';
import { readTime } from './time';

const FIRST = 12; // rows
const ODD = 24; // rows
const ODD_EACH = 2; // rows for each way of being odd
const REASONS = 2_000; // told apart
const VALUES = 300; // values listed for one value table
const CELL = 160; // characters of a cell that are shown

/** Looks at one table; `mapping` null guesses one, under the header in line `header`. Throws `NoTable` where there is none. */
export async function previewTable(
  at: StoredAt,
  name: string,
  mapping: MappingDraft | null,
  header: number | null = null,
): Promise<TablePreview> {
  const sample = await takeSample(at, mapping ? (mapping.header ?? null) : header);
  const found = await readColumns(sample);
  const guess = mapping === null ? guessFor(found, sample, name) : null;
  const tried = mapping ?? guess!.mapping;
  const trial = new Trial(tried);
  const { pass, isWhole } = await tryMapping(sample, tried, trial.see);
  const ledger = ledgerOf(pass, sample, trial.reasons);
  const { columns } = found;
  const { format, encoding } = sample.sniffed;
  return {
    name,
    form: {
      kind: format.kind === 'csv' ? 'table' : 'json',
      separator: format.kind === 'csv' && !format.layout.book ? String.fromCharCode(format.layout.delimiter) : null,
      encoding,
      list: found.list,
      header: format.kind === 'csv' ? format.layout.header : null,
      titles: format.kind === 'csv' ? format.layout.titles : 0,
      isSheet: format.kind === 'csv' && format.layout.book !== undefined,
    },
    columns: columns.map((column) => shownColumn(column, columns.length)),
    mapping: tried,
    because: guess?.because ?? [],
    problems: problemsOf(tried, columns, trial),
    time: {
      withoutZone: trial.withoutZone,
      first: trial.times > 0 ? rfc3339(trial.first) : null,
      last: trial.times > 0 ? rfc3339(trial.last) : null,
      order: orderOf(tried, columns),
    },
    rows: trial.events + ledger.skipped + ledger.rejected,
    isWhole,
    events: trial.events,
    skipped: ledger.skipped,
    rejected: ledger.rejected,
    reasons: ledger.reasons,
    values: trial.values(),
    first: trial.firstRows,
    odd: [...trial.oddRows.slice(0, ODD), ...ledger.broken],
  };
}

function guessFor({ columns, rows, list }: Columns, sample: Sample, name: string) {
  const record = sample.sniffed.format.kind === 'csv' ? ('table' as const) : ('json' as const);
  const place = new Map(columns.map((column, i) => [column.name, i]));
  const guessed = guessMapping(columns, { name: mappingName(name), record, list }, (first, second) => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const key = JSON.stringify([row[place.get(first)!] ?? '', row[place.get(second)!] ?? '']);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (counts.size > VALUES) return null;
    }
    return counts;
  });
  // Named in the mapping only where it is not the first thing that everybody would try.
  const { format } = sample.sniffed;
  if (format.kind === 'csv' && (format.layout.titles > 0 || sample.header !== null))
    guessed.mapping.header = format.layout.header;
  return guessed;
}

/** The file's own name without folder and end: a person will want a better one. */
const mappingName = (file: string): string =>
  file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/(\.[a-z\d]{1,5}){1,2}$/i, '')
    .slice(0, 80)
    .trim() || 'table';

/** Hears of every record of the trial, and keeps what is shown. */
class Trial {
  events = 0;
  withoutZone = 0;
  times = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  readonly firstRows: PreviewRow[] = [];
  readonly oddRows: PreviewRow[] = [];
  /** Why records became no event. */
  readonly reasons = new Set<string>();
  readonly #columns: readonly string[];
  readonly #odd = new Map<string, number>();
  readonly #tables: readonly (readonly [
    'outcome' | 'class' | 'factor' | 'kind',
    readonly string[],
    Map<string, number>,
  ])[];
  #records = 0;

  constructor(readonly mapping: MappingDraft) {
    this.#columns = mappedColumns(mapping);
    this.#tables = (['outcome', 'class', 'factor', 'kind'] as const).map((name) => [
      name,
      mapping[name].columns,
      new Map(),
    ]);
  }

  see = (record: LazyRecord, became: EventDraft | Skip | Reject, needsZone: boolean): void => {
    const number = ++this.#records;
    if (needsZone) this.withoutZone++;
    for (const [, columns, counts] of this.#tables) {
      if (columns.length === 0) continue;
      const key = JSON.stringify(columns.map((column) => (record.text(column) ?? '').trim().slice(0, 2_000)));
      const count = counts.get(key);
      if (count !== undefined || counts.size < VALUES) counts.set(key, (count ?? 0) + 1);
    }
    let end: PreviewRow['end'] = 'event';
    let why = '';
    let event: PreviewEvent | null = null;
    if ('end' in became) {
      end = became.end;
      why = became.why;
      if (this.reasons.size < REASONS) this.reasons.add(why);
    } else {
      this.events++;
      this.times++;
      this.first = Math.min(this.first, became.time);
      this.last = Math.max(this.last, became.time);
      why = (became.warnings ?? []).join('; ');
      event = number <= FIRST || why !== '' ? shownEvent(became) : null;
    }
    const isOdd = why !== '' && this.#isNews(why);
    if (number > FIRST && !isOdd) return;
    const cells = this.#columns.map((column) => ({ column, text: shown(record.text(column) ?? '') }));
    const row: PreviewRow = { number, end, why, cells, event };
    if (number <= FIRST) this.firstRows.push(row);
    if (isOdd) this.oddRows.push(row);
  };

  #isNews(why: string): boolean {
    const count = this.#odd.get(why) ?? 0;
    if (count >= ODD_EACH || this.oddRows.length >= ODD) return false;
    this.#odd.set(why, count + 1);
    return true;
  }

  values(): TablePreview['values'] {
    const listed = this.#tables.map(([name, , counts]) => {
      const seen: SeenValue[] = [...counts].map(([key, count]) => ({ when: JSON.parse(key) as string[], count }));
      return [name, seen.sort((a, b) => b.count - a.count)] as const;
    });
    return Object.fromEntries(listed) as TablePreview['values'];
  }
}

/** What the step shows is for a screen: secrets that people typed or URLs carried are masked. */
const shown = (text: string): string => maskSecrets(text.slice(0, 4 * CELL)).slice(0, CELL);
const maybeShown = (text: string | null | undefined): string | null => (text == null ? null : shown(text));

function shownEvent(draft: EventDraft): PreviewEvent {
  return {
    time: rfc3339(draft.time),
    class: draft.class,
    action: shown(draft.action),
    outcome: draft.outcome,
    secondFactorFailed: draft.flags?.includes('second_factor_failed') ?? false,
    factor: draft.factor ?? null,
    kind: draft.actor?.kind ?? null,
    user: maybeShown(draft.actor?.name),
    ip: draft.ip ?? null,
    app: maybeShown(draft.app),
    reason: maybeShown(draft.reason),
  };
}

function shownColumn(column: Column, columns: number): TablePreview['columns'][number] {
  const [most, length] = columns > 1_000 ? [1, 40] : [3, 80];
  const examples = [...new Set(column.texts)].slice(0, most).map((text) => maskSecrets(text).slice(0, length));
  return {
    column: column.name,
    title: column.title.slice(0, 200),
    filled: column.filled,
    distinct: column.distinct,
    examples,
  };
}

/** The pass's own account: it also knows of what never became a record. */
function ledgerOf(
  pass: Awaited<ReturnType<typeof tryMapping>>['pass'],
  sample: Sample,
  ofRecords: ReadonlySet<string>,
) {
  const reasons: { kind: 'skipped' | 'rejected'; why: string; count: number; at: number; length: number }[] = [];
  const words: string[] = [];
  for (const { leftOut } of pass.take()) {
    if (!leftOut) continue;
    words.push(...leftOut.reasons);
    for (let i = 0; i < leftOut.count; i++) {
      const [kind, reason, at, length] = leftOut.places.subarray(i * 4, i * 4 + 4);
      const found = reasons.find(
        (each) => each.why === words[reason!] && each.kind === (kind === 0 ? 'skipped' : 'rejected'),
      );
      if (found) found.count++;
      else
        reasons.push({
          kind: kind === 0 ? 'skipped' : 'rejected',
          why: words[reason!]!,
          count: 1,
          at: at!,
          length: length!,
        });
    }
  }
  const sum = (kind: string): number =>
    reasons.reduce((total, each) => total + (each.kind === kind ? each.count : 0), 0);
  // Reasons that no record gave come from the reader: such bytes never were a record.
  const broken = reasons.filter(({ why }) => !ofRecords.has(why)).slice(0, ODD);
  return {
    skipped: sum('skipped'),
    rejected: sum('rejected'),
    reasons: reasons.sort((a, b) => b.count - a.count).map(({ kind, why, count }) => ({ kind, why, count })),
    broken: broken.map(
      ({ why, at, length }): PreviewRow => ({
        number: null,
        end: 'rejected',
        why,
        cells: [{ column: '', text: shown(decoded(sample, at, Math.min(length, 4 * CELL))) }],
        event: null,
      }),
    ),
  };
}

function decoded({ bytes, sniffed }: Sample, at: number, length: number): string {
  const { encoding } = sniffed;
  return new TextDecoder(encoding).decode(bytes.subarray(at, at + length));
}

function orderOf(mapping: MappingDraft, columns: readonly Column[]): TablePreview['time']['order'] {
  const [first] = mapping.time.columns;
  const column = columns.find(({ name }) => name === first);
  if (!column || column.share('slashed') < 0.5) return null;
  const order = dateOrder(column.texts);
  const text = column.texts.find((each) => /^(\d{1,2})([-/. ])(\d{1,2})\2/.test(each) && isEither(each));
  const read = (as: 'day_first' | 'month_first'): string => {
    const { time = null } = readTime([text!], as, () => 'UTC') as { time?: number };
    return time === null ? '' : rfc3339(time).slice(0, 10);
  };
  return {
    ...order,
    example:
      text === undefined
        ? null
        : { text: text.slice(0, CELL), dayFirst: read('day_first'), monthFirst: read('month_first') },
  };
}

/** Day and month can change places and give another date. */
function isEither(text: string): boolean {
  const [, first, , second] = /^(\d{1,2})([-/. ])(\d{1,2})/.exec(text) ?? [];
  return Number(first) <= 12 && Number(second) <= 12 && first !== second;
}

const NO_TIME =
  'no column is named as the time: an event without its time cannot be placed. Choose the column by hand; if the table has ' +
  'none, have it exported again with its time column — row numbers or the day of the export cannot stand in for it';

function problemsOf(mapping: MappingDraft, columns: readonly Column[], trial: Trial): string[] {
  const problems: string[] = [];
  if (mapping.time.columns.length === 0) problems.push(NO_TIME);
  else {
    const parsed = Mapping.safeParse(mapping);
    for (const { path, message } of parsed.error?.issues.slice(0, 5) ?? []) {
      problems.push(path.length > 0 && path[0] !== 'name' ? `${path.join('.')}: ${message}` : message);
    }
  }
  const there = new Set(columns.map(({ name }) => name));
  const gone = mappedColumns(mapping).filter((column) => !there.has(column));
  if (gone.length > 0) {
    problems.push(
      `the table has no column ${gone
        .slice(0, 8)
        .map((column) => `“${column}”`)
        .join(', ')}${gone.length > 8 ? ' …' : ''}`,
    );
  }
  if (trial.withoutZone > 0 && mapping.time.zone === null) {
    problems.push(
      `${plural(trial.withoutZone, 'time')} without a zone: name the zone that the exporting system wrote them in; they are rejected until then`,
    );
  }
  if (mapping.outcome.columns.length === 0 && mapping.outcome.otherwise === 'none')
    problems.push('no column is named as the result: no row can be a denial or an access');
  return problems;
}
