/** The copy in Google Cloud's audit logs: an AuditLog whose metadata holds the events. */
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { Shape } from '../../source';
import { asObject, filled } from '../../vendor/fields';
import { toDraft } from './event';
import { NTH_KEY } from './nth';
import { memberText, readParameters } from './parameters';

const SERVICES: Readonly<Record<string, string>> = {
  'login.googleapis.com': 'login',
  'admin.googleapis.com': 'admin',
  'oauth2.googleapis.com': 'token',
  'cloudidentity.googleapis.com': 'groups_enterprise',
};

/** `google.login.LoginService.loginSuccess` → login_success; `2svEnroll` → 2sv_enroll. */
const eventName = (method: string): string =>
  (method.split('.').pop() ?? method).replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

export const cloudAudit: Shape = {
  id: 'cloud-audit-json',
  record: 'json',
  reads: ['insertId', 'timestamp', 'receiveTimestamp', 'protoPayload', NTH_KEY],
  fidelity: 3,
  signature: 'protoPayload of login.googleapis.com or admin.googleapis.com with metadata.event',
  split: { list: 'protoPayload.metadata.event', by: 'eventName' },
  accepts: (record) => {
    const service = record.text('protoPayload.serviceName');
    return service !== null && Object.hasOwn(SERVICES, service) && record.has('protoPayload.metadata.event');
  },
  toEvent: (record) => {
    const payload = asObject(record.any('protoPayload'));
    const event = asObject(asObject(payload?.metadata)?.event);
    const request = asObject(payload?.requestMetadata);
    const timeText = filled(record.text('timestamp')) ?? filled(record.text('receiveTimestamp'));
    const service = memberText(payload, 'serviceName') ?? '';
    const named = memberText(event, 'eventName') ?? memberText(event, 'event_name');
    const method = memberText(payload, 'methodName') ?? '';
    return toDraft({
      // The activity's own id, where it is copied along: the same record in both exports is one.
      id:
        memberText(asObject(asObject(payload?.metadata)?.activityId), 'uniqQualifier') ??
        filled(record.text('insertId')),
      time: timeText === null ? null : parseUtcByContract(timeText),
      timeText,
      application: Object.hasOwn(SERVICES, service) ? SERVICES[service]! : service,
      type: memberText(event, 'eventType') ?? memberText(event, 'event_type'),
      // Some copies name the event's type there; the method always tells the event.
      name: named !== null && !/^(?:login|logout|account_warning)$/.test(named) ? named : eventName(method),
      nth: record.num(NTH_KEY) ?? 0,
      customer: null,
      email: memberText(asObject(payload?.authenticationInfo), 'principalEmail'),
      profileId: null,
      callerType: null,
      key: null,
      client: null,
      ip: memberText(request, 'callerIp') ?? memberText(request, 'callerIP'),
      asn: null,
      country: null,
      region: null,
      userAgent: memberText(request, 'callerSuppliedUserAgent'),
      ...readParameters(event?.parameter ?? event?.parameters),
      warnings: [],
    });
  },
};
