/** LogEvents as the API, log streaming and event hooks give them: nested JSON in camelCase. */
import type { LazyRecord, Shape } from '../../source';
import { asObject, booleanOf, filled, member, parsed } from '../../vendor/fields';
import { shownTime } from '../../vendor/kibana-time';
import { ALONE, readActor, type Target } from './actor';
import { DEBUG_KEYS, type DebugKey, type LogEvent, type Marked, markedBy, placeOf, toDraft } from './log-event';

/** Where the fields are, as the API writes them. */
const API = {
  uuid: 'uuid',
  published: 'published',
  eventType: 'eventType',
  legacyEventType: 'legacyEventType',
  displayMessage: 'displayMessage',
  result: 'outcome.result',
  reason: 'outcome.reason',
  actor: 'actor',
  actorId: 'actor.id',
  actorType: 'actor.type',
  actorAlternateId: 'actor.alternateId',
  actorDisplayName: 'actor.displayName',
  ip: 'client.ipAddress',
  geography: 'client.geographicalContext',
  country: 'client.geographicalContext.country',
  state: 'client.geographicalContext.state',
  city: 'client.geographicalContext.city',
  lat: 'client.geographicalContext.geolocation.lat',
  lon: 'client.geographicalContext.geolocation.lon',
  userAgent: 'client.userAgent.rawUserAgent',
  os: 'client.userAgent.os',
  browser: 'client.userAgent.browser',
  ipChain: 'request.ipChain',
  ipOfHop: 'request.ipChain.*.ip',
  asn: 'securityContext.asNumber',
  asOrg: 'securityContext.asOrg',
  isProxy: 'securityContext.isProxy',
  transactionId: 'transaction.id',
  transactionType: 'transaction.type',
  apiToken: 'transaction.detail.requestApiTokenId',
  apiTokenClient: 'transaction.detail.requestApiTokenClientId',
  session: 'authenticationContext.externalSessionId',
  rootSession: 'authenticationContext.rootSessionId',
  credentialType: 'authenticationContext.credentialType',
  device: 'device',
  target: 'target',
  targetId: 'target.*.id',
  targetType: 'target.*.type',
  targetAlternateId: 'target.*.alternateId',
  targetDisplayName: 'target.*.displayName',
  targetMethodType: 'target.*.detailEntry.methodTypeUsed',
  targetVerified: 'target.*.detailEntry.methodUsedVerifiedProperties',
  targetSignOnMode: 'target.*.detailEntry.signOnModeType',
  debugData: 'debugContext.debugData',
} as const;
type Paths = Readonly<Record<keyof typeof API, string>>;
type DebugPaths = Readonly<Record<DebugKey, string>>;

const debugPaths = (paths: Paths): DebugPaths =>
  Object.fromEntries(DEBUG_KEYS.map((key) => [key, `${paths.debugData}.${key}`])) as Record<DebugKey, string>;

/** Some data lakes write the outermost names in lower case and keep the inner ones. */
const LOWERED = Object.fromEntries(
  Object.entries(API).map(([field, path]) => [field, path.replace(/^[^.]+/, (top) => top.toLowerCase())]),
) as Paths;

/**
 * Elastic's integration moves each field to a name of its own and by default drops the record that it had. Its own
 * categories leave out the second factors, so that a refused push is no sign-in among them.
 */
const ELASTIC: Paths = {
  uuid: 'okta.uuid',
  published: '@timestamp',
  eventType: 'okta.event_type',
  legacyEventType: 'okta.legacy_event_type',
  displayMessage: 'okta.display_message',
  result: 'okta.outcome.result',
  reason: 'okta.outcome.reason',
  actor: 'okta.actor',
  actorId: 'okta.actor.id',
  actorType: 'okta.actor.type',
  actorAlternateId: 'okta.actor.alternate_id',
  actorDisplayName: 'okta.actor.display_name',
  ip: 'okta.client.ip',
  geography: 'client.geo',
  country: 'client.geo.country_name',
  state: 'client.geo.region_name',
  city: 'client.geo.city_name',
  lat: 'client.geo.location.lat',
  lon: 'client.geo.location.lon',
  userAgent: 'okta.client.user_agent.raw_user_agent',
  os: 'okta.client.user_agent.os',
  browser: 'okta.client.user_agent.browser',
  ipChain: 'okta.request.ip_chain',
  ipOfHop: 'okta.request.ip_chain.*.ip',
  asn: 'okta.security_context.as.number',
  asOrg: 'okta.security_context.as.organization.name',
  isProxy: 'okta.security_context.is_proxy',
  transactionId: 'okta.transaction.id',
  transactionType: 'okta.transaction.type',
  apiToken: 'okta.transaction.detail.request_api_token_id',
  apiTokenClient: 'okta.transaction.detail.request_api_token_client_id',
  session: 'okta.authentication_context.external_session_id',
  rootSession: 'okta.authentication_context.root_session_id',
  credentialType: 'okta.authentication_context.credential_type',
  device: 'okta.device',
  target: 'okta.target',
  targetId: 'okta.target.*.id',
  targetType: 'okta.target.*.type',
  targetAlternateId: 'okta.target.*.alternate_id',
  targetDisplayName: 'okta.target.*.display_name',
  targetMethodType: 'okta.target.*.detail_entry.method_type_used',
  targetVerified: 'okta.target.*.detail_entry.method_used_verified_properties',
  targetSignOnMode: 'okta.target.*.detail_entry.sign_on_mode_type',
  debugData: 'okta.debug_context.debug_data.flattened',
};
const ELASTIC_DEBUG = debugPaths(ELASTIC);
/** What an agent writes beside a document that it stores; a parser's test has none of these. */
const STORED = ['data_stream', 'data_stream.dataset', 'agent', 'agent.id', 'agent.type', '_index'];
/** Stored, and with no record of Okta's own inside that is read instead. */
const isStoredAlone = (record: LazyRecord): boolean =>
  STORED.some((name) => record.has(name)) && filled(record.text('event.original')) === null;

/** `unknown` is what Okta writes for "no value" in ids and sessions. */
const known = (text: string | null): string | null => {
  const value = filled(text);
  return value === 'unknown' ? null : value;
};
/** UNKNOWN and Unknown mean that the user agent was not understood. */
const agentPart = (text: string | null): string | null => {
  const value = filled(text);
  return value === null || (value.length === 7 && value.toLowerCase() === 'unknown') ? null : value;
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

/** One record; what most records need at once, the rest when it is asked for. */
class JsonEvent implements LogEvent {
  time: number | null = null;
  readonly #record: LazyRecord;
  readonly #paths: Paths;
  readonly #debug: DebugPaths;
  readonly uuid: string | null;
  readonly published: string | null;
  readonly eventType: string;
  readonly displayMessage: string | null;
  readonly result: string | null;
  readonly reason: string | null;
  readonly actor: LogEvent['actor'];
  readonly actorAlone: LogEvent['actorAlone'];
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly os: string | null;
  readonly browser: string | null;
  readonly session: string | null;
  readonly rootSession: string | null;
  readonly transactionId: string | null;
  readonly transactionType: string | null;
  readonly apiToken: string | null;
  readonly apiTokenClient: string | null;
  readonly asn: number | null;
  readonly asOrg: string | null;
  readonly isProxy: boolean | null;
  readonly credentialType: string | null;

  constructor(record: LazyRecord, paths: Paths, debug: DebugPaths) {
    this.#record = record;
    this.#paths = paths;
    this.#debug = debug;
    const { actor, actorAlone } = record.derived(paths.actor, () => {
      const acting = {
        id: known(record.text(paths.actorId)),
        type: filled(record.text(paths.actorType)),
        alternateId: known(record.text(paths.actorAlternateId)),
        displayName: known(record.text(paths.actorDisplayName)),
      };
      return { actor: acting, actorAlone: Object.freeze(readActor(acting, ALONE)) };
    });
    this.uuid = filled(record.text(paths.uuid));
    this.published = filled(record.text(paths.published));
    this.eventType = filled(record.text(paths.eventType)) ?? '';
    this.displayMessage = filled(record.text(paths.displayMessage));
    this.result = filled(record.text(paths.result));
    this.reason = filled(record.text(paths.reason));
    this.actor = actor;
    this.actorAlone = actorAlone;
    this.ip = filled(record.text(paths.ip));
    this.userAgent = filled(record.text(paths.userAgent));
    this.os = agentPart(record.text(paths.os));
    this.browser = agentPart(record.text(paths.browser));
    this.session = known(record.text(paths.session));
    this.rootSession = known(record.text(paths.rootSession));
    this.transactionId = known(record.text(paths.transactionId));
    this.transactionType = filled(record.text(paths.transactionType));
    this.apiToken = known(record.text(paths.apiToken));
    this.apiTokenClient = known(record.text(paths.apiTokenClient));
    this.asn = record.num(paths.asn);
    this.asOrg = filled(record.text(paths.asOrg));
    this.isProxy = record.bool(paths.isProxy);
    this.credentialType = filled(record.text(paths.credentialType));
  }

  ipChain(): string[] {
    const { ipChain, ipOfHop } = this.#paths;
    const record = this.#record;
    return record.each(ipChain, () => filled(record.text(ipOfHop))).filter((ip) => ip !== null);
  }

  place(): ReturnType<LogEvent['place']> {
    const record = this.#record;
    const paths = this.#paths;
    return record.derived(paths.geography, () =>
      Object.freeze(
        placeOf({
          country: filled(record.text(paths.country)),
          state: filled(record.text(paths.state)),
          city: filled(record.text(paths.city)),
          lat: record.num(paths.lat),
          lon: record.num(paths.lon),
        }),
      ),
    );
  }

  device(): ReturnType<LogEvent['device']> {
    return readDevice(this.#record.any(this.#paths.device));
  }

  marked(): Marked | null {
    const hash = this.#debug.dtHash;
    return (
      this.#record.derived(hash, () => ({ by: markedBy(this.debug('dtHash'), null) })).by ??
      markedBy(null, this.debug('deviceFingerprint'))
    );
  }

  targets(): Target[] {
    const record = this.#record;
    const paths = this.#paths;
    return record.derivedEach(paths.target, () => ({
      id: known(record.text(paths.targetId)),
      type: filled(record.text(paths.targetType)),
      alternateId: known(record.text(paths.targetAlternateId)),
      displayName: known(record.text(paths.targetDisplayName)),
      methodTypeUsed: filled(record.text(paths.targetMethodType)),
      verifiedProperties: filled(record.text(paths.targetVerified)),
      signOnMode: filled(record.text(paths.targetSignOnMode)),
    }));
  }

  debug(key: DebugKey): string | null {
    return filled(this.#record.text(this.#debug[key]));
  }
}

/** `user.session.start`: words joined by dots. */
const EVENT_NAME = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/i;

function shape(id: string, paths: Paths): Shape {
  const debug = debugPaths(paths);
  return {
    id,
    record: 'json',
    reads: [...Object.values(paths), ...Object.values(debug)],
    fidelity: 3,
    signature: `${paths.eventType} with dots, ${paths.published} or uuid, and an actor or ${paths.legacyEventType}`,
    accepts: (record) => {
      const name = record.text(paths.eventType);
      if (name === null || !record.derived(paths.eventType, () => EVENT_NAME.test(name))) return false;
      if (!record.has(paths.published) && !record.has(paths.uuid)) return false;
      return record.has(paths.actorId) || record.has(paths.actorAlternateId) || record.has(paths.legacyEventType);
    },
    toEvent: (record) => toDraft(new JsonEvent(record, paths, debug)),
  };
}

export const systemLogJson = shape('system-log-json', API);
export const systemLogLowered = shape('system-log-lower-case', LOWERED);

const LEVEL = 'okta.debug_context.debug_data.risk_level';
const BEHAVIORS = 'okta.debug_context.debug_data.risk_behaviors';

/** Risk and behaviours are taken apart by the integration; here they are as Okta writes them. */
class ElasticEvent extends JsonEvent {
  readonly #document: LazyRecord;

  constructor(record: LazyRecord) {
    super(record, ELASTIC, ELASTIC_DEBUG);
    this.#document = record;
  }

  override debug(key: DebugKey): string | null {
    const told = super.debug(key);
    if (told !== null) return told;
    if (key === 'risk') {
      const level = filled(this.#document.text(LEVEL));
      return level === null ? null : `{level=${level}}`;
    }
    const fresh = key === 'behaviors' ? parsed(this.#document.any(BEHAVIORS)) : null;
    return Array.isArray(fresh) ? `{${fresh.map((name) => `${String(name)}=POSITIVE`).join(', ')}}` : null;
  }
}

const inDocument = shape('elastic-document', ELASTIC);
export const elasticDocument: Shape = {
  ...inDocument,
  reads: [...inDocument.reads, ...STORED, LEVEL, BEHAVIORS, 'event.original'],
  fidelity: 2,
  accepts: (record) => isStoredAlone(record) && inDocument.accepts(record),
  toEvent: (record, context) => {
    const event = new ElasticEvent(record);
    const { time, warnings } = shownTime(event.published ?? '', context);
    event.time = time;
    const draft = toDraft(event);
    return 'end' in draft || warnings.length === 0
      ? draft
      : { ...draft, warnings: [...(draft.warnings ?? []), ...warnings] };
  },
};
