/** One event as a row of a timeline. */
import { visible } from '../../../../../shared/base/text';
import type { Event } from '../../../../../shared/model/event';
import type { ManualEvent } from '../../../../../shared/model/manual-event';
import { MANUAL, manualText } from '../../manual';

export type Row = Record<string, string | number | boolean | string[] | null>;

const DESCRIPTION: Record<Event['class'], string> = {
  authentication: 'Sign-in attempt',
  session: 'Session',
  access: 'Resource access',
  change: 'Change',
  request: 'Access request',
  other: 'Log record',
};

const said = (text: string): string => visible(text).replace(/\s+/g, ' ');

/** `denied_by_user push for a@example.test from 203.0.113.7 (RO) at Salesforce`. */
export function message(event: Event): string {
  const parts = [
    event.class === 'authentication' ? event.outcome.replaceAll('_', ' ') : event.action,
    event.factor?.replaceAll('_', ' '),
    event.identity ? `for ${event.identity.name}` : event.actor && `for ${event.actor}`,
    event.ip && `from ${event.ip}${event.geo?.country ? ` (${event.geo.country})` : ''}`,
    event.app && `at ${event.app}`,
  ];
  return said(parts.filter(Boolean).join(' '));
}

/** `datetime` carries its zone and `timestamp` its microseconds: importers guess where one is missing. */
export function timesketchRow(event: Event, tags: readonly string[], sha256: string | null, custodyHead: string): Row {
  return {
    message: message(event),
    datetime: event.time.replace(/\.(\d{3})Z$/, '.$1000+00:00'),
    timestamp: Date.parse(event.time) * 1_000,
    timestamp_desc: DESCRIPTION[event.class],
    tag: [...new Set([...(event.denial ? ['mfa-denied'] : []), ...tags])],
    event_id: event.id,
    record_id: event.recordId,
    attempt: event.attempt,
    data_source: event.source,
    event_class: event.class,
    action: event.action,
    outcome: event.outcome,
    factor: event.factor,
    code: event.code,
    reason: event.reason,
    user: event.identity?.name ?? null,
    user_id: event.identity?.id ?? null,
    user_kind: event.identity?.kind ?? null,
    actor: event.actor,
    target: event.target ?? null,
    app: event.app,
    resource: event.resource,
    src_ip: event.ip,
    src_asn: event.asn,
    src_country: event.geo?.country ?? null,
    src_city: event.geo?.city ?? null,
    src_lat: event.geo?.lat ?? null,
    src_lon: event.geo?.lon ?? null,
    device: event.device?.name ?? event.device?.id ?? null,
    os: event.device?.os ?? null,
    user_agent: event.userAgent,
    session: event.session,
    correlation: event.correlation,
    risk: event.risk,
    evidence: `${event.file}#${event.locator.offset}+${event.locator.length}`,
    evidence_sha256: sha256,
    custody_head: custodyHead,
  };
}

/** What the investigator wrote down and no log tells: marked as that in its words, its description and its tag. */
export function manualRow(event: ManualEvent, name: string | null, custodyHead: string): Row {
  const blank = Object.fromEntries(COLUMNS.map((name): [string, null] => [name, null]));
  return {
    ...blank,
    message: said(`${MANUAL}: ${manualText(event)}`),
    datetime: event.time.replace(/\.(\d{3})Z$/, '.$1000+00:00'),
    timestamp: Date.parse(event.time) * 1_000,
    timestamp_desc: 'Written down by the investigator',
    tag: [MANUAL],
    event_id: event.id,
    data_source: MANUAL,
    event_class: MANUAL,
    user: name,
    user_id: event.identity,
    custody_head: custodyHead,
  };
}

export const COLUMNS: readonly string[] = [
  'message',
  'datetime',
  'timestamp',
  'timestamp_desc',
  'tag',
  'event_id',
  'record_id',
  'attempt',
  'data_source',
  'event_class',
  'action',
  'outcome',
  'factor',
  'code',
  'reason',
  'user',
  'user_id',
  'user_kind',
  'actor',
  'target',
  'app',
  'resource',
  'src_ip',
  'src_asn',
  'src_country',
  'src_city',
  'src_lat',
  'src_lon',
  'device',
  'os',
  'user_agent',
  'session',
  'correlation',
  'risk',
  'evidence',
  'evidence_sha256',
  'custody_head',
];
