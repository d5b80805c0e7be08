/** One step of automatic provisioning: whose account was made, changed or disabled in which application. */
import type { ActorDraft, EventDraft } from '../../../../../shared/model/event';
import type { Outcome } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { asObject, type Plain, parsed } from '../../vendor/fields';
import {
  appActor,
  changesOf,
  changesText,
  type Fields,
  readUtc,
  short,
  textOf,
  userActor,
} from '../../vendor/microsoft';

export const NAMES = [
  'id',
  'activityDateTime',
  'action',
  'provisioningAction',
  'changeId',
  'cycleId',
  'jobId',
  'servicePrincipal',
  'sourceSystem',
  'targetSystem',
  'initiatedBy',
  'sourceIdentity',
  'targetIdentity',
  'provisioningStatusInfo',
  'statusInfo',
  'modifiedProperties',
  'resultType',
  'resultSignature',
  'resultDescription',
  'correlationId',
] as const;

export interface Around {
  time: string | null;
  result: string | null;
  reason: string | null;
  correlation: string | null;
}

/** Builds the event; rejects only what has no time. */
export function toDraft(fields: Fields, around: Around, dayFirst: boolean | null): EventDraft | Reject {
  const timeText = fields.text('activityDateTime') ?? around.time;
  const { time, warning } = readUtc(timeText, dayFirst);
  if (time === null)
    return reject(timeText === null ? 'no time (activityDateTime)' : 'unreadable time (activityDateTime)');
  const part = (name: string): Plain | null => asObject(parsed(fields.any(name)));
  const [app, source, target] = [part('servicePrincipal'), part('sourceIdentity'), part('targetIdentity')];
  const status = part('provisioningStatusInfo') ?? part('statusInfo');
  const error = asObject(parsed(status?.errorInformation));
  const result = textOf(status, 'status') ?? fields.text('resultType') ?? around.result ?? '';
  const system = asObject(parsed(part('targetSystem')?.details));
  return {
    recordId: fields.text('id'),
    time,
    // What was skipped changed nothing and must not read like a change.
    class: /^(skipped|2)$/i.test(result) ? 'other' : 'change',
    action: `provisioning.${(fields.text('provisioningAction') ?? fields.text('action') ?? 'activity').toLowerCase()}`,
    outcome: outcomeOf(result),
    code: textOf(error, 'errorCode'),
    reason: textOf(error, 'reason') ?? fields.text('resultDescription') ?? around.reason,
    actor: initiator(part('initiatedBy'), app),
    target: identityOf(source) ?? identityOf(target),
    app: nameOf(app) ?? nameOf(part('targetSystem')),
    appId: textOf(system, 'ApplicationId'),
    resource: nameOf(target) ?? textOf(target, 'id'),
    correlation: fields.text('changeId') ?? fields.text('correlationId') ?? around.correlation,
    attempt: { key: null, role: 'outcome' },
    detail: detailOf(fields, result, { source, target, from: part('sourceSystem'), to: part('targetSystem') }),
    ...(warning ? { warnings: [warning] } : {}),
  };
}

const nameOf = (object: Plain | null): string | null => textOf(object, 'displayName') ?? textOf(object, 'name');

/** Words, and the numbers of older records: 0 success, 1 failure, 2 skipped, 3 warning. */
const outcomeOf = (result: string): Outcome => (/^(failure|failed|1)$/i.test(result) ? 'failed_other' : 'none');

function initiator(by: Plain | null, app: Plain | null): ActorDraft | null {
  const type = textOf(by, 'initiatorType') ?? textOf(by, 'type') ?? '';
  if (/^user$/i.test(type))
    return userActor({ id: textOf(by, 'id'), upn: textOf(by, 'userPrincipalName'), display: nameOf(by) });
  // The service works for the application's provisioning job: that is the account to look at.
  return appActor({ id: textOf(by, 'id') ?? textOf(app, 'id'), appId: null, name: nameOf(by) ?? nameOf(app) });
}

/** The person; groups and other objects are told as the resource. */
function identityOf(identity: Plain | null): ActorDraft | null {
  const details = asObject(parsed(identity?.details));
  if (!/user/i.test(textOf(identity, 'identityType') ?? textOf(details, 'odatatype') ?? '')) return null;
  return userActor({
    id: textOf(identity, 'id'),
    upn: textOf(details, 'UserPrincipalName') ?? textOf(details, 'userName'),
    display: nameOf(identity),
  });
}

function detailOf(
  fields: Fields,
  result: string,
  parts: { source: Plain | null; target: Plain | null; from: Plain | null; to: Plain | null },
): Record<string, string> {
  const detail: Record<string, string> = { kind: 'account_state_change' };
  const put = (key: string, value: string | null): void => {
    if (value !== null && value !== '') detail[key] = short(value);
  };
  put('result', result);
  put('source_system', nameOf(parts.from));
  put('target_system', nameOf(parts.to));
  put('source_identity', textOf(parts.source, 'id'));
  put('target_identity', textOf(parts.target, 'id'));
  put('job', fields.text('jobId'));
  put('cycle', fields.text('cycleId'));
  put('changed', changesText(changesOf(fields.any('modifiedProperties'))));
  return detail;
}
