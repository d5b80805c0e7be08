/** Rows of Log Analytics (Sentinel): PascalCase columns, exported as JSON or CSV; dynamic columns hold JSON as text. */
import { type LazyRecord, type Shape, type SourceContext, skip } from '../../source';
import { filled, firstText } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { codeOf, FIELDS, type Field, type Fields, failedPoliciesOf, readSignIn } from './fields';
import { logNamed } from './logs';
import { toDraft } from './sign-in';

/** Columns that are JSON: exports double them as `X_dynamic` and `X_string`. */
const DYNAMIC: ReadonlySet<Field> = new Set<Field>([
  FIELDS.location,
  FIELDS.device,
  FIELDS.steps,
  FIELDS.mfa,
  FIELDS.status,
  FIELDS.policies,
  FIELDS.riskEvents,
  FIELDS.riskEventsOld,
  FIELDS.methodsUsed,
  FIELDS.eventTypes,
  FIELDS.managed,
  FIELDS.agent,
]);

interface Columns {
  fields: ReadonlyMap<Field, readonly string[]>;
  table: readonly string[];
  category: readonly string[];
  times: readonly string[];
  resultType: readonly string[];
  resultSignature: readonly string[];
  description: readonly string[];
  identity: readonly string[];
  country: readonly string[];
}

/** JSON keeps the names as written, with ` [UTC]` in some exports; CSV names are lower case without it. */
function columns(record: Shape['record']): Columns {
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  const time = (column: string): string[] => (record === 'csv' ? [name(column)] : [column, `${column} [UTC]`]);
  const fields = new Map(
    Object.values(FIELDS).map((field) => [
      field,
      DYNAMIC.has(field)
        ? [field.column, `${field.column}_dynamic`, `${field.column}_string`].map(name)
        : [name(field.column)],
    ]),
  );
  return {
    fields,
    table: [name('Type'), name('$table')],
    category: [name('Category')],
    times: [...time('CreatedDateTime'), ...time('TimeGenerated')],
    resultType: [name('ResultType')],
    resultSignature: [name('ResultSignature')],
    description: [name('ResultDescription')],
    identity: [name('Identity')],
    country: [name('Location')],
  };
}

function fieldsOf(record: LazyRecord, names: Columns): Fields {
  const any = (field: Field): unknown => {
    for (const column of names.fields.get(field)!) {
      const value = record.any(column);
      if (value !== undefined && value !== null && value !== '') return value;
    }
    return undefined;
  };
  return {
    text: (field) => firstText(record, names.fields.get(field)!),
    any,
    failedPolicies: () => failedPoliciesOf(any(FIELDS.policies)),
    derived: (_field, make) => make(),
    derivedOfHow: (make) => make(),
    derivedOfAim: (make) => make(),
    derivedOfWho: (make) => make(),
  };
}

function shape(record: Shape['record'], fidelity: number): Shape {
  const names = columns(record);
  const { fields } = names;
  const has = (row: LazyRecord, columnsOfOne: readonly string[]): boolean =>
    columnsOfOne.some((column) => row.has(column));
  return {
    id: `log-analytics-${record}`,
    record,
    reads: [
      ...new Set(
        [
          ...fields.values(),
          names.table,
          names.category,
          names.times,
          names.resultType,
          names.resultSignature,
          names.description,
          names.identity,
          names.country,
        ].flat(),
      ),
    ],
    fidelity,
    signature: 'ResultType, CorrelationId, AppId, a time and UserPrincipalName or ServicePrincipalId',
    accepts: (row) =>
      has(row, names.resultType) &&
      has(row, names.times) &&
      has(row, fields.get(FIELDS.correlationId)!) &&
      (has(row, fields.get(FIELDS.upn)!) || has(row, fields.get(FIELDS.spId)!)) &&
      (has(row, fields.get(FIELDS.appId)!) || has(row, fields.get(FIELDS.appName)!)),
    toEvent: (row, context) => read(row, names, context),
  };
}

function read(row: LazyRecord, names: Columns, context: SourceContext): ReturnType<Shape['toEvent']> {
  const category = firstText(row, names.category);
  const table = firstText(row, names.table);
  const log = logNamed(category) ?? logNamed(table);
  if (!log && category !== null) return skip(`Entra ${category}: no sign-in log`);
  const text = firstText(row, names.times);
  const written = text === null ? null : readWritten(text, { zone: 'UTC', dayFirst: context.dayFirst });
  // One table documents words in ResultType and the code in ResultSignature; exports mostly have it the other way round.
  const type = firstText(row, names.resultType);
  const signature = firstText(row, names.resultSignature);
  const code = [type, signature].find((value) => value !== null && /^\d+(\.0+)?$/.test(value)) ?? type ?? signature;
  return toDraft(
    readSignIn(fieldsOf(row, names), {
      time: written?.time ?? null,
      timeText: text,
      log: log?.log ?? null,
      isFirstParty: log?.isFirstParty ?? false,
      code: codeOf(code ?? null),
      reason: filled(firstText(row, names.description)),
      ip: null,
      country: firstText(row, names.country),
      identity: firstText(row, names.identity),
      correlationId: null,
      warnings: written?.warning ? [written.warning] : [],
    }),
  );
}

export const logAnalyticsJson = shape('json', 2);
export const logAnalyticsCsv = shape('csv', 2);
