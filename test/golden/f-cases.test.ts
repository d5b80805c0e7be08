/** The fifteen cases that break the published rules, as files in the vendors' formats through the real importers. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../electron/engine/analyse/run';
import { emptyCase, imported, ndjson } from '../../electron/engine/analyse/testing/imported';
import { at } from '../../electron/engine/analyse/testing/picture';
import {
  type More,
  upnOf,
  type VendorRow,
  vendorFiles,
  vendorLater,
  vendorMonth,
  vendorRecords,
} from '../../electron/engine/analyse/testing/vendor';
import { openCaseView } from '../../electron/engine/case/view';
import csv from '../../electron/engine/export/formats/csv';
import html from '../../electron/engine/export/report/html';
import { MemorySink, sampleContext, sampleView } from '../../electron/engine/export/sample-view';
import { allEpisodes, allPaths, pathsOfEpisode } from '../../electron/engine/store/episode-reads';
import { eventsAll } from '../../electron/engine/store/events';
import { allIdentities } from '../../electron/engine/store/identity-reads';
import { DAY, MINUTE, SECOND } from '../../shared/model/time';

const T0 = at('d1 00:00');
const clock = (time: number): string => {
  const text = new Date(time).toISOString().slice(11, 19);
  return `d${Math.floor((time - T0) / DAY) + 1} ${text}`;
};
/** The same thing `times` times, `every` seconds from a moment on. */
const repeat = (
  what: string,
  from: string,
  times: number,
  every: number,
  more?: More,
  where = 'bucharest',
  device = 'stranger',
): VendorRow[] =>
  Array.from({ length: times }, (_, i) => [clock(at(from) + i * every * SECOND), 'alice', what, where, device, more]);
const calm = [...vendorMonth('alice'), ...vendorMonth('colleague')];
const entraMonth = [...calm, ...vendorMonth('alice', 'entra token'), ...vendorMonth('colleague', 'entra token')];
const later = [...vendorLater(30), ...vendorLater(30, 'entra token')];

describe('F1', () => {
  it('denials from one address, success from another with another device four minutes later', async () => {
    const { one } = await imported([
      ...calm,
      ...repeat('okta push denied', 'd30 02:11', 6, 40),
      ['d30 02:19', 'alice', 'okta push approved', 'hanoi', 'stranger2'],
      ['d30 08:55', 'alice', 'okta push approved', 'office', 'laptop'],
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ denials: 6, verdict: 'likely_compromise', followed: 'yes' });
    expect(one('alice').followedBy.map(({ kind, ip }) => [kind, ip])).toEqual([
      ['approved_after_denials', '203.0.113.77'],
    ]);
  });
});

describe('F2', () => {
  it.each([
    ['four denials only', 4, 60],
    ['ten denials over 90 minutes', 10, 600],
  ])('%s', async (_, times, every) => {
    const { one } = await imported([
      ...calm,
      ...repeat('okta push denied', 'd30 01:00', times, every),
      [clock(at('d30 01:00') + times * every * SECOND), 'alice', 'okta push approved', 'bucharest', 'stranger'],
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ denials: times, verdict: 'likely_compromise' });
    expect(one('alice').followedBy).toHaveLength(1);
  });
});

describe('F3', () => {
  it('success before the denials, and an ordinary sign-in in the middle of them', async () => {
    const { one } = await imported([
      ...calm,
      ['d30 08:50', 'alice', 'okta push approved', 'bucharest', 'stranger'],
      ...repeat('okta push denied', 'd30 09:00', 3, 60),
      ['d30 09:04', 'alice', 'okta push approved', 'office', 'laptop'],
      ...repeat('okta push denied', 'd30 09:06', 3, 60),
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ denials: 6, verdict: 'attempted_abuse', followedBy: [] });
  });

  it('links what comes after them, and only that', async () => {
    const { one } = await imported([
      ...calm,
      ['d30 08:50', 'alice', 'okta push approved', 'office', 'laptop'],
      ...repeat('okta push denied', 'd30 09:00', 3, 60),
      ['d30 09:04', 'alice', 'okta push approved', 'office', 'laptop'],
      ...repeat('okta push denied', 'd30 09:06', 3, 60),
      ['d30 09:10', 'alice', 'okta push approved', 'bucharest', 'stranger'],
      ...repeat('okta push denied', 'd30 09:20', 2, 60),
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ denials: 8, verdict: 'likely_compromise' });
    expect(one('alice').followedBy.map(({ time }) => time.slice(11, 16))).toEqual(['09:10']);
  });
});

describe('F4', () => {
  it('duplicate attempts and steps do not double the count; prompts of one correlation are told apart', async () => {
    const key = { key: 'one' };
    const { one } = await imported([
      ...entraMonth,
      ['d30 02:11:00', 'alice', 'entra mfa asked', 'bucharest', 'stranger', key],
      ['d30 02:11:20', 'alice', 'entra push denied', 'bucharest', 'stranger', key],
      ['d30 02:11:21', 'alice', 'entra push duplicate', 'bucharest', 'stranger', key],
      ['d30 02:12:00', 'alice', 'entra mfa asked', 'bucharest', 'stranger', key],
      ['d30 02:12:20', 'alice', 'entra push denied', 'bucharest', 'stranger', key],
      ['d30 02:13:00', 'alice', 'entra mfa asked', 'bucharest', 'stranger', key],
      ['d30 02:13:20', 'alice', 'entra push denied', 'bucharest', 'stranger', key],
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ denials: 3, outcomes: { denied_by_user: 3 } });
  });
});

describe('F5', () => {
  it('Classic and Identity Engine spell one denial in two records: it is one', async () => {
    const { one } = await imported([
      ...calm,
      ['d30 02:11:20', 'alice', 'okta push denied', 'bucharest', 'stranger', { key: 't1' }],
      ['d30 02:11:21', 'alice', 'okta push denied, classic', 'bucharest', 'stranger', { key: 't1' }],
      ['d30 02:13:00', 'alice', 'okta push denied, engine', 'bucharest', 'stranger', { key: 't2' }],
      ...later,
    ]);
    expect(one('alice').denials).toBe(2);
    expect(one('alice').outcomes.denied_by_user).toBe(2);
  });
});

describe('F6', () => {
  it('an Okta denial, an Entra success and an AWS role session are one person’s, however spelled', async () => {
    const spelled = (record: Record<string, unknown>): More => ({ record });
    const { of, identities, paths } = await imported([
      ...entraMonth,
      ...repeat('okta push denied', 'd30 02:11', 4, 60, spelled({ actor: { id: '00ualice', type: 'User', alternateId: 'Alice@Corp.Example', displayName: 'A. Smith' } })), // biome-ignore format: one line
      ['d30 02:20', 'alice', 'entra push approved', 'bucharest', 'stranger', spelled({ userPrincipalName: 'ALICE@corp.example' })], // biome-ignore format: one line
      ['d30 02:25', 'alice', 'aws role session', 'bucharest', 'stranger'],
      ['d30 02:26', 'alice', 'aws bucket read', 'bucharest', 'stranger'],
      ...later,
    ]);
    const names = identities.filter(({ name }) => /alice/i.test(name));
    expect(names).toHaveLength(1);
    const [episode] = of('alice');
    expect(episode).toMatchObject({ verdict: 'likely_compromise' });
    expect(episode!.followedBy[0]).toMatchObject({ source: 'entra', kind: 'other_door' });
    const hops = paths.find(({ episode: id }) => id === episode!.id)!.hops;
    expect(hops.map(({ source }) => source)).toEqual(['okta', 'entra', 'aws-cloudtrail', 'aws-cloudtrail']);
  });
});

describe('F7', () => {
  it('a denial, a new method, a success with it', async () => {
    const { one, opened, ...seen } = await imported([
      ...entraMonth,
      ...repeat('okta push denied', 'd30 02:11', 4, 60),
      ['d30 02:40', 'alice', 'audit method registered', 'hanoi', 'stranger'],
      ['d30 02:50', 'alice', 'okta code ok', 'hanoi', 'stranger'],
      ...later,
    ]);
    expect(one('alice').followedBy[0]).toMatchObject({ kind: 'method_registered' });
    expect(seen.paths[0]!.hops.map(({ role }) => role)).toEqual(['denied', 'change', 'access']);
  });
});

describe('F8', () => {
  it.each([
    ['entra imap', 'legacy_protocol'],
    ['entra password only', 'other_door'],
    ['entra device code', 'other_door'],
  ])('a denial, then %s without a second factor', async (what, kind) => {
    const { one } = await imported([
      ...entraMonth,
      ...repeat('okta push denied', 'd30 02:11', 4, 60),
      ['d30 02:50', 'alice', what, 'bucharest', 'stranger'],
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'likely_compromise' });
    expect(one('alice').followedBy.map((link) => link.kind)).toEqual([kind]);
  });
});

describe('F9', () => {
  it('40,000 equal failures of a job and a different one inside: one item, and the odd one stands out', async () => {
    const failures = 40_000;
    const rows: VendorRow[] = [];
    for (let day = 1; day <= 5; day++) rows.push([`d${day} 01:30`, 'svc-stock', 'entra secret ok', 'cloud']);
    const start = at('d6 01:30');
    for (let i = 0; i < failures; i++) {
      const what = i === 23_456 ? 'entra secret wrong' : 'entra secret expired';
      rows.push([clock(start + i * 30 * SECOND), 'svc-stock', what, 'cloud']);
    }
    rows.push(['d22 01:30', 'svc-stock', 'entra secret ok', 'cloud']);
    const { episodes } = await imported(rows);
    expect(episodes).toHaveLength(1);
    const [episode] = episodes;
    expect(episode).toMatchObject({ denials: failures, verdict: 'misconfigured', aal: null });
    expect(episode!.patterns).toEqual(expect.arrayContaining(['expired_secret', 'retry_loop']));
    expect(episode!.for.some(({ text }) => text.includes('one every 30 s'))).toBe(true);
    const odd = episode!.against.find(({ text }) => text.includes('odd one inside'));
    expect(odd?.events).toHaveLength(1);
    expect(JSON.stringify(episode!.nextSteps)).not.toMatch(/Ask/);
  });
});

describe('F10', () => {
  const requests = (rows: string): Record<string, string> => ({
    'requests.csv': `id,identity,resource,type,requested,approved,starts,ends,approver,ticket\r\n${rows}\r\n`,
  });

  it('an activation of a role with a refused step-up is expected: the log tells the request', async () => {
    const { one } = await imported([
      ...entraMonth,
      ['d30 09:00', 'alice', 'audit role asked', 'office', 'laptop'],
      ['d30 09:02', 'alice', 'entra push denied', 'office', 'laptop'],
      ['d30 09:03', 'alice', 'entra push approved', 'office', 'laptop'],
      ['d30 09:04', 'alice', 'audit role activated', 'office', 'laptop'],
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'expected', followedBy: [] });
    expect(one('alice').patterns).toContain('jit_flow');
  });

  it('the same with the request in a register', async () => {
    const { one } = await imported(
      [
        ...entraMonth,
        ['d30 09:02', 'alice', 'entra push denied', 'office', 'laptop'],
        ['d30 09:03', 'alice', 'entra push approved', 'office', 'laptop'],
        ...later,
      ],
      requests(`R1,${upnOf('alice')},Portal,jit,2026-01-30T08:50:00Z,2026-01-30T08:55:00Z,2026-01-30T09:00:00Z,2026-01-30T13:00:00Z,bob,T-1`), // biome-ignore format: one line
    );
    expect(one('alice')).toMatchObject({ verdict: 'expected', followedBy: [] });
    expect(one('alice').patterns).toContain('jit_flow');
  });

  it('a break-glass drill is expected with its request, and always said to be one', async () => {
    const drill: VendorRow[] = [
      ...entraMonth,
      ...vendorMonth('spare', 'entra push approved', 3),
      ['d30 02:02', 'spare', 'entra push denied', 'vpn', 'laptop'],
      ['d30 02:03', 'spare', 'entra push approved', 'vpn', 'laptop'],
      ...later,
    ];
    const register = `identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases\r\n${upnOf('spare')},human,Spare,Security,,,,,true,true,,\r\n`; // biome-ignore format: one line
    const onFile = await imported(drill, {
      ...requests(`R2,${upnOf('spare')},,break_glass,2026-01-30T01:50:00Z,2026-01-30T01:55:00Z,2026-01-30T02:00:00Z,2026-01-30T03:00:00Z,carol,T-2`), // biome-ignore format: one line
      'identities.csv': register,
    });
    expect(onFile.one('spare')).toMatchObject({ verdict: 'expected', followedBy: [] });
    expect(onFile.one('spare').patterns).toContain('break_glass');
    const unasked = await imported(drill, { 'identities.csv': register });
    expect(unasked.one('spare').patterns).toContain('break_glass');
    expect(unasked.one('spare').verdict).not.toBe('expected');
  });

  it('a stranger in the time of a request is none', async () => {
    const { one } = await imported([
      ...entraMonth,
      ['d30 09:00', 'alice', 'audit role asked', 'office', 'laptop'],
      ...repeat('entra push denied', 'd30 09:02', 4, 60),
      ['d30 09:08', 'alice', 'entra push approved', 'bucharest', 'stranger'],
      ...later,
    ]);
    expect(one('alice').verdict).toBe('likely_compromise');
  });
});

describe('F11', () => {
  it('600 users deny once on the day of a rollout, at the office, with their own devices: friction', async () => {
    const people = Array.from({ length: 600 }, (_, i) => `person${i}`);
    const rows: VendorRow[] = people.flatMap((who, i) => {
      const minute = at('d22 08:30') + i * 10 * SECOND;
      return [
        ...[14, 15, 16, 19, 20].map((day): VendorRow => [`d${day} 08:50`, who, 'okta push approved', 'office', 'laptop']), // biome-ignore format: one line
        [clock(minute), who, 'okta push denied', 'office', 'laptop'],
        [clock(minute + MINUTE), who, 'okta push approved', 'office', 'laptop'],
      ];
    });
    const { episodes } = await imported([...rows, ...vendorLater(22)]);
    expect(episodes).toHaveLength(600);
    expect(new Set(episodes.map(({ verdict }) => verdict))).toEqual(new Set(['friction']));
    expect(episodes.every(({ patterns }) => patterns.includes('rollout_spike'))).toBe(true);
    expect(episodes.flatMap(({ followedBy }) => followedBy)).toEqual([]);
  });
});

describe('F12', () => {
  it('an egress that 200 share, seen in two countries, makes nobody a traveller', async () => {
    const people = Array.from({ length: 200 }, (_, i) => `person${i}`);
    // The log places the egress in Singapore, whoever uses it; the same people are at the office in Leeds in between.
    const abroad: More = {
      record: {
        client: {
          ipAddress: '192.0.2.200',
          geographicalContext: { city: 'Singapore', country: 'Singapore', geolocation: { lat: 1.29, lon: 103.85 } },
          userAgent: { rawUserAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0', os: 'Windows 11', browser: 'CHROME' }, // biome-ignore format: one line
        },
      },
    };
    const rows: VendorRow[] = people.flatMap((who, i) => [
      ...[12, 13, 14, 15, 16].flatMap((day): VendorRow[] => [
        [clock(at(`d${day} 08:30`) + i * SECOND), who, 'okta push approved', 'office', 'laptop'],
        [clock(at(`d${day} 09:30`) + i * SECOND), who, 'okta push approved', 'vpn', 'laptop', abroad],
      ]),
    ]);
    const { of, episodes } = await imported([
      ...rows,
      ['d19 08:30', 'person7', 'okta push approved', 'office', 'laptop'],
      ['d19 09:00', 'person7', 'okta push denied', 'vpn', 'laptop', abroad],
      ['d19 09:01', 'person7', 'okta push approved', 'vpn', 'laptop', abroad],
      ...vendorLater(19),
    ]);
    expect(episodes).toHaveLength(1);
    expect(of('person7')[0]).toMatchObject({ verdict: 'friction', followedBy: [] });
    expect(of('person7')[0]!.patterns).not.toContain('impossible_travel');
  });

  it('nor does its first use by somebody whose device the log does not name', async () => {
    const egress = { ip: '192.0.2.200', city: 'Singapore', country: 'Singapore', lat: 1.29, lon: 103.85 };
    const client = (browser: string) => ({
      ipAddress: egress.ip,
      geographicalContext: {
        city: egress.city,
        country: egress.country,
        geolocation: { lat: egress.lat, lon: egress.lon },
      },
      userAgent: { rawUserAgent: browser, os: browser, browser },
    });
    const people = Array.from({ length: 20 }, (_, i) => `person${i}`);
    const users = people.flatMap(
      (who, i) =>
      [12, 13, 14, 15, 16].map((day): VendorRow => [clock(at(`d${day} 09:30`) + i * SECOND), who, 'okta push approved', 'vpn', '-', { record: { client: client('Windows') } }]), // biome-ignore format: one line
    );
    const first: More = { record: { client: client('Android') } };
    const story = (shared: readonly VendorRow[]) =>
      imported([
        ...calm,
        ...shared,
        ['d30 08:40', 'alice', 'okta push approved', 'office', 'laptop'],
        ['d30 09:00', 'alice', 'okta push denied', 'vpn', '-', first],
        ['d30 09:01', 'alice', 'okta push approved', 'vpn', '-', first],
        ...later,
      ]);
    const [shared, alone] = [await story(users), await story([])];
    expect(shared.one('alice').followedBy).toEqual([]);
    expect(shared.one('alice').verdict).not.toMatch(/compromise|abuse/);
    // Where nobody else uses it, the same is an intruder's.
    expect(alone.one('alice')).toMatchObject({ verdict: 'likely_compromise' });
    expect(alone.one('alice').patterns).toContain('impossible_travel');
  });

  it('a carrier that hops between countries does not either', async () => {
    const { one } = await imported([
      ...calm,
      ...vendorMonth('alice', 'okta push approved', 28, 'carrier'),
      ['d30 08:50', 'alice', 'okta push denied', 'carrier2', 'laptop'],
      ['d30 08:52', 'alice', 'okta push approved', 'carrier', 'laptop'],
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'friction', followedBy: [] });
    expect(one('alice').patterns).not.toContain('impossible_travel');
  });
});

describe('F13', () => {
  const months = [...entraMonth, ...vendorMonth('alice', 'duo push approved')];
  const fast: More = { skew: 7 * MINUTE };

  it('a source whose clock is seven minutes ahead: the success that it seems to follow is linked', async () => {
    const { one } = await imported([
      ...months,
      // In truth from 02:11 to 02:13; Duo writes 02:18 to 02:20, after the approval that Entra writes at 02:14.
      ...repeat('duo push denied', 'd30 02:11', 5, 30, fast),
      ['d30 02:14', 'alice', 'entra push approved', 'bucharest', 'stranger'],
      ...later,
    ]);
    const episode = one('alice');
    expect(episode).toMatchObject({ denials: 5, verdict: 'likely_compromise' });
    expect(episode.followedBy.map(({ source, kind }) => [source, kind])).toEqual([['entra', 'other_door']]);
    expect(episode.followedBy[0]!.reasons.map(({ text }) => text).join()).toContain('clocks of the two sources');
  });

  it.each([
    ['of the same source, whose clock is one', 'okta push approved', 'okta push denied', 5, 'bucharest'],
    ['at her own place', 'entra push approved', 'duo push denied', 5, 'office'],
    ['of which one prompt was refused', 'entra push approved', 'duo push denied', 1, 'bucharest'],
  ])('a success before the denials %s is none', async (_, success, denial, times, where) => {
    const { of } = await imported([
      ...months,
      ['d30 02:14', 'alice', success, where, where === 'office' ? 'laptop' : 'stranger'],
      ...repeat(denial, 'd30 02:18', times, 30),
      ...later,
    ]);
    expect(of('alice').flatMap(({ followedBy }) => followedBy)).toEqual([]);
  });

  it('half an hour before is no matter of clocks', async () => {
    const { one } = await imported([
      ...months,
      ['d30 01:44', 'alice', 'entra push approved', 'bucharest', 'stranger'],
      ...repeat('duo push denied', 'd30 02:18', 5, 30),
      ...later,
    ]);
    expect(one('alice').followedBy).toEqual([]);
  });

  /** Duo's report in the clock of the reader's zone: 25 October 2026 has the hour from 01:00 twice in London. */
  const report = (rows: readonly (readonly [time: string, result: string, reason: string])[], zone: string): string =>
    [
      `Timestamp${zone},User,Integration,Factor,Result,Reason,Enrollment,2FA Device Name,2FA Device Key,2FA Device IP,2FA Device Country,2FA Device State,2FA Device City,Access Device IP,Access Device Country,Access Device State,Access Device City,Access Device Hostname,Alias,Email`,
      ...rows.map(
        ([time, result, reason]) =>
          `${time},alice,VPN,Duo Push,${result},${reason},False,,,,,,,203.0.113.47,Romania,,Bucharest,,,${upnOf('alice')}`,
      ),
    ].join('\r\n');

  it('a local-time export is read in its zone, on both sides of the change of clocks', async () => {
    const rows = [
      ['2026-10-24 23:30:00', 'Denied', 'User cancelled'],
      ['2026-10-25 03:30:00', 'Denied', 'User cancelled'],
    ] as const;
    const { episodes } = await imported([], { 'duo.csv': report(rows, ' (Europe/London)') });
    expect(episodes.map(({ start, end }) => [start, end])).toEqual([
      ['2026-10-24T22:30:00.000Z', '2026-10-25T03:30:00.000Z'], // five hours apart, though the clock shows four
    ]);
  });

  it('denials in a local-time export and a success in a log of UTC meet', async () => {
    const local = (minute: string) => [`2026-07-14 03:${minute}:00`, 'Denied', 'User cancelled'] as const;
    const success = vendorRecords([['d30 02:20', 'alice', 'entra push approved', 'bucharest', 'stranger', { record: { createdDateTime: '2026-07-14T02:20:00Z' } }]]); // biome-ignore format: one line
    const { one } = await imported([], {
      'duo.csv': report([local('11'), local('12'), local('13'), local('14')], ' (Europe/London)'),
      'entra.ndjson': ndjson(success.entra!),
    });
    expect(one('alice')).toMatchObject({ start: '2026-07-14T02:11:00.000Z', verdict: 'likely_compromise' });
    expect(one('alice').followedBy[0]).toMatchObject({ delaySeconds: 360 });
  });
});

describe('F14', () => {
  const lines = (n: number, from = 0): unknown[] =>
    vendorRecords(
      Array.from({ length: n }, (_, i): VendorRow => [clock(T0 + (from + i) * SECOND), `person${i % 50}`, 'okta push approved', 'office', 'laptop']), // biome-ignore format: one line
    ).okta!;

  it.each([10_000, 30_000])('exactly %i rows: the export may be cut, and it is said', async (n) => {
    const made = emptyCase();
    const [ledger] = await made.add({ 'okta.ndjson': ndjson(lines(n)) });
    expect(ledger).toMatchObject({ records: n, events: n, rejected: 0 });
    expect(ledger!.warnings.join()).toContain(`exactly ${n.toLocaleString('en')} records: the export may be cut`);
    made.close();
  });

  it('one more row is no such thing', async () => {
    const made = emptyCase();
    const [ledger] = await made.add({ 'okta.ndjson': ndjson(lines(1_001)) });
    expect(ledger!.warnings.join()).not.toContain('may be cut');
    made.close();
  });

  it('empty file, byte order mark, semicolons, NUL bytes, a bad line among many: nothing is lost or guessed', async () => {
    const header = 'Timestamp (UTC);User;Integration;Factor;Result;Reason;Enrollment;2FA Device Name;2FA Device Key;2FA Device IP;2FA Device Country;2FA Device State;2FA Device City;Access Device IP;Access Device Country;Access Device State;Access Device City;Access Device Hostname;Alias;Email'; // biome-ignore format: one line
    const row = `2026-01-30 02:11:00;alice;VPN;Duo Push;Denied;User cancelled;False;;;;;;;203.0.113.47;Romania;;Bucharest;;;${upnOf('alice')}`; // biome-ignore format: one line
    const many = ndjson(lines(5_000)).split('\n');
    many.splice(2_500, 0, '{"uuid":"broken","published":');
    const first = JSON.stringify(lines(1, 6_000)[0]);
    const made = emptyCase();
    const ledgers = await made.add({
      'empty.json': '',
      'mark.ndjson': `\ufeff${ndjson(lines(3, 7_000))}`,
      'semicolons.csv': `${header}\r\n${row}\r\n`,
      'nul.ndjson': `${first}\n\0\0\0\n${ndjson(lines(1, 8_000))}`,
      'bad-line.ndjson': many.join('\n'),
    });
    const of = (name: string) => ledgers.find(({ file }) => file.endsWith(name));
    expect(of('mark.ndjson')).toMatchObject({ source: 'okta', records: 3, events: 3, rejected: 0 });
    expect(of('semicolons.csv')).toMatchObject({ source: 'duo', records: 1, events: 1 });
    expect(of('nul.ndjson')).toMatchObject({ source: 'okta', events: 2 });
    expect(of('bad-line.ndjson')).toMatchObject({ records: 5_001, events: 5_000, rejected: 1 });
    expect(of('bad-line.ndjson')!.reasons[0]).toMatchObject({ kind: 'rejected', count: 1, example: { offset: expect.any(Number) } }); // biome-ignore format: one line
    expect(of('empty.json')).toBeUndefined();
    for (const { records, events, context, duplicates, skipped, rejected } of ledgers)
      expect(events + context + duplicates + skipped + rejected).toBe(records);
    made.close();
  });
});

describe('F15', () => {
  it('a formula, HTML and a change of direction in a user agent and a display name do nothing, anywhere', async () => {
    const formula = `=cmd|' /C calc'!A0`;
    const tag = '<img src=x onerror=alert(1)>';
    const turned = '\u202egnp.exe';
    const evil = `${formula} ${tag} ${turned}`;
    const made = emptyCase();
    const record = {
      actor: { id: '00ualice', type: 'User', alternateId: upnOf('alice'), displayName: evil },
      client: { ipAddress: '203.0.113.47', userAgent: { rawUserAgent: evil, os: evil, browser: evil } },
    };
    await made.add(
      vendorFiles([
        ...calm,
        ...repeat('okta push denied', 'd30 02:11', 4, 60, { record, app: evil }),
        ['d30 02:20', 'alice', 'okta push approved', 'bucharest', 'stranger', { record, app: evil }],
        ...later,
      ]),
    );
    await analyse(made.opened);
    const db = made.opened.db.read;
    const printed = JSON.stringify([[...allEpisodes(db)], [...allIdentities(db)], allPaths(db)]);
    expect(printed).not.toContain('\u202e');
    expect(printed).toContain('u{202e}');

    const { view, close } = openCaseView(made.opened, sampleView().info, {
      events: (read) => eventsAll(read),
      event: () => null,
      identities: allIdentities,
      episodes: allEpisodes,
      paths: allPaths,
      episode: (read, id) => [...allEpisodes(read)].find((each) => each.id === id) ?? null,
      pathsOf: pathsOfEpisode,
    });
    const written = async (format: typeof csv): Promise<string> => {
      const sink = new MemorySink();
      await format.write(view, sink, sampleContext());
      return sink.text;
    };
    const cells = await written(csv);
    const page = await written(html);
    close();
    made.close();
    expect(cells).toContain("'=cmd");
    expect(cells.split(/[,\r\n"]+/).filter((cell) => cell.startsWith('='))).toEqual([]);
    expect(page).toContain('cmd|');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('\u202e');
  });
});
