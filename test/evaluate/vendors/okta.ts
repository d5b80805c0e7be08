/** Okta's System Log, in the words of Classic and of the Identity Engine. */
import type { Log } from '../log';
import type { Device, Factor, Machine, Person, Spot } from '../world';

export interface OktaRow {
  person: Person;
  time: number;
  at: Spot;
  device: Device;
  event: string;
  result: string;
  reason?: string | null;
  debug?: Record<string, string>;
  transaction?: string;
  session?: string | null;
  app?: string;
  /** The account acted upon, where it is another one. */
  on?: Person;
  isProxy?: boolean;
}

const FACTORS: Record<Factor, string> = {
  push: 'OKTA_VERIFY_PUSH',
  totp: 'OKTA_SOFT_TOKEN',
  sms: 'SMS_FACTOR',
  fido2: 'FIDO_WEBAUTHN',
};
export const oktaFactor = (factor: Factor): string => FACTORS[factor];

export function okta(log: Log, row: OktaRow): string | null {
  const id = log.ids.uuid();
  const { person, at, device } = row;
  const noAgent = log.ids.yes(log.lacks.agent);
  const noDevice = log.ids.yes(log.lacks.device);
  const target: Record<string, unknown>[] = [];
  if (row.app) target.push({ id: `0oa${row.app.toLowerCase()}`, type: 'AppInstance', alternateId: row.app, displayName: row.app }); // biome-ignore format: one line
  if (row.on) target.push({ id: row.on.oktaId, type: 'User', alternateId: row.on.login, displayName: row.on.display });
  const [system, browser] = [device.os, device.browser.split(' ')[0]!.toUpperCase()];
  return log.add('okta', row.time, id, {
    uuid: id,
    published: log.iso('okta', row.time),
    eventType: row.event,
    version: '0',
    severity: row.result === 'SUCCESS' || row.result === 'ALLOW' ? 'INFO' : 'WARN',
    displayMessage: row.event,
    actor: { id: person.oktaId, type: 'User', alternateId: person.login, displayName: person.display, detailEntry: null }, // biome-ignore format: one line
    client: {
      userAgent: noAgent ? null : { rawUserAgent: device.agent, os: system, browser },
      zone: 'null',
      device: 'Computer',
      id: null,
      ipAddress: at.ip,
      geographicalContext: {
        city: at.city,
        state: null,
        country: at.countryName,
        postalCode: null,
        geolocation: { lat: at.lat, lon: at.lon },
      },
    },
    device:
      device.managed && !noDevice ? { id: `guo${device.fingerprint.slice(0, 17)}`, name: device.name, managed: true, registered: true } : null, // biome-ignore format: one line
    authenticationContext: {
      authenticationStep: 0,
      externalSessionId: log.lacks.session ? 'unknown' : (row.session ?? 'unknown'),
    },
    outcome: { result: row.result, reason: row.reason ?? null },
    securityContext: log.lacks.asn
      ? { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: row.isProxy ?? false }
      : { asNumber: at.asn, asOrg: at.org, isp: at.org, domain: null, isProxy: row.isProxy ?? false },
    debugContext: {
      debugData: { ...row.debug, ...(noDevice ? {} : { deviceFingerprint: device.fingerprint }), threatSuspected: 'false' }, // biome-ignore format: one line
    },
    transaction: { type: 'WEB', id: row.transaction ?? log.ids.hex(32), detail: {} },
    request: { ipChain: [{ ip: at.ip, version: 'V4', source: null, geographicalContext: null }] },
    target: target.length > 0 ? target : null,
  });
}

/** An OAuth client fetching a token with its own secret. */
export function oktaClient(
  log: Log,
  row: { machine: Machine; time: number; at: Spot; ok: boolean; reason?: string },
): string | null {
  const id = log.ids.uuid();
  const { machine, at } = row;
  return log.add('okta', row.time, id, {
    uuid: id,
    published: log.iso('okta', row.time),
    eventType: 'app.oauth2.as.token.grant',
    version: '0',
    severity: row.ok ? 'INFO' : 'WARN',
    displayMessage: 'OAuth2 token request',
    actor: { id: machine.id, type: 'PublicClientApp', alternateId: machine.id, displayName: machine.name },
    client: {
      userAgent: { rawUserAgent: 'okhttp/4.12.0', os: 'Unknown', browser: 'UNKNOWN' },
      zone: 'null',
      device: 'Unknown',
      id: machine.id,
      ipAddress: at.ip,
      geographicalContext: { city: at.city, country: at.countryName, geolocation: { lat: at.lat, lon: at.lon } },
    },
    device: null,
    authenticationContext: { authenticationStep: 0, externalSessionId: 'unknown' },
    outcome: { result: row.ok ? 'SUCCESS' : 'FAILURE', reason: row.ok ? null : (row.reason ?? 'invalid_client') },
    securityContext: { asNumber: at.asn, asOrg: at.org, isp: at.org, domain: null, isProxy: false },
    debugContext: { debugData: { grantType: 'client_credentials', clientAuthType: 'client_secret_basic' } },
    transaction: { type: 'WEB', id: log.ids.hex(32), detail: {} },
    request: { ipChain: [] },
    target: [],
  });
}
