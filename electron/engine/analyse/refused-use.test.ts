/** A refused access of a person: a denial on a privileged action, or after a linked access; else it is none. */
import { describe, expect, it } from 'vitest';
import { imported } from './testing/imported';
import { later, month, picture, type Row } from './testing/picture';
import { type VendorRow, vendorLater, vendorMonth } from './testing/vendor';

const calm = [...month('alice'), ...month('colleague')];
const fatigue: Row[] = ['11', '12', '13', '14'].map((minute) => [`d30 02:${minute}`, 'alice', 'push denied', 'bucharest', 'stranger']); // biome-ignore format: one line

describe('a person who is refused an access', () => {
  it('is not denied by it, where the thing is ordinary and nobody else is about', async () => {
    const { of } = await picture([...calm, ['d30 09:00', 'alice', 'access refused', 'office', 'laptop'], ...later(30)]);
    expect(of('alice')).toEqual([]);
  });

  it('is denied by it on a privileged action', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 09:00', 'alice', 'access refused', 'office', 'laptop', { flags: ['privileged'] }],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ denials: 1, outcomes: { blocked_by_policy: 1 } });
  });

  it('is denied by it where whoever came in by a linked access tries it, and only then', async () => {
    const approved: Row = ['d30 02:16', 'alice', 'push approved', 'bucharest', 'stranger'];
    const tried: Row = ['d30 02:20', 'alice', 'access refused', 'bucharest', 'stranger'];
    const own: Row = ['d30 09:20', 'alice', 'access refused', 'office', 'laptop'];
    const inside = await picture([...calm, ...fatigue, approved, tried, own, ...later(30)]);
    expect(inside.one('alice')).toMatchObject({ denials: 5, outcomes: { denied_by_user: 4, blocked_by_policy: 1 } });
    const outside = await picture([...calm, ...fatigue, tried, own, ...later(30)]);
    expect(outside.one('alice')).toMatchObject({ denials: 4 });
  });

  it('of whatever class the vendor makes of it: an AWS call with a role session of the intruder', async () => {
    const rows: VendorRow[] = [
      ...vendorMonth('alice'),
      ...vendorMonth('colleague'),
      ...['11', '12', '13', '14'].map((minute): VendorRow => [`d30 02:${minute}`, 'alice', 'okta push denied', 'bucharest', 'stranger']), // biome-ignore format: one line
      ['d30 02:20', 'alice', 'aws role session', 'bucharest', 'stranger'],
      ['d30 02:26', 'alice', 'aws call refused', 'bucharest', 'stranger'],
      ...vendorLater(30),
    ];
    const { one } = await imported(rows);
    expect(one('alice')).toMatchObject({ denials: 5, verdict: 'likely_compromise' });
    expect(one('alice').followedBy[0]).toMatchObject({ source: 'aws-cloudtrail' });
  });
});

it('what was probed is said in the next steps', async () => {
  const nights: Row[] = [1, 2, 3, 4, 5, 6, 7, 8].map((day) => [`d${day} 01:30`, 'svc-stock', 'secret ok', 'cloud']);
  const tries = ['ListBuckets', 'GetSecretValue', 'ListUsers', 'Decrypt'].map((action, i): Row => [`d9 02:3${i}`, 'svc-stock', 'access refused', 'rented', '-', { action }]); // biome-ignore format: one line
  const { one } = await picture([...nights, ...tries, ...later(9), ['d12 01:30', 'svc-stock', 'secret ok', 'cloud']]);
  expect(one('svc-stock')).toMatchObject({ verdict: 'attempted_abuse' });
  expect(one('svc-stock').nextSteps.join()).toContain('what svc-stock was refused');
});
