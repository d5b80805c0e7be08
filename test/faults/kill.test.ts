/**
 * The engine is ended by SIGKILL at random moments of what it does. After each: the case opens, nothing that was
 * answered is missing, no half import shows, the custody log is whole, and the log of the next opening says what happened.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase } from '../../electron/engine/case/folder';
import { verify } from '../../electron/engine/case/verify';
import { allEpisodes } from '../../electron/engine/store/episode-reads';
import { eventsAll } from '../../electron/engine/store/events';
import { Machine } from './machine';
import { type Materials, makeMaterials } from './materials';
import { chance, FULL, SEED, times } from './scale';
import { Tally } from './tally';
import { Acknowledged, type Found, wholeCase } from './whole';

const CASES = join(__dirname, '../cases');
const tally = new Tally();
/** Whatever the machine: a slow one tries fewer moments, and says so. */
const DEADLINE = Date.now() + times(420_000, 60_000);
let materials: Materials;

beforeAll(async () => {
  materials = await makeMaterials({ bulk: FULL });
}, 120_000);
afterAll(() => {
  materials.remove();
  tally.print(`SIGKILL (seed ${SEED})`);
});

interface Stage {
  /** The case it happens to; copied. Null: there is none yet. */
  of(trial: number): string | null;
  /** Before the moment begins. */
  prepare(machine: Machine, folder: string, acknowledged: Acknowledged): Promise<unknown>;
  /** What is cut off; ends by itself where nobody cuts it off. */
  work(machine: Machine, folder: string, acknowledged: Acknowledged, prepared: unknown): Promise<void>;
  expected?: ReadonlyMap<string, number>;
  /** Asked before the case is opened as by whoever comes next; faults in words. */
  before?(folder: string): Promise<string[]>;
  /** More to ask of the case afterwards; faults in words. */
  after?(folder: string): Promise<string[]>;
}

/** Runs the stage once to its end to know how long it takes, then cuts it off at `trials` random moments of that time. */
async function cutOff(name: string, trials: number, stage: Stage): Promise<void> {
  const random = chance(name);
  const once = async (
    trial: number,
    moment: number | null,
  ): Promise<{ ms: number; folder: string; acknowledged: Acknowledged }> => {
    const folder = materials.copy(stage.of(trial));
    const acknowledged = new Acknowledged();
    const machine = new Machine();
    const prepared = await stage.prepare(machine, folder, acknowledged);
    const started = performance.now();
    const working = stage.work(machine, folder, acknowledged, prepared).catch((thrown: unknown) => {
      if (moment === null) throw thrown; // cut off, every call ends so
    });
    if (moment !== null) {
      await wait(moment);
      await machine.kill();
    }
    await working;
    const ms = performance.now() - started;
    if (moment === null) await machine.stop();
    return { ms, folder, acknowledged };
  };
  const whole = await once(0, null);
  const calm = await looked(whole.folder, whole.acknowledged, stage);
  expect(calm.faults, 'without a fault').toEqual([]);
  rmSync(whole.folder, { recursive: true, force: true });
  for (let trial = 0; trial < trials && Date.now() < DEADLINE; trial++) {
    const moment = random() * whole.ms * 1.05;
    const { folder, acknowledged } = await once(trial, moment);
    const found = await looked(folder, acknowledged, stage);
    tally.add(name, `moment ${trial} at ${moment.toFixed(1)} of ${whole.ms.toFixed(0)} ms`, acknowledged, found);
    if (found.faults.length === 0) rmSync(folder, { recursive: true, force: true });
  }
  expect(tally.faults.filter((fault) => fault.startsWith(`${name},`))).toEqual([]);
}

async function looked(folder: string, acknowledged: Acknowledged, stage: Stage): Promise<Found> {
  const before = (await stage.before?.(folder)) ?? [];
  const found = await wholeCase(folder, acknowledged, stage.expected);
  return { ...found, faults: [...before, ...found.faults, ...((await stage.after?.(folder)) ?? [])] };
}

/** Records of the archive's members. */
const ARCHIVED = [
  ['okta-4.tar.gz/one.ndjson', 200],
  ['okta-4.tar.gz/two.ndjson', 300],
] as const;

const note = async (machine: Machine, acknowledged: Acknowledged): Promise<string> => {
  const [event] = (await machine.client['events.page']({ filter: {}, limit: 1 })).rows;
  const made = await machine.client['annotations.add']({ on: event!.id, text: 'said before the fault', tags: ['x'] });
  acknowledged.told(acknowledged.notes.set(made.id, made.text));
  return event!.id;
};

const opened = async (machine: Machine, folder: string, acknowledged: Acknowledged): Promise<string> => {
  await machine.open(folder);
  return note(machine, acknowledged);
};

describe('the engine is killed', () => {
  it('while it imports several files', async () => {
    const expected = new Map([...materials.exports.map(({ name, records }) => [name, records] as const), ...ARCHIVED]);
    await cutOff('import', times(35, 2), {
      of: () => materials.small,
      prepare: opened,
      expected,
      async work(machine, _folder, acknowledged) {
        for (const { path, name, records } of materials.exports) {
          await machine.client['imports.start']({ files: [machine.token(path)], analyse: false });
          const files = name.endsWith('.tar.gz') ? ARCHIVED : [[name, records] as const];
          for (const [file, n] of files) acknowledged.files.set(file, n);
          acknowledged.told(name);
        }
      },
    });
  }, 300_000);

  it.runIf(FULL)(
    'while it imports one large file, whose rows are laid out and indexes built afterwards',
    async () => {
      const { path, name, records } = materials.bulk;
      await cutOff('large import', times(25, 0), {
        of: () => materials.small,
        prepare: opened,
        expected: new Map([[name, records]]),
        async work(machine, _folder, acknowledged) {
          await machine.client['imports.start']({ files: [machine.token(path)], analyse: false });
          acknowledged.told(acknowledged.files.set(name, records));
        },
      });
    },
    300_000,
  );

  it('while it analyses; the analysis after it finds what it would have found', async () => {
    const findings = async (folder: string): Promise<string> => {
      const machine = new Machine();
      await machine.open(folder);
      await machine.client['analysis.run']({});
      await machine.stop();
      const { db } = openCase(folder, { actor: { name: 'reader', confirmed: false }, version: 'test', readOnly: true });
      const text = [...allEpisodes(db.read)].map((episode) => JSON.stringify(episode)).join('\n');
      db.close();
      return text;
    };
    const reference = materials.copy(materials.unread);
    const calm = await findings(reference);
    expect(calm.length).toBeGreaterThan(1_000);
    await cutOff('analysis', times(40, 1), {
      of: () => materials.unread,
      prepare: opened,
      async work(machine, _folder, acknowledged) {
        acknowledged.told(await machine.client['analysis.run']({}));
      },
      after: async (folder) => ((await findings(folder)) === calm ? [] : ['the findings differ']),
    });
  }, 300_000);

  it('while the investigator notes, decides, writes and sets', async () => {
    await cutOff('annotation', times(50, 3), {
      of: () => materials.small,
      prepare: opened,
      async work(machine, _folder, acknowledged, event) {
        const { client } = machine;
        const rows = await client['episodes.list']({ limit: 5 });
        for (let n = 1; n <= times(24, 8); n++) {
          const made = await client['annotations.add']({ on: event as string, text: `note ${n}`, tags: [] });
          acknowledged.told(acknowledged.notes.set(made.id, made.text));
          if (n % 3 === 0) {
            await client['annotations.remove']({ id: made.id });
            acknowledged.told(acknowledged.withdrawn.add(made.id));
          }
          const episode = rows[n % rows.length]!.id;
          acknowledged.decisions.delete(episode); // while the next one is on its way either may stand
          await client['episodes.decide']({ id: episode, verdict: 'friction', why: `reason ${n}` });
          acknowledged.told(acknowledged.decisions.set(episode, `reason ${n}`));
          await client['notebook.save']({ text: String(n) });
          acknowledged.notebook = acknowledged.told(String(n));
          await client['settings.set']({ lockAfterMinutes: n });
          acknowledged.settings = acknowledged.told({ lockAfterMinutes: n });
        }
      },
    });
  }, 300_000);

  it('while it makes a new case', async () => {
    await cutOff('making', times(15, 1), {
      of: () => null,
      prepare: async () => {},
      async work(machine, folder, acknowledged) {
        await machine.open(folder);
        acknowledged.told(folder);
      },
    });
  }, 300_000);

  it('while it writes exports; a file that is there is whole', async () => {
    const formats = ['bundle', 'csv', 'stix'] as const;
    const out = (folder: string, format: string): string =>
      `${folder}.out-${format}${format === 'bundle' ? '.zip' : ''}`;
    await cutOff('export', times(30, 1), {
      of: () => materials.small,
      prepare: opened,
      async work(machine, folder, acknowledged) {
        for (const format of formats) {
          acknowledged.told(
            await machine.client['exports.write']({ format, sink: machine.token(out(folder, format), 'write') }),
          );
        }
      },
      async after(folder) {
        const faults: string[] = [];
        for (const format of formats) {
          const file = out(folder, format);
          if (!existsSync(file)) continue;
          if (format === 'bundle' && !(await verify(file)).ok) faults.push('a bundle that is not whole');
          if (format === 'stix') JSON.parse(readFileSync(file, 'utf8'));
          if (format === 'csv' && !readFileSync(file, 'utf8').endsWith('\n')) faults.push('a table without its end');
          rmSync(file);
        }
        return faults;
      },
    });
  }, 300_000);

  it('while it locks and unlocks an encrypted case: nothing is lost, nothing readable is left', async () => {
    const passphrase = 'four words and a number 7';
    const locked = join(materials.folder, 'locked.sidedoor');
    cpSync(materials.small, locked, { recursive: true });
    const maker = new Machine();
    await maker.open(locked);
    await maker.client['cases.encrypt']({ passphrase });
    await maker.client['cases.close']({});
    await maker.stop();
    const reopen = (machine: Machine, folder: string): Promise<unknown> =>
      machine.client['cases.open']({ ref: machine.token(folder, 'write'), passphrase });
    await cutOff('lock and unlock', times(15, 1), {
      of: () => locked,
      prepare: async () => {},
      async work(machine, folder, acknowledged) {
        await reopen(machine, folder);
        await note(machine, acknowledged);
        await machine.client['cases.close']({});
        acknowledged.told('locked');
      },
      async before(folder) {
        const faults: string[] = [];
        const machine = new Machine();
        // Whoever comes without the passphrase is refused, and whatever a crash left readable is gone then.
        const said = await machine.client['cases.open']({ ref: machine.token(folder, 'write') }).then(
          () => 'opened without its passphrase',
          (thrown: { code: string }) => thrown.code,
        );
        if (said !== 'locked') faults.push(said);
        for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
          if (!/^(vault\.json|lock|case\.age|[\w-]+\.age)$/.test(name)) faults.push(`left readable: ${name}`);
          else if (/okta|said before the fault|custody/.test(readFileSync(join(folder, name), 'latin1')))
            faults.push(`readable words in ${name}`);
        }
        await reopen(machine, folder);
        await machine.client['cases.decrypt']({});
        await machine.client['cases.close']({});
        await machine.stop();
        return faults;
      },
    });
  }, 300_000);

  it('while it brings a case of an older format to the present one', async () => {
    const old = readdirSync(CASES)
      .filter((name) => name.endsWith('.sidedoor'))
      .slice(0, -1);
    for (const name of old) cpSync(join(CASES, name), join(materials.folder, name), { recursive: true });
    await cutOff('migration', times(20, 2), {
      of: (trial) => join(materials.folder, old[trial % old.length]!),
      prepare: async () => {},
      async work(machine, folder, acknowledged) {
        await machine.open(folder);
        acknowledged.told(true);
      },
      async after(folder) {
        const { db } = openCase(folder, {
          actor: { name: 'reader', confirmed: false },
          version: 'test',
          readOnly: true,
        });
        const events = [...eventsAll(db.read)].length;
        const decided = [...allEpisodes(db.read)].filter((episode) => episode.decision).length;
        db.close();
        return events === 15 && decided === 1 ? [] : [`${events} of 15 events, ${decided} of 1 decision`];
      },
    });
  }, 300_000);
});
