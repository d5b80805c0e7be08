/** Requests to applications behind Cloudflare Access. */
import type { EventDraft } from '../../../../../shared/model/event';
import type { Factor } from '../../../../../shared/model/words';
import { type LazyRecord, reject, type Shape } from '../../source';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { instantOf } from '../../vendor/epoch';
import { firstText } from '../../vendor/fields';
import { person } from '../../vendor/person';

const LOGPUSH = {
  id: ['RayID'],
  time: ['CreatedAt', 'Datetime'],
  action: ['Action'],
  allowed: ['Allowed'],
  app: ['AppDomain'],
  appId: ['AppUUID'],
  connection: ['Connection'],
  country: ['Country'],
  email: ['Email'],
  ip: ['IPAddress'],
  user: ['UserUID'],
  purpose: ['PurposeJustificationResponse'],
  service: ['ServiceTokenID', 'ServiceTokenName'],
} as const;
const API: Record<keyof typeof LOGPUSH, readonly string[]> = {
  id: ['ray_id'],
  time: ['created_at', 'createdAt'],
  action: ['action'],
  allowed: ['allowed'],
  app: ['app_domain', 'app_name'],
  appId: ['app_uid', 'app_uuid'],
  connection: ['connection'],
  country: ['country'],
  email: ['user_email', 'email'],
  ip: ['ip_address'],
  user: ['user_uid', 'user_id'],
  purpose: ['purpose_justification_response'],
  service: ['service_token_id', 'service_token_name'],
};
type Paths = Readonly<Record<keyof typeof LOGPUSH, readonly string[]>>;

/** How the person proved who they are, as far as Access knows. */
function factorOf(connection: string | null): Factor | null {
  if (connection === null) return null;
  if (/onetimepin|one.?time/i.test(connection)) return 'email_otp';
  if (/service.?token/i.test(connection)) return 'client_secret';
  return /mtls|certificate/i.test(connection) ? 'client_certificate' : 'federated';
}

function toDraft(record: LazyRecord, paths: Paths): ReturnType<Shape['toEvent']> {
  const get = (field: keyof Paths): string | null => firstText(record, paths[field]);
  const written = paths.time.map((path) => record.any(path)).find((value) => value !== undefined && value !== null);
  const time = instantOf(written);
  if (time === null) return reject(written === undefined ? 'no time (created_at)' : 'unreadable time (created_at)');
  const action = get('action') ?? 'login';
  const allowed = paths.allowed.map((path) => record.bool(path)).find((value) => value !== null) ?? null;
  const connection = get('connection');
  const factor = factorOf(connection);
  const service = get('service');
  const address = readAddress(get('ip'));
  const country = countryCode(get('country'));
  const isEnd = /logout/i.test(action);
  const detail: Record<string, string> = {};
  if (connection !== null) detail.connection = connection;
  const purpose = get('purpose');
  if (purpose !== null) detail.purpose = purpose.slice(0, 400);
  const draft: EventDraft = {
    recordId: get('id'),
    // One ray may pass several applications.
    recordPart: `${action} ${get('appId') ?? ''}`,
    time,
    class: isEnd ? 'session' : 'authentication',
    action,
    outcome: isEnd
      ? 'none'
      : allowed === null
        ? 'none'
        : allowed
          ? factor === 'federated'
            ? 'success_token'
            : 'success_single_factor'
          : 'blocked_by_policy',
    factor: isEnd ? null : factor,
    actor: person({
      id: get('user') ?? service,
      email: get('email'),
      kind: service !== null || factor === 'client_secret' ? 'service_principal' : 'human',
    }),
    app: get('app'),
    appId: get('appId'),
    ip: address.ip,
    place: country === null ? null : { country },
    correlation: get('id'),
    protocol: connection,
    interactive: service === null ? true : null,
    attempt: { key: null, role: 'outcome' },
    flags: !isEnd && allowed === null ? ['no_decision'] : [],
    detail,
  };
  if (address.warning !== null) draft.warnings = [address.warning];
  return draft;
}

const shape = (id: string, paths: Paths, accepts: Shape['accepts'], signature: string): Shape => ({
  id,
  record: 'json',
  reads: Object.values(paths).flat(),
  fidelity: 3,
  signature,
  accepts,
  toEvent: (record) => toDraft(record, paths),
});

export const accessLogpush = shape(
  'access-logpush',
  LOGPUSH,
  (record) => record.has('Allowed') && record.has('AppUUID') && record.has('RayID'),
  'Allowed, AppUUID, RayID',
);
export const accessApi = shape(
  'access-api',
  API,
  (record) => record.has('allowed') && record.has('ray_id') && (record.has('app_uid') || record.has('app_domain')),
  'allowed, ray_id, app_uid or app_domain',
);
