/** Who acts in a CloudTrail record: `userIdentity`. */
import type { ActorDraft } from '../../../../../shared/model/event';
import { type ActorKey, addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import { asObject, member, type Plain } from '../../vendor/fields';
import type { Acting, Identity, TrailEvent } from './trail-event';

/** A name that AWS withholds, because people type passwords there. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const ASSUMED = /^arn:aws[\w-]*:sts::(\d*):assumed-role\/([^/]+)(?:\/(.+))?$/;
const UNIQUE_ID = /^A(?:IDA|ROA|GPA|NPA)[A-Z0-9]{8,}/;

/** Types of which the record outside `userIdentity` says nothing more than whose account it concerns. */
const ALONE: ReadonlySet<string | null> = new Set(['Root', 'IAMUser', 'AssumedRole', 'FederatedUser', 'SAMLUser', 'WebIdentityUser']); // biome-ignore format: one list

/** `isShared`: other records may have the same object. */
export const identityIn = (written: Plain | null, isShared = false): Identity | null =>
  written === null ? null : { written, isShared, userName: of(written, 'userName'), acting: null, abroad: null };

/** The same object for records that share an identity: nobody may change it. */
export function readIdentity(event: TrailEvent): Acting {
  const { identity } = event;
  const acting = identity?.acting ?? actingIn(event);
  if (identity?.isShared && identity.written !== null && ALONE.has(acting.type)) {
    identity.acting = shared(acting);
    identity.written = null; // it is large, and many come once
  }
  if (!isAbroad(event, acting)) return acting;
  if (!identity?.acting) return abroad(acting);
  identity.abroad ??= shared(abroad(acting));
  return identity.abroad;
}

function shared(acting: Acting): Acting {
  if (acting.actor) Object.freeze(acting.actor);
  return acting;
}

function isAbroad({ recipient }: TrailEvent, { type, account }: Acting): boolean {
  if (type === 'AWSAccount') return true;
  return account !== null && recipient !== null && account !== recipient && type !== 'AWSService';
}

const abroad = (acting: Acting): Acting =>
  acting.actor === null ? acting : { ...acting, actor: { ...acting.actor, external: true } };

function actingIn(event: TrailEvent): Acting {
  const who = event.identity?.written ?? null;
  const context = asObject(who?.sessionContext ?? who?.sessioncontext);
  const attributes = asObject(context?.attributes);
  const issuer = asObject(context?.sessionIssuer ?? context?.sessionissuer);
  const arn = of(who, 'arn');
  const assumed = arn === null ? null : ASSUMED.exec(arn);
  const principal = of(who, 'principalId');
  const type = of(who, 'type') ?? typeOfArn(arn);
  const key = of(who, 'accessKeyId');
  const role = of(issuer, 'userName') ?? assumed?.[2] ?? null;
  const session = assumed?.[3] ?? (type === 'AssumedRole' ? afterColon(principal) : null);
  const acting: Acting = {
    actor: null,
    type,
    account: of(who, 'accountId') ?? assumed?.[1] ?? null,
    key,
    isTemporary: key !== null && !key.startsWith('AKIA') && (key.startsWith('ASIA') || context !== null),
    role: type === 'AssumedRole' ? role : null,
    session,
    instance: session !== null && /^i-[0-9a-f]{8,17}$/.test(session) ? session : null,
    sourceIdentity: of(context, 'sourceIdentity'),
    mfaAuthenticated: of(attributes, 'mfaAuthenticated'),
    invokedBy: of(who, 'invokedBy'),
    isRoot: type === 'Root',
    isFederated:
      type === 'AssumedRole' || type === 'FederatedUser' || type === 'SAMLUser' || type === 'WebIdentityUser',
  };
  acting.actor = who === null ? null : actorOf(event, who, acting, { arn, principal, issuer });
  if (acting.actor) {
    acting.actor.homeTenant = acting.account;
    const behalf = of(asObject(who?.onBehalfOf ?? who?.onbehalfof), 'userId');
    if (behalf !== null && type !== 'IdentityCenterUser' && type !== 'Unknown') acting.actor.onBehalfOf = behalf;
  }
  return acting;
}

interface Ids {
  arn: string | null;
  principal: string | null;
  issuer: Plain | null;
}

function actorOf(event: TrailEvent, who: Plain, acting: Acting, ids: Ids): ActorDraft | null {
  const written = of(who, 'userName');
  const name = written === HIDDEN ? null : written;
  switch (acting.type) {
    case 'Root':
      return rootDraft(acting, ids, name);
    case 'IAMUser':
      return userDraft(acting, ids, name, written);
    case 'AssumedRole':
      return roleDraft(acting, ids, name);
    case 'AWSService':
      return serviceDraft(acting.invokedBy ?? of(who, 'principalId') ?? event.source);
    case 'FederatedUser':
      return federatedDraft(acting, ids, name);
    case 'SAMLUser':
      return {
        id: ids.principal,
        name: name ?? ids.principal,
        kind: 'human',
        keys: name === null ? [] : nameKeys(name),
      };
    case 'WebIdentityUser':
      return webDraft(who, ids, name);
    default:
      return otherDraft(event, who, acting, ids, name);
  }
}

/** `user/path/alice` → alice */
const lastPart = (arn: string | null): string | null => (arn === null ? null : (arn.split('/').pop() ?? null));
const afterColon = (text: string | null): string | null =>
  text === null || !text.includes(':') ? null : text.slice(text.indexOf(':') + 1) || null;

/** Vendor ids that AWS gives once; redacted copies put account numbers or nothing there. */
function addUnique(keys: ActorKey[], principal: string | null): void {
  if (principal !== null && UNIQUE_ID.test(principal)) addKey(keys, 'vendor_id', principal.split(':')[0]!);
}

/** Names of IAM users are unique in their account, whatever their path. */
export function iamUserKeys(account: string | null, name: string | null, arn: string | null): ActorKey[] {
  const keys: ActorKey[] = [];
  addKey(keys, 'arn', arn);
  if (account !== null && name !== null) addKey(keys, 'vendor_id', `iam-user ${account}/${name}`);
  if (name !== null) for (const key of nameKeys(name)) addKey(keys, key.type, key.value);
  return keys;
}

function rootDraft(acting: Acting, ids: Ids, name: string | null): ActorDraft {
  const keys: ActorKey[] = [];
  const account = acting.account ?? ids.principal;
  addKey(keys, 'arn', ids.arn ?? (account === null ? null : `arn:aws:iam::${account}:root`));
  const label = account === null ? 'root' : `root of ${account}`;
  return { id: ids.principal ?? account, name: name ?? label, display: label, kind: 'human', keys };
}

function userDraft(acting: Acting, ids: Ids, name: string | null, written: string | null): ActorDraft {
  const user = name ?? (ids.arn?.includes(':user/') ? lastPart(ids.arn) : null);
  if (acting.key?.startsWith('AKIA')) {
    return {
      id: ids.principal ?? acting.key,
      name: user ?? acting.key,
      display: user === null ? `access key ${acting.key}` : `access key ${acting.key} of ${user}`,
      kind: 'api_key',
      keys: [{ type: 'access_key', value: acting.key }],
      onBehalfOf: user,
    };
  }
  const keys = iamUserKeys(acting.account, user, ids.arn);
  addUnique(keys, ids.principal);
  // A name that does not exist in the account is withheld: nothing here is a proven account.
  const isProven = user !== null || keys.length > 0;
  return { id: ids.principal ?? ids.arn, name: user ?? written, kind: isProven ? 'human' : 'unknown', keys };
}

/** Sessions of these roles are people of IAM Identity Center, and the session is named after the person. */
const isSsoRole = (role: string | null): boolean => role?.startsWith('AWSReservedSSO_') ?? false;
/** Roles that AWS services, functions and build systems act as. */
const MACHINE_ROLE =
  /^AWSServiceRoleFor|(?:^|[-_])(?:lambda|function|ec2|ecs|eks|codebuild|codepipeline|instance|github|gitlab|ci)(?:$|[-_])|(?:Function|Execution|Instance|Task|Service)Role/i;
const MACHINE_SESSION =
  /^(?:i-[0-9a-f]{8,17}|[0-9a-f]{32}|aws-?(?:go-)?sdk|botocore-session|AWSCodeBuild|GitHubActions|terraform|ecs-|awslambda)/i;

function roleDraft(acting: Acting, ids: Ids, name: string | null): ActorDraft {
  const { role, session } = acting;
  const issuerArn = of(ids.issuer, 'arn');
  const account = acting.account;
  if (session !== null && (isSsoRole(role) || isAddressLike(session))) {
    const keys: ActorKey[] = isAddressLike(session) ? nameKeys(session) : [];
    if (keys.length === 0) addKey(keys, 'arn', ids.arn);
    return {
      id: ids.principal ?? ids.arn,
      name: session,
      display: `${role ?? 'role'}/${session}`,
      kind: 'human',
      keys,
    };
  }
  const isMachine =
    (role !== null && MACHINE_ROLE.test(role)) ||
    (session !== null && (MACHINE_SESSION.test(session) || role?.includes(session) === true)) ||
    issuerArn?.includes(':role/aws-service-role/') === true ||
    issuerArn?.includes(':role/service-role/') === true;
  const roleArn = issuerArn ?? (role === null || account === null ? ids.arn : `arn:aws:iam::${account}:role/${role}`);
  // A session begun with MFA is a person's: each session is somebody else. Machines share their role.
  const isPerson = acting.mfaAuthenticated === 'true' && !isMachine;
  const keys: ActorKey[] = [];
  addKey(keys, 'arn', isPerson ? ids.arn : roleArn);
  if (!isPerson) addUnique(keys, of(ids.issuer, 'principalId') ?? ids.principal);
  return {
    id: ids.principal ?? ids.arn,
    name: role ?? name ?? lastPart(ids.arn) ?? ids.principal,
    display: role === null || session === null ? null : `${role}/${session}`,
    kind: isPerson ? 'human' : isMachine ? 'workload' : 'unknown',
    keys,
  };
}

const serviceDraft = (service: string): ActorDraft => ({
  id: service,
  name: service,
  kind: 'service_principal',
  keys: [{ type: 'vendor_id', value: service }],
});

function federatedDraft(acting: Acting, ids: Ids, name: string | null): ActorDraft {
  const keys: ActorKey[] = [];
  addKey(keys, 'arn', ids.arn);
  const federated = name ?? lastPart(ids.arn) ?? afterColon(ids.principal) ?? ids.principal;
  if (federated !== null && isAddressLike(federated)) keys.push(...nameKeys(federated));
  const owner = of(ids.issuer, 'userName') ?? of(ids.issuer, 'arn');
  return {
    id: ids.principal ?? ids.arn,
    name: federated,
    kind: federated !== null && isAddressLike(federated) ? 'human' : 'unknown',
    keys,
    onBehalfOf: owner ?? (acting.account === null ? null : `account ${acting.account}`),
  };
}

/** Identity providers of people; others that AWS trusts for web identities are build systems and clusters. */
const PEOPLE_PROVIDERS = /accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com|cognito/;

function webDraft(who: Plain, ids: Ids, name: string | null): ActorDraft {
  const provider = of(who, 'identityProvider') ?? '';
  const keys: ActorKey[] = [];
  addKey(keys, 'vendor_id', ids.principal ?? name);
  return {
    id: ids.principal,
    name: name ?? ids.principal,
    display: provider === '' ? null : `${name ?? ids.principal ?? ''} at ${provider}`,
    kind: PEOPLE_PROVIDERS.test(provider) ? 'unknown' : 'workload',
    keys,
  };
}

/** Identity Center users (type IdentityCenterUser, in older records Unknown), other accounts, and types to come. */
function otherDraft(event: TrailEvent, who: Plain, acting: Acting, ids: Ids, name: string | null): ActorDraft | null {
  const behalf = asObject(who.onBehalfOf ?? who.onbehalfof);
  const userId = of(behalf, 'userId');
  const typed = of(event.extra, 'UserName');
  const user = name ?? (typed === HIDDEN ? null : typed);
  const keys: ActorKey[] = [];
  if (userId !== null) addKey(keys, 'vendor_id', userId);
  if (acting.type === 'IdentityCenterUser' || acting.type === 'Unknown' || userId !== null) {
    if (user !== null) keys.push(...nameKeys(user));
    const isPerson = userId !== null || user !== null;
    return {
      id: userId ?? ids.principal,
      name: user ?? userId ?? ids.principal,
      kind: isPerson ? 'human' : 'unknown',
      keys,
    };
  }
  if (acting.invokedBy !== null && ids.arn === null && ids.principal === null) return serviceDraft(acting.invokedBy);
  addKey(keys, 'arn', ids.arn);
  addUnique(keys, ids.principal);
  const label = user ?? lastPart(ids.arn) ?? ids.principal ?? acting.account;
  return label === null ? null : { id: ids.principal ?? ids.arn ?? acting.account, name: label, kind: 'unknown', keys };
}

/** Records without `type` (trimmed, or of other collectors): the ARN tells it. */
function typeOfArn(arn: string | null): string | null {
  if (arn === null) return null;
  if (arn.endsWith(':root')) return 'Root';
  if (arn.includes(':user/')) return 'IAMUser';
  if (arn.includes(':assumed-role/')) return 'AssumedRole';
  return arn.includes(':federated-user/') ? 'FederatedUser' : null;
}

/** A member in CloudTrail's spelling or, from tables, in lower case. */
export function of(object: Plain | null | undefined, key: string): string | null {
  if (!object) return null;
  return member(object, key) ?? member(object, key.toLowerCase());
}
