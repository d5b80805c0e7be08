/** The mapping step over tables as they come: what is guessed, what is counted, what is said where it cannot go on. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TablePreview } from '../../../../shared/contract/mappings';
import { Mapping, type MappingDraft } from '../../../../shared/model/mapping';
import { previewTable } from './preview';
import { NoTable } from './records';

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-mapping-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

let files = 0;
function look(content: string | Buffer, mapping: MappingDraft | null = null): Promise<TablePreview> {
  const at = path.join(root, `${files++}.csv`);
  fs.writeFileSync(at, content);
  return previewTable({ path: at, packing: 'none', member: null }, 'export/portal log.csv', mapping);
}
const guessed = ({ mapping }: TablePreview): Record<string, string> =>
  Object.fromEntries([
    ...Object.entries(mapping.fields).map(([field, from]) => [field, 'column' in from ? from.column : '=']),
    ...(['outcome', 'factor', 'kind', 'class'] as const)
      .filter((name) => mapping[name].columns.length > 0)
      .map((name) => [name, mapping[name].columns.join('+')]),
    ['time', `${mapping.time.columns.join('+')} ${mapping.time.format} ${mapping.time.zone}`],
  ]);
const rows = (count: number, of: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => of(n)).join('\n');

describe('guesses', () => {
  it.each<[string, string, Record<string, string>]>([
    [
      'a portal in English',
      `Event ID,Timestamp (UTC),Username,Client IP,MFA Method,Result,Failure Reason,Application,Country\n${rows(
        30,
        (n) =>
          `0e9b${String(n).padStart(4, '0')}-1111-4222-8333-123456789abc,2026-01-05 08:${String(n).padStart(2, '0')}:00,user${n}@corp.example,203.0.113.${n},${n % 2 ? 'Push' : 'SMS'},${n % 3 ? 'Success' : 'Denied'},${n % 3 ? '' : 'User declined'},VPN,DE`,
      )}`,
      {
        recordId: 'event id',
        user: 'username',
        ip: 'client ip',
        reason: 'failure reason',
        app: 'application',
        country: 'country',
        outcome: 'result+failure reason',
        factor: 'mfa method',
        time: 'timestamp (utc) iso UTC',
      },
    ],
    [
      'a spreadsheet in German',
      `Datum;Uhrzeit;Benutzer;IP-Adresse;Ergebnis\n${rows(
        20,
        (n) =>
          `${String(n + 1).padStart(2, '0')}.01.2026;08:00:${String(n).padStart(2, '0')};m.muster${n};10.0.0.${n};${n % 4 ? 'Erfolg' : 'Abgelehnt'}`,
      )}`,
      { user: 'benutzer', ip: 'ip-adresse', outcome: 'ergebnis', time: 'datum+uhrzeit day_first null' },
    ],
    [
      'camel case and epochs',
      `eventTime\tuserPrincipalName\tclientIpAddress\teventType\toutcome\tuserAgent\tcorrelationId\n${rows(
        20,
        (n) =>
          `${1767600000000 + n * 1000}\talice@corp.example\t2001:db8::${n}\t${n % 2 ? 'LOGIN' : 'PASSWORD_RESET'}\t${n % 2 ? 'SUCCESS' : 'FAILURE'}\tMozilla/5.0 (X11)\tcccc${n}`,
      )}`,
      {
        user: 'userprincipalname',
        ip: 'clientipaddress',
        action: 'eventtype',
        userAgent: 'useragent',
        correlation: 'correlationid',
        outcome: 'outcome',
        class: 'eventtype',
        time: 'eventtime milliseconds null',
      },
    ],
    [
      'JSON under a list',
      JSON.stringify({
        page: 1,
        data: {
          rows: Array.from({ length: 5 }, (_, n) => ({
            ts: 1767600000 + n,
            account: { upn: `a${n}@b.example` },
            status: 'ok',
          })),
        },
      }),
      { user: 'data.rows.account.upn', outcome: 'data.rows.status', time: 'data.rows.ts seconds null' },
    ],
  ])('%s', async (_, content, expected) => {
    const preview = await look(content);
    expect(guessed(preview)).toEqual(expected);
    expect(preview.rejected, JSON.stringify(preview.reasons)).toBe(
      preview.mapping.time.zone === null && preview.time.withoutZone > 0 ? preview.rows : 0,
    );
    expect(preview.events + preview.skipped + preview.rejected).toBe(preview.rows);
  });

  it('the name of the event tells the outcome where no column does', async () => {
    const acts = ['USER_LOGIN_FAILED', 'USER_LOGIN', 'Signed in', 'Failed to sign in', 'ROLE_ASSIGNED', 'LOGINFAILURE'];
    const { mapping, because, rejected } = await look(
      `Time,Member email,Department,Event\n${acts.map((each, n) => `2026-01-05T08:00:0${n}Z,a@b.example,IT,${each}`).join('\n')}\n`,
    );
    expect(mapping.outcome).toEqual({
      columns: ['event'],
      table: [
        { when: ['USER_LOGIN_FAILED'], is: 'failed_by_factor' },
        { when: ['USER_LOGIN'], is: 'success_by_factor' },
        { when: ['Signed in'], is: 'success_by_factor' },
        { when: ['Failed to sign in'], is: 'failed_by_factor' },
        { when: ['LOGINFAILURE'], is: 'failed_by_factor' },
      ],
      otherwise: 'none',
    });
    expect(mapping.fields.country).toBeUndefined();
    expect(because).toContainEqual(expect.objectContaining({ field: 'outcome', column: 'event' }));
    expect(rejected).toBe(0);
  });

  it('the second of two factors is the one that counts', async () => {
    const { mapping } = await look(
      'time,user,first authentication factor,second authentication factor,is success\n2026-01-05T08:00:00Z,a@b.example,PASSWORD,DUO_PUSH,NO\n2026-01-05T08:01:00Z,a@b.example,PASSWORD,DUO_PUSH,YES\n',
    );
    expect(mapping.factor).toMatchObject({
      columns: ['second authentication factor'],
      table: [{ when: ['DUO_PUSH'], is: 'push' }],
    });
  });

  it('proposes outcomes by both columns, and factors', async () => {
    const cells = ['denied,timed out', 'denied,user reported fraud', 'denied,', 'ok,', 'ok,approved', 'odd,'];
    const { mapping, rejected, reasons, values } = await look(
      `time,user,result,reason,factor\n${cells.map((each, n) => `2026-01-05T08:00:0${n}Z,a@b.example,${each},duo push`).join('\n')}\n`,
    );
    const is = (first: string, second: string) =>
      mapping.outcome.table.find(({ when }) => when[0] === first && (when.length < 2 || when[1] === second))?.is;
    expect(mapping.outcome.columns).toEqual(['result', 'reason']);
    expect(is('denied', 'timed out')).toBe('no_response');
    expect(is('denied', 'user reported fraud')).toBe('reported_fraud');
    expect(is('denied', '')).toBe('second_factor_failed');
    expect(is('ok', 'approved')).toBe('success_by_factor');
    expect(mapping.factor.table).toEqual([{ when: ['duo push'], is: 'push' }]);
    expect(rejected).toBe(1);
    expect(reasons).toEqual([{ kind: 'rejected', why: 'the mapping gives no outcome for “odd”', count: 1 }]);
    expect(values.outcome).toContainEqual({ when: ['odd', ''], count: 1 });
  });
});

describe('order of day and month', () => {
  const dates = (list: string[]): string =>
    `when,user,result\n${list.map((date) => `${date} 08:00,a,ok`).join('\n')}\n`;
  it.each<[string[], string | null, string, RegExp]>([
    [['05/01/2026', '13/01/2026'], 'day_first', 'day_first', /1 value has a first number above 12/],
    [['01/05/2026', '01/13/2026'], 'month_first', 'month_first', /1 value has a second number above 12/],
    [['03/04/2026', '04/05/2026'], null, 'month_first', /nothing else tells/],
    [['03.04.2026', '03.05.2026'], null, 'day_first', /dots/],
    [['11/01/2026', '12/01/2026', '01/02/2026'], null, 'day_first', /order of time/],
    [['03/04/2026', '04/04/2026', '05/04/2026'], null, 'day_first', /first number changes as days do/],
    [['04/03/2026', '04/04/2026', '04/05/2026'], null, 'month_first', /second number changes as days do/],
    [['13/01/2026', '01/13/2026'], null, 'day_first', /mixes both/],
  ])('%j', async (list, proved, proposed, because) => {
    const { time, mapping } = await look(dates(list));
    expect(time.order).toMatchObject({ proved, proposed });
    expect(time.order!.because).toMatch(because);
    expect(mapping.time.format).toBe(proposed);
  });

  it('shows what either order makes of one value', async () => {
    const { time } = await look(dates(['03/04/2026', '04/05/2026']));
    expect(time.order).toMatchObject({
      either: 2,
      example: { text: '03/04/2026 08:00', dayFirst: '2026-04-03', monthFirst: '2026-03-04' },
    });
  });
});

describe('hostile tables', () => {
  it('with 10,000 columns is looked at within seconds', async () => {
    const header = Array.from({ length: 10_000 }, (_, n) =>
      n === 7_000 ? 'timestamp' : n === 9_000 ? 'username' : `c${n}`,
    );
    const row = header.map((name, n) =>
      name === 'timestamp' ? '2026-01-05T08:00:00Z' : name === 'username' ? 'alice@b.example' : String(n),
    );
    const start = performance.now();
    const preview = await look(`${header.join(',')}\n${rows(40, () => row.join(','))}\n`);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(preview.columns).toHaveLength(10_000);
    expect(guessed(preview)).toMatchObject({ time: 'timestamp iso null', user: 'username' });
    expect(preview.events).toBe(40);
  });

  it('with empty and doubled header cells, quotes, line breaks and formulas', async () => {
    const preview = await look(
      'Time,,User,User,\n2026-01-05T08:00:00Z,x,"=HYPERLINK(""http://e.example"")","two\nlines",\n2026-01-05T08:01:00Z,,=1+1,@SUM(A1),\n',
    );
    expect(preview.columns.map(({ column }) => column)).toEqual(['time', '', 'user', 'user#2', '#2']);
    expect(preview.first[0]!.event!.user).toBe('=HYPERLINK("http://e.example")');
    expect(preview.events).toBe(2);
  });

  it('without a result: says that nothing can be a denial', async () => {
    const preview = await look('time,user\n2026-01-05T08:00:00Z,alice\n');
    expect(preview.problems).toEqual(['no column is named as the result: no row can be a denial or an access']);
    expect(preview.first[0]!.event!.outcome).toBe('none');
  });

  it('of two rows', async () => {
    const preview = await look('when;who\n2026-01-05T08:00:00Z;alice\n');
    expect(preview).toMatchObject({ rows: 1, events: 1, isWhole: true, form: { separator: ';' } });
  });

  it('without a time: says what to do, rejects every row with its reason', async () => {
    const preview = await look('user,result\nalice,ok\nbob,denied\n');
    expect(preview.mapping.time.columns).toEqual([]);
    expect(preview.problems[0]).toMatch(/no column is named as the time.*exported again with its time column/s);
    expect(preview).toMatchObject({ events: 0, rejected: 2 });
    expect(Mapping.safeParse(preview.mapping).success).toBe(false);
  });

  it('with times that carry no zone: rejects them until one is named', async () => {
    const content = 'time,user,result\n2026-01-05 08:00:00,alice,ok\n2026-01-05T08:00:00Z,bob,ok\n';
    const preview = await look(content);
    expect(preview).toMatchObject({ events: 1, rejected: 1, time: { withoutZone: 1 } });
    expect(preview.problems[0]).toMatch(/^1 time without a zone/);
    const { mapping } = preview;
    const zoned = await look(content, { ...mapping, time: { ...mapping.time, zone: 'Asia/Tokyo' } });
    expect(zoned).toMatchObject({ events: 2, rejected: 0, problems: [] });
    expect(zoned.first[0]!.event!.time).toBe('2026-01-04T23:00:00.000Z');
  });

  it('with torn rows: shows them with their own text, and odd ones once', async () => {
    const preview = await look(
      'time,user,result\n2026-01-05T08:00:00Z,alice,ok\n2026-01-05T08:00:00Z,bob\nnot yet,carol,ok\n',
    );
    expect(preview).toMatchObject({ rows: 3, events: 1, rejected: 2 });
    expect(preview.odd.map(({ number, why }) => [number, why])).toEqual([
      [2, 'the time is not written as the mapping says'],
      [null, '2 cells where the header has 3'],
    ]);
    expect(preview.odd).toContainEqual({
      number: null,
      end: 'rejected',
      why: '2 cells where the header has 3',
      cells: [{ column: '', text: '2026-01-05T08:00:00Z,bob' }],
      event: null,
    });
  });

  it('counts over the beginning of a large file, and says so', async () => {
    const preview = await look(`time,user\n${rows(24_000, (n) => `${1767600000 + n},user${n}`)}\n`);
    expect(preview.isWhole).toBe(false);
    expect(preview.rows).toBeGreaterThanOrEqual(20_000);
    expect(preview.events).toBe(preview.rows);
  });

  it('masks secrets on the way to the screen', async () => {
    const preview = await look(
      'time,user,message\n2026-01-05T08:00:00Z,alice,Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U\n',
    );
    expect(JSON.stringify(preview)).not.toContain('dozjgNryP4J3');
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /empty/],
    ['one column', 'just words\nand more words\n', /no comma, semicolon, tab or bar/],
    ['a header alone', 'time,user\n', /header and no row that fits it$/],
    ['rows that never fit', 'a;b\n1;2;3\n1;2;3\n', /no row that fits it \(3 cells where the header has 2\)/],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), /picture/],
    ['JSON without objects', '[1,2,3]', /no JSON objects/],
    ['one endless object', `{"rows":[${'{"a":1},'.repeat(2_200_000)}`, /no whole JSON object/],
    ['a prototype', '{"__proto__":{"time":1}}', /^$/],
  ])('of %s', async (_, content, why) => {
    const found = await look(content).then(
      () => '',
      (thrown: Error) => {
        expect(thrown).toBeInstanceOf(NoTable);
        return thrown.message;
      },
    );
    expect(found).toMatch(why);
  });

  it('never has fewer ends than rows, whatever the mapping', async () => {
    const content =
      'time,user,result\n2026-01-05T08:00:00Z,alice,ok\nx,bob,ok\n,,\n2026-01-05T08:00:00Z,carol,no,extra\n';
    const { mapping } = await look(content);
    for (const over of [
      {},
      { time: { ...mapping.time, columns: ['no such column'] } },
      { outcome: { columns: ['gone'], table: [], otherwise: 'skip' as const } },
      { fields: { user: { column: '__proto__' } } },
    ]) {
      const preview = await look(content, { ...mapping, ...over });
      expect(preview.rows).toBe(4);
      expect(preview.events + preview.skipped + preview.rejected).toBe(4);
    }
  });
});

describe('titles above the header', () => {
  const table = `Time (UTC),User,IP,Result\n${rows(5, (n) => `2026-01-05 08:0${n}:00,user${n},203.0.113.${n},${n % 2 ? 'Success' : 'Denied'}`)}\n`;
  const titles = 'Sign-in report, Contoso Ltd\n"Made on 5 January,\n by an administrator"\n\n';

  it('are passed over; the mapping names the line of the header', async () => {
    const found = await look(titles + table);
    expect(found.form).toMatchObject({ kind: 'table', header: 5, titles: 2 });
    expect(found.mapping.header).toBe(5);
    expect(guessed(found)).toMatchObject({ time: 'time (utc) iso UTC', user: 'user', ip: 'ip' });
    expect(found).toMatchObject({ rows: 5, events: 5, rejected: 0, isWhole: true });
    const again = await look(titles + table, found.mapping);
    expect(again).toMatchObject({ events: 5, form: { header: 5 } });
    expect((await look(`\ufeff${titles}${table.replaceAll(',', ';')}`)).form).toMatchObject({
      separator: ';',
      header: 5,
    });
    expect((await look(Buffer.from(`\ufeff${titles}${table}`, 'utf16le'))).events).toBe(5);
  });

  it('are what a person says they are', async () => {
    const at = path.join(root, `${files++}.csv`);
    fs.writeFileSync(at, `Region,North,,\n${table}`);
    const stored = { path: at, packing: 'none' as const, member: null };
    expect((await previewTable(stored, 'x', null)).form).toMatchObject({ header: 1, titles: 0 });
    const chosen = await previewTable(stored, 'x', null, 2);
    expect(chosen.mapping.header).toBe(2);
    expect(chosen).toMatchObject({ rows: 5, events: 5 });
    await expect(previewTable(stored, 'x', null, 40)).rejects.toThrow(NoTable);
  });

  it('leave a table alone whose rows are longer than its header', async () => {
    const found = await look(`Time,User,IP\n${rows(5, (n) => `2026-01-05T08:0${n}:00Z,user${n},203.0.113.${n},`)}\n`);
    expect(found.form).toMatchObject({ header: 1, titles: 0 });
  });
});
