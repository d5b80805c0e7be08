/** Cases that break the published rules. Each reads like its picture. */
import { describe, expect, it } from 'vitest';
import { at, later, month, PLACES, picture, type Row } from './testing/picture';

/** Prompts refused one after another, `every` seconds from a time on. */
const refused = (
  who: string,
  from: string,
  times: number,
  every: number,
  where: string,
  device: string,
  what = 'push denied',
): Row[] =>
  Array.from({ length: times }, (_, i) => {
    const time = new Date(at(from) + i * every * 1_000);
    const day = Math.floor((time.getTime() - at('d1 00:00')) / 86_400_000) + 1;
    return [`d${day} ${time.toISOString().slice(11, 19)}`, who, what, where, device];
  });

const calm = [...month('alice'), ...month('colleague')];

describe('F1: denials from one address, success from another with another device', () => {
  it('is linked, though nothing is shared but the identity', async () => {
    const { one } = await picture([
      ...calm,
      ...refused('alice', 'd30 02:11', 6, 40, 'bucharest', 'stranger'),
      ['d30 02:19', 'alice', 'push approved', 'hanoi', 'stranger2'],
      ['d30 08:55', 'alice', 'push approved', 'office', 'laptop'],
      ...later(30),
    ]);
    const episode = one('alice');
    expect(episode).toMatchObject({ denials: 6, verdict: 'likely_compromise', followed: 'yes' });
    expect(episode.followedBy).toHaveLength(1);
    expect(episode.followedBy[0]).toMatchObject({ kind: 'approved_after_denials', ip: '203.0.113.77' });
    expect(episode.nextOwn).toMatchObject({ why: expect.stringContaining('usual') });
  });

  it('leaves the honest sign-in from the usual place alone', async () => {
    const { one } = await picture([
      ...calm,
      ...refused('alice', 'd30 02:11', 6, 40, 'bucharest', 'stranger'),
      ['d30 02:19', 'alice', 'push approved', 'home', 'laptop'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'attempted_abuse', followed: 'no', followedBy: [] });
  });
});

describe('F2: counts below every threshold, and slow ones', () => {
  it('needs no ten denials', async () => {
    const { one } = await picture([
      ...calm,
      ...refused('alice', 'd30 02:11', 4, 60, 'bucharest', 'stranger'),
      ['d30 02:16', 'alice', 'push approved', 'bucharest', 'stranger'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ denials: 4, verdict: 'likely_compromise' });
  });

  it('keeps ten denials over ninety minutes together', async () => {
    const { one } = await picture([
      ...calm,
      ...refused('alice', 'd30 01:00', 10, 600, 'bucharest', 'stranger'),
      ['d30 02:35', 'alice', 'push approved', 'bucharest', 'stranger'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ denials: 10, verdict: 'likely_compromise' });
  });

  it('keeps low and slow denials over days together', async () => {
    const { one } = await picture([
      ...calm,
      ['d28 03:00', 'alice', 'push denied', 'bucharest', 'stranger'],
      ['d29 04:10', 'alice', 'push ignored', 'bucharest', 'stranger'],
      ['d30 02:40', 'alice', 'push denied', 'bucharest', 'stranger'],
      ['d30 02:44', 'alice', 'push approved', 'bucharest', 'stranger'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ denials: 3, verdict: 'likely_compromise' });
  });
});

describe('F3: success before the denials, an ordinary sign-in in the middle', () => {
  it('links what follows and nothing that came before', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 08:50', 'alice', 'push approved', 'office', 'laptop'],
      ...refused('alice', 'd30 09:00', 3, 60, 'bucharest', 'stranger'),
      ['d30 09:04', 'alice', 'push approved', 'office', 'laptop'],
      ...refused('alice', 'd30 09:06', 3, 60, 'bucharest', 'stranger'),
      ['d30 09:10', 'alice', 'push approved', 'bucharest', 'stranger'],
      ...refused('alice', 'd30 09:20', 2, 60, 'bucharest', 'stranger'),
      ...later(30),
    ]);
    const episode = one('alice');
    expect(episode).toMatchObject({ denials: 8, verdict: 'likely_compromise' });
    expect(episode.followedBy.map(({ time, kind }) => [time.slice(11, 16), kind])).toEqual([
      ['09:10', 'approved_after_denials'],
    ]);
  });
});

describe('F4: one prompt in several records', () => {
  const key = { attempt: { key: 'one', role: 'answer' as const } };
  const interim = { attempt: { key: 'one', role: 'interim' as const } };

  it('counts duplicates, interrupts and steps once', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 02:11:00', 'alice', 'entra challenged', 'bucharest', 'stranger', interim],
      ['d30 02:11:09', 'alice', 'entra duplicate', 'bucharest', 'stranger', key],
      ['d30 02:11:20', 'alice', 'entra push denied', 'bucharest', 'stranger', key],
      ['d30 02:11:21', 'alice', 'entra duplicate', 'bucharest', 'stranger', key],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ denials: 1, outcomes: { denied_by_user: 1 } });
  });

  it('counts three prompts of one correlation as three, and a denial stays one though the correlation succeeds', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 02:11:20', 'alice', 'entra push denied', 'bucharest', 'stranger', key],
      ['d30 02:12:20', 'alice', 'entra push denied', 'bucharest', 'stranger', key],
      ['d30 02:13:20', 'alice', 'entra push denied', 'bucharest', 'stranger', key],
      ['d30 02:14:20', 'alice', 'entra push approved', 'bucharest', 'stranger', key],
      ...later(30),
    ]);
    const episode = one('alice');
    expect(episode).toMatchObject({ denials: 3, verdict: 'likely_compromise' });
    expect(episode.followedBy[0]!.time).toContain('02:14:20');
  });

  it('takes a push to several devices for one prompt', async () => {
    const sent = { attempt: { key: 'one', role: 'prompt' as const } };
    const { one } = await picture([
      ...calm,
      ['d30 02:11:00', 'alice', 'prompt', 'bucharest', 'stranger', sent],
      ['d30 02:11:01', 'alice', 'prompt', 'bucharest', 'stranger', sent],
      ['d30 02:11:20', 'alice', 'push denied', 'bucharest', 'stranger', key],
      ...later(30),
    ]);
    expect(one('alice').denials).toBe(1);
  });

  it.each([
    ['within two seconds is one prompt', '02:11:01', 1],
    ['a minute later is another one', '02:12:00', 2],
  ])('a push sent again %s, where nobody answers', async (_, again, denials) => {
    const sent = { attempt: { key: 'one', role: 'prompt' as const } };
    const { one } = await picture([
      ...calm,
      ['d30 02:11:00', 'alice', 'prompt', 'bucharest', 'stranger', sent],
      [`d30 ${again}`, 'alice', 'prompt', 'bucharest', 'stranger', sent],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ denials, outcomes: { no_response: denials } });
  });

  it.each([
    ['is its result', '02:11:25', { denied_by_user: 1 }],
    ['is another refusal', '02:12:05', { denied_by_user: 1, rate_limited: 1 }],
  ])('a lock %s, by how soon after the answer it comes', async (_, locked, outcomes) => {
    const result = { action: 'lock', attempt: { key: 'one', role: 'outcome' as const } };
    const { one } = await picture([
      ...calm,
      ['d30 02:11:20', 'alice', 'push denied', 'bucharest', 'stranger', key],
      [`d30 ${locked}`, 'alice', 'locked', 'bucharest', 'stranger', result],
      ...later(30),
    ]);
    expect(one('alice').outcomes).toEqual(outcomes);
  });
});

describe('prompts that nobody answered', () => {
  const sent = (key: string) => ({ attempt: { key, role: 'prompt' as const } });

  it('count where the log reports answers and goes on, and the ground is given', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 02:11', 'alice', 'prompt', 'bucharest', 'stranger', sent('p1')],
      ['d30 02:25', 'alice', 'prompt', 'bucharest', 'stranger', sent('p2')],
      ['d30 02:40', 'alice', 'prompt', 'bucharest', 'stranger', sent('p3')],
      ...later(30),
    ]);
    const episode = one('alice');
    expect(episode).toMatchObject({ denials: 3, outcomes: { no_response: 3 } });
    expect(episode.questions.factor).toContain('nobody answered within 7 min');
  });

  it('do not count where the person answered elsewhere meanwhile, or the log ends', async () => {
    const { of } = await picture([
      ...calm,
      ['d30 08:51', 'alice', 'prompt', 'office', 'laptop', sent('p1')],
      ['d30 08:52', 'alice', 'push approved', 'office', 'laptop'],
      ...later(30),
      ['d33 23:50', 'alice', 'prompt', 'bucharest', 'stranger', sent('p2')],
    ]);
    expect(of('alice')).toEqual([]);
  });
});

describe('F5: two spellings of the same denial', () => {
  it('is one, in one transaction; two transactions are two', async () => {
    const key = (name: string) => ({ attempt: { key: name, role: 'answer' as const } });
    const { one } = await picture([
      ...calm,
      [
        'd30 02:11:20',
        'alice',
        'push denied',
        'bucharest',
        'stranger',
        { ...key('t1'), action: 'user.mfa.okta_verify.deny_push' },
      ],
      [
        'd30 02:11:21',
        'alice',
        'push denied',
        'bucharest',
        'stranger',
        { ...key('t1'), action: 'user.authentication.auth_via_mfa' },
      ],
      [
        'd30 02:13:00',
        'alice',
        'push denied',
        'bucharest',
        'stranger',
        { ...key('t2'), action: 'user.mfa.okta_verify.deny_push' },
      ],
      ...later(30),
    ]);
    expect(one('alice').denials).toBe(2);
  });
});

describe('F7: a new method after the denial', () => {
  it('names the way in', async () => {
    const { one } = await picture([
      ...calm,
      ...refused('alice', 'd30 02:11', 4, 60, 'bucharest', 'stranger'),
      ['d30 02:40', 'alice', 'method registered', 'hanoi', 'stranger'],
      ['d30 02:50', 'alice', 'sms ok', 'hanoi', 'stranger2'],
      ...later(30),
    ]);
    expect(one('alice').followedBy[0]).toMatchObject({ kind: 'method_registered' });
  });
});

describe('F8: no second factor asked', () => {
  it.each([
    ['imap', 'legacy_protocol'],
    ['password only', 'single_factor_gap'],
    ['entra device code', 'token_replay'],
    ['entra push approved', 'other_door'],
    ['sms ok', 'factor_downgrade'],
  ])('%s is %s', async (what, kind) => {
    const { one } = await picture([
      ...calm,
      ...month('colleague', 'office', 28, 'entra push approved'),
      ...refused('alice', 'd30 02:11', 4, 60, 'bucharest', 'stranger'),
      ['d30 02:50', 'alice', what, 'bucharest', 'stranger'],
      ...later(30),
    ]);
    const episode = one('alice');
    expect(episode.followedBy[0]).toMatchObject({ kind });
    expect(episode.verdict).toBe('likely_compromise');
  });
});

describe('F9: a nightly job with an expired secret', () => {
  it('is one item with count, rhythm and the odd one inside', async () => {
    const rows: Row[] = [];
    for (let day = 1; day <= 10; day++) rows.push([`d${day} 01:30`, 'svc-stock', 'secret ok', 'cloud']);
    for (let day = 11; day <= 20; day++) {
      for (let hour = 0; hour < 24; hour++) {
        for (let minute = 0; minute < 60; minute += 5) {
          const odd = day === 15 && hour === 12 && minute === 30;
          const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          rows.push([`d${day} ${clock}`, 'svc-stock', odd ? 'secret wrong' : 'secret expired', 'cloud']);
        }
      }
    }
    rows.push(['d22 01:30', 'svc-stock', 'secret ok', 'cloud']);
    const { one } = await picture(rows);
    const episode = one('svc-stock');
    expect(episode).toMatchObject({ denials: 2_880, verdict: 'misconfigured', aal: null });
    expect(episode.patterns).toEqual(expect.arrayContaining(['expired_secret', 'retry_loop']));
    expect(episode.for.some(({ text }) => text.includes('one every 5 min'))).toBe(true);
    const odd = episode.against.find(({ text }) => text.includes('odd one inside'));
    expect(odd?.events).toHaveLength(1);
    expect(episode.nextSteps.join()).not.toMatch(/Ask/);
  });
});

describe('F11: a rollout', () => {
  it('is friction, however many stumble', async () => {
    const people = Array.from({ length: 40 }, (_, i) => `person${i}`);
    const rows: Row[] = people.flatMap((who, i) => [
      ...month(who, 'office', 20),
      [`d22 09:${String(10 + i).padStart(2, '0')}`, who, 'code wrong', 'office', 'laptop'] as Row,
      [`d22 09:${String(11 + i).padStart(2, '0')}`, who, 'code ok', 'office', 'laptop'] as Row,
    ]);
    const { episodes } = await picture([...rows, ...later(22)]);
    expect(episodes).toHaveLength(40);
    for (const episode of episodes) {
      expect(episode.verdict).toBe('friction');
      expect(episode.patterns).toContain('rollout_spike');
      expect(episode.followedBy).toEqual([]);
    }
  });
});

describe('F12: shared egress and a carrier that hops', () => {
  it('is not two travellers', async () => {
    const { one } = await picture([
      ...calm,
      ...month('alice', 'carrier', 28, 'token', 'laptop'),
      ['d30 08:50', 'alice', 'push ignored', 'carrier2', 'laptop'],
      ['d30 08:52', 'alice', 'push approved', 'carrier', 'laptop'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'friction', followedBy: [] });
  });
});

describe('F13: clocks that differ by minutes', () => {
  it('still ties a success at one source to denials at another', async () => {
    const { one } = await picture([
      ...calm,
      ...month('colleague', 'office', 28, 'entra push approved'),
      // Duo's clock is seven minutes ahead: the answer is written before the last prompt that it followed.
      ...refused('alice', 'd30 02:11', 6, 90, 'bucharest', 'stranger', 'duo push denied'),
      ['d30 02:13', 'alice', 'entra push approved', 'bucharest', 'stranger'],
      ...later(30),
    ]);
    const episode = one('alice');
    expect(episode.verdict).toBe('likely_compromise');
    expect(episode.followedBy[0]).toMatchObject({ source: 'entra' });
  });
});

describe('a lone denial', () => {
  it('without context is undetermined and says so (S2)', async () => {
    const { one } = await picture([['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'], ...later(30)]);
    const episode = one('alice');
    expect(episode).toMatchObject({ verdict: 'undetermined', followedBy: [] });
    expect(episode.questions.normal).toMatchObject({ fits: 'unknown', n: 0 });
    expect([...episode.for, ...episode.against].some(({ text }) => text.includes('insufficient context'))).toBe(true);
  });

  it('at the usual place, made good in a minute, is friction', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 08:50', 'alice', 'push denied', 'office', 'laptop'],
      ['d30 08:51', 'alice', 'push approved', 'office', 'laptop'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'friction', followed: 'no', nextOwn: { delaySeconds: 60 } });
  });

  it('at the end of the log is not followed by "no": that is not in evidence', async () => {
    const { one } = await picture([...calm, ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger']]);
    expect(one('alice')).toMatchObject({
      followed: 'not_in_evidence',
      missing: [expect.stringContaining('Okta log ends')],
    });
  });
});

describe('a report of fraud minutes later', () => {
  it('belongs to the prompt and decides', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
      ['d30 02:15', 'alice', 'suspicion reported', 'home', 'laptop'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ denials: 1, verdict: 'attempted_abuse' });
    expect(one('alice').patterns).toContain('fraud_reported');
  });
});

describe('the phone that answers', () => {
  const phone = (where: keyof typeof PLACES) => ({
    second: { ip: null, place: { country: PLACES[where]!.country } },
  });

  it('beside the screen makes a traveller, not an intruder', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 02:11', 'alice', 'duo push ignored', 'hotel', 'stranger', phone('hotel')],
      ['d30 02:12', 'alice', 'duo push approved', 'hotel', 'stranger', phone('hotel')],
      ...later(30),
    ]);
    expect(one('alice').followedBy).toEqual([]);
    expect(['friction', 'undetermined']).toContain(one('alice').verdict);
  });

  it('at home while the screen is abroad makes an intruder', async () => {
    const { one } = await picture([
      ...calm,
      ['d30 02:11', 'alice', 'duo push denied', 'hotel', 'stranger', phone('home')],
      ['d30 02:12', 'alice', 'duo push approved', 'hotel', 'stranger', phone('home')],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({ verdict: 'likely_compromise' });
    expect(one('alice').for.some(({ text }) => text.includes('in another country than the screen'))).toBe(true);
  });
});

describe('without any history', () => {
  it('six refusals and an approval from one place are still an intruder', async () => {
    const { one } = await picture([
      ...refused('alice', 'd30 02:11', 6, 60, 'bucharest', 'stranger'),
      ['d30 02:18', 'alice', 'push approved', 'bucharest', 'stranger'],
      ...later(30),
    ]);
    expect(one('alice')).toMatchObject({
      verdict: 'likely_compromise',
      questions: { normal: { fits: 'unknown', n: 0 } },
    });
  });

  it('one unanswered prompt and an approval from one place are nothing', async () => {
    const { one } = await picture([
      ['d30 09:00', 'alice', 'push ignored', 'office', 'laptop'],
      ['d30 09:01', 'alice', 'push approved', 'office', 'laptop'],
      ...later(30),
    ]);
    expect(one('alice').followedBy).toEqual([]);
    expect(['friction', 'undetermined']).toContain(one('alice').verdict);
  });
});

describe('hostile text', () => {
  it('is made visible and breaks nothing (F15)', async () => {
    const evil = "\u202egpj.exe <b>=cmd|' /C calc'!A0";
    const { one } = await picture([
      ...calm,
      [
        'd30 02:11',
        'alice',
        'push denied',
        'bucharest',
        'stranger',
        { app: evil, userAgent: evil, device: { name: evil } },
      ],
      ['d30 02:12', 'alice', 'push denied', 'bucharest', 'stranger', { app: evil }],
      ['d30 02:13', 'alice', 'push approved', 'bucharest', 'stranger', { app: evil }],
      ...later(30),
    ]);
    expect(JSON.stringify(one('alice'))).not.toContain('\u202e');
    expect(one('alice').apps[0]).toContain('\\u{202e}');
  });
});

describe('a credential added around the denial', () => {
  it('is the way in, also when it was added just before the first refusal', async () => {
    const nights: Row[] = Array.from({ length: 8 }, (_, i) => [`d${i + 20} 01:30`, 'svc-stock', 'secret ok', 'cloud']);
    const added = {
      action: 'Update application – Certificates and secrets management',
      target: { id: 'sp-svc-stock', name: 'svc-stock', kind: 'service_principal' as const, keys: [{ type: 'object_id' as const, value: 'sp-svc-stock' }] }, // biome-ignore format: one line
    };
    const { one } = await picture([
      ...calm,
      ...nights,
      ['d30 02:00', 'alice', 'method registered', 'hanoi', 'stranger', added],
      ['d30 02:20', 'svc-stock', 'secret wrong', 'rented'],
      ['d30 02:40', 'svc-stock', 'secret ok', 'rented'],
      ...later(30),
      ['d33 01:30', 'svc-stock', 'secret ok', 'cloud'],
    ]);
    const episode = one('svc-stock');
    expect(episode).toMatchObject({ verdict: 'likely_compromise', followedBy: [{ kind: 'credential_added' }] });
    expect(episode.nextSteps.join()).toContain('Remove every credential');
  });
});

describe('a stranger on the own network', () => {
  // Another line of the same operator: neither address nor device were ever the person's.
  const near = { ip: '192.0.2.77', asn: 64500, geo: { country: 'GB', region: null, city: 'Leeds', lat: 53.8, lon: -1.55, from: 'log' as const } }; // biome-ignore format: one place
  const there = (time: string, what: string): Row => [time, 'alice', what, 'office', 'stranger', near];

  it('who is declined a dozen times and then let in has got in', async () => {
    const tries = Array.from({ length: 12 }, (_, i) => there(`d30 02:${10 + i}`, 'push denied'));
    const { one } = await picture([...calm, ...tries, there('d30 02:23', 'push approved'), ...later(30)]);
    expect(one('alice')).toMatchObject({ verdict: 'likely_compromise', followed: 'yes' });
  });

  it('who is declined and never let in tried', async () => {
    const tries = Array.from({ length: 12 }, (_, i) => there(`d30 02:${10 + i}`, 'push denied'));
    const { one } = await picture([...calm, ...tries, ...later(30)]);
    expect(one('alice')).toMatchObject({ verdict: 'attempted_abuse', followedBy: [] });
  });

  it('who misses two prompts and passes the next is the person', async () => {
    const { one } = await picture([
      ...calm,
      there('d30 09:10', 'push ignored'),
      there('d30 09:12', 'push ignored'),
      there('d30 09:13', 'push approved'),
      ...later(30),
    ]);
    expect(['friction', 'undetermined']).toContain(one('alice').verdict);
  });
});

describe('where the log tells no operator', () => {
  const bare = { asn: null, geo: null };
  const steady: Row[] = month('alice').map(([time, who, what, where, device]) => [
    time,
    who,
    what,
    where,
    device,
    bare,
  ]);

  it('two codes mistyped at a new address and made good are a slip', async () => {
    const { one } = await picture([
      ...steady,
      ['d30 09:10', 'alice', 'code wrong', 'cafe', 'laptop', bare],
      ['d30 09:11', 'alice', 'code wrong', 'cafe', 'laptop', bare],
      ['d30 09:12', 'alice', 'code ok', 'cafe', 'laptop', bare],
      ...later(30),
    ]);
    expect(one('alice').verdict).not.toBe('likely_compromise');
    expect(one('alice').followedBy).toEqual([]);
  });
});
