/** What GitHub's audit actions are: `category.operation`. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';

export interface Action {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  role: AttemptRole;
  flags: readonly EventFlag[];
}

const made = (cls: EventClass, outcome: Outcome, more: Partial<Action> = {}): Action => ({
  class: cls,
  outcome,
  factor: null,
  role: 'outcome',
  flags: [],
  ...more,
});
const AUTH = 'authentication';

const SIGN_IN: ReadonlyMap<string, Action> = new Map([
  // Whether a second factor was asked for, other records of the same moment tell.
  ['user.login', made(AUTH, 'success_single_factor', { flags: ['ambiguous'] })],
  ['user.failed_login', made(AUTH, 'password_failed', { factor: 'password' })],
  ['user.two_factor_requested', made(AUTH, 'challenged', { role: 'prompt', flags: ['credential_right'] })],
  ['user.two_factor_challenge_success', made(AUTH, 'success_mfa', { role: 'answer' })],
  [
    'user.two_factor_challenge_failure',
    made(AUTH, 'wrong_code', { role: 'answer', flags: ['credential_right', 'ambiguous'] }),
  ],
  ['user.two_factor_recover', made(AUTH, 'success_mfa', { role: 'answer', factor: 'hardware_otp' })],
  [
    'user.correct_password_from_unrecognized_device',
    made(AUTH, 'challenged', { role: 'interim', flags: ['credential_right'] }),
  ],
  [
    'user.correct_password_from_unrecognized_device_and_location',
    made(AUTH, 'challenged', { role: 'interim', flags: ['credential_right', 'vendor_suspicious'] }),
  ],
  ['user.device_verification_requested', made(AUTH, 'challenged', { role: 'prompt', factor: 'email_otp' })],
  ['user.device_verification_success', made(AUTH, 'success_mfa', { role: 'answer', factor: 'email_otp' })],
  ['user.device_verification_failure', made(AUTH, 'wrong_code', { role: 'answer', factor: 'email_otp' })],
  ['user.sign_in_from_unrecognized_device', made(AUTH, 'none', { role: 'report', flags: ['vendor_suspicious'] })],
  [
    'user.sign_in_from_unrecognized_device_and_location',
    made(AUTH, 'none', { role: 'report', flags: ['vendor_suspicious'] }),
  ],
  ['user.new_device_used', made('other', 'none', { flags: ['vendor_suspicious'] })],
  ['user.logout', made('session', 'none')],
  ['user_session.country_change', made('session', 'none', { flags: ['vendor_suspicious'] })],
  ['org.sso_response', made(AUTH, 'success_token', { factor: 'federated' })],
  ['business.sso_response', made(AUTH, 'success_token', { factor: 'federated' })],
  ['user.create_session', made(AUTH, 'success_token')],
  ['user_session.create', made(AUTH, 'success_token')],
]);

/** Uses of what the actor may reach. */
const ACCESS =
  /^(?:git\.|api\.|repo\.download|copilot\.|codespaces\.(?:connect|start)|packages?\.package_(?:download|version_download)|org\.(?:audit_log_export|audit_log_git_event_export))/;
const REFUSED = /\.rejected_|_denied$|\.denied|ip_allow_list\.blocked|secret_scanning_push_protection\.block/;
const REQUESTS = /_access_requested$|\.access_request|request_to_|_requested$|personal_access_token\.request_created/;
const REQUESTS_REFUSED = /_access_denied$|request_denied$|\.deny/;
/** Work on code, not on rights. */
const WORK =
  /^(?:pull_request|pull_request_review|pull_request_review_comment|issues?|issue_comment|commit_comment|discussion|discussion_post|discussion_comment|project|project_\w+|workflows|checks|gist|milestone|label|organization_default_label|wiki|marketplace|sponsors|dependabot_\w*alert\w*|repository_vulnerability_alert|repository_advisory|profile_picture|repository_image|repository_projects_change|team_discussions|release|packages)\./;
const PRIVILEGED =
  /^(?:org|business|enterprise|team)\.(?:add|remove|update_member|invite|sso|saml|enable|disable|set|oauth|recover|runner|register|remove_|block|unblock|change|update|promote|self_hosted|display|config|create|delete|advanced)|^(?:oauth_\w+|personal_access_token|public_key|deploy_key|two_factor_authentication|integration\w*|hook|ip_allow_list\w*|protected_branch|repository_ruleset|secret_scanning\w*|repository_secret_scanning\w*|external_\w+|role|sso_\w+|account|passkey|security_key|recovery_\w+|auto_approve\w*|environment|codespaces_\w*secret|members_can_\w+|private_repository_forking)\.|^repo\.(?:access|add_member|remove_member|update_member|transfer\w*|destroy|archived|change_visibility|create_actions_secret|set_\w*permission\w*|register_self_hosted)|^user\.(?:change_password|reset_password|forgot_password|promote|demote|add_email|remove_email|change_primary|two_factor|update_two|register|remove_security)/;

export function actionOf(action: string): Action {
  const signIn = SIGN_IN.get(action);
  if (signIn) return signIn;
  if (/^(?:passkey|security_key|two_factor_authentication|two_factor)\./.test(action))
    return made('change', 'none', { flags: ['privileged'] });
  if (REFUSED.test(action)) return made('access', 'blocked_by_policy');
  if (REQUESTS_REFUSED.test(action)) return made('request', 'blocked_by_policy');
  if (REQUESTS.test(action)) return made('request', 'none');
  if (ACCESS.test(action)) return made('access', 'success_token');
  if (WORK.test(action)) return made('other', 'none');
  if (/^(?:staff|hidden)/.test(action)) return made('other', 'none');
  return made('change', 'none', { flags: PRIVILEGED.test(action) ? ['privileged'] : [] });
}
