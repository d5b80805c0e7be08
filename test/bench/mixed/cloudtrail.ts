/** CloudTrail records: console sign-ins, roles assumed, calls in their sessions; about 1.3 kB a record. See `people.ts`. */
import { type Chances, chances, clock, type Person, population, REFUSED, whence } from './people.ts';

const ROLES = ['ci-deploy', 'ReadOnly', 'AdministratorAccess', 'DataEngineer', 'lambda-exec', 'OrganizationAccess'];
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1', 'us-west-2'];
type Call = readonly [name: string, service: string, parameters: (draw: Chances) => unknown];
const CALLS: readonly Call[] = [
  ['GetCallerIdentity', 'sts', () => null],
  ['DescribeInstances', 'ec2', () => ({ maxResults: 1000, filterSet: { items: [{ name: 'tag:env', valueSet: { items: [{ value: 'prod' }] } }] } })], // biome-ignore format: one line
  ['ListBuckets', 's3', () => ({ Host: 's3.amazonaws.com' })],
  ['GetObject', 's3', ({ hex }) => ({ bucketName: `corp-${hex(4)}`, Host: 'corp.s3.amazonaws.com', key: `data/${hex(4)}/${hex(16)}.parquet` })], // biome-ignore format: one line
  ['GetSecretValue', 'secretsmanager', ({ hex }) => ({ secretId: `app/${hex(4)}` })],
  ['Decrypt', 'kms', ({ hex }) => ({ encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::corp-${hex(4)}` } })],
];
const SDKS = [
  (n: number) => `aws-cli/2.31.${n % 30} md/awscrt#0.27.6 ua/2.1 os/linux#6.8 lang/python#3.13`,
  (n: number) => `Boto3/1.40.${n % 60} md/Botocore#1.40`,
  (n: number) => `aws-sdk-go/1.55.${n % 300} (go1.24; linux; amd64)`,
];

/** Yields records as JSON, without breaks. */
export function* trailRecords(records: number, seed = 14): Generator<string> {
  const draw = chances(seed);
  const { int, hex, chance, pick, guid } = draw;
  const next = population(draw);
  const now = clock(records, draw);
  const keys = new Map<Person, { key: string; since: string }>();
  for (let i = 0; i < records; i++) {
    const person = next();
    const { ip } = whence(person, draw);
    const eventTime = `${now().toISOString().slice(0, 19)}Z`;
    const account = String(400_000_000_000 + (person.n % 7) * 1_111_111);
    const [name = ''] = person.login.split('@');
    const awsRegion = pick(REGIONS);
    const isRefused = chance(REFUSED);
    const after = { eventID: guid(), managementEvent: true, recipientAccountId: account, eventCategory: 'Management' };
    if (chance(0.15)) {
      yield JSON.stringify({
        eventVersion: '1.08',
        userIdentity: {
          type: 'IAMUser',
          principalId: `AIDA${person.okta.slice(3, 19).toUpperCase()}`,
          arn: `arn:aws:iam::${account}:user/${name}`,
          accountId: account,
          userName: name,
        },
        eventTime,
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        awsRegion,
        sourceIPAddress: ip,
        userAgent: pick(person.agents),
        ...(isRefused && { errorMessage: 'Failed authentication' }),
        requestParameters: null,
        responseElements: { ConsoleLogin: isRefused ? 'Failure' : 'Success' },
        additionalEventData: {
          LoginTo: `https://console.aws.amazon.com/console/home?state=hashArgsFromTB_${awsRegion}`,
          MobileVersion: 'No',
          MFAUsed: chance(0.5) ? 'Yes' : 'No',
        },
        readOnly: false,
        eventType: 'AwsConsoleSignIn',
        ...after,
      });
      continue;
    }
    const role = ROLES[person.n % ROLES.length]!;
    const roleId = `AROA${String(person.n % ROLES.length).padStart(17, 'X')}`;
    const arn = `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
    const credential = keys.get(person) ?? { key: `ASIA${hex(16).toUpperCase()}`, since: eventTime };
    const isNew = chance(0.12);
    const issued = { key: `ASIA${hex(16).toUpperCase()}`, since: eventTime };
    keys.set(person, isNew && !isRefused ? issued : credential);
    const [eventName, service, parameters]: Call = isNew
      ? ['AssumeRole', 'sts', () => ({ roleArn: `arn:aws:iam::${account}:role/${role}`, roleSessionName: name, durationSeconds: 3600 })] // biome-ignore format: one line
      : pick(CALLS);
    yield JSON.stringify({
      eventVersion: '1.08',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `${roleId}:${name}`,
        arn,
        accountId: account,
        accessKeyId: credential.key,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: roleId,
            arn: `arn:aws:iam::${account}:role/${role}`,
            accountId: account,
            userName: role,
          },
          webIdFederationData: {},
          attributes: { creationDate: credential.since, mfaAuthenticated: String(chance(0.5)) },
        },
      },
      eventTime,
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion,
      sourceIPAddress: chance(0.8) ? ip : 'cloudformation.amazonaws.com',
      userAgent: pick(SDKS)(int(300)),
      ...(isRefused && {
        errorCode: 'AccessDenied',
        errorMessage: `User: ${arn} is not authorized to perform: ${service}:${eventName} because no identity-based policy allows the ${service}:${eventName} action`, // biome-ignore format: one line
      }),
      requestParameters: parameters(draw),
      responseElements:
        isNew && !isRefused
          ? {
              credentials: { accessKeyId: issued.key, sessionToken: `IQoJ${hex(300)}`, expiration: 'Feb 1, 2026, 9:00:00 AM' }, // biome-ignore format: one line
              assumedRoleUser: { assumedRoleId: `${roleId}:${name}`, arn },
            }
          : null,
      requestID: guid(),
      readOnly: true,
      eventType: 'AwsApiCall',
      ...after,
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${service}.amazonaws.com`,
      },
    });
  }
}
