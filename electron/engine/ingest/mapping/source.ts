/** A source made of a mapping at run time: the ordinary pipeline reads a mapped table with the ordinary ledger. */
import type { EventDraft, EventFlag } from '../../../../shared/model/event';
import { mappedColumns } from '../../../../shared/model/mapped-columns';
import type { ChosenMapping, Filled, MappingDraft } from '../../../../shared/model/mapping';
import type { MappedField, MappedOutcome } from '../../../../shared/model/mapping-words';
import type { Factor, IdentityKind, Outcome } from '../../../../shared/model/words';
import {
  type LazyRecord,
  type Reject,
  reject,
  type Shape,
  type Skip,
  type Source,
  type SourceContext,
  skip,
} from '../source';
import { readAddress } from '../vendor/address';
import { countryCode } from '../vendor/countries';
import { filled } from '../vendor/fields';
import { person } from '../vendor/person';
import { readTime } from './time';

/** Printed as `source` of everything that was mapped by hand. */
export const MAPPED = 'mapped';

export function mappedSource(mapping: MappingDraft): Source {
  return {
    id: MAPPED,
    title: `Mapped: ${mapping.name}`,
    shapes: [mappedShape(mapping)],
    ...(mapping.header !== undefined && { header: mapping.header }),
    about: 'Any table whose columns a person has named.',
    example: '',
  };
}

/** `mapping “VPN portal” (vpn.json, sha256 …)`: why a file was read as it was. */
export function namedMapping({ mapping, sha256, file }: ChosenMapping): string {
  return `mapping “${mapping.name}” (${file === null ? 'made on screen' : file}, sha256 ${sha256})`;
}

export function mappedShape(mapping: MappingDraft): Shape {
  const columns = mappedColumns(mapping);
  const needed = mapping.time.columns;
  const others = columns.filter((column) => !needed.includes(column));
  const toEvent = mapper(mapping);
  return {
    id: mapping.name,
    record: mapping.record === 'json' ? 'json' : 'csv',
    reads: mapping.list === null ? columns : [mapping.list, ...columns],
    fidelity: mapping.record === 'json' ? 3 : 1,
    signature: `the mapping's columns ${columns.slice(0, 12).join(', ')}`,
    ...(mapping.list !== null && { split: { list: mapping.list, by: '' } }),
    accepts(record) {
      if (mapping.list !== null) return Array.isArray(record.any(mapping.list));
      if (!needed.every((column) => record.has(column))) return false;
      const there = others.reduce((count, column) => count + (record.has(column) ? 1 : 0), 0);
      return there * 2 >= others.length;
    },
    toEvent,
  };
}

/** Words by which exports say "nothing"; `filled` knows the rest. */
const NOTHING = /^(-+|n\/a|n\.a\.|none|\(none\)|\(null\)|unknown|<unknown>)$/i;

/** A cell's text; null where it says nothing. */
export function given(text: string | null): string | null {
  const value = filled(text);
  return value === null || NOTHING.test(value) ? null : value;
}

/** As values are compared: without outer blanks and case. An empty cell is the empty text. */
export const valueKey = (text: string | null): string => (text ?? '').trim().toLowerCase();

interface Table<T> {
  columns: readonly string[];
  table: readonly { when: readonly string[]; is: T }[];
  otherwise: T;
}

/** Values of the columns to a word, looked up by all of them, then by the first. */
export function decider<T>({ columns, table, otherwise }: Table<T>): (record: LazyRecord) => { is: T; known: boolean } {
  const found = new Map<string, { is: T; known: boolean }>();
  for (const { when, is } of table) {
    const key = JSON.stringify(when.map(valueKey));
    if (!found.has(key)) found.set(key, { is, known: true });
  }
  const unknown = { is: otherwise, known: false };
  const [first, second] = columns;
  if (first === undefined) return () => unknown;
  return (record) => {
    const a = valueKey(record.text(first));
    const both = second === undefined ? undefined : found.get(JSON.stringify([a, valueKey(record.text(second))]));
    return both ?? found.get(JSON.stringify([a])) ?? unknown;
  };
}

function mapper(mapping: MappingDraft): Shape['toEvent'] {
  const { time, fields, name } = mapping;
  const outcomeOf = decider<MappedOutcome>(mapping.outcome);
  const classOf = decider(mapping.class);
  const factorOf = decider<Factor | null>(mapping.factor);
  const kindOf = decider<IdentityKind>(mapping.kind);
  const read = Object.fromEntries(Object.entries(fields).map(([field, from]) => [field, reader(from)])) as Partial<
    Record<MappedField, (record: LazyRecord) => string | null>
  >;

  return (record: LazyRecord, context: SourceContext): EventDraft | Skip | Reject => {
    if (time.columns.length === 0) return reject('no column is named as the time');
    const at = readTime(
      time.columns.map((column) => record.text(column)),
      time.format,
      () => context.zone,
    );
    if ('why' in at) return reject(at.why);
    const told = outcomeOf(record).is;
    if (told === 'skip' || told === 'reject') {
      const what = valuesTold(mapping.outcome.columns.map((column) => record.text(column)));
      return told === 'skip'
        ? skip(`left out by the mapping: ${what}`)
        : reject(`the mapping gives no outcome for ${what}`);
    }
    const get = (field: MappedField): string | null => read[field]?.(record) ?? null;
    const factor = factorOf(record).is;
    const { outcome, flags } = withFactor(told, factor);
    const kind = kindOf(record).is;
    const address = readAddress(get('ip'));
    const correlation = get('correlation');
    const [country, city] = [get('country'), get('city')];
    const [device, os, browser] = [get('device'), get('os'), get('browser')];
    const eventClass = classOf(record).is;
    const warnings = [at.warning, address.warning].filter((each) => each !== null);
    return {
      recordId: get('recordId'),
      recordPart: name, // ids of one table mean nothing in another
      time: at.time,
      class: eventClass,
      action: get('action') ?? eventClass,
      outcome,
      factor,
      code: get('code'),
      reason: get('reason'),
      actor: actorOf(get('userId'), get('user'), get('userDisplay'), kind, name),
      target: actorOf(null, get('target'), null, 'unknown', name),
      app: get('app'),
      resource: get('resource'),
      ip: address.ip,
      place: country || city ? { country: countryCode(country), region: get('region'), city } : null,
      device: device === null && os === null && browser === null ? null : { name: device, os, browser },
      asn: numberOfNetwork(get('asn')),
      userAgent: get('userAgent'),
      session: get('session'),
      correlation,
      attempt: {
        key: correlation === null ? null : `${name}\n${correlation}`,
        role: roleOf(outcome, factor),
      },
      flags,
      warnings,
    };
  };
}

/** The values that decided, cut short: they stand in the ledger as a reason. */
function valuesTold(values: readonly (string | null)[]): string {
  if (values.length === 0) return 'any record';
  const filled = values.flatMap((value) => (value?.trim() ? [`“${value.trim().slice(0, 60)}”`] : []));
  return filled.length > 0 ? filled.join(' with ') : 'an empty cell';
}

/** Factors beyond the password, by which a sign-in reaches a second one. */
const SECOND: ReadonlySet<Factor> = new Set([
  'push',
  'push_number_match',
  'totp',
  'hardware_otp',
  'sms',
  'voice',
  'email_otp',
  'security_question',
  'fido2',
  'passkey_platform',
  'windows_hello',
] satisfies Factor[]);

function withFactor(
  told: Exclude<MappedOutcome, 'skip' | 'reject'>,
  factor: Factor | null,
): { outcome: Outcome; flags: EventFlag[] } {
  const isSecond = factor !== null && SECOND.has(factor);
  if (told === 'success_by_factor')
    return { outcome: isSecond ? 'success_mfa' : 'success_single_factor', flags: factor === null ? ['ambiguous'] : [] };
  if (told === 'second_factor_failed' || (told === 'failed_by_factor' && isSecond))
    return { outcome: 'failed_other', flags: ['second_factor_failed', 'ambiguous'] };
  if (told === 'failed_by_factor')
    return { outcome: factor === 'password' ? 'password_failed' : 'failed_other', flags: [] };
  return { outcome: told, flags: [] };
}

const reader = (from: Filled): ((record: LazyRecord) => string | null) =>
  'constant' in from ? () => from.constant : (record) => given(record.text(from.column));

function numberOfNetwork(text: string | null): number | null {
  const digits = /^(?:AS)?(\d{1,10})$/i.exec(text ?? '');
  return digits && Number(digits[1]) > 0 ? Number(digits[1]) : null;
}

const roleOf = (outcome: Outcome, factor: Factor | null): 'prompt' | 'answer' | 'outcome' =>
  outcome === 'challenged' ? 'prompt' : factor !== null && factor !== 'password' ? 'answer' : 'outcome';

/** The vendor's id joins records of this mapping only: two tables may both have a user 17. */
function actorOf(
  id: string | null,
  name: string | null,
  display: string | null,
  kind: IdentityKind,
  mapping: string,
): EventDraft['actor'] {
  const actor = person({ id: null, name, display, kind }) ?? (id === null ? null : person({ display: id, kind }));
  if (!actor || id === null) return actor;
  const keys = actor.keys.filter(({ value }) => value !== id);
  return { ...actor, id, keys: [...keys, { type: 'vendor_id', value: `${mapping}: ${id}` }] };
}
