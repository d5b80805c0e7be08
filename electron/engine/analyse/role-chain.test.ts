/** Roles that were taken on: the key in the answer signs what follows, wherever it is done from. */
import { expect, it } from 'vitest';
import { imported } from './testing/imported';
import { type VendorRow, vendorLater, vendorMonth } from './testing/vendor';

const ACCOUNT = '111122223333';

/** A role taken on: who asked signs with `by`, what follows is signed with `key`. */
const taken = (by: string, role: string, key: string) => ({
  record: {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: session(by, 'Reader', 'alice@corp.example'),
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: 'x1' },
    responseElements: {
      credentials: { accessKeyId: key },
      assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/x1` },
    },
  },
});
const session = (key: string, role: string, name: string) => ({
  type: 'AssumedRole',
  principalId: `AROA${role}:${name}`,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
  accountId: ACCOUNT,
  accessKeyId: key,
  sessionContext: { sessionIssuer: { type: 'Role', userName: role, arn: `arn:aws:iam::${ACCOUNT}:role/${role}` } },
});
const call = (key: string, role: string, eventName: string) => ({
  record: { eventName, eventSource: 'secretsmanager.amazonaws.com', userIdentity: session(key, role, 'x1') },
});

const calm: VendorRow[] = [
  ...vendorMonth('alice', 'okta push approved'),
  ...vendorMonth('colleague', 'okta push approved'),
];
const denied: VendorRow[] = ['11', '13', '15', '17'].map((minute) => [
  `d30 02:${minute}`,
  'alice',
  'okta push denied',
  'bucharest',
  'stranger',
]);

it('a path goes on through the roles that were taken on, from whichever address', async () => {
  const { paths } = await imported([
    ...calm,
    ...denied,
    ['d30 02:20', 'alice', 'okta push approved', 'bucharest', 'stranger'],
    ['d30 02:22', 'alice', 'aws role session', 'bucharest', 'stranger'],
    ['d30 02:25', 'alice', 'aws bucket read', 'bucharest', 'stranger', taken('ASIAEXAMPLE000000001', 'Deploy', 'ASIADEPLOY0000000001')],
    ['d30 02:30', 'alice', 'aws bucket read', 'rented', 'stranger2', call('ASIADEPLOY0000000001', 'Deploy', 'ListSecrets')],
    ['d30 02:31', 'alice', 'aws bucket read', 'rented', 'stranger2', call('ASIADEPLOY0000000001', 'Deploy', 'GetSecretValue')],
    // The pipeline's own session of the same role, meanwhile.
    ['d30 02:33', 'alice', 'aws bucket read', 'cloud', 'laptop', call('ASIAPIPELINE00000001', 'Deploy', 'DeleteSecret')],
    ...vendorLater(30, 'okta push approved'),
  ]); // biome-ignore format: a table
  const [path] = paths;
  expect(path!.hops.map(({ time, key, ip }) => [time.slice(11, 16), key, ip])).toEqual([
    ['02:17', null, '203.0.113.47'],
    ['02:20', 'same address', '203.0.113.47'],
    ['02:22', 'same address', '203.0.113.47'],
    ['02:25', 'same address', '203.0.113.47'],
    ['02:30', 'issued credential', expect.any(String)],
    ['02:31', 'issued credential', expect.any(String)],
  ]);
});
