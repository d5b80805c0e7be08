/** Who calls, and upon whom a call acts. */
import type { ActorDraft } from '../../../../../shared/model/event';
import type { IdentityKind } from '../../../../../shared/model/words';
import { type ActorKey, addKey, nameKeys } from '../../vendor/actor-keys';
import { asObject, asObjects, member, type Plain } from '../../vendor/fields';

const SERVICE_ACCOUNT = /\.gserviceaccount\.com$/;

export function readPrincipal(authentication: Plain | null): ActorDraft | null {
  const email = member(authentication, 'principalEmail');
  const subject = member(authentication, 'principalSubject');
  const name = email ?? withoutPrefix(subject);
  if (name === null) return null;
  const delegation = asObjects(authentication?.serviceAccountDelegationInfo)[0] ?? null;
  const behind =
    member(asObject(delegation?.firstPartyPrincipal), 'principalEmail') ?? member(delegation, 'principalSubject');
  return { ...personOrMachine(name, subject), onBehalfOf: withoutPrefix(behind) };
}

/** `user:alice@example.com`, `serviceAccount:x@y.iam.gserviceaccount.com`, `principal://…/subject/repo:org/app` */
function withoutPrefix(subject: string | null): string | null {
  if (subject === null) return null;
  const [, rest] = /^(?:user|serviceAccount|group|domain|deleted:(?:user|serviceAccount)):(.+)$/.exec(subject) ?? [];
  return rest?.replace(/\?uid=\d+$/, '') ?? subject;
}

function personOrMachine(name: string, subject: string | null): ActorDraft {
  const kind = kindOf(name, subject);
  const keys: ActorKey[] = [];
  if (kind === 'human') keys.push(...nameKeys(name));
  else if (kind === 'service_principal') addKey(keys, 'client_id', name);
  else addKey(keys, 'vendor_id', name);
  return { id: name, name, kind, keys };
}

function kindOf(name: string, subject: string | null): IdentityKind {
  if (SERVICE_ACCOUNT.test(name)) return 'service_principal';
  if (name.startsWith('system:serviceaccount:') || name.startsWith('system:')) return 'workload';
  if (/^principal(?:Set)?:\/\//.test(name) || subject?.includes('workloadIdentityPools') === true) return 'workload';
  return name.includes('@') ? 'human' : 'unknown';
}

/** The account that a call acts upon: the first that a policy change names, or the service account of the resource. */
export function targetOf(payload: Plain, method: string): ActorDraft | null {
  const delta =
    asObject(asObject(payload.serviceData)?.policyDelta) ?? asObject(asObject(payload.metadata)?.policyDelta);
  const named = member(asObjects(delta?.bindingDeltas)[0] ?? null, 'member');
  if (named !== null) {
    const name = withoutPrefix(named) ?? named;
    return name.startsWith('all') ? null : personOrMachine(name, named);
  }
  if (!/ServiceAccount/i.test(method) && !/GenerateAccessToken|GenerateIdToken|Sign(?:Blob|Jwt)/.test(method))
    return null;
  const request = asObject(payload.request);
  const places = [
    member(request, 'name'),
    member(payload, 'resourceName'),
    member(asObject(payload.response), 'email'),
  ];
  for (const place of places) {
    const account = place?.split('/').find((part) => SERVICE_ACCOUNT.test(part));
    if (account !== undefined) return personOrMachine(account, null);
  }
  return null;
}
