/**
 * The words of a mapping, apart from its schema: a page whose policy forbids compiled code cannot load a schema of objects,
 * which zod compiles.
 */
import { z } from 'zod';
import { Outcome } from './words';

/** What a column may be taken for, in the order in which it is offered. */
export const MappedField = z.enum([
  'user', // name, UPN or e-mail address as the table writes it
  'userId', // the vendor's own id of the user
  'userDisplay', // full name
  'ip',
  'action',
  'reason',
  'code',
  'app',
  'resource',
  'device',
  'os',
  'browser',
  'userAgent',
  'session',
  'correlation', // joins the records of one attempt
  'recordId', // tells one record from all others
  'country',
  'region',
  'city',
  'asn', // number of the autonomous system, also as AS64500
  'target', // the account acted upon
]);
export type MappedField = z.infer<typeof MappedField>;

/** `written` = 2 Jan 2026 or Jan 2, 2026; `excel` = days since 1899-12-30 as spreadsheets count; the rest says itself. */
export const TimeFormat = z.enum([
  'iso',
  'day_first',
  'month_first',
  'written',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
  'excel',
]);
export type TimeFormat = z.infer<typeof TimeFormat>;

/**
 * An outcome, or: `success_by_factor`, `failed_by_factor` = a success or failure whose kind the record's factor tells;
 * `second_factor_failed` = the table says that the second factor failed and not how; `skip` = no record of our concern;
 * `reject` = not decided, so the record is rejected.
 */
export const MappedOutcome = z.enum([
  ...Outcome.options,
  'success_by_factor',
  'failed_by_factor',
  'second_factor_failed',
  'skip',
  'reject',
]);
export type MappedOutcome = z.infer<typeof MappedOutcome>;

/** `outcome`, `class`, `factor` and `kind`: decided by values. */
export type Decided = 'outcome' | 'class' | 'factor' | 'kind';
