/**
 * The admin console's audit pages, downloaded: English headers only; times are written for the person who downloads, in a
 * zone that the cell names or nobody does.
 */
import { type LazyRecord, reject, type Shape, type SourceContext } from '../../source';
import { isAddressLike } from '../../vendor/actor-keys';
import { filled, firstText } from '../../vendor/fields';
import { type Reading, readWritten } from '../../vendor/local-time';
import { toDraft } from './event';
import { readColumns } from './parameters';

const COLUMNS = {
  date: ['date', 'time', 'date (utc)', 'event time'],
  event: ['event', 'event name'],
  description: ['description', 'event description'],
  actor: ['actor', 'user', 'actor email', 'user email'],
  user: ['user', 'target user', 'affected user'],
  ip: ['ip address', 'ip'],
  login_type: ['login type'],
  login_challenge_method: ['challenge type', 'login challenge method', 'challenge method'],
  login_challenge_status: ['challenge result', 'login challenge status', 'challenge status'],
  login_failure_type: ['login failure type', 'failure type', 'failure reason'],
  is_suspicious: ['is suspicious', 'is suspicious?', 'suspicious'],
  is_second_factor: ['is second factor', 'is second factor?'],
  affected_email_address: ['affected email address', 'affected email'],
  app_name: ['app name', 'application name'],
  client_id: ['client id'],
  scope: ['scope', 'scopes'],
} as const;
type Column = keyof typeof COLUMNS;

/** `Successful login` and its like are the pages' words for the events of the API. */
const EVENTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:successful login|login success(?:ful)?)$/i, 'login_success'],
  [/^(?:failed login|login failed|login failure)$/i, 'login_failure'],
  [/^login challenge$/i, 'login_challenge'],
  [/^login verification$/i, 'login_verification'],
  [/^(?:logout|user logged out)$/i, 'logout'],
  [/^suspicious login(?: blocked)?$/i, 'suspicious_login'],
  [/^suspicious login from less secure app/i, 'suspicious_login_less_secure_app'],
  [/^suspicious programmatic login/i, 'suspicious_programmatic_login'],
  [/^government[- ]backed attack/i, 'gov_attack_warning'],
  [/^leaked password/i, 'account_disabled_password_leak'],
  [/^user suspended$/i, 'account_disabled_generic'],
  [/^user suspended \(suspicious activity\)|hijack/i, 'account_disabled_hijacked'],
  [/^user suspended \(spam through relay\)/i, 'account_disabled_spamming_through_relay'],
  [/^user suspended \(spam\)/i, 'account_disabled_spamming'],
  [/^2-step verification disable/i, '2sv_disable'],
  [/^2-step verification enroll/i, '2sv_enroll'],
  [/^(?:account )?password change/i, 'password_edit'],
  [/^account recovery email change/i, 'recovery_email_edit'],
  [/^account recovery phone change/i, 'recovery_phone_edit'],
  [/^account recovery secret/i, 'recovery_secret_qa_edit'],
  [/^advanced protection enroll/i, 'titanium_enroll'],
  [/^advanced protection unenroll/i, 'titanium_unenroll'],
  [/^out of domain email forwarding/i, 'email_forwarding_out_of_domain'],
];
const METHODS: Readonly<Record<string, string>> = {
  'google prompt': 'google_prompt',
  'device prompt': 'device_prompt',
  'google authenticator': 'google_authenticator',
  'security key': 'security_key',
  'backup code': 'backup_code',
  'phone number': 'idv_any_phone',
  'google password': 'google_password',
};

/** `2026-01-02T03:04:05+01:00`, `Jan 2, 2026, 3:04:05 AM GMT+1`, `2026-01-02 03:04:05 UTC`, or without a zone. */
function readTime(text: string, context: SourceContext): { time: number | null; warning: string | null } {
  const cell = text.replace(/[\u00a0\u202f]/g, ' ').trim();
  const zoned = /^(.*?)\s*(?:UTC|GMT|Z)\s*([+-]\d{1,2}(?::?\d{2})?)?$/.exec(cell);
  const named = /^([A-Z][a-z]{2,8} \d{1,2}, \d{4}),? (.*)$/.exec(zoned?.[1] ?? cell);
  const offset = zoned ? offsetOf(zoned[2]) : null;
  if (named) {
    const utc = Date.parse(`${named[1]} ${named[2]} GMT`);
    if (Number.isNaN(utc)) return { time: null, warning: null };
    if (offset !== null) return { time: utc - offset * 60_000, warning: null };
    const local = readWritten(new Date(utc).toISOString().slice(0, 19).replace('T', ' '), zoneOf(context));
    return local;
  }
  if (zoned && offset !== null) {
    const utc = readWritten(zoned[1]!, { zone: 'UTC', dayFirst: context.dayFirst });
    return { time: utc.time === null ? null : utc.time - offset * 60_000, warning: utc.warning };
  }
  return readWritten(cell, zoneOf(context));
}

const zoneOf = (context: SourceContext): Reading =>
  context.header?.some((name) => /\(UTC\)/i.test(name)) ? { zone: 'UTC', dayFirst: context.dayFirst } : context;

function offsetOf(text: string | undefined): number {
  const m = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text ?? '');
  return m ? (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3] ?? 0)) : 0;
}

const cell = (row: LazyRecord, column: Column): string | null => firstText(row, COLUMNS[column]);

function nameOf(written: string): string {
  for (const [pattern, name] of EVENTS) if (pattern.test(written)) return name;
  return written;
}

const applicationOf = (name: string): string =>
  /^(?:login_|logout|suspicious_|gov_|account_disabled|risky_)/.test(name)
    ? 'login'
    : /^(?:2sv_|password_edit|recovery_|titanium_|email_forwarding)/.test(name)
      ? 'user_accounts'
      : /^[A-Z0-9_]+$/.test(name)
        ? 'admin'
        : 'unknown';

export const adminCsv: Shape = {
  id: 'admin-csv',
  record: 'csv',
  reads: [...new Set(Object.values(COLUMNS).flat())],
  fidelity: 1,
  signature: 'columns Event, Description, Date and Actor or User, with IP address',
  accepts: (row) =>
    (row.has('event') || row.has('event name')) &&
    (row.has('description') || row.has('event description')) &&
    row.has('date') &&
    row.has('ip address') &&
    (row.has('actor') || row.has('user')),
  toEvent: (row, context) => {
    const timeText = cell(row, 'date');
    const written = timeText === null ? null : readTime(timeText, context);
    if (written !== null && written.time === null && context.zone === null && /\d{4}/.test(timeText ?? ''))
      return reject('a time without a zone: the console writes the zone of the person who downloaded it; name it');
    const event = cell(row, 'event') ?? 'unnamed event';
    const name = nameOf(event);
    const actor = cell(row, 'actor');
    const user = cell(row, 'user');
    return toDraft({
      id: null,
      time: written?.time ?? null,
      timeText,
      application: applicationOf(name),
      type: null,
      name,
      nth: 0,
      customer: null,
      email: actor,
      profileId: null,
      callerType: null,
      key: null,
      client: null,
      ip: cell(row, 'ip'),
      asn: null,
      country: null,
      region: null,
      userAgent: null,
      ...readColumns((column) => {
        if (column === 'USER_EMAIL') return user !== null && user !== actor && isAddressLike(user) ? user : undefined;
        if (!Object.hasOwn(COLUMNS, column)) return undefined;
        const value = cell(row, column as Column);
        return value === null ? undefined : spelled(column, value);
      }),
      warnings: written?.warning ? [written.warning] : [],
    });
  },
};

function spelled(column: string, value: string): string {
  if (column.startsWith('is_')) return /^(?:true|yes)$/i.test(value) ? 'true' : 'false';
  if (column === 'login_challenge_method' || column === 'login_type') {
    return value
      .split(',')
      .map((each) => each.trim().toLowerCase())
      .map((each) => (Object.hasOwn(METHODS, each) ? METHODS[each]! : each.replaceAll(' ', '_')))
      .join(',');
  }
  return filled(value) ?? '';
}
