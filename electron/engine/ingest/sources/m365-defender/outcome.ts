/** What a row of a hunting table is, and what became of the attempt that it tells. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { ERROR_CODES } from '../../vendor/entra-error-codes';
import { asObject, type Plain, parsed } from '../../vendor/fields';
import { decideLogon } from '../../vendor/m365-logon';
import { operationOf } from '../../vendor/m365-operations';
import { type Fields, pairsOf, textOf } from '../../vendor/microsoft';

export const LOGON = /^logon(success|failed|attempted)$/i;
const SIGN_IN_TABLES =
  /^(aad|entraid)?(spn)?signinevents(beta)?$|^aadsigninevents|^aadspnsignin|^entraidsignin|^entraidspnsignin/i;

export type Kind = 'logon' | 'sign-in' | 'cloud-app' | 'alert' | 'directory' | 'query' | 'device' | 'mail' | 'other';

/** By the table's name, else by what only one kind of row holds. */
export function kindOf(fields: Fields, table: string): Kind {
  if (SIGN_IN_TABLES.test(table)) return 'sign-in';
  if (/^(identity|device)logonevents$/.test(table) || LOGON.test(fields.text('ActionType') ?? '')) return 'logon';
  if (table === 'cloudappevents') return 'cloud-app';
  if (/^alert|^behavior/.test(table)) return 'alert';
  if (table === 'identitydirectoryevents') return 'directory';
  if (table === 'identityqueryevents') return 'query';
  if (/^email|^urlclick|^message/.test(table)) return 'mail';
  if (/^device/.test(table)) return 'device';
  if (fields.text('ErrorCode') !== null && fields.text('RequestId') !== null) return 'sign-in';
  if (fields.text('AlertId') !== null) return 'alert';
  if (
    fields.text('RawEventData') !== null ||
    asObject(parsed(fields.any('RawEventData'))) ||
    fields.text('ActivityType') !== null
  )
    return 'cloud-app';
  if (fields.text('QueryType') !== null || fields.text('QueryTarget') !== null) return 'query';
  if (fields.text('DeviceId') !== null) return 'device';
  return fields.text('DestinationDeviceName') !== null ? 'directory' : 'other';
}

export interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  code: string | null;
  role: AttemptRole;
  flags: readonly EventFlag[];
  interactive: boolean | null;
  isUnknownUser: boolean;
}

const plain = (eventClass: EventClass, outcome: Outcome, rest: Partial<Decided> = {}): Decided => ({
  class: eventClass,
  outcome,
  factor: null,
  code: null,
  role: 'outcome',
  flags: [],
  interactive: null,
  isUnknownUser: false,
  ...rest,
});

export function decide(fields: Fields, kind: Kind, raw: Plain | null): Decided {
  switch (kind) {
    case 'logon':
      return decideDomain(fields);
    case 'sign-in':
      return decideSignIn(fields);
    case 'cloud-app':
      return decideCloudApp(fields, raw);
    case 'alert':
      return plain('other', 'none', { flags: ['vendor_suspicious'] });
    case 'directory': {
      const action = fields.text('ActionType') ?? '';
      return plain(
        /changed|created|deleted|added|removed|updated|disabled|enabled|modif|creation/i.test(action)
          ? 'change'
          : 'other',
        'none',
      );
    }
    case 'query':
      return plain('access', 'none');
    default:
      return plain('other', 'none');
  }
}

/** Why a logon failed, in the words of both logon tables. */
const FAILURES: Readonly<Record<string, Partial<Decided> & { outcome: Outcome }>> = {
  wrongpassword: { outcome: 'password_failed', factor: 'password' },
  invalidusernameorpassword: { outcome: 'password_failed', factor: 'password' },
  oldpassword: { outcome: 'password_failed', factor: 'password' },
  accountlocked: { outcome: 'rate_limited' },
  lockedaccount: { outcome: 'rate_limited' },
  accountlockedout: { outcome: 'rate_limited' },
  accountdisabled: { outcome: 'blocked_by_policy' },
  disabledaccount: { outcome: 'blocked_by_policy' },
  accountexpired: { outcome: 'blocked_by_policy' },
  expiredaccount: { outcome: 'blocked_by_policy' },
  logonhoursviolation: { outcome: 'blocked_by_policy' },
  outsideworkinghours: { outcome: 'blocked_by_policy' },
  workstationrestriction: { outcome: 'blocked_by_policy' },
  restrictedaccount: { outcome: 'blocked_by_policy' },
  logontypenotgranted: { outcome: 'not_enrolled' },
  passwordexpired: { outcome: 'challenged', flags: ['credential_right'] },
  expiredpassword: { outcome: 'challenged', flags: ['credential_right'] },
  unknownuser: { outcome: 'failed_other', isUnknownUser: true },
  usernotfound: { outcome: 'failed_other', isUnknownUser: true },
};
const INTERACTIVE = /^(interactive|remoteinteractive|cached.*|unlock|local|remote interactive.*)|login:/i;

function decideDomain(fields: Fields): Decided {
  const action = fields.text('ActionType') ?? '';
  const type = fields.text('LogonType') ?? '';
  const base = { interactive: type === '' ? null : INTERACTIVE.test(type) };
  if (!LOGON.test(action) || /attempted/i.test(action)) return plain('authentication', 'none', base);
  if (/failed/i.test(action)) {
    const folded = (fields.text('FailureReason') ?? '').toLowerCase().replace(/[^a-z]/g, '');
    const known = Object.hasOwn(FAILURES, folded) ? FAILURES[folded]! : null;
    return plain('authentication', known?.outcome ?? 'failed_other', { ...base, factor: factorOf(type), ...known });
  }
  // A ticket or a token stood in; nobody typed anything.
  if (/resource access|oauth2:(token|authorize)|network.*kerberos/i.test(type))
    return plain('authentication', 'success_token', base);
  const isKey = /certificate|smart ?card|hello/i.test(type);
  return plain('authentication', isKey ? 'success_mfa' : 'success_single_factor', {
    ...base,
    factor: factorOf(type),
    flags: ['ambiguous'],
  });
}

const factorOf = (type: string): Factor | null =>
  /certificate|smart ?card/i.test(type) ? 'certificate' : /hello/i.test(type) ? 'windows_hello' : null;

export function signInType(
  fields: Fields,
): 'interactive' | 'non_interactive' | 'service_principal' | 'managed_identity' {
  const type = fields.text('LogonType') ?? JSON.stringify(parsed(fields.any('LogonType')) ?? '');
  if (/managedidentity/i.test(type)) return 'managed_identity';
  if (
    /serviceprincipal/i.test(type) ||
    (fields.text('ServicePrincipalId') !== null && fields.text('AccountUpn') === null)
  )
    return 'service_principal';
  return /noninteractive/i.test(type) ? 'non_interactive' : 'interactive';
}

/** Sign-ins of the directory: its error codes; the steps of the second factor are not in these tables. */
function decideSignIn(fields: Fields): Decided {
  const code = fields.text('ErrorCode');
  const type = signInType(fields);
  const interactive = type === 'interactive';
  if (code === '500121')
    return plain('authentication', 'failed_other', {
      code,
      interactive,
      role: 'answer',
      flags: ['second_factor_failed', 'ambiguous', 'credential_right'],
    });
  const found = code === null ? undefined : ERROR_CODES.get(code);
  if (found)
    return plain(found.class ?? 'authentication', found.outcome, {
      code,
      interactive,
      factor: found.factor ?? null,
      flags: found.flags ?? [],
      role: found.interim ? 'interim' : 'outcome',
      isUnknownUser: code === '50034',
    });
  if (code !== '0') return plain('authentication', code === null ? 'none' : 'failed_other', { code, interactive });
  if (type === 'managed_identity' || type === 'non_interactive')
    return plain('authentication', 'success_token', { code, interactive });
  const isMulti = /multifactor/i.test(fields.text('AuthenticationRequirement') ?? '');
  return plain('authentication', isMulti ? 'success_mfa' : 'success_single_factor', {
    code,
    interactive,
    flags: ['ambiguous', isMulti ? 'mfa_required' : 'mfa_not_required'],
  });
}

/** The audit log's record stands in `RawEventData`; what it means is decided as in the audit log. */
function decideCloudApp(fields: Fields, raw: Plain | null): Decided {
  const action = fields.text('ActionType') ?? '';
  if (/^(UserLoggedIn|UserLoginFailed)$/i.test(action) || LOGON.test(action)) {
    const extended = pairsOf(raw?.ExtendedProperties);
    const told = decideLogon({
      isFailure: /failed/i.test(action),
      error: textOf(raw, 'ErrorNumber'),
      name: textOf(raw, 'LogonError'),
      request: extended.get('RequestType') ?? null,
      method: extended.get('UserAuthenticationMethod') ?? null,
      agent: extended.get('UserAgent') ?? fields.text('UserAgent'),
    });
    return { ...told, isUnknownUser: told.code === '50034' };
  }
  const operation = operationOf(action, textOf(raw, 'Workload'), null);
  return plain(operation.class, /^(failed|false)$/i.test(textOf(raw, 'ResultStatus') ?? '') ? 'failed_other' : 'none', {
    flags: [
      ...(operation.isPrivileged ? (['privileged'] as const) : []),
      ...(operation.kind === 'risk_detection' ? (['vendor_suspicious'] as const) : []),
    ],
  });
}
