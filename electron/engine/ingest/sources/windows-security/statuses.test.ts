import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../../shared/model/words';
import type { WindowsEvent } from '../../vendor/windows-event';
import { toDraft } from './event';
import { takes } from './events';
import { codeOf } from './statuses';

const event = (id: number, data: Record<string, string>, isFailure: boolean | null = null): WindowsEvent => ({
  id,
  time: 1_767_323_045_000,
  timeText: '2026-01-02T03:04:05Z',
  needsZone: false,
  provider: 'Microsoft-Windows-Security-Auditing',
  channel: 'Security',
  computer: 'dc1.example.com',
  record: '1',
  data: new Map(Object.entries({ TargetUserName: 'alice', TargetDomainName: 'EXAMPLE', ...data })),
  message: null,
  isFailure,
  warnings: [],
});

function outcome(id: number, data: Record<string, string>, isFailure: boolean | null = null): Outcome | string {
  const result = toDraft(event(id, data, isFailure));
  return 'end' in result ? result.why : result.outcome;
}

describe('status of a logon (4625, 4776)', () => {
  it.each([
    ['0xC0000064', 'failed_other'],
    ['0xC000006A', 'password_failed'],
    ['0xC000006D', 'password_failed'],
    ['0xC000006E', 'blocked_by_policy'],
    ['0xC000006F', 'blocked_by_policy'],
    ['0xC0000070', 'blocked_by_policy'],
    ['0xC0000071', 'challenged'],
    ['0xC0000072', 'blocked_by_policy'],
    ['0xC0000133', 'failed_other'],
    ['0xC000015B', 'not_enrolled'],
    ['0xC0000193', 'blocked_by_policy'],
    ['0xC0000224', 'challenged'],
    ['0xC0000234', 'rate_limited'],
    ['0xC0000413', 'blocked_by_policy'],
    ['0xC000005E', 'failed_other'],
    ['0xC000018C', 'failed_other'],
    ['0xC0000192', 'failed_other'],
    ['0xC00002EE', 'failed_other'],
  ])('%s → %s', (code, expected) => {
    for (const spelt of [code, code.toLowerCase(), code.slice(2)]) {
      expect(outcome(4776, { Status: spelt })).toBe(expected);
      expect(outcome(4625, { Status: '0xC000006D', SubStatus: spelt })).toBe(expected);
      expect(outcome(4625, { Status: spelt, SubStatus: '0x0' })).toBe(expected);
    }
  });

  it('0x0 is a success where credentials were checked, never in a failed logon', () => {
    expect(outcome(4776, { Status: '0x0' })).toBe('success_single_factor');
    expect(outcome(4625, { Status: '0x0', SubStatus: '0x0' })).toBe('failed_other');
  });
});

describe('Kerberos (4768, 4769, 4771)', () => {
  it.each([
    ['0x6', 'failed_other'],
    ['0x7', 'failed_other'],
    ['0xC', 'blocked_by_policy'],
    ['0x12', 'blocked_by_policy'],
    ['0x17', 'challenged'],
    ['0x18', 'password_failed'],
    ['0x19', 'challenged'],
    ['0x25', 'failed_other'],
    ['0x10', 'failed_other'],
    ['0x1', 'blocked_by_policy'],
    ['0xE', 'failed_other'],
    ['0x1F', 'failed_other'],
    ['0x20', 'failed_other'],
    ['0x22', 'failed_other'],
    ['0x29', 'failed_other'],
    ['0x3E', 'failed_other'],
  ])('%s → %s', (code, expected) => {
    for (const spelt of [code, code.toLowerCase(), `0x000000${code.slice(2)}`]) {
      for (const id of [4768, 4769, 4771]) expect(outcome(id, { Status: spelt })).toBe(expected);
    }
  });

  it('success is what the event asks for', () => {
    expect(outcome(4768, { Status: '0x0', PreAuthType: '2' })).toBe('success_single_factor');
    expect(outcome(4768, { Status: '0x0', PreAuthType: '15' })).toBe('success_mfa');
    expect(outcome(4768, { Status: '0x0', PreAuthType: '16' })).toBe('success_mfa');
    expect(outcome(4769, { Status: '0x0' })).toBe('success_token');
  });
});

describe('network policy server (6273)', () => {
  it.each([
    ['16', 'password_failed'],
    ['21', 'failed_other'],
    ['22', 'failed_other'],
    ['36', 'rate_limited'],
    ['48', 'blocked_by_policy'],
    ['65', 'blocked_by_policy'],
    ['66', 'blocked_by_policy'],
    ['9999', 'failed_other'],
  ])('reason %s → %s', (code, expected) => {
    expect(outcome(6273, { ReasonCode: code, SubjectUserName: 'alice' })).toBe(expected);
  });

  it('granted and discarded', () => {
    expect(outcome(6272, { ReasonCode: '0', SubjectUserName: 'alice' })).toBe('success_single_factor');
    expect(outcome(6274, { SubjectUserName: 'alice' })).toBe('failed_other');
  });
});

describe('other events', () => {
  it.each([
    [4624, 'authentication', 'success_single_factor'],
    [4634, 'session', 'none'],
    [4648, 'access', 'none'],
    [4672, 'session', 'none'],
    [4740, 'change', 'rate_limited'],
    [4723, 'change', 'none'],
    [4724, 'change', 'none'],
    [4728, 'change', 'none'],
    [4732, 'change', 'none'],
    [4738, 'change', 'none'],
    [4820, 'authentication', 'blocked_by_policy'],
  ])('%i is %s, %s', (id, eventClass, expected) => {
    const result = toDraft(event(id, {}));
    expect('end' in result ? result : [result.class, result.outcome]).toEqual([eventClass, expected]);
  });

  it('an act that failed is not one that took place', () => {
    expect(outcome(4724, {}, true)).toBe('failed_other');
    expect(outcome(5145, {}, true)).toBe('blocked_by_policy');
  });

  it('leaves AD FS to its own source', () => {
    expect(takes('ad fs auditing', 1200)).toBe(false);
    expect(takes('microsoft-windows-security-auditing', 4624)).toBe(true);
    expect(takes('microsoft-windows-sysmon', 1)).toBe(false);
  });
});

describe('codes in text', () => {
  it.each([
    ['%%2313', '0xC000006D'],
    ['User logon with misspelled or bad password', '0xC000006A'],
    ['User logon with account locked', '0xC0000234'],
    ['KDC_ERR_PREAUTH_FAILED (0x18)', '0x18'],
    ['nothing of the kind', null],
    ['alice', null],
  ])('%s → %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});
