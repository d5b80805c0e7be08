/** Collects the records of one case by source and writes them as the files that administrators would hand over. */
import { Chance } from '../../electron/engine/demo/random';

export interface Entry {
  time: number;
  id: string;
  record: Record<string, unknown>;
}
export type Stream = 'entra' | 'entraQuiet' | 'entraMachines' | 'audit' | 'ual' | 'okta' | 'duo' | 'google' | 'aws' | 'teleport'; // biome-ignore format: list

/** In which shape each vendor's export was taken. */
export interface Formats {
  entra: 'portal-json' | 'graph' | 'azure-monitor' | 'portal-csv';
  okta: 'ndjson' | 'json' | 'console-csv';
  duo: 'api' | 'ndjson';
  audit: 'graph' | 'azure-monitor';
  aws: 's3' | 'ndjson';
  google: 'reports' | 'ndjson';
}

export class Log {
  readonly streams = new Map<Stream, Entry[]>();
  readonly ids: Chance;

  constructor(
    seed: string,
    readonly from: number,
    readonly until: number,
    readonly formats: Formats,
    /** Milliseconds that a source's clock is ahead. */
    readonly skew: Partial<Record<Stream, number>> = {},
    /** Members that this case's exports lack, now and then. */
    readonly lacks: { agent: number; asn: boolean; session: boolean; device: number } = { agent: 0, asn: false, session: false, device: 0 }, // biome-ignore format: default
  ) {
    this.ids = new Chance(`${seed}/ids`);
  }

  /** Adds a record; null where it falls outside what was exported. */
  add(stream: Stream, time: number, id: string, record: Record<string, unknown>): string | null {
    if (time < this.from || time >= this.until) return null;
    const list = this.streams.get(stream);
    const entry = { time, id, record };
    if (list) list.push(entry);
    else this.streams.set(stream, [entry]);
    return id;
  }

  /** The moment as this source writes it. */
  iso(stream: Stream, time: number): string {
    return new Date(time + (this.skew[stream] ?? 0)).toISOString();
  }

  get records(): number {
    let n = 0;
    for (const list of this.streams.values()) n += list.length;
    return n;
  }

  /** File name → content. */
  files(): Record<string, string> {
    const files: Record<string, string> = {};
    for (const [stream, list] of this.streams) {
      const entries = [...list].sort((a, b) => a.time - b.time);
      Object.assign(files, this.#write(stream, entries));
    }
    return files;
  }

  #write(stream: Stream, entries: Entry[]): Record<string, string> {
    const records = entries.map(({ record }) => record);
    const { entra, okta, duo, audit, aws, google } = this.formats;
    switch (stream) {
      case 'entra':
      case 'entraQuiet': {
        const name = stream === 'entra' ? 'InteractiveSignIns' : 'NonInteractiveSignIns';
        if (entra === 'portal-csv') return { [`entra/${name}.csv`]: csv(records.map(portalRow)) };
        if (entra === 'portal-json') return { [`entra/${name}.json`]: JSON.stringify(records.toReversed()) };
        if (entra === 'graph') return { [`entra/${name}-graph.json`]: graphPage('auditLogs/signIns', records) };
        const category = stream === 'entra' ? 'SignInLogs' : 'NonInteractiveUserSignInLogs';
        return { [`entra/${name}.ndjson`]: lines(records.map((one) => enveloped(category, one))) };
      }
      case 'entraMachines':
        return { 'entra/ApplicationSignIns.csv': csv(records.map(machineRow)) };
      case 'audit':
        return audit === 'graph'
          ? { 'entra/AuditLogs.json': graphPage('auditLogs/directoryAudits', records) }
          : { 'entra/AuditLogs.ndjson': lines(records.map(auditEnveloped)) };
      case 'ual':
        return { 'm365/unified-audit-log.ndjson': lines(records) };
      case 'okta':
        if (okta === 'console-csv') return { 'okta/system-log.csv': csv(records.map(oktaRow)) };
        return okta === 'json' ? { 'okta/system-log.json': JSON.stringify(records) } : { 'okta/system-log.ndjson': lines(records) }; // biome-ignore format: one line
      case 'duo':
        return duo === 'ndjson'
          ? { 'duo/authentication.ndjson': lines(records) }
          : {
              'duo/authlogs.json': JSON.stringify({
                response: { authlogs: records, metadata: { next_offset: null, total_objects: records.length } },
                stat: 'OK',
              }),
            };
      case 'google':
        return google === 'ndjson'
          ? { 'google/login.ndjson': lines(records) }
          : { 'google/login.json': JSON.stringify({ kind: 'admin#reports#activities', items: records.toReversed() }) };
      case 'aws':
        return aws === 'ndjson'
          ? { 'aws/trail.ndjson': lines(records) }
          : { 'aws/trail.json': JSON.stringify({ Records: records }) };
      case 'teleport':
        return { 'teleport/audit.ndjson': lines(records) };
    }
  }
}

export const lines = (records: readonly unknown[]): string => records.map((one) => `${JSON.stringify(one)}\n`).join('');
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export function csv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown): string => field(value === null || value === undefined ? '' : String(value));
  return `${[header, ...rows.map((row) => header.map((name) => row[name]))].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

const graphPage = (path: string, value: unknown[]): string =>
  JSON.stringify({ '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${path}`, value });

type Rec = Record<string, unknown>;
const sub = (record: Rec, name: string): Rec => (record[name] ?? {}) as Rec;

const enveloped = (category: string, one: Rec): Rec => ({
  time: one.createdDateTime,
  resourceId: '/tenants/4b1e/providers/Microsoft.aadiam',
  operationName: 'Sign-in activity',
  category,
  resultType: String(sub(one, 'status').errorCode),
  callerIpAddress: one.ipAddress,
  correlationId: one.correlationId,
  identity: one.userDisplayName,
  location: sub(one, 'location').countryOrRegion,
  properties: one,
});

const auditEnveloped = (one: Rec): Rec => ({
  time: one.activityDateTime,
  resourceId: '/tenants/4b1e/providers/Microsoft.aadiam',
  operationName: one.activityDisplayName,
  category: 'AuditLogs',
  resultSignature: 'None',
  correlationId: one.correlationId,
  properties: one,
});

/** A row of the portal's download: no steps, no words beside the code but those of the second factor. */
function portalRow(one: Rec): Rec {
  const status = sub(one, 'status');
  const device = sub(one, 'deviceDetail');
  const place = sub(one, 'location');
  const steps = (one.authenticationDetails ?? []) as Rec[];
  const second = steps.find((step) => step.authenticationStepRequirement === 'Multifactor authentication');
  return {
    'Date (UTC)': String(one.createdDateTime).replace(/\.\d+Z$/, 'Z'),
    'Request ID': one.id,
    'User agent': one.userAgent,
    'Correlation ID': one.correlationId,
    'User ID': one.userId,
    User: one.userDisplayName,
    Username: one.userPrincipalName,
    'User type': 'Member',
    'Cross tenant access type': 'None',
    'Incoming token type': one.incomingTokenType === 'refreshToken' ? 'Refresh token' : 'None',
    'Authentication Protocol': one.authenticationProtocol === 'deviceCode' ? 'Device Code' : 'None',
    'Unique token identifier': one.uniqueTokenIdentifier,
    Application: one.appDisplayName,
    'Application ID ': one.appId,
    Resource: one.resourceDisplayName,
    'IP address': one.ipAddress,
    Location: [place.city, place.state, place.countryOrRegion].filter(Boolean).join(', '),
    Status: status.errorCode === 0 ? 'Success' : status.errorCode === 50074 ? 'Interrupted' : 'Failure',
    'Sign-in error code': status.errorCode === 0 ? '' : status.errorCode,
    'Failure reason': status.failureReason,
    'Client app': one.clientAppUsed,
    'Device ID': device.deviceId,
    Browser: device.browser,
    'Operating System': device.operatingSystem,
    Compliant: device.isCompliant ? 'Yes' : 'No',
    Managed: device.isManaged ? 'Yes' : 'No',
    'Join Type': device.trustType,
    'Multifactor authentication result': second?.authenticationStepResultDetail ?? status.additionalDetails ?? '',
    'Multifactor authentication auth method': second?.authenticationMethod ?? '',
    'Authentication requirement':
      one.authenticationRequirement === 'multiFactorAuthentication' ? 'Multifactor authentication' : 'Single-factor authentication', // biome-ignore format: one line
    'Session ID': one.sessionId,
    'Autonomous system  number': one.autonomousSystemNumber,
    'Conditional Access': one.conditionalAccessStatus === 'failure' ? 'Failure' : 'Success',
  };
}

const machineRow = (one: Rec): Rec => one;

const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** The admin console's CSV: what the Identity Engine says of a push is left out; the factor of Classic stays. */
function oktaRow(one: Rec): Rec {
  const client = sub(one, 'client');
  const place = sub(client, 'geographicalContext');
  const debug = sub(sub(one, 'debugContext'), 'debugData');
  const targets = (one.target ?? []) as Rec[];
  const row: Rec = {
    timestamp: one.published,
    uuid: one.uuid,
    event_type: one.eventType,
    display_message: one.displayMessage,
    'outcome.result': sub(one, 'outcome').result,
    'outcome.reason': sub(one, 'outcome').reason,
    'actor.id': sub(one, 'actor').id,
    'actor.type': sub(one, 'actor').type,
    'actor.alternate_id': sub(one, 'actor').alternateId,
    'actor.display_name': sub(one, 'actor').displayName,
    'client.ip_address': client.ipAddress,
    'client.geographical_context.country': place.country,
    'client.geographical_context.city': place.city,
    'client.geographical_context.geolocation.lat': sub(place, 'geolocation').lat,
    'client.geographical_context.geolocation.lon': sub(place, 'geolocation').lon,
    'client.user_agent.raw_user_agent': sub(client, 'userAgent').rawUserAgent,
    'client.user_agent.os': sub(client, 'userAgent').os,
    'client.user_agent.browser': sub(client, 'userAgent').browser,
    'authentication_context.external_session_id': sub(one, 'authenticationContext').externalSessionId,
    'transaction.id': sub(one, 'transaction').id,
    'transaction.type': 'WEB',
    'security_context.as_number': sub(one, 'securityContext').asNumber,
    'security_context.is_proxy': sub(one, 'securityContext').isProxy,
  };
  for (const [key, value] of Object.entries(debug)) row[`debug_context.debug_data.${snake(key)}`] = value;
  targets.slice(0, 3).forEach((target, i) => {
    row[`target${i}.id`] = target.id;
    row[`target${i}.type`] = target.type;
    row[`target${i}.alternate_id`] = target.alternateId;
    row[`target${i}.display_name`] = target.displayName;
  });
  return row;
}
