import type { AttemptRole, EventDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { EventClass, Factor, IdentityKind, Outcome } from '../../../../../shared/model/words';
import { type LazyRecord, type Reject, reject, type Shape, type Source } from '../../source';
import { readAddress } from '../../vendor/address';
import { asObject, asObjects, filled, member, type Plain } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

const FIELDS = [
  '_id',
  'timestamp',
  'eventName',
  'transactionId',
  'userId',
  'runAs',
  'trackingIds',
  'principal',
  'result',
  'entries',
  'component',
  'realm',
  'client',
  'http',
  'request',
  'response',
  'level',
  'source',
  'topic',
  'operation',
  'objectId',
  'changedFields',
  'before',
  'after',
  'revision',
] as const;

interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  role: AttemptRole | null;
  flags: EventFlag[];
}

const NODES: readonly (readonly [RegExp, Factor])[] = [
  [/webauthn|fido/i, 'fido2'],
  [/push/i, 'push'],
  [/hotp/i, 'hardware_otp'],
  [/oath|totp|otp|one.?time/i, 'totp'],
  [/sms/i, 'sms'],
  [/email/i, 'email_otp'],
  [/cert|x509/i, 'certificate'],
  [/kba|question/i, 'security_question'],
  [/social|saml|oauth|openid|federat|oidc|windowsdesktop/i, 'federated'],
  [/datastore|ldap|password|identity ?store|\bpwd\b/i, 'password'],
];
const SECOND = /push|otp|oath|webauthn|fido|sms|recovery|device ?binding/i;

/** Names of the modules, nodes or tree that the record is about. */
function steps(entries: readonly Plain[]): string {
  return entries
    .slice(0, 20)
    .flatMap((each) => {
      const info = asObject(each.info);
      return [
        member(each, 'moduleId'),
        member(info, 'moduleClass'),
        member(info, 'nodeType'),
        member(info, 'nodeName'),
        member(info, 'displayName'),
        member(info, 'treeName'),
      ];
    })
    .filter((each) => each !== null)
    .join(' ');
}

const factorOf = (words: string): Factor | null => NODES.find(([word]) => word.test(words))?.[1] ?? null;

function decide(record: Fields, isMachine: boolean): Decided {
  const name = record.text('eventName') ?? '';
  const entries = asObjects(record.any('entries'));
  const words = steps(entries);
  const result = (record.text('result') ?? member(asObject(record.any('response')), 'status'))?.toUpperCase() ?? '';
  const isFailed = result === 'FAILED' || result === 'FAILURE';
  const isDone = result === 'SUCCESSFUL' || result === 'SUCCESS';
  const reason = reasonOf(record);
  const flags: EventFlag[] = [];
  const done = (eventClass: EventClass, outcome: Outcome, role: AttemptRole | null = null): Decided => ({
    class: eventClass,
    outcome,
    factor: eventClass === 'authentication' ? factorOf(words) : null,
    role,
    flags,
  });
  const failure = (): Outcome => {
    const told = outcomeOfWords(reason);
    if (told !== null) return told;
    const factor = factorOf(words);
    if (factor === 'password') return 'password_failed';
    if (factor === 'totp' || factor === 'hardware_otp') return 'wrong_code';
    if (SECOND.test(words)) flags.push('second_factor_failed');
    flags.push('ambiguous');
    return 'failed_other';
  };
  if (/LOGOUT|SESSION-(DESTROYED|TIMED|LOGGED|IDLE|MAX)/i.test(name)) return done('session', 'none');
  if (name === 'AM-SESSION-CREATED') return done('session', 'none');
  if (name.startsWith('AM-SESSION')) return done('session', 'none');
  if (/^AM-(LOGIN|TREE-LOGIN)-(COMPLETED|SUCCEEDED|SUCCESS|FAILED)$/.test(name) || name === 'authentication') {
    if (isFailed || name.endsWith('FAILED')) return done('authentication', failure(), 'outcome');
    return done(
      'authentication',
      isMachine ? 'success_token' : SECOND.test(words) ? 'success_mfa' : 'success_single_factor',
      'outcome',
    );
  }
  if (/^AM-(NODE|LOGIN-MODULE|TREE)/.test(name) || record.text('topic') === 'authentication') {
    if (isFailed) return done('authentication', failure(), 'step');
    if (isDone && SECOND.test(words)) return done('authentication', 'success_mfa', 'step');
    if (isDone && factorOf(words) === 'password') flags.push('credential_right');
    return done('authentication', 'none', 'step');
  }
  if (name === 'AM-ACCESS-ATTEMPT') return done('access', 'none');
  if (/ACCESS/i.test(name) || record.text('topic') === 'access') {
    const code = member(asObject(record.any('response')), 'statusCode');
    return done(
      'access',
      isFailed ? (code === '401' || code === '403' ? 'blocked_by_policy' : 'failed_other') : 'none',
    );
  }
  if (/CHANGE|CONFIG/i.test(name) || /^(CREATE|UPDATE|DELETE|PATCH|MODIFY)/i.test(record.text('operation') ?? '')) {
    if (/config/i.test(record.text('topic') ?? name)) flags.push('privileged');
    return done('change', isFailed ? 'failed_other' : 'none');
  }
  return done('other', 'none');
}

function reasonOf(record: Fields): string | null {
  const response = asObject(record.any('response'));
  const detail = asObject(response?.detail);
  const info = asObject(asObjects(record.any('entries'))[0]?.info);
  return (
    member(detail, 'reason') ??
    member(detail, 'error_description') ??
    member(info, 'failureReason') ??
    member(info, 'nodeOutcome')
  );
}

interface Fields {
  text(name: (typeof FIELDS)[number]): string | null;
  any(name: (typeof FIELDS)[number]): unknown;
}

function toEvent(record: Fields): EventDraft | Reject {
  const written = record.text('timestamp');
  const time = written === null ? null : parseUtcByContract(written);
  if (time === null) return reject(written === null ? 'no time (timestamp)' : 'unreadable time (timestamp)');
  const user = record.text('userId');
  // `id=alice,ou=user,dc=…`: the kind of account stands in the second part.
  const named = user === null ? null : /^id=([^,]+),ou=(\w+)/i.exec(user);
  const entries = asObjects(record.any('entries'));
  const info = asObject(entries[0]?.info);
  const isAgent =
    named?.[2]?.toLowerCase() === 'agent' ||
    member(info, 'authIndexValue') === 'Application' ||
    entries[0]?.moduleId === 'Application';
  const isMachine = isAgent || named?.[1]?.toLowerCase() === 'dsameuser';
  const decided = decide(record, isMachine);
  const principals = record.any('principal');
  const principal = Array.isArray(principals) ? principals.find((each) => typeof each === 'string') : null;
  const kind: IdentityKind = isMachine ? 'service_principal' : 'human';
  const name = (typeof principal === 'string' ? filled(principal) : null) ?? named?.[1] ?? user;
  const http = asObject(asObject(record.any('http'))?.request);
  const headers = asObject(http?.headers);
  const agents = headers?.['user-agent'] ?? headers?.['User-Agent'];
  const address = readAddress(member(asObject(record.any('client')), 'ip') ?? member(info, 'ipAddress'));
  const tracking = record.any('trackingIds');
  const session = Array.isArray(tracking) ? (tracking.find((each) => typeof each === 'string') ?? null) : null;
  const transaction = record.text('transactionId');
  const path = member(http, 'path');
  const detail: Record<string, string> = {};
  for (const [key, value] of [
    ['realm', record.text('realm')],
    ['component', record.text('component')],
    ['steps', filled(steps(entries))],
    ['grant_type', member(asObject(asObject(record.any('request'))?.detail), 'grant_type')],
  ] as const)
    if (value !== null) detail[key] = value;
  return {
    recordId: record.text('_id'),
    time,
    class: decided.class,
    action: record.text('eventName') ?? record.text('operation') ?? 'audit event',
    outcome: decided.outcome,
    factor: decided.factor,
    code: record.text('result') ?? member(asObject(record.any('response')), 'status'),
    reason: reasonOf(record),
    actor: person({ id: user === name ? null : user, name, kind }),
    app: record.text('component'),
    resource: path ?? record.text('objectId'),
    ip: address.ip,
    userAgent:
      Array.isArray(agents) && typeof agents[0] === 'string' ? agents[0] : typeof agents === 'string' ? agents : null,
    session,
    correlation: transaction,
    interactive: decided.class === 'authentication' ? !isMachine : null,
    // Parts of one transaction are counted on behind the slash.
    attempt:
      decided.role === null ? undefined : { key: transaction?.replace(/\/.*$/, '') ?? session, role: decided.role },
    flags: decided.flags,
    detail: Object.keys(detail).length > 0 ? detail : null,
    warnings: address.warning ? [address.warning] : [],
  };
}

const isAudit = (record: Fields): boolean =>
  record.text('timestamp') !== null &&
  record.text('transactionId') !== null &&
  (/^AM-[A-Z-]+$/.test(record.text('eventName') ?? '') ||
    (record.text('eventName') !== null && record.text('topic') !== null && record.text('realm') !== null));

const fieldsOf = (inner: Plain | null): Fields => ({
  text: (name) => member(inner, name),
  any: (name) => inner?.[name],
});
const fieldsIn = (record: LazyRecord): Fields => ({
  text: (name) => filled(record.text(name)),
  any: (name) => record.any(name),
});

const streamed: Shape = {
  id: 'log-stream',
  record: 'json',
  reads: ['payload', 'timestamp', 'type'],
  fidelity: 3,
  signature: 'payload with eventName AM-…, transactionId and timestamp',
  accepts: (record) => {
    const payload = asObject(record.any('payload'));
    return payload !== null && isAudit(fieldsOf(payload));
  },
  toEvent: (record) => toEvent(fieldsOf(asObject(record.any('payload')))),
};

const audit: Shape = {
  id: 'audit-json',
  record: 'json',
  reads: FIELDS,
  fidelity: 3,
  signature: 'eventName AM-…, transactionId and timestamp',
  accepts: (record) => isAudit(fieldsIn(record)),
  toEvent: (record) => toEvent(fieldsIn(record)),
};

const forgerock: Source = {
  id: 'forgerock-am',
  title: 'ForgeRock AM audit',
  shapes: [streamed, audit],
  about:
    'Audit logs of Access Management: authentication.audit.json, access, activity and config (one JSON a line), or the cloud’s log API ' +
    '(with `payload`). Steps of one sign-in share a transaction; which factor a node asked for is told only by its name.',
  example:
    '{"_id":"f-1","timestamp":"2026-01-02T03:04:05.678Z","eventName":"AM-LOGIN-COMPLETED","transactionId":"t1/0","userId":"id=alice,ou=user,dc=example,dc=com","principal":["alice"],"result":"FAILED","realm":"/","component":"Authentication","entries":[{"moduleId":"DataStore","info":{"ipAddress":"203.0.113.4"}}]}',
};
export default forgerock;
