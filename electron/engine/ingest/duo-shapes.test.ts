/** One Duo authentication in the shapes in which Duo hands it out, with and without its txid: it is one event. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { removeFile } from './remove';
import { bring, expectHonest, newCase, orders, put, type Seen, seen, withTempCases } from './testing/imported';
import { nowhere } from './testing/importing';

withTempCases();

/** A prompt and how it ended; what the shapes say of it follows. */
interface Prompt {
  txid: number;
  at: string; // to the second
  user: string;
  reason: keyof typeof LABELS;
  ip: string;
  phone?: string;
}
const LABELS = {
  user_approved: ['User approved', 'success', 'Success', 'SUCCESS'],
  no_response: ['No response', 'denied', 'Denied', 'FAILURE'],
  user_mistake: ['User mistake', 'denied', 'Denied', 'FAILURE'],
  user_marked_fraud: ['User marked fraud', 'fraud', 'Fraud', 'FRAUD'],
  // A label that no table of ours has: the panel may call a reason anything.
  anomalous_push: ['Strange number of pushes', 'denied', 'Denied', 'FAILURE'],
} as const;

const seconds = (prompt: Prompt): number => Date.parse(`${prompt.at}Z`) / 1_000;
const shapes = {
  v2: (prompts: Prompt[]): string =>
    prompts
      .map((p) =>
        JSON.stringify({
          txid: `00000000-0000-4000-8000-${String(p.txid).padStart(12, '0')}`,
          timestamp: seconds(p),
          isotimestamp: `${p.at}.${String(100_000 + p.txid).slice(0, 6)}+00:00`,
          event_type: 'authentication',
          result: LABELS[p.reason][1],
          reason: p.reason,
          factor: 'duo_push',
          user: { key: `DU${p.user}`, name: p.user, groups: [] },
          application: { key: 'DI1', name: 'VPN' },
          access_device: { ip: p.ip, browser: 'Chrome', location: { city: 'Umeå', state: null, country: 'Sweden' } },
          auth_device: { ip: '198.51.100.1', key: 'DP1', name: p.phone ?? 'phone', location: {} },
        }),
      )
      .join('\n'),
  table: (prompts: Prompt[]): string =>
    JSON.stringify(
      prompts.map((p) => ({
        TimeGenerated: `${p.at}Z`,
        txid_g: `00000000-0000-4000-8000-${String(p.txid).padStart(12, '0')}`,
        timestamp_d: seconds(p),
        isotimestamp_t: `${p.at}Z`,
        event_type_s: 'authentication',
        result_s: LABELS[p.reason][1],
        reason_s: p.reason,
        factor_s: 'duo_push',
        user_name_s: p.user,
        application_name_s: 'VPN',
        access_device_ip_s: p.ip,
      })),
    ),
  v1: (prompts: Prompt[]): string =>
    JSON.stringify(
      prompts.map((p) => ({
        timestamp: seconds(p),
        username: p.user,
        factor: 'Duo Push',
        result: LABELS[p.reason][3],
        reason: LABELS[p.reason][0],
        integration: 'VPN',
        ip: p.ip,
        new_enrollment: false,
        device: p.phone ?? '+46 70 000 00 00',
        location: { city: 'Umeå', state: '', country: 'SE' },
      })),
    ),
  csv: (prompts: Prompt[]): string =>
    [
      'Timestamp (UTC),User,Integration,Factor,Result,Reason,Enrollment,2FA Device Name,2FA Device IP,Access Device IP,Access Device City,Access Device Browser',
      ...prompts.map(
        (p) =>
        [p.at.replace('T', ' '), p.user, 'VPN', 'Duo Push', LABELS[p.reason][2], LABELS[p.reason][0], '',
          p.phone ?? 'phone', '198.51.100.1', p.ip, 'Umeå', 'Chrome'].join(','), // biome-ignore format: one row
      ),
    ].join('\r\n'),
};
type ShapeName = keyof typeof shapes;
const EXTENSION: Record<ShapeName, string> = { v2: 'ndjson', table: 'json', v1: 'json', csv: 'csv' };
const file = (shape: ShapeName, prompts: Prompt[], name = shape as string): string =>
  put(`${name}.${EXTENSION[shape]}`, shapes[shape](prompts));

const prompt = (txid: number, over: Partial<Prompt> = {}): Prompt => ({
  txid,
  at: '2026-03-04T07:00:11',
  user: 'mara',
  reason: 'no_response',
  ip: '203.0.113.77',
  ...over,
});

const story: Prompt[] = [
  prompt(1),
  prompt(2, { reason: 'user_marked_fraud', at: '2026-03-04T07:01:11' }),
  prompt(3, { reason: 'user_approved', at: '2026-03-04T07:02:40', ip: '198.51.100.23' }),
  prompt(4, { reason: 'anomalous_push', at: '2026-03-04T07:03:00' }),
];

describe('one authentication in several shapes', () => {
  it.each(orders<ShapeName>(['v2', 'table', 'v1', 'csv']))(
    'is one event when imported as %s, %s, %s, %s',
    async (...order) => {
      const files = Object.fromEntries(order.map((shape) => [shape, file(shape, story)]));
      const expected = newCase();
      await bring(expected, files.v2!);
      const made = newCase();
      for (const shape of order) await bring(made, files[shape]!);
      expect(seen(made)).toEqual(seen(expected));
      expect(seen(made).map(({ outcome }) => outcome)).toEqual([
        'no_response',
        'reported_fraud',
        'success_mfa',
        'rate_limited',
      ]);
      expectHonest(made);
    },
  );

  it.each(orders<ShapeName>(['v1', 'csv']))('is one event without any txid: %s, %s', async (...order) => {
    const made = newCase();
    for (const shape of order) await bring(made, file(shape, story));
    expect(seen(made)).toHaveLength(4);
    expectHonest(made);
    const alone = newCase();
    await bring(alone, file('csv', story, 'alone'));
    // The id does not tell from which shape the event was read.
    expect(seen(made).map(({ id }) => id)).toEqual(seen(alone).map(({ id }) => id));
  });

  it('is one event when two shapes lie in one file, whichever comes first', async () => {
    const v1 = (JSON.parse(shapes.v1(story)) as unknown[]).map((each) => JSON.stringify(each)).join('\n');
    for (const text of [`${v1}\n${shapes.v2(story)}`, `${shapes.v2(story)}\n${v1}`]) {
      const made = newCase();
      const { files } = await bring(made, put('mixed.ndjson', text));
      expect(files[0]).toMatchObject({ records: 8, events: 4, duplicates: 4 });
      expect(seen(made).every(({ recordId }) => recordId !== null)).toBe(true);
      expectHonest(made);
    }
  });

  it('comes out the same when all is imported at once', async () => {
    const made = newCase();
    const files = (Object.keys(shapes) as ShapeName[]).map((shape) => file(shape, story));
    const { files: ledgers } = await bring(made, ...files);
    expect(seen(made)).toHaveLength(4);
    expect(ledgers.reduce((sum, { events }) => sum + events, 0)).toBe(4);
    expectHonest(made);
  });
});

describe('words that one shape writes otherwise', () => {
  const head =
    'Timestamp (UTC),User,Integration,Factor,Result,Reason,Enrollment,2FA Device Name,2FA Device IP,Access Device IP';
  const line = (factor: string, result: string, reason: string): string =>
    `${head}\r\n2026-03-04 07:00:11,mara,VPN,${factor},${result},${reason},,phone,198.51.100.1,203.0.113.77\r\n`;
  const row = (factor: string, result: string, reason: string): string => {
    const record = JSON.parse(shapes.v2([prompt(1)])) as Record<string, unknown>;
    return JSON.stringify({ ...record, factor, result, reason });
  };

  it.each([
    ['a factor of a name that nobody knows', row('webauthn_security_key', 'denied', 'no_response'), line('Key (of some kind)', 'Denied', 'No response'), 1],
    ['no factor', row('not_available', 'denied', 'anonymous_ip'), line('N/A', 'Denied', 'Anonymous IP'), 1],
    ['one name for all passcodes', row('hardware_token', 'denied', 'invalid_passcode'), line('Passcode', 'Denied', 'Invalid passcode'), 1],
    ['a reason that nobody knows', row('duo_push', 'denied', 'no_response'), line('Duo Push', 'Failure', 'It took too long'), 1],
    ['fraud', row('duo_push', 'fraud', 'user_marked_fraud'), line('Duo Push', 'Fraud', 'User marked fraud'), 1],
    ['two factors that were asked in one second', row('phone_call', 'denied', 'no_response'), line('Duo Push', 'Denied', 'No response'), 2],
  ])('%s', async (_what, v2, csv, events) => {
    for (const order of orders([0, 1])) {
      const made = newCase();
      const files = [put('v2.ndjson', v2), put('panel.csv', csv)];
      for (const i of order) await bring(made, files[i]!);
      expect(seen(made)).toHaveLength(events);
      expectHonest(made);
    }
  }); // biome-ignore format: a table
});

describe('real prompts stay as many as they are', () => {
  const three = [prompt(1), prompt(2), prompt(3)];

  it.each(orders<ShapeName>(['v2', 'v1', 'csv']))('three of one second are three: %s, %s, %s', async (...order) => {
    const made = newCase();
    for (const shape of order) await bring(made, file(shape, three));
    expect(seen(made)).toHaveLength(3);
    expect(new Set(seen(made).map(({ recordId }) => recordId)).size).toBe(3);
    for (const shape of order) await bring(made, file(shape, three, `again-${shape}`));
    expect(seen(made)).toHaveLength(3);
    expectHonest(made);
  });

  it.each([
    ['another user', { user: 'nils' }],
    ['another address', { ip: '203.0.113.78' }],
    ['another second', { at: '2026-03-04T07:00:12' }],
    ['another answer', { reason: 'user_mistake' as const }],
    ['a success', { reason: 'user_approved' as const }],
  ])('%s is another prompt', async (_what, over) => {
    for (const order of [['csv', 'v2'] as const, ['v2', 'csv'] as const]) {
      const made = newCase();
      for (const shape of order) await bring(made, file(shape, shape === 'csv' ? [prompt(1)] : [prompt(2, over)]));
      expect(seen(made)).toHaveLength(2);
      expectHonest(made);
    }
  });

  it.each(orders(['csv', 'v2-first', 'v2-second']))(
    'what the one export lacks stays from the other: %s, %s, %s',
    async (...order) => {
      const expected = new Set<string>();
      const made = newCase();
      const files: Record<string, string> = {
        csv: file('csv', three),
        'v2-first': file('v2', [prompt(1)], 'v2-first'),
        'v2-second': file('v2', [prompt(2)], 'v2-second'),
      };
      for (const name of order) await bring(made, files[name]!);
      expect(seen(made)).toHaveLength(3);
      expect(seen(made).filter(({ recordId }) => recordId === null)).toHaveLength(1);
      expectHonest(made);
      for (const { id } of seen(made)) expected.add(id);
      const other = newCase();
      for (const name of order.toReversed()) await bring(other, files[name]!);
      expect(new Set(seen(other).map(({ id }) => id))).toEqual(expected);
    },
  );

  it('gives the same events and ids in any order, whatever the exports hold', async () => {
    const any = fc.record({
      txid: fc.integer({ min: 1, max: 5 }),
      user: fc.constantFrom('mara', 'nils'),
      reason: fc.constantFrom<Prompt['reason']>('no_response', 'user_mistake', 'user_approved'),
    });
    const some = fc.record({
      all: fc.uniqueArray(any, { selector: ({ txid }) => txid, maxLength: 5 }),
      parts: fc.array(fc.tuple(fc.constantFrom<ShapeName>('v2', 'v1', 'csv', 'table'), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })), { minLength: 2, maxLength: 4 }), // biome-ignore format: one row
    });
    await fc.assert(
      fc.asyncProperty(some, async ({ all, parts }) => {
        const files = parts.flatMap(([shape, picks], i) => {
          const list = all.filter((_, n) => picks[n]).map((each) => prompt(each.txid, each));
          return list.length === 0 ? [] : [file(shape, list, `p${i}`)];
        });
        const run = async (order: string[]): Promise<Seen[]> => {
          const made = newCase();
          for (const each of order) await bring(made, each);
          expectHonest(made);
          const found = seen(made);
          return found.sort((a, b) => (a.id < b.id ? -1 : 1));
        };
        const first = await run(files);
        expect(await run(files.toReversed())).toEqual(first);
        expect(await run(files.toSorted((a, b) => (a.slice(-8) < b.slice(-8) ? -1 : 1)))).toEqual(first);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('afterwards', () => {
  it('a former id goes on answering, and so do the notes on it', async () => {
    const { eventRow, eventsAll } = await import('../store/events');
    const { parseEventId } = await import('../store/event-id');
    const { resolveTarget } = await import('../store/annotations');
    const made = newCase();
    await bring(made, file('csv', story));
    const before = seen(made);
    await bring(made, file('v2', story));
    const after = seen(made);
    for (const [i, { id }] of before.entries()) {
      expect(id).not.toBe(after[i]!.id);
      expect(eventRow(made.db.read, parseEventId(id)!)?.record_id).toBe(after[i]!.recordId);
      expect([...eventsAll(made.db.read)][i]!.aliases).toEqual([id]);
      expect(resolveTarget(made.db.read, id)).toEqual({ kind: 'event', id: after[i]!.id, names: [after[i]!.id, id] });
    }
  });

  it.each(orders<ShapeName>(['v2', 'csv']))(
    'a removal gives back what the other file tells: %s, %s',
    async (...order) => {
      const made = newCase();
      for (const shape of order) await bring(made, file(shape, story));
      const full = seen(made);
      await removeFile(made, 'v2.ndjson', 'wrong tenant', () => nowhere);
      expectHonest(made);
      const alone = newCase();
      await bring(alone, file('csv', story, 'alone'));
      expect(seen(made)).toEqual(seen(alone));
      await bring(made, file('v2', story, 'v2-back'));
      expect(seen(made)).toEqual(full);
      expectHonest(made);
    },
  );
});
