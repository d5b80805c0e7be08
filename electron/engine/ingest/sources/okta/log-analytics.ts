/**
 * The tables of Log Analytics: Okta_CL (names joined by `_`, each with a suffix for its type) and its successor OktaV2_CL
 * (names of Microsoft's normalised model beside the vendor's own).
 */
import type { LazyRecord, Shape } from '../../source';
import { type Flat, readFlat, readsOf } from './flat';
import { DEBUG_KEYS, type DebugKey } from './log-event';

/**
 * The suffix follows the values of the first rows, so that one field has several: text also as `_g` (looks like a GUID),
 * numbers and booleans also as `_s`. JSON exports may keep ` [UTC]` after times, CSV names are lower case without it.
 */
function columns(record: Shape['record']): Flat {
  const name = (column: string): string => (record === 'csv' ? column.toLowerCase() : column);
  const text = (base: string): string[] => [`${base}_s`, `${base}_g`].map(name);
  const number = (base: string): string[] => [`${base}_d`, `${base}_s`].map(name);
  const bool = (base: string): string[] => [`${base}_b`, `${base}_s`].map(name);
  const time = (base: string): string[] =>
    record === 'csv' ? [name(`${base}_t`), name(`${base}_s`)] : [`${base}_t`, `${base}_t [UTC]`, `${base}_s`];
  return {
    uuid: ['uuid_g', 'uuid_s'].map(name),
    time: time('published'),
    eventType: text('eventType'),
    displayMessage: text('displayMessage'),
    result: text('outcome_result'),
    reason: text('outcome_reason'),
    actorId: text('actor_id'),
    actorType: text('actor_type'),
    actorAlternateId: text('actor_alternateId'),
    actorDisplayName: text('actor_displayName'),
    ip: text('client_ipAddress'),
    ipChain: text('request_ipChain'),
    country: text('client_geographicalContext_country'),
    state: text('client_geographicalContext_state'),
    city: text('client_geographicalContext_city'),
    lat: number('client_geographicalContext_geolocation_lat'),
    lon: number('client_geographicalContext_geolocation_lon'),
    userAgent: text('client_userAgent_rawUserAgent'),
    os: text('client_userAgent_os'),
    browser: text('client_userAgent_browser'),
    session: text('authenticationContext_externalSessionId'),
    rootSession: text('authenticationContext_rootSessionId'),
    transactionId: text('transaction_id'),
    transactionType: text('transaction_type'),
    apiToken: text('transaction_detail_requestApiTokenId'),
    apiTokenClient: text('transaction_detail_requestApiTokenClientId'),
    asn: number('securityContext_asNumber'),
    asOrg: text('securityContext_asOrg'),
    isProxy: bool('securityContext_isProxy'),
    credentialType: text('authenticationContext_credentialType'),
    deviceId: text('device_id'),
    deviceName: text('device_name'),
    deviceManaged: bool('device_managed'),
    targets: text('target'),
    debug: Object.fromEntries(
      DEBUG_KEYS.map((key) => [
        key,
        [...text(`debugContext_debugData_${key}`), name(`debugContext_debugData_${key}_b`)],
      ]),
    ) as Record<DebugKey, string[]>,
  };
}

function shape(record: Shape['record']): Shape {
  const flat = columns(record);
  const has = (row: LazyRecord, names: readonly string[]): boolean => names.some((column) => row.has(column));
  return {
    id: `log-analytics-${record}`,
    record,
    reads: readsOf(flat, []),
    fidelity: 2,
    signature: 'eventType_s, outcome_result_s, published_t and actor_alternateId_s',
    accepts: (row) =>
      has(row, flat.eventType) &&
      has(row, flat.result) &&
      has(row, flat.time) &&
      (has(row, flat.actorAlternateId) || has(row, flat.actorId)),
    toEvent: (row, context) => readFlat(row, flat, [], context),
  };
}

/** OktaV2_CL; `SrcGeoLongtitude` is spelled so by its makers. */
function secondColumns(record: Shape['record']): Flat {
  const names = (...columns: string[]): string[] =>
    record === 'csv' ? columns.map((column) => column.toLowerCase()) : columns;
  const none: readonly string[] = [];
  return {
    uuid: names('EventOriginalUid'),
    // `TimeGenerated` is the record's own time in this table.
    time:
      record === 'csv'
        ? names('EventStartTime', 'Published', 'TimeGenerated')
        : ['EventStartTime', 'Published', 'TimeGenerated', 'TimeGenerated [UTC]'],
    eventType: names('EventOriginalType'),
    displayMessage: names('EventMessage'),
    result: names('OriginalOutcomeResult'),
    reason: names('EventOriginalResultDetails'),
    actorId: names('OriginalUserId', 'ActorUserId'),
    actorType: names('OriginalUserType', 'ActorUserType'),
    actorAlternateId: names('OriginalActorAlternateId', 'ActorUsername'),
    actorDisplayName: names('ActorDisplayName'),
    ip: names('SrcIpAddr'),
    ipChain: names('Request'),
    country: names('SrcGeoCountry'),
    state: names('SrcGeoRegion'),
    city: names('SrcGeoCity'),
    lat: names('SrcGeoLatitude'),
    lon: names('SrcGeoLongtitude', 'SrcGeoLongitude'),
    userAgent: names('HttpUserAgent'),
    os: names('SrcDvcOs'),
    browser: names('ActingAppName'),
    session: names('ActorSessionId'),
    rootSession: none,
    transactionId: names('TransactionId'),
    transactionType: names('TransactionType'),
    apiToken: none,
    apiTokenClient: none,
    asn: names('SecurityContextAsNumber'),
    asOrg: names('SecurityContextAsOrg'),
    isProxy: names('SecurityContextIsProxy'),
    credentialType: names('LogonMethod'),
    deviceId: none,
    deviceName: none,
    deviceManaged: none,
    targets: names('OriginalTarget', 'Target'),
    debug: Object.fromEntries(DEBUG_KEYS.map((key) => [key, none])) as Record<DebugKey, readonly string[]>,
    debugJson: names('DebugData'),
  };
}

function secondShape(record: Shape['record']): Shape {
  const flat = secondColumns(record);
  const has = (row: LazyRecord, names: readonly string[]): boolean => names.some((column) => row.has(column));
  return {
    id: `log-analytics-v2-${record}`,
    record,
    reads: readsOf(flat, []),
    fidelity: 2,
    signature: 'EventOriginalType, OriginalOutcomeResult, EventOriginalUid and TimeGenerated',
    accepts: (row) => has(row, flat.eventType) && has(row, flat.result) && has(row, flat.time) && has(row, flat.uuid),
    toEvent: (row, context) => readFlat(row, flat, [], context),
  };
}

export const logAnalyticsV2Json = secondShape('json');
export const logAnalyticsV2Csv = secondShape('csv');

export const logAnalyticsJson = shape('json');
export const logAnalyticsCsv = shape('csv');
