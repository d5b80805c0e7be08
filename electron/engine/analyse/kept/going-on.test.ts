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
import { openCustody } from '../../case/custody';
import { setClock } from '../../ingest/clock';
import type { OpenCase } from '../../session';
import type { ReadDb } from '../../store/open';
import { openCaseDb } from '../../store/open';
import { removeEvents } from '../../store/removal';
import { noteSweep, SWEEP_FILE, sweepNote } from '../../store/sweep-file';
import { analyse } from '../run';
import { at, DEVICES, draw, memoryCase, month, PLACES, type Row, type Said, say, T0 } from '../testing/picture';
import { type DraftSizes, Drafts } from './drafts';
import { FORMS } from './forms';
import { GraphWriter } from './graph';
import { Weighed } from './weighed';

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
  records: readonly number[] = [],
) {
  const opened = fileCase();
  say(opened, said);
  const times = { kept: 0, wentOn: 0 };
  for (const [i, part] of parts.entries()) {
    draw(opened, part, `part-${i}`);
    tellRecords(opened, i, records[i]);
    if ((await analyse(opened, { sweep: { most, least: 0, drafts } })).wentOn) times.wentOn++;
    if (sweepNote(opened.db.read) !== null) times.kept++;
  }
  return { opened, ...times };
}

/** As if the files of the part had so many records: at some numbers exports stop. */
function tellRecords({ db }: OpenCase, part: number, records: number | undefined): void {
  if (records !== undefined)
    db.write
      .prepare('UPDATE file SET skipped = skipped + ? - records, records = ? WHERE name LIKE ? AND records < ?')
      .run(records, records, `%part-${part}`, records);
}

async function atOnce(
  parts: readonly (readonly Row[])[],
  most: number,
  said: readonly Said[] = [],
  records: readonly number[] = [],
): Promise<OpenCase> {
  const opened = fileCase();
  say(opened, said);
  for (const [i, part] of parts.entries()) {
    draw(opened, part, `part-${i}`);
    tellRecords(opened, i, records[i]);
  }
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

const MANY = ['alice', 'bob', ...Array.from({ length: 14 }, (_, i) => `person${i}`), 'svc-backup', 'ci-build'];
const STUMBLES = ['push denied', 'push denied', 'push ignored', 'code wrong', 'password wrong', 'blocked', 'fraud reported', 'prompt', 'entra push denied', 'locked']; // biome-ignore format: one list
const WAYS_IN = ['push approved', 'push approved', 'code ok', 'sms ok', 'password only', 'imap', 'entra push approved', 'method registered', 'token', 'sso']; // biome-ignore format: one list

/** Somebody is refused somewhere, perhaps again and again, and somebody comes in, or nobody. */
const stumble = fc.record({
  who: fc.nat(MANY.length - 1),
  tries: fc.constantFrom(1, 1, 1, 2, 3, 6),
  act: fc.nat(STUMBLES.length - 1),
  where: fc.constantFrom(...Object.keys(PLACES), 'bucharest', 'hanoi', 'hanoi'),
  device: fc.constantFrom(...Object.keys(DEVICES), '-'),
  followed: fc.array(
    fc.record({
      after: fc.constantFrom(1, 3, 12, 90, 700, 5_000, 11_000), // minutes
      who: fc.option(fc.nat(MANY.length - 1), { freq: 4 }),
      act: fc.nat(WAYS_IN.length - 1),
      where: fc.option(fc.constantFrom(...Object.keys(PLACES)), { freq: 3 }),
      session: fc.option(fc.nat(9), { freq: 3 }),
    }),
    { maxLength: 3 },
  ),
  pause: fc.integer({ min: 1, max: 3_000 }), // minutes
});

/** Half a year in which one after the other stumbles: most of it is over long before the end. */
const months = fc.array(stumble, { minLength: 60, maxLength: 140 }).map((all): Row[] => {
  const rows: [number, Row][] = [...month('alice'), ...month('bob', 'home'), ...month('person0', 'cloud')].map((row) => [at(row[0]), row]); // biome-ignore format: one line
  let time = T0 + 10 * DAY;
  let n = 0;
  const add = (
    when: number,
    who: string,
    what: string,
    where: string,
    device: string,
    session: number | null,
  ): void => {
    const act = /^(svc|ci)-/.test(who) ? MACHINE_ACTS[what.length % MACHINE_ACTS.length]! : what;
    rows.push([when, [clock(when), who, act, where, device, {
      recordId: `m${n++}`,
      ...(session !== null && { session: `session-${who}-${session}` }),
    }]]); // biome-ignore format: one row
  };
  for (const { who, tries, act, where, device, followed, pause } of all) {
    time += pause * MINUTE;
    for (let i = 0; i < tries; i++) add(time + i * 40_000, MANY[who]!, STUMBLES[act]!, where, device, null);
    for (const next of followed) {
      const name = MANY[next.who ?? who]!;
      add(time + tries * 40_000 + next.after * MINUTE, name, WAYS_IN[next.act]!, next.where ?? where, device, next.session); // biome-ignore format: one line
    }
  }
  return rows.sort(([a], [b]) => a - b).map(([, row]) => row);
});

describe('what the findings were weighed by', () => {
  it('lets those stand that would be found again, and no others', async () => {
    const times = { wentOn: 0, stood: 0, weighedAgain: 0 };
    const of = vi.spyOn(Weighed.prototype, 'of');
    await fc.assert(
      fc.asyncProperty(
        months,
        fc.array(fc.double({ min: 0.6, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 4, max: 40 }),
        fc.constantFrom(undefined, { loose: 0, together: 1 }, { loose: 3, together: 4 }),
        fc.array(fc.constantFrom(7, 7, 1_000), { minLength: 4, maxLength: 4 }),
        async (rows, places, most, drafts, records) => {
          const parts = cut(rows, places);
          const { opened, wentOn } = await grown(parts, most, [], drafts, records);
          times.wentOn += wentOn;
          for (const { value } of of.mock.results) times[value ? 'stood' : 'weighedAgain']++;
          of.mockClear();
          const whole = await atOnce(parts, most, [], records);
          expect(written(opened.db.read)).toEqual(written(whole.db.read));
          for (const { db } of cases.splice(0)) db.close();
        },
      ),
      { numRuns: RUNS, seed: Number(process.env.SEED ?? 1) },
    );
    if (process.env.RUNS) console.log(times);
    expect(times.wentOn).toBeGreaterThan(0.5 * RUNS);
    expect(times.stood).toBeGreaterThan(5 * RUNS);
    expect(times.weighedAgain).toBeGreaterThan(RUNS);
  });

  const [rows] = fc.sample(months, { seed: 1, numRuns: 1 });
  const parts = cut(rows!, [0.9]);
  const sweep = { most: 20, least: 0 };

  /** How many stood in the second analysis; that it found what one alone finds is held. */
  async function stood(between: (opened: OpenCase) => unknown, both: (opened: OpenCase) => unknown = () => {}) {
    const opened = fileCase();
    opened.custody = openCustody(opened.db, { mirror: join(opened.folder, 'custody.ndjson'), actor: () => ({ name: 'test', confirmed: true }), tool: 'test', readOnly: false }); // biome-ignore format: one line
    draw(opened, parts[0]!, 'part-0');
    await analyse(opened, { sweep });
    await both(opened);
    await between(opened);
    draw(opened, parts[1]!, 'part-1');
    const of = vi.spyOn(Weighed.prototype, 'of');
    of.mockClear();
    expect((await analyse(opened, { sweep })).wentOn).toBe(true);
    const whole = fileCase();
    draw(whole, parts[0]!, 'part-0');
    draw(whole, parts[1]!, 'part-1');
    await both(whole);
    await analyse(whole, { sweep: { ...sweep, least: Number.POSITIVE_INFINITY } });
    expect(written(opened.db.read)).toEqual(written(whole.db.read));
    return of.mock.results.filter(({ value }) => value).length;
  }

  it('lets none stand where a finding was edited, a word was said on a link, or a weight was set', async () => {
    expect(await stood(() => {})).toBeGreaterThan(5);
    const edited = ({ db }: OpenCase): unknown =>
      db.write.prepare(`UPDATE episode SET summary = 'nothing', body = replace(body, 'friction', 'expected')`).run();
    expect(await stood(edited)).toBe(0);
    const unlinked = ({ db }: OpenCase): unknown => db.write.exec('DELETE FROM path; DELETE FROM episode_event');
    expect(await stood(unlinked)).toBe(0);
    const word = ({ db }: OpenCase): unknown =>
      db.write.prepare(`INSERT INTO link_review (episode, event, review, why, by, at) VALUES ('p', 'e', 'rejected', '', '', 0)`).run(); // biome-ignore format: one statement
    expect(await stood(() => {}, word)).toBe(0);
    const weight = ({ db }: OpenCase): unknown =>
      db.write.prepare(`INSERT INTO threshold_set (version, own, why, by, at) VALUES (1, ?, '', '', 0)`).run(JSON.stringify({ 'verdict.margin': 2 })); // biome-ignore format: one statement
    expect(await stood(() => {}, weight)).toBe(0);
    // Said, and weighed anew without a sweep: what is in the file is what they were weighed by before.
    const weighedAnew = async (opened: OpenCase): Promise<void> => {
      word(opened);
      if (opened.db.read.prepare('SELECT 1 FROM episode').get()) await analyse(opened, { sweep });
    };
    expect(await stood(() => {}, weighedAnew)).toBe(0);
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
            'episode-draft': ['sessionSet'],
            'own-clock': ['day', 'offset', 'changes', 'from', 'until', 'hour', 'weekday'],
          }[name] ?? [];
        for (const field of fields.filter((each) => !others.includes(each)))
          expect(kept, `${name}: #${field}`).toContain(`'#${field}'`);
      }
    }
  });
});
