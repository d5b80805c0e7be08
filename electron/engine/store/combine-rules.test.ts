import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/base/canonical-json';
import { storedSettings, writeMeta } from './case-reads';
import { combine, openConflicts } from './combine';
import { identityWords, MERGE, SPLIT, WITHDRAW } from './identity-words';
import { type CaseDb, openCaseDb } from './open';
import { sayIn } from './testing/say-in';
import { keepThresholds, standingThresholds, thresholdHistory } from './thresholds';

const T = Date.UTC(2026, 0, 1);

/** What a person does in one copy at a moment, each with its custody line. */
function doing(copy: CaseDb, by: string) {
  const say = (at: number, act: string, detail: Record<string, unknown>): number =>
    sayIn(copy, by, T + at)(act, detail);
  return {
    set(at: number, values: Record<string, unknown>): void {
      const before = storedSettings(copy.read);
      const after = { ...before, ...values };
      writeMeta(copy.write, 'settings', JSON.stringify(after));
      say(at, 'setting', { before, after });
    },
    thresholds(at: number, own: Record<string, number>): void {
      keepThresholds(copy.write, { own, why: `by ${by}`, by, at: T + at });
    },
    merge: (at: number, ...identities: string[]) =>
      say(at, MERGE, { identities, names: identities.map((id) => `name of ${id}`), why: `one person, says ${by}` }),
    split: (at: number, id: string) =>
      say(at, SPLIT, {
        identities: [id],
        names: [`name of ${id}`],
        spellings: [{ source: 'okta', actor: null, name: 'x' }],
        why: 'two people',
      }),
    withdraw: (at: number, word: number) => say(at, WITHDRAW, { word, act: 'merge', identities: [], names: [] }),
  };
}

function pair(): [CaseDb, CaseDb] {
  return [0, 1].map(() => {
    const copy = openCaseDb(':memory:');
    const all = doing(copy, 'A');
    all.set(1, { zone: 'UTC', verifyOnOpen: true });
    all.thresholds(2, { 'episodes.burst': 60 });
    all.merge(3, 'i0000000common', 'i0000000second');
    return copy;
  }) as [CaseDb, CaseDb];
}

const into = (copy: CaseDb, other: CaseDb): ReturnType<typeof combine> =>
  copy.write.transaction(() => combine(copy.write, other.read, sayIn(copy, 'C', T + 1_000)))();

const state = ({ read }: CaseDb): unknown => ({
  settings: storedSettings(read),
  thresholds: standingThresholds(read).own,
  versions: [...new Set(thresholdHistory(read).map(({ set, own }) => JSON.stringify([own, set.by, set.at])))].sort(),
  words: identityWords(read)
    .map(({ seq: _, ...word }) => canonicalJson(word))
    .sort(),
  conflicts: openConflicts(read),
});

describe('rules of two copies', () => {
  it('take what only the other copy changed, and say so in the custody log with who said it first', () => {
    const [one, two] = pair();
    const theirs = doing(two, 'B');
    theirs.set(10, { zone: 'Europe/Berlin' });
    theirs.thresholds(11, { 'episodes.burst': 30 });
    theirs.merge(12, 'i0000000third0', 'i0000000fourth');
    const done = into(one, two);
    expect(done.conflicts).toEqual([]);
    expect(done.added).toEqual({ 'versions of the thresholds': 1, settings: 1, 'words on who is who': 1 });
    expect(storedSettings(one.read)).toEqual({ zone: 'Europe/Berlin', verifyOnOpen: true });
    expect(standingThresholds(one.read)).toMatchObject({ own: { 'episodes.burst': 30 }, set: { by: 'B', version: 2 } });
    expect(identityWords(one.read).at(-1)).toMatchObject({ act: 'merge', by: 'B', why: 'one person, says B' });
    const acts = one.read.prepare("SELECT json_extract(line, '$.act') FROM custody ORDER BY seq").pluck().all();
    expect(acts.slice(-3)).toEqual(['thresholds', 'setting', MERGE]);
  });

  it('are left as they are when it is done again, or from a copy that knows less', () => {
    const [one, two] = pair();
    doing(one, 'A').set(9, { zone: 'Asia/Tokyo' });
    doing(two, 'B').thresholds(11, { 'links.window': 30 });
    into(one, two);
    const before = state(one);
    expect(into(one, two)).toMatchObject({ added: {}, withdrawn: {}, conflicts: [] });
    expect(state(one)).toEqual(before);
    expect(storedSettings(one.read)).toMatchObject({ zone: 'Asia/Tokyo' });
  });

  it('keep both sides where both changed, the later standing, whichever copy took the other in', () => {
    const make = (): [CaseDb, CaseDb] => {
      const [one, two] = pair();
      const [ours, theirs] = [doing(one, 'A'), doing(two, 'B')];
      ours.set(30, { zone: 'Asia/Tokyo' });
      theirs.set(20, { zone: 'Europe/Berlin' });
      ours.thresholds(31, { 'episodes.burst': 90 });
      theirs.thresholds(21, { 'episodes.burst': 15 });
      ours.merge(32, 'i0000000common', 'i0000000mine00');
      theirs.split(22, 'i0000000common');
      return [one, two];
    };
    const [one, two] = make();
    const done = into(one, two);
    expect(done.conflicts.map(({ kind, on }) => `${kind} ${on}`).sort()).toEqual([
      'identity i0000000common',
      'setting zone',
      'thresholds ',
    ]);
    expect(done.conflicts.find(({ kind }) => kind === 'setting')!.sides.map(({ says, by }) => `${by} ${says}`)).toEqual(
      ['B zone "Europe/Berlin"', 'A zone "Asia/Tokyo"'],
    );
    expect(standingThresholds(one.read).own).toEqual({ 'episodes.burst': 90 });
    expect(thresholdHistory(one.read).map(({ own }) => own['episodes.burst'])).toEqual([60, 90, 15, 90]);
    expect(storedSettings(one.read)).toMatchObject({ zone: 'Asia/Tokyo' });
    expect(openConflicts(one.read)).toHaveLength(3);

    const [three, four] = make();
    into(four, three);
    expect(state(four)).toEqual(state(one));
    into(two, one);
    expect(state(two)).toEqual(state(one));

    const later = doing(one, 'A');
    later.set(2_000, { zone: 'UTC' });
    later.thresholds(2_001, { 'episodes.burst': 45 });
    expect(openConflicts(one.read).map(({ kind }) => kind)).toEqual(['identity']);
  });

  it('take back what the other copy took back', () => {
    const [one, two] = pair();
    const [word] = identityWords(two.read);
    doing(two, 'B').withdraw(10, word!.seq);
    const done = into(one, two);
    expect(done.withdrawn).toEqual({ 'words on who is who': 1 });
    expect(identityWords(one.read)).toEqual([]);
    // And what was taken back here does not come in again.
    expect(into(one, pair()[0]).added).toEqual({});
    expect(identityWords(one.read)).toEqual([]);
  });
});
