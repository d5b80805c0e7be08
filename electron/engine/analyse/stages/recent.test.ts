/** Changes and requests of access around an episode: what they are, where the denial stands among them, how far around. */
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../../shared/model/time';
import { at, later, month, picture, type Row, type Said } from '../testing/picture';
import { changeType, lifePhase, stepOf } from './recent';

describe('what a change is', () => {
  it.each([
    ['method', 'user.mfa.factor.activate', 'method_registered'],
    ['password', 'Reset user password.', 'password_reset'],
    ['credential', 'CreateAccessKey', 'secret_rotated'],
    ['consent', 'Consent to application.', 'consent_granted'],
    ['role', 'Add member to role.', 'role_assigned'],
    ['device', 'Register device.', 'device_registered'],
    ['other', 'user.mfa.factor.deactivate', 'method_removed'],
    ['other', 'user.mfa.factor.reset_all', 'method_removed'],
    ['other', 'Delete strong authentication method', 'method_removed'],
    ['other', 'Remove member from role.', 'role_removed'],
    ['other', 'Device no longer compliant', 'posture_changed'],
    ['other', 'Update user.', null],
    ['other', 'user.lifecycle.create', null],
  ] as const)('%s, %s: %s', (helper, action, type) => {
    expect(changeType(helper, action)).toBe(type);
  });
});

describe('the step of a request', () => {
  it.each([
    ['access_request.create', 'requested'],
    ['access_request.review', 'approved'],
    ['Add member to role requested (PIM activation)', 'requested'],
    ['Add member to role request approved (PIM activation)', 'approved'],
    ['Add member to role request denied (PIM activation)', 'refused'],
    ['Add member to role completed (PIM activation)', 'in use'],
    ['Remove member from role (PIM activation expired)', 'ended'],
    ['access.request.approve', 'approved'],
    ['CPM Check-Out Password', 'in use'],
    ['CPM Check-In Password', 'ended'],
    ['access_request.expire', 'ended'],
    ['something else', 'requested'],
  ])('%s is %s', (action, step) => {
    expect(stepOf(action)).toBe(step);
  });

  it.each<[string, [string, number][], string]>([
    ['after the last', [['requested', -12]], '12 min after it was requested'],
    ['before the first', [['requested', 5]], '5 min before it was requested'],
    [
      'between two',
      [
        ['requested', -12],
        ['approved', 3],
      ],
      '12 min after it was requested, before it was approved',
    ],
    [
      'in any order',
      [
        ['approved', 3],
        ['requested', -12],
      ],
      '12 min after it was requested, before it was approved',
    ],
    [
      'in use',
      [
        ['requested', -30],
        ['approved', -20],
        ['in use', -10],
        ['ended', 50],
      ],
      '10 min after it was taken into use, before it was ended',
    ],
    [
      'behind the end',
      [
        ['requested', -90],
        ['ended', -15],
      ],
      '15 min after it was ended',
    ],
    [
      'after a refusal',
      [
        ['requested', -9],
        ['refused', -4],
      ],
      '4 min after it was refused',
    ],
  ])('places the denial %s', (_, steps, phase) => {
    expect(
      lifePhase(
        steps.map(([step, minutes]) => ({ step, time: minutes * MINUTE })),
        0,
      ),
    ).toBe(phase);
  });
});

describe('around an episode', () => {
  const denied: Row = ['d30 09:11', 'alice', 'push denied', 'office', 'laptop'];
  const around = async (rows: Row[], said: Said[] = []) =>
    (await picture([...month('alice'), ...rows, denied, ...later(31)], said)).one('alice').recent!;
  const change = (time: string): Said => ({
    kind: 'changes',
    facts: { time: at(time), identity: 'alice@corp.example', type: 'posture_changed', detail: 'disk not encrypted', actor: null, ticket: 'CHG-7' }, // biome-ignore format: one row
  });

  it('tells changes of logs and registers, each with its record or row', async () => {
    const recent = await around(
      [['d30 08:41', 'alice', 'method registered', 'office', 'laptop']],
      [change('d29 12:00')],
    );
    expect(
      recent.map(({ kind, type, lagSeconds, event, row }) => [kind, type, lagSeconds, event !== null, row !== null]),
    ).toEqual([
      ['change', 'posture_changed', 76_260, false, true],
      ['change', 'method_registered', 1_800, true, false],
    ]);
    expect(recent[0]!.text).toBe('posture changed, disk not encrypted (CHG-7)');
  });

  it.each([
    ['a week before', 'd23 09:12', true],
    ['longer before', 'd23 09:10', false],
    ['within the day after', 'd31 09:00', true],
    ['later', 'd31 09:12', false],
  ])('%s: at %s', async (_, time, isTold) => {
    const fromLog = await around([[time, 'alice', 'method registered', 'office', 'laptop']]);
    const fromRegister = await around([], [change(time)]);
    expect([fromLog.length, fromRegister.length]).toEqual(isTold ? [1, 1] : [0, 0]);
  });

  it('keeps changes of others apart', async () => {
    expect(await around([['d30 08:41', 'colleague', 'method registered', 'office', 'laptop']])).toEqual([]);
  });

  it('places the denial in the life of a request that logs tell of', async () => {
    const asked: Row = ['d30 09:00', 'alice', 'access requested', 'office', 'laptop'];
    const granted: Row = [
      'd30 09:20',
      'alice',
      'access requested',
      'office',
      'laptop',
      { action: 'access.request.approve' },
    ];
    const recent = await around([asked, granted]);
    expect(recent.map(({ kind, type, phase }) => [kind, type, phase])).toEqual([
      ['request', 'requested', '11 min after it was requested, before it was approved'],
      ['request', 'approved', '11 min after it was requested, before it was approved'],
    ]);
    expect(recent.every(({ event }) => event !== null)).toBe(true);
  });

  it('and of one that a register tells of', async () => {
    const request: Said = {
      kind: 'access-requests',
      facts: { id: 'REQ-7', identity: 'alice@corp.example', resource: 'Portal', type: 'jit', requested: at('d30 09:00'), approved: at('d30 09:30'), starts: null, ends: at('d30 11:00'), approver: null, ticket: null }, // biome-ignore format: one row
    };
    const recent = await around([], [request]);
    expect(recent).toMatchObject([
      { kind: 'request', type: 'jit', phase: 'between request and approval', lagSeconds: 660 },
    ]);
  });
});
