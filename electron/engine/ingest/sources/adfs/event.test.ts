import { describe, expect, it } from 'vitest';
import type { WindowsEvent } from '../../vendor/windows-event';
import { takes, toDraft } from './event';

const ACTIVITY = '3f8e0c11-0000-4000-8000-000000000001';

function read(id: number, ...values: string[]): unknown[] {
  const event: WindowsEvent = {
    id,
    time: 1_767_323_045_000,
    timeText: '2026-01-02T03:04:05Z',
    needsZone: false,
    provider: 'AD FS Auditing',
    channel: 'Security',
    computer: 'fs1.example.com',
    record: '1',
    data: new Map(values.map((value, i) => [`Data${i}`, value])),
    message: null,
    isFailure: null,
    warnings: [],
  };
  const result = toDraft(event);
  return 'end' in result ? [result.why] : [result.class, result.outcome, result.factor, result.actor?.name ?? null];
}

const block = (inner: string): string => `<AuditBase><UserId>EXAMPLE\\alice</UserId>${inner}</AuditBase>`;

describe('AD FS events', () => {
  it.each([
    [1200, 'authentication', 'success_token'],
    [1201, 'authentication', 'failed_other'],
    [1202, 'authentication', 'success_single_factor'],
    [1203, 'authentication', 'password_failed'],
    [1204, 'change', 'none'],
    [1205, 'change', 'failed_other'],
    [1206, 'session', 'none'],
    [1207, 'session', 'none'],
    [1210, 'authentication', 'rate_limited'],
    [411, 'authentication', 'password_failed'],
    [299, 'authentication', 'success_token'],
    [403, 'other', 'none'],
    [412, 'authentication', 'success_single_factor'],
    [500, 'other', 'none'],
    [501, 'other', 'none'],
    [510, 'other', 'none'],
    [516, 'authentication', 'rate_limited'],
  ])('%i is %s, %s', (id, eventClass, outcome) => {
    expect(read(id, ACTIVITY, block('')).slice(0, 2)).toEqual([eventClass, outcome]);
  });

  it('a second factor done now makes it one', () => {
    const mfa =
      '<MfaPerformed>true</MfaPerformed><MfaMethod>http://schemas.microsoft.com/ws/2012/12/authmethod/smsotp</MfaMethod>';
    expect(read(1202, ACTIVITY, block(mfa))).toEqual(['authentication', 'success_mfa', 'sms', 'EXAMPLE\\alice']);
    expect(read(1200, ACTIVITY, block(mfa)).slice(1, 3)).toEqual(['success_mfa', 'sms']);
  });

  it.each([
    ['alice@example.com-The user name or password is incorrect', 'password_failed', 'alice@example.com'],
    [
      'EXAMPLE\\bob-The referenced account is currently locked out and may not be logged on to',
      'rate_limited',
      'EXAMPLE\\bob',
    ],
    [
      "carol@example.com-This user can't sign in because this account is currently disabled",
      'blocked_by_policy',
      'carol@example.com',
    ],
  ])('411: %s', (text, outcome, name) => {
    const [, told, , who] = read(
      411,
      ACTIVITY,
      'http://schemas.microsoft.com/ws/2006/05/identitymodel/tokens/UserName',
      text,
    );
    expect([told, who]).toEqual([outcome, name]);
  });

  it('is chosen by the provider', () => {
    expect(takes('ad fs auditing', 1200)).toBe(true);
    expect(takes('microsoft-windows-security-auditing', 411)).toBe(false);
  });
});
