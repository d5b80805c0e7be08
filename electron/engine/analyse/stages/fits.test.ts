/** Does it fit what was usual: cases that read like their pictures. */
import { describe, expect, it } from 'vitest';
import type { Weekday } from '../../../../shared/model/context';
import { at, later, month, picture, type Row, type Said } from '../testing/picture';

const nights = (who: string, days: number, from = 1): Row[] =>
  Array.from({ length: days }, (_, i) => [`d${from + i} 02:00`, who, 'secret ok', 'cloud']);
const window = (identity: string, start = 60, end = 180, days: Weekday[] = []): Said => ({
  kind: 'execution-windows',
  facts: { identity, days, start, end, zone: 'Europe/Berlin', purpose: null },
});
const normal = async (rows: readonly Row[], who = 'alice', said: readonly Said[] = []) =>
  (await picture(rows, said)).one(who).questions.normal;

describe('fits', () => {
  it.each<[string, Row[], 'yes' | 'no' | 'unknown', number]>([
    ['usual place and hour', [...month('alice'), ['d29 09:05', 'alice', 'push denied', 'office', 'laptop']], 'yes', 60],
    [
      'another country by night',
      [...month('alice'), ['d30 02:11', 'alice', 'push denied', 'hanoi', 'stranger']],
      'no',
      60,
    ],
    ['no history', [['d30 02:11', 'alice', 'push denied', 'hanoi', 'stranger']], 'unknown', 0],
    [
      'four sign-ins, from another country',
      [...month('alice').slice(0, 4), ['d30 02:11', 'alice', 'push denied', 'hanoi', 'stranger']],
      'unknown',
      4,
    ],
    [
      'four sign-ins, from the same place',
      [...month('alice').slice(0, 4), ['d30 09:00', 'alice', 'push denied', 'office', 'laptop']],
      'unknown',
      4,
    ],
    [
      'a history that comes only later',
      [['d1 02:11', 'alice', 'push denied', 'hanoi', 'stranger'], ...month('alice').slice(3)],
      'unknown',
      0,
    ],
  ])('%s: %s', async (_, rows, fits, n) => {
    const answer = await normal([...rows, ...later(31)]);
    expect(answer).toMatchObject({ fits, n });
    expect(answer.why.length).toBeGreaterThan(0);
    expect(answer.why.length).toBeLessThanOrEqual(3);
    if (fits === 'unknown') expect(answer.why[0]).toMatch(/no sign-in before|only 4 sign-ins before/);
  });

  it('learns nothing from what comes after: the answer of a day stays the same', async () => {
    const before: Row[] = [...month('alice', 'office', 20), ['d21 02:11', 'alice', 'push denied', 'hanoi', 'stranger']];
    const after: Row[] = Array.from({ length: 20 }, (_, i) => [
      `d${22 + i} 02:11`,
      'alice',
      'push approved',
      'hanoi',
      'stranger',
    ]);
    const one = (await picture([...before, ...later(40)])).one('alice');
    const other = (await picture([...before, ...after, ...later(40)])).one('alice');
    expect(other.questions.normal).toEqual(one.questions.normal);
  });

  it('tells hours on the own clock, and weekdays that hardly ever come', async () => {
    const answer = await normal([
      ...month('alice', 'office', 40),
      ['d46 03:14', 'alice', 'push denied', 'cafe', 'laptop'], // a Sunday
      ...later(47),
    ]);
    expect(answer.zone).toBe('Europe/London');
    const { one } = await picture([
      ...month('alice', 'office', 40),
      ['d46 03:14', 'alice', 'push denied', 'office', 'laptop'],
      ...later(47),
    ]);
    expect(one('alice').questions.normal.fits).toBe('yes'); // an odd hour at the usual place on the usual device
  });

  it('takes the home that the register names before the place of the first sign-in', async () => {
    const home: Said = {
      kind: 'identities',
      facts: { identity: 'alice@corp.example', kind: null, displayName: null, owner: null, ownerEmail: null, department: null, title: null, manager: null, privileged: null, breakGlass: null, homeCountry: 'DE', aliases: [] }, // biome-ignore format: one line
    };
    const rows: Row[] = [...month('alice'), ['d30 02:11', 'alice', 'push denied', 'hanoi', 'stranger'], ...later(31)];
    expect((await normal(rows, 'alice', [home])).zone).toBe('Europe/Berlin');
  });
});

describe('prompts per 1, 5, 10, 60 minutes and day', () => {
  const burst: Row[] = ['00', '20', '40'].map((s) => [`d30 02:11:${s}`, 'alice', 'push denied', 'hanoi', 'stranger']);
  const slow: Row[] = [['d30 02:18', 'alice', 'push ignored', 'hanoi', 'stranger'], ['d30 02:50', 'alice', 'push approved', 'hanoi', 'stranger'], ['d30 02:51', 'alice', 'push denied', 'hanoi', 'stranger']]; // biome-ignore format: one story

  it('counts refused, unanswered and approved ones, beside the most ever before', async () => {
    const answer = await normal([...month('alice'), ...burst, ...slow, ...later(31)]);
    expect(answer.prompts).toEqual([
      { minutes: 1, most: 3, before: 1 },
      { minutes: 5, most: 3, before: 1 },
      { minutes: 10, most: 4, before: 1 },
      { minutes: 60, most: 6, before: 1 },
      { minutes: 1_440, most: expect.any(Number), before: 4 },
    ]);
  });

  it('makes many at a usual place a reason that it does not fit', async () => {
    const many: Row[] = Array.from({ length: 8 }, (_, i) => [
      `d29 09:0${i}`,
      'alice',
      'push ignored',
      'cafe',
      'laptop',
    ]);
    const { why } = await normal([...month('alice'), ...many, ...later(30)]);
    expect(why.join('; ')).toContain('8 prompts in 10 min; never more than 1 before');
  });

  it('is nothing that a machine has', async () => {
    const answer = await normal(
      [...nights('svc-backup', 28), ['d29 02:00', 'svc-backup', 'secret wrong', 'cloud'], ...later(30)],
      'svc-backup',
    );
    expect(answer.prompts).toBeNull();
  });
});

describe('a machine', () => {
  it('has a rhythm, and is off it', async () => {
    const on = await normal(
      [...nights('svc-backup', 28), ['d29 02:00', 'svc-backup', 'secret wrong', 'cloud'], ...later(30)],
      'svc-backup',
    );
    expect(on).toMatchObject({ fits: 'yes', cadence: { everySeconds: 86_400, sinceSeconds: 86_400 } });
    const off = await normal(
      [...nights('svc-backup', 28), ['d28 02:40', 'svc-backup', 'secret wrong', 'cloud'], ...later(30)],
      'svc-backup',
    );
    expect(off.cadence).toEqual({ everySeconds: 86_400, sinceSeconds: 2_400 });
    const uneven: Row[] = [1, 2, 3, 5, 9, 10, 16, 17, 25, 28].map((day) => [
      `d${day} 02:00`,
      'svc-backup',
      'secret ok',
      'cloud',
    ]);
    const none = await normal(
      [...uneven, ['d29 11:00', 'svc-backup', 'secret wrong', 'cloud'], ...later(30)],
      'svc-backup',
    );
    expect(none.cadence).toBeNull();
  });

  it.each<[string, string, 'yes' | 'no', string]>([
    ['inside its window', 'd29 01:20', 'yes', 'inside its execution window (daily 01:00–03:00 Europe/Berlin)'],
    ['outside', 'd29 11:00', 'no', '1 denial outside its execution window (daily 01:00–03:00 Europe/Berlin)'],
  ])('%s at %s', async (_, time, fits, reason) => {
    const rows: Row[] = [...nights('svc-agent', 28), [time, 'svc-agent', 'secret wrong', 'cloud'], ...later(30)];
    const answer = await normal(rows, 'svc-agent', [window('svc-agent')]);
    expect(answer.fits).toBe(fits);
    expect(answer.why).toContain(reason);
    expect(answer.zone).toBe('Europe/Berlin');
  });

  it('is not judged by a window while its history is thin', async () => {
    const rows: Row[] = [...nights('svc-agent', 2), ['d29 11:00', 'svc-agent', 'secret wrong', 'cloud'], ...later(30)];
    expect((await normal(rows, 'svc-agent', [window('svc-agent')])).fits).toBe('unknown');
  });
});

describe('a shared egress', () => {
  const crowd = ['bob', 'carol', 'dave', 'erin'].flatMap((who) =>
    Array.from({ length: 5 }, (_, i): Row => [`d${20 + i} 10:00`, who, 'push approved', 'hotel', 'laptop']),
  );
  const denied: Row = ['d30 09:11', 'alice', 'push denied', 'hotel', 'stranger'];

  it('is a new place of nobody, and no travel', async () => {
    const alone = (
      await picture([
        ...month('alice', 'office', 29),
        ['d30 08:50', 'alice', 'push approved', 'office', 'laptop'],
        denied,
        ...later(31),
      ])
    ).one('alice');
    const shared = (
      await picture([
        ...month('alice', 'office', 29),
        ['d30 08:50', 'alice', 'push approved', 'office', 'laptop'],
        ...crowd,
        denied,
        ...later(31),
      ])
    ).one('alice');
    expect(alone.patterns).toEqual(expect.arrayContaining(['new_country', 'impossible_travel', 'new_network']));
    for (const pattern of ['new_country', 'impossible_travel', 'new_network'])
      expect(shared.patterns).not.toContain(pattern);
    expect(shared.questions.normal.why.join('; ')).not.toMatch(/first time|new network|km\/h/);
    expect([...shared.for, ...shared.against].map(({ text }) => text)).toContain(
      'several others of the organisation use the address',
    );
    expect(at('d30 09:11')).toBeGreaterThan(0);
  });

  it.each(['carrier2', 'vpn'])('is no place to travel from: %s', async (where) => {
    const rows: Row[] = [...month('alice', 'hotel', 29), ['d30 08:50', 'alice', 'push approved', where, 'laptop'], ['d30 09:11', 'alice', 'push denied', 'hanoi', 'stranger'], ...later(31)]; // biome-ignore format: one story
    const { patterns } = (await picture(rows)).one('alice');
    if (where === 'carrier2') expect(patterns).not.toContain('impossible_travel');
    else expect(patterns).toContain('impossible_travel'); // known by no label: an office like any other
  });
});
