import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkChain, GENESIS } from '../../../shared/seal/chain';
import { linesFrom } from '../store/custody';
import { type CaseDb, durable, openCaseDb } from '../store/open';
import { compareMirror, custodyPage, healMirror, type OpenCustody, openCustody } from './custody';
import { nodeHashing, sha256 } from './node-hashing';

let root: string;
let db: CaseDb;
let mirror: string;
const start = (): OpenCustody =>
  openCustody(db, {
    mirror,
    actor: () => ({ name: 'A. Examiner', confirmed: false }),
    tool: 'sidedoor 0.0.0',
    readOnly: false,
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    zone: 'Europe/Vienna',
  });
const lines = (): string[] => [...linesFrom(db.read)].map((row) => row.line);

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'custody-'));
  db = openCaseDb(path.join(root, 'case.db'));
  mirror = path.join(root, 'custody.ndjson');
});
afterEach(() => {
  db.close();
  fs.rmSync(root, { recursive: true, force: true });
});

describe('the custody log', () => {
  it('chains canonical lines and mirrors them', () => {
    const log = start();
    const one = log.append('import', { file: 'a.json', left: undefined });
    const two = log.append('decide', { episode: 'p1', why: 'known traveller' });
    expect(one.prev).toBe(GENESIS);
    expect(two.prev).toBe(one.hash);
    expect(log.head()).toBe(two.hash);
    expect(fs.readFileSync(mirror, 'utf8')).toBe(`${lines().join('\n')}\n`);
    expect(lines()[0]).toBe(
      `{"act":"import","actor":"A. Examiner","at":"2026-01-02T03:04:05.678Z","confirmed":false,"detail":{"file":"a.json"},"prev":"${GENESIS}","seq":1,"tool":"sidedoor 0.0.0","zone":"Europe/Vienna"}`,
    );
    expect(sha256(lines()[0]!)).toBe(one.hash);
    expect(checkChain(lines(), nodeHashing)).toEqual({ count: 2, head: two.hash, problem: null });
  });

  it('refuses to change or delete a line', () => {
    start().append('import', {});
    expect(() => db.write.prepare("UPDATE custody SET line = '{}'").run()).toThrow('append only');
    expect(() => db.write.prepare('DELETE FROM custody').run()).toThrow('append only');
  });

  it('belongs to the transaction around it: rolled back with it, mirrored after it', async () => {
    const log = start();
    log.append('case.create', {});
    expect(() =>
      durable(db.write, () => {
        log.append('decide', {});
        throw new Error('no');
      }),
    ).toThrow('no');
    await Promise.resolve();
    expect(log.count()).toBe(1);
    expect(compareMirror(db.read, mirror).state).toBe('equal');
    durable(db.write, () => log.append('decide', {}));
    await Promise.resolve();
    expect(log.count()).toBe(2);
    expect(compareMirror(db.read, mirror).state).toBe('equal');
  });

  it('heals a mirror cut at any byte, and leaves one that differs or is longer', () => {
    const log = start();
    for (const name of ['a', 'ü', '漢']) log.append('import', { name });
    const whole = fs.readFileSync(mirror);
    for (let cut = 0; cut < whole.length; cut++) {
      fs.writeFileSync(mirror, whole.subarray(0, cut));
      expect(healMirror(db.read, mirror).state).toBe('behind');
      expect(fs.readFileSync(mirror).equals(whole)).toBe(true);
    }
    fs.rmSync(mirror);
    expect(healMirror(db.read, mirror).state).toBe('missing');
    expect(fs.readFileSync(mirror).equals(whole)).toBe(true);
    const odd = Buffer.from(whole);
    odd[70]! ^= 1;
    fs.writeFileSync(mirror, odd);
    expect(healMirror(db.read, mirror)).toMatchObject({ state: 'different', at: 70, line: 1 });
    expect(fs.readFileSync(mirror).equals(odd)).toBe(true);
    fs.writeFileSync(mirror, Buffer.concat([whole, Buffer.from('x')]));
    expect(healMirror(db.read, mirror)).toMatchObject({ state: 'longer', at: whole.length });
  });

  it('survives hostile text', () => {
    const log = start();
    log.append('import', { file: 'a\ud800b\u202e"\\\n', nested: ['\udfff'] });
    expect(checkChain(lines(), nodeHashing).problem).toBeNull();
  });

  it('pages newest first', () => {
    const log = start();
    for (let i = 0; i < 5; i++) log.append('import', { i });
    const first = custodyPage(db.read, null, 2);
    expect(first.rows.map((row) => row.seq)).toEqual([5, 4]);
    const second = custodyPage(db.read, first.next, 2);
    expect(second.rows.map((row) => row.seq)).toEqual([3, 2]);
    const third = custodyPage(db.read, second.next, 2);
    expect(third).toMatchObject({ next: null, head: log.head() });
    expect(third.rows.map((row) => row.seq)).toEqual([1]);
    expect(() => custodyPage(db.read, 'x', 2)).toThrow('cursor');
  });
});

describe('the chain', () => {
  const made = (): { good: string[]; head: string } => {
    const log = start();
    for (let i = 0; i < 12; i++) log.append(i % 3 ? 'annotate' : 'decide', { i, text: `note ${i} – “ü”` });
    return { good: lines(), head: log.head() };
  };
  const holds = (list: string[], head: string): boolean => {
    const found = checkChain(list, nodeHashing);
    return found.problem === null && found.head === head;
  };

  it('detects every edit, truncation, reordering and splice (against the head)', () => {
    const { good, head } = made();
    expect(holds(good, head)).toBe(true);
    const at = fc.nat({ max: good.length - 1 });
    const edit = fc.tuple(at, fc.nat(), fc.integer({ min: 1, max: 127 })).map(([i, j, flip]) => {
      const line = Buffer.from(good[i]!);
      line[j % line.length]! ^= flip;
      return good.with(i, line.toString('latin1'));
    });
    const truncate = at.map((n) => good.slice(0, n));
    const behead = at.map((n) => good.slice(n + 1));
    const drop = at.map((i) => good.toSpliced(i, 1));
    const repeat = at.map((i) => good.toSpliced(i, 0, good[i]!));
    const swap = fc
      .tuple(at, at)
      .filter(([i, j]) => i !== j)
      .map(([i, j]) => good.with(i, good[j]!).with(j, good[i]!));
    const splice = fc.tuple(at, fc.string()).map(([i, text]) => good.toSpliced(i, 0, JSON.stringify({ text })));
    fc.assert(
      fc.property(fc.oneof(edit, truncate, behead, drop, repeat, swap, splice), (bad) => !holds(bad, head)),
      { numRuns: 1_000 },
    );
  });
});
