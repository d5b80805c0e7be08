/** One event in the OCSF class that fits it. */
import type { Event } from '../../../../../shared/model/event';
import type { ManualEvent } from '../../../../../shared/model/manual-event';
import { sourceTitle } from '../../../../../shared/model/sources';
import { SUCCESS } from '../../../../../shared/model/words';
import { addressFamily } from '../../address-family';
import { MANUAL, manualText } from '../../manual';
import { compact, type Provenance } from '../../provenance';
import { message } from '../timesketch/row';
import { endpointOf, factorOf, OCSF, product, statusOf, systemOf, userOf, type Written } from './words';

interface Placed {
  category_uid: number;
  class_uid: number;
  activity_id: number;
  activity_name: string;
  /** What the class asks for beside the common attributes. */
  more: Record<string, unknown>;
  /** Whether the class has `src_endpoint`, `http_request` and `device`. */
  hasEndpoint: boolean;
}

type Activity = readonly [number, string];
const firstOf = (action: string, table: readonly (readonly [RegExp, Activity])[]): Activity | null =>
  table.find(([pattern]) => pattern.test(action.slice(0, TOLD)))?.[1] ?? null;
/** Characters of an action that are looked at: names are short, and the patterns go back and forth. */
const TOLD = 160;

const ENDS = /log_?-? ?(?:out|off)|sign_?-? ?(?:out|off)|session[._ ]?(?:end|clear|revoke|terminat)/i;

const ACCOUNT: readonly (readonly [RegExp, Activity])[] = [
  [
    /(mfa|factor|authenticat\w*|security ?info|strong ?auth|device)\W*.*(remove|delete|deactivat|reset|disable)|(remove|delete|deactivat|reset|disable).*(mfa|factor|security ?info)/i,
    [11, 'MFA Factor Disable'],
  ],
  [
    /(mfa|factor|security ?info|strong ?auth|authenticat\w*)\W*.*(regist|enrol|activat|add|creat|enable)|(regist|enrol|activat|add|enable).*(mfa|factor|security ?info)/i,
    [10, 'MFA Factor Enable'],
  ],
  [/reset.*password|password.*reset/i, [4, 'Password Reset']],
  [/password/i, [3, 'Password Change']],
  [/unlock/i, [12, 'Unlock']],
  [/lock/i, [9, 'Lock']],
  [/attach.*polic/i, [7, 'Attach Policy']],
  [/detach.*polic/i, [8, 'Detach Policy']],
  [/(disable|suspend|deactivat)/i, [5, 'Disable']],
  [/(enable|activat|unsuspend)/i, [2, 'Enable']],
  [/(delete|remove) ?(user|account|login)|(user|account)[._](delete|remove|lifecycle\.delete)/i, [6, 'Delete']],
  [/(create|add) ?(user|account|login)|(user|account)[._](create|lifecycle\.create)/i, [1, 'Create']],
];

const MEMBERSHIP: readonly (readonly [RegExp, Activity])[] = [
  [
    /(remove|delete).*(member|user).*(group|role|team)|(group|role|team).*(member|user).*(remove|delete)/i,
    [4, 'Remove User'],
  ],
  [
    /(add|assign).*(member|user|eligible).*(group|role|team)|(group|role|team).*(member|user).*(add|assign)/i,
    [3, 'Add User'],
  ],
];

const CRUD: readonly (readonly [RegExp, Activity])[] = [
  [/delete|remove|destroy|revoke/i, [4, 'Delete']],
  [/create|add|insert|new|upload|grant|consent/i, [1, 'Create']],
  [/update|set|put|modify|change|write|patch|edit|rotate/i, [3, 'Update']],
  [/get|list|read|describe|view|download|access|search|head|lookup|open/i, [2, 'Read']],
];

function placed(event: Event): Placed {
  const { action, resource } = event;
  const user = userOf(event);
  const target = event.target ? { name: event.target } : user;
  const service = { name: event.app ?? sourceTitle(event.source) };
  const iam = { category_uid: 3, hasEndpoint: true };
  switch (event.class) {
    case 'authentication':
      return {
        ...iam,
        class_uid: 3002,
        activity_id: 1,
        activity_name: 'Logon',
        more: {
          user,
          service,
          is_mfa: event.outcome === 'success_mfa' ? true : event.outcome === 'success_single_factor' ? false : null,
          auth_factors: event.factor === null ? null : [factorOf(event.factor)],
          session: event.session === null ? null : { uid: event.session },
        },
      };
    case 'session': {
      const [activity_id, activity_name] = ENDS.test(action.slice(0, TOLD))
        ? ([2, 'Logoff'] as const)
        : ([99, action] as const);
      const session = event.session === null ? null : { uid: event.session };
      return { ...iam, class_uid: 3002, activity_id, activity_name, more: { user, service, session } };
    }
    case 'access': {
      const source = endpointOf(event);
      if (!source) return base(event);
      const [activity_id, activity_name] = firstOf(action, CRUD) ?? [99, action];
      return {
        category_uid: 6,
        class_uid: 6003,
        activity_id,
        activity_name,
        hasEndpoint: true,
        more: {
          actor: { user, session: event.session === null ? null : { uid: event.session } },
          api: { operation: action, service },
          resources: resource === null ? null : [{ name: resource }],
        },
      };
    }
    case 'change': {
      const member = resource === null ? null : firstOf(action, MEMBERSHIP);
      if (member) {
        const [activity_id, activity_name] = member;
        const more = { actor: { user }, group: { name: resource }, user: target };
        return { ...iam, class_uid: 3006, activity_id, activity_name, more };
      }
      const change = firstOf(action, ACCOUNT);
      if (change || event.target || resource === null) {
        const [activity_id, activity_name] = change ?? [99, action];
        return { ...iam, class_uid: 3001, activity_id, activity_name, more: { actor: { user }, user: target } };
      }
      const [activity_id, activity_name] = firstOf(action, CRUD) ?? [99, action];
      const entity = { name: resource, type: 'resource', type_id: 99 };
      return { ...iam, class_uid: 3004, activity_id, activity_name, more: { actor: { user }, entity } };
    }
    default:
      return base(event);
  }
}

const base = ({ action }: Event): Placed => ({
  category_uid: 0,
  class_uid: 0,
  activity_id: 99,
  activity_name: action,
  more: {},
  hasEndpoint: false,
});

/** The record as an OCSF object; what no attribute of its class can hold stands under `unmapped`. */
export function ocsfEvent(event: Event, from: Provenance, { version, head }: Written): Record<string, unknown> {
  const { more, hasEndpoint, ...place } = placed(event);
  const isDenied = event.denial === true || statusOf(event).status_id === 2;
  const device = event.device;
  const known = device && (device.name !== null || device.id !== null);
  const user = event.identity?.name ?? event.actor;
  return compact({
    ...place,
    activity_name: place.activity_name,
    type_uid: place.class_uid * 100 + place.activity_id,
    severity_id: event.outcome === 'reported_fraud' ? 3 : isDenied ? 2 : 1,
    time: Date.parse(event.time),
    timezone_offset: 0,
    ...statusOf(event),
    status_code: event.code,
    status_detail: event.reason ?? event.outcome,
    message: message(event),
    metadata: {
      version: OCSF,
      product: product(version),
      uid: event.id,
      original_event_uid: event.recordId,
      correlation_uid: event.correlation,
      log_name: event.file,
      log_provider: event.source,
      profiles: hasEndpoint && known ? ['host'] : null,
    },
    ...more,
    src_endpoint: hasEndpoint ? endpointOf(event) : null,
    http_request: hasEndpoint && event.userAgent !== null ? { user_agent: event.userAgent } : null,
    device:
      hasEndpoint && known
        ? {
            name: device.name,
            uid: device.id,
            type_id: 0,
            os: device.os === null ? null : systemOf(device.os),
            is_managed: device.managed,
            is_compliant: device.compliant,
          }
        : null,
    observables: [
      ...(addressFamily(event.ip)
        ? [{ name: 'src_endpoint.ip', type_id: 2, type: 'IP Address', value: event.ip }]
        : []),
      ...(user ? [{ name: 'user.name', type_id: 4, type: 'User Name', value: user }] : []),
    ],
    unmapped: {
      sidedoor: {
        evidence: from,
        class: event.class,
        action: event.action,
        outcome: event.outcome,
        denial: event.denial,
        attempt: event.attempt,
        identity: event.identity?.id,
        factor: event.factor,
        risk: event.risk,
        warnings: event.warnings,
        ...(hasEndpoint ? {} : { ip: event.ip, user, userAgent: event.userAgent, resource: event.resource }),
        ...(SUCCESS.has(event.outcome) && event.aal ? { aal: event.aal } : {}),
        custodyHead: head,
      },
    },
  });
}

/** What the investigator wrote down and no log tells: a base event, because no class is about such things. */
export function ocsfManual(
  event: ManualEvent,
  name: string | null,
  { version, head }: Written,
): Record<string, unknown> {
  const { id, time, what, source, saidBy, identity, by, at, zone } = event;
  return compact({
    category_uid: 0,
    class_uid: 0,
    activity_id: 99,
    activity_name: MANUAL,
    type_uid: 99,
    severity_id: 1,
    time: Date.parse(time),
    timezone_offset: 0,
    message: `${MANUAL}: ${manualText(event)}`,
    metadata: { version: OCSF, product: product(version), uid: id, log_provider: MANUAL, logged_time: Date.parse(at) },
    observables: name === null ? [] : [{ name: 'user.name', type_id: 4, type: 'User Name', value: name }],
    unmapped: { sidedoor: { manual: { what, source, saidBy, by, zone }, identity, custodyHead: head } },
  });
}
