/**
 * Rows of the Sentinel tables GWorkspace_ReportsAPI_*_CL, with type suffixes, and of GoogleWorkspaceReports after them, which
 * keeps the network and all parameters in columns of its own.
 */
import type { LazyRecord, Shape, SourceContext } from '../../source';
import { asObject, filled, firstText, numberOf, parsed } from '../../vendor/fields';
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
  ipNew: 'SrcIpAddr',
  asn: 'NetworkIpAsn',
  country: 'NetworkInfoRegionCode',
  region: 'NetworkInfoSubdivisionCode',
  userAgent: 'UserAgent',
  parameters: 'EventParameters',
  type: 'event_type',
  name: 'event_name',
} as const;

/** An id that a spreadsheet rounded is that of many records. */
const ROUNDED = /^-?\d(?:\.\d+)?E\+\d+$/i;

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
    const id = firstText(row, field.id);
    const networks = field.asn.map((name) => parsed(row.any(name))).find((each) => Array.isArray(each));
    const told = field.parameters.map((name) => asObject(parsed(row.any(name)))).find((each) => each !== null) ?? null;
    return toDraft({
      id: id !== null && ROUNDED.test(id) ? null : id,
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
      ip: firstText(row, field.ip) ?? firstText(row, field.ipOld) ?? firstText(row, field.ipNew),
      asn: numberOf(networks?.[0]),
      country: firstText(row, field.country),
      region: firstText(row, field.region)?.replace(/^[A-Z]{2}-/, '') ?? null,
      userAgent: firstText(row, field.userAgent),
      ...readColumns((name) => {
        for (const column of parameters.get(name) ?? []) {
          const value = row.any(column);
          if (typeof value === 'string' ? filled(value) !== null : value !== undefined && value !== null)
            return typeof value === 'string' && /^(?:TRUE|FALSE)$/i.test(value) ? value.toLowerCase() : value;
        }
        return told && Object.hasOwn(told, name) ? told[name] : undefined;
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
