/** Ways in that a change between denial and access made: for the denied identity, or for another in its name. */
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/model/event';
import { later, month, picture, type Row } from './testing/picture';

const nights: Row[] = Array.from({ length: 9 }, (_, i) => [`d${i + 20} 01:30`, 'svc-stock', 'secret ok', 'cloud']);
const calm = [...month('alice'), ...month('colleague'), ...nights];
const fatigue: Row[] = ['11', '12', '13', '14'].map((minute) => [`d30 02:${minute}`, 'alice', 'push denied', 'bucharest', 'stranger']); // biome-ignore format: one line
const app: Partial<EventDraft> = {
  target: { id: 'sp-svc-stock', name: 'svc-stock', kind: 'service_principal', keys: [{ type: 'object_id', value: 'sp-svc-stock' }] }, // biome-ignore format: one line
};
/** A place that shares nothing with the denied one, neither address range nor network. */
const elsewhere: Row = ['d30 02:40', 'svc-stock', 'secret ok', '-', '-', { ip: '198.51.100.240', asn: 64_599, place: { country: 'DE' } }]; // biome-ignore format: one line
const change = (action: string, where = 'hanoi', more: Partial<EventDraft> = {}): Row => ['d30 02:30', 'alice', 'method registered', where, where === 'office' ? 'laptop' : 'stranger2', { action, ...more }]; // biome-ignore format: one line

describe('a change in the denied identity’s name', () => {
  it.each([
    ['Consent to application', 'consent_granted'],
    ['Add service principal credentials', 'credential_added'],
  ])('%s opens the application: %s, though it comes from elsewhere', async (action, kind) => {
    const { one } = await picture([...calm, ...fatigue, change(action, 'hanoi', app), elsewhere, ...later(30)]);
    const episode = one('alice');
    expect(episode.followedBy.map((link) => [link.identity, link.kind])).toEqual([['svc-stock', kind]]);
    expect(episode.verdict).toBe('likely_compromise');
  });

  it('from her own place opens nothing', async () => {
    const { one } = await picture([
      ...calm,
      ...fatigue,
      change('Add service principal credentials', 'office', app),
      elsewhere,
      ...later(30),
    ]);
    expect(one('alice').followedBy).toEqual([]);
  });

  it('that was tried and failed opens nothing', async () => {
    const { one } = await picture([
      ...calm,
      ...fatigue,
      change('Add service principal credentials', 'hanoi', { ...app, outcome: 'failed_other' }),
      elsewhere,
      ...later(30),
    ]);
    expect(one('alice').followedBy).toEqual([]);
  });

  it('to another identity is no way in for the denied one', async () => {
    const { one } = await picture([
      ...calm,
      ...fatigue,
      change('User registered security info', 'hanoi', app),
      ['d30 02:40', 'alice', 'push approved', 'moscow', 'stranger'],
      ...later(30),
    ]);
    expect(one('alice').followedBy[0]).toMatchObject({ kind: 'approved_after_denials' });
  });

  it.each([
    ['Reset password (self-service)', 'push approved', 'method_registered'],
    ['Reset password (self-service)', 'password only', 'single_factor_gap'],
    ['personal_access_token.create', 'sso', 'credential_added'],
    ['Add delegated permission grant', 'sso', 'consent_granted'],
  ])('%s, then %s: %s', async (action, what, kind) => {
    const { one } = await picture([
      ...calm,
      ...fatigue,
      change(action),
      ['d30 02:40', 'alice', what, 'moscow', 'stranger'],
      ...later(30),
    ]);
    expect(one('alice').followedBy[0]).toMatchObject({ kind });
  });
});

describe('a change that somebody else made for the denied identity', () => {
  const target: Partial<EventDraft> = {
    target: { id: '00u-alice', name: 'alice@corp.example', kind: 'human', keys: [{ type: 'upn', value: 'alice@corp.example' }] }, // biome-ignore format: one line
  };
  const reset = (action: string): Row => ['d30 02:30', 'colleague', 'method registered', 'office', 'laptop', { action, ...target }]; // biome-ignore format: one line

  it.each(['user.mfa.factor.reset_all', 'user.account.reset_password'])(
    '%s by the help desk lets in whoever talked them into it',
    async (action) => {
      const { one } = await picture([
        ...calm,
        ...fatigue,
        reset(action),
        ['d30 02:40', 'alice', 'push approved', 'hanoi', 'stranger2'],
        ...later(30),
      ]);
      expect(one('alice')).toMatchObject({ verdict: 'likely_compromise', followedBy: [{ kind: 'method_registered' }] });
    },
  );

  it('and is a help where a person at home lost the phone', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 08:11', 'alice', 'push ignored', 'home', 'laptop'],
      ['d30 08:12', 'alice', 'push ignored', 'home', 'laptop'],
      ['d30 09:30', 'colleague', 'method registered', 'office', 'laptop', { action: 'user.mfa.factor.reset_all', ...target }], // biome-ignore format: one line
      ['d30 09:40', 'alice', 'push approved', 'home', 'laptop'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'friction', followedBy: [] });
  });
});

describe('a traveller who is refused once', () => {
  it('and takes a new password at the hotel is no intruder for it', async () => {
    const rows = (action: string | null): Row[] => [
      ...calm,
      ['d30 08:11', 'alice', 'push ignored', 'hotel', 'laptop'],
      ...(action ? [['d30 08:20', 'alice', 'method registered', 'hotel', 'laptop', { action }] as Row] : []),
      ['d30 08:25', 'alice', 'push approved', 'hotel', 'laptop'],
      ...later(30),
    ];
    const [plain, changed] = [await picture(rows(null)), await picture(rows('Reset password (self-service)'))];
    expect(changed.one('alice').verdict).toBe(plain.one('alice').verdict);
    expect(changed.one('alice').followedBy).toEqual(plain.one('alice').followedBy);
  });
});
