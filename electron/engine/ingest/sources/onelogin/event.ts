/** One OneLogin event, and the event that it becomes. */
import type { EventDraft } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { Factor, IdentityKind, Outcome } from '../../../../../shared/model/words';
import { type LazyRecord, type Reject, reject } from '../../source';
import { readAddress } from '../../vendor/address';
import { filled } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';
import { type EventType, typeOf } from './types';

export const READS = [
  'event_type_id',
  'uuid',
  'id',
  'event_timestamp',
  'created_at',
  'account_id',
  'user_id',
  'user_name',
  'login_name',
  'actor_user_id',
  'actor_user_name',
  'actor_system',
  'api_credential_name',
  'ipaddr',
  'proxy_ip',
  'user_agent',
  'app_id',
  'app_name',
  'otp_device_name',
  'authentication_factor_description',
  'risk_score',
  'risk_reasons',
  'error_description',
  'notes',
  'custom_message',
  'privilege_name',
  'role_name',
  'policy_name',
  'resolution',
  'browser_fingerprint',
  'client_id',
] as const;

const FACTORS: readonly (readonly [RegExp, Factor])[] = [
  [/webauthn|fido|security key|yubikey u2f/i, 'fido2'],
  [/protect/i, 'push'],
  [/authenticator|totp/i, 'totp'],
  [/yubikey|rsa|symantec|vip/i, 'hardware_otp'],
  [/sms/i, 'sms'],
  [/voice/i, 'voice'],
  [/e-?mail/i, 'email_otp'],
  [/question/i, 'security_question'],
];

export function toDraft(record: LazyRecord): EventDraft | Reject {
  const text = (name: (typeof READS)[number]): string | null => filled(record.text(name));
  const written = text('event_timestamp') ?? text('created_at');
  const time = written === null ? null : parseUtcByContract(written.replace(/ UTC$/, 'Z'));
  if (time === null)
    return reject(written === null ? 'no time (event_timestamp)' : 'unreadable time (event_timestamp)');
  const id = text('event_type_id') ?? '';
  const notes = text('notes') ?? text('custom_message');
  const type = typeOf(id);
  const told = tellingNotes(id, type, notes, text('error_description'));
  const user = person({ id: text('user_id'), name: text('user_name') ?? text('login_name') });
  const acting = actorOf(text);
  const isSelf = acting === null || text('actor_user_id') === text('user_id');
  const device = text('otp_device_name') ?? text('authentication_factor_description');
  const address = readAddress(text('ipaddr'));
  const correlation = notes === null ? null : (/Correlation_id: ([\w-]+)/i.exec(notes)?.[1] ?? null);
  const score = record.num('risk_score');
  const isSignIn = told.class === 'authentication';
  return {
    recordId: text('uuid') ?? text('id'),
    time,
    class: told.class,
    action: type.action,
    outcome: told.outcome,
    factor: told.factor ?? (isSignIn && device !== null ? factorOf(device) : null),
    code: id,
    reason: text('error_description') ?? notes,
    actor: isSelf || isSignIn ? (user ?? acting) : acting,
    target: isSelf || isSignIn ? null : user,
    app: text('app_name'),
    appId: text('app_id'),
    resource: text('privilege_name') ?? text('role_name'),
    ip: address.ip,
    userAgent: text('user_agent'),
    correlation,
    interactive: isSignIn ? told.outcome !== 'success_token' : null,
    risk: score === null ? null : String(score),
    attempt: isSignIn ? { key: correlation ?? signInKey(id, text('user_id'), address.ip), role: told.role } : undefined,
    flags: [
      ...(type.flags ?? []),
      ...(told.outcome === 'failed_other' && id === '1400' ? ['second_factor_failed' as const] : []),
    ],
    detail: detailOf(text, device),
    warnings: address.warning ? [address.warning] : [],
  };
}

/** The first factor, the second one and the sign-in that they make are records of their own, which share no id. */
const SIGN_IN_STEPS: ReadonlySet<string> = new Set(['5', '6', '1400']);
const signInKey = (type: string, user: string | null, ip: string | null): string | null =>
  user === null || ip === null || !SIGN_IN_STEPS.has(type) ? null : `${user} ${ip}`;

type Text = (name: (typeof READS)[number]) => string | null;

/** The system acts by words in place of a person's name; an API credential has no actor id. */
function actorOf(text: Text): EventDraft['actor'] {
  const name = text('actor_user_name');
  const credential = text('api_credential_name');
  if (text('actor_user_id') === null && credential !== null)
    return person({ name: credential, id: text('client_id'), kind: 'api_key' });
  const system = text('actor_system');
  const isSystem = system !== null || name === 'OneLogin' || name === 'Mapping';
  const kind: IdentityKind = isSystem ? 'workload' : 'human';
  return person({ id: text('actor_user_id'), name: name ?? system, kind });
}

interface Decided {
  class: EventType['class'];
  outcome: Outcome;
  factor: Factor | null;
  role: NonNullable<EventType['role']>;
}

/** Notes tell how: `Authentication method: OTP (Valid OTP)`, `Transitions: … -> password -> mfa_login`. */
function tellingNotes(id: string, type: EventType, notes: string | null, error: string | null): Decided {
  const role = type.role ?? 'outcome';
  const plain: Decided = { class: type.class, outcome: type.outcome, factor: null, role };
  const words = `${notes ?? ''} ${error ?? ''}`;
  if (id === '1400' || (type.class === 'other' && /^Authentication method: /.test(notes ?? ''))) {
    const factor = factorOf(words);
    if (/\((in)?valid [^)]*\)/i.test(words)) {
      const isValid = /\(valid /i.test(words);
      return { class: 'authentication', outcome: isValid ? 'success_mfa' : 'wrong_code', factor, role: 'answer' };
    }
    const outcome = outcomeOfWords(words);
    return { class: 'authentication', outcome: outcome ?? 'none', factor, role: 'answer' };
  }
  if (id === '5' && /-> ?(mfa|otp)/i.test(words)) return { ...plain, outcome: 'success_mfa' };
  if (id === '6') {
    const outcome = outcomeOfWords(words);
    return outcome === null ? { ...plain, factor: 'password' } : { ...plain, outcome };
  }
  return plain;
}

function factorOf(words: string): Factor | null {
  for (const [word, factor] of FACTORS) if (word.test(words)) return factor;
  return null;
}

function detailOf(text: Text, device: string | null): Record<string, string> | null {
  const detail: Record<string, string> = {};
  const add = (key: string, value: string | null): void => {
    if (value !== null) detail[key] = value;
  };
  add('otp_device', device);
  add('risk_reasons', text('risk_reasons'));
  add('notes', text('notes'));
  add('policy', text('policy_name'));
  add('browser_fingerprint', text('browser_fingerprint'));
  add('account', text('account_id'));
  add('proxy_ip', text('proxy_ip'));
  return Object.keys(detail).length > 0 ? detail : null;
}
