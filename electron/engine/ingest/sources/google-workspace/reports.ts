/** Activities of the Reports API: one record holds several events; and rows of it that a collector flattened. */
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { LazyRecord, Shape } from '../../source';
import { asObject, filled, firstText, type Plain } from '../../vendor/fields';
import type { Activity } from './activity';
import { toDraft } from './event';
import { NTH_KEY } from './nth';
import { COLUMN_NAMES, memberText, type Parameters, readColumns, readParameters } from './parameters';

const COMMON = ['kind', 'id', 'actor', 'ipAddress', 'ownerDomain', 'networkInfo', 'timestamp', 'p_event_time'] as const;

/** Everything but the event itself. */
function common(record: LazyRecord): Omit<Activity, 'type' | 'name' | 'nth' | keyof Parameters> {
  const id = asObject(record.any('id'));
  const actor = asObject(record.any('actor'));
  const network = asObject(record.any('networkInfo'));
  const asn = Array.isArray(network?.ipAsn) ? network.ipAsn[0] : network?.ipAsn;
  const timeText = memberText(id, 'time') ?? filled(record.text('p_event_time'));
  const region = memberText(network, 'subdivisionCode');
  return {
    id: memberText(id, 'uniqueQualifier'),
    time: timeText === null ? null : parseUtcByContract(timeText),
    timeText,
    application: memberText(id, 'applicationName') ?? 'unknown',
    customer: memberText(id, 'customerId'),
    email: memberText(actor, 'email'),
    profileId: memberText(actor, 'profileId'),
    callerType: memberText(actor, 'callerType'),
    key: memberText(actor, 'key'),
    client: memberText(asObject(actor?.applicationInfo), 'oauthClientId'),
    ip: filled(record.text('ipAddress')),
    asn: typeof asn === 'number' ? asn : null,
    country: memberText(network, 'regionCode'),
    region: region === null ? null : region.replace(/^[A-Z]{2}-/, ''),
    userAgent: null,
    warnings: [],
  };
}

const isActivity = (record: LazyRecord): boolean =>
  record.text('kind') === 'admin#reports#activity' || record.has('id.applicationName');

const eventOf = (record: LazyRecord): Plain | null => asObject(record.any('events')) ?? asObject(record.any('event'));

export const reportsJson: Shape = {
  id: 'reports-json',
  record: 'json',
  reads: [...COMMON, 'events', 'event', NTH_KEY],
  fidelity: 3,
  signature: 'id.applicationName, or kind admin#reports#activity, with events',
  split: { list: 'events', by: 'name' },
  accepts: (record) =>
    isActivity(record) && (Array.isArray(record.any('events')) || eventOf(record) !== null) && !isNameless(record),
  toEvent: (record) => {
    const event = eventOf(record);
    return toDraft({
      ...common(record),
      type: memberText(event, 'type'),
      name: memberText(event, 'name') ?? 'unnamed event',
      nth: record.num(NTH_KEY) ?? 0,
      ...readParameters(event?.parameters),
    });
  },
};

/** Some collectors name the list like this and put something else into it. */
const isNameless = (record: LazyRecord): boolean => {
  const events = record.any('events');
  return Array.isArray(events) && events.length > 0 && asObject(events[0]) === null;
};

export const eventRows: Shape = {
  id: 'event-rows',
  record: 'json',
  reads: [...COMMON, 'events', 'event', 'event_name', 'event_type', 'name', 'type', 'parameters', ...COLUMN_NAMES],
  fidelity: 2,
  signature: 'id.applicationName with event_name or name, and no events',
  accepts: (record) =>
    record.has('id.applicationName') &&
    !record.has('events') &&
    eventOf(record) === null &&
    (record.has('event_name') || record.has('name')),
  toEvent: (record) =>
    toDraft({
      ...common(record),
      type: firstText(record, ['event_type', 'type']),
      name: firstText(record, ['event_name', 'name']) ?? 'unnamed event',
      nth: 0,
      ...(record.has('parameters')
        ? readParameters(record.any('parameters'))
        : readColumns((name) => record.any(name))),
    }),
};
