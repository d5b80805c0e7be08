/** A refused prompt inside a sign-in that succeeded in the end: a denial of its own, counted once, whatever else tells of it. */
import { describe, expect, it } from 'vitest';
import type { Episode } from '../../../shared/model/episode';
import { bring, newCase, orders, put, withTempCases } from '../ingest/testing/imported';
import { allEpisodes } from '../store/episode-reads';
import { eventsAll } from '../store/events';
import { analyse } from './run';

withTempCases();

const USER = '33330000-0a1b-4c2d-8e3f-000000000384';
const CORRELATION = '22220000-0a1b-4c2d-8e3f-0000000002bc';
const DECLINED = 'MFA denied; user declined the authentication';

const step = (time: string, succeeded: boolean, text: string, method = 'Mobile app notification'): unknown => ({
  authenticationStepDateTime: `2026-03-02T${time}Z`,
  authenticationMethod: method,
  succeeded,
  authenticationStepResultDetail: text,
  authenticationStepRequirement: 'Multifactor authentication',
});
const password = (time: string): unknown => ({
  authenticationStepDateTime: `2026-03-02T${time}Z`,
  authenticationMethod: 'Password',
  succeeded: true,
  authenticationStepResultDetail: 'Correct password',
  authenticationStepRequirement: 'Primary authentication',
});
const row = (
  id: number,
  time: string,
  code: number,
  steps: unknown[],
  over: Record<string, unknown> = {},
): unknown => ({
  id: `11110000-0a1b-4c2d-8e3f-${String(id).padStart(12, '0')}`,
  createdDateTime: `2026-03-02T${time}.500Z`,
  userDisplayName: 'Mara',
  userPrincipalName: 'mara@corp.example',
  userId: USER,
  appId: '44440000-0a1b-4c2d-8e3f-000000000320',
  appDisplayName: 'Mail',
  ipAddress: '203.0.113.77',
  clientAppUsed: 'Browser',
  correlationId: CORRELATION,
  isInteractive: true,
  authenticationRequirement: 'multiFactorAuthentication',
  status: { errorCode: code, failureReason: code === 0 ? 'Other.' : 'Authentication failed', additionalDetails: null },
  location: { countryOrRegion: 'RO' },
  deviceDetail: { operatingSystem: 'Windows 10', browser: 'Chrome' },
  authenticationDetails: steps,
  ...over,
});
/** Approved after one refusal, in one record. */
const approved = row(9, '07:03:10', 0, [
  password('07:03:11'),
  step('07:03:20', false, DECLINED),
  step('07:03:55', true, 'MFA successfully completed'),
]);

async function episodesOf(...files: unknown[][]): Promise<{ episodes: Episode[]; ids: Map<string, string> }> {
  const made = newCase();
  for (const [i, records] of files.entries()) await bring(made, put(`${i}.json`, JSON.stringify(records)));
  await analyse(made);
  const ids = new Map([...eventsAll(made.db.read)].map(({ recordId, id }) => [recordId?.slice(-1) ?? '', id]));
  return { episodes: [...allEpisodes(made.db.read)], ids };
}

describe('a refused second factor inside a success', () => {
  it('is a denial, with that record as its evidence and as the access that followed', async () => {
    const { episodes, ids } = await episodesOf([approved]);
    expect(episodes).toHaveLength(1);
    expect(episodes[0]).toMatchObject({ denials: 1, outcomes: { denied_by_user: 1 }, factors: ['push'] });
    expect(episodes[0]!.events).toEqual([ids.get('9')]);
    expect(episodes[0]!.start).toBe('2026-03-02T07:03:10.500Z');
    const after = [...episodes[0]!.followedBy.map(({ event }) => event), episodes[0]!.nextOwn?.event];
    expect(after).toContain(ids.get('9'));
  });

  it('is none where nothing was refused', async () => {
    const calm = row(1, '07:03:10', 0, [password('07:03:11'), step('07:03:55', true, 'MFA successfully completed')]);
    expect((await episodesOf([calm])).episodes).toEqual([]);
    const typo = row(2, '08:03:10', 0, [
      { ...(password('08:03:11') as object), succeeded: false, authenticationStepResultDetail: 'Invalid password' },
      password('08:03:15'),
      step('08:03:55', true, 'MFA successfully completed'),
    ]);
    expect((await episodesOf([typo])).episodes).toEqual([]);
    const service = row(3, '09:03:10', 0, [
      password('09:03:11'),
      step('09:03:20', false, 'MFA denied; service error'),
      step('09:03:55', true, 'MFA successfully completed'),
    ]);
    expect((await episodesOf([service])).episodes).toEqual([]);
  });

  it.each(orders([0, 1]))('is counted once where a record of its own tells it too (%s, %s)', async (...order) => {
    const denied = row(1, '07:03:15', 500121, [password('07:03:11'), step('07:03:20', false, DECLINED)]);
    const files = [[denied], [row(9, '07:03:40', 0, [password('07:03:11'), step('07:03:20', false, DECLINED), step('07:03:55', true, 'MFA successfully completed')])]]; // biome-ignore format: one row
    const { episodes, ids } = await episodesOf(...order.map((i) => files[i]!));
    expect(episodes).toHaveLength(1);
    expect(episodes[0]).toMatchObject({ denials: 1, outcomes: { denied_by_user: 1 } });
    expect(episodes[0]!.events).toEqual([ids.get('1')]);
  });

  it('is counted once where the record of its own comes later in the log', async () => {
    const late = row(1, '07:03:45', 500121, [step('07:03:20', false, DECLINED)]);
    const { episodes } = await episodesOf([approved, late]);
    expect(episodes.map(({ denials }) => denials)).toEqual([1]);
  });

  it('is counted once where the refusal was the first content of the same record', async () => {
    const first = row(9, '07:03:10', 500121, [password('07:03:11'), step('07:03:20', false, DECLINED)]);
    const { episodes } = await episodesOf([first, approved]);
    expect(episodes.map(({ denials, outcomes }) => [denials, outcomes])).toEqual([[1, { denied_by_user: 1 }]]);
    const after = [...episodes[0]!.followedBy, ...(episodes[0]!.nextOwn ? [episodes[0]!.nextOwn] : [])];
    expect(after).not.toEqual([]);
  });

  it('is followed by the access where three contents of one record tell of one moment', async () => {
    const contents = [row(9, '07:03:10', 50074, []), row(9, '07:03:10', 500121, [step('07:03:20', false, DECLINED)]), approved]; // biome-ignore format: one row
    for (const order of orders(contents)) {
      const { episodes } = await episodesOf(...order.map((each) => [each]));
      expect(episodes.map(({ denials, outcomes }) => [denials, outcomes])).toEqual([[1, { denied_by_user: 1 }]]);
      expect([...episodes[0]!.followedBy, ...(episodes[0]!.nextOwn ? [episodes[0]!.nextOwn] : [])]).toHaveLength(1);
    }
  });

  it('is counted as often as somebody was asked', async () => {
    const twice = row(9, '07:03:10', 0, [
      password('07:03:11'),
      step('07:03:20', false, DECLINED),
      step('07:03:20', false, DECLINED), // the same step, listed again
      step('07:03:40', false, 'MFA denied; user entered incorrect code', 'OATH verification code'),
      step('07:03:55', true, 'MFA successfully completed'),
    ]);
    const { episodes } = await episodesOf([twice]);
    expect(episodes[0]).toMatchObject({ denials: 2, outcomes: { denied_by_user: 1, wrong_code: 1 } });
    expect(episodes[0]!.events).toHaveLength(1);
  });

  it('is not counted again by the records of the tokens that followed', async () => {
    const token = row(10, '07:04:10', 0, [step('07:03:20', false, DECLINED)], { isInteractive: false });
    const { episodes } = await episodesOf([approved, token]);
    expect(episodes.map(({ denials }) => denials)).toEqual([1]);
  });
});
