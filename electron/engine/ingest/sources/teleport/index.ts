import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { Factor, IdentityKind, Outcome } from '../../../../../shared/model/words';
import { type LazyRecord, type Reject, reject, type Shape, type Source } from '../../source';
import { readAddress } from '../../vendor/address';
import { asObject, filled, member, numberOf } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';
import { type CodeMeaning, meaningOf } from './codes';

const READS = [
  'code',
  'event',
  'uid',
  'ei',
  'time',
  'cluster_name',
  'user',
  'user_kind',
  'impersonator',
  'login',
  'success',
  'error',
  'message',
  'method',
  'mfa_device',
  'addr.remote',
  'addr.local',
  'sid',
  'session_id',
  'server_id',
  'server_hostname',
  'user_agent',
  'trusted_device',
  'required_private_key_policy',
  'id',
  'state',
  'roles',
  'reason',
  'reviewer',
  'delegator',
  'updated_by',
  'proposed_state',
  'expires',
  'max_duration',
  'access_requests',
  'identity',
  'name',
  'target',
  'path',
  'program',
  'argv',
  'dst_addr',
  'dst_port',
  'app_name',
  'db_service',
  'bot_name',
  'cert_type',
  'headless_authentication_id',
  'challenge_scope',
];

function factorOf(type: string | null, method: string | null): Factor | null {
  if (type !== null) {
    if (/totp|otp/i.test(type)) return 'totp';
    if (/webauthn|u2f|fido/i.test(type)) return 'fido2';
  }
  if (method === null) return null;
  if (/saml|oidc|github/i.test(method)) return 'federated';
  if (/headless/i.test(method)) return 'fido2';
  return /local/i.test(method) ? 'password' : null;
}

const list = (value: unknown): string | null =>
  Array.isArray(value)
    ? value
        .filter((each) => typeof each === 'string')
        .slice(0, 40)
        .join(', ') || null
    : null;

function outcomeOf(meaning: CodeMeaning, record: LazyRecord, error: string | null, code: string): Outcome {
  if (meaning.outcome === 'success_single_factor' && asObject(record.any('mfa_device'))) return 'success_mfa';
  if (meaning.class === 'request') {
    const state = (filled(record.text('state')) ?? filled(record.text('proposed_state')))?.toUpperCase();
    return state === 'DENIED' ? 'blocked_by_policy' : 'none';
  }
  if (meaning.outcome !== 'failed_other' || code === 'T3007W') return meaning.outcome;
  return outcomeOfWords(error) ?? 'failed_other';
}

function kindOf(record: LazyRecord, event: string): IdentityKind {
  const kind = filled(record.text('user_kind'));
  if (kind === '1' || kind?.toLowerCase() === 'human') return 'human';
  if (
    kind === '2' ||
    kind?.toLowerCase() === 'bot' ||
    event.startsWith('bot.') ||
    filled(record.text('bot_name')) !== null
  )
    return 'workload';
  return 'human';
}

function toEvent(record: LazyRecord): EventDraft | Reject {
  const text = (path: string): string | null => filled(record.text(path));
  const written = text('time');
  const time = written === null ? null : parseUtcByContract(written);
  if (time === null) return reject(written === null ? 'no time (time)' : 'unreadable time (time)');
  const code = text('code') ?? '';
  const event = text('event') ?? 'unknown';
  const meaning = meaningOf(code, event, record.bool('success'));
  const error = text('error') ?? text('message');
  const outcome = outcomeOf(meaning, record, error, code);
  const device = asObject(record.any('mfa_device'));
  const identity = asObject(record.any('identity'));
  const isRequest = meaning.class === 'request';
  const user = text('user') ?? member(identity, 'user') ?? text('bot_name');
  // A review is the reviewer's act; the request stays the asker's.
  const acting = isRequest ? (text('reviewer') ?? text('updated_by') ?? text('delegator') ?? user) : user;
  const actor = person({ name: acting, kind: kindOf(record, event) });
  const target = member(asObject(record.any('target')), 'user') ?? (isRequest && acting !== user ? user : null);
  const address = readAddress(text('addr.remote'));
  const roles = list(record.any('roles')) ?? list(identity?.roles);
  const requests = list(record.any('access_requests')) ?? list(identity?.access_requests);
  const correlation = isRequest ? text('id') : (text('headless_authentication_id') ?? text('sid'));
  const flags: EventFlag[] = [...(meaning.flags ?? [])];
  if (isRequest && /admin|root|editor|owner/i.test(roles ?? '')) flags.push('privileged');
  const trusted = asObject(record.any('trusted_device'));
  const port = numberOf(record.any('dst_port'));
  const detail: Record<string, string> = {};
  for (const [key, value] of [
    ['cluster', text('cluster_name')],
    ['login', text('login')],
    ['roles', roles],
    ['state', text('state') ?? text('proposed_state')],
    ['expires', text('expires')],
    ['access_requests', requests],
    ['impersonator', text('impersonator')],
    ['argv', list(record.any('argv'))],
    ['private_key_policy', text('required_private_key_policy')],
  ] as const)
    if (value !== null) detail[key] = value;
  return {
    recordId: text('uid'),
    // Hand-made exports repeat the identifier; the index of the event tells its records apart.
    recordPart: `${text('ei') ?? ''} ${code}`,
    time,
    class: meaning.class,
    action: event,
    outcome,
    factor: meaning.class === 'authentication' ? factorOf(member(device, 'mfa_device_type'), text('method')) : null,
    code,
    reason: error ?? text('reason'),
    actor,
    target: person({ name: target }),
    app: text('app_name') ?? text('db_service') ?? text('server_hostname') ?? text('cluster_name'),
    resource:
      text('path') ??
      text('name') ??
      (text('dst_addr') === null ? null : `${text('dst_addr')}${port === null ? '' : `:${port}`}`) ??
      text('server_id'),
    ip: address.ip,
    device: trusted ? { id: member(trusted, 'device_id'), os: member(trusted, 'os_type'), managed: true } : null,
    userAgent: text('user_agent'),
    session: text('sid') ?? text('session_id'),
    correlation,
    // Credentials that a granted request allows carry its identifier.
    token: meaning.class === 'authentication' ? requests : null,
    protocol: text('method') ?? text('cert_type'),
    interactive: meaning.class === 'authentication' ? outcome !== 'success_token' : null,
    attempt: meaning.role ? { key: text('headless_authentication_id') ?? null, role: meaning.role } : undefined,
    flags,
    detail: Object.keys(detail).length > 0 ? detail : null,
    warnings: address.warning ? [address.warning] : [],
  };
}

const audit: Shape = {
  id: 'audit-json',
  record: 'json',
  reads: READS,
  fidelity: 3,
  signature: 'code such as T1000I, event, time and uid',
  accepts: (record) =>
    /^[A-Z][A-Z0-9]{3,6}[IWE]$/.test(record.text('code') ?? '') &&
    /^[a-z][\w.]*$/.test(record.text('event') ?? '') &&
    typeof record.any('event') === 'string' &&
    typeof record.any('time') === 'string' &&
    (record.has('uid') || record.has('cluster_name')),
  toEvent,
};

const teleport: Source = {
  id: 'teleport',
  title: 'Teleport audit log',
  shapes: [audit],
  about:
    'The audit log of the Auth Service (/var/lib/teleport/log/events.log, NDJSON), `tctl` or the event handler plug-in. Access ' +
    'requests carry one id from the asking to the end; certificates issued under a grant name it.',
  example:
    '{"ei":0,"event":"user.login","code":"T1000W","uid":"t-1","time":"2026-01-02T03:04:05.678Z","cluster_name":"tp.example.com","user":"alice@example.com","success":false,"method":"local","error":"invalid password","addr.remote":"203.0.113.4:61000"}',
};
export default teleport;
