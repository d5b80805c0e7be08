/**
 * The power goes while the engine works, and the disk kept of the unconfirmed writes whichever it liked. The engine's own
 * calls are recorded once; then the case is laid out as it may look after each of many moments, and opened.
 */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canDelay, tracedDisk } from './disks';
import { Machine } from './machine';
import { type Materials, makeMaterials } from './materials';
import { chance, SEED, times } from './scale';
import { Tally } from './tally';
import { Acknowledged, wholeCase } from './whole';
import { afterPowerCut, writeLog } from './write-log';

const tally = new Tally();
let materials: Materials;
beforeAll(async () => {
  materials = await makeMaterials({ bulk: false });
}, 120_000);
afterAll(() => {
  materials.remove();
  tally.print(`power cut with writes out of order (seed ${SEED})`);
});
if (!canDelay) console.error('SKIPPED: a power cut with writes out of order (no strace that may trace)');

describe.runIf(canDelay)('a power cut', () => {
  it('whichever unconfirmed writes the disk kept: every act that was answered is there, nothing by halves', async () => {
    const folder = materials.copy(materials.small);
    const base = join(materials.folder, 'before-power');
    cpSync(folder, base, { recursive: true });
    const { engine, out } = tracedDisk(materials.folder);
    const machine = new Machine(engine);
    /** What was answered, and when. */
    const answers: { time: number; tell: (acknowledged: Acknowledged) => void }[] = [];
    const answered = (tell: (acknowledged: Acknowledged) => unknown): void =>
      void answers.push({ time: Date.now(), tell: (acknowledged) => void acknowledged.told(tell(acknowledged)) });
    await machine.open(folder);
    const { client } = machine;
    const [event] = (await client['events.page']({ filter: {}, limit: 1 })).rows;
    const episodes = await client['episodes.list']({ limit: 3 });
    for (let n = 1; n <= times(12, 4); n++) {
      const text = `note ${n} ${'x'.repeat(n * 300)}`;
      const made = await client['annotations.add']({ on: event!.id, text, tags: [] });
      answered((acknowledged) => acknowledged.notes.set(made.id, text));
      const episode = episodes[n % episodes.length]!.id;
      answered((acknowledged) => acknowledged.decisions.delete(episode)); // either may stand from here on
      await client['episodes.decide']({ id: episode, verdict: 'friction', why: `reason ${n}` });
      answered((acknowledged) => acknowledged.decisions.set(episode, `reason ${n}`));
      await client['notebook.save']({ text: String(n) });
      answered((acknowledged) => {
        acknowledged.notebook = String(n);
      });
      if (n % 4 !== 0) continue;
      const { path, name, records } = materials.exports[(n / 4) % 2]!;
      await client['imports.start']({ files: [machine.token(path)] });
      answered((acknowledged) => acknowledged.files.set(name, records));
    }
    await machine.stop();
    const ops = writeLog(out, folder);
    expect(ops.filter(({ kind }) => kind === 'sync').length).toBeGreaterThan(times(60, 20));
    expect(ops.filter(({ kind }) => kind === 'write').length).toBeGreaterThan(times(200, 60));
    const expected = new Map(materials.exports.map(({ name, records }) => [name, records] as const));
    const random = chance('power');
    for (let trial = 0; trial < times(80, 5); trial++) {
      const cut = 1 + Math.floor(random() * ops.length);
      const to = materials.copy(null);
      afterPowerCut({ base, root: folder, ops, cut }, to, random);
      rmSync(join(to, 'lock.json'), { force: true }); // the machine was started again: nobody holds the case
      const acknowledged = new Acknowledged();
      // A millisecond is the clock's own grain: what was answered within it may or may not have been.
      const at = ops[cut]?.time ?? Number.POSITIVE_INFINITY;
      for (const { time, tell } of answers) if (time + 1 < at) tell(acknowledged);
      const found = await wholeCase(to, acknowledged, expected);
      tally.add('cut', `before call ${cut} of ${ops.length}, trial ${trial}`, acknowledged, found);
      if (found.faults.length === 0) rmSync(to, { recursive: true, force: true });
    }
    expect(tally.faults).toEqual([]);
  }, 300_000);
});
