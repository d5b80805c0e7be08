/** Okta records as flat columns: custom tables of Log Analytics (`Okta_CL`) and the console's CSV. */
import { type LazyRecord, reject, type Shape, type SourceContext } from '../../source';
import { asObject, asObjects, booleanOf, filled, firstText, member, numberOf, parsed } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import type { Target } from './actor';
import { readTarget } from './json';
import { DEBUG_KEYS, type DebugKey, type LogEvent, placeOf, toDraft } from './log-event';

/** What a flat shape tells about its columns; each field lists the columns that may hold it, best first. */
export interface Flat {
  uuid: readonly string[];
  time: readonly string[];
  eventType: readonly string[];
  displayMessage: readonly string[];
  result: readonly string[];
  reason: readonly string[];
  actorId: readonly string[];
  actorType: readonly string[];
  actorAlternateId: readonly string[];
  actorDisplayName: readonly string[];
  ip: readonly string[];
  ipChain: readonly string[];
  country: readonly string[];
  state: readonly string[];
  city: readonly string[];
  lat: readonly string[];
  lon: readonly string[];
  userAgent: readonly string[];
  os: readonly string[];
  browser: readonly string[];
  session: readonly string[];
  rootSession: readonly string[];
  transactionId: readonly string[];
  transactionType: readonly string[];
  apiToken: readonly string[];
  apiTokenClient: readonly string[];
  asn: readonly string[];
  asOrg: readonly string[];
  isProxy: readonly string[];
  credentialType: readonly string[];
  deviceId: readonly string[];
  deviceName: readonly string[];
  deviceManaged: readonly string[];
  /** One column with the targets as JSON, or none where `targetColumns` has them apart. */
  targets: readonly string[];
  debug: Readonly<Record<DebugKey, readonly string[]>>;
  /** A column that holds all debug data as JSON. */
  debugJson?: readonly string[];
}

/** Targets in columns of their own (`target0.id` …): one entry per target, columns for id, type, alternateId, displayName. */
export type TargetColumns = readonly { id: string; type: string; alternateId: string; displayName: string }[];

export function readsOf(flat: Flat, targets: TargetColumns): string[] {
  const { debug, ...fields } = flat;
  return [
    ...new Set([
      ...Object.values(fields).flat(),
      ...DEBUG_KEYS.flatMap((key) => debug[key]),
      ...targets.flatMap((target) => Object.values(target)),
    ]),
  ];
}

const known = (text: string | null): string | null => (text === 'unknown' ? null : text);
const understood = (text: string | null): string | null => (text !== null && /^unknown$/i.test(text) ? null : text);

export function readFlat(
  record: LazyRecord,
  flat: Flat,
  columns: TargetColumns,
  context: SourceContext,
): ReturnType<Shape['toEvent']> {
  const get = (field: Exclude<keyof Flat, 'debug' | 'debugJson'>): string | null => firstText(record, flat[field]);
  const text = get('time');
  const written = text === null ? null : readWritten(text, { zone: 'UTC', dayFirst: context.dayFirst });
  const eventType = get('eventType');
  if (eventType === null) return reject('no event type');
  const deviceId = get('deviceId');
  const debugText = flat.debugJson === undefined ? null : firstText(record, flat.debugJson);
  const debugData =
    debugText === null ? asObject(flat.debugJson?.map((column) => record.any(column))[0]) : asObject(parsed(debugText));
  const log: LogEvent = {
    uuid: get('uuid'),
    published: text,
    time: written?.time ?? null,
    eventType,
    displayMessage: get('displayMessage'),
    result: get('result'),
    reason: get('reason'),
    actor: {
      id: known(get('actorId')),
      type: get('actorType'),
      alternateId: known(get('actorAlternateId')),
      displayName: known(get('actorDisplayName')),
    },
    ip: get('ip'),
    ipChain: () => chainOf(record, flat.ipChain),
    place: () =>
      placeOf({
        country: get('country'),
        state: get('state'),
        city: get('city'),
        lat: numberOf(get('lat')),
        lon: numberOf(get('lon')),
      }),
    userAgent: get('userAgent'),
    os: understood(get('os')),
    browser: understood(get('browser')),
    session: known(get('session')),
    rootSession: known(get('rootSession')),
    transactionId: known(get('transactionId')),
    transactionType: get('transactionType'),
    apiToken: known(get('apiToken')),
    apiTokenClient: known(get('apiTokenClient')),
    asn: numberOf(get('asn')),
    asOrg: get('asOrg'),
    isProxy: booleanOf(get('isProxy')),
    credentialType: get('credentialType'),
    device: () =>
      deviceId === null ? null : { id: deviceId, name: get('deviceName'), managed: booleanOf(get('deviceManaged')) },
    targets: () => targetsOf(record, flat.targets, columns),
    debug: (key) => firstText(record, flat.debug[key]) ?? member(debugData, key),
  };
  const draft = toDraft(log);
  if (written?.warning && !('end' in draft)) draft.warnings = [...(draft.warnings ?? []), written.warning];
  return draft;
}

/** JSON text in `request_ipChain_s`, or one address a column in the CSV. */
function chainOf(record: LazyRecord, columns: readonly string[]): string[] {
  return columns.flatMap((column) => {
    const value = record.any(column);
    const list = asObjects(parsed(value));
    if (list.length > 0) return list.flatMap((hop) => member(hop, 'ip') ?? []);
    const text = typeof value === 'string' ? filled(value) : null;
    return text === null || text.startsWith('[') ? [] : [text];
  });
}

function targetsOf(record: LazyRecord, json: readonly string[], columns: TargetColumns): Target[] {
  for (const column of json) {
    const list = asObjects(parsed(record.any(column)));
    if (list.length > 0) return list.map(readTarget);
  }
  return columns.flatMap((target) => {
    const id = known(filled(record.text(target.id)));
    const type = filled(record.text(target.type));
    if (id === null && type === null) return [];
    return [
      {
        id,
        type,
        alternateId: known(filled(record.text(target.alternateId))),
        displayName: known(filled(record.text(target.displayName))),
        methodTypeUsed: null,
        verifiedProperties: null,
        signOnMode: null,
      },
    ];
  });
}
