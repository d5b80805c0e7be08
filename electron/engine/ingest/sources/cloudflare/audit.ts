/** The account's audit log. */
import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Outcome } from '../../../../../shared/model/words';
import { reject, type Shape } from '../../source';
import { readAddress } from '../../vendor/address';
import { instantOf } from '../../vendor/epoch';
import { asObject, booleanOf, filled, member, type Plain } from '../../vendor/fields';
import { person } from '../../vendor/person';

interface Entry {
  id: string | null;
  when: unknown;
  action: string | null;
  succeeded: boolean | null;
  actorEmail: string | null;
  actorId: string | null;
  actorIp: string | null;
  actorType: string | null;
  resourceType: string | null;
  resourceId: string | null;
  owner: string | null;
  interface: string | null;
  metadata: Plain | null;
}

const PRIVILEGED =
  /member|role|token|api_?key|policy|sso|idp|identity_provider|two_factor|2fa|mfa|access_|service_token|certificate|permission|owner|password|login_method/i;

function kindOf(entry: Entry): { class: EventClass; outcome: Outcome; flags: EventFlag[] } {
  const action = entry.action?.toLowerCase() ?? '';
  const failed = entry.succeeded === false;
  if (/^(?:login|login_sso|sign_in)$/.test(action))
    // Which factor was asked for is not told.
    return {
      class: 'authentication',
      outcome: failed ? 'failed_other' : 'success_single_factor',
      flags: failed ? [] : ['ambiguous'],
    };
  if (/^(?:login_fail|failed_login)/.test(action))
    return { class: 'authentication', outcome: 'password_failed', flags: [] };
  if (/^(?:logout|sign_out|session_)/.test(action)) return { class: 'session', outcome: 'none', flags: [] };
  const flags: EventFlag[] = PRIVILEGED.test(`${action} ${entry.resourceType ?? ''}`) ? ['privileged'] : [];
  return { class: 'change', outcome: failed ? 'failed_other' : 'none', flags };
}

function toDraft(entry: Entry): ReturnType<Shape['toEvent']> {
  const time = instantOf(entry.when);
  if (time === null) return reject(entry.when == null ? 'no time (when)' : 'unreadable time (when)');
  const kind = kindOf(entry);
  const address = readAddress(entry.actorIp);
  const isPerson = entry.actorType === null || entry.actorType === 'user';
  const detail: Record<string, string> = {};
  const put = (key: string, value: string | null): void => {
    if (value !== null) detail[key] = value.slice(0, 400);
  };
  put('interface', entry.interface);
  put('resource_type', entry.resourceType);
  put('actor_type', entry.actorType);
  for (const key of ['zone_name', 'action_detail', 'name', 'token_name', 'method'])
    put(key, member(entry.metadata, key));
  const draft: EventDraft = {
    recordId: entry.id,
    time,
    class: kind.class,
    action: entry.action ?? 'unnamed action',
    outcome: kind.outcome,
    reason: member(entry.metadata, 'action_detail'),
    actor: person({
      id: entry.actorId,
      email: entry.actorEmail ?? member(entry.metadata, 'actor_email'),
      kind: isPerson ? 'human' : entry.actorType === 'cloudflare_admin' ? 'unknown' : 'service_principal',
    }),
    app: 'Cloudflare',
    resource: entry.resourceType === null ? entry.resourceId : `${entry.resourceType} ${entry.resourceId ?? ''}`.trim(),
    ip: address.ip,
    interactive: entry.interface === 'UI' ? true : entry.interface === 'API' ? false : null,
    attempt: { key: null, role: 'outcome' },
    flags: kind.flags,
    detail,
  };
  if (draft.actor && entry.owner !== null) draft.actor.homeTenant = entry.owner;
  if (address.warning !== null) draft.warnings = [address.warning];
  return draft;
}

export const auditLogpush: Shape = {
  id: 'audit-logpush',
  record: 'json',
  reads: [
    'ID',
    'When',
    'ActionType',
    'ActionResult',
    'ActorEmail',
    'ActorID',
    'ActorIP',
    'ActorType',
    'ResourceType',
    'ResourceID',
    'OwnerID',
    'Interface',
    'Metadata',
  ],
  fidelity: 3,
  signature: 'ActionType, ActionResult, When',
  accepts: (record) => record.has('ActionType') && record.has('ActionResult') && record.has('When'),
  toEvent: (record) => {
    const text = (path: string): string | null => filled(record.text(path));
    return toDraft({
      id: text('ID'),
      when: record.any('When'),
      action: text('ActionType'),
      succeeded: record.bool('ActionResult'),
      actorEmail: text('ActorEmail'),
      actorId: text('ActorID'),
      actorIp: text('ActorIP'),
      actorType: text('ActorType'),
      resourceType: text('ResourceType'),
      resourceId: text('ResourceID'),
      owner: text('OwnerID'),
      interface: text('Interface'),
      metadata: asObject(record.any('Metadata')),
    });
  },
};

/** Version 1: `action.type`, `when`; version 2: `action.result` in words, `action.time`, `actor.context`. */
export const auditApi: Shape = {
  id: 'audit-api',
  record: 'json',
  reads: ['id', 'when', 'action', 'actor', 'resource', 'owner', 'account', 'interface', 'metadata'],
  fidelity: 3,
  signature: 'action.type, actor and resource.type, with when or action.time',
  accepts: (record) =>
    record.has('action.type') &&
    record.has('actor') &&
    record.has('resource') &&
    (record.has('when') || record.has('action.time')) &&
    (record.has('owner') || record.has('account') || record.has('actor.ip') || record.has('actor.ip_address')),
  toEvent: (record) => {
    const action = asObject(record.any('action'));
    const actor = asObject(record.any('actor'));
    const resource = asObject(record.any('resource'));
    const result = member(action, 'result');
    return toDraft({
      id: filled(record.text('id')),
      when: record.any('when') ?? action?.time,
      action: member(action, 'type'),
      succeeded: booleanOf(action?.result) ?? (result === null ? null : /^success/i.test(result)),
      actorEmail: member(actor, 'email'),
      actorId: member(actor, 'id'),
      actorIp: member(actor, 'ip') ?? member(actor, 'ip_address'),
      actorType: member(actor, 'type'),
      resourceType: member(resource, 'type') ?? member(resource, 'product'),
      resourceId: member(resource, 'id'),
      owner: member(asObject(record.any('owner')), 'id') ?? member(asObject(record.any('account')), 'id'),
      interface: filled(record.text('interface')) ?? member(actor, 'context'),
      metadata: asObject(record.any('metadata')),
    });
  },
};
