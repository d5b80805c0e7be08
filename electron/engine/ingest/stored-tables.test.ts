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
