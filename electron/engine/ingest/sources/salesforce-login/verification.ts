/** Identity verification history: every prompt for a second factor and what became of it. */
import type { AttemptRole, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { reject, type Shape } from '../../source';
import { readAddress } from '../../vendor/address';
import { entry, firstText } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { account, readTime } from './common';
import { writtenTime } from './login-history';

const FIELDS = {
  id: ['Id', 'EventIdentifier'],
  time: ['VerificationTime', 'EventDate'],
  userId: ['UserId'],
  userName: ['Username', 'User.Username'],
  status: ['Status'],
  method: ['VerificationMethod'],
  activity: ['Activity'],
  group: ['EventGroup'],
  ip: ['SourceIp'],
  policy: ['Policy'],
  resource: ['ResourceId', 'Resource'],
  login: ['LoginHistoryId'],
  remarks: ['Remarks'],
} as const;
type Field = keyof typeof FIELDS;
const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  id: ['id'],
  time: ['verificationtime', 'time', 'verification time'],
  userId: ['userid', 'user id'],
  userName: ['username', 'user.username'],
  status: ['status'],
  method: ['verificationmethod', 'method', 'verification method'],
  activity: ['activity', 'user activity'],
  group: ['eventgroup', 'verification attempt', 'attempt'],
  ip: ['sourceip', 'source ip'],
  policy: ['policy', 'triggered by'],
  resource: ['resourceid', 'resource'],
  login: ['loginhistoryid', 'login'],
  remarks: ['remarks', 'activity message'],
};

const METHODS: Readonly<Record<string, Factor>> = {
  salesforceauthenticator: 'push',
  toopher: 'push',
  totp: 'totp',
  sms: 'sms',
  voice: 'voice',
  email: 'email_otp',
  u2f: 'fido2',
  builtinauthenticator: 'passkey_platform',
  enablell: 'push',
  password: 'password',
  tempcode: 'hardware_otp',
  backupcode: 'hardware_otp',
};

const STATUS: Readonly<Record<string, { outcome: Outcome; role: AttemptRole; flags?: EventFlag[] }>> = {
  // The app answered by itself, from a place that the person trusts.
  automatedsuccess: { outcome: 'success_token', role: 'answer', flags: ['remembered_device'] },
  denied: { outcome: 'denied_by_user', role: 'answer' },
  reporteddenied: { outcome: 'reported_fraud', role: 'answer' },
  failedgeneralerror: { outcome: 'failed_other', role: 'answer', flags: ['second_factor_failed'] },
  failedinvalidcode: { outcome: 'wrong_code', role: 'answer' },
  failedinvalidpassword: { outcome: 'password_failed', role: 'answer' },
  failedpasswordlockout: { outcome: 'rate_limited', role: 'answer' },
  failedtoomanyattempts: { outcome: 'rate_limited', role: 'answer' },
  inprogress: { outcome: 'challenged', role: 'prompt' },
  initiated: { outcome: 'challenged', role: 'interim' },
  recoverableerror: { outcome: 'challenged', role: 'interim' },
  succeeded: { outcome: 'success_mfa', role: 'answer' },
  success: { outcome: 'success_mfa', role: 'answer' },
};

/** Names of the list and headings of the page: `Salesforce Authenticator`, `One-time password`. */
const fold = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const SPOKEN: readonly (readonly [RegExp, Factor])[] = [
  [/authenticator app|one-?time password|totp/i, 'totp'],
  [/salesforce authenticator|lightning login/i, 'push'],
  [/security key|u2f|webauthn/i, 'fido2'],
  [/built-?in|touch id|windows hello/i, 'passkey_platform'],
  [/text message|sms/i, 'sms'],
  [/email/i, 'email_otp'],
  [/temporary/i, 'hardware_otp'],
];

function toDraft(
  get: (field: Field) => string | null,
  time: number | null,
  warning: string | null,
): ReturnType<Shape['toEvent']> {
  if (time === null)
    return reject(get('time') === null ? 'no time (VerificationTime)' : 'unreadable time (VerificationTime)');
  const method = get('method');
  const factor =
    method === null
      ? null
      : (entry(METHODS, fold(method)) ?? SPOKEN.find(([words]) => words.test(method))?.[1] ?? null);
  const status = get('status') ?? '';
  const known = entry(STATUS, fold(status.replace(/^.*?:\s*/, '')));
  const outcome = known?.outcome ?? outcomeOfWords(status) ?? 'none';
  const activity = get('activity');
  const isEnrolment = activity !== null && /^Connect(?:Sms|Toopher|Totp|U2F|WebAuth)$|^EnableLL$/.test(activity);
  const cls: EventClass = isEnrolment && outcome.startsWith('success') ? 'change' : 'authentication';
  const address = readAddress(get('ip'));
  const detail: Record<string, string> = {};
  for (const field of ['activity', 'method', 'policy', 'remarks', 'group'] as const) {
    const value = get(field);
    if (value !== null) detail[field] = value.slice(0, 400);
  }
  const group = get('group');
  const draft: EventDraft = {
    recordId: get('id'),
    time,
    class: cls,
    action: isEnrolment ? `authenticator registered: ${activity}` : 'IdentityVerification',
    outcome: cls === 'change' ? 'none' : outcome,
    factor: factor,
    code: status === '' ? null : status,
    reason: get('remarks') ?? get('policy'),
    actor: account({ id: get('userId'), name: get('userName') }),
    resource: get('resource'),
    ip: address.ip,
    correlation: get('login'),
    interactive: true,
    // Attempts of one verification share the group, which counts per organisation.
    attempt: { key: group === null ? null : `verification ${group}`, role: known?.role ?? 'answer' },
    flags: known?.flags ?? (known === null && outcome === 'none' ? ['no_decision'] : []),
    detail,
  };
  const warnings = [warning, address.warning].filter((each) => each !== null);
  if (warnings.length > 0) draft.warnings = warnings;
  return draft;
}

export const verificationJson: Shape = {
  id: 'verification-history-json',
  record: 'json',
  reads: Object.values(FIELDS).flat(),
  fidelity: 3,
  signature: 'VerificationTime or EventDate, VerificationMethod and Status',
  accepts: (record) =>
    record.has('VerificationMethod') &&
    (record.has('VerificationTime') || record.has('EventDate')) &&
    (record.has('UserId') || record.has('Username')),
  toEvent: (record) => {
    const get = (field: Field): string | null => firstText(record, FIELDS[field]);
    return toDraft(get, readTime(get('time')), null);
  },
};

export const verificationCsv: Shape = {
  id: 'verification-history-csv',
  record: 'csv',
  reads: [...new Set(Object.values(HEADINGS).flat())],
  fidelity: 2,
  signature: 'columns Verification Time, Method and Status, with Verification Attempt or Activity',
  accepts: (row) =>
    HEADINGS.time.some((name) => row.has(name)) &&
    HEADINGS.method.some((name) => row.has(name)) &&
    row.has('status') &&
    (HEADINGS.group.some((name) => row.has(name)) || row.has('user activity')) &&
    (row.has('username') || row.has('userid') || row.has('user id') || row.has('user.username')),
  toEvent: (row, context) => {
    const get = (field: Field): string | null => firstText(row, HEADINGS[field]);
    const written = writtenTime(get('time'), context);
    return toDraft(get, written.time, written.warning);
  },
};
