/** What a call asked for: `requestParameters`. */
import { asObjects, member, type Plain } from '../../vendor/fields';
import { of } from './identity';
import type { Asked } from './trail-event';

/** Names by which requests say what they concern, the most telling first. */
const CONCERNS = [
  'roleArn',
  'profileArn',
  'policyArn',
  'secretId',
  'bucketName',
  'functionName',
  'instanceId',
  'target',
  'keyId',
  'name',
  'userName',
  'roleName',
  'groupName',
  'accessKeyId',
  'serialNumber',
  'trailName',
  'tableName',
  'dBInstanceIdentifier',
  'clusterName',
  'repositoryName',
  'queueUrl',
  'topicArn',
] as const;
const ROLES = ['roleArn', 'targetPrincipal'] as const;
const TOLD = ['roleArn', 'roleSessionName', 'serialNumber', 'policyArn', 'groupName', 'durationSeconds'] as const;

const NOTHING: Asked = {
  concern: null,
  role: null,
  userName: null,
  memberId: null,
  grantType: null,
  sourceIdentity: null,
  detail: null,
};

export function askedIn(request: Plain | null): Asked {
  if (request === null) return NOTHING;
  return {
    concern: named(request, CONCERNS),
    role: named(request, ROLES),
    userName: member(request, 'userName'),
    memberId: member(request, 'memberId'),
    grantType: member(request, 'grantType'),
    sourceIdentity: member(request, 'sourceIdentity'),
    detail: told(request, TOLD),
  };
}

/** Text under the first of these names that holds one; an object's key stands beside its bucket. */
function named(request: Plain, names: readonly string[]): string | null {
  for (const name of names) {
    const value = member(request, name);
    if (value !== null) return name === 'bucketName' ? withKey(value, member(request, 'key')) : value;
  }
  return null;
}

const withKey = (bucket: string, key: string | null): string => (key === null ? bucket : `${bucket}/${key}`);

/** Those of an object's members that hold a text; null where none does. */
export function told(object: Plain, names: readonly string[]): Record<string, string> | null {
  let found: Record<string, string> | null = null;
  for (const name of names) {
    const value = member(object, name);
    if (value === null) continue;
    found ??= {};
    found[name] = value;
  }
  return found;
}

/** The first ARN or name of `resources`. */
export function resourceIn(resources: unknown): string | null {
  for (const each of asObjects(resources)) {
    const arn = of(each, 'ARN') ?? of(each, 'resourceName');
    if (arn !== null) return arn;
  }
  return null;
}
