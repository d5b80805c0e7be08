/** The admin console's "Download CSV": snake_case with dots, a part of the debug data only. */
import type { Shape } from '../../source';
import { type Flat, readFlat, readsOf, type TargetColumns } from './flat';
import { DEBUG_KEYS, type DebugKey } from './log-event';

const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const FLAT: Flat = {
  uuid: ['uuid'],
  time: ['timestamp', 'published'],
  eventType: ['event_type'],
  displayMessage: ['display_message'],
  result: ['outcome.result'],
  reason: ['outcome.reason'],
  actorId: ['actor.id'],
  actorType: ['actor.type'],
  actorAlternateId: ['actor.alternate_id'],
  actorDisplayName: ['actor.display_name'],
  ip: ['client.ip_address'],
  ipChain: ['request.ip_chain', ...Array.from({ length: 5 }, (_, i) => `request.ip_chain${i}.ip`)],
  country: ['client.geographical_context.country'],
  state: ['client.geographical_context.state'],
  city: ['client.geographical_context.city'],
  lat: ['client.geographical_context.geolocation.lat'],
  lon: ['client.geographical_context.geolocation.lon'],
  userAgent: ['client.user_agent.raw_user_agent'],
  os: ['client.user_agent.os'],
  browser: ['client.user_agent.browser'],
  session: ['authentication_context.external_session_id'],
  rootSession: ['authentication_context.root_session_id'],
  transactionId: ['transaction.id'],
  transactionType: ['transaction.type'],
  apiToken: ['transaction.detail.request_api_token_id'],
  apiTokenClient: ['transaction.detail.request_api_token_client_id'],
  asn: ['security_context.as_number'],
  asOrg: ['security_context.as_org'],
  isProxy: ['security_context.is_proxy'],
  credentialType: ['authentication_context.credential_type'],
  deviceId: ['device.id'],
  deviceName: ['device.name'],
  deviceManaged: ['device.managed'],
  targets: [],
  debug: Object.fromEntries(
    DEBUG_KEYS.map((key) => [
      key,
      [`debug_context.debug_data.${snake(key)}`, `debug_context.debug_data.${key.toLowerCase()}`],
    ]),
  ) as Record<DebugKey, string[]>,
};

const TARGETS: TargetColumns = Array.from({ length: 6 }, (_, i) => ({
  id: `target${i}.id`,
  type: `target${i}.type`,
  alternateId: `target${i}.alternate_id`,
  displayName: `target${i}.display_name`,
}));

const NO_FACTOR =
  'the console CSV leaves out the factor and the answer to a push: a refused push, a wrong code and a password step look alike; ask for the JSON';

/**
 * On Identity Engine the answer to a push stands only in debug data that this file leaves out: a row with no factor at all
 * cannot tell a refused push from a wrong code, and is marked so (`ambiguous`).
 */
export const consoleCsv: Shape = {
  id: 'console-csv',
  record: 'csv',
  reads: readsOf(FLAT, TARGETS),
  fidelity: 1,
  signature: 'columns event_type, display_message, outcome.result, actor.alternate_id',
  accepts: (row) =>
    row.has('event_type') &&
    row.has('outcome.result') &&
    (row.has('actor.alternate_id') || row.has('actor.id')) &&
    (row.has('timestamp') || row.has('published')),
  toEvent(row, context) {
    const event = readFlat(row, FLAT, TARGETS, context);
    const isAnswer = row.text('event_type') === 'user.authentication.auth_via_mfa';
    if ('end' in event || !isAnswer || event.factor) return event;
    return { ...event, warnings: [...(event.warnings ?? []), NO_FACTOR] };
  },
};
