/** Entries of the Audit Logs API, and the same as rows of a Sentinel table. */
import type { ActorDraft, EventDraft } from '../../../../../shared/model/event';
import { type LazyRecord, type Reject, reject, type Shape } from '../../source';
import { isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { epochMillis, instantOf } from '../../vendor/epoch';
import { asObject, filled, firstText, member, numberOf, type Plain, parsed, scalar } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { person } from '../../vendor/person';
import { actionOf } from './actions';

interface Entry {
  id: string | null;
  time: number | null;
  timeText: string | null;
  action: string;
  description: string | null;
  actorType: string | null;
  actor: Plain | null;
  entityType: string | null;
  entity: Plain | null;
  workspace: Plain | null;
  ip: string | null;
  userAgent: string | null;
  session: string | null;
  appId: string | null;
  details: Plain | null;
  warnings: readonly string[];
}

function toDraft(entry: Entry): EventDraft | Reject {
  if (entry.time === null)
    return reject(entry.timeText === null ? 'no time (date_create)' : 'unreadable time (date_create)');
  const { details } = entry;
  const reason = member(details, 'reason') ?? reasons(details?.reason) ?? member(details, 'error');
  const action = actionOf(entry.action, reason ?? entry.description);
  const actor = accountOf(entry.actorType, entry.actor);
  const target = entry.entityType === 'user' ? accountOf('user', entry.entity) : null;
  const address = readAddress(entry.ip);
  const draft: EventDraft = {
    recordId: entry.id,
    time: acted(entry) ?? entry.time,
    class: action.class,
    action: entry.action,
    outcome: action.outcome,
    reason: reason ?? entry.description,
    actor,
    target: target !== null && target.id !== actor?.id ? target : null,
    app: entry.entityType === 'app' ? member(entry.entity, 'name') : null,
    appId: entry.appId ?? (entry.entityType === 'app' ? member(entry.entity, 'id') : null),
    resource: entry.entityType === 'user' ? null : (member(entry.entity, 'name') ?? member(entry.entity, 'id')),
    ip: address.ip,
    userAgent: entry.userAgent,
    session: entry.session,
    interactive: entry.action === 'user_login' ? true : null,
    attempt: { key: null, role: 'outcome' },
    flags: [...action.flags],
    detail: detailOf(entry),
  };
  const warnings = [...entry.warnings, ...(address.warning === null ? [] : [address.warning])];
  if (warnings.length > 0) draft.warnings = warnings;
  return draft;
}

/** An anomaly is written after the act that it is about: milliseconds or microseconds. */
function acted(entry: Entry): number | null {
  if (entry.action !== 'anomaly') return null;
  const time = epochMillis(entry.details?.action_timestamp);
  return time !== null && Math.abs(time - (entry.time ?? 0)) < 7 * 86_400_000 ? time : null;
}

const reasons = (value: unknown): string | null => {
  const list = typeof value === 'string' ? parsed(value) : value;
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string').join(', ') || null : null;
};

function accountOf(type: string | null, account: Plain | null): ActorDraft | null {
  const id = member(account, 'id');
  const email = member(account, 'email');
  const name = member(account, 'name');
  const isPerson = type === null || type === 'user';
  const drafted = person({
    id,
    email,
    kind: isPerson ? 'human' : 'service_principal',
    display: name,
    idKey: 'slack_id',
  });
  if (drafted && isPerson && email === null && name !== null && isAddressLike(name))
    drafted.keys.push(...nameKeys(name));
  const team = member(account, 'team');
  return drafted && team !== null ? { ...drafted, homeTenant: team } : drafted;
}

function detailOf(entry: Entry): Record<string, string> {
  const detail: Record<string, string> = {};
  const put = (key: string, value: string | null): void => {
    if (value !== null) detail[key] = value;
  };
  put('workspace', member(entry.workspace, 'name') ?? member(entry.workspace, 'id'));
  put('entity_type', entry.entityType);
  put('entity', member(entry.entity, 'id'));
  put('previous_address', member(entry.details, 'previous_ip_address'));
  put('previous_agent', member(entry.details, 'previous_ua'));
  put('location', member(entry.details, 'location'));
  for (const key of ['new_value', 'previous_value', 'new_scopes', 'previous_scopes', 'name', 'kind', 'type'])
    put(key, textOf(entry.details?.[key]));
  return detail;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return filled(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return null;
  return (
    value
      .filter((each) => typeof each === 'string')
      .slice(0, 20)
      .join(' ') || null
  );
}

export const auditJson: Shape = {
  id: 'audit-json',
  record: 'json',
  reads: ['id', 'date_create', 'action', 'action_description', 'actor', 'entity', 'context', 'details', 'p_event_time'],
  fidelity: 3,
  signature: 'action, actor.type and context.location, with date_create or entity',
  accepts: (record) =>
    record.text('action') !== null &&
    record.has('actor.type') &&
    (record.has('context.location') || (record.has('date_create') && record.has('context'))),
  toEvent: (record) => {
    const actor = asObject(record.any('actor'));
    const entity = asObject(record.any('entity'));
    const context = asObject(record.any('context'));
    const actorType = member(actor, 'type');
    const entityType = member(entity, 'type');
    const written = record.any('date_create') ?? record.any('p_event_time');
    return toDraft({
      id: filled(record.text('id')),
      time: instantOf(written),
      timeText: written === undefined || written === null ? null : (scalar(written) ?? JSON.stringify(written)),
      action: filled(record.text('action')) ?? 'unnamed action',
      description: filled(record.text('action_description')),
      actorType,
      actor: asObject(actor?.[actorType ?? 'user']) ?? asObject(actor?.user),
      entityType,
      entity: entityType === null ? null : asObject(entity?.[entityType]),
      workspace: asObject(context?.location),
      ip: member(context, 'ip_address'),
      userAgent: member(context, 'ua'),
      session: member(context, 'session_id'),
      appId: member(asObject(context?.app), 'id'),
      details: asObject(record.any('details')),
      warnings: [],
    });
  },
};

// ---- Sentinel's table SlackAudit_CL

const COLUMNS = {
  id: ['id_g', 'id_s', 'id'],
  time: ['date_create_d', 'date_create_s', 'date_create_t', 'date_create'],
  generated: ['TimeGenerated', 'TimeGenerated [UTC]'],
  action: ['action_s', 'action'],
  description: ['action_description_s'],
  actorType: ['actor_type_s'],
  actorId: ['actor_user_id_s'],
  actorName: ['actor_user_name_s'],
  actorEmail: ['actor_user_email_s'],
  actorTeam: ['actor_user_team_s'],
  entityType: ['entity_type_s'],
  entityUserId: ['entity_user_id_s'],
  entityUserName: ['entity_user_name_s'],
  entityUserEmail: ['entity_user_email_s'],
  entityId: ['entity_app_id_s', 'entity_file_id_s', 'entity_channel_id_s', 'entity_workspace_id_s'],
  entityName: ['entity_app_name_s', 'entity_file_name_s', 'entity_channel_name_s', 'entity_workspace_name_s'],
  workspace: ['context_location_name_s'],
  ip: ['context_ip_address_s'],
  userAgent: ['context_ua_s'],
  session: ['context_session_id_d', 'context_session_id_s'],
  reason: ['details_reason_s'],
  newValue: ['details_new_value_s'],
} as const;

function tableShape(record: Shape['record'], fidelity: number): Shape {
  const columns = Object.fromEntries(
    Object.entries(COLUMNS).map(([field, names]) => [
      field,
      [...new Set(names.map((name) => (record === 'csv' ? name.toLowerCase().replace(/ \[utc\]$/, '') : name)))],
    ]),
  ) as Record<keyof typeof COLUMNS, string[]>;
  const has = (row: LazyRecord, names: readonly string[]): boolean => names.some((name) => row.has(name));
  return {
    id: `log-analytics-${record}`,
    record,
    reads: [...new Set(Object.values(columns).flat())],
    fidelity,
    signature: 'action_s, actor_type_s and context_ip_address_s or date_create_d',
    accepts: (row) =>
      has(row, columns.action) && has(row, columns.actorType) && (has(row, columns.ip) || has(row, columns.time)),
    toEvent: (row, context) => {
      const timeText = firstText(row, columns.time) ?? firstText(row, columns.generated);
      const written = timeText === null ? null : readWritten(timeText, { zone: 'UTC', dayFirst: context.dayFirst });
      const entityType = firstText(row, columns.entityType);
      const session = firstText(row, columns.session);
      return toDraft({
        id: firstText(row, columns.id),
        time: instantOf(timeText) ?? written?.time ?? null,
        timeText,
        action: firstText(row, columns.action) ?? 'unnamed action',
        description: firstText(row, columns.description),
        actorType: firstText(row, columns.actorType),
        actor: {
          id: firstText(row, columns.actorId),
          name: firstText(row, columns.actorName),
          email: firstText(row, columns.actorEmail),
          team: firstText(row, columns.actorTeam),
        },
        entityType,
        entity:
          entityType === 'user'
            ? {
                id: firstText(row, columns.entityUserId),
                name: firstText(row, columns.entityUserName),
                email: firstText(row, columns.entityUserEmail),
              }
            : { id: firstText(row, columns.entityId), name: firstText(row, columns.entityName) },
        workspace: { name: firstText(row, columns.workspace) },
        ip: firstText(row, columns.ip),
        userAgent: firstText(row, columns.userAgent),
        session: session === null ? null : String(numberOf(session) ?? session),
        appId: null,
        details: { reason: firstText(row, columns.reason), new_value: firstText(row, columns.newValue) },
        warnings: written?.warning ? [written.warning] : [],
      });
    },
  };
}

export const logAnalyticsJson = tableShape('json', 2);
export const logAnalyticsCsv = tableShape('csv', 2);
