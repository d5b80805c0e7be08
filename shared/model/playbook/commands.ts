/**
 * Commands as text to hand over; nothing here is ever run. Ids come from logs, which an intruder may have written: an id with
 * any character that a shell or an address could read as more than itself gets no command.
 */
import { sourceTitle } from '../sources';
import type { PlanObject } from './facts';
import type { Step, StepAct } from './playbooks';

export interface Command {
  /** Where it is entered: "Entra ID, Microsoft Graph PowerShell". */
  where: string;
  /** Null where the id cannot stand in a command; `why` says so. */
  text: string | null;
  why: string | null;
}

/** Letters, digits and what ids, addresses and ARNs are made of; no quote, blank, `$`, backtick, `;`, `&`, `|`, `<`, `>`, `(`. */
const SAFE = /^[A-Za-z0-9][A-Za-z0-9._@:/+=-]{0,255}$/;

type Write = (id: string, type: PlanObject['type'], of: string | null) => string | null;
interface Vendor {
  tool: string;
  acts: Partial<Record<StepAct, Write>>;
}

const enc = encodeURIComponent;

// Names of cmdlets and paths: the vendors' public references (Microsoft Graph PowerShell 1.0, Okta Core API, Duo Admin API,
// AWS CLI v2, Admin SDK Directory API, Keycloak Admin REST API, Auth0 Management API v2, Slack Web API, ActiveDirectory module).
const ENTRA: Vendor = {
  tool: 'Microsoft Graph PowerShell',
  acts: {
    revoke_sessions: (id, type) => (type === 'user' ? `Revoke-MgUserSignInSession -UserId '${id}'` : null),
    disable_identity: (id, type) =>
      type === 'app'
        ? `Update-MgServicePrincipal -ServicePrincipalId '${id}' -AccountEnabled:$false`
        : `Update-MgUser -UserId '${id}' -AccountEnabled:$false`,
    reset_password: (id) =>
      `Update-MgUser -UserId '${id}' -PasswordProfile @{ forceChangePasswordNextSignIn = $true; password = (Read-Host) }`,
    list_methods: (id) => `Get-MgUserAuthenticationMethod -UserId '${id}'`,
    remove_key: (id, _, of) =>
      of === null ? null : `Remove-MgServicePrincipalPassword -ServicePrincipalId '${of}' -KeyId '${id}'`,
    list_keys: (id) =>
      `Get-MgServicePrincipal -ServicePrincipalId '${id}' -Property KeyCredentials,PasswordCredentials`,
    list_grants: (id) => `Get-MgUserOauth2PermissionGrant -UserId '${id}'`,
    contain_device: (id) => `Get-MgDevice -Filter "deviceId eq '${id}'" | Update-MgDevice -AccountEnabled:$false`,
  },
};

const EXCHANGE: Vendor = {
  tool: 'Microsoft Graph and Exchange Online PowerShell',
  acts: { ...ENTRA.acts, list_rules: (id) => `Get-InboxRule -Mailbox '${id}' -IncludeHidden` },
};

const VENDORS: Readonly<Record<string, Vendor>> = {
  entra: ENTRA,
  'entra-audit': ENTRA,
  'entra-risk': ENTRA,
  'graph-activity': ENTRA,
  'm365-ual': EXCHANGE,
  'm365-defender': EXCHANGE,
  okta: {
    tool: 'Okta API',
    acts: {
      revoke_sessions: (id) => `DELETE /api/v1/users/${enc(id)}/sessions?oauthTokens=true`,
      end_session: (id) => `DELETE /api/v1/sessions/${enc(id)}`,
      disable_identity: (id) => `POST /api/v1/users/${enc(id)}/lifecycle/suspend`,
      reset_password: (id) => `POST /api/v1/users/${enc(id)}/lifecycle/expire_password`,
      list_methods: (id) => `GET /api/v1/users/${enc(id)}/factors`,
      list_grants: (id) => `GET /api/v1/users/${enc(id)}/grants`,
      remove_key: (id) => `DELETE /api/v1/api-tokens/${enc(id)}`,
      contain_device: (id) => `POST /api/v1/devices/${enc(id)}/lifecycle/suspend`,
    },
  },
  duo: {
    tool: 'Duo Admin API',
    acts: {
      disable_identity: (id) => `POST /admin/v1/users/${enc(id)}  status=disabled`,
      list_methods: (id) => `GET /admin/v1/users/${enc(id)}/phones`,
    },
  },
  'aws-cloudtrail': {
    tool: 'AWS CLI',
    acts: {
      remove_key: (id) => `aws iam update-access-key --access-key-id '${id}' --status Inactive`,
      list_keys: (id) => {
        const name = awsUser(id);
        return name === null ? null : `aws iam list-access-keys --user-name '${name}'`;
      },
    },
  },
  'google-workspace': {
    tool: 'Admin SDK Directory API',
    acts: {
      revoke_sessions: (id) => `POST /admin/directory/v1/users/${enc(id)}/signOut`,
      disable_identity: (id) => `PATCH /admin/directory/v1/users/${enc(id)}  {"suspended":true}`,
      list_grants: (id) => `GET /admin/directory/v1/users/${enc(id)}/tokens`,
    },
  },
  'slack-audit': {
    tool: 'Slack Web API',
    acts: { revoke_sessions: (id) => `POST admin.users.session.reset  user_id=${enc(id)}` },
  },
  keycloak: {
    tool: 'Keycloak Admin REST API (realm of the account)',
    acts: {
      revoke_sessions: (id) => `POST /admin/realms/REALM/users/${enc(id)}/logout`,
      end_session: (id) => `DELETE /admin/realms/REALM/sessions/${enc(id)}`,
      list_methods: (id) => `GET /admin/realms/REALM/users/${enc(id)}/credentials`,
    },
  },
  auth0: {
    tool: 'Auth0 Management API',
    acts: {
      revoke_sessions: (id) => `DELETE /api/v2/users/${enc(id)}/sessions`,
      disable_identity: (id) => `PATCH /api/v2/users/${enc(id)}  {"blocked":true}`,
      list_methods: (id) => `GET /api/v2/users/${enc(id)}/authentication-methods`,
      list_grants: (id) => `GET /api/v2/grants?user_id=${enc(id)}`,
    },
  },
  'windows-security': {
    tool: 'ActiveDirectory module',
    acts: {
      disable_identity: (id) => `Disable-ADAccount -Identity '${id}'`,
      reset_password: (id) => `Set-ADAccountPassword -Identity '${id}' -Reset`,
    },
  },
};

/** Name of an IAM user, also from its ARN; a role has no keys of its own. */
const awsUser = (id: string): string | null =>
  /^arn:[^:]*:iam::\d*:user\/(?:.*\/)?([^/:]+)$/.exec(id)?.[1] ?? (id.includes(':') ? null : id);

/** Keys are masked in everything that is shown: the inspector shows one, with a line in the custody log. */
const whyNot = (value: string): string =>
  value.includes('[masked')
    ? 'the id is masked, show it in the inspector'
    : 'the id holds characters that do not belong into one';

/** Commands for a step, one for each object that its system has a command for. */
export function commandsOf({ act, objects }: Pick<Step, 'act' | 'objects'>): Command[] {
  if (!act) return [];
  return objects.flatMap(({ system, value, type, of = null }): Command[] => {
    const vendor = VENDORS[system];
    const write = vendor?.acts[act];
    if (!vendor || !write) return [];
    const where = `${sourceTitle(system)}, ${vendor.tool}`;
    if (!SAFE.test(value) || (of !== null && !SAFE.test(of))) return [{ where, text: null, why: whyNot(value) }];
    const text = write(value, type, of);
    return text === null ? [] : [{ where, text, why: null }];
  });
}
