/** Duo's authentication log as flat columns: custom tables of Log Analytics (`Duo…_CL`) and the admin panel's CSV. */
import { headerNames } from '../../../../../shared/base/csv-header';
import type { EventDraft } from '../../../../../shared/model/event';
import { type LazyRecord, type Reject, type Shape, type SourceContext, skip } from '../../source';
import { asObject, asObjects, filled, firstText, member, numberOf, parsed } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { timeOf } from './api';
import { type AuthRow, toDraft } from './authentication';
import { adminDraft, telephonyDraft, trustDraft, type When } from './other-logs';

const known = (text: string | null): string | null => (text !== null && /^unknown$/i.test(text) ? null : text);

interface Columns {
  txid: readonly string[];
  iso: readonly string[];
  epoch: readonly string[];
  ingested: readonly string[];
  eventType: readonly string[];
  result: readonly string[];
  reason: readonly string[];
  factor: readonly string[];
  rememberedFactor: readonly string[];
  userKey: readonly string[];
  userName: readonly string[];
  alias: readonly string[];
  email: readonly string[];
  appKey: readonly string[];
  appName: readonly string[];
  accessIp: readonly string[];
  hostname: readonly string[];
  os: readonly string[];
  osVersion: readonly string[];
  browser: readonly string[];
  browserVersion: readonly string[];
  epkey: readonly string[];
  accessCity: readonly string[];
  accessState: readonly string[];
  accessCountry: readonly string[];
  phoneIp: readonly string[];
  phoneKey: readonly string[];
  phoneName: readonly string[];
  phoneCity: readonly string[];
  phoneState: readonly string[];
  phoneCountry: readonly string[];
  trustedEndpoint: readonly string[];
  outOfDate: readonly string[];
  trustLevel: readonly string[];
  trustReason: readonly string[];
  detectors: readonly string[];
  rememberLevel: readonly string[];
  rememberReason: readonly string[];
}

function read(row: LazyRecord, columns: Columns, time: Pick<AuthRow, 'time' | 'timeText' | 'warnings'>): AuthRow {
  const get = (field: keyof Columns): string | null => firstText(row, columns[field]);
  const detectors = parsed(get('detectors'));
  return {
    ...time,
    txid: get('txid'),
    eventType: get('eventType'),
    result: get('result'),
    reason: get('reason'),
    factor: get('factor'),
    rememberedFactor: get('rememberedFactor'),
    userKey: get('userKey'),
    userName: get('userName'),
    alias: known(get('alias')),
    email: get('email'),
    appKey: get('appKey'),
    appName: get('appName'),
    access: {
      ip: get('accessIp'),
      hostname: get('hostname'),
      os: known(get('os')),
      osVersion: known(get('osVersion')),
      browser: known(get('browser')),
      browserVersion: known(get('browserVersion')),
      epkey: get('epkey'),
      place: { city: get('accessCity'), state: get('accessState'), country: get('accessCountry') },
    },
    phone: {
      ip: get('phoneIp'),
      key: get('phoneKey'),
      name: get('phoneName'),
      place: { city: get('phoneCity'), state: get('phoneState'), country: get('phoneCountry') },
    },
    trustedEndpoint: get('trustedEndpoint')?.toLowerCase() ?? null,
    outOfDate: get('outOfDate'),
    trust: {
      level: get('trustLevel'),
      reason: get('trustReason'),
      detectors: Array.isArray(detectors)
        ? detectors.filter((item) => typeof item === 'string').join(', ') || null
        : known(get('detectors')),
    },
    remember: { level: get('rememberLevel'), reason: get('rememberReason') },
  };
}

/** JSON keeps names as written, with ` [UTC]` after times in some exports; CSV names are lower case without it. */
function tableColumns(record: Shape['record']): Columns {
  const text = (base: string): string[] => [`${base}_s`, `${base}_g`];
  const time = (base: string): string[] => (record === 'csv' ? [`${base}_t`] : [`${base}_t`, `${base}_t [UTC]`]);
  return {
    txid: ['txid_g', 'txid_s'],
    iso: [...time('isotimestamp'), 'isotimestamp_s'],
    epoch: ['timestamp_d', 'timestamp_s'],
    ingested: record === 'csv' ? ['timegenerated'] : ['TimeGenerated', 'TimeGenerated [UTC]'],
    eventType: text('event_type'),
    result: text('result'),
    reason: text('reason'),
    factor: text('factor'),
    rememberedFactor: text('remembered_factor'),
    userKey: text('user_key'),
    userName: text('user_name'),
    alias: text('alias'),
    email: text('email'),
    appKey: text('application_key'),
    appName: text('application_name'),
    accessIp: text('access_device_ip'),
    hostname: text('access_device_hostname'),
    os: text('access_device_os'),
    osVersion: text('access_device_os_version'),
    browser: text('access_device_browser'),
    browserVersion: text('access_device_browser_version'),
    epkey: text('access_device_epkey'),
    accessCity: text('access_device_location_city'),
    accessState: text('access_device_location_state'),
    accessCountry: text('access_device_location_country'),
    phoneIp: text('auth_device_ip'),
    phoneKey: text('auth_device_key'),
    phoneName: text('auth_device_name'),
    phoneCity: text('auth_device_location_city'),
    phoneState: text('auth_device_location_state'),
    phoneCountry: text('auth_device_location_country'),
    trustedEndpoint: text('trusted_endpoint_status'),
    outOfDate: text('ood_software'),
    trustLevel: text('adaptive_trust_assessments_more_secure_auth_trust_level'),
    trustReason: text('adaptive_trust_assessments_more_secure_auth_reason'),
    detectors: text('adaptive_trust_assessments_more_secure_auth_detected_attack_detectors'),
    rememberLevel: text('adaptive_trust_assessments_remember_me_trust_level'),
    rememberReason: text('adaptive_trust_assessments_remember_me_reason'),
  };
}

/** One table may hold every Duo log: all columns are there, and what is filled tells which log a row is from. */
const OTHER_LOGS = [
  'action_s',
  'username_s',
  'object_s',
  'description_s',
  'context_s',
  'credits_d',
  'phone_s',
  'type_s',
  'telephony_id_s',
  'telephony_id_g',
  'sekey_s',
  'state_s',
  'priority_event_b',
  'explanations_s',
  'surfaced_timestamp_d',
  'surfaced_auth_txid_s',
  'surfaced_auth_txid_g',
  'surfaced_auth_user_name_s',
  'surfaced_auth_user_key_s',
  'surfaced_auth_email_s',
  'surfaced_auth_access_device_ip_s',
  'surfaced_auth_access_device_location_city_s',
  'surfaced_auth_access_device_location_state_s',
  'surfaced_auth_access_device_location_country_s',
  'surfaced_auth_application_name_s',
  'eventtype_s',
  'bypass_status_enabled_d',
  'bypass_status_enabled_for_name_s',
  'bypass_status_enabled_for_key_s',
] as const;

/** The event of a row of another Duo log; null where the row is of none. */
function otherLog(row: LazyRecord, when: When, txid: string | null): EventDraft | Reject | null {
  const get = (...columns: (typeof OTHER_LOGS)[number][]): string | null => firstText(row, columns);
  if (get('sekey_s', 'surfaced_auth_txid_s', 'bypass_status_enabled_d') !== null) {
    const explanations = parsed(get('explanations_s'));
    return trustDraft({
      time: timeOf(null, numberOf(get('surfaced_timestamp_d', 'bypass_status_enabled_d'))),
      timeText: get('surfaced_timestamp_d', 'bypass_status_enabled_d'),
      key: get('sekey_s'),
      kind: get('type_s'),
      userName: get('surfaced_auth_user_name_s', 'bypass_status_enabled_for_name_s'),
      userKey: get('surfaced_auth_user_key_s', 'bypass_status_enabled_for_key_s'),
      email: get('surfaced_auth_email_s'),
      ip: get('surfaced_auth_access_device_ip_s'),
      place: {
        city: get('surfaced_auth_access_device_location_city_s'),
        state: get('surfaced_auth_access_device_location_state_s'),
        country: get('surfaced_auth_access_device_location_country_s'),
      },
      app: get('surfaced_auth_application_name_s'),
      txid: get('surfaced_auth_txid_s', 'surfaced_auth_txid_g'),
      explanations: asObjects(explanations).flatMap((each) => member(each, 'summary') ?? []),
      state: get('state_s'),
      priority: get('priority_event_b'),
    });
  }
  if (get('context_s') !== null && get('credits_d') !== null) {
    return telephonyDraft({
      ...when,
      context: get('context_s'),
      credits: get('credits_d'),
      phone: get('phone_s'),
      kind: get('type_s'),
      txid,
      id: get('telephony_id_s', 'telephony_id_g'),
    });
  }
  if (get('action_s') === null) return null;
  const description = asObject(parsed(get('description_s')));
  return adminDraft({
    ...when,
    action: get('action_s'),
    description,
    text: description === null ? get('description_s') : null,
    object: get('object_s'),
    username: get('username_s'),
  });
}

function tableShape(record: Shape['record']): Shape {
  const columns = tableColumns(record);
  const has = (row: LazyRecord, names: readonly string[]): boolean => names.some((name) => row.has(name));
  return {
    id: `log-analytics-${record}`,
    record,
    reads: [...new Set([...Object.values(columns).flat(), ...OTHER_LOGS])],
    fidelity: 2,
    signature: 'access_device_ip_s, result_s, event_type_s and txid_g; or the columns of another Duo table',
    accepts: (row) =>
      (has(row, columns.accessIp) && has(row, columns.result) && has(row, columns.eventType)) ||
      // The other Duo tables.
      (row.has('action_s') && row.has('username_s') && has(row, columns.epoch) && has(row, columns.iso)) ||
      (row.has('context_s') && row.has('credits_d') && has(row, columns.iso)) ||
      (row.has('sekey_s') && row.has('surfaced_auth_txid_s')),
    toEvent: (row, context) => {
      if (firstText(row, columns.result) === null) {
        const other = otherLog(row, tableTime(row, columns, context), firstText(row, columns.txid));
        if (other !== null) return other;
        const kind = filled(row.text('eventtype_s'));
        if (kind !== null && !/^auth/i.test(kind)) return skip(`Duo ${kind}: a log that this version does not read`);
      }
      return toDraft(read(row, columns, tableTime(row, columns, context)));
    },
  };
}

function tableTime(
  row: LazyRecord,
  columns: Columns,
  context: SourceContext,
): Pick<AuthRow, 'time' | 'timeText' | 'warnings'> {
  const epoch = numberOf(firstText(row, columns.epoch));
  const text = firstText(row, columns.iso);
  if (text !== null) {
    const written = readWritten(text, { zone: 'UTC', dayFirst: context.dayFirst });
    // The same instant in seconds decides an order of day and month that the text leaves open.
    const seconds = timeOf(null, epoch);
    if (written.time !== null && (written.warning === null || seconds === null)) {
      return { time: written.time, timeText: text, warnings: written.warning ? [written.warning] : [] };
    }
  }
  return { time: timeOf(null, epoch), timeText: text ?? firstText(row, columns.epoch), warnings: [] };
}

export const logAnalyticsJson = tableShape('json');
export const logAnalyticsCsv = tableShape('csv');

/** Columns of the admin panel's CSV; labels are for people, `codeOf` makes codes of them. */
const PANEL: Columns = {
  txid: ['txid', 'transaction id'],
  iso: ['timestamp (utc)', 'timestamp', 'date/time'],
  epoch: [],
  ingested: [],
  eventType: ['enrollment'],
  result: ['result'],
  reason: ['reason'],
  factor: ['factor', 'second factor'],
  rememberedFactor: [],
  userKey: ['user key'],
  userName: ['user', 'username'],
  alias: ['alias'],
  email: ['email'],
  appKey: ['integration key'],
  appName: ['integration', 'application'],
  accessIp: ['access device ip', 'ip address'],
  hostname: ['access device hostname'],
  os: ['access device os'],
  osVersion: ['access device os version'],
  browser: ['access device browser'],
  browserVersion: ['access device browser version'],
  epkey: [],
  accessCity: ['access device city'],
  accessState: ['access device state'],
  accessCountry: ['access device country'],
  phoneIp: ['2fa device ip'],
  phoneKey: ['2fa device key'],
  phoneName: ['2fa device name', 'device name'],
  phoneCity: ['2fa device city'],
  phoneState: ['2fa device state'],
  phoneCountry: ['2fa device country'],
  trustedEndpoint: ['trusted endpoint status'],
  outOfDate: ['out of date software'],
  trustLevel: ['risk-based factor selection trust level'],
  trustReason: ['risk-based factor selection reason'],
  detectors: ['risk-based factor selection detected attacks'],
  rememberLevel: ['risk-based remember me trust level'],
  rememberReason: ['risk-based remember me reason'],
};

/** `Timestamp (<zone>)`: older files are in a zone that the administrator chose, named in the header. */
const ZONED = /^timestamp \((.+)\)$/;

interface PanelTime {
  column: string;
  zone: string;
}

const panelTimes = new WeakMap<readonly string[], PanelTime | null>();

/** The column of the time and its zone, as the file's header names them; null where the header names no zone. */
function panelTime(header: readonly string[] | null): PanelTime | null {
  if (header === null) return null;
  const seen = panelTimes.get(header);
  if (seen !== undefined) return seen;
  let found: PanelTime | null = null;
  for (const column of headerNames(header)) {
    const zone = ZONED.exec(column)?.[1]?.trim();
    if (zone && ZONED_COLUMNS.has(column))
      found ??= { column, zone: /^(utc|gmt|z)$/.test(zone) ? 'UTC' : (ABBREVIATIONS.get(zone) ?? zone) };
  }
  panelTimes.set(header, found);
  return found;
}

/** Abbreviations that stand for one zone in the panel's own list. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['est', 'America/New_York'],
  ['edt', 'America/New_York'],
  ['cst', 'America/Chicago'],
  ['cdt', 'America/Chicago'],
  ['mst', 'America/Denver'],
  ['mdt', 'America/Denver'],
  ['pst', 'America/Los_Angeles'],
  ['pdt', 'America/Los_Angeles'],
  ['cet', 'Europe/Berlin'],
  ['cest', 'Europe/Berlin'],
  ['bst', 'Europe/London'],
]);

/** Every name that the time column may have: a path must be declared before it is read. */
const ZONED_COLUMNS: ReadonlySet<string> = new Set(
  ['utc', 'gmt', ...ABBREVIATIONS.keys(), ...Intl.supportedValuesOf('timeZone').map((zone) => zone.toLowerCase())].map(
    (zone) => `timestamp (${zone})`,
  ),
);

export const panelCsv: Shape = {
  id: 'admin-panel-csv',
  record: 'csv',
  reads: [...new Set([...Object.values(PANEL).flat(), ...ZONED_COLUMNS])],
  fidelity: 1,
  signature: 'columns Integration, Factor, Result, User and Access Device IP or 2FA Device IP',
  accepts: (row) =>
    row.has('integration') &&
    row.has('factor') &&
    row.has('result') &&
    row.has('user') &&
    (row.has('access device ip') || row.has('2fa device ip')),
  toEvent: (row, context) => {
    const named = panelTime(context.header);
    const text = named === null ? firstText(row, PANEL.iso) : filled(row.text(named.column));
    const zone = named?.zone ?? (row.has('timestamp (utc)') ? 'UTC' : context.zone);
    const written = text === null ? null : readWritten(text, { zone, dayFirst: context.dayFirst });
    const parsedRow = read(row, PANEL, {
      time: written?.time ?? timeOf(null, numberOf(text)),
      timeText: text,
      warnings: written?.warning ? [written.warning] : [],
    });
    const draft = toDraft({
      ...parsedRow,
      eventType: isEnrollment(parsedRow.eventType) ? 'enrollment' : 'authentication',
    });
    // A time without a zone that nobody named cannot be placed: say what is missing, not that the text is broken.
    if ('end' in draft && draft.end === 'rejected' && text !== null && zone === null) {
      return { end: 'rejected', why: 'time without a zone: name the zone of the panel with --tz' };
    }
    return draft;
  },
};

const isEnrollment = (text: string | null): boolean =>
  text !== null && /^(true|yes|1|enrollment|enrolled)$/i.test(text);
