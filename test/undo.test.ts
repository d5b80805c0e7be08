/**
 * Whatever was done to a case can be taken back and done again, in any order the person pleases: what the page then shows is
 * to the letter what it showed before. The ways back are those that the views register; the stack is the page's own.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine } from '../electron/engine';
import { type VendorRow, vendorFiles } from '../electron/engine/analyse/testing/vendor';
import { Tokens } from '../electron/host/tokens';
import { useUndo } from '../renderer/state/undo';
import type { Client } from '../shared/contract';
import { type Connection, connect } from '../shared/rpc/client';
import { memoryPair } from '../shared/rpc/memory-port';

const ROWS: VendorRow[] = [
  ...Array.from(
    { length: 12 },
    (_, i): VendorRow => [`d${i + 1} 09:00`, 'alice', 'okta push approved', 'office', 'laptop'],
  ),
  ...Array.from(
    { length: 12 },
    (_, i): VendorRow => [`d${i + 1} 09:30`, 'bob', 'okta push approved', 'home', 'laptop'],
  ),
  ['d13 02:11', 'alice', 'okta push denied', 'bucharest', 'stranger'],
  ['d13 02:12', 'alice', 'okta push denied', 'bucharest', 'stranger'],
  ['d13 02:14', 'alice', 'okta push approved', 'bucharest', 'stranger'],
  ['d14 09:11', 'alice', 'okta push denied', 'office', 'laptop'],
  ['d14 09:12', 'alice', 'okta push approved', 'office', 'laptop'],
  ['d15 10:11', 'bob', 'okta push denied', 'home', 'laptop'],
  ['d15 10:13', 'bob', 'okta push denied', 'home', 'laptop'],
  ['d15 10:15', 'bob', 'okta push approved', 'home', 'laptop'],
];

let folder: string;
let connection: Connection;
let client: Client;
let end: () => Promise<void>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sidedoor-undo-'));
  const files = Object.entries(vendorFiles(ROWS)).map(([name, text]) => {
    const file = join(folder, 'exports', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
  const engine = createEngine({});
  const [page, host] = memoryPair();
  engine.serve(host);
  connection = connect(page);
  client = connection.client;
  end = () => engine.close();
  const tokens = new Tokens((message) => engine.control(message));
  await client['cases.open']({ ref: tokens.grant(join(folder, 'case.sidedoor'), 'write').ref });
  await client['imports.start']({ files: files.map((file) => tokens.grant(file, 'read').ref) });
}, 60_000);
afterAll(async () => {
  connection?.close();
  await end?.();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * What the page shows of the case. Left out: when a decision was said, which saying it again tells anew; ids that an episode
 * once had, which somebody may have written down and which therefore stay known.
 */
async function shown(): Promise<unknown> {
  const [episodes, notes, words, hidden, joins, people, manual, notebook, thresholds, files, saved, paths] =
    await Promise.all([
      client['episodes.list']({ limit: 200 }),
      client['annotations.list']({}),
      client['regroups.list']({}),
      client['suppressions.list']({}),
      client['identities.words']({}),
      client['identities.list']({}),
      client['manual.list']({}),
      client['notebook.get']({}),
      client['thresholds.get']({}),
      client['imports.list']({}),
      client['replay.saved']({}),
      client['paths.list']({}),
    ]);
  return {
    episodes: episodes.map(({ decision, aliases: _, ...rest }) => ({
      ...rest,
      decision: decision && { ...decision, at: null },
    })),
    thresholds: thresholds.thresholds.map(({ id, value }) => [id, value]),
    offsets: files.map(({ file, clock }) => [file, clock?.offsetMs ?? 0, clock?.why]),
    notebook: notebook.text,
    // What was taken back stays in the list as history.
    hidden: hidden.filter(({ state }) => state !== 'withdrawn'),
    ...{ notes, words, joins, people, manual, saved, paths },
  };
}

const did = (title: string, undo: () => Promise<unknown>, redo: () => Promise<unknown>): void =>
  useUndo.getState().did({ title, undo, redo });
const list = () => client['episodes.list']({ limit: 200 });
const pick = <T>(rows: readonly T[], n: number): T | undefined => rows[n % Math.max(1, rows.length)];

/** Every act on a case that a view offers with its way back; false where there is nothing now to do it on. */
const ACTS: Record<string, (n: number) => Promise<boolean>> = {
  'note on one': async (n) => {
    const on = pick(await list(), n)!.id;
    const { id } = await client['annotations.add']({ on, text: `note ${n}`, tags: ['a'] });
    did(
      'note',
      () => client['annotations.remove']({ id }),
      () => client['annotations.restore']({ ids: [id] }),
    );
    return true;
  },
  'notes on many': async (n) => {
    const on = (await list()).map(({ id }) => id);
    const { ids } = await client['annotations.addMany']({ on, text: `all ${n}`, tags: [] });
    did(
      'notes',
      () => client['annotations.removeMany']({ ids }),
      () => client['annotations.restore']({ ids }),
    );
    return true;
  },
  'remove a note': async (n) => {
    const note = pick(await client['annotations.list']({}), n);
    if (!note) return false;
    await client['annotations.remove']({ id: note.id });
    did(
      'remove',
      () => client['annotations.restore']({ ids: [note.id] }),
      () => client['annotations.remove']({ id: note.id }),
    );
    return true;
  },
  decide: async (n) => {
    const { id } = pick(await list(), n)!;
    const say = () =>
      client['episodes.decide']({
        id,
        verdict: n % 2 ? 'friction' : 'expected',
        action: 'none',
        why: `why ${n}`,
        views: [],
      });
    await say();
    did('decide', () => client['episodes.undecide']({ id }), say);
    return true;
  },
  'decide many': async (n) => {
    const ids = (await list()).map(({ id }) => id);
    const say = () =>
      client['episodes.decideMany']({ ids, verdict: 'attempted_abuse', action: 'none', why: `all ${n}` });
    await say();
    did('decide', () => client['episodes.undecideMany']({ ids }), say);
    return true;
  },
  'review a link': async (n) => {
    const episode = (await list()).find(({ followedBy }) => followedBy.length > 0);
    const link = episode?.followedBy[0];
    if (!episode || !link) return false;
    const was = link.review ?? null;
    const now = ([null, 'confirmed', 'rejected'] as const)[n % 3]!;
    if (was === now) return false;
    const say = (review: 'confirmed' | 'rejected' | null, again = false) =>
      client['links.review']({ episode: episode.id, event: link.event, review, why: again ? '' : `why ${n}`, again });
    await say(now);
    did(
      'link',
      () => say(was, true),
      () => say(now),
    );
    return true;
  },
  merge: async (n) => {
    const rows = await list();
    const one = pick(rows, n)!;
    const other = rows.find((row) => row.id !== one.id && row.identity.id === one.identity.id);
    if (!other) return false;
    const { word, tookBack } = await client['episodes.merge']({ id: one.id, other: other.id, why: `same ${n}` });
    regrouped(word.seq, tookBack);
    return true;
  },
  split: async (n) => {
    const one = (await list()).find(({ events }) => events.length > 1);
    if (!one) return false;
    const event = one.events[1 + (n % (one.events.length - 1))]!;
    const { word, tookBack } = await client['episodes.split']({ id: one.id, event, why: `two ${n}` });
    regrouped(word.seq, tookBack);
    return true;
  },
  'take a merge or split back': async (n) => {
    const word = pick(await client['regroups.list']({}), n);
    if (!word) return false;
    const { seq } = word;
    await client['regroups.withdraw']({ seq });
    did(
      'ruling',
      () => client['regroups.restore']({ seq }),
      () => client['regroups.withdraw']({ seq }),
    );
    return true;
  },
  suppress: async (n) => {
    const expires = new Date(Date.now() + 86_400_000).toISOString();
    const query = `identity:${pick(await list(), n)!.identity.name}`;
    const { id } = await client['suppressions.add']({ query, why: `noise ${n}`, expires });
    did(
      'suppress',
      () => client['suppressions.withdraw']({ id }),
      () => client['suppressions.restore']({ id }),
    );
    return true;
  },
  'join two identities': async (n) => {
    const { rows } = await client['identities.list']({});
    if (rows.length < 2) return false;
    const { seq } = await client['identities.merge']({ identities: rows.map(({ id }) => id), why: `one ${n}` });
    did(
      'join',
      () => client['identities.withdraw']({ seq }),
      () => client['identities.restore']({ seq }),
    );
    return true;
  },
  'take a join back': async (n) => {
    const word = pick(await client['identities.words']({}), n);
    if (!word) return false;
    const { seq } = word;
    await client['identities.withdraw']({ seq });
    did(
      'unjoin',
      () => client['identities.restore']({ seq }),
      () => client['identities.withdraw']({ seq }),
    );
    return true;
  },
  notebook: async (n) => {
    const before = (await client['notebook.get']({})).text;
    const text = `# Story ${n}`;
    await client['notebook.save']({ text });
    did(
      'notebook',
      () => client['notebook.save']({ text: before }),
      () => client['notebook.save']({ text }),
    );
    return true;
  },
  'set a clock right': async (n) => {
    const one = pick(
      (await client['imports.list']({})).filter(({ events }) => events > 0),
      n,
    )!;
    const [was, now] = [one.clock?.offsetMs ?? 0, ((n % 5) + 1) * 1_000];
    if (was === now) return false;
    const why = one.clock?.why ?? 'taken back';
    const put = (offsetMs: number, because: string) =>
      client['imports.clock']({ file: one.file, offsetMs, why: because });
    await put(now, `drift ${n}`);
    did(
      'clock',
      () => put(was, why),
      () => put(now, `drift ${n}`),
    );
    return true;
  },
};

function regrouped(seq: number, tookBack: number[]): void {
  did(
    'regroup',
    () => client['regroups.withdraw']({ seq, restore: tookBack }),
    () => client['regroups.restore']({ seq, withdraw: tookBack }),
  );
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...Object.keys(ACTS)), fc.nat(11)) },
  { weight: 2, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
);

it('takes back and does again, in any order, to the letter', async () => {
  const tried = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      useUndo.getState().clear();
      const states = [await shown()]; // after each act that stands
      let undone: unknown[] = [];
      for (const one of steps) {
        if (one === 'undo') {
          if ((await useUndo.getState().undo()) === null) continue;
          undone.push(states.pop()!);
          expect(await shown()).toEqual(states.at(-1));
        } else if (one === 'redo') {
          if ((await useUndo.getState().redo()) === null) continue;
          states.push(undone.pop()!);
          expect(await shown()).toEqual(states.at(-1));
        } else {
          if (!(await ACTS[one[0]]!(one[1]))) continue;
          tried.add(one[0]);
          undone = [];
          states.push(await shown());
        }
      }
      while ((await useUndo.getState().undo()) !== null) states.pop();
      expect(states).toHaveLength(1);
      expect(await shown()).toEqual(states[0]);
    }),
    // One case for all runs: a run that failed leaves it as it is, so that nothing can be made smaller.
    { numRuns: Number(process.env.SIDEDOOR_UNDO ?? 12), seed: 6, endOnFailure: true },
  );
  expect([...tried].sort()).toEqual(Object.keys(ACTS).sort());
  // The custody log tells all of it, and agrees with what the case holds.
  expect((await client['cases.verify']({})).problems).toEqual([]);
}, 180_000);
