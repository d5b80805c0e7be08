/** An analysis that goes on from where the last one stood writes what one of the whole writes, byte for byte. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DAY, MINUTE } from '../../../../shared/model/time';
import { setClock } from '../../ingest/clock';
import type { OpenCase } from '../../session';
import type { ReadDb } from '../../store/open';
import { openCaseDb } from '../../store/open';
import { removeEvents } from '../../store/removal';
import { noteSweep, SWEEP_FILE, sweepNote } from '../../store/sweep-file';
import { analyse } from '../run';
import { DEVICES, draw, memoryCase, month, PLACES, type Row, type Said, say, T0 } from '../testing/picture';
import { type DraftSizes, Drafts } from './drafts';
import { FORMS } from './forms';
import { GraphWriter } from './graph';

const RUNS = Number(process.env.RUNS ?? 8);
const folders: string[] = [];
const cases: OpenCase[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const { db } of cases.splice(0)) db.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function fileCase(): OpenCase {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-kept-'));
  folders.push(folder);
  const db = openCaseDb(join(folder, 'case.db'));
  db.write.pragma('synchronous = OFF');
  const opened = { ...memoryCase(), folder, db };
  cases.push(opened);
  return opened;
}

const TABLES = ['identity', 'actor_identity', 'episode', 'episode_event', 'path', 'attempt', 'context_match'];

/** All that an analysis writes, but what it says of itself. */
function written(db: ReadDb): Record<string, unknown> {
  const tables = TABLES.map((name) => [name, db.prepare(`SELECT * FROM ${name} ORDER BY 1, 2, 3`.replace(name === 'actor_identity' ? ', 3' : '#', '')).all()]); // biome-ignore format: one line
  const told = db.prepare(
    `SELECT * FROM meta WHERE key IN ('coverage', 'episodes', 'identity_suggestions') ORDER BY key`,
  );
  return { ...Object.fromEntries(tables), told: told.all() };
}

/** Imported part by part and analysed after each; gives how often it was kept, and went on. */
async function grown(
  parts: readonly (readonly Row[])[],
  most: number,
  said: readonly Said[] = [],
  drafts?: DraftSizes,
) {
  const opened = fileCase();
  say(opened, said);
  const times = { kept: 0, wentOn: 0 };
  for (const [i, part] of parts.entries()) {
    draw(opened, part, `part-${i}`);
    if ((await analyse(opened, { sweep: { most, least: 0, drafts } })).wentOn) times.wentOn++;
    if (sweepNote(opened.db.read) !== null) times.kept++;
  }
  return { opened, ...times };
}

async function atOnce(parts: readonly (readonly Row[])[], most: number, said: readonly Said[] = []): Promise<OpenCase> {
  const opened = fileCase();
  say(opened, said);
  for (const [i, part] of parts.entries()) draw(opened, part, `part-${i}`);
  await analyse(opened, { sweep: { most, least: Number.POSITIVE_INFINITY } });
  return opened;
}

const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'erin', 'svc-backup', 'ci-build'];
const ACTS = ['prompt', 'prompt', 'push denied', 'push denied', 'push denied', 'push ignored', 'push approved', 'push approved', 'entra push denied', 'entra push approved', 'duo push denied', 'fraud reported', 'suspicion reported', 'code wrong', 'code ok', 'sms ok', 'password only', 'password wrong', 'imap', 'device code', 'token', 'sso', 'blocked', 'locked', 'duplicate', 'challenged', 'method registered', 'account created', 'access refused', 'access requested']; // biome-ignore format: one list
const MACHINE_ACTS = ['secret wrong', 'secret expired', 'secret ok'];

const clock = (time: number): string => {
  const iso = new Date(time).toISOString();
  return `d${Math.floor((time - T0) / DAY) + 1} ${iso.slice(11, 19)}`;
};

const step = fc.record({
  gap: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 40 * MINUTE }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 * 60 * MINUTE }) },
  ),
  who: fc.nat(PEOPLE.length - 1),
  act: fc.nat(ACTS.length - 1),
  where: fc.constantFrom(...Object.keys(PLACES), 'bucharest', 'bucharest', 'office'),
  device: fc.constantFrom(...Object.keys(DEVICES), '-'),
  key: fc.option(fc.nat(3)),
  session: fc.option(fc.nat(4)),
  target: fc.option(fc.nat(PEOPLE.length - 1), { freq: 6 }),
});

/** In some stories weeks lie between the steps: episodes are over long before the end. */
const pace = fc.constantFrom(1, 1, 12);

/** A month of ordinary work, then anything, in order of time. */
const story = fc.tuple(fc.array(step, { minLength: 20, maxLength: 90 }), pace).map(([steps, pace]): Row[] => {
  const rows: Row[] = [
    ...month('alice'),
    ...month('bob', 'home'),
    ...month('svc-backup', 'cloud', 28, 'secret ok', '-'),
  ];
  let time = T0 + 20 * DAY;
  for (const [i, { gap, who, act, where, device, key, session, target }] of steps.entries()) {
    time += Math.floor((gap * pace) / 1_000) * 1_000;
    const name = PEOPLE[who]!;
    const isMachine = /^(svc|ci)-/.test(name);
    const what = isMachine ? MACHINE_ACTS[act % MACHINE_ACTS.length]! : ACTS[act]!;
    rows.push([clock(time), name, what, where, device, {
      recordId: `r${i}`,
      ...(session !== null && { session: `session-${session}` }),
      ...(key !== null && { attempt: { key: `${name}-${key}`, role: what === 'prompt' ? 'prompt' : 'answer' } }),
      ...(target !== null && { target: { id: `00u-${PEOPLE[target]}`, name: PEOPLE[target]!, display: null, kind: 'human', keys: [{ type: 'okta_id', value: `00u-${PEOPLE[target]}` }] } }),
    }] as Row); // biome-ignore format: one row
  }
  const order = (row: Row): number => Number(/^d(\d+)/.exec(row[0])![1]) * DAY + Date.parse(`1970-01-01T${row[0].split(' ')[1]}${row[0].split(' ')[1]!.length < 6 ? ':00' : ''}Z`); // biome-ignore format: one line
  return rows.toSorted((a, b) => order(a) - order(b));
});

const cut = (rows: readonly Row[], places: readonly number[]): Row[][] => {
  const at = [0, ...places.map((share) => Math.floor(share * rows.length)).sort((a, b) => a - b), rows.length];
  return at.slice(1).map((to, i) => rows.slice(at[i], to)).filter((part) => part.length > 0); // biome-ignore format: one line
};

const REGISTER: Said[] = [
  { kind: 'identities', facts: { identity: 'alice@corp.example', homeCountry: 'RO', kind: null, owner: null, ownerEmail: null, aliases: [], department: null, title: null, manager: null, privileged: null, breakGlass: null } as never }, // biome-ignore format: one row
];

describe('an analysis that goes on', () => {
  it('finds what one of the whole finds, wherever the evidence was cut', async () => {
    const times = { analyses: 0, kept: 0, wentOn: 0, packed: 0 };
    const rest = vi.spyOn(Drafts.prototype, 'rest');
    await fc.assert(
      fc.asyncProperty(
        story,
        fc.array(fc.double({ min: 0.3, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 4, max: 60 }),
        fc.boolean(),
        fc.constantFrom(undefined, { loose: 0, together: 1 }, { loose: 1, together: 2 }),
        async (rows, places, most, isRegistered, drafts) => {
          const parts = cut(rows, places);
          const said = isRegistered ? REGISTER : [];
          const { opened, kept, wentOn } = await grown(parts, most, said, drafts);
          const whole = await atOnce(parts, most, said);
          expect(written(opened.db.read)).toEqual(written(whole.db.read));
          times.analyses += parts.length;
          times.kept += kept;
          times.wentOn += wentOn;
          if ((rest.mock.contexts as Drafts[]).some(({ sizes, length }) => sizes === drafts && length > 0))
            times.packed++;
          rest.mockClear();
          for (const { db } of cases.splice(0)) db.close();
        },
      ),
      { numRuns: RUNS, seed: Number(process.env.SEED ?? 1) },
    );
    if (process.env.RUNS) console.log(times);
    expect(times.kept).toBeGreaterThan(0.8 * times.analyses);
    expect(times.wentOn).toBeGreaterThan(0.2 * times.analyses);
    expect(times.packed).toBeGreaterThan(0.1 * RUNS);
  });
});

describe('what is kept of a sweep', () => {
  const before: Row[] = [
    ...month('alice'),
    ...month('bob', 'home'),
    ['d29 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
    ['d29 02:12', 'alice', 'push denied', 'bucharest', 'stranger'],
    ['d29 02:14', 'alice', 'push approved', 'bucharest', 'stranger'],
    ['d29 09:00', 'bob', 'push denied', 'home', 'laptop'],
    ['d29 09:01', 'bob', 'push approved', 'home', 'laptop'],
  ];
  const after: Row[] = [
    ['d30 03:00', 'alice', 'method registered', 'bucharest', 'stranger'],
    ['d30 03:01', 'alice', 'push approved', 'bucharest', 'stranger'],
    ['d30 08:58', 'bob', 'push denied', 'moscow', 'stranger2'],
    ['d30 08:59', 'bob', 'push approved', 'moscow', 'stranger2'],
  ];
  const sweep = { most: 16, least: 0 };

  interface Between {
    /** What happens between the two analyses; also in the case that is analysed once. */
    both?: (opened: OpenCase) => unknown;
    /** What happens to the folder or the note only. */
    kept?: (opened: OpenCase) => unknown;
    after?: readonly Row[];
  }

  /** Whether the second analysis went on; that it found what one alone finds is held. */
  async function goesOn({ both, kept, after: rows = after }: Between): Promise<boolean> {
    const opened = fileCase();
    draw(opened, before, 'before');
    await analyse(opened, { sweep });
    expect(existsSync(join(opened.folder, SWEEP_FILE))).toBe(true);
    await both?.(opened);
    await kept?.(opened);
    draw(opened, rows, 'after');
    const { wentOn } = await analyse(opened, { sweep });
    const whole = fileCase();
    draw(whole, before, 'before');
    await both?.(whole);
    draw(whole, rows, 'after');
    await analyse(whole, { sweep });
    expect(written(opened.db.read)).toEqual(written(whole.db.read));
    return wentOn!;
  }

  const file = (opened: OpenCase): string => join(opened.folder, SWEEP_FILE);
  const note = (opened: OpenCase, change: object): void =>
    noteSweep(opened.db.write, JSON.stringify({ ...JSON.parse(sweepNote(opened.db.read)!), ...change }));
  const custodyLine = (opened: OpenCase, act: string, detail: object): void => {
    const line = { act, at: '2026-01-30T00:00:00.000Z', actor: 'test', detail: { why: 'seen together', names: [], ...detail } }; // biome-ignore format: one line
    opened.db.write.prepare(`INSERT INTO custody (line, hash) VALUES (?, '')`).run(JSON.stringify(line));
  };
  const id = (opened: OpenCase, name: string): string =>
    opened.db.read.prepare<[string], string>('SELECT id FROM identity WHERE name = ?').pluck().get(`${name}@corp.example`)!; // biome-ignore format: one statement

  it('is gone on from where only later events came', async () => {
    expect(await goesOn({})).toBe(true);
  });

  it.each<[string, (opened: OpenCase) => unknown]>([
    ['deleted', (opened) => rmSync(file(opened))],
    ['cut', (opened) => truncateSync(file(opened), statSync(file(opened)).size - 1)],
    ['empty', (opened) => writeFileSync(file(opened), '')],
    [
      'damaged in one bit',
      (opened) => {
        const bytes = readFileSync(file(opened));
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(file(opened), bytes);
      },
    ],
    [
      'of another case',
      async (opened) => {
        const other = fileCase();
        draw(other, after, 'other');
        draw(other, before, 'others');
        await analyse(other, { sweep });
        copyFileSync(file(other), file(opened));
      },
    ],
    ['of another program', (opened) => note(opened, { program: 'another' })],
    ['of another form', (opened) => note(opened, { form: 0 })],
    ['of other findings', (opened) => note(opened, { findings: 'others' })],
    ['told of in no words of ours', (opened) => noteSweep(opened.db.write, '{')],
    ['another value than was kept', (opened) => note(opened, { file: kept(opened, [1, 'two', null]) })],
  ])('is left where it is %s', async (_, kept) => {
    expect(await goesOn({ kept })).toBe(false);
  });

  /** Puts a whole file of something else there. */
  function kept(opened: OpenCase, value: unknown): object {
    const pieces: Uint8Array[] = [];
    new GraphWriter((bytes) => pieces.push(Uint8Array.from(bytes)), FORMS).write(value);
    const bytes = Buffer.concat(pieces);
    writeFileSync(file(opened), bytes);
    return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  it('is left where something else was said meanwhile', async () => {
    const threshold = (own: object) => (opened: OpenCase) =>
      opened.db.write.prepare(`INSERT INTO threshold_set (version, own, why, by, at) VALUES (1, ?, '', '', 0)`).run(JSON.stringify(own)); // biome-ignore format: one statement
    expect(await goesOn({ both: threshold({ 'prompts.same': 5 }) })).toBe(false);
    expect(await goesOn({ both: (opened) => say(opened, REGISTER, 'later') })).toBe(false);
    const merged = (opened: OpenCase): void =>
      custodyLine(opened, 'identity.merge', { identities: [id(opened, 'alice'), id(opened, 'bob')] });
    const opened = fileCase();
    draw(opened, before, 'before');
    await analyse(opened, { sweep });
    merged(opened);
    draw(opened, after, 'after');
    expect((await analyse(opened, { sweep })).wentOn).toBe(false);
  });

  it('is left where earlier events came, or a clock was set', async () => {
    expect(await goesOn({ after: [['d20 07:00', 'bob', 'push denied', 'hanoi', 'stranger'], ...after] })).toBe(false);
    const set = async (opened: OpenCase): Promise<void> => {
      const files = opened.db.read.prepare<[], string>('SELECT name FROM file').pluck().all();
      await setClock(opened, { file: files[0]!, offsetMs: 60_000, why: 'slow', by: 'test', at: 0 });
    };
    expect(await goesOn({ both: set })).toBe(false);
  });

  it('is gone on from over a word that hides, and with identities that come between the others', async () => {
    const hide = (opened: OpenCase): void =>
      void opened.db.write.prepare(`INSERT INTO suppression (id, query, why, by, at, expires) VALUES ('s', 'bob', '', '', 0, 4e12)`).run(); // biome-ignore format: one statement
    expect(await goesOn({ both: hide })).toBe(true);
    const others = ['carol', 'dave', 'erin', 'frank', 'grace', 'svc-new'].map(
      (name, i): Row => [`d30 10:0${i}`, name, name.startsWith('svc') ? 'secret wrong' : 'push denied', 'hanoi', 'stranger'], // biome-ignore format: one row
    );
    expect(await goesOn({ after: [...after, ...others] })).toBe(true);
    // Another log knows the people of the first by another id.
    const elsewhere = after.map(([time, who, what, ...rest]): Row => [time, who, what.startsWith('push') ? `entra ${what}` : what, ...rest]); // biome-ignore format: one row
    expect(await goesOn({ after: [...after, ...elsewhere] })).toBe(true);
  });

  it('goes with the findings that a word or a threshold only weighs anew', async () => {
    const opened = fileCase();
    draw(opened, before, 'before');
    await analyse(opened, { sweep });
    opened.db.write.prepare(`INSERT INTO link_review (episode, event, review, why, by, at) VALUES ('p', 'e', 'rejected', '', '', 0)`).run(); // biome-ignore format: one statement
    expect((await analyse(opened, { sweep })).ran).toBe(true);
    draw(opened, after, 'after');
    expect((await analyse(opened, { sweep })).wentOn).toBe(true);
  });

  it('does not outlive evidence that is taken out', async () => {
    const opened = fileCase();
    draw(opened, before, 'before');
    await analyse(opened, { sweep });
    opened.db.write.prepare('UPDATE file SET removed = 1').run();
    removeEvents(opened.db.write, 1);
    expect(sweepNote(opened.db.read)).toBeNull();
    await analyse(opened, { sweep: { least: Number.POSITIVE_INFINITY } });
    expect(existsSync(file(opened))).toBe(false);
  });
});

describe('the forms of what is kept', () => {
  it('name every private field that the class has', () => {
    for (const name of [
      'attempts',
      'campaign',
      'counts',
      'episode-draft',
      'habits',
      'own-clock',
      'prompts',
      'sessions',
      'sights',
      'watchers',
    ]) {
      const text = readFileSync(join(import.meta.dirname, `../stages/${name}.ts`), 'utf8');
      for (const [body] of text.matchAll(/^export class [\s\S]*?^}$/gm)) {
        const fields = [...body.matchAll(/^ {2}(?:readonly )?#(\w+)[:\s=]/gm)].map(([, field]) => field!);
        const kept = /kept\(\) \{([\s\S]*?)\n {2}\}/.exec(body)?.[1] ?? '';
        // What is made again from what the class is made with, or kept under another name.
        const others =
          {
            attempts: ['originals', 'prompted'],
            'own-clock': ['day', 'offset', 'changes', 'from', 'until', 'hour', 'weekday'],
          }[name] ?? [];
        for (const field of fields.filter((each) => !others.includes(each)))
          expect(kept, `${name}: #${field}`).toContain(`'#${field}'`);
      }
    }
  });
});
