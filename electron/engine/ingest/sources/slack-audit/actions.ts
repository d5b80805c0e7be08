/** What Slack's audit actions are. */
import type { EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Outcome } from '../../../../../shared/model/words';
import { outcomeOfWords } from '../../vendor/outcome-words';

export interface Action {
  class: EventClass;
  outcome: Outcome;
  flags: readonly EventFlag[];
}

const PRIVILEGED =
  /^role_change|^owner_|owner_transferred|^pref\.(?:sso|two_factor|2fa|saml|session|password|who_can)|permissions_|_role|admin|ekm_|intune|dlp|barrier|legal_hold|token|scopes|app_(?:installed|approved|resources|scopes)|organization_(?:created|deleted)|export|scim|idp|ip_allow|sso/;
const SESSION_ENDS =
  /^user_(?:logout|session_(?:invalidated|reset)|sessions?_)|session_reset|^mobile_session|_signed_out/;
const REFUSED = /blocked|denied|restricted_attempt/;
const ACCESSES =
  /^file_(?:downloaded|uploaded|shared|opened|public_link_created)|^message_|^channel_(?:joined|left)|^(?:user|guest)_channel_|^workflow_run|^canvas_|^huddle_|^call_|_viewed$|^app_token_used/;

/** `reason` is what the record says of a failure. */
export function actionOf(action: string, reason: string | null): Action {
  const made = (cls: EventClass, outcome: Outcome, flags: readonly EventFlag[] = []): Action => ({
    class: cls,
    outcome,
    flags,
  });
  // Which factor was asked for, and whether by Slack or an identity provider, is not told.
  if (action === 'user_login') return made('authentication', 'success_single_factor', ['ambiguous']);
  if (/^user_login_(?:failed|failure)/.test(action)) return failedLogin(reason, made);
  if (/^user_(?:mfa|2fa|two_factor).*(?:fail|denied|reject)/.test(action))
    return made('authentication', 'failed_other', ['second_factor_failed']);
  if (action === 'anomaly') return made('other', 'none', ['vendor_suspicious']);
  if (SESSION_ENDS.test(action)) return made('session', 'none');
  if (/malicious|suspicious|_violation/.test(action)) return made('other', 'none', ['vendor_suspicious']);
  if (REFUSED.test(action)) return made('access', 'blocked_by_policy');
  if (ACCESSES.test(action)) return made('access', 'success_token');
  if (/_requested$/.test(action)) return made('request', 'none');
  return made('change', 'none', PRIVILEGED.test(action) ? ['privileged'] : []);
}

function failedLogin(
  reason: string | null,
  made: (cls: EventClass, outcome: Outcome, flags?: readonly EventFlag[]) => Action,
): Action {
  const outcome = outcomeOfWords(reason) ?? 'failed_other';
  return made('authentication', outcome);
}
