/** Records as the vendors export them, with only the fields that say who, when and whether it worked. */
import type { Chance } from '../../electron/engine/demo/random';

export type SourceName = 'entra' | 'okta' | 'duo' | 'duo-csv' | 'google' | 'slack' | 'cloudtrail';

export interface Written {
  source: SourceName;
  time: number;
  /** The vendor's id of the record; for rows without one a text that finds the event again. */
  id: string;
  record: unknown;
}

const iso = (time: number): string => new Date(time).toISOString();
const IP = ['198.51.100.7', '203.0.113.9', '192.0.2.44', '198.51.100.99'] as const;

export interface EntraUser {
  oid: string;
  upn: string;
  display: string;
  typed?: string;
  guest?: boolean;
  home: string;
  tenant: string;
}

export function entra(chance: Chance, time: number, user: EntraUser): Written {
  const id = chance.uuid();
  return {
    source: 'entra',
    time,
    id,
    record: {
      id,
      createdDateTime: iso(time),
      userDisplayName: user.display,
      userPrincipalName: user.upn,
      userId: user.oid,
      appId: '4765445b-32c6-49b0-83e6-1d93765276ca',
      appDisplayName: 'OfficeHome',
      ipAddress: chance.pick(IP),
      clientAppUsed: 'Browser',
      correlationId: chance.uuid(),
      conditionalAccessStatus: 'success',
      isInteractive: true,
      signInIdentifier: user.typed ?? user.upn,
      userType: user.guest ? 'guest' : 'member',
      homeTenantId: user.home,
      resourceTenantId: user.tenant,
      resourceDisplayName: 'Microsoft Graph',
      status: { errorCode: 0, failureReason: 'Other.', additionalDetails: null },
      deviceDetail: { deviceId: '', displayName: '', operatingSystem: 'Windows10', browser: 'Edge 126.0.0' },
      location: { city: 'Leeds', state: 'England', countryOrRegion: 'GB' },
      authenticationRequirement: 'singleFactorAuthentication',
    },
  };
}

export interface OktaUser {
  id: string;
  login: string;
  display: string;
}

export function okta(chance: Chance, time: number, user: OktaUser): Written {
  const uuid = chance.uuid();
  return {
    source: 'okta',
    time,
    id: uuid,
    record: {
      uuid,
      published: iso(time),
      eventType: 'user.authentication.auth_via_mfa',
      version: '0',
      severity: 'INFO',
      displayMessage: 'Authentication of user via MFA',
      actor: { id: user.id, type: 'User', alternateId: user.login, displayName: user.display, detailEntry: null },
      client: {
        ipAddress: chance.pick(IP),
        userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Windows 10', browser: 'EDGE' },
      },
      outcome: { result: 'SUCCESS', reason: null },
      target: [],
      transaction: { type: 'WEB', id: chance.token(27), detail: {} },
      debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH' } },
      authenticationContext: { externalSessionId: `102${chance.token(22)}` },
      securityContext: {},
    },
  };
}

export interface DuoUser {
  key: string | null;
  name: string;
  email: string;
  alias?: string;
}

export function duo(chance: Chance, time: number, user: DuoUser): Written {
  const txid = chance.uuid();
  return {
    source: 'duo',
    time,
    id: txid,
    record: {
      txid,
      isotimestamp: iso(time).replace('Z', '000+00:00'),
      timestamp: Math.floor(time / 1000),
      event_type: 'authentication',
      result: 'success',
      reason: 'user_approved',
      factor: 'duo_push',
      email: user.email,
      alias: user.alias ?? '',
      application: { key: 'DIABCDEFGHIJKLMNOPQR', name: 'VPN' },
      access_device: {
        ip: chance.pick(IP),
        os: 'Windows',
        os_version: '10',
        browser: null,
        hostname: null,
        location: {},
      },
      auth_device: { ip: null, key: null, name: 'phone', location: {} },
      user: { key: user.key, name: user.name, groups: [] },
    },
  };
}

/** A row of the Admin Panel's report, which has no id: the time to the second finds it again. */
export function duoRow(chance: Chance, time: number, user: DuoUser): Written {
  const at = iso(time).slice(0, 19);
  return {
    source: 'duo-csv',
    time,
    id: `${at}.000Z`,
    record: {
      'Timestamp (UTC)': at.replace('T', ' '),
      User: user.name,
      Integration: 'VPN',
      Factor: 'Duo Push',
      Result: 'Granted',
      Reason: 'User Approved',
      Enrollment: 'false',
      '2FA Device Name': 'phone',
      '2FA Device IP': '',
      'Access Device IP': chance.pick(IP),
      Alias: user.alias ?? '',
      Email: user.email,
    },
  };
}

export interface GoogleUser {
  profile: string;
  email: string;
}

export function google(chance: Chance, time: number, user: GoogleUser): Written {
  const qualifier = `-${chance.int(1e8, 9e8)}${chance.int(1e8, 9e8)}`;
  return {
    source: 'google',
    time,
    id: qualifier,
    record: {
      kind: 'admin#reports#activity',
      id: { time: iso(time), uniqueQualifier: qualifier, applicationName: 'login', customerId: 'C01corvid' },
      actor: { callerType: 'USER', email: user.email, profileId: user.profile },
      ipAddress: chance.pick(IP),
      events: [
        { type: 'login', name: 'login_success', parameters: [{ name: 'login_type', value: 'google_password' }] },
      ],
    },
  };
}

export interface SlackUser {
  id: string;
  name: string;
  email: string;
}

export function slack(chance: Chance, time: number, user: SlackUser): Written {
  const id = chance.uuid();
  const person = { type: 'user', user: { id: user.id, name: user.name, email: user.email, team: 'T01CORVID' } };
  return {
    source: 'slack',
    time,
    id,
    record: {
      id,
      date_create: Math.floor(time / 1000),
      action: 'user_login',
      actor: person,
      entity: person,
      context: {
        location: { type: 'workspace', id: 'T01CORVID', name: 'Corvid', domain: 'corvid' },
        ua: 'Mozilla/5.0',
        ip_address: chance.pick(IP),
      },
    },
  };
}

/** A person's role session by IAM Identity Center: the session is named after the address. */
export function cloudtrail(chance: Chance, time: number, email: string): Written {
  const eventID = chance.uuid();
  const role = 'AWSReservedSSO_ReadOnly_0a1b2c3d4e5f6a7b';
  const principal = `AROACORVIDROLE000001:${email}`;
  return {
    source: 'cloudtrail',
    time,
    id: eventID,
    record: {
      eventVersion: '1.09',
      userIdentity: {
        type: 'AssumedRole',
        principalId: principal,
        arn: `arn:aws:sts::111122223333:assumed-role/${role}/${email}`,
        accountId: '111122223333',
        accessKeyId: `ASIA${chance.token(16).toUpperCase()}`,
        sessionContext: {
          sessionIssuer: { type: 'Role', principalId: 'AROACORVIDROLE000001', arn: `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/${role}`, accountId: '111122223333', userName: role }, // biome-ignore format: one part
          attributes: { creationDate: iso(time), mfaAuthenticated: 'false' },
        },
      },
      eventTime: `${iso(time).slice(0, 19)}Z`,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'DescribeInstances',
      awsRegion: 'eu-west-1',
      sourceIPAddress: chance.pick(IP),
      userAgent: 'aws-cli/2.15',
      requestID: chance.uuid(),
      eventID,
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
      managementEvent: true,
      readOnly: true,
    },
  };
}

const lines = (records: readonly Written[]): string =>
  records.map(({ record }) => `${JSON.stringify(record)}\n`).join('');

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function table(records: readonly Written[]): string {
  const rows = records.map(({ record }) => record as Record<string, string>);
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].map((row) => `${row.map(cell).join(',')}\n`).join(''); // biome-ignore format: one table
}

const FILES: Record<SourceName, { name: string; write: (records: readonly Written[]) => string }> = {
  entra: {
    name: 'entra-sign-ins.json',
    write: (records) => JSON.stringify({ value: records.map(({ record }) => record) }),
  },
  okta: { name: 'okta-system-log.ndjson', write: lines },
  duo: { name: 'duo-authentication.ndjson', write: lines },
  'duo-csv': { name: 'duo-report.csv', write: table },
  google: { name: 'google-login.ndjson', write: lines },
  slack: {
    name: 'slack-audit.json',
    write: (records) => JSON.stringify({ entries: records.map(({ record }) => record) }),
  },
  cloudtrail: {
    name: 'cloudtrail.json',
    write: (records) => JSON.stringify({ Records: records.map(({ record }) => record) }),
  },
};

/** One file a source, in order of time. */
export function filesOf(records: readonly Written[]): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [source, { name, write }] of Object.entries(FILES)) {
    const own = records.filter((record) => record.source === source).sort((a, b) => a.time - b.time);
    if (own.length > 0) files[name] = write(own);
  }
  return files;
}
