/** Copies of a sign-in in other logs of Microsoft: events of their own, of the same attempt, counted once. */
import { describe, expect, it } from 'vitest';
import type { Episode } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import { bring, newCase, orders, put, withTempCases } from '../ingest/testing/imported';
import { allEpisodes } from '../store/episode-reads';
import { eventsAll } from '../store/events';
import { analyse } from './run';

withTempCases();

const USER = '33330000-0a1b-4c2d-8e3f-000000000384';
const APP = '44440000-0a1b-4c2d-8e3f-000000000320';
const CORRELATION = '22220000-0a1b-4c2d-8e3f-0000000002bc';
const idOf = (n: number): string => `11110000-0a1b-4c2d-8e3f-${String(n).padStart(12, '0')}`;
const DECLINED = 'MFA denied; user declined the authentication';

interface SignIn {
  n: number;
  time: string; // of the day, to the second
  code: number;
  correlation?: string;
}
const entra = ({ n, time, code, correlation = CORRELATION }: SignIn): unknown => ({
  id: idOf(n),
  createdDateTime: `2026-03-02T${time}.351Z`,
  userDisplayName: 'Mara',
  userPrincipalName: 'mara@corp.example',
  userId: USER,
  appId: APP,
  appDisplayName: 'Mail',
  ipAddress: '203.0.113.77',
  clientAppUsed: 'Browser',
  correlationId: correlation,
  isInteractive: true,
  authenticationRequirement: 'multiFactorAuthentication',
  status: { errorCode: code, failureReason: null, additionalDetails: code === 0 ? null : DECLINED },
  deviceDetail: { operatingSystem: 'Windows 10', browser: 'Chrome' },
  authenticationDetails: [
    {
      authenticationStepDateTime: `2026-03-02T${time}Z`,
      authenticationMethod: 'Mobile app notification',
      succeeded: code === 0,
      authenticationStepResultDetail: code === 0 ? 'MFA successfully completed' : DECLINED,
      authenticationStepRequirement: 'Multifactor authentication',
    },
  ],
});
const audit = ({ n, time, code, correlation = CORRELATION }: SignIn, own = idOf(n)): Record<string, unknown> => ({
  CreationTime: `2026-03-02T${time}`,
  Id: own,
  Operation: code === 0 ? 'UserLoggedIn' : 'UserLoginFailed',
  OrganizationId: '7d3d0c53-5f0e-4e0b-9f0b-0b4c5a3f1a01',
  RecordType: 15,
  ResultStatus: 'Success',
  UserKey: USER,
  UserType: 0,
  Workload: 'AzureActiveDirectory',
  ClientIP: '203.0.113.77',
  UserId: 'mara@corp.example',
  ExtendedProperties: [{ Name: 'RequestType', Value: code === 0 ? 'Login:login' : 'SAS:EndAuth' }],
  InterSystemsId: correlation,
  IntraSystemId: own,
  ApplicationId: APP,
  ErrorNumber: String(code),
});
const hunting = ({ n, time, code, correlation = CORRELATION }: SignIn): unknown => ({
  Timestamp: `2026-03-02T${time}.351Z`,
  Application: 'Mail',
  ApplicationId: APP,
  LogonType: '["interactiveUser"]',
  ErrorCode: code,
  CorrelationId: correlation,
  AccountUpn: 'mara@corp.example',
  AccountObjectId: USER,
  IPAddress: '203.0.113.77',
  RequestId: idOf(n),
  ReportId: `report-${n}`,
  Type: 'AADSignInEventsBeta',
});
const cloudApp = (signIn: SignIn): unknown => ({
  Timestamp: `2026-03-02T${signIn.time}Z`,
  ActionType: 'UserLoginFailed',
  Application: 'Microsoft 365',
  AccountObjectId: USER,
  AccountId: USER,
  IPAddress: '203.0.113.77',
  ReportId: `cloud-${signIn.n}`,
  RawEventData: JSON.stringify(audit(signIn)),
  Type: 'CloudAppEvents',
});

async function analysed(...files: unknown[][]): Promise<{ events: Event[]; episodes: Episode[] }> {
  const made = newCase();
  for (const [i, records] of files.entries()) await bring(made, put(`${i}.json`, JSON.stringify(records)));
  await analyse(made);
  return { events: [...eventsAll(made.db.read)], episodes: [...allEpisodes(made.db.read)] };
}

const denied: SignIn = { n: 1, time: '07:03:10', code: 500121 };
const passed: SignIn = { n: 2, time: '07:04:30', code: 0 };
const everywhere = [
  [denied, passed].map(entra),
  [denied, passed].map((each) => audit(each)),
  [denied, passed].map(hunting),
  [cloudApp(denied)],
];

describe('a sign-in told by several logs', () => {
  it.each(orders([0, 1, 2, 3]).filter((_, i) => i % 5 === 0))(
    'is one attempt and one denial, in the words of the sign-in log (%s, %s, %s, %s)',
    async (...order) => {
      const { events, episodes } = await analysed(...order.map((i) => everywhere[i]!));
      expect(events).toHaveLength(7); // copies stay events
      const attempts = (code: string): Set<string> =>
        new Set(events.filter((event) => (event.code ?? '0') === code).map(({ attempt }) => attempt));
      expect(attempts('500121').size).toBe(1);
      expect(attempts('0').size).toBe(1);
      expect(episodes).toHaveLength(1);
      expect(episodes[0]).toMatchObject({ denials: 1, outcomes: { denied_by_user: 1 }, factors: ['push'] });
      const original = events.find(({ source, code }) => source === 'entra' && code === '500121')!;
      expect(episodes[0]!.events).toEqual([original.id]);
      const after = [...episodes[0]!.followedBy.map(({ event }) => event), episodes[0]!.nextOwn?.event];
      const access = events.find(({ source, code }) => source === 'entra' && code === '0')!;
      expect(after.filter(Boolean)).toEqual([access.id]);
    },
  );

  it('is one where the copy has an id of its own and shares the correlation', async () => {
    const { events, episodes } = await analysed([entra(denied)], [audit(denied, idOf(77))]);
    expect(new Set(events.map(({ attempt }) => attempt)).size).toBe(1);
    expect(episodes.map(({ denials, outcomes }) => [denials, outcomes])).toEqual([[1, { denied_by_user: 1 }]]);
  });

  it('is one without the sign-in log too', async () => {
    const { events, episodes } = await analysed([audit(denied)], [hunting(denied)], [cloudApp(denied)]);
    expect(events).toHaveLength(3);
    expect(new Set(events.map(({ attempt }) => attempt)).size).toBe(1);
    expect(episodes.map(({ denials }) => denials)).toEqual([1]);
  });

  it('stays three where three prompts of one correlation were refused', async () => {
    const three = [denied, { ...denied, n: 3, time: '07:03:40' }, { ...denied, n: 4, time: '07:04:10' }];
    const { events, episodes } = await analysed(
      three.map(entra),
      three.map((each) => audit(each, idOf(each.n + 70))),
    );
    expect(new Set(events.map(({ attempt }) => attempt)).size).toBe(3);
    expect(episodes.map(({ denials }) => denials)).toEqual([3]);
  });

  it('is not joined with what only looks alike', async () => {
    const other = { ...denied, n: 5, correlation: '22220000-0a1b-4c2d-8e3f-0000000009ff' };
    const { episodes } = await analysed([entra(denied)], [audit(other)]);
    expect(episodes.reduce((sum, { denials }) => sum + denials, 0)).toBe(2);
  });
});
