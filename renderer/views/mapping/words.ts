/** How fields, formats and decisions of a mapping are called on screen. */
import type { MappedField, MappedOutcome, TimeFormat } from '../../../shared/model/mapping-words';
import type { EventClass } from '../../../shared/model/words';
import { OUTCOME_WORDS } from '../../state/words';

export const FIELD_WORDS: Record<MappedField, { title: string; means: string }> = {
  user: { title: 'User', means: 'name, UPN or e-mail address' },
  userId: { title: 'User id', means: "the vendor's own id; joins records of this mapping only" },
  userDisplay: { title: 'Full name', means: 'shown; joins nothing by itself' },
  ip: { title: 'Address', means: "the client's IP address" },
  action: { title: 'Action', means: 'what was done, as text' },
  reason: { title: 'Reason', means: 'why it failed, as text' },
  code: { title: 'Code', means: "the vendor's result code" },
  app: { title: 'Application', means: 'what was signed in to' },
  resource: { title: 'Resource', means: 'what was reached through it' },
  device: { title: 'Device', means: "the client machine's name" },
  os: { title: 'System', means: "the client's operating system" },
  browser: { title: 'Browser', means: 'its name' },
  userAgent: { title: 'User agent', means: 'the whole line' },
  session: { title: 'Session', means: 'id of the session' },
  correlation: { title: 'Correlation', means: 'joins the records of one attempt' },
  recordId: { title: 'Record id', means: 'tells one record from all others; row numbers do not' },
  country: { title: 'Country', means: 'name or code' },
  region: { title: 'Region', means: 'state or province' },
  city: { title: 'City', means: 'as the table has it' },
  asn: { title: 'Network', means: 'number of the autonomous system' },
  target: { title: 'Target', means: 'the account acted upon' },
};

export const FORMAT_WORDS: Record<TimeFormat, string> = {
  iso: 'year first: 2026-01-05 08:09:10',
  day_first: 'day first: 05/01/2026 08:09',
  month_first: 'month first: 1/5/2026 8:09 AM',
  written: 'month in words: 5 Jan 2026 08:09',
  seconds: 'seconds since 1970',
  milliseconds: 'milliseconds since 1970',
  microseconds: 'microseconds since 1970',
  nanoseconds: 'nanoseconds since 1970',
  excel: 'days as a spreadsheet counts them',
};

export const CLASS_WORDS: Record<EventClass, string> = {
  authentication: 'authentication',
  session: 'session',
  access: 'access to data',
  change: 'change',
  request: 'request',
  other: 'other',
};

const SPECIAL: Partial<Record<MappedOutcome, string>> = {
  success_by_factor: 'success, as its factor tells',
  failed_by_factor: 'failed, as its factor tells',
  second_factor_failed: 'second factor failed, not said how',
  skip: 'leave such rows out (skipped)',
  reject: 'not decided (rejected)',
};
export const outcomeWord = (outcome: MappedOutcome): string =>
  SPECIAL[outcome] ?? OUTCOME_WORDS[outcome as keyof typeof OUTCOME_WORDS];

/** Outcomes as they are offered, under headings. */
export const OUTCOME_GROUPS: readonly { title: string; outcomes: readonly MappedOutcome[] }[] = [
  {
    title: 'Access',
    outcomes: ['success_by_factor', 'success_mfa', 'success_single_factor', 'success_token'],
  },
  {
    title: 'Denial',
    outcomes: [
      'denied_by_user',
      'reported_fraud',
      'no_response',
      'wrong_code',
      'blocked_by_policy',
      'not_enrolled',
      'rate_limited',
      'second_factor_failed',
    ],
  },
  {
    title: 'Neither',
    outcomes: ['password_failed', 'failed_by_factor', 'failed_other', 'challenged', 'none', 'skip', 'reject'],
  },
];
