/**
 * Whatever happens to a bundle or a closed case folder, `verify` names it; the untouched ones pass. The usual run is a
 * sample of it; `npm run test:damage` (SIDEDOOR_DAMAGE=full) makes 8,000 bundles, half of them of a real case with its database
 * inside, and 2,000 folders; SIDEDOOR_DAMAGE_SEED another choice of them.
 */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHashing } from '../../electron/engine/case/node-hashing';
import { verifyWhole } from '../../electron/engine/verify-whole';
import type { Verification } from '../../shared/model/case';
import { checkBundle } from '../../shared/seal/check-bundle';
import { verdict } from '../../shared/seal/verdict';
import { damagedBundle, damagedFile, type Roll, random } from './mutate';
import { bytesSource, caseBundle, closedFolder, signedBundle } from './sealed';

const IS_FULL = process.env.SIDEDOOR_DAMAGE === 'full';
const SEED = Number(process.env.SIDEDOOR_DAMAGE_SEED ?? 20_261_122);
const BUNDLES = IS_FULL ? 4_000 : 250; // of each kind
const FOLDERS = IS_FULL ? 2_000 : 150;
console.info(`damage: seed ${SEED}, twice ${BUNDLES} bundles, ${FOLDERS} folders`);

/** The answer names what is wrong: a file, a kind, a reason, and says so in one line. */
function named(found: Verification, what: string): void {
  expect(found.ok, what).toBe(false);
  expect(found.problems.length, what).toBeGreaterThan(0);
  for (const problem of found.problems) {
    expect(problem.file, what).not.toBe('');
    expect(problem.why, what).not.toBe('');
  }
  expect(found.summary, what).toMatch(/^NOT intact: /);
}

describe.each([
  ['of a made-up case', signedBundle],
  ['of a real one, with its database', caseBundle],
])('a bundle %s', (_, make) => {
  it(`is intact untouched, and each of ${BUNDLES} random changes is named`, async () => {
    const whole = await make();
    const check = async (bytes: Buffer): Promise<Verification> =>
      verdict(await checkBundle(bytesSource(bytes), 'b.zip', nodeHashing), null);
    expect(await check(whole)).toMatchObject({ ok: true, problems: [], summary: 'intact, signer not confirmed' });
    const roll = random(SEED);
    for (let i = 0; i < BUNDLES; i++) {
      const { what, bytes } = damagedBundle(whole, roll);
      named(await check(bytes), `seed ${SEED}, change ${i}: ${what}`);
    }
  }, 1_800_000);
});

describe('a closed case folder', () => {
  let folder: string;
  const files = new Map<string, Buffer>();
  beforeAll(async () => {
    folder = await closedFolder();
    for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      fs.chmodSync(file, 0o600);
      files.set(path.relative(folder, file), fs.readFileSync(file));
    }
  }, 60_000);
  afterAll(() => fs.rmSync(path.dirname(folder), { recursive: true, force: true }));

  const put = (name: string, bytes: Buffer | undefined): void =>
    bytes ? fs.writeFileSync(path.join(folder, name), bytes) : fs.rmSync(path.join(folder, name), { force: true });

  /** One random change of the folder: what it was, and the files that it touched. */
  function change(roll: Roll): { what: string; touched: string[] } {
    const names = [...files.keys()];
    const full = names.filter((name) => files.get(name)!.length > 0);
    const name = full[roll(full.length)]!;
    const kind = roll(10);
    if (kind === 0) {
      const gone = names.filter((one) => one !== 'lock');
      const lost = gone[roll(gone.length)]!;
      put(lost, undefined);
      return { what: `${lost} taken away`, touched: [lost] };
    }
    if (kind === 1) {
      const other = full[roll(full.length)]!;
      if (files.get(other)!.equals(files.get(name)!)) return change(roll);
      put(name, files.get(other));
      put(other, files.get(name));
      return { what: `${name} and ${other} swapped`, touched: [name, other] };
    }
    if (kind === 2) {
      const places = ['', 'evidence/'];
      const more = `${places[roll(2)]}${['x.txt', 'case.db-wal', 'case.db-journal', '.hidden'][roll(4)]}`;
      put(more, Buffer.from('x'.repeat(roll(30))));
      return { what: `${more} added`, touched: [more] };
    }
    if (kind === 3) {
      put('lock', Buffer.from('x'));
      return { what: 'something written into lock', touched: ['lock'] };
    }
    const made = damagedFile(files.get(name)!, roll);
    put(name, made.bytes);
    return { what: `${name}: ${made.what}`, touched: [name] };
  }

  it(`is intact untouched, and each of ${FOLDERS} random changes is named`, async () => {
    expect((await verifyWhole(folder)).problems).toEqual([]);
    const roll = random(SEED + 1);
    for (let i = 0; i < FOLDERS; i++) {
      const { what, touched } = change(roll);
      named(await verifyWhole(folder), `seed ${SEED}, change ${i}: ${what}`);
      for (const name of touched) put(name, files.get(name));
      const now = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
      expect(now.length, `${what}: verify left files behind`).toBe(files.size);
    }
    expect((await verifyWhole(folder)).problems).toEqual([]);
  }, 1_800_000);
});
