/** Teleport's event codes: what each is, and its outcome. The last letter says I(nfo), W(arning) or E(rror). */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Outcome } from '../../../../../shared/model/words';
import { entry } from '../../vendor/fields';

export interface CodeMeaning {
  class: EventClass;
  outcome: Outcome;
  role?: AttemptRole;
  flags?: EventFlag[];
}

const auth = (outcome: Outcome, role: AttemptRole = 'outcome'): CodeMeaning => ({
  class: 'authentication',
  outcome,
  role,
});
const change = (...flags: EventFlag[]): CodeMeaning => ({ class: 'change', outcome: 'none', flags });
const access: CodeMeaning = { class: 'access', outcome: 'none' };
const session: CodeMeaning = { class: 'session', outcome: 'none' };
const request: CodeMeaning = { class: 'request', outcome: 'none' };

const CODES: Readonly<Record<string, CodeMeaning>> = {
  T1000I: auth('success_single_factor'),
  T1000W: auth('failed_other'),
  T1001I: auth('success_single_factor'),
  T1001W: auth('failed_other'),
  T1005I: change(),
  T1006I: change(),
  T1006W: { class: 'access', outcome: 'blocked_by_policy' },
  T1007I: change(),
  T1009I: auth('success_mfa', 'answer'),
  T1009W: auth('wrong_code', 'answer'),
  T1012I: auth('challenged', 'prompt'),
  T1013I: auth('success_mfa', 'answer'),
  T1013W: auth('failed_other', 'answer'),
  T1014W: auth('denied_by_user', 'answer'),
  T1015I: auth('challenged', 'prompt'),
  T1016I: auth('success_mfa', 'answer'),
  T1016W: auth('wrong_code', 'answer'),
  T2000I: access,
  T2004I: session,
  T3007W: auth('failed_other'),
  T4000I: access,
  T4001I: access,
  T4002I: access,
  T5000I: request,
  T5001I: request,
  T5002I: request,
  T5003I: request,
  T5004I: request,
  T5005I: request,
  T9000I: change('privileged'),
  T9001I: change('privileged'),
  TC000I: auth('success_token'),
  TJ001I: auth('success_token'),
  TJ001E: auth('failed_other'),
  TLK00I: change(),
  TV006I: { class: 'other', outcome: 'none' },
};

const CHANGE =
  /\.(create|created|update|updated|upsert|upserted|delete|deleted|add|added|remove|removed|reset|enroll|revoked|generate|rotate)$/;
const PRIVILEGED =
  /^(role|saml|oidc|github|trusted_cluster|token|join_token|bot|user|cluster_auth|access_list|plugin|login_rule|mfa)\b/;

/** A code that is not in the table, by the name of its event, so that none is taken for a sign-in that it is not. */
export function meaningOf(code: string, event: string, success: boolean | null): CodeMeaning {
  const known = entry(CODES, code);
  if (known) return known;
  const isBad = success === false || /[WE]$/.test(code);
  if (/^(user\.login|auth|bot\.join|instance\.join)$/.test(event))
    return auth(isBad ? 'failed_other' : event === 'user.login' ? 'success_single_factor' : 'success_token');
  if (event === 'cert.create') return auth(isBad ? 'failed_other' : 'success_token');
  if (event.startsWith('mfa_auth_challenge')) return auth(isBad ? 'failed_other' : 'none', 'interim');
  if (event.startsWith('access_request.') || event.startsWith('access_request_')) return request;
  if (/^(session|db\.session|app\.session|windows\.desktop\.session|kube)\.(end|leave)$|logout/.test(event))
    return session;
  if (/^(session|db|app|windows|desktop|kube|exec|scp|sftp|subsystem|port|x11|spiffe|kubernetes)\b/.test(event))
    return { class: 'access', outcome: isBad ? 'blocked_by_policy' : 'none' };
  if (CHANGE.test(event))
    return {
      class: 'change',
      outcome: isBad ? 'failed_other' : 'none',
      ...(PRIVILEGED.test(event) && { flags: ['privileged'] }),
    };
  return { class: 'other', outcome: 'none' };
}
