/** Okta System Log events as the API and log streams write them (Identity Engine). */
import { type Book, SECOND } from './book';
import type { Device, OktaFactor, Person } from './company';
import type { Address } from './world';

/** What the records of one sign-in share. */
export interface OktaContext {
  person: Person;
  from: Address;
  device: Device;
  transaction: string;
  /** `idx…`/`102…` once a session exists, `trs…` before. */
  session: string;
}

const APP_IDS: Record<string, string> = {
  Salesforce: '0oa1sfd7cKQ2mWqvE5d7',
  Workday: '0oa1wkd93hPzUeYvb5d7',
  NetSuite: '0oa1nsu4LxJ8TqRfs5d7',
  Slack: '0oa1slkVb20sNcYua5d7',
  'GitHub Enterprise': '0oa1ghebH7kMtWxog5d7',
  Jira: '0oa1jraQ95wPvZsnd5d7',
  Confluence: '0oa1cfl3YtEwXkJhb5d7',
  Zoom: '0oa1zom8DfRcVuPqy5d7',
  Zendesk: '0oa1zndT6gBnMaKie5d7',
  Expensify: '0oa1expL2jHsOqWcr5d7',
  Greenhouse: '0oa1grnU4vXzFyNpt5d7',
  Figma: '0oa1fgmC1bKdReGws5d7',
  ShipStation: '0oa1shpM9iTlQoVxa5d7',
};

const where = ({ net }: Address) => ({
  city: net.city,
  state: net.state === '' ? null : net.state,
  country: net.countryName,
  postalCode: net.postal,
  geolocation: { lat: net.lat, lon: net.lon },
});

interface Parts {
  eventType: string;
  legacyEventType: string | null;
  displayMessage: string;
  severity?: string;
  result: string;
  reason?: string | null;
  debug?: Record<string, string>;
  target?: Record<string, unknown>[] | null;
  uri: string;
}

/** One event; returns its uuid. */
export function oktaEvent(book: Book, time: number, context: OktaContext, parts: Parts): string {
  const { person, from, device } = context;
  const id = book.uuid();
  return book.add('okta', time, id, {
    actor: {
      id: person.oktaId,
      type: 'User',
      alternateId: person.oktaLogin,
      displayName: person.display,
      detailEntry: null,
    },
    client: {
      userAgent: { rawUserAgent: device.userAgent, os: device.oktaOs, browser: device.browserName },
      zone: from.net.zone ?? 'null',
      device: device.kind === 'computer' ? 'Computer' : 'Mobile',
      id: null,
      ipAddress: from.ip,
      geographicalContext: where(from),
    },
    // Okta Verify reports the device only where it is enrolled there.
    device: device.managed
      ? {
          id: device.oktaId,
          name: device.name,
          os_platform: device.oktaOs.startsWith('Windows') ? 'WINDOWS' : 'OSX',
          os_version: device.duoOsVersion,
          managed: true,
          registered: true,
          device_integrator: null,
          disk_encryption_type: 'ALL_INTERNAL_VOLUMES',
          screen_lock_type: 'BIOMETRIC',
          jailbreak: null,
          secure_hardware_present: true,
        }
      : null,
    authenticationContext: {
      authenticationProvider: null,
      credentialProvider: null,
      credentialType: null,
      issuer: null,
      interface: null,
      authenticationStep: 0,
      rootSessionId: context.session,
      externalSessionId: context.session,
    },
    displayMessage: parts.displayMessage,
    eventType: parts.eventType,
    outcome: { result: parts.result, reason: parts.reason ?? null },
    published: new Date(time).toISOString(),
    securityContext: {
      asNumber: from.net.asn,
      asOrg: from.net.org,
      isp: from.net.org,
      domain: from.net.domain,
      isProxy: from.net.proxy ?? false,
    },
    severity: parts.severity ?? 'INFO',
    debugContext: {
      debugData: {
        ...parts.debug,
        deviceFingerprint: device.fingerprint,
        dtHash: `${device.fingerprint}${device.fingerprint}`,
        requestId: context.transaction,
        requestUri: parts.uri,
        threatSuspected: 'false',
        url: `${parts.uri}?`,
      },
    },
    legacyEventType: parts.legacyEventType,
    transaction: { type: 'WEB', id: context.transaction, detail: {} },
    uuid: id,
    version: '0',
    request: {
      ipChain: [
        { ip: from.ip, geographicalContext: where(from), version: from.ip.includes(':') ? 'V6' : 'V4', source: null },
      ],
    },
    target: parts.target ?? null,
  });
}

export const begin = (book: Book, person: Person, from: Address, device: Device): OktaContext => ({
  person,
  from,
  device,
  transaction: book.hex(32),
  session: `trs${book.token(21)}`,
});

const RULE = {
  id: '0pr1a7k2mTqXvBnLe5d7',
  type: 'Rule',
  alternateId: 'Everyone',
  displayName: 'Everyone',
  detailEntry: null,
};
const POLICY = {
  id: '00p1a7k2ePzWcYhRt5d7',
  type: 'PolicyEntity',
  alternateId: 'unknown',
  displayName: 'Any two factors',
  detailEntry: { policyType: 'OktaSignOn' },
};

export function evaluated(
  book: Book,
  time: number,
  context: OktaContext,
  result: 'ALLOW' | 'CHALLENGE',
  behaviours?: string,
): string {
  return oktaEvent(book, time, context, {
    eventType: 'policy.evaluate_sign_on',
    legacyEventType: null,
    displayMessage: 'Evaluation of sign-on policy',
    result,
    reason: `Sign-on policy evaluation resulted in ${result === 'ALLOW' ? 'AUTHENTICATED' : 'CHALLENGE'}`,
    debug: behaviours ? { behaviors: behaviours } : {},
    target: [POLICY, RULE],
    uri: '/idp/idx/identify',
  });
}

const AUTHENTICATOR: Record<string, string> = {
  PASSWORD_AS_FACTOR: 'Password',
  OKTA_VERIFY_PUSH: 'Okta Verify',
  SIGNED_NONCE: 'Okta Verify',
  OKTA_SOFT_TOKEN: 'Okta Verify',
  FIDO_WEBAUTHN: 'Security Key or Biometric',
  SMS_FACTOR: 'Phone',
};

type Answer = 'SUCCESS' | 'FAILURE' | 'UNANSWERED';

/** A verified (or refused) factor. */
export function factor(
  book: Book,
  time: number,
  context: OktaContext,
  name: OktaFactor | 'PASSWORD_AS_FACTOR',
  result: Answer,
): string {
  const debug: Record<string, string> = {
    factor: name,
    factorIntent: 'AUTHENTICATION',
    authnRequestId: context.transaction,
  };
  if (name === 'OKTA_VERIFY_PUSH' && result !== 'UNANSWERED') {
    debug.pushOnlyResponseType = result === 'SUCCESS' ? 'OV_RESPONSE_APPROVE' : 'OV_RESPONSE_DENY';
    debug.pushWithNumberChallengeResponseType = 'OV_WITH_CHALLENGE_RESPONSE_NOT_APPLICABLE';
  }
  return oktaEvent(book, time, context, {
    eventType: 'user.authentication.auth_via_mfa',
    legacyEventType: result === 'SUCCESS' ? 'core.user.factor.attempt_success' : 'core.user.factor.attempt_fail',
    displayMessage: 'Authentication of user via MFA',
    severity: result === 'SUCCESS' ? 'INFO' : 'WARN',
    result,
    reason: result === 'FAILURE' ? 'INVALID_CREDENTIALS' : null,
    debug,
    target: [
      {
        id: context.person.oktaId,
        type: 'User',
        alternateId: context.person.oktaLogin,
        displayName: context.person.display,
        detailEntry: null,
      },
      {
        id: `aut${context.person.oktaId.slice(3)}`,
        type: 'AuthenticatorEnrollment',
        alternateId: 'unknown',
        displayName: AUTHENTICATOR[name] ?? name,
        detailEntry: { methodTypeUsed: AUTHENTICATOR[name] ?? name },
      },
    ],
    uri: '/idp/idx/challenge/answer',
  });
}

export function pushSent(book: Book, time: number, context: OktaContext): string {
  return oktaEvent(book, time, context, {
    eventType: 'system.push.send_factor_verify_push',
    legacyEventType: 'core.push.send_factor_verify_push',
    displayMessage: 'Send push notification to verify factor',
    result: 'SUCCESS',
    debug: { authnRequestId: context.transaction },
    target: [
      {
        id: context.person.oktaId,
        type: 'User',
        alternateId: context.person.oktaLogin,
        displayName: context.person.display,
        detailEntry: null,
      },
    ],
    uri: '/idp/idx/challenge',
  });
}

export function sessionStart(
  book: Book,
  time: number,
  context: OktaContext,
  failure?: 'INVALID_CREDENTIALS' | 'LOCKED_OUT',
): string {
  return oktaEvent(book, time, context, {
    eventType: 'user.session.start',
    legacyEventType: failure ? 'core.user_auth.login_failed' : 'core.user_auth.login_success',
    displayMessage: 'User login to Okta',
    severity: failure ? 'WARN' : 'INFO',
    result: failure ? 'FAILURE' : 'SUCCESS',
    reason: failure ?? null,
    debug: { authnRequestId: context.transaction },
    uri: '/idp/idx/identify',
  });
}

/** An app opened from the dashboard on the session. */
export function sso(book: Book, time: number, context: OktaContext, app: string): string {
  return oktaEvent(
    book,
    time,
    { ...context, transaction: book.hex(32) },
    {
      eventType: 'user.authentication.sso',
      legacyEventType: 'app.auth.sso',
      displayMessage: 'User single sign on to app',
      result: 'SUCCESS',
      debug: { signOnMode: 'SAML 2.0', initiationType: 'IDP_INITIATED' },
      target: [
        {
          id: APP_IDS[app] ?? '0oa1unknownApp00005d7',
          type: 'AppInstance',
          alternateId: app,
          displayName: app,
          detailEntry: { signOnModeType: 'SAML_2_0' },
        },
        {
          id: `0ua${context.person.oktaId.slice(3)}`,
          type: 'AppUser',
          alternateId: context.person.oktaLogin,
          displayName: context.person.display,
          detailEntry: null,
        },
      ],
      uri: `/app/${app.toLowerCase().replaceAll(' ', '_')}/${(APP_IDS[app] ?? '').slice(3)}/sso/saml`,
    },
  );
}

/** A factor enrolled by the user in the session. */
export function enrolled(book: Book, time: number, context: OktaContext, name: string, method: string): string {
  return oktaEvent(book, time, context, {
    eventType: 'user.mfa.factor.activate',
    legacyEventType: 'core.user.factor.activate',
    displayMessage: 'Activate factor or authenticator enrollment for user',
    result: 'SUCCESS',
    reason: `User set up ${method} factor`,
    debug: { factor: method, authnRequestId: context.transaction },
    target: [
      {
        id: context.person.oktaId,
        type: 'User',
        alternateId: context.person.oktaLogin,
        displayName: context.person.display,
        detailEntry: null,
      },
      {
        id: `aut${book.token(17)}`,
        type: 'AuthenticatorEnrollment',
        alternateId: 'unknown',
        displayName: name,
        detailEntry: { methodTypeEnrolled: method },
      },
    ],
    uri: '/idp/idx/credential/enroll',
  });
}

/**
 * A whole sign-in up to the session. Returns the context to open apps with, and the ids of the records that say that it
 * succeeded: the factor (where one was asked) and the session.
 */
export function login(
  book: Book,
  time: number,
  person: Person,
  from: Address,
  device: Device,
  with_: OktaFactor = person.oktaMfa,
): { context: OktaContext; ids: string[]; end: number } {
  const context = begin(book, person, from, device);
  context.session = `102${book.token(22)}`;
  evaluated(book, time, context, 'CHALLENGE');
  const ids: string[] = [];
  const finish = (done: number): { context: OktaContext; ids: string[]; end: number } => {
    ids.push(sessionStart(book, done, context));
    evaluated(book, done + 100, context, 'ALLOW');
    return { context, ids, end: done + 100 };
  };
  let now = time + 4 * SECOND;
  if (with_ !== 'SIGNED_NONCE') {
    factor(book, now, context, 'PASSWORD_AS_FACTOR', 'SUCCESS');
    now += 2 * SECOND;
  }
  if (with_ === 'NONE') return finish(now);
  if (with_ === 'OKTA_VERIFY_PUSH') {
    pushSent(book, now, context);
    now += (6 + (time % 14)) * SECOND;
  } else now += 5 * SECOND;
  ids.push(factor(book, now, context, with_, 'SUCCESS'));
  return finish(now + 300);
}

/** A client of an OAuth authorisation server fetching an access token with its own credentials. */
export function tokenGrant(book: Book, time: number, client: { id: string; name: string; from: Address }): string {
  const id = book.uuid();
  const transaction = book.hex(32);
  return book.add('okta', time, id, {
    actor: {
      id: client.id,
      type: 'PublicClientApp',
      alternateId: client.id,
      displayName: client.name,
      detailEntry: null,
    },
    client: {
      userAgent: { rawUserAgent: 'okhttp/4.12.0', os: 'Unknown', browser: 'UNKNOWN' },
      zone: 'null',
      device: 'Unknown',
      id: client.id,
      ipAddress: client.from.ip,
      geographicalContext: where(client.from),
    },
    device: null,
    authenticationContext: {
      authenticationProvider: null,
      credentialProvider: null,
      credentialType: null,
      issuer: null,
      interface: null,
      authenticationStep: 0,
      rootSessionId: null,
      externalSessionId: `trs${book.token(21)}`,
    },
    displayMessage: 'OAuth2 access token is granted',
    eventType: 'app.oauth2.as.token.grant.access_token',
    outcome: { result: 'SUCCESS', reason: null },
    published: new Date(time).toISOString(),
    securityContext: {
      asNumber: client.from.net.asn,
      asOrg: client.from.net.org,
      isp: client.from.net.org,
      domain: client.from.net.domain,
      isProxy: false,
    },
    severity: 'INFO',
    debugContext: {
      debugData: {
        clientAuthType: 'client_secret_basic',
        grantType: 'client_credentials',
        grantedScopes: 'orders.read',
        requestId: transaction,
        requestUri: '/oauth2/aus1c0rvane/v1/token',
        threatSuspected: 'false',
        url: '/oauth2/aus1c0rvane/v1/token?',
      },
    },
    legacyEventType: 'app.oauth2.as.token.grant.access_token_success',
    transaction: { type: 'WEB', id: transaction, detail: {} },
    uuid: id,
    version: '0',
    request: {
      ipChain: [{ ip: client.from.ip, geographicalContext: where(client.from), version: 'V4', source: null }],
    },
    target: [
      {
        id: `AT.${book.token(43)}`,
        type: 'access_token',
        alternateId: null,
        displayName: 'Access Token',
        detailEntry: { expires: new Date(time + 3_600_000).toISOString(), subject: client.id },
      },
    ],
  });
}
