import type { Shape, Source } from '../../source';
import { READS, toDraft } from './event';

const events: Shape = {
  id: 'events-json',
  record: 'json',
  reads: READS,
  fidelity: 3,
  signature: 'event_type_id (a number) with account_id, user_id or actor_user_id',
  accepts: (record) =>
    /^\d{1,6}$/.test(record.text('event_type_id') ?? '') &&
    (record.has('account_id') || record.has('actor_user_id') || (record.has('user_id') && record.has('user_name'))),
  toEvent: toDraft,
};

const csv: Shape = {
  ...events,
  id: 'events-csv',
  record: 'csv',
  fidelity: 1,
  signature: 'columns event_type_id, event_timestamp or created_at, and actor_user_id or user_id',
  accepts: (row) =>
    row.has('event_type_id') &&
    (row.has('event_timestamp') || row.has('created_at')) &&
    (row.has('actor_user_id') || row.has('user_id')),
};

const onelogin: Source = {
  id: 'onelogin',
  title: 'OneLogin events',
  shapes: [events, csv],
  about:
    'Activity → Events, the events API (/api/1/events) or a webhook broadcaster (NDJSON). Events are numbered; of numbers without an ' +
    'established meaning nothing is claimed. Kept for about a year.',
  example:
    '{"event_type_id":6,"event_timestamp":"2026-01-02 03:04:05 UTC","account_id":1,"user_id":5,"user_name":"Alice Example","actor_user_id":5,"actor_user_name":"Alice Example","ipaddr":"203.0.113.4","uuid":"u-1"}',
};
export default onelogin;
