/** Mail read, files opened and interfaces called from the denied place without a sign-in: the token was taken. */
import { describe, expect, it } from 'vitest';
import { imported } from './testing/imported';
import { type VendorRow, vendorLater, vendorMonth } from './testing/vendor';

/** Microsoft 365's unified audit log alone. */
const calm: VendorRow[] = [...vendorMonth('alice', 'ual signed in'), ...vendorMonth('colleague', 'ual signed in')];
const later = vendorLater(30, 'ual signed in');
const refused: VendorRow[] = ['11', '13', '15', '17'].map((minute) => [`d30 02:${minute}`, 'alice', 'ual push denied', 'bucharest', 'stranger']); // biome-ignore format: one line

describe('in the unified audit log alone', () => {
  it.each(['ual mail read', 'ual file opened'])('%s from the denied place is a replayed token', async (what) => {
    const { one, paths } = await imported([
      ...calm,
      ...refused,
      ['d30 02:25', 'alice', what, 'bucharest', 'stranger'],
      ['d30 02:26', 'alice', 'ual file opened', 'bucharest', 'stranger'],
      ...later,
    ]);
    const episode = one('alice');
    expect(episode).toMatchObject({ denials: 4, verdict: 'likely_compromise', followed: 'yes' });
    expect(episode.followedBy.map(({ kind, source, ip }) => [kind, source, ip])).toEqual([
      ['token_replay', 'm365-ual', '203.0.113.47'],
    ]);
    expect(episode.nextOwn).toBeNull();
    expect(paths[0]!.hops.map(({ role }) => role)).toEqual(
      what === 'ual mail read' ? ['denied', 'access', 'access'] : ['denied', 'access'],
    );
  });

  it('reading her own mail at the office meanwhile is not', async () => {
    const { one } = await imported([...calm, ...refused, ['d30 02:25', 'alice', 'ual mail read', 'office', 'laptop'], ...later]); // biome-ignore format: one line
    expect(one('alice')).toMatchObject({ verdict: 'attempted_abuse', followedBy: [], nextOwn: null });
  });

  it('reading from a third place, where nobody was refused, is not evidence enough', async () => {
    const { one } = await imported([...calm, ...refused, ['d30 02:25', 'alice', 'ual mail read', 'cafe', 'phone'], ...later]); // biome-ignore format: one line
    expect(one('alice').followedBy).toEqual([]);
  });

  it('after a sign-in there, it is that sign-in that followed', async () => {
    const { one } = await imported([
      ...calm,
      ...refused,
      ['d30 02:20', 'alice', 'ual signed in', 'bucharest', 'stranger'],
      ['d30 02:25', 'alice', 'ual mail read', 'bucharest', 'stranger'],
      ...later,
    ]);
    const { followedBy } = one('alice');
    expect(followedBy).toHaveLength(1);
    expect(followedBy[0]!.time).toContain('02:20');
    expect(followedBy[0]!.kind).not.toBe('token_replay');
  });

  it('a person who mistypes at the usual place and then reads is nobody’s victim', async () => {
    const { one } = await imported([
      ...calm,
      ['d30 08:50', 'alice', 'ual push denied', 'office', 'laptop'],
      ['d30 08:51', 'alice', 'ual mail read', 'office', 'laptop'],
      ['d30 08:52', 'alice', 'ual signed in', 'office', 'laptop'],
      ...later,
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'friction', followedBy: [], nextOwn: { delaySeconds: 120 } });
  });
});

describe('in the log of Microsoft Graph', () => {
  const entra: VendorRow[] = [...vendorMonth('alice', 'entra push approved'), ...vendorMonth('colleague', 'entra push approved')]; // biome-ignore format: one line
  const denied: VendorRow[] = ['11', '13', '15', '17'].map((minute) => [`d30 02:${minute}`, 'alice', 'entra push denied', 'bucharest', 'stranger']); // biome-ignore format: one line

  it('calls in a person’s name from the denied place are a replayed token', async () => {
    const { one, paths } = await imported([
      ...entra,
      ...denied,
      ['d30 02:25', 'alice', 'graph mail read', 'bucharest', 'stranger', { session: 's1' }],
      ['d30 02:26', 'alice', 'graph files listed', 'bucharest', 'stranger', { session: 's1' }],
      ...vendorLater(30, 'entra push approved'),
    ]);
    expect(one('alice').followedBy.map(({ kind, source }) => [kind, source])).toEqual([
      ['token_replay', 'graph-activity'],
    ]);
    expect(paths[0]!.hops.map(({ what, key }) => [what, key])).toEqual([
      ['4 prompts refused', null],
      ['Session used without sign-in', 'same address'],
      ['GET /me/drive/root/children', 'same session'],
    ]);
  });

  it('an application that was refused a secret and calls all the same uses a token that it had', async () => {
    const nights: VendorRow[] = Array.from({ length: 12 }, (_, i) => [`d${i + 15} 01:30`, 'svc-stock', 'entra secret ok', 'cloud']); // biome-ignore format: one line
    const { one } = await imported([
      ...entra,
      ...nights,
      ['d30 02:11', 'svc-stock', 'entra secret wrong', 'rented'],
      ['d30 02:12', 'svc-stock', 'entra secret wrong', 'rented'],
      ['d30 02:20', 'svc-stock', 'graph users listed', 'rented'],
      ...vendorLater(30, 'entra push approved'),
    ]);
    expect(one('svc-stock')).toMatchObject({ verdict: 'likely_compromise' });
    expect(one('svc-stock').followedBy.map(({ kind, source }) => [kind, source])).toEqual([
      ['token_replay', 'graph-activity'],
    ]);
  });
});
