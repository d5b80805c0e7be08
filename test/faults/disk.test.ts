/** What disks, clocks and other programs do to a case, one after the other. After each everything must hold (`whole.ts`). */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'; // biome-ignore format: one line
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../electron/engine';
import { openCase } from '../../electron/engine/case/folder';
import { verify } from '../../electron/engine/case/verify';
import { connect } from '../../shared/rpc/client';
import { SidedoorError } from '../../shared/rpc/errors';
import { memoryPair } from '../../shared/rpc/memory-port';
import { canDelay, foldingDisk, slowDisk } from './disks';
import { Machine } from './machine';
import { type Materials, makeMaterials, oktaText } from './materials';
import { chance, times } from './scale';
import { Tally } from './tally';
import { Acknowledged, wholeCase } from './whole';

const tally = new Tally();
const small = mkdtempSync(join(tmpdir(), 'sidedoor-small-disk-'));
const DISK = 24 << 20; // bytes
const canMount =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'sidedoor-test', small], { stdio: 'ignore' }).status === 0;
if (!canDelay) console.error('SKIPPED: a slow disk (no strace that may trace)');
if (!canMount) console.error('SKIPPED: a disk that is full (no right to mount one)');
let materials: Materials;

beforeAll(async () => {
  materials = await makeMaterials({ bulk: false });
}, 120_000);
afterAll(() => {
  if (canMount) spawnSync('umount', ['-l', small]);
  rmSync(small, { recursive: true, force: true });
  materials.remove();
  tally.print('disks, clocks and other programs');
});

const looked = async (kind: string, where: string, folder: string, acknowledged: Acknowledged): Promise<void> => {
  const found = await wholeCase(folder, acknowledged);
  tally.add(kind, where, acknowledged, found);
  expect(found.faults, where).toEqual([]);
};

const note = async ({ client }: Machine, acknowledged: Acknowledged, text: string): Promise<void> => {
  const [event] = (await client['events.page']({ filter: {}, limit: 1 })).rows;
  const made = await client['annotations.add']({ on: event!.id, text, tags: [] });
  acknowledged.told(acknowledged.notes.set(made.id, text));
};

const refused = (promise: Promise<unknown>): Promise<SidedoorError> =>
  promise.then(
    () => expect.unreachable('it should have been refused'),
    (thrown: unknown) => thrown as SidedoorError,
  );

describe.runIf(canMount)('a disk that is full', () => {
  const trials = times(14, 1);
  it.each(Array.from({ length: trials }, (_, i) => i))(
    'is told, takes nothing that was acknowledged, and the work goes on when there is room (%i)',
    async (trial) => {
      const folder = join(small, 'a.sidedoor');
      const filler = join(small, 'filler');
      cpSync(materials.small, folder, { recursive: true });
      const acknowledged = new Acknowledged();
      const machine = new Machine();
      await machine.open(folder);
      await note(machine, acknowledged, 'with room');
      const { bavail, bsize } = statfsSync(small);
      // From nothing at all to nearly enough for everything.
      const left = Math.round((trial / trials) * 1_700_000);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
      const files = materials.exports.map(({ path }) => machine.token(path));
      const ended = await refused(machine.client['imports.start']({ files }));
      expect(ended.message).toBe('the disk is full');
      const noted = note(machine, acknowledged, 'perhaps without room').catch((thrown: SidedoorError) => thrown);
      const said = await noted;
      if (said instanceof Error) expect(said.message).toBe('the disk is full');
      rmSync(filler);
      const again = await machine.client['imports.start']({ files });
      expect(again.unrecognised).toEqual([]);
      for (const { name, records } of materials.exports)
        if (!name.endsWith('.tar.gz')) acknowledged.files.set(name, records);
      acknowledged.told(again);
      await note(machine, acknowledged, 'with room again');
      await machine.stop();
      await looked('full disk', `${left} bytes left`, folder, acknowledged);
      rmSync(folder, { recursive: true });
    },
    60_000,
  );
});

describe('the folder of a case', () => {
  it('that is taken away while the case is open takes no act with it: none is acknowledged', async () => {
    const folder = materials.copy(materials.small);
    const acknowledged = new Acknowledged();
    const machine = new Machine();
    await machine.open(folder);
    await note(machine, acknowledged, 'while it was there');
    renameSync(folder, `${folder}.away`);
    const ended = await refused(note(machine, acknowledged, 'into nowhere'));
    expect(ended.message).toMatch(/the case folder is gone/);
    renameSync(`${folder}.away`, folder);
    await note(machine, acknowledged, 'when it was back');
    await machine.stop();
    await looked('vanished folder', 'moved away and back', folder, acknowledged);
  });

  it.runIf(canMount)('that cannot be written is looked at, and says why', async () => {
    const folder = join(small, 'b.sidedoor');
    cpSync(materials.small, folder, { recursive: true });
    expect(spawnSync('mount', ['-o', 'remount,ro', small]).status).toBe(0);
    try {
      const machine = new Machine();
      const info = await machine.client['cases.open']({ ref: machine.token(folder, 'write') });
      expect(info).toMatchObject({ readOnly: true, readOnlyBecause: 'the folder cannot be written' });
      expect((await refused(note(machine, new Acknowledged(), 'x'))).code).toBe('read-only');
      await machine.stop();
    } finally {
      spawnSync('mount', ['-o', `remount,rw,size=${DISK}`, small]);
    }
    await looked('read-only folder', 'mounted read-only', folder, new Acknowledged());
  });

  it('is held by one program: the second looks on, is told who has it, and may write when that one is gone', async () => {
    const folder = materials.copy(materials.small);
    const acknowledged = new Acknowledged();
    const first = new Machine();
    const second = new Machine();
    await first.open(folder);
    const info = await second.client['cases.open']({ ref: second.token(folder, 'write') });
    expect(info.readOnly).toBe(true);
    expect(info.readOnlyBecause).toMatch(/^the case is open elsewhere: Fault Test \(process \d+ on /);
    await note(first, acknowledged, 'by the first');
    expect((await refused(note(second, new Acknowledged(), 'by the second'))).code).toBe('read-only');
    await first.kill();
    await second.client['cases.close']({});
    await second.open(folder);
    await note(second, acknowledged, 'by the second, who may now');
    await second.stop();
    await looked('two programs', 'the first was killed', folder, acknowledged);
  });

  it.each(['as this disk takes names', 'where two names are one'])(
    'has no two evidence names that another system takes for one: %s',
    async (how) => {
      const folder = materials.copy(materials.small);
      const exports = join(materials.folder, how);
      const names = [
        'Log.ndjson',
        'log.ndjson',
        'LOG.ndjson',
        'sub/x.ndjson',
        'Sub/X.ndjson',
        'caf\u00e9.ndjson',
        'cafe\u0301.ndjson',
      ];
      for (const [i, name] of names.entries()) {
        mkdirSync(join(exports, name, '..'), { recursive: true });
        writeFileSync(join(exports, name), oktaText(5, 900_000 + i * 10));
      }
      const acknowledged = new Acknowledged();
      const machine = new Machine(how.startsWith('where') ? foldingDisk(materials.folder, folder) : undefined);
      await machine.open(folder);
      const { files } = await machine.client['imports.start']({ files: [machine.token(exports)] });
      await note(machine, acknowledged, 'beside them');
      await machine.stop();
      const offered = readdirSync(exports, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
      expect(files).toHaveLength(offered.length);
      expect(files.reduce((sum, { records }) => sum + records, 0)).toBe(offered.length * 5);
      const kept = readdirSync(join(folder, 'evidence'), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => join(one.parentPath, one.name).normalize('NFC').toLowerCase());
      expect(new Set(kept).size).toBe(kept.length);
      await looked('names of one case', how, folder, acknowledged);
    },
  );

  it.runIf(canDelay).each(Array.from({ length: times(8, 1) }, (_, i) => i))(
    'on a slow disk: everything comes in, or was not answered when the program was ended (%i)',
    async (trial) => {
      const random = chance(`slow ${trial}`);
      const folder = materials.copy(materials.small);
      const acknowledged = new Acknowledged();
      const engine = slowDisk(materials.folder, 20, 2);
      const machine = new Machine(engine);
      await machine.open(folder);
      await note(machine, acknowledged, 'on a slow disk');
      const [first] = materials.exports;
      const work = (async () => {
        await machine.client['imports.start']({ files: [machine.token(first!.path)] });
        acknowledged.told(acknowledged.files.set(first!.name, first!.records));
        for (let n = 0; n < 5; n++) await note(machine, acknowledged, `slow ${n}`);
      })().catch(() => {});
      if (trial === 0) {
        await work;
        expect(acknowledged.count).toBe(7);
        await machine.stop();
      } else {
        await wait(random() * 3_000);
        await machine.killTraced();
        await work;
      }
      await looked('slow disk', trial === 0 ? 'to its end' : 'ended', folder, acknowledged);
    },
  );
});

describe('evidence', () => {
  const random = chance('evidence');
  it.each(Array.from({ length: times(10, 1) }, (_, i) => i))(
    'that is cut, replaced or taken away while it is imported comes in whole or not at all (%i)',
    async (trial) => {
      const folder = materials.copy(materials.small);
      const export_ = join(materials.folder, `pulled-${trial}.ndjson`);
      writeFileSync(export_, oktaText(4_000, 500_000));
      const acknowledged = new Acknowledged();
      const machine = new Machine();
      await machine.open(folder);
      await note(machine, acknowledged, 'before');
      const importing = machine.client['imports.start']({ files: [machine.token(export_)], analyse: false }).catch(
        (thrown: SidedoorError) => thrown,
      );
      await wait(random() * 300);
      if (trial % 3 === 0) truncateSync(export_, Math.floor(statSync(export_).size / 2));
      else if (trial % 3 === 1) rmSync(export_);
      else writeFileSync(export_, 'something else\n');
      const ended = await importing;
      // In, or told why not: never a part of it.
      if (ended instanceof Error) expect(ended.message).toMatch(/./);
      else expect(ended.files.length + ended.unrecognised.length).toBe(1);
      await note(machine, acknowledged, 'after');
      await machine.stop();
      await looked('evidence pulled', ['cut', 'taken away', 'replaced'][trial % 3]!, folder, acknowledged);
    },
  );
});

describe('a clock that was set back', () => {
  it('takes nothing away: acts stand in their order, and what a crash left of an import goes', async () => {
    const folder = materials.copy(materials.small);
    const acknowledged = new Acknowledged();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
    try {
      const engine = createEngine({});
      const [page, host] = memoryPair();
      engine.serve(host);
      const { client } = connect(page);
      engine.control({ control: 'grant', token: 'case', path: folder, use: 'write' });
      engine.control({ control: 'grant', token: 'log', path: materials.exports[0]!.path, use: 'read' });
      await client['cases.open']({ ref: 'case' });
      const [event] = (await client['events.page']({ filter: {}, limit: 1 })).rows;
      for (const text of ['tomorrow', 'two days before']) {
        const made = await client['annotations.add']({ on: event!.id, text, tags: [] });
        acknowledged.told(acknowledged.notes.set(made.id, text));
        vi.setSystemTime(Date.now() - 2 * 86_400_000);
      }
      await client['imports.start']({ files: ['log'] });
      acknowledged.told(acknowledged.files.set(materials.exports[0]!.name, materials.exports[0]!.records));
      await engine.close();
    } finally {
      vi.useRealTimers();
    }
    await looked('clock set back', 'two days', folder, acknowledged);
  });
});

describe('a damaged page', () => {
  it('of the database is found by verify, and opening ends in words', async () => {
    const random = chance('pages');
    for (let trial = 0; trial < times(40, 4); trial++) {
      const folder = materials.copy(materials.small);
      const file = join(folder, 'case.db');
      const pages = statSync(file).size / 4_096;
      const page = trial === 0 ? 0 : Math.floor(random() * pages);
      const handle = openSync(file, 'r+');
      writeSync(
        handle,
        Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256))),
        0,
        64,
        page * 4_096 + Math.floor(random() * 4_000),
      );
      const found = await verify(folder);
      expect(found.ok, `page ${page}`).toBe(false);
      expect(found.problems.some((problem) => problem.file === 'case.db')).toBe(true);
      try {
        const opened = openCase(folder, { actor: { name: 'x', confirmed: false }, version: 'test' });
        const told = opened.db.read
          .prepare('SELECT line FROM custody ORDER BY seq DESC LIMIT 1')
          .pluck()
          .get() as string;
        opened.db.close();
        expect(told, `page ${page}`).toMatch(/was changed while it was closed/);
      } catch (thrown) {
        const { code } = thrown as { code?: string };
        expect(
          thrown instanceof SidedoorError || code?.startsWith('SQLITE_CORRUPT'),
          `page ${page}: ${String(thrown)}`,
        ).toBe(true);
      }
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a power cut', () => {
  it('at any frame of the log leaves every act that was acknowledged by then, and nothing by halves', async () => {
    const folder = materials.copy(materials.small);
    const opened = openCase(folder, { actor: { name: 'x', confirmed: false }, version: 'test' });
    const wal = join(folder, 'case.db-wal');
    const synced: { bytes: number; act: string }[] = [];
    const base = join(materials.folder, 'cut-base');
    cpSync(folder, base, { recursive: true }); // the database as the disk has it: no checkpoint comes within these acts
    const begun = statSync(wal).size; // synced before: no power cut takes it back
    for (let n = 0; n < times(30, 6); n++) {
      const act = opened.custody.append('annotate.test', { n, text: 'x'.repeat(n * 97) });
      synced.push({ bytes: statSync(wal).size, act: act.hash });
    }
    const log = readFileSync(wal);
    const mirror = readFileSync(join(folder, 'custody.ndjson'));
    opened.db.close();
    const FRAME = 4_096 + 24;
    const cuts = new Set<number>();
    for (let at = begun; at <= log.length; at += FRAME)
      for (const torn of [0, 1, 2_000]) cuts.add(Math.min(log.length, at + torn));
    const random = chance('cuts');
    const chosen = [...cuts].filter(() => random() < times(1, 0.12));
    for (const cut of chosen) {
      const to = materials.copy(base);
      writeFileSync(join(to, 'case.db-wal'), log.subarray(0, cut));
      rmSync(join(to, 'case.db-shm'), { force: true });
      rmSync(join(to, 'lock.json'), { force: true });
      // The log beside the database is synced after it: it may be as long as it got by then, or shorter.
      const lines = synced.filter(({ bytes }) => bytes <= cut).length;
      const known = mirror.toString().split('\n').slice(0, -1);
      const kept = known.slice(0, known.length - synced.length + Math.max(0, lines - (cut % 2)));
      writeFileSync(join(to, 'custody.ndjson'), kept.map((line) => `${line}\n`).join(''));
      const acknowledged = new Acknowledged();
      acknowledged.count = lines;
      const found = await wholeCase(to, acknowledged);
      const again = openCase(to, { actor: { name: 'x', confirmed: false }, version: 'test', readOnly: true });
      const hashes = new Set(again.db.read.prepare('SELECT hash FROM custody').pluck().all());
      again.db.close();
      const lost = synced.filter(({ bytes, act }) => bytes <= cut && !hashes.has(act)).map(({ act }) => act);
      tally.add('power cut', `log cut at ${cut}`, acknowledged, {
        ...found,
        lost,
        faults: [...found.faults, ...lost.map((act) => `LOST ${act}`)],
      });
      expect([...found.faults, ...lost], `log cut at ${cut}`).toEqual([]);
      rmSync(to, { recursive: true, force: true });
    }
  });
});
