/** Operation log (what administrators did) and activity log (who signed in and out). */
import type { ActorDraft, EventDraft } from '../../../../../shared/model/event';
import { type LazyRecord, reject, type Shape, type SourceContext } from '../../source';
import { isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { firstText } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { person } from '../../vendor/person';

/** The API writes UTC, with and without `Z`; the pages write the zone of the account. */
function timeOf(
  record: LazyRecord,
  paths: readonly string[],
  context: SourceContext,
  zone: string | null,
): { time: number | null; warning: string | null; isWritten: boolean } {
  const text = firstText(record, paths);
  if (text === null) return { time: null, warning: null, isWritten: false };
  return { ...readWritten(text, { zone, dayFirst: context.dayFirst }), isWritten: true };
}

const noTime = (isWritten: boolean): ReturnType<Shape['toEvent']> =>
  reject(isWritten ? 'unreadable time, or one without a zone: name it' : 'no time');

const OPERATION = {
  time: ['time', 'operation time', 'date', 'time (utc)'],
  operator: ['operator'],
  category: ['category_type', 'category', 'category type'],
  action: ['action'],
  detail: ['operation_detail', 'operation detail', 'operation details', 'operation'],
} as const;

const PRIVILEGED =
  /two-?factor|sign.?in|security|role|password|passcode|sso|saml|owner|admin|api key|oauth|app|permission|delete user|deactivate|change type|token|certificate|recording.*share/i;

/** `Edit User alice@example.com  - …`, `Change Role  - alice@example.com: from User to Admin` */
function targetOf(category: string | null, text: string | null, operator: string | null): ActorDraft | null {
  if (text === null || !/^user\b/i.test(category ?? '')) return null;
  const [name] = /[^\s:,;()<>]+@[^\s:,;()<>]+/.exec(text) ?? [];
  if (name === undefined || name === operator || !isAddressLike(name)) return null;
  return { id: null, name, kind: 'human', keys: nameKeys(name) };
}

function operation(record: LazyRecord, context: SourceContext, zone: string | null): ReturnType<Shape['toEvent']> {
  const written = timeOf(record, OPERATION.time, context, zone);
  if (written.time === null) return noTime(written.isWritten);
  const operator = firstText(record, OPERATION.operator);
  const category = firstText(record, OPERATION.category);
  const detail = firstText(record, OPERATION.detail);
  const action = firstText(record, OPERATION.action) ?? 'operation';
  const draft: EventDraft = {
    recordId: null,
    time: written.time,
    class: 'change',
    action: category === null ? action : `${category}: ${action}`,
    outcome: 'none',
    reason: detail,
    actor: person({ email: operator }),
    target: targetOf(category, detail, operator),
    app: 'Zoom',
    resource: category,
    interactive: /SCIM|API/.test(action) ? false : null,
    attempt: { key: null, role: 'outcome' },
    flags: PRIVILEGED.test(`${category ?? ''} ${detail ?? ''}`) ? ['privileged'] : [],
  };
  if (written.warning !== null) draft.warnings = [written.warning];
  return draft;
}

const ACTIVITY = {
  time: ['time', 'sign in time', 'date', 'time (utc)'],
  type: ['type', 'activity', 'activity type', 'sign in / sign out'],
  email: ['email', 'user email', 'user'],
  ip: ['ip_address', 'ip address'],
  client: ['client_type', 'client type', 'client'],
  version: ['version', 'client version'],
} as const;

function activity(record: LazyRecord, context: SourceContext, zone: string | null): ReturnType<Shape['toEvent']> {
  const written = timeOf(record, ACTIVITY.time, context, zone);
  if (written.time === null) return noTime(written.isWritten);
  const type = firstText(record, ACTIVITY.type) ?? 'activity';
  const address = readAddress(firstText(record, ACTIVITY.ip));
  const client = firstText(record, ACTIVITY.client);
  const version = firstText(record, ACTIVITY.version);
  const isIn = /sign.?in|log.?in/i.test(type);
  const isFailed = /fail|denied|block/i.test(type);
  const draft: EventDraft = {
    recordId: null,
    time: written.time,
    class: isIn ? 'authentication' : 'session',
    action: type,
    outcome: !isIn ? 'none' : isFailed ? 'failed_other' : 'success_single_factor',
    actor: person({ email: firstText(record, ACTIVITY.email) }),
    app: 'Zoom',
    ip: address.ip,
    device: client === null ? null : { browser: version === null ? client : `${client} ${version}` },
    interactive: isIn ? true : null,
    attempt: { key: null, role: 'outcome' },
    flags: isIn && !isFailed ? ['ambiguous'] : [],
  };
  const warnings = [written.warning, address.warning].filter((warning) => warning !== null);
  if (warnings.length > 0) draft.warnings = warnings;
  return draft;
}

const reads = (columns: Readonly<Record<string, readonly string[]>>): string[] => [
  ...new Set(Object.values(columns).flat()),
];
const has = (record: LazyRecord, names: readonly string[]): boolean => names.some((name) => record.has(name));

export const operationJson: Shape = {
  id: 'operation-json',
  record: 'json',
  reads: reads(OPERATION),
  fidelity: 3,
  signature: 'operator, category_type, action, operation_detail',
  accepts: (record) => record.has('operator') && record.has('category_type') && record.has('operation_detail'),
  toEvent: (record, context) => operation(record, context, 'UTC'),
};
export const activityJson: Shape = {
  id: 'activity-json',
  record: 'json',
  reads: reads(ACTIVITY),
  fidelity: 3,
  signature: 'email, client_type, ip_address, type of Sign in or Sign out',
  accepts: (record) =>
    record.has('client_type') &&
    record.has('ip_address') &&
    record.has('email') &&
    /sign/i.test(record.text('type') ?? ''),
  toEvent: (record, context) => activity(record, context, 'UTC'),
};
export const operationCsv: Shape = {
  id: 'operation-csv',
  record: 'csv',
  reads: reads(OPERATION),
  fidelity: 1,
  signature: 'columns Time, Operator, Category, Action, Operation Detail',
  accepts: (row) =>
    has(row, OPERATION.time) && row.has('operator') && has(row, OPERATION.category) && has(row, OPERATION.detail),
  toEvent: (row, context) => operation(row, context, row.has('time (utc)') ? 'UTC' : context.zone),
};
export const activityCsv: Shape = {
  id: 'activity-csv',
  record: 'csv',
  reads: reads(ACTIVITY),
  fidelity: 1,
  signature: 'columns Time, Email, IP Address, Client Type and Sign In / Sign Out',
  accepts: (row) =>
    has(row, ACTIVITY.time) &&
    has(row, ACTIVITY.email) &&
    has(row, ACTIVITY.ip) &&
    has(row, ACTIVITY.client) &&
    /sign/i.test(firstText(row, ACTIVITY.type) ?? ''),
  toEvent: (row, context) => activity(row, context, row.has('time (utc)') ? 'UTC' : context.zone),
};
