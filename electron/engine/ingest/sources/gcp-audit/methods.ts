/** What a method of a Google Cloud service is, and what its status means. */
import type { EventClass, Factor, IdentityKind, Outcome } from '../../../../../shared/model/words';

export interface Call {
  service: string;
  method: string;
  /** google.rpc.Code of the status; null where there is none. */
  code: number | null;
  isRefused: boolean;
  isRead: boolean;
}
export interface MethodKind {
  class: EventClass;
  isPrivileged: boolean;
  factor: Factor | null;
  /** Hands out a credential, or opens a session. */
  isSignIn: boolean;
}

const kind = (cls: EventClass, more: Partial<MethodKind> = {}): MethodKind => ({
  class: cls,
  isPrivileged: false,
  factor: null,
  isSignIn: false,
  ...more,
});

const lastName = (method: string): string => method.split('.').pop() ?? method;
const TOKENS = /^(?:GenerateAccessToken|GenerateIdToken|SignBlob|SignJwt)$/;
const READS = /^(?:get|list|search|query|read|test|check|lookup|aggregated|describe|watch|fetch|view|export|analyze)/i;
/** Services whose every write decides about accounts, rights or the log. */
const IDENTITY_SERVICES =
  /^(?:iam|iamcredentials|cloudresourcemanager|orgpolicy|admin|cloudidentity|identitytoolkit|apikeys|sts|oslogin|logging|iap|accesscontextmanager|privilegedaccessmanager|securitycenter|serviceusage|servicemanagement|secretmanager|cloudkms)\.googleapis\.com$/;
const RIGHTS =
  /iampolicy|serviceaccount|accesspolicy|firewall|metadata$|sshpublickey|apikey|sink$|role$|credential|secret|acl/i;

export function kindOfMethod({ service, method, isRead }: Call): MethodKind {
  const name = lastName(method);
  if (service === 'iamcredentials.googleapis.com' && TOKENS.test(name))
    return kind('authentication', { isSignIn: true });
  if (service === 'sts.googleapis.com')
    return kind('authentication', { isSignIn: true, factor: 'workload_federation' });
  if (service === 'iap.googleapis.com' && /^AuthorizeUser$/i.test(name))
    return kind('authentication', { isSignIn: true });
  if (service === 'oslogin.googleapis.com' && /^(?:StartSession|ContinueSession)$/.test(name))
    return kind('authentication', { isSignIn: true });
  if (service === 'privilegedaccessmanager.googleapis.com' && /Grant$/.test(name)) return kind('request');
  if (service === 'accessapproval.googleapis.com') return kind('request');
  if (isRead && !/SetIamPolicy/i.test(name)) return kind('access');
  if (READS.test(name)) return kind('access');
  if (RIGHTS.test(name) || IDENTITY_SERVICES.test(service)) return kind('change', { isPrivileged: true });
  return kind('access');
}

const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const UNAUTHENTICATED = 16;

export function decide(
  call: Call,
  method: MethodKind,
  identity: IdentityKind,
): { class: EventClass; outcome: Outcome; factor: Factor | null } {
  const { factor } = method;
  const isFailed = call.code !== null && call.code !== 0;
  if (call.code === UNAUTHENTICATED) return { class: 'authentication', outcome: 'password_failed', factor };
  if (call.code === PERMISSION_DENIED || (call.isRefused && !isFailed)) {
    // A refusal is an access that did not happen, also of a call that would have changed something.
    const cls = method.isSignIn || method.class === 'request' ? method.class : 'access';
    return { class: cls, outcome: 'blocked_by_policy', factor };
  }
  if (call.code === RESOURCE_EXHAUSTED) return { class: method.class, outcome: 'rate_limited', factor };
  if (isFailed) return { class: method.class, outcome: 'failed_other', factor };
  if (method.class === 'request')
    return { class: 'request', outcome: /Deny|Dismiss/.test(call.method) ? 'blocked_by_policy' : 'none', factor };
  if (method.class === 'change') return { class: 'change', outcome: 'none', factor };
  if (method.isSignIn) return { class: 'authentication', outcome: 'success_token', factor };
  // Calls without a caller are Google's own.
  return { class: 'access', outcome: identity === 'unknown' ? 'none' : 'success_token', factor };
}
