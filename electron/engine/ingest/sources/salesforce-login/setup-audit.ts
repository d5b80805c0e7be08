/** Setup audit trail: what administrators changed. */
import type { EventDraft } from '../../../../../shared/model/event';
import { reject, type Shape } from '../../source';
import { asObject, firstText, member } from '../../vendor/fields';
import { account, readTime } from './common';
import { writtenTime } from './login-history';

const PRIVILEGED =
  /password|profile|perm|role|login|session|mfa|two ?factor|verification|connected ?app|oauth|sso|saml|certificate|user|ip ?range|trusted|delegat|freeze|token/i;

interface Told {
  id: string | null;
  time: number | null;
  timeText: string | null;
  user: string | null;
  userId: string | null;
  action: string | null;
  section: string | null;
  delegate: string | null;
  warning: string | null;
}

function toDraft(told: Told): ReturnType<Shape['toEvent']> {
  if (told.time === null)
    return reject(told.timeText === null ? 'no time (CreatedDate)' : 'unreadable time (CreatedDate)');
  const action = told.action ?? 'unnamed change';
  const draft: EventDraft = {
    recordId: told.id,
    time: told.time,
    class: 'change',
    action,
    outcome: 'none',
    reason: told.section,
    actor: account({ id: told.userId, name: told.user }),
    app: 'Setup',
    resource: told.section,
    attempt: { key: null, role: 'outcome' },
    flags: PRIVILEGED.test(`${action} ${told.section ?? ''}`) ? ['privileged'] : [],
    detail: told.delegate === null ? null : { delegate: told.delegate },
  };
  if (draft.actor && told.delegate !== null) draft.actor.onBehalfOf = told.delegate;
  if (told.warning !== null) draft.warnings = [told.warning];
  return draft;
}

export const setupAuditJson: Shape = {
  id: 'setup-audit-json',
  record: 'json',
  reads: ['Id', 'CreatedDate', 'CreatedById', 'CreatedBy', 'Action', 'Section', 'Display', 'DelegateUser'],
  fidelity: 3,
  signature: 'CreatedDate, Action, Section and Display',
  accepts: (record) =>
    record.has('CreatedDate') &&
    record.has('Action') &&
    record.has('Display') &&
    (record.has('Section') || record.has('DelegateUser')),
  toEvent: (record) => {
    const by = asObject(record.any('CreatedBy'));
    const timeText = firstText(record, ['CreatedDate']);
    return toDraft({
      id: firstText(record, ['Id']),
      time: readTime(timeText),
      timeText,
      user: member(by, 'Username') ?? member(by, 'Email') ?? member(by, 'Name'),
      userId: firstText(record, ['CreatedById']),
      action: firstText(record, ['Action']),
      section: firstText(record, ['Display', 'Section']),
      delegate: firstText(record, ['DelegateUser']),
      warning: null,
    });
  },
};

export const setupAuditCsv: Shape = {
  id: 'setup-audit-csv',
  record: 'csv',
  reads: ['date', 'user', 'source namespace prefix', 'action', 'section', 'delegate user'],
  fidelity: 1,
  signature: 'columns Date, User, Action, Section and Delegate User',
  accepts: (row) =>
    row.has('date') && row.has('user') && row.has('action') && row.has('section') && row.has('delegate user'),
  toEvent: (row, context) => {
    const timeText = firstText(row, ['date']);
    const written = writtenTime(timeText, context);
    return toDraft({
      id: null,
      time: written.time,
      timeText,
      user: firstText(row, ['user']),
      userId: null,
      action: firstText(row, ['action']),
      section: firstText(row, ['section']),
      delegate: firstText(row, ['delegate user']),
      warning: written.warning,
    });
  },
};
