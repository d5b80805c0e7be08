/** Rows of the BigQuery export: time in microseconds, parameters in a record named after the application. */
import type { LazyRecord, Shape } from '../../source';
import { asObject, filled, numberOf } from '../../vendor/fields';
import { toDraft } from './event';
import { memberText, readParameters } from './parameters';

const APPLICATIONS = [
  'login',
  'saml',
  'token',
  'admin',
  'user_accounts',
  'groups',
  'groups_enterprise',
  'drive',
  'mobile',
  'chrome',
  'context_aware_access',
  'gmail',
  'meet',
  'calendar',
  'chat',
  'rules',
  'access_transparency',
] as const;

function applicationOf(row: LazyRecord): string {
  const named = filled(row.text('record_type'));
  if (named !== null) return named;
  return APPLICATIONS.find((name) => asObject(row.any(name)) !== null) ?? 'unknown';
}

export const bigQuery: Shape = {
  id: 'bigquery-json',
  record: 'json',
  reads: [
    'time_usec',
    'unique_identifier',
    'email',
    'profile_id',
    'event_type',
    'event_name',
    'ip_address',
    'record_type',
    'customer_id',
    'network_info',
    'user_agent',
    ...APPLICATIONS,
  ],
  fidelity: 2,
  signature: 'time_usec, event_name, email or ip_address',
  accepts: (row) => row.has('time_usec') && row.has('event_name') && (row.has('email') || row.has('ip_address')),
  toEvent: (row) => {
    const micros = numberOf(row.any('time_usec'));
    const application = applicationOf(row);
    const nested = (APPLICATIONS as readonly string[]).includes(application) ? row.any(application) : undefined;
    const network = asObject(row.any('network_info'));
    return toDraft({
      id: filled(row.text('unique_identifier')),
      time: micros === null || Math.abs(micros) > 8e18 ? null : Math.floor(micros / 1_000),
      timeText: filled(row.text('time_usec')),
      application,
      type: filled(row.text('event_type')),
      name: filled(row.text('event_name')) ?? 'unnamed event',
      nth: 0,
      customer: filled(row.text('customer_id')),
      email: filled(row.text('email')),
      profileId: filled(row.text('profile_id')),
      callerType: null,
      key: null,
      client: null,
      ip: filled(row.text('ip_address')),
      asn: null,
      country: memberText(network, 'region_code'),
      region: null,
      userAgent: filled(row.text('user_agent')),
      ...readParameters(asObject(nested)),
      warnings: [],
    });
  },
};
