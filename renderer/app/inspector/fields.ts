/** An event as labelled lines: absence is said only where it matters, numbers carry their unit. Pure. */
import { isMasked, maskedAsPattern } from '../../../shared/base/secrets';
import { formatOffset } from '../../../shared/model/clock-offset';
import type { Event } from '../../../shared/model/event';
import { FACTOR_WORDS, KIND_WORDS, OUTCOME_WORDS, sourceWord } from '../../state/words';
import { formatBytes, formatCount, formatTime } from '../../ui/format';

export interface Field {
  label: string;
  value: string;
  mono?: boolean;
  /** Field and value of the query language, to filter in or out. */
  query?: { field: string; value: string };
  note?: string;
  /** Its name for `events.reveal`, where the value is text of evidence. */
  reveal?: string;
  /** Rarely needed at first sight: shown under "More fields". */
  more?: boolean;
}

/** The subject line: `a.martinez@northwind.com → Exchange Online`. */
export function subject(event: Event): string {
  const who = event.identity?.name ?? event.actor ?? 'no identity in the record';
  const what = event.app ?? event.resource ?? event.target;
  return what ? `${who} → ${what}` : who;
}

/** What happened in three words at most: "denied by the person", "access", "change". */
export function heading(event: Event): string {
  if (event.class === 'change') return 'Change';
  if (event.class === 'request') return 'Access request';
  if (event.outcome === 'none') return event.class === 'session' ? 'Session' : 'Other event';
  const word = OUTCOME_WORDS[event.outcome];
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Not needed at first sight: the subject line and the record say them already, or they are long. */
const MORE: ReadonlySet<string> = new Set([
  'Actor',
  'Code',
  'Resource',
  'User agent',
  'Session',
  'Correlation',
  'Token',
  'Protocol',
  'Interactive',
  'AAL reached',
  'Record id',
  'Identity',
  'Application',
]);

export function fieldsOf(event: Event, zone: string): Field[] {
  const out: Field[] = [];
  const add = (label: string, value: string | null | undefined, more: Partial<Field> = {}): void => {
    if (value) out.push({ label, value, ...more, ...(MORE.has(label) && { more: true }) });
  };
  add('Time', formatTime(event.time, zone, 'full'), {
    mono: true,
    note: zone === 'UTC' ? undefined : formatTime(event.time, 'UTC', 'full'),
  });
  if (event.clock)
    add('Recorded', formatTime(event.clock.recorded, zone, 'full'), {
      mono: true,
      note: `clock of its file set right: ${formatOffset(event.clock.offsetMs)}`,
    });
  add(
    'Outcome',
    [OUTCOME_WORDS[event.outcome], event.factor && FACTOR_WORDS[event.factor], event.denial && 'counts as a denial']
      .filter(Boolean)
      .join(' · '),
    { query: { field: 'outcome', value: event.outcome } },
  );
  add('Action', event.action, { reveal: 'action', query: { field: 'action', value: event.action } });
  add('Code', [event.code, event.reason].filter(Boolean).join(' · '), { reveal: 'reason' });
  if (event.identity)
    add('Identity', `${event.identity.name} · ${KIND_WORDS[event.identity.kind]}`, {
      reveal: 'identity.name',
      // A masked name finds nothing; the identity's id does.
      query: { field: 'identity', value: isMasked(event.identity.name) ? event.identity.id : event.identity.name },
    });
  const filter = (field: string, value: string | null | undefined): Field['query'] =>
    value && isSearchable(value) ? { field, value } : undefined;
  add('Actor', event.actor, { mono: true, reveal: 'actor', query: filter('actor', event.actor) });
  add('Target', event.target, { reveal: 'target', query: filter('target', event.target) });
  add('Application', event.app, { reveal: 'app', query: filter('app', event.app) });
  add('Resource', event.resource, { reveal: 'resource' });
  add('Address', event.ip, {
    mono: true,
    query: event.ip ? { field: 'ip', value: event.ip } : undefined,
    note: [event.asn !== null && `AS${event.asn}`, event.asOrg].filter(Boolean).join(' ') || undefined,
  });
  add('Place', placeText(event.geo), {
    query: event.geo?.country ? { field: 'country', value: event.geo.country } : undefined,
    note: event.geo ? `as the ${event.geo.from === 'log' ? 'log' : event.geo.from} says` : undefined,
  });
  const second = event.secondPlace;
  if (second) add('Phone', [second.ip, placeText(second.geo)].filter(Boolean).join(' · '));
  add('Device', deviceText(event.device), { reveal: 'device.name' });
  add('User agent', event.userAgent, { mono: true, reveal: 'userAgent' });
  add('Session', event.session, { mono: true, reveal: 'session', query: filter('session', event.session) });
  add('Correlation', event.correlation, {
    mono: true,
    reveal: 'correlation',
    query: filter('correlation', event.correlation),
  });
  add('Token', event.token, { mono: true, reveal: 'token', query: filter('token', event.token) });
  add('Protocol', event.protocol, { query: event.protocol ? { field: 'protocol', value: event.protocol } : undefined });
  if (event.interactive !== null) add('Interactive', event.interactive ? 'yes' : 'no');
  if (event.aal) add('AAL reached', event.aal[0] === event.aal[1] ? String(event.aal[0]) : event.aal.join(' – '));
  add('Risk', event.risk, { query: event.risk ? { field: 'risk', value: event.risk } : undefined });
  const end = event.locator.offset + event.locator.length;
  add('Source', `${sourceWord(event.source)} · ${event.file}`, {
    query: { field: 'file', value: event.file },
    note: `bytes ${formatCount(event.locator.offset)} – ${formatCount(end)} (${formatBytes(event.locator.length)})`,
  });
  add('Record id', event.recordId, { mono: true });
  for (const warning of event.warnings ?? []) add('Doubt', warning);
  if (event.flags?.includes('late_record')) add('Log delay', 'reached its log more than 10 min after it happened');
  if (event.update) add('Update', 'a later content of a record already seen');
  return out;
}

/** A value of which too little is left to search for it offers no filter. */
const isSearchable = (value: string): boolean =>
  maskedAsPattern(value).replaceAll('*', '').length >= 4 || !isMasked(value);

function placeText(geo: Event['geo']): string | null {
  if (!geo) return null;
  const name = [geo.city, geo.region, geo.country].filter(Boolean).join(', ');
  const radius = geo.radiusKm ? ` ± ${formatCount(Math.round(geo.radiusKm))} km` : '';
  return name ? `${name}${radius}` : null;
}

function deviceText(device: Event['device']): string | null {
  if (!device) return null;
  const managed = device.managed === null ? null : device.managed ? 'managed' : 'not managed';
  const compliant = device.compliant === null ? null : device.compliant ? 'compliant' : 'not compliant';
  return [device.name ?? device.id ?? 'no device id', device.os, device.browser, managed, compliant]
    .filter(Boolean)
    .join(' · ');
}

/** One line that finds the evidence again, without this program too. */
export function referenceText(event: Event, sha256: string | undefined): string {
  const to = event.locator.offset + event.locator.length;
  const hash = sha256 ? `, SHA-256 ${sha256}` : '';
  return `${event.id} · ${event.time} · ${event.source} · ${event.file}, bytes ${event.locator.offset}–${to}${hash}`;
}
