/** What an identity is and who answers for it: from logs, the register, and numbers; each with the record that says so. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../shared/model/identity';
import { eventsAll } from '../store/events';
import { allIdentities } from '../store/identity-reads';
import { analyse } from './run';
import { inferKind } from './stages/identity-kind';
import { emptyCase, type Files, type ImportedCase, ndjson } from './testing/imported';

const SP = '0b000000-0000-4000-8000-0000000000a1';
const APP = '0c000000-0000-4000-8000-0000000000a2';
const DANA = { id: '0d000000-0000-4000-8000-0000000000d1', displayName: 'Dana Cole', userPrincipalName: 'dana@corvid.example' }; // biome-ignore format: one person
const EMIL = { id: '0d000000-0000-4000-8000-0000000000d2', displayName: 'Emil Haas', userPrincipalName: 'emil@corvid.example' }; // biome-ignore format: one person
let n = 0;
const uuid = (): string => `00000000-0000-4000-8000-${String(++n).padStart(12, '0')}`;

const spSignIn = (day: number) => ({
  id: uuid(),
  createdDateTime: `2026-01-${String(day).padStart(2, '0')}T03:00:00Z`,
  servicePrincipalId: SP,
  servicePrincipalName: 'Nightly export',
  appId: APP,
  appDisplayName: 'Nightly export',
  resourceDisplayName: 'Microsoft Graph',
  ipAddress: '198.51.100.7',
  correlationId: uuid(),
  signInEventTypes: ['servicePrincipal'],
  status: { errorCode: 0 },
  servicePrincipalCredentialKeyId: uuid(),
  location: {},
});
const owner = (day: number, act: 'Add' | 'Remove', of: typeof DANA, by = DANA) => {
  const value = (text: string) => (act === 'Add' ? { oldValue: null, newValue: `"${text}"` } : { oldValue: `"${text}"`, newValue: null }); // biome-ignore format: one rule
  return {
    id: `Directory_${uuid()}`,
    category: 'ApplicationManagement',
    correlationId: uuid(),
    result: 'success',
    activityDisplayName: `${act} owner ${act === 'Add' ? 'to' : 'from'} service principal`,
    activityDateTime: `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`,
    loggedByService: 'Core Directory',
    operationType: act === 'Add' ? 'Assign' : 'Unassign',
    initiatedBy: { user: { ...by, ipAddress: '198.51.100.9' } },
    targetResources: [
      {
        ...of,
        type: 'User',
        modifiedProperties: [
          { displayName: 'ServicePrincipal.ObjectID', ...value(SP) },
          { displayName: 'ServicePrincipal.DisplayName', ...value('Nightly export') },
          { displayName: 'ServicePrincipal.AppId', ...value(APP) },
        ],
      },
      { id: SP, displayName: 'Nightly export', type: 'ServicePrincipal', modifiedProperties: [] },
    ],
    additionalDetails: [],
  };
};
const audits = (...records: ReturnType<typeof owner>[]): Files => ({
  'audit.json': JSON.stringify({ value: records }),
});
const SIGN_INS: Files = { 'sp.json': JSON.stringify({ value: [spSignIn(3), spSignIn(4), spSignIn(5)] }) };

let made: ImportedCase;
beforeEach(() => {
  made = emptyCase();
});
afterEach(() => made.close());

async function identities(...files: Files[]): Promise<Identity[]> {
  for (const each of files) await made.add(each);
  await analyse(made.opened);
  return [...allIdentities(made.opened.db.read)];
}
const named = (list: readonly Identity[], name: string): Identity => list.find((each) => each.name === name)!;
const event = (id: string | null | undefined) => [...eventsAll(made.opened.db.read)].find((each) => each.id === id);

describe('an owner in the log', () => {
  it('is whom the directory made owner, with that record', async () => {
    const list = await identities(SIGN_INS, audits(owner(2, 'Add', EMIL)));
    const app = named(list, 'Nightly export');
    expect(app).toMatchObject({ kind: 'service_principal', owner: 'emil@corvid.example' });
    expect(app.about!.owner).toMatchObject({ from: 'log', because: expect.stringContaining('2026-01-02') });
    expect(event(app.about!.owner!.record)).toMatchObject({ action: 'Add owner to service principal' });
  });

  it('is nobody after the directory took the owner away, and whoever is left of several', async () => {
    const gone = await identities(SIGN_INS, audits(owner(2, 'Add', EMIL), owner(6, 'Remove', EMIL)));
    expect(named(gone, 'Nightly export')).toMatchObject({ owner: null, about: { unowned: expect.any(String) } });
    const left = await identities({
      'more.json': JSON.stringify({ value: [owner(7, 'Add', DANA), owner(8, 'Add', EMIL)] }),
    });
    expect(named(left, 'Nightly export')).toMatchObject({
      owner: 'dana@corvid.example',
      about: { owner: { others: ['emil@corvid.example'] } },
    });
  });

  it('is not whom a failed act would have made one', async () => {
    const failed = { ...owner(2, 'Add', EMIL), result: 'failure', resultReason: 'Insufficient privileges' };
    expect(named(await identities(SIGN_INS, audits(failed)), 'Nightly export').owner).toBeNull();
  });

  it('gives way to the register', async () => {
    const register =
      'identity,kind,owner,owner_email\nNightly export,service_principal,Storage team,storage@corvid.example\n';
    const app = named(
      await identities(SIGN_INS, audits(owner(2, 'Add', EMIL)), { 'register.csv': register }),
      'Nightly export',
    );
    expect(app).toMatchObject({ owner: 'Storage team', about: { owner: { from: 'register' } } });
    expect(app.about!.owner!.record).toMatch(/^c/);
  });

  it('is who made a bot or a role, where nobody is named as owner', async () => {
    const bot = [
      { uid: uuid(), ei: 0, time: '2026-01-02T09:00:00Z', event: 'bot.create', code: 'TB001I', user: 'dana', user_kind: 1, name: 'ci', cluster_name: 'corvid' },
      { uid: uuid(), ei: 0, time: '2026-01-02T10:00:00Z', event: 'bot.join', code: 'TJ001I', bot_name: 'ci', success: true, method: 'github', cluster_name: 'corvid' },
    ]; // biome-ignore format: two records
    const role = (second: number, over: object) => ({
      eventVersion: '1.09',
      eventTime: `2026-01-03T08:00:${second}Z`,
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateRole',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.7',
      userAgent: 'aws-cli/2.15',
      requestID: uuid(),
      eventID: uuid(),
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
      managementEvent: true,
      readOnly: false,
      ...over,
    });
    const person = { type: 'IAMUser', principalId: 'AIDAEXAMPLEEMIL0001', arn: 'arn:aws:iam::111122223333:user/emil', accountId: '111122223333', accessKeyId: 'ASIAEXAMPLEEMIL00001', userName: 'emil', sessionContext: { attributes: { mfaAuthenticated: 'true' } } }; // biome-ignore format: one identity
    const session = { type: 'AssumedRole', principalId: 'AROAEXAMPLEREPORT01:i-0a1b2c3d4e5f6a7b8', arn: 'arn:aws:sts::111122223333:assumed-role/reports/i-0a1b2c3d4e5f6a7b8', accountId: '111122223333', accessKeyId: 'ASIAEXAMPLEREPORT001', sessionContext: { sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLEREPORT01', arn: 'arn:aws:iam::111122223333:role/reports', accountId: '111122223333', userName: 'reports' } } }; // biome-ignore format: one identity
    const trail = [
      role(10, { userIdentity: person, requestParameters: { roleName: 'reports' }, responseElements: null }),
      role(20, { userIdentity: session, eventSource: 's3.amazonaws.com', eventName: 'GetObject', readOnly: true, requestParameters: { bucketName: 'b' } }),
    ]; // biome-ignore format: two records
    const list = await identities({ 'teleport.ndjson': ndjson(bot), 'trail.json': JSON.stringify({ Records: trail }) });
    const ci = list.find(({ kind, name }) => kind === 'workload' && name === 'ci')!;
    expect(ci).toMatchObject({ owner: 'dana', about: { owner: { from: 'log', because: expect.stringContaining('made it on 2026-01-02') } } }); // biome-ignore format: one line
    expect(event(ci.about!.owner!.record)).toMatchObject({ action: 'bot.create' });
    expect(named(list, 'reports')).toMatchObject({ kind: 'workload', owner: 'emil' });
    expect(event(named(list, 'reports').about!.owner!.record)).toMatchObject({ action: 'CreateRole' });
  });
});

describe('the kind', () => {
  it('is the log’s first, with a record that says so; the register’s where no log tells', async () => {
    const typed = (second: number) => ({ uuid: uuid(), published: `2026-01-05T09:00:${second}.000Z`, eventType: 'user.session.start', actor: { id: 'unknown', type: 'User', alternateId: 'backup@corvid.example', displayName: 'unknown' }, client: { ipAddress: '198.51.100.7' }, outcome: { result: 'FAILURE', reason: 'VERIFICATION_ERROR' }, target: [], debugContext: { debugData: {} } }); // biome-ignore format: one record
    const register = 'identity,kind,owner\nbackup@corvid.example,service_principal,Storage team\n';
    const list = await identities(SIGN_INS, {
      'okta.ndjson': ndjson([typed(10), typed(11)]),
      'register.csv': register,
    });
    const app = named(list, 'Nightly export');
    expect(app).toMatchObject({ kindBecause: 'entra said so', kindFrom: { from: 'log' } });
    expect(event(app.kindFrom!.ref)).toMatchObject({ action: 'signin.service_principal' });
    const backup = named(list, 'backup@corvid.example');
    expect(backup).toMatchObject({ kind: 'service_principal', kindFrom: { from: 'register' } });
    expect(backup.kindFrom!.ref).toMatch(/^c/);
  });

  it('is inferred from numbers last of all, and says them', async () => {
    const call = (minute: number) => ({
      eventVersion: '1.09',
      userIdentity: { type: 'AssumedRole', principalId: 'AROAEXAMPLESYNC0001:feed', arn: 'arn:aws:sts::111122223333:assumed-role/partner/feed', accountId: '111122223333', accessKeyId: 'ASIAEXAMPLESYNC00001', sessionContext: { sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLESYNC0001', arn: 'arn:aws:iam::111122223333:role/partner', accountId: '111122223333', userName: 'partner' }, attributes: { mfaAuthenticated: 'false' } } },
      eventTime: new Date(Date.UTC(2026, 0, 2) + minute * 60_000).toISOString().replace('.000', ''),
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.7',
      userAgent: 'Boto3/1.34 md/Botocore#1.34',
      requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/other' },
      requestID: uuid(),
      eventID: uuid(),
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
      managementEvent: true,
      readOnly: true,
    }); // biome-ignore format: one record
    const Records = Array.from({ length: 60 }, (_, i) => call(i * 15 + (i % 3 === 0 ? 1 : 0)));
    const list = await identities({ 'trail.json': JSON.stringify({ Records }) });
    const partner = named(list, 'partner');
    expect(partner).toMatchObject({ kind: 'workload', kindFrom: { from: 'inferred', ref: null } });
    expect(partner.kindBecause).toMatch(/60 of 60 accesses by Boto3.*every 15 min.*15 of 24 hours/);
  });
});

describe('inferring', () => {
  const at = (i: number, over: object = {}) => ({ time: i * 900_000, succeeded: true, factor: null, interactive: null, client: 'Go-http-client/2.0', ...over }); // biome-ignore format: one use
  const many = (over: (i: number) => object = () => ({})) => Array.from({ length: 100 }, (_, i) => at(i, over(i)));

  it.each([
    ['a steady program', many(), 'workload'],
    ['a hand that answers prompts', many((i) => (i === 50 ? { factor: 'push' } : {})), 'human'],
    ['a browser at a keyboard', many(() => ({ interactive: true, client: 'Mozilla/5.0' })), 'human'],
  ])('%s', (_, uses, kind) => {
    expect(inferKind(uses)?.kind).toBe(kind);
  });

  it.each([
    ['few accesses', many().slice(0, 19)],
    ['a program that was let in nowhere', many(() => ({ succeeded: false }))],
    ['a browser among the programs', many((i) => (i === 3 ? { client: 'Mozilla/5.0' } : {}))],
    ['a person who types at a command line', many((i) => ({ client: 'aws-cli/2.15', time: (i * 900 + ((i * i * 7919) % 3000)) * 1_000 }))], // biome-ignore format: one line
    ['nothing', []],
  ])('leaves open %s', (_, uses) => {
    expect(inferKind(uses)).toBeNull();
  });
});
