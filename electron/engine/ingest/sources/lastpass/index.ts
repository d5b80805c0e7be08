import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { type LazyRecord, type Reject, reject, type Shape, type Source, type SourceContext } from '../../source';
import { readAddress } from '../../vendor/address';
import { asObject, filled } from '../../vendor/fields';
import { lineTime } from '../../vendor/line-time';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor?: Factor;
  flags?: EventFlag[];
}

const privileged: Decided = { class: 'change', outcome: 'none', flags: ['privileged'] };
const change: Decided = { class: 'change', outcome: 'none' };
const access: Decided = { class: 'access', outcome: 'none' };

/** Actions in the words of the report, whose capitals differ between releases. First that fits. */
const ACTIONS: readonly (readonly [RegExp, Decided])[] = [
  [
    /^failed login attempt|^login failed|^failed (to )?log/,
    { class: 'authentication', outcome: 'password_failed', factor: 'password' },
  ],
  [
    /^(bad|invalid|failed|incorrect) (multifactor|mfa|yubikey|google authenticator|otp|code)|multifactor.*(fail|denied|invalid)/,
    { class: 'authentication', outcome: 'wrong_code' },
  ],
  [/^login verification email sent/, { class: 'authentication', outcome: 'challenged', factor: 'email_otp' }],
  [
    /^(log in|login|logged in|passwordless login|web ?auth\w* login)$|^log ?in from|^login to (lastpass|vault)/,
    { class: 'authentication', outcome: 'success_single_factor' },
  ],
  [
    /^(saml|sso|federated|adfs|oidc) log ?in/,
    { class: 'authentication', outcome: 'success_single_factor', factor: 'federated' },
  ],
  [
    /^(log ?in|log on) to admin console/,
    { class: 'authentication', outcome: 'success_single_factor', flags: ['privileged'] },
  ],
  [/^log ?(off|out)|^logged (off|out)|kill(ed)? session|destroy(ed)? session/, { class: 'session', outcome: 'none' }],
  [
    /login.*(block|denied|prevented|disabled)|account locked/,
    { class: 'authentication', outcome: 'blocked_by_policy' },
  ],
  [/^(open|get|view|show|copy|reporting|export|fill|autofill|access|check)/, access],
  [/^(sites? accessed|site login|login to site)/, access],
  [
    /(make|remove|add|deleted?).*admin|super admin|multifactor|recovery|api secret|policy|require password change|master password|trusted (device|computer)|federat|directory/,
    privileged,
  ],
  [/user to group|group/, privileged],
  [
    /^(add|creat|delet|edit|move|remov|renam|limit|updat|employee|chang|reset|set|enabl|disabl|unlock|invit|import|shar|accept|reject|revok|site added|site)/,
    change,
  ],
];

const decide = (action: string): Decided =>
  ACTIONS.find(([words]) => words.test(action))?.[1] ?? { class: 'other', outcome: 'none' };

type Field = 'time' | 'user' | 'ip' | 'action' | 'data';

/** The API’s contract: all its times are in the vendor’s own zone. */
const VENDOR_ZONE = 'America/New_York';

function toEvent(read: (field: Field) => string | null, context: SourceContext, isApi: boolean): EventDraft | Reject {
  const written = read('time');
  const { time, warnings } = lineTime(written ?? '', isApi ? VENDOR_ZONE : context, VENDOR_ZONE);
  if (time === null) return reject(written === null ? 'no time (Time)' : 'unreadable time (Time)');
  const action = read('action') ?? 'unknown';
  const decided = decide(action.toLowerCase());
  const data = read('data');
  const user = read('user');
  const isFailed = decided.class === 'authentication' && decided.outcome === 'password_failed';
  const told = isFailed ? outcomeOfWords(data) : null;
  // "API" and "Provisioning" are how the report names what is no person.
  const isSystem = user !== null && /^(api|provisioning|system|lastpass)\b/i.test(user) && !user.includes('@');
  const target =
    decided.class === 'change' && data !== null ? (/[\w.+-]+@[\w-]+\.[\w.-]+/.exec(data)?.[0] ?? null) : null;
  const address = readAddress(read('ip'));
  return {
    recordId: null,
    time,
    class: decided.class,
    action,
    outcome: told ?? decided.outcome,
    factor: decided.factor ?? null,
    reason: data,
    actor: person({ name: user, kind: isSystem ? 'service_principal' : 'human' }),
    target: target === null || target === user ? null : person({ email: target }),
    app: decided.class === 'authentication' ? 'LastPass' : null,
    resource: decided.class === 'access' ? data : null,
    ip: address.ip,
    interactive: decided.class === 'authentication' ? true : null,
    attempt:
      decided.class === 'authentication'
        ? { key: null, role: decided.outcome === 'challenged' ? 'prompt' : 'outcome' }
        : undefined,
    flags: decided.flags ?? [],
    warnings,
  };
}

const first = (record: LazyRecord, names: readonly string[]): string | null => {
  for (const name of names) {
    const value = filled(record.text(name));
    if (value !== null) return value;
  }
  return null;
};

function shape(id: string, record: 'json' | 'csv', names: Readonly<Record<Field, readonly string[]>>): Shape {
  return {
    id,
    record,
    reads: Object.values(names).flat(),
    fidelity: record === 'csv' ? 1 : 3,
    signature: `${names.time[0]}, ${names.user[0]}, ${names.ip[0]} ${names.action[0]} and ${names.data[0]}`,
    accepts: (each) =>
      (['time', 'user', 'ip', 'action', 'data'] as const).every((field) => names[field].some((name) => each.has(name))),
    toEvent: (each, context) => toEvent((field) => first(each, names[field]), context, record === 'json'),
  };
}

const reportJson = shape('event-report-json', 'json', {
  time: ['Time'],
  user: ['Username'],
  ip: ['IP_Address'],
  action: ['Action'],
  data: ['Data'],
});
const reportCsv = shape('event-report-csv', 'csv', {
  time: ['time'],
  user: ['user', 'username'],
  ip: ['ip address', 'ip_address'],
  action: ['action'],
  data: ['data'],
});

const ELEMENT = { time: 'data.Time', user: 'data.Username', ip: 'data.IP_Address', action: 'data.Action', data: 'data.Data' }; // biome-ignore format: one row

/** The answer of the enterprise API: records under the names `Event1`, `Event2` …, not in a list. */
const reportingApi: Shape = {
  id: 'reporting-api',
  record: 'json',
  reads: ['status', 'data', ...Object.values(ELEMENT)],
  fidelity: 3,
  signature: 'status and data, which holds Event1 with Time and Action',
  split: { list: 'data', by: 'Action', isKeyed: true },
  accepts: (each) => each.has('status') && holdsEvents(asObject(each.any('data'))),
  toEvent: (each, context) => toEvent((field) => filled(each.text(ELEMENT[field])), context, true),
};

function holdsEvents(data: Record<string, unknown> | null): boolean {
  const [name] = data === null ? [] : Object.keys(data);
  if (name === undefined || !/^Event\d+$/i.test(name)) return false;
  const first = asObject(data![name]);
  return first !== null && Object.hasOwn(first, 'Time') && Object.hasOwn(first, 'Action');
}

const lastpass: Source = {
  id: 'lastpass',
  title: 'LastPass event report',
  shapes: [reportingApi, reportJson, reportCsv],
  about:
    'Admin console → Reporting → user or admin activity (CSV), or the enterprise API `reporting` (JSON). The API writes US Eastern time; ' +
    'the console’s file names no zone: if it is another, name it with --tz. The report does not say which second factor was used.',
  example:
    '{"Time":"2026-01-02 03:04:05","Username":"alice@example.com","IP_Address":"203.0.113.4","Action":"Failed login attempt","Data":""}',
};
export default lastpass;
