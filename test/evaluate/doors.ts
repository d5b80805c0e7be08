/** What can happen at a vendor's door, in one form for all vendors: each act is written as that vendor logs it. */
import type { Chance } from '../../electron/engine/demo/random';
import type { Log } from './log';
import { entra, methodOf } from './vendors/entra';
import { okta, oktaFactor } from './vendors/okta';
import { awsConsole, duo, google, teleport } from './vendors/others';
import type { Device, Factor, Person, Spot } from './world';

export type How = 'declined' | 'ignored' | 'wrong_code' | 'fraud' | 'blocked' | 'not_enrolled';
export type DoorId = 'entra' | 'okta' | 'duo' | 'google' | 'aws' | 'teleport';

export interface Visit {
  person: Person;
  time: number;
  at: Spot;
  device: Device;
  /** Where the phone is that answers; null where none takes part. */
  phone?: Spot | null;
  session?: string;
  app?: string;
  factor?: Factor;
}

export interface Door {
  id: DoorId;
  /** Ways of refusing that this vendor tells apart. */
  hows: readonly How[];
  /** Factors it accepts. */
  factors: readonly Factor[];
  deny(visit: Visit, how: How): string[];
  approve(visit: Visit): string[];
  /** A sign-in by password alone; null where the vendor knows none. */
  single: ((visit: Visit) => string[]) | null;
  /** Use of a session that is there already; null where the vendor logs none. */
  use: ((visit: Visit) => string[]) | null;
  /** A failed password: no denial, but what sprays are made of. */
  miss: ((visit: Visit) => string[]) | null;
}

const said = (...ids: (string | null)[]): string[] => ids.filter((id) => id !== null);
const SECOND = 1_000;

export type OktaStyle = 'event' | 'engine' | 'classic';

const ENTRA_SAID: Partial<Record<How, string>> = {
  declined: 'MFA denied; user declined the authentication',
  ignored: 'MFA denied; user did not respond to mobile app notification',
  wrong_code: 'MFA denied; invalid verification code',
  fraud: 'MFA denied; Phone App Reported Fraud',
};

export function entraDoor(log: Log, chance: Chance): Door {
  const app = (visit: Visit): string => visit.app ?? 'OfficeHome';
  return {
    id: 'entra',
    hows: ['declined', 'ignored', 'wrong_code', 'fraud', 'blocked', 'not_enrolled'],
    factors: ['push', 'totp', 'sms', 'fido2'],
    deny(visit, how) {
      const base = { ...visit, app: app(visit) };
      if (how === 'blocked')
        return said(entra(log, { ...base, code: chance.pick([53003, 53000]), reason: 'Access has been blocked by Conditional Access policies.' })); // biome-ignore format: one line
      if (how === 'not_enrolled')
        return said(entra(log, { ...base, code: chance.pick([50072, 50079]), reason: 'User needs to enroll in multifactor authentication.' })); // biome-ignore format: one line
      const correlation = log.ids.uuid();
      const asked = chance.yes(0.6)
        ? entra(log, { ...base, time: visit.time - chance.int(5, 50) * SECOND, correlation, code: 50074, reason: 'Strong Authentication is required.', additional: 'MFA required in Azure AD' }) // biome-ignore format: one row
        : null;
      const method = how === 'wrong_code' ? methodOf('totp') : methodOf('push');
      const denied = entra(log, { ...base, correlation, code: 500121, reason: 'Authentication failed during strong authentication request.', additional: ENTRA_SAID[how], method }); // biome-ignore format: one row
      return said(denied, asked);
    },
    approve: (visit) =>
      said(entra(log, { ...visit, app: app(visit), code: 0, additional: 'MFA completed in Azure AD', method: methodOf(visit.factor ?? visit.person.factor) })), // biome-ignore format: one row
    single: (visit) =>
      said(entra(log, { ...visit, app: app(visit), code: 0, requirement: 'singleFactorAuthentication' })),
    use: (visit) => said(entra(log, { ...visit, app: visit.app ?? 'Microsoft Teams', code: 0, quiet: true })),
    miss: (visit) =>
      said(entra(log, { ...visit, app: app(visit), code: 50126, reason: 'Error validating credentials due to invalid username or password.', requirement: 'singleFactorAuthentication' })), // biome-ignore format: one row
  };
}

export function oktaDoor(log: Log, chance: Chance, style: OktaStyle): Door {
  const base = (visit: Visit, transaction: string) => ({ ...visit, transaction, app: undefined });
  const mfa = 'user.authentication.auth_via_mfa';
  return {
    id: 'okta',
    hows: ['declined', 'ignored', 'wrong_code', 'fraud', 'blocked'],
    factors: ['push', 'totp', 'sms', 'fido2'],
    deny(visit, how) {
      const transaction = log.ids.hex(32);
      const one = base({ ...visit, session: undefined }, transaction);
      if (how === 'blocked')
        return said(okta(log, { ...one, event: 'policy.evaluate_sign_on', result: 'DENY', reason: 'Sign-on policy evaluation resulted in DENY' })); // biome-ignore format: one row
      if (how === 'wrong_code')
        return said(okta(log, { ...one, event: mfa, result: 'FAILURE', reason: 'INVALID_CREDENTIALS', debug: { factor: 'OKTA_SOFT_TOKEN' } })); // biome-ignore format: one row
      const sent = okta(log, { ...one, time: visit.time - chance.int(6, 40) * SECOND, event: 'system.push.send_factor_verify_push', result: 'SUCCESS' }); // biome-ignore format: one row
      if (how === 'ignored')
        return said(okta(log, { ...one, time: visit.time + 20 * SECOND, event: mfa, result: 'UNANSWERED', debug: { factor: 'OKTA_VERIFY_PUSH' } }), sent); // biome-ignore format: one row
      const denied =
        style === 'event'
          ? okta(log, { ...one, event: 'user.mfa.okta_verify.deny_push', result: 'FAILURE', reason: 'User rejected Okta push verify' }) // biome-ignore format: one row
          : okta(log, { ...one, event: mfa, result: 'FAILURE', reason: 'INVALID_CREDENTIALS', debug: { factor: 'OKTA_VERIFY_PUSH', ...(style === 'engine' && { pushOnlyResponseType: 'OV_RESPONSE_DENY' }) } }); // biome-ignore format: one row
      // The report is a record of its own, from the person's own place.
      if (how === 'fraud')
        okta(log, { ...one, transaction: log.ids.hex(32), at: visit.person.home, device: visit.person.phone, time: visit.time + 90 * SECOND, event: 'user.account.report_suspicious_activity_by_enduser', result: 'SUCCESS', on: visit.person }); // biome-ignore format: one row
      return said(denied, sent);
    },
    approve(visit) {
      const one = base(visit, log.ids.hex(32));
      const factor = oktaFactor(visit.factor ?? visit.person.factor);
      return said(
        okta(log, { ...one, event: mfa, result: 'SUCCESS', debug: { factor } }),
        okta(log, { ...one, time: visit.time + 400, event: 'user.session.start', result: 'SUCCESS' }),
      );
    },
    single: (visit) =>
      said(okta(log, { ...base(visit, log.ids.hex(32)), event: 'user.session.start', result: 'SUCCESS' })),
    use: (visit) =>
      said(okta(log, { ...visit, app: visit.app ?? visit.person.apps[0], event: 'user.authentication.sso', result: 'SUCCESS' })), // biome-ignore format: one row
    miss: (visit) =>
      said(okta(log, { ...base(visit, log.ids.hex(32)), event: 'user.session.start', result: 'FAILURE', reason: 'INVALID_CREDENTIALS' })), // biome-ignore format: one row
  };
}

const DUO: Partial<Record<How, [result: 'denied' | 'fraud', reason: string, factor: string | null]>> = {
  declined: ['denied', 'user_cancelled', 'duo_push'],
  ignored: ['denied', 'no_response', 'duo_push'],
  wrong_code: ['denied', 'invalid_passcode', 'duo_mobile_passcode'],
  fraud: ['fraud', 'user_marked_fraud', 'duo_push'],
  blocked: ['denied', 'location_restricted', null],
};
const DUO_FACTORS: Partial<Record<Factor, string>> = {
  push: 'duo_push',
  totp: 'duo_mobile_passcode',
  sms: 'sms_passcode',
};

export function duoDoor(log: Log): Door {
  return {
    id: 'duo',
    hows: ['declined', 'ignored', 'wrong_code', 'fraud', 'blocked'],
    factors: ['push', 'totp', 'sms'],
    deny(visit, how) {
      const [result, reason, factor] = DUO[how] ?? DUO.declined!;
      return said(duo(log, { ...visit, phone: factor === 'duo_push' ? (visit.phone ?? null) : null, result, reason, factor })); // biome-ignore format: one row
    },
    approve(visit) {
      const factor = DUO_FACTORS[visit.factor ?? visit.person.factor] ?? 'duo_push';
      const reason = factor === 'duo_push' ? 'user_approved' : 'valid_passcode';
      return said(duo(log, { ...visit, phone: factor === 'duo_push' ? (visit.phone ?? null) : null, result: 'success', reason, factor })); // biome-ignore format: one row
    },
    single: null,
    use: null,
    miss: null,
  };
}

export function googleDoor(log: Log): Door {
  const row = (visit: Visit, name: string, parameters: Record<string, string | string[] | boolean>): string[] =>
    said(google(log, { ...visit, name, parameters: { login_type: 'google_password', is_suspicious: false, ...parameters } })); // biome-ignore format: one row
  return {
    id: 'google',
    hows: ['wrong_code'],
    factors: ['push', 'totp'],
    deny: (visit) => row(visit, 'login_failure', { login_challenge_method: ['password', 'google_prompt'] }),
    approve: (visit) => row(visit, 'login_success', { login_challenge_method: ['password', (visit.factor ?? visit.person.factor) === 'totp' ? 'totp' : 'google_prompt'] }), // biome-ignore format: one row
    single: (visit) => row(visit, 'login_success', { login_challenge_method: ['password'] }),
    use: null,
    miss: (visit) => row(visit, 'login_failure', { login_challenge_method: ['password'], login_failure_type: 'login_failure_invalid_password' }), // biome-ignore format: one row
  };
}

export function awsDoor(log: Log): Door {
  return {
    id: 'aws',
    hows: ['wrong_code'],
    factors: ['totp'],
    deny: (visit) => said(awsConsole(log, { ...visit, ok: false, mfa: true })),
    approve: (visit) => said(awsConsole(log, { ...visit, ok: true, mfa: true })),
    single: (visit) => said(awsConsole(log, { ...visit, ok: true, mfa: false })),
    use: null,
    miss: (visit) => said(awsConsole(log, { ...visit, ok: false, mfa: false })),
  };
}

export function teleportDoor(log: Log): Door {
  return {
    id: 'teleport',
    hows: [],
    factors: ['totp'],
    deny: () => [],
    approve: (visit) => said(teleport(log, { ...visit, ok: true, mfa: true })),
    single: null,
    use: null,
    miss: (visit) => said(teleport(log, { ...visit, ok: false, mfa: false })),
  };
}
