/** Rows of the Sentinel tables GWorkspace_ReportsAPI_*_CL: columns with type suffixes. */
import type { LazyRecord, Shape, SourceContext } from '../../source';
import { filled, firstText } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { toDraft } from './event';
import { COLUMN_NAMES, readColumns } from './parameters';

const SUFFIXES = ['_s', '_b', '_d', '_t', '_g', ''] as const;
const FIELDS = {
  time: 'id_time',
  id: 'id_uniqueQualifier',
  application: 'id_applicationName',
  customer: 'id_customerId',
  email: 'actor_email',
  profileId: 'actor_profileId',
  callerType: 'actor_callerType',
  key: 'actor_key',
  ip: 'ipAddress',
  ipOld: 'IPAddress',
  type: 'event_type',
  name: 'event_name',
} as const;

function shape(record: Shape['record'], fidelity: number): Shape {
  const spelled = (name: string): string => (record === 'csv' ? name.toLowerCase() : name);
  const columns = (name: string): string[] => {
    const written = SUFFIXES.map((suffix) => spelled(`${name}${suffix}`));
    return record === 'csv' ? written : [...written, `${name}_t [UTC]`];
  };
  const field = Object.fromEntries(Object.entries(FIELDS).map(([key, name]) => [key, columns(name)])) as Record<
    keyof typeof FIELDS,
    string[]
  >;
  const parameters = new Map(COLUMN_NAMES.map((name) => [name, columns(name)]));
  const generated = [spelled('TimeGenerated'), ...(record === 'csv' ? [] : ['TimeGenerated [UTC]'])];
  const has = (row: LazyRecord, names: readonly string[]): boolean => names.some((name) => row.has(name));
  const read = (row: LazyRecord, context: SourceContext): ReturnType<Shape['toEvent']> => {
    const timeText = firstText(row, field.time) ?? firstText(row, generated);
    const written = timeText === null ? null : readWritten(timeText, { zone: 'UTC', dayFirst: context.dayFirst });
    return toDraft({
      id: firstText(row, field.id),
      time: written?.time ?? null,
      timeText,
      application: firstText(row, field.application) ?? 'unknown',
      type: firstText(row, field.type),
      name: firstText(row, field.name) ?? 'unnamed event',
      nth: 0,
      customer: firstText(row, field.customer),
      email: firstText(row, field.email),
      profileId: firstText(row, field.profileId),
      callerType: firstText(row, field.callerType),
      key: firstText(row, field.key),
      client: null,
      ip: firstText(row, field.ip) ?? firstText(row, field.ipOld),
      asn: null,
      country: null,
      region: null,
      userAgent: null,
      ...readColumns((name) => {
        for (const column of parameters.get(name) ?? []) {
          const value = row.any(column);
          if (typeof value === 'string' ? filled(value) !== null : value !== undefined && value !== null)
            return typeof value === 'string' && /^(?:TRUE|FALSE)$/i.test(value) ? value.toLowerCase() : value;
        }
        return undefined;
      }),
      warnings: written?.warning ? [written.warning] : [],
    });
  };
  return {
    id: `log-analytics-${record}`,
    record,
    reads: [...new Set([...Object.values(field).flat(), ...[...parameters.values()].flat(), ...generated])],
    fidelity,
    signature: 'id_applicationName, id_uniqueQualifier and event_name with type suffixes',
    accepts: (row) =>
      has(row, field.application) && has(row, field.name) && (has(row, field.id) || has(row, field.time)),
    toEvent: read,
  };
}

export const logAnalyticsJson = shape('json', 2);
export const logAnalyticsCsv = shape('csv', 2);
