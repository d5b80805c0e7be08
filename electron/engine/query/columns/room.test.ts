/** Packed columns follow the case: built when asked for, never read when old, named when changed. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../../shared/model/event';
import { openCase } from '../../case/folder';
import type { OpenCase } from '../../session';
import { buildColumns, buildColumnsFile } from '../../store/columns/build';
import { columnsFault } from '../../store/columns/check';
import { HEAD } from '../../store/columns/layout';
import { columnsFile } from '../../store/columns/open';
import { countAll } from '../../store/columns/state';
import { fillCase } from '../../store/fill';
import { removeEvents } from '../../store/removal';
import { MemorySink } from './memory-sink';
import { type BuildColumns, ColumnRoom } from './room';

const root = mkdtempSync(join(tmpdir(), 'packed-columns-'));
const cases: OpenCase[] = [];
afterAll(() => {
  for (const opened of cases) opened.db.close();
  rmSync(root, { recursive: true });
});

const WORTH = 100;
const drafts = (n: number, from = 0): EventDraft[] =>
  Array.from({ length: n }, (_, i) => ({
    recordId: `r${from + i}`,
    time: (from + i) * 1_000,
    class: 'authentication',
    action: 'x',
    outcome: i % 3 === 0 ? 'denied_by_user' : 'success_mfa',
    actor: { id: `u${i % 7}`, name: `p${i % 7}`, display: null, kind: 'human', keys: [] },
    correlation: `c${from + i}`,
  }));

function made(name: string, events: number): OpenCase {
  const opened = openCase(join(root, `${name}.sidedoor`), {
    create: true,
    actor: () => ({ name: 'A', confirmed: true }),
    version: '0.0.0',
  });
  cases.push(opened);
  fillCase(opened.db.write, 'okta', drafts(events));
  return opened;
}

/** As the thread does it. */
const here: BuildColumns = async (opened) => {
  buildColumnsFile(opened.db.read, columnsFile(opened.folder));
  return null;
};
const inMemory: BuildColumns = async (opened) => {
  const sink = new MemorySink();
  buildColumns(opened.db.read, sink);
  return sink.bytes().buffer;
};
const count = (room: ColumnRoom, opened: OpenCase): number | undefined =>
  room
    .of(opened)
    ?.answers('', () => ({ is: 'all' }), null)
    .count();

describe('packed columns of a case', () => {
  it('are built beside it when asked for, and left alone in a small case', async () => {
    const [small, large] = [made('small', WORTH - 1), made('large', WORTH)];
    const room = new ColumnRoom(here, WORTH);
    for (const opened of [small, large]) expect(room.of(opened)).toBeNull();
    await room.ensure(small);
    await room.ensure(large);
    expect(existsSync(columnsFile(small.folder))).toBe(false);
    expect([count(room, small), count(room, large)]).toEqual([undefined, WORTH]);
    // Another engine finds them.
    expect(count(new ColumnRoom(null, WORTH), large)).toBe(WORTH);
  });

  it('are in memory where the case cannot be written', async () => {
    const room = new ColumnRoom(inMemory, WORTH);
    const opened = { ...made('still', 300), readOnly: true };
    await room.ensure(opened);
    expect(count(room, opened)).toBe(300);
    expect(existsSync(columnsFile(opened.folder))).toBe(false);
  });

  it('are not read any more when the case has changed, and do not stay on the disk', async () => {
    const opened = made('changed', 300);
    const room = new ColumnRoom(here, WORTH);
    await room.ensure(opened);
    expect(count(room, opened)).toBe(300);
    fillCase(opened.db.write, 'okta', drafts(50, 1_000), { file: 'more.ndjson' });
    expect(room.of(opened)).toBeNull();
    expect(existsSync(columnsFile(opened.folder))).toBe(false);
    await room.ensure(opened);
    expect(count(room, opened)).toBe(350);
    expect(countAll(opened.db.read)).toBe(350);

    opened.db.write.transaction(() => {
      removeEvents(opened.db.write, 1);
      opened.db.write.prepare('UPDATE file SET removed = 1 WHERE id = 1').run();
    })();
    expect(room.of(opened)).toBeNull();
    await room.ensure(opened);
    expect(count(room, opened)).toBe(50);
    expect(countAll(opened.db.read)).toBe(50);
  });

  it('stay as they are when something else is written', async () => {
    const opened = made('noted', 300);
    const room = new ColumnRoom(here, WORTH);
    await room.ensure(opened);
    const before = room.of(opened);
    opened.db.write.exec(`INSERT INTO meta (key, value) VALUES ('other', 'x')`);
    expect(room.of(opened)).toBe(before);
  });

  it('are named by verify when a byte of them is another', () => {
    const opened = made('damaged', 300);
    const path = columnsFile(opened.folder);
    buildColumnsFile(opened.db.read, path);
    expect(columnsFault(opened.db.read, path)).toBeNull();
    const whole = readFileSync(path);
    for (const at of [3, 40, HEAD, HEAD + 5_000, whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ 1;
      writeFileSync(path, bytes);
      expect(columnsFault(opened.db.read, path), `byte ${at}`).toMatch(/packed columns/);
    }
    writeFileSync(path, whole.subarray(0, whole.length - 9));
    expect(columnsFault(opened.db.read, path)).toMatch(/packed columns/);
    writeFileSync(path, whole);
    expect(columnsFault(opened.db.read, path)).toBeNull();
  });
});
