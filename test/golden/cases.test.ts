/** Old cases open: one small case of every released format lies in `test/cases/`, with what must be read from it. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openCase } from '../../electron/engine/case/folder';
import { verify } from '../../electron/engine/case/verify';
import { contextRows } from '../../electron/engine/store/context';
import { allEpisodes } from '../../electron/engine/store/episode-reads';
import { eventsAll } from '../../electron/engine/store/events';
import { allIdentities } from '../../electron/engine/store/identity-reads';
import { NEWEST } from '../../electron/engine/store/migrate';
import { CASE_FORMAT } from '../../shared/model/case';

const ROOT = join(__dirname, '../cases');
const actor = { name: 'a test', confirmed: false };
const temps: string[] = [];

function copyOf(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-old-case-'));
  temps.push(folder);
  const at = join(folder, name);
  cpSync(join(ROOT, name), at, { recursive: true });
  return at;
}

afterEach(() => {
  for (const folder of temps.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const cases = readdirSync(ROOT).filter((name) => name.endsWith('.sidedoor'));

describe('cases of every format', () => {
  it('has one for each', () => {
    expect(cases).toEqual(Array.from({ length: CASE_FORMAT }, (_, i) => `format-${i + 1}.sidedoor`));
    expect(NEWEST).toBe(CASE_FORMAT);
  });

  it.each(cases)('%s is read as it was written, and is intact', async (name) => {
    const folder = copyOf(name);
    const expected = JSON.parse(readFileSync(join(ROOT, name.replace('.sidedoor', '.expected.json')), 'utf8'));
    expect(await verify(folder, { signer: null })).toMatchObject({ ok: true, problems: [] });
    const opened = openCase(folder, { actor, version: 'test' });
    try {
      const db = opened.db.read;
      expect(db.pragma('user_version', { simple: true })).toBe(CASE_FORMAT);
      expect(
        [...eventsAll(db)].map(({ id, time, outcome, identity }) => [id, time, outcome, identity?.name ?? null]),
      ).toEqual(expected.events);
      expect(contextRows(db)).toHaveLength(expected.context ?? 0);
      expect([...allIdentities(db)].map(({ id, name: who }) => [id, who])).toEqual(expected.identities);
      expect([...allEpisodes(db)].map(({ id, verdict, decision }) => [id, verdict, decision?.verdict ?? null])).toEqual(
        expected.episodes,
      );
    } finally {
      opened.db.close();
    }
  });

  it('refuses a case from the future by name, and leaves it as it was', () => {
    const folder = copyOf(cases.at(-1)!);
    const file = join(folder, 'case.db');
    const db = new Database(file);
    db.pragma(`user_version = ${CASE_FORMAT + 1}`);
    db.close();
    const before = readFileSync(file);
    expect(() => openCase(folder, { actor, version: 'test' })).toThrowError(new RegExp(`format ${CASE_FORMAT + 1}`));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
});
