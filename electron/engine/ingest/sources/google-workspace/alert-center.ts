/** Alerts of the alert center: Google's own word about an account, after the fact. */

import type { ActorDraft, EventDraft } from '../../../../../shared/model/event';
import { parseUtcByContract } from '../../../../../shared/model/time';
import { reject, type Shape } from '../../source';
import { isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { ipOf } from '../../vendor/address';
import { asObject, asObjects, filled, member, type Plain } from '../../vendor/fields';

/** The account that an alert is about, wherever its kind of data puts it. */
function emailOf(data: Plain | null): string | null {
  const direct = member(data, 'email') ?? member(data, 'actorEmail') ?? member(data, 'userEmail');
  if (direct !== null) return direct;
  const malicious = asObject(asObject(data?.maliciousEntity)?.entity);
  const rule = asObject(asObject(data?.ruleViolationInfo)?.triggeringUserEmail);
  return (
    member(asObject(data?.ruleViolationInfo), 'triggeringUserEmail') ??
    member(rule, 'email') ??
    member(malicious, 'emailAddress') ??
    member(asObjects(data?.affectedUserEmails)[0] ?? null, 'email') ??
    firstOf(data?.affectedUserEmails)
  );
}

const firstOf = (value: unknown): string | null =>
  Array.isArray(value) && typeof value[0] === 'string' && value[0] !== '' ? value[0] : null;

function person(email: string | null): ActorDraft | null {
  if (email === null) return null;
  const isAddress = isAddressLike(email);
  return { id: null, name: email, kind: isAddress ? 'human' : 'unknown', keys: isAddress ? nameKeys(email) : [] };
}

export const alertCenter: Shape = {
  id: 'alert-center-json',
  record: 'json',
  reads: [
    'alertId',
    'createTime',
    'startTime',
    'endTime',
    'updateTime',
    'customerId',
    'type',
    'source',
    'data',
    'metadata',
    'deleted',
  ],
  fidelity: 3,
  signature: 'alertId, createTime, type and customerId',
  accepts: (record) =>
    record.has('alertId') && record.has('createTime') && record.has('customerId') && record.has('type'),
  toEvent: (record) => {
    const written = filled(record.text('createTime')) ?? filled(record.text('startTime'));
    const time = written === null ? null : parseUtcByContract(written);
    if (time === null) return reject(written === null ? 'no time (createTime)' : 'unreadable time (createTime)');
    const data = asObject(record.any('data'));
    const metadata = asObject(record.any('metadata'));
    const login = asObject(data?.loginDetails);
    const email = emailOf(data);
    const detail: Record<string, string> = {};
    const put = (key: string, value: string | null): void => {
      if (value !== null) detail[key] = value;
    };
    put('source', filled(record.text('source')));
    put('data_type', member(data, '@type')?.replace(/^.*\./, '') ?? null);
    put('start', filled(record.text('startTime')));
    put('end', filled(record.text('endTime')));
    put('status', member(metadata, 'status'));
    put('assignee', member(metadata, 'assignee'));
    put('login_time', member(login, 'loginTime'));
    put('affected_email', email);
    const draft: EventDraft = {
      recordId: filled(record.text('alertId')),
      // An alert is written anew when its status changes.
      recordPart: String(time),
      time,
      class: 'other',
      action: filled(record.text('type')) ?? 'alert',
      outcome: 'none',
      code: detail.data_type ?? null,
      reason: filled(record.text('source')),
      actor: person(email),
      app: filled(record.text('source')),
      ip: ipOf(member(login, 'ipAddress')),
      risk: member(metadata, 'severity')?.toLowerCase() ?? null,
      attempt: { key: null, role: 'report' },
      flags: ['vendor_suspicious'],
      detail,
    };
    return draft;
  },
};
