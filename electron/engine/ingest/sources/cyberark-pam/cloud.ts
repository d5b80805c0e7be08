/** Records of the cloud audit service: identity (IDP) and privilege cloud (PAM). */
import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { reject, type Shape } from '../../source';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, coordinates, entry, filled, member, numberOf } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';
import { kindOf, meaningOf } from './vault';

interface Decided {
  class: EventClass;
  outcome: Outcome;
  flags: EventFlag[];
  role: 'outcome' | 'prompt' | 'answer' | null;
}

const SIGN_IN =
  /log-?_?in|sign-?_?in|auth(n|enticat)|oauthtoken|token\.(create|issue)|mfa|challenge|saml|radius|logon/i;

function decide(
  code: string,
  action: string,
  kind: string | null,
  type: string | null,
  message: string | null,
): Decided {
  // PAM codes are those of the vault, with zeros before.
  if (code.startsWith('PAM')) {
    const meaning = meaningOf(String(Number(code.slice(3))), action);
    return {
      class: meaning.class,
      outcome: meaning.outcome,
      flags: [...(meaning.flags ?? [])],
      role: meaning.role === 'outcome' ? 'outcome' : null,
    };
  }
  const words = `${action} ${message ?? ''}`;
  const isFailed = /fail|denied|reject|error|invalid|lock/i.test(words) || /error|warn/i.test(type ?? '');
  if (/log-?_?out|sign-?_?out|session\.?(end|expire|revoke)/i.test(action))
    return { class: 'session', outcome: 'none', flags: [], role: null };
  if (/request/i.test(action) && /access|approv|jit|grant/i.test(action))
    return { class: 'request', outcome: 'none', flags: [], role: null };
  const isChange =
    /^(create|delete|edit|update|add|remove|password|modify)$/i.test(kind ?? '') && !/oauthtoken/i.test(action);
  if (SIGN_IN.test(action) && !isChange) {
    if (isFailed)
      return { class: 'authentication', outcome: outcomeOfWords(words) ?? 'failed_other', flags: [], role: 'outcome' };
    if (/challenge.*(start|sent|create)|start.*(auth|challenge)/i.test(action))
      return { class: 'authentication', outcome: 'challenged', flags: [], role: 'prompt' };
    if (/oauthtoken|token\./i.test(action))
      return { class: 'authentication', outcome: 'success_token', flags: [], role: 'outcome' };
    return {
      class: 'authentication',
      outcome: /mfa|challenge/i.test(action) ? 'success_mfa' : 'success_single_factor',
      flags: [],
      role: /mfa|challenge/i.test(action) ? 'answer' : 'outcome',
    };
  }
  if (isChange)
    return {
      class: 'change',
      outcome: isFailed ? 'failed_other' : 'none',
      flags: /role|mfa|policy|owner|admin/i.test(action) ? ['privileged'] : [],
      role: null,
    };
  if (/launch/i.test(action))
    return {
      class: 'authentication',
      outcome: isFailed ? 'failed_other' : 'success_token',
      flags: [],
      role: 'outcome',
    };
  if (/retrieve|connect|open|view/i.test(action))
    return { class: 'access', outcome: isFailed ? 'blocked_by_policy' : 'none', flags: [], role: null };
  return { class: 'other', outcome: 'none', flags: [], role: null };
}

const FACTORS: Readonly<Record<string, Factor>> = {
  password: 'password',
  userpassword: 'password',
  otp: 'totp',
  oath: 'totp',
  sms: 'sms',
  email: 'email_otp',
  phone: 'voice',
  push: 'push',
  u2f: 'fido2',
  fido2: 'fido2',
};

/** Why the identity service refused a sign-in, in its words; of others the words of the record decide. */
const FAILURES: Readonly<Record<string, Pick<Decided, 'outcome' | 'flags'>>> = {
  // One sentence for a prompt that nobody answered and for a wrong answer.
  'Challenge not answered or answered incorrectly': {
    outcome: 'failed_other',
    flags: ['second_factor_failed', 'ambiguous'],
  },
  'User missing ability to satisfy challenge(s)': { outcome: 'not_enrolled', flags: [] },
  'Auth session was abandoned or expired': { outcome: 'failed_other', flags: ['ambiguous'] },
  'User account locked': { outcome: 'rate_limited', flags: [] },
  'User password is expired': { outcome: 'challenged', flags: [] },
  'User disabled': { outcome: 'blocked_by_policy', flags: [] },
};

export const cloudAudit: Shape = {
  id: 'audit-json',
  record: 'json',
  reads: [
    'uuid',
    'tenantId',
    'timestamp',
    'username',
    'applicationCode',
    'auditCode',
    'auditType',
    'action',
    'userId',
    'source',
    'actionType',
    'component',
    'serviceName',
    'sessionId',
    'message',
    'safe',
    'accountName',
    'target',
    'targetAccount',
    'targetPlatform',
    'identityType',
    'customData',
    'accessMethod',
    'command',
  ],
  fidelity: 3,
  signature: 'auditCode, applicationCode, timestamp and tenantId',
  accepts: (record) =>
    /^[A-Z]{2,10}\d{3,6}$/.test(record.text('auditCode') ?? '') &&
    record.has('applicationCode') &&
    record.has('timestamp') &&
    record.has('tenantId'),
  toEvent: (record): EventDraft | ReturnType<typeof reject> => {
    const text = (path: string): string | null => filled(record.text(path));
    const stamp = record.num('timestamp');
    // The service writes milliseconds, its table in Sentinel seconds.
    const time = stamp !== null && stamp >= 1e8 && stamp < 1e11 ? stamp * 1_000 : stamp;
    if (time === null || !Number.isSafeInteger(time) || time < 1e11 || time > 1e14)
      return reject('unreadable time (timestamp)');
    const code = text('auditCode') ?? '';
    const action = text('action') ?? code;
    const custom = asObject(record.any('customData'));
    const failure = member(custom, 'failure_reason');
    const decided = {
      ...decide(code, action, text('actionType'), text('auditType'), text('message')),
      ...entry(FAILURES, failure),
    };
    const said = readAddress(text('source'));
    // Of the vault's records the source is a component; where the person sat is inside.
    const address = said.ip === null ? readAddress(member(custom, 'station_ip')) : said;
    const method = (
      member(custom, 'auth_method') ??
      member(custom, 'mechanism') ??
      member(custom, 'authentication_method')
    )?.toLowerCase();
    // All that is told is that more than one method was asked for.
    if (method === 'multiauth' && decided.outcome === 'success_single_factor') {
      decided.outcome = 'success_mfa';
      decided.flags = [...decided.flags, 'ambiguous'];
    }
    const point = custom ? coordinates(numberOf(custom.geoip_latitude), numberOf(custom.geoip_longitude)) : null;
    const country = countryCode(member(custom, 'geoip_country_code') ?? member(custom, 'geoip_country_name'));
    const targetName = member(custom, 'user_name');
    const isHuman =
      text('identityType') === null
        ? kindOf(text('username'))
        : text('identityType') === 'HUMAN'
          ? 'human'
          : 'service_principal';
    const detail: Record<string, string> = {};
    for (const [key, value] of [
      ['tenant', text('tenantId')],
      ['safe', text('safe')],
      ['component', text('component')],
      ['command', text('command')],
      ['target', member(asObject(custom?.PAM), 'target')],
    ] as const)
      if (value !== null) detail[key] = value;
    const user = text('userId');
    const os = member(custom, 'request_device_os') ?? member(custom, 'device_os');
    const session = text('sessionId') ?? member(custom, 'session_guid');
    return {
      recordId: text('uuid'),
      recordPart: `${code} ${time}`,
      time,
      class: decided.class,
      action,
      outcome: decided.outcome,
      factor: decided.class === 'authentication' ? entry(FACTORS, method ?? null) : null,
      code,
      reason: failure ?? text('message'),
      actor: person({ id: user === text('username') ? null : user, name: text('username'), kind: isHuman }),
      target:
        targetName === null || targetName === text('username')
          ? null
          : person({ id: member(custom, 'user_id'), name: targetName }),
      app: text('serviceName'),
      resource: text('accountName') ?? text('target') ?? member(custom, 'name') ?? member(custom, 'app_id'),
      ip: address.ip,
      place:
        country || point
          ? { country, city: member(custom, 'geoip_city_name'), lat: point?.lat ?? null, lon: point?.lon ?? null }
          : null,
      device: os === null ? null : { os, browser: member(custom, 'request_browser_name') },
      userAgent: member(custom, 'user_agent'),
      session,
      correlation: session,
      protocol: member(custom, 'auth_method'),
      attempt: decided.role === null ? undefined : { key: session, role: decided.role },
      flags: decided.flags,
      detail: Object.keys(detail).length > 0 ? detail : null,
    };
  },
};
