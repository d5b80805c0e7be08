/** Duo, Google Workspace, CloudTrail and Teleport. */
import type { Log } from '../log';
import type { Device, Machine, Person, Spot } from '../world';

export interface DuoRow {
  person: Person;
  time: number;
  at: Spot;
  device: Device;
  phone: Spot | null;
  app?: string;
  factor: string | null;
  result: 'success' | 'denied' | 'fraud';
  reason: string;
}
const place = (at: Spot | null) => ({ city: at?.city ?? null, country: at?.countryName ?? null, state: null });

export function duo(log: Log, row: DuoRow): string | null {
  const id = log.ids.uuid();
  const { person, at, device, phone } = row;
  const time = row.time + (log.skew.duo ?? 0);
  return log.add('duo', row.time, id, {
    access_device: {
      browser: device.browser.split(' ')[0],
      browser_version: device.browser.split(' ')[1],
      epkey:
        device.managed && !log.ids.yes(log.lacks.device) ? `EP${device.fingerprint.slice(0, 18).toUpperCase()}` : null,
      hostname: null,
      ip: at.ip,
      location: place(at),
      os: device.os.split(' ')[0],
      os_version: '10',
    },
    alias: '',
    application: { key: 'DIQ8W2VJ5X0T7LMZC3RB', name: row.app ?? 'Company VPN' },
    auth_device: {
      ip: phone?.ip ?? null,
      key: phone ? `DP${person.duoKey.slice(2)}` : null,
      location: place(phone),
      name: phone ? person.phone.os : null,
    },
    email: person.duoAlias === null ? person.login : '',
    event_type: 'authentication',
    factor: row.factor,
    isotimestamp: new Date(time).toISOString().replace('Z', '000+00:00'),
    reason: row.reason,
    result: row.result,
    timestamp: Math.floor(time / 1_000),
    trusted_endpoint_status: device.managed ? 'trusted' : 'not trusted',
    txid: id,
    user: { groups: [], key: person.duoKey, name: person.duoAlias ?? person.user },
  });
}

export function google(
  log: Log,
  row: {
    person: Person;
    time: number;
    at: Spot;
    name: string;
    parameters: Record<string, string | string[] | boolean>;
    application?: string;
  },
): string | null {
  const id = `-${log.ids.int(100_000_000, 999_999_999)}${log.ids.int(100_000_000, 999_999_999)}`;
  return log.add('google', row.time, id, {
    kind: 'admin#reports#activity',
    id: {
      time: log.iso('google', row.time),
      uniqueQualifier: id,
      applicationName: row.application ?? 'login',
      customerId: 'C01abcdef',
    },
    etag: '"x"',
    actor: { callerType: 'USER', email: row.person.login, profileId: row.person.googleId },
    ipAddress: row.at.ip,
    networkInfo: { ipAsn: log.lacks.asn ? [] : [row.at.asn], regionCode: row.at.country },
    events: [
      {
        type: row.application === 'token' ? 'auth' : 'login',
        name: row.name,
        parameters: Object.entries(row.parameters).map(
          ([name, value]) =>
          Array.isArray(value) ? { name, multiValue: value } : typeof value === 'boolean' ? { name, boolValue: value } : { name, value }, // biome-ignore format: one line
        ),
      },
    ],
  });
}

const ACCOUNT = '111122223333';
const trail = (log: Log, time: number, told: Record<string, unknown>): string | null => {
  const id = log.ids.uuid();
  return log.add('aws', time, id, {
    eventVersion: '1.08',
    eventTime: log.iso('aws', time).replace(/\.\d+Z$/, 'Z'),
    awsRegion: 'eu-west-1',
    requestParameters: null,
    responseElements: null,
    requestID: log.ids.uuid(),
    eventID: id,
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
    readOnly: true,
    ...told,
  });
};

/** A person who comes to AWS through the identity provider. */
export function awsRole(log: Log, row: { person: Person; time: number; at: Spot; device: Device }): string | null {
  const { person } = row;
  const key = `ASIA${log.ids.token(16).toUpperCase()}`;
  return trail(log, row.time, {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithSAML',
    sourceIPAddress: row.at.ip,
    userAgent: row.device.agent,
    userIdentity: {
      type: 'SAMLUser',
      principalId: `idp:${person.login}`,
      userName: person.login,
      identityProvider: 'idp',
    },
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/Engineer`, roleSessionName: person.login },
    responseElements: {
      credentials: { accessKeyId: key },
      assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Engineer/${person.login}` },
    },
  });
}

/** A console sign-in of an account of AWS's own. */
export function awsConsole(
  log: Log,
  row: { person: Person; time: number; at: Spot; device: Device; ok: boolean; mfa: boolean },
): string | null {
  return trail(log, row.time, {
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    readOnly: false,
    sourceIPAddress: row.at.ip,
    userAgent: row.device.agent,
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDA${row.person.duoKey.slice(2, 18)}`,
      arn: `arn:aws:iam::${ACCOUNT}:user/${row.person.login}`,
      accountId: ACCOUNT,
      userName: row.person.login,
    },
    responseElements: { ConsoleLogin: row.ok ? 'Success' : 'Failure' },
    ...(row.ok ? {} : { errorMessage: 'Failed authentication' }),
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: row.mfa ? 'Yes' : 'No',
    },
  });
}

export interface CallRow {
  machine: Machine;
  time: number;
  at: Spot;
  name: string;
  service: string;
  refused?: boolean;
  agent?: string;
  resource?: string;
}

/** A call with an access key of a technical account. */
export function awsCall(log: Log, row: CallRow): string | null {
  const { machine } = row;
  const isSts = row.name === 'AssumeRole';
  return trail(log, row.time, {
    eventSource: row.service,
    eventName: row.name,
    sourceIPAddress: row.at.ip,
    userAgent: row.agent ?? 'aws-sdk-go/1.44.100 (go1.20; linux; amd64)',
    userIdentity: {
      type: 'IAMUser',
      principalId: machine.id,
      arn: `arn:aws:iam::${ACCOUNT}:user/svc/${machine.name}`,
      accountId: ACCOUNT,
      accessKeyId: machine.key,
      userName: machine.name,
    },
    ...(row.resource && { requestParameters: { resource: row.resource } }),
    ...(row.refused
      ? { errorCode: 'AccessDenied', errorMessage: `User is not authorized to perform: ${row.name}` }
      : isSts
        ? {
            requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/Deploy`, roleSessionName: machine.name },
            responseElements: {
              credentials: { accessKeyId: `ASIA${log.ids.token(16).toUpperCase()}` },
              assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/${machine.name}` },
            },
          }
        : {}),
  });
}

export function teleport(
  log: Log,
  row: { person: Person; time: number; at: Spot; device: Device; ok: boolean; mfa: boolean },
): string | null {
  const id = log.ids.uuid();
  return log.add('teleport', row.time, id, {
    ei: 0,
    event: 'user.login',
    code: row.ok ? 'T1000I' : 'T1000W',
    uid: id,
    time: log.iso('teleport', row.time),
    cluster_name: 'teleport.example.com',
    user: row.person.login,
    user_kind: 1,
    success: row.ok,
    method: 'local',
    ...(row.mfa && {
      mfa_device: { mfa_device_name: 'key', mfa_device_type: 'TOTP', mfa_device_uuid: row.person.objectId },
    }),
    ...(row.ok ? {} : { error: 'invalid username, password or second factor' }),
    'addr.remote': row.at.ip.includes(':') ? `[${row.at.ip}]:55000` : `${row.at.ip}:55000`,
    user_agent: row.device.agent,
  });
}
