import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import { type LazyRecord, type Reject, reject, type Shape, type Source } from '../../source';
import { readAddress } from '../../vendor/address';
import { asObject, asObjects, filled, member, type Plain } from '../../vendor/fields';
import { person } from '../../vendor/person';
import { decide } from './actions';

const READS = [
  'id',
  'recordedAt',
  'createdAt',
  'correlationId',
  'actors',
  'action',
  'resources',
  'result',
  'source',
  'tags',
  'internalCorrelation',
];

const PRIVILEGED =
  /^(ROLE_ASSIGNMENT|SECRET|GRANT|MFA_|FIDO_POLICY|IDENTITY_PROVIDER|SIGN_ON|KEY\.|ADMIN|CUSTOM_ADMIN|PASSWORD\.(RESET|FORCE|UNLOCK))/;

function actorOf(user: Plain | null, client: Plain | null): EventDraft['actor'] {
  if (user) return person({ id: member(user, 'id'), name: member(user, 'name') ?? member(user, 'username') });
  return client
    ? person({ id: member(client, 'id'), name: member(client, 'name'), kind: 'service_principal', idKey: 'client_id' })
    : null;
}

function toEvent(record: LazyRecord): EventDraft | Reject {
  const written = filled(record.text('recordedAt'));
  const time = written === null ? null : parseUtcByContract(written);
  if (time === null) return reject(written === null ? 'no time (recordedAt)' : 'unreadable time (recordedAt)');
  const name = filled(record.text('action.type')) ?? 'UNKNOWN';
  const status = filled(record.text('result.status'));
  const description = filled(record.text('result.description')) ?? filled(record.text('action.description'));
  const decided = decide(name, status, description);
  const user = asObject(record.any('actors.user'));
  const client = asObject(record.any('actors.client'));
  const resources = asObjects(record.any('resources'));
  const subject = resources.find((each) => each.type === 'USER') ?? null;
  const actor = actorOf(user, client);
  const isSignIn = decided.class === 'authentication';
  const subjectActor = subject ? person({ id: member(subject, 'id'), name: member(subject, 'name') }) : null;
  const isSame = subjectActor !== null && subjectActor.id === actor?.id;
  const thing = resources.find((each) => each.type !== 'USER') ?? null;
  const source = asObject(record.any('source'));
  const address = readAddress(member(source, 'ipAddress') ?? member(asObject(record.any('actors')), 'ipAddress'));
  const flags: EventFlag[] = [...decided.flags];
  if (decided.class === 'change' && PRIVILEGED.test(name)) flags.push('privileged');
  const correlation = filled(record.text('correlationId'));
  return {
    recordId: filled(record.text('id')),
    // Documentation exports repeat one id; the moment and the action tell its records apart.
    recordPart: `${written} ${name}`,
    time,
    class: decided.class,
    action: name,
    outcome: decided.outcome,
    factor: decided.factor,
    code: status,
    reason: description,
    // A step of a sign-in is about the person who signs in, whoever wrote it down.
    actor: isSignIn ? (user ? actor : (subjectActor ?? actor)) : actor,
    target: isSignIn || isSame ? null : subjectActor,
    app: member(client, 'name'),
    appId: member(client, 'id'),
    resource: thing ? [member(thing, 'type'), member(thing, 'name')].filter(Boolean).join(' ') : null,
    ip: address.ip,
    userAgent: member(source, 'userAgent'),
    session: filled(record.text('internalCorrelation.sessionId')),
    correlation,
    attempt: decided.role ? { key: correlation, role: decided.role } : undefined,
    flags,
    detail: environmentOf(resources, user),
    warnings: address.warning ? [address.warning] : [],
  };
}

function environmentOf(resources: readonly Plain[], user: Plain | null): Record<string, string> | null {
  const environment =
    member(asObject(user?.environment), 'id') ??
    resources.map((each) => member(asObject(each.environment), 'id')).find((id) => id !== null) ??
    null;
  return environment === null ? null : { environment };
}

const audit: Shape = {
  id: 'audit-json',
  record: 'json',
  reads: READS,
  fidelity: 3,
  signature: 'recordedAt, action.type and result or actors',
  accepts: (record) =>
    typeof record.any('recordedAt') === 'string' &&
    typeof record.any('action.type') === 'string' &&
    (record.has('result') || record.has('actors')),
  toEvent,
};

const pingone: Source = {
  id: 'pingone',
  title: 'PingOne audit',
  shapes: [audit],
  envelopes: ['_embedded.activities'],
  about:
    'PingOne → Monitoring → Audit, or /environments/…/activities (JSON, kept for 30 days by default). Many records carry no address; ' +
    'steps of one sign-in share correlationId.',
  example:
    '{"id":"a1","recordedAt":"2026-01-02T03:04:05.678Z","correlationId":"c1","actors":{"user":{"id":"u1","name":"alice","type":"USER"}},"action":{"type":"OTP.CHECK_FAILED"},"result":{"status":"FAILED","description":"Failed OTP"}}',
};
export default pingone;
