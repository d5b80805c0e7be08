/** LogEvents as the API, log streaming and event hooks give them: nested JSON in camelCase. */
import type { LazyRecord, Shape } from '../../source';
import { asObject, asObjects, booleanOf, filled, member } from '../../vendor/fields';
import { DEBUG_KEYS, type DebugKey, type LogEvent, type Target, toDraft } from './log-event';

const DEBUG_PATH = Object.fromEntries(DEBUG_KEYS.map((key) => [key, `debugContext.debugData.${key}`])) as Record<
  DebugKey,
  string
>;

const READS = [
  'uuid',
  'published',
  'eventType',
  'legacyEventType',
  'displayMessage',
  'outcome.result',
  'outcome.reason',
  'actor.id',
  'actor.type',
  'actor.alternateId',
  'actor.displayName',
  'client.ipAddress',
  'client.geographicalContext.country',
  'client.geographicalContext.state',
  'client.geographicalContext.city',
  'client.geographicalContext.geolocation.lat',
  'client.geographicalContext.geolocation.lon',
  'client.userAgent.rawUserAgent',
  'client.userAgent.os',
  'client.userAgent.browser',
  'request.ipChain',
  'securityContext.asNumber',
  'securityContext.asOrg',
  'securityContext.isProxy',
  'transaction.id',
  'transaction.type',
  'transaction.detail.requestApiTokenId',
  'transaction.detail.requestApiTokenClientId',
  'authenticationContext.externalSessionId',
  'authenticationContext.rootSessionId',
  'authenticationContext.credentialType',
  'device',
  'target',
  'debugContext.debugData',
  ...Object.values(DEBUG_PATH),
];

/** `unknown` is what Okta writes for "no value" in ids and sessions. */
const known = (text: string | null): string | null => {
  const value = filled(text);
  return value === 'unknown' ? null : value;
};
/** UNKNOWN and Unknown mean that the user agent was not understood. */
const agentPart = (text: string | null): string | null => {
  const value = filled(text);
  return value === null || /^unknown$/i.test(value) ? null : value;
};

export function readTarget(value: Readonly<Record<string, unknown>>): Target {
  const detail = asObject(value.detailEntry);
  return {
    id: known(member(value, 'id')),
    type: member(value, 'type'),
    alternateId: known(member(value, 'alternateId')),
    displayName: known(member(value, 'displayName')),
    methodTypeUsed: member(detail, 'methodTypeUsed'),
    verifiedProperties: member(detail, 'methodUsedVerifiedProperties'),
    signOnMode: member(detail, 'signOnModeType'),
  };
}

/** Both spellings are seen: `os_platform` (as documented) and `platform`. */
export function readDevice(value: unknown): ReturnType<LogEvent['device']> {
  const device = asObject(value);
  if (!device) return null;
  const platform = member(device, 'os_platform') ?? member(device, 'platform');
  const version = member(device, 'os_version') ?? member(device, 'osVersion');
  return {
    id: member(device, 'id'),
    name: member(device, 'name'),
    os: platform === null ? null : version === null ? platform : `${platform} ${version}`,
    managed: booleanOf(device.managed),
    trust: booleanOf(device.registered) === true ? 'registered' : null,
  };
}

const NO_HOPS: string[] = [];

function read(record: LazyRecord, eventType: string): LogEvent {
  const debugData = asObject(record.any('debugContext.debugData'));
  const ip = filled(record.text('client.ipAddress'));
  const device = (): ReturnType<LogEvent['device']> => readDevice(record.any('device'));
  return {
    uuid: filled(record.text('uuid')),
    published: filled(record.text('published')),
    eventType,
    displayMessage: filled(record.text('displayMessage')),
    result: filled(record.text('outcome.result')),
    reason: filled(record.text('outcome.reason')),
    actor: {
      id: known(record.text('actor.id')),
      type: filled(record.text('actor.type')),
      alternateId: known(record.text('actor.alternateId')),
      displayName: known(record.text('actor.displayName')),
    },
    ip,
    ipChain: () => {
      const chain = record.any('request.ipChain');
      // Nearly every chain is the client alone, which is known.
      if (ip !== null && Array.isArray(chain) && chain.length < 2) return NO_HOPS;
      return asObjects(chain).flatMap((hop) => member(hop, 'ip') ?? []);
    },
    country: filled(record.text('client.geographicalContext.country')),
    state: filled(record.text('client.geographicalContext.state')),
    city: filled(record.text('client.geographicalContext.city')),
    lat: record.num('client.geographicalContext.geolocation.lat'),
    lon: record.num('client.geographicalContext.geolocation.lon'),
    userAgent: filled(record.text('client.userAgent.rawUserAgent')),
    os: agentPart(record.text('client.userAgent.os')),
    browser: agentPart(record.text('client.userAgent.browser')),
    session: known(record.text('authenticationContext.externalSessionId')),
    rootSession: known(record.text('authenticationContext.rootSessionId')),
    transactionId: known(record.text('transaction.id')),
    transactionType: filled(record.text('transaction.type')),
    apiToken: known(record.text('transaction.detail.requestApiTokenId')),
    apiTokenClient: known(record.text('transaction.detail.requestApiTokenClientId')),
    asn: record.num('securityContext.asNumber'),
    asOrg: filled(record.text('securityContext.asOrg')),
    isProxy: record.bool('securityContext.isProxy'),
    credentialType: filled(record.text('authenticationContext.credentialType')),
    device,
    targets: () => asObjects(record.any('target')).map(readTarget),
    // Flattened exports have no object here, but the paths as keys.
    debug: (key) => (debugData ? member(debugData, key) : filled(record.text(DEBUG_PATH[key]))),
  };
}

export const systemLogJson: Shape = {
  id: 'system-log-json',
  record: 'json',
  reads: READS,
  fidelity: 3,
  signature: 'eventType, published, actor.id or outcome.result, and uuid or legacyEventType',
  accepts: (record) => {
    const name = record.text('eventType');
    if (name === null || !/^[a-z_]+\./i.test(name) || record.text('published') === null) return false;
    return (
      (record.has('uuid') || record.has('legacyEventType')) && (record.has('actor.id') || record.has('outcome.result'))
    );
  },
  toEvent: (record) => toDraft(read(record, record.text('eventType') ?? '')),
};
