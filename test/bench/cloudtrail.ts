/** CloudTrail records, from a seed: console sign-ins, assumed roles and calls in their sessions; about 1.5 kB a record. */
import { random } from './random.ts';

const ACCOUNT = '111122223333';
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1'];
const CALLS = [
  ['ec2.amazonaws.com', 'DescribeInstances', true],
  ['s3.amazonaws.com', 'ListBuckets', true],
  ['iam.amazonaws.com', 'ListUsers', true],
  ['secretsmanager.amazonaws.com', 'GetSecretValue', true],
  ['logs.amazonaws.com', 'DescribeLogGroups', true],
  ['ec2.amazonaws.com', 'CreateTags', false],
  ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', false],
] as const;

/** Yields records as JSON, without breaks. One in eight begins a session, one in thirty is a sign-in. */
export function* trailRecords(records: number, seed = 4): Generator<string> {
  const { int, hex, chance } = random(seed);
  const guid = (): string => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
  const people = Math.max(50, Math.min(5_000, Math.round(records / 500)));
  const sessions = new Map<number, { key: string; begun: string; id: string }>();
  let time = Date.UTC(2026, 0, 5, 6);
  for (let i = 0; i < records; i++) {
    const user = int(people);
    time += int(2_000);
    const eventTime = `${new Date(time).toISOString().slice(0, 19)}Z`;
    const arn = `arn:aws:iam::${ACCOUNT}:user/person${user}`;
    const role = `team-${user % 12}`;
    const common = {
      eventVersion: '1.11',
      eventTime,
      awsRegion: REGIONS[user % REGIONS.length],
      sourceIPAddress: `203.${user % 200}.${(user >> 3) % 250}.${1 + (user % 5)}`,
      eventID: guid(),
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
      managementEvent: true,
    };
    const iamUser = { type: 'IAMUser', principalId: `AIDA${user.toString(36).toUpperCase().padStart(17, 'X')}`, arn, accountId: ACCOUNT, userName: `person${user}` }; // biome-ignore format: one object
    const held = sessions.get(user);
    if (chance(1 / 30)) {
      const isDenied = chance(0.06);
      yield JSON.stringify({
        ...common,
        userIdentity: iamUser,
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36',
        requestParameters: null,
        responseElements: { ConsoleLogin: isDenied ? 'Failure' : 'Success' },
        ...(isDenied && { errorMessage: 'Failed authentication' }),
        additionalEventData: { LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No', MFAUsed: 'Yes' },
        readOnly: false,
        eventType: 'AwsConsoleSignIn',
        tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: 'signin.aws.amazon.com' }, // biome-ignore format: one object
      });
    } else if (!held || chance(1 / 8)) {
      const key = `ASIA${hex(16).toUpperCase()}`;
      const id = `AROA${(user % 12).toString(36).toUpperCase().padStart(17, 'X')}:person${user}`;
      sessions.set(user, { key, begun: eventTime, id });
      yield JSON.stringify({
        ...common,
        userIdentity: { ...iamUser, accessKeyId: `AKIA${user.toString(36).toUpperCase().padStart(16, 'X')}` },
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 lang/python#3.13',
        requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: `person${user}`, durationSeconds: 3600 }, // biome-ignore format: one object
        responseElements: {
          credentials: { accessKeyId: key, sessionToken: hex(300), expiration: 'Jan 5, 2026, 8:00:00 AM' },
          assumedRoleUser: { assumedRoleId: id, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/person${user}` },
        },
        requestID: guid(),
        readOnly: true,
        resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${ACCOUNT}:role/${role}` }],
        eventType: 'AwsApiCall',
      });
    } else {
      const [eventSource, eventName, readOnly] = CALLS[int(CALLS.length)]!;
      const isRefused = chance(0.02);
      yield JSON.stringify({
        ...common,
        userIdentity: {
          type: 'AssumedRole',
          principalId: held.id,
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/person${user}`,
          accountId: ACCOUNT,
          accessKeyId: held.key,
          sessionContext: {
            sessionIssuer: { type: 'Role', principalId: held.id.split(':')[0], arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT, userName: role }, // biome-ignore format: one object
            attributes: { creationDate: held.begun, mfaAuthenticated: 'true' },
          },
        },
        eventSource,
        eventName,
        userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 lang/python#3.13',
        ...(isRefused && {
          errorCode: 'AccessDenied',
          errorMessage: `User is not authorized to perform: ${eventName}`,
        }),
        requestParameters: { maxResults: 100, filterSet: {} },
        responseElements: null,
        requestID: guid(),
        readOnly,
        eventType: 'AwsApiCall',
        tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: eventSource }, // biome-ignore format: one object
      });
    }
  }
}
