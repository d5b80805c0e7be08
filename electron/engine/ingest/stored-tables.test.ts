/** Records that somebody stored in a table that spells their names its own way, and rows of tables stored as objects. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { eventsAll } from '../store/events';
import { bring, expectHonest, newCase, put, withTempCases } from './testing/imported';

withTempCases();

const AT = '2026-03-02T07:03:17.123Z';
const cell = (value: unknown): string =>
  `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;
const csv = (rows: Record<string, unknown>[]): string =>
  `${[Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))].map((row) => row.map(cell).join(',')).join('\n')}\n`;

const TABLES: Record<string, [Record<string, unknown>, object]> = {
  Auth0AM_CL: [
    {
      TimeGenerated: '2026-03-02T07:09:00Z',
      log_id_s: '90020260302070317123',
      data_date_t: AT,
      data_type_s: 'gd_auth_rejected',
      data_user_id_s: 'auth0|1',
      data_user_name_s: 'mara@corp.example',
      data_ip_s: '203.0.113.77',
      data_client_id_s: 'c',
      Type: 'Auth0AM_CL',
    },
    { source: 'auth0', outcome: 'denied_by_user', ip: '203.0.113.77', recordId: '90020260302070317123' },
  ],
  GitHubAuditLogPolling_CL: [
    {
      TimeGenerated: '2026-03-02T07:09:00Z',
      action_s: 'org.invite_member',
      actor_s: 'mara',
      actor_id_d: 5,
      actor_ip_s: '203.0.113.77',
      actor_location_country_code_s: 'RO',
      org_s: 'corp',
      user_s: 'bob',
      created_at_d: Date.parse(AT),
      _document_id_s: 'ioehzret57biefb87',
    },
    { source: 'github-audit', class: 'change', ip: '203.0.113.77', recordId: 'ioehzret57biefb87' },
  ],
  GitHubAuditLogsV2_CL: [
    {
      TimeGenerated: '2026-03-02T07:09:00Z',
      Action: 'org.invite_member',
      Actor: 'mara',
      ActorIp: '203.0.113.77',
      CountryCode: 'RO',
      Org: 'corp',
      User: 'bob',
      CreatedAt: AT,
      DocumentId: 'ioehzret57biefb88',
    },
    { source: 'github-audit', class: 'change', ip: '203.0.113.77' },
  ],
  jumpcloud_CL: [
    {
      TimeGenerated: '2026-03-02T07:09:00Z',
      id_s: 'j1',
      timestamp_t: AT,
      event_type_s: 'user_login_attempt',
      initiated_by_username_s: 'mara',
      initiated_by_type_s: 'user',
      initiated_by_id_s: '1',
      success_b: 'false',
      client_ip_s: '203.0.113.77',
      service_s: 'directory',
      organization_s: 'o',
    },
    { source: 'jumpcloud', class: 'authentication', ip: '203.0.113.77', recordId: 'j1' },
  ],
  GoogleWorkspaceReports: [
    {
      TimeGenerated: '2026-03-02T07:09:00Z',
      SrcIpAddr: '203.0.113.77',
      IdApplicationName: 'login',
      IdUniqueQualifier: '1737364758415777104',
      IdTime: AT,
      NetworkIpAsn: [64500],
      NetworkInfoRegionCode: 'FR',
      NetworkInfoSubdivisionCode: 'FR-IDF',
      ActorEmail: 'mara@corp.example',
      ActorProfileId: '108239653464319400001',
      EventType: 'login',
      EventName: 'login_failure',
      EventParameters: { login_type: 'google_password', login_failure_type: 'login_failure_invalid_second_factor' },
      LoginChallengeMethod: ['google_prompt'],
      LoginType: 'google_password',
      Type: 'GoogleWorkspaceReports',
    },
    {
      source: 'google-workspace',
      outcome: 'wrong_code',
      factor: 'push',
      ip: '203.0.113.77',
      asn: 64500,
      geo: { country: 'FR', region: 'IDF' },
      recordId: '1737364758415777104',
    },
  ],
  OnePasswordEventLogs_CL: [
    {
      TimeGenerated: '2026-03-02T07:09:00Z',
      uuid_s: 'o1',
      session_uuid: 's1',
      timestamp: AT,
      country: 'FR',
      category: 'credentials_failed',
      action_type: 'totp_bad',
      target_user: { uuid: 'u1', name: 'Mara', email: 'mara@corp.example' },
      client: { app_name: '1Password for Web', ip_address: '203.0.113.77' },
      log_source: 'signinattempts',
      Type: 'OnePasswordEventLogs_CL',
    },
    { source: '1password', outcome: 'wrong_code', factor: 'totp', code: 'totp_bad', recordId: 'o1' },
  ],
  BitwardenEventLogs_CL: [
    {
      TimeGenerated: AT,
      eventType: 1006,
      actingUserId: 'a2549f79-0000-4000-8000-000000000001',
      device: 9,
      ipAddress: '203.0.113.77',
      Type: 'BitwardenEventLogs_CL',
    },
    { source: 'bitwarden', outcome: 'wrong_code', code: '1006', ip: '203.0.113.77' },
  ],
};

describe('a table of Log Analytics that a connector made', () => {
  it.each(Object.entries(TABLES))('%s', async (name, [row, expected]) => {
    const made = newCase();
    const { files } = await bring(made, put(`${name}.json`, JSON.stringify([row])), put(`${name}.csv`, csv([row])));
    expect(files.map(({ rejected, skipped, events, duplicates }) => [rejected + skipped, events + duplicates])).toEqual(
      [
        [0, 1],
        [0, 1],
      ],
    );
    const events = [...eventsAll(made.db.read)];
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ time: AT, ...expected });
    expectHonest(made);
  });

  it('reads the times of the portal’s CSV, whose columns say that they are UTC', async () => {
    const { TimeGenerated: _, data_date_t: __, ...row } = TABLES.Auth0AM_CL![0];
    const times = {
      'TimeGenerated [UTC]': '3/2/2026, 7:09:00.000 AM',
      'data_date_t [UTC]': '3/2/2026, 7:03:17.123 AM',
    };
    const made = newCase();
    const { files } = await bring(made, put('portal.csv', csv([{ ...times, ...row }])));
    expect(files).toMatchObject([{ source: 'auth0', events: 1, rejected: 0 }]);
    expect([...eventsAll(made.db.read)]).toMatchObject([{ time: AT, outcome: 'denied_by_user' }]);
  });

  it.each([
    ['13/3/2026, 07:03:17.123', '2026-03-13T07:03:17.123Z'],
    ['3/13/2026, 07:03:17.123', '2026-03-13T07:03:17.123Z'],
  ])('reads times of twenty-four hours by the order that the file’s dates tell: %s', async (decisive, time) => {
    const { TimeGenerated: _, data_date_t: __, ...row } = TABLES.Auth0AM_CL![0];
    const rows = [
      { 'data_date_t [UTC]': decisive, ...row },
      { 'data_date_t [UTC]': '2/3/2026, 07:03:17.123', ...row, log_id_s: '90020260302070317124' },
    ].map((each) => ({ 'TimeGenerated [UTC]': each['data_date_t [UTC]'], ...each }));
    const made = newCase();
    const { files } = await bring(made, put('portal.csv', csv(rows)));
    expect(files).toMatchObject([{ source: 'auth0', events: 2, rejected: 0 }]);
    const second = decisive.startsWith('13') ? '2026-03-02T07:03:17.123Z' : '2026-02-03T07:03:17.123Z';
    expect([...eventsAll(made.db.read)].map((event) => event.time).sort()).toEqual([second, time]);
  });

  it('guesses no order of day and month', async () => {
    const { TimeGenerated: _, data_date_t: __, ...row } = TABLES.Auth0AM_CL![0];
    const at = '2/3/2026, 07:03:17.123';
    const made = newCase();
    const { files } = await bring(
      made,
      put('portal.csv', csv([{ 'TimeGenerated [UTC]': at, 'data_date_t [UTC]': at, ...row }])),
    );
    expect(files).toMatchObject([{ source: 'auth0', events: 0, rejected: 1 }]);
  });

  it('takes the id that a spreadsheet rounded for none', async () => {
    const [row] = TABLES.GoogleWorkspaceReports!;
    const made = newCase();
    await bring(made, put('rounded.csv', csv([{ ...row, IdUniqueQualifier: '-4.32E+18' }])));
    expect([...eventsAll(made.db.read)]).toMatchObject([{ recordId: null, outcome: 'wrong_code' }]);
  });

  it('is none without the table’s own time', async () => {
    const { TimeGenerated: _, ...row } = TABLES.Auth0AM_CL![0];
    const { unrecognised } = await bring(newCase(), put('x.json', JSON.stringify([row])));
    expect(unrecognised).toHaveLength(1);
  });
});

describe('rows of a vendor’s table stored as objects', () => {
  const FOLDER = 'electron/engine/ingest/sources';
  const told = (of: ReturnType<typeof newCase>) =>
    [...eventsAll(of.db.read)].map(({ id, time, outcome, factor, identity, ip }) => [
      id,
      time,
      outcome,
      factor,
      identity?.name,
      ip,
    ]);

  it.each([
    ['entra', 'portal-csv.csv'],
    ['duo', 'admin-panel-csv-zoned.csv'],
    ['duo', 'admin-panel-csv.csv'],
    ['aws-cloudtrail', 'event-history.csv'],
  ])('%s %s', async (source, sample) => {
    const text = readFileSync(`${FOLDER}/${source}/samples/${sample}`, 'utf8');
    const rows = parse(text, { columns: true, bom: true }) as object[];
    const [plain, objects, wrapped] = [newCase(), newCase(), newCase()];
    const whole = await bring(plain, put('plain.csv', text));
    const { files } = await bring(objects, put('rows.json', JSON.stringify(rows)));
    await bring(wrapped, put('rows.ndjson', rows.map((event) => `${JSON.stringify({ time: 1, event })}\n`).join('')));
    const sums = ({ source, events, skipped, rejected }: (typeof files)[number]) => ({
      source,
      events,
      skipped,
      rejected,
    });
    expect(sums(files[0]!)).toEqual(sums(whole.files[0]!));
    expect(told(objects)).toEqual(told(plain));
    expect(told(wrapped)).toEqual(told(plain));
    expectHonest(objects);
  });
});
