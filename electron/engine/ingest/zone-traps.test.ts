/**
 * The traps of time, source by source: what the export writes, what the person said of the zone, and the instant that it
 * is — or why it is none. Each row goes the whole way from bytes to an encoded event.
 */
import { describe, expect, it } from 'vitest';
import { EVENT_FLAGS, hasFlag } from '../../../shared/model/event';
import { rfc3339 } from '../../../shared/model/time';
import { COLUMN } from '../store/event-row';
import { Pass } from './pass';
import { sources } from './registry';
import { zoneAssumed } from './vendor/local-time';
import { REPEATED, SKIPPED } from './vendor/wall-clock';

interface Read {
  source: string | null;
  /** Of the first event. */
  time: string | null;
  /** Why the first record that became no event did not. */
  leftOut: string | null;
  zone: string | null;
  notes: string[];
  flags: string[];
  delay: { n: number; max: number };
}

function read(text: string, zone: string | null): Read {
  const bytes = Buffer.from(text);
  const pass = new Pass(bytes, sources.all(), { source: null, zone });
  pass.feed(bytes);
  pass.end();
  const batches = pass.take();
  const { recognised, zone: recorded, notes, delays } = pass.result();
  const events = batches.find(({ events: batch }) => batch !== null)?.events;
  const flags = events ? events.numbers[COLUMN.flags]! : 0;
  return {
    source: recognised?.source ?? null,
    time: events ? rfc3339(events.numbers[COLUMN.time]!) : null,
    leftOut: batches.find(({ leftOut }) => leftOut !== null)?.leftOut?.reasons[0] ?? null,
    zone: recorded,
    notes: notes.map(({ text: note }) => note),
    flags: EVENT_FLAGS.filter((flag) => hasFlag(flags, flag)),
    delay: delays,
  };
}

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
const PORTAL = (time: string, more = ''): string =>
  `Date (UTC),Request ID,Correlation ID,User ID,User,Username,Application,Application ID ,IP address,Location,Status,Sign-in error code,Failure reason,Client app\n` +
  `${time},00000001-0a1b-4c2d-8e3f-000000000001,00000001-0a1b-4c2d-8e3f-000000000002,00000001-0a1b-4c2d-8e3f-000000000003,Alice,alice@example.com,Portal,00000001-0a1b-4c2d-8e3f-000000000004,203.0.113.4,"Paris, Paris, FR",Failure,500121,Denied,Browser\n${more}`;
const FLAT = (time: string): string =>
  `CreatedDateTime,UserPrincipalName,UserDisplayName,AppDisplayName,IPAddress,City,Country,Device,Browser,OS,Status,RiskState,RiskLevelDuringSignIn,ConditionalAccessStatus\n${time},alice@example.com,Alice,OfficeHome,203.0.113.4,Paris,FR,d,Chrome,Windows,0,none,none,notApplied\n`;
const PANEL = (column: string, time: string): string =>
  `${column},User,Integration,Factor,Result,Reason,Access Device IP\n${time},alice,VPN,Duo Push,Denied,User mistake,203.0.113.4\n`;
const DUO = { txid: 't1', access_device: { ip: '203.0.113.4' }, auth_device: { ip: null }, user: { name: 'alice' }, result: 'denied', reason: 'user_mistake', factor: 'duo_push', event_type: 'authentication', application: { name: 'VPN' } }; // biome-ignore format: one record
const GOOGLE = (time: string): string =>
  `Event,Description,Date,Actor,IP address,Login type,Challenge type,Is suspicious,Is second factor\nFailed login,Alice failed to login,${time},alice@example.com,203.0.113.4,Google Password,Google Prompt,False,False\n`;
const KEYCLOAK = (time: string): string =>
  `${time} WARN  [org.keycloak.events] (executor-thread-1) type=LOGIN_ERROR, realmId=main, clientId=x, userId=u1, ipAddress=203.0.113.4, error=invalid_user_credentials, code_id=c1, username=alice\n`;
const PINGFEDERATE = (time: string): string =>
  `${time} trackingid="tid:abc" transactionid="t1" event="AUTHN_ATTEMPT" subject="alice" ip="203.0.113.4" connectionid="x" protocol="SAML20" pfhost="idp1" role="IdP" status="failure" description="" authenticationsourceid="adapter.HtmlForm" connectionname="Payroll" sri="s1"\n`;
const RADIUS = (time: string): string =>
  `${time} : Auth: (8) Login OK: [alice] (from client vpn1 port 0 cli 203.0.113.4)\n`;
const RSA = (time: string): string =>
  `${time}, am1.example.com, audit.runtime.com.rsa.ims.authn.impl.AuthenticationBrokerImpl, INFO, e1,s1,203.0.113.4,10.0.0.1,AUTHN_LOGIN_EVENT,13002,SUCCESS,AUTHN_METHOD_SUCCESS,a1,u1,d1,x1,alice,Alice,Example,ag1,x2,10.0.0.9,VPN1,7,p1,SecurID_Native,,,AUTHN_LOGIN_EVENT,0,4\n`;
const ISE = (time: string): string =>
  `<181>Jan 2 03:04:05 ise1 CISE_Failed_Attempts 0000075134 1 0 ${time} 0000075201 5400 NOTICE Failed-Attempt: Authentication failed, ConfigVersionId=1, Device IP Address=10.0.0.1, UserName=alice, NetworkDeviceName=vpn1, Calling-Station-ID=203.0.113.4, AcsSessionID=ise1/1/2\n`;
const VAULT = (time: string): string =>
  `LEEF:1.0|Cyber-Ark|Vault|12.1|7|sev=6\tAction=Logon\tusrName=alice\tsrc=203.0.113.4\tdevTime=${time}\n`;
const PINGID = (time: string): string =>
  `Timestamp,Subject,Message,Status\n${time},alice,"SSO Swipe ""iPhone""",Success\n`;
const LASTPASS = (time: string): string =>
  `Time,User,IP Address,Action,Data\n${time},alice@example.com,203.0.113.4,Failed login attempt,\n`;
const KIBANA = (time: string): string =>
  `@timestamp,event.category,event.action,event.outcome,user.name,source.ip\n"${time}",authentication,login,failure,alice,203.0.113.4\n`;
const NXLOG = (time: string): string =>
  json({ EventTime: time, Hostname: 'dc1', EventType: 'AUDIT_FAILURE', EventID: 4625, SourceName: 'Microsoft-Windows-Security-Auditing', RecordNumber: 7, Channel: 'Security', TargetUserName: 'alice', IpAddress: '203.0.113.4', LogonType: '3' }); // biome-ignore format: one record
const ECMD = (time: string): string =>
  `RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,ProcessId,ThreadId,Computer,ChunkNumber,UserId,MapDescription,UserName,RemoteHost,PayloadData1,PayloadData2,PayloadData3,PayloadData4,PayloadData5,PayloadData6,ExecutableInfo,HiddenRecord,SourceFile,Keywords,ExtraDataOffset,Payload\n` +
  `7,7,${time},4625,LogAlways,Microsoft-Windows-Security-Auditing,Security,,,dc1,,,Failed logon,,,,,,,,,,,,,0,"{""EventData"":{""Data"":[{""@Name"":""TargetUserName"",""#text"":""alice""}]}}"\n`;
const UAL = (creationDate: string, creationTime: string): string =>
  `RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\n4af0b443-42dd-4dc6-9bd1-000000000003,"${creationDate}",15,UserLoginFailed,alice@example.com,"{""CreationTime"":""${creationTime}"",""Id"":""4af0b443-42dd-4dc6-9bd1-000000000003"",""Operation"":""UserLoginFailed"",""OrganizationId"":""7d3d0c53-5f0e-4e0b-9f0b-0b4c5a3f1a01"",""RecordType"":15,""UserId"":""alice@example.com"",""Workload"":""AzureActiveDirectory"",""UserKey"":""u"",""UserType"":0,""ClientIP"":""203.0.113.4""}",,\n`;
const ANALYTICS = (time: string): string =>
  `TenantId,TimeGenerated [UTC],CreatedDateTime [UTC],OperationName,Category,ResultType,CorrelationId,AppDisplayName,AppId,UserPrincipalName,UserId,Id,IPAddress\nt,"${time}","${time}",Sign-in activity,SignInLogs,500121,c1,Portal,a1,alice@example.com,u1,r1,203.0.113.4\n`;
const OKTA = { uuid: 'u1', published: '2026-01-02T03:04:05.678Z', eventType: 'user.authentication.auth_via_mfa', legacyEventType: 'x', version: '0', severity: 'INFO', displayMessage: 'x', actor: { id: 'a', type: 'User', alternateId: 'alice@example.com', displayName: 'Alice' }, outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' }, target: null, client: {}, transaction: { id: 't', type: 'WEB' }, debugContext: { debugData: {} } }; // biome-ignore format: one record
const AWS_HISTORY = (time: string): string =>
  `User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only\nalice,,"${time}",signin.amazonaws.com,ConsoleLogin,us-east-1,198.51.100.7,Mozilla/5.0,,[],,0a1b2c3d-0000-4000-8000-000000000301,false\n`;
const JUMPCLOUD = (timestamp: string): string =>
  json({ event_type: 'sso_auth', service: 'sso', success: false, mfa: true, initiated_by: { type: 'user', username: 'alice', id: 'i' }, client_ip: '203.0.113.4', geoip: {}, timestamp, id: 'j1', organization: 'o' }); // biome-ignore format: one record

/** [the trap, what the export writes, zone that the person named, its source, the instant] */
const PLACED: [string, string, string | null, string, string][] = [
  ['Entra portal: UTC with Z', PORTAL('2026-03-02T06:58:40Z'), 'Asia/Tokyo', 'entra', '2026-03-02T06:58:40.000Z'],
  ['Entra portal, saved by a spreadsheet: the header still says UTC', PORTAL('3/14/2026 6:58:40 PM'), 'Asia/Tokyo', 'entra', '2026-03-14T18:58:40.000Z'],
  ['Entra portal: a day above 12 in another row decides the order for all', PORTAL('05/03/2026 08:00:00', PORTAL('25/03/2026 08:00:00').split('\n')[1]!), null, 'entra', '2026-03-05T08:00:00.000Z'],
  ['Entra portal, German dates', PORTAL('05.03.2026 08:00:00'), null, 'entra', '2026-03-05T08:00:00.000Z'],
  ['Log Analytics: header [UTC], month first, half days', ANALYTICS('4/28/2026, 2:08:45.221 PM'), 'Asia/Tokyo', 'entra', '2026-04-28T14:08:45.221Z'],
  ['Log Analytics, newer: 24 hours', ANALYTICS('07/07/2026, 22:15:37.714'), null, 'entra', '2026-07-07T22:15:37.714Z'],
  ['Entra by PowerShell, zone named', FLAT('3/12/2026 7:22:01 AM'), 'America/New_York', 'entra', '2026-03-12T11:22:01.000Z'],
  ['Entra by PowerShell, zone not named', FLAT('3/12/2026 7:22:01 AM'), null, 'entra', '2026-03-12T07:22:01.000Z'],
  ['UAL: CreationTime is UTC though it has no Z', UAL('2026-03-02T09:03:30.0000000Z ', '2026-03-02T09:03:30'), 'Asia/Tokyo', 'm365-ual', '2026-03-02T09:03:30.000Z'],
  ['UAL: a CreationDate that a spreadsheet re-typed does not count', UAL('9/20/2023 4:05:03 AM', '2026-03-02T09:03:30'), null, 'm365-ual', '2026-03-02T09:03:30.000Z'],
  ['Okta: published', json(OKTA), 'Asia/Tokyo', 'okta', '2026-01-02T03:04:05.678Z'],
  ['Duo: seconds', json({ ...DUO, timestamp: 1767323045 }), 'Asia/Tokyo', 'duo', '2026-01-02T03:04:05.000Z'],
  ['Duo: isotimestamp is finer than seconds', json({ ...DUO, timestamp: 1767323045, isotimestamp: '2026-01-02T03:04:05.678901+00:00' }), null, 'duo', '2026-01-02T03:04:05.678Z'],
  ['Duo panel: Timestamp (UTC)', PANEL('Timestamp (UTC)', '2026-01-02 03:04:05'), 'Asia/Tokyo', 'duo', '2026-01-02T03:04:05.000Z'],
  ['Duo panel: a zone in the header wins', PANEL('Timestamp (Europe/Stockholm)', '2026-01-02 03:04:05'), 'Asia/Tokyo', 'duo', '2026-01-02T02:04:05.000Z'],
  ['Duo panel: letters of a zone in the header', PANEL('Timestamp (EST)', '2026-07-02 03:04:05'), null, 'duo', '2026-07-02T07:04:05.000Z'],
  ['Duo panel: no zone in the header, named', PANEL('Timestamp', '2026-01-02 03:04:05'), 'America/Chicago', 'duo', '2026-01-02T09:04:05.000Z'],
  ['Google console: offset in the cell', GOOGLE('2026-01-02T04:03:04+01:00'), 'Asia/Tokyo', 'google-workspace', '2026-01-02T03:03:04.000Z'],
  ['Google console: GMT+1 in the cell', GOOGLE('"Jan 2, 2026, 4:03:04 AM GMT+1"'), 'Asia/Tokyo', 'google-workspace', '2026-01-02T03:03:04.000Z'],
  ['Google console: none in the cell, named', GOOGLE('"Jan 2, 2026, 4:03:04 AM"'), 'Europe/Berlin', 'google-workspace', '2026-01-02T03:03:04.000Z'],
  ['Keycloak: milliseconds', json({ time: 1767323045678, type: 'LOGIN_ERROR', realmId: 'main', clientId: 'x', userId: 'u1', ipAddress: '203.0.113.4', error: 'invalid_user_credentials', details: { code_id: 'c1' } }), 'Asia/Tokyo', 'keycloak', '2026-01-02T03:04:05.678Z'],
  ['Keycloak server.log, named', KEYCLOAK('2026-07-02 03:04:05,678'), 'Europe/Berlin', 'keycloak', '2026-07-02T01:04:05.678Z'],
  ['Keycloak server.log, not named', KEYCLOAK('2026-07-02 03:04:05,678'), null, 'keycloak', '2026-07-02T03:04:05.678Z'],
  ['PingFederate, named', PINGFEDERATE('2026-01-02 03:04:05,678'), 'America/Denver', 'pingfederate', '2026-01-02T10:04:05.678Z'],
  ['PingFederate, not named', PINGFEDERATE('2026-01-02 03:04:05,678'), null, 'pingfederate', '2026-01-02T03:04:05.678Z'],
  ['PingID report: the administrator’s zone, named', PINGID('2026-01-02 03:04:05'), 'Europe/Paris', 'pingid', '2026-01-02T02:04:05.000Z'],
  ['PingID report: a zone in the text wins', PINGID('2026-01-02T03:04:05Z'), 'Europe/Paris', 'pingid', '2026-01-02T03:04:05.000Z'],
  ['PingID report, not named', PINGID('2026-01-02 03:04:05'), null, 'pingid', '2026-01-02T03:04:05.000Z'],
  ['OneLogin: UTC in words', json({ event_type_id: 5, event_timestamp: '2026-01-02 03:04:05 UTC', account_id: 1, user_id: 5, user_name: 'alice', actor_user_id: 5, actor_user_name: 'alice', ipaddr: '203.0.113.4', uuid: 'u' }), 'Asia/Tokyo', 'onelogin', '2026-01-02T03:04:05.000Z'],
  ['JumpCloud: nanoseconds are cut, not rounded', JUMPCLOUD('2026-01-02T03:04:05.678999999Z'), null, 'jumpcloud', '2026-01-02T03:04:05.678Z'],
  ['CyberArk cloud: milliseconds', json({ uuid: 'c', tenantId: 't', timestamp: 1767323045678, username: 'alice', applicationCode: 'PAM', auditCode: 'PAM00295', auditType: 'Info', action: 'Retrieve password', userId: 'alice', source: 'PVWA', actionType: 'Execute' }), 'Asia/Tokyo', 'cyberark-pam', '2026-01-02T03:04:05.678Z'],
  ['CyberArk vault: the vault’s own zone, named', VAULT('2026-01-02 03:05:05'), 'Asia/Jerusalem', 'cyberark-pam', '2026-01-02T01:05:05.000Z'],
  ['FreeRADIUS, named', RADIUS('Fri Jan  2 03:05:05 2026'), 'Australia/Sydney', 'freeradius', '2026-01-01T16:05:05.000Z'],
  ['FreeRADIUS, not named', RADIUS('Fri Jan  2 03:05:05 2026'), null, 'freeradius', '2026-01-02T03:05:05.000Z'],
  ['RSA, named', RSA('2026-01-02 03:04:05,239'), 'Europe/London', 'rsa-securid', '2026-01-02T03:04:05.239Z'],
  ['RSA in summer, named', RSA('2026-07-02 03:04:05,239'), 'Europe/London', 'rsa-securid', '2026-07-02T02:04:05.239Z'],
  ['ISE: its own offset wins over the syslog header', ISE('2026-01-02 03:04:05.790 +02:00'), 'Asia/Tokyo', 'cisco-ise', '2026-01-02T01:04:05.790Z'],
  ['LastPass: the vendor’s zone where nobody names one', LASTPASS('2026-01-02 03:04:05'), null, 'lastpass', '2026-01-02T08:04:05.000Z'],
  ['LastPass, named', LASTPASS('2026-01-02 03:04:05'), 'Europe/Berlin', 'lastpass', '2026-01-02T02:04:05.000Z'],
  ['Kibana table, named', KIBANA('Jan 2, 2026 @ 03:04:05.678'), 'America/Sao_Paulo', 'ecs', '2026-01-02T06:04:05.678Z'],
  ['Kibana table, not named', KIBANA('Jan 2, 2026 @ 03:04:05.678'), null, 'ecs', '2026-01-02T03:04:05.678Z'],
  ['ECS: milliseconds in @timestamp', json({ '@timestamp': 1767323045678, ecs: { version: '8' }, event: { category: ['authentication'], kind: 'event', outcome: 'failure', action: 'login' }, user: { name: 'alice' } }), 'Asia/Tokyo', 'ecs', '2026-01-02T03:04:05.678Z'],
  ['OCSF: milliseconds', json({ class_uid: 3002, activity_id: 1, time: 1767323045678, status_id: 2, metadata: { version: '1.8.0', uid: 'x', product: { name: 'P' } }, user: { name: 'alice' } }), 'Asia/Tokyo', 'ocsf', '2026-01-02T03:04:05.678Z'],
  ['NXLog: the machine’s zone, named', NXLOG('2026-03-02 11:47:05'), 'America/New_York', 'windows-security', '2026-03-02T16:47:05.000Z'],
  ['EvtxECmd writes UTC', ECMD('2026-03-02 11:41:05.1234567'), 'Asia/Tokyo', 'windows-security', '2026-03-02T11:41:05.123Z'],
  ['CloudTrail console: the browser’s zone in the cell', AWS_HISTORY('January 02, 2026, 03:04:05 (UTC+01:00)'), 'Asia/Tokyo', 'aws-cloudtrail', '2026-01-02T02:04:05.000Z'],
  ['Salesforce: letters of a zone in the cell', 'Username,Login Time,Source IP,Login Type,Status,Browser,Platform,Application,Client Version,API Type,API Version,Login URL,Country Code\nalice@example.com,"1/2/2026, 3:04:05 AM PST",203.0.113.4,Application,Invalid Password,Chrome,Windows,Browser,N/A,N/A,N/A,x,FR\n', 'Asia/Tokyo', 'salesforce-login', '2026-01-02T11:04:05.000Z'],
]; // biome-ignore format: a table

it.each(PLACED)('%s', (_trap, text, zone, source, time) => {
  const found = read(text, zone);
  expect({ source: found.source, time: found.time }).toEqual({ source, time });
});

describe('a time that cannot be placed is no event, and says what is needed', () => {
  it.each([
    ['Duo panel: no zone anywhere', PANEL('Timestamp', '2026-01-02 03:04:05'), 'time without a zone: name the zone of the panel with --tz'],
    ['Google console: no zone anywhere', GOOGLE('2026-01-02 03:04:05'), 'a time without a zone: the console writes the zone of the person who downloaded it; name it'],
    ['NXLog: no zone anywhere', NXLOG('2026-03-02 11:47:05'), 'time without a zone: name the machine’s zone'],
    ['syslog: no year', 'Jan  2 03:05:05 radius1 radiusd[7]: Auth: (8) Login OK: [alice] (from client vpn1 port 0 cli 203.0.113.4)\n', 'no year in its time (syslog header): import it with its year (--year), take the file of the server itself, or forward with RFC 5424'],
    ['a day that the month does not have', KEYCLOAK('2026-02-30 03:04:05,678'), 'unreadable time'],
    ['an hour that no day has', PORTAL('3/14/2026 13:58:40 PM'), null],
  ] as const)('%s', (_trap, text, why) => {
    const found = read(text, null);
    expect(found.time).toBeNull();
    if (why === null) expect(found.leftOut).toMatch(/time/);
    else expect(found.leftOut).toBe(why);
  }); // biome-ignore format: a table
});

describe('the zone in which times without one were read is recorded', () => {
  it.each([
    ['named by the person', PINGFEDERATE('2026-01-02 03:04:05,678'), 'Europe/Berlin', 'Europe/Berlin', 'times without a zone are read as Europe/Berlin'],
    ['assumed', PINGFEDERATE('2026-01-02 03:04:05,678'), null, 'UTC', zoneAssumed('UTC')],
    ['assumed: the vendor’s', LASTPASS('2026-01-02 03:04:05'), null, 'America/New_York', zoneAssumed('America/New_York')],
    ['named, and not needed: every time has its own', PINGID('2026-01-02T03:04:05Z'), 'Europe/Berlin', null, null],
    ['neither needed nor named', json(OKTA), null, null, null],
  ])('%s', (_what, text, named, zone, note) => {
    const found = read(text, named);
    expect(found.zone).toBe(zone);
    expect(found.notes).toEqual(note === null ? [] : [note]);
  }); // biome-ignore format: a table
});

describe('an hour that clocks show twice or not at all', () => {
  // Berlin: 2026-03-29 02:00 CET becomes 03:00 CEST; 2026-10-25 03:00 CEST becomes 02:00 CET.
  it.each([
    ['before the repeat', '2026-10-25 01:59:59,000', '2026-10-24T23:59:59.000Z', null],
    ['in the repeat: the first', '2026-10-25 02:30:00,000', '2026-10-25T00:30:00.000Z', REPEATED],
    ['after the repeat', '2026-10-25 03:00:00,000', '2026-10-25T02:00:00.000Z', null],
    ['before the gap', '2026-03-29 01:59:59,000', '2026-03-29T00:59:59.000Z', null],
    ['in the gap: with the offset before', '2026-03-29 02:30:00,000', '2026-03-29T01:30:00.000Z', SKIPPED],
    ['after the gap', '2026-03-29 03:00:00,000', '2026-03-29T01:00:00.000Z', null],
  ])('%s', (_what, written, time, warning) => {
    const found = read(PINGFEDERATE(written), 'Europe/Berlin');
    expect(found.time).toBe(time);
    expect(found.flags.includes('clock_change')).toBe(warning !== null);
    if (warning !== null) expect(found.notes).toContain(warning);
  });

  it.each([
    ['half an hour (Lord Howe)', 'Australia/Lord_Howe', '2026-04-05 01:45:00', '2026-04-04T14:45:00.000Z', REPEATED],
    ['at midnight (Beirut)', 'Asia/Beirut', '2026-03-29 00:30:00', '2026-03-28T22:30:00.000Z', SKIPPED],
    ['west of Greenwich', 'America/New_York', '2026-11-01 01:30:00', '2026-11-01T05:30:00.000Z', REPEATED],
    ['a zone without changes', 'Asia/Tokyo', '2026-11-01 01:30:00', '2026-10-31T16:30:00.000Z', null],
  ])('%s', (_what, zone, written, time, warning) => {
    const found = read(PINGFEDERATE(`${written},000`), zone);
    expect(found.time).toBe(time);
    expect(found.notes.filter((note) => note === REPEATED || note === SKIPPED)).toEqual(warning ? [warning] : []);
  });
});

describe('a record with two times tells how late it came', () => {
  const late = (ingested: string): string =>
    json({ '@timestamp': '2026-01-02T03:04:05.000Z', ecs: { version: '8' }, event: { category: ['authentication'], kind: 'event', outcome: 'failure', action: 'login', ingested }, user: { name: 'alice' } }); // biome-ignore format: one record
  it.each([
    ['at once', '2026-01-02T03:04:07.000Z', 2_000, false],
    ['late', '2026-01-02T04:04:05.000Z', 3_600_000, true],
    ['before itself, by another clock', '2026-01-02T03:04:00.000Z', 0, false],
  ])('%s', (_what, ingested, delay, isLate) => {
    const found = read(late(ingested), null);
    expect(found.delay).toMatchObject({ n: 1, max: delay });
    expect(found.flags.includes('late_record')).toBe(isLate);
  });
});
