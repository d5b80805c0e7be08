import type { LazyRecord, Shape, Source } from '../../source';
import { asObject, member, type Plain } from '../../vendor/fields';
import { toDraft } from './event';

const CODE = /^[a-z][a-z0-9_]{0,60}$/;

const logStream: Shape = {
  id: 'log-stream',
  record: 'json',
  reads: ['log_id', 'data'],
  fidelity: 3,
  signature: 'log_id beside data with type and date',
  accepts: (record) => {
    const data = asObject(record.any('data'));
    if (!data || typeof data.type !== 'string' || !CODE.test(data.type) || typeof data.date !== 'string') return false;
    return typeof record.any('log_id') === 'string' || typeof data.log_id === 'string';
  },
  toEvent: (record) => toDraft(asObject(record.any('data')) ?? {}, record.text('log_id')),
};

const FIELDS = [
  '_id',
  'log_id',
  'type',
  'date',
  'description',
  'client_id',
  'client_name',
  'client_ip',
  'ip',
  'user_id',
  'user_name',
  'user_agent',
  'audience',
  'connection',
  'strategy',
  'hostname',
  'tenant_name',
  'organization_id',
  'organization_name',
  'agent_id',
  'location_info',
  'security_context',
  'references',
  'details',
] as const;

const whole = (record: LazyRecord): Plain =>
  Object.fromEntries(FIELDS.map((field) => [field, record.any(field)]).filter(([, value]) => value !== undefined));

const managementApi: Shape = {
  id: 'management-api',
  record: 'json',
  reads: FIELDS,
  fidelity: 3,
  signature: 'type (a short code), date, and log_id, or _id with client_id, user_agent or hostname',
  accepts: (record) => {
    const type = record.any('type');
    if (typeof type !== 'string' || !CODE.test(type) || typeof record.any('date') !== 'string') return false;
    if (typeof record.any('log_id') === 'string') return true;
    if (!record.has('_id')) return false;
    return ['client_id', 'user_agent', 'hostname', 'tenant_name', 'strategy'].some((field) => record.has(field));
  },
  toEvent: (record) => toDraft(whole(record), member(whole(record), 'log_id')),
};

const auth0: Source = {
  id: 'auth0',
  title: 'Auth0 tenant logs',
  shapes: [logStream, managementApi],
  about:
    'Log streams (NDJSON of log_id and data) or /api/v2/logs (JSON). Kept for 1, 5, 10 or 30 days by plan. There is no record of a ' +
    'second factor that nobody answered: a prompt without an answer is all that the log says.',
  example:
    '{"log_id":"90020260102030405678000000000000000001","data":{"date":"2026-01-02T03:04:05.678Z","type":"gd_auth_rejected","ip":"203.0.113.4","user_id":"auth0|1","user_name":"alice@example.com"}}',
};
export default auth0;
