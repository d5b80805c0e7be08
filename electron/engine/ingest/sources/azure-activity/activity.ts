/** One operation on Azure's management plane, whatever its shape, and the event that it becomes. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject } from '../../source';
import { isAddressLike } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { entry, type Plain } from '../../vendor/fields';
import { appActor, isGuid, readUtc, short, textOf, told, userActor } from '../../vendor/microsoft';
import { appNamed } from '../../vendor/microsoft-apps';

/** What the shapes read; `null` = absent or empty. */
export interface Activity {
  id: string | null;
  time: string | null;
  /** `Microsoft.Compute/virtualMachines/write`, or the words that stand for it. */
  operation: string | null;
  title: string | null;
  category: string | null;
  status: string | null;
  substatus: string | null;
  caller: string | null;
  ip: string | null;
  correlation: string | null;
  resource: string | null;
  claims: Plain | null;
  authorization: Plain | null;
  http: Plain | null;
  level: string | null;
  message: string | null;
}

const UPN = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';
const NAME = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name';
const OBJECT = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const TENANT = 'http://schemas.microsoft.com/identity/claims/tenantid';
const METHODS = 'http://schemas.microsoft.com/claims/authnmethodsreferences';

/** `appidacr`: how the application proved itself. */
const CREDENTIALS: Readonly<Record<string, Factor>> = { '1': 'client_secret', '2': 'client_certificate' };

/** Builds the event; rejects only what has no time. */
export function toDraft(row: Activity, dayFirst: boolean | null): EventDraft | Reject {
  const { time, warning } = readUtc(row.time, dayFirst);
  if (time === null) return reject(row.time === null ? 'no time' : 'unreadable time');
  const action = row.operation ?? row.title ?? 'Azure activity';
  const eventClass = classOf(action, row.category);
  const actor = actorOf(row);
  const appId = textOf(row.claims, 'appid');
  const address = readAddress(row.ip ?? textOf(row.http, 'clientIpAddress'));
  const warnings = [warning, address.warning].filter((each) => each !== null);
  return {
    recordId: row.id,
    time,
    class: eventClass,
    action,
    outcome: outcomeOf(eventClass, row),
    factor: actor && actor.kind !== 'human' ? entry(CREDENTIALS, textOf(row.claims, 'appidacr')) : null,
    code: codeOf(row.substatus),
    reason: row.message ?? row.substatus,
    actor,
    app: appNamed(appId) ?? appId,
    appId,
    resource: row.resource,
    ip: address.ip,
    session: textOf(row.claims, 'sid'),
    correlation: row.correlation,
    // The token's own id, which the sign-in log calls the unique token identifier.
    token: textOf(row.claims, 'uti'),
    attempt: { key: null, role: 'outcome' },
    flags: flagsOf(action, eventClass),
    detail: detailOf(row),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function actorOf(row: Activity): ActorDraft | null {
  const { claims } = row;
  const objectId = textOf(claims, OBJECT) ?? textOf(row.authorization, 'principalId');
  const upn = [textOf(claims, UPN), textOf(claims, NAME), textOf(claims, 'unique_name'), row.caller].find(
    (name) => name != null && isAddressLike(name),
  );
  const isApp = /^app$/i.test(textOf(claims, 'idtyp') ?? '');
  if (upn && !isApp) {
    return userActor({ id: objectId, upn, display: textOf(claims, 'name'), homeTenant: textOf(claims, TENANT) });
  }
  const caller = told(row.caller);
  const id = objectId ?? (isGuid(caller) ? caller : null);
  const isManaged = textOf(claims, 'xms_mirid') !== null;
  const appId = textOf(claims, 'appid');
  return appActor({
    id,
    appId,
    name: appNamed(appId) ?? (isGuid(caller) ? null : caller) ?? id,
    kind: isManaged ? 'managed_identity' : 'service_principal',
  });
}

/** Events about the platform or made by it: nobody acted. */
const PLATFORM = /^(servicehealth|resourcehealth|alert|autoscale|recommendation|security|policy)$/i;
/** Actions that hand out secrets or only look. */
const READS =
  /\/(read|list\w*|sharedkeys|getkeys?|validate|check\w*|recommend\w*|dynamicinvoke|export\w*|download\w*|query|search)(\/action)?$/i;

function classOf(action: string, category: string | null): EventClass {
  if (category !== null && PLATFORM.test(category)) return 'other';
  if (READS.test(action)) return 'access';
  if (/\/(write|delete|action)$/i.test(action)) return 'change';
  if (
    /^(create|update|delete|write|add|remove|start|stop|restart|assign|set|deploy|move|register|regenerate)/i.test(
      action,
    )
  )
    return 'change';
  return /^(list|get|read|returns?|check|validate|gets)/i.test(action) ? 'access' : 'other';
}

function outcomeOf(eventClass: EventClass, row: Activity): Outcome {
  if (!/^(fail|failed|failure|error|canceled)/i.test(row.status ?? '')) return 'none';
  const text = `${row.substatus ?? ''} ${row.message ?? ''}`;
  if (/forbidden|unauthori[sz]ed|authorizationfailed|\b40[13]\b|denied/i.test(text)) return 'blocked_by_policy';
  return eventClass === 'change' ? 'failed_other' : 'none';
}

/** `OK (HTTP Status Code: 200)`, `Forbidden.403`. */
const codeOf = (substatus: string | null): string | null => /\b([1-5]\d\d)\b/.exec(substatus ?? '')?.[1] ?? null;

const SECRETS =
  /list(account|service)?(keys|sas|secrets|credentials|callbackurl)|sharedkeys|getkeys?|regenerate\w*key/i;
const POWERS =
  /roleassignments|roledefinitions|elevateaccess|accesspolicies|policyassignments|federatedidentitycredentials|diagnosticsettings\/delete|locks\/delete/i;

function flagsOf(action: string, eventClass: EventClass): EventFlag[] {
  return SECRETS.test(action) || (eventClass === 'change' && POWERS.test(action)) ? ['privileged'] : [];
}

function detailOf(row: Activity): Record<string, string> {
  const detail: Record<string, string> = {};
  const put = (key: string, value: string | null): void => {
    if (value !== null && value !== '') detail[key] = short(value);
  };
  put('category', row.category);
  put('status', row.status);
  put('title', row.title !== row.operation ? row.title : null);
  put('level', row.level);
  put('scope', textOf(row.authorization, 'scope'));
  put('role', textOf(row.authorization, 'role'));
  put('methods', textOf(row.claims, METHODS));
  put('method', textOf(row.http, 'method'));
  put('client_request_id', textOf(row.http, 'clientRequestId'));
  return detail;
}
