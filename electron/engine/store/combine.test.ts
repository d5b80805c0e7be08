import { describe, expect, it } from 'vitest';
import { insertAnnotation, notebook, saveNotebook, withdrawAnnotation } from './annotations';
import { combine, openConflicts } from './combine';
import { decide, reviewLink, StandingReviews, standingDecision, withdrawDecision } from './decisions';
import { type CaseDb, openCaseDb } from './open';
import { sayIn } from './testing/say-in';

const P = 'p1xsd5f0dhtd000';
const E = 'e1xsd5f0dhtd000';
const T = Date.UTC(2026, 0, 1);

/** What both copies had before they parted. */
function common(): CaseDb {
  const copy = openCaseDb(':memory:');
  insertAnnotation(copy.write, { id: 'n00000000001', on: E, text: 'seen', tags: [], by: 'A', at: T });
  decide(copy.write, { episode: P, verdict: 'friction', action: 'none', why: 'looks honest', by: 'A', at: T + 1 });
  saveNotebook(copy.write, { text: 'begin', by: 'A', at: T + 2 });
  return copy;
}

function pair(): [CaseDb, CaseDb] {
  const [one, two] = [common(), common()];
  insertAnnotation(one.write, { id: 'n00000000002', on: P, text: 'called her', tags: ['called'], by: 'A', at: T + 10 });
  decide(one.write, {
    episode: P,
    verdict: 'attempted_abuse',
    action: 'block',
    why: 'she refused',
    by: 'A',
    at: T + 11,
  });
  saveNotebook(one.write, { text: 'begin, then A', by: 'A', at: T + 12 });
  reviewLink(one.write, {
    ids: [P],
    episode: P,
    event: E,
    review: 'confirmed',
    why: 'same session',
    by: 'A',
    at: T + 13,
  });
  withdrawAnnotation(two.write, 'n00000000001', T + 20);
  insertAnnotation(two.write, {
    id: 'n00000000003',
    on: 'p0000000absent',
    text: 'elsewhere',
    tags: [],
    by: 'B',
    at: T + 20,
  });
  decide(two.write, {
    episode: P,
    verdict: 'likely_compromise',
    action: 'escalate',
    why: 'she approved',
    by: 'B',
    at: T + 21,
  });
  saveNotebook(two.write, { text: 'begin, then B', by: 'B', at: T + 22 });
  reviewLink(two.write, {
    ids: [P],
    episode: P,
    event: E,
    review: 'rejected',
    why: 'another door',
    by: 'B',
    at: T + 23,
  });
  return [one, two];
}

const into = (copy: CaseDb, other: CaseDb): ReturnType<typeof combine> =>
  copy.write.transaction(() => combine(copy.write, other.read, sayIn(copy, 'C', T + 1_000)))();

/** All words, without the numbers that rows happen to have. */
function words({ read }: CaseDb): unknown {
  const rows = (sql: string): unknown[] => read.prepare(sql).all();
  return {
    notes: rows('SELECT * FROM annotation ORDER BY id'),
    decisions: rows('SELECT episode, verdict, action, why, by, at, withdrawn FROM decision ORDER BY at, why'),
    reviews: rows('SELECT episode, event, review, why, by, at, withdrawn FROM link_review ORDER BY at'),
    notebook: rows('SELECT text, by, at FROM notebook ORDER BY at, text'),
    conflicts: openConflicts(read),
    stands: [standingDecision(read, [P]), notebook(read)?.text, new StandingReviews(read).of([P], E)],
  };
}

describe('two copies of one case', () => {
  it('hold the same words afterwards, whichever took the other in first', () => {
    const [one, two] = pair();
    const [three, four] = pair();
    into(one, two);
    into(four, three);
    expect(words(one)).toEqual(words(four));
    into(two, one);
    expect(words(two)).toEqual(words(one));
  });

  it('are left as they are when it is done again', () => {
    const [one, two] = pair();
    into(one, two);
    const before = words(one);
    expect(into(one, two)).toMatchObject({ added: {}, withdrawn: {} });
    expect(words(one)).toEqual(before);
  });

  it('keep both sides of a conflict, the later one standing, until somebody decides again', () => {
    const [one, two] = pair();
    const { conflicts, added, withdrawn, homeless } = into(one, two);
    expect(conflicts.map(({ kind }) => kind).sort()).toEqual(['decision', 'link', 'notebook']);
    const [decision] = conflicts.filter(({ kind }) => kind === 'decision');
    expect(decision).toMatchObject({
      on: P,
      sides: [
        { by: 'A', says: 'attempted_abuse, action block' },
        { by: 'B', says: 'likely_compromise, action escalate' },
      ],
    });
    expect(added).toEqual({ notes: 1, decisions: 1, 'reviews of links': 1, 'versions of the notebook': 1 });
    expect(withdrawn).toEqual({ notes: 1 });
    expect(homeless).toBeGreaterThan(0);
    expect(standingDecision(one.read, [P])).toMatchObject({ by: 'B', verdict: 'likely_compromise' });
    expect(notebook(one.read)?.text).toBe('begin, then A\n\n---\n\nbegin, then B');
    decide(one.write, {
      episode: P,
      verdict: 'attempted_abuse',
      action: 'verify',
      why: 'we agreed',
      by: 'A',
      at: T + 99,
    });
    expect(openConflicts(one.read).map(({ kind }) => kind)).not.toContain('decision');
  });

  it('have no conflict where one only went on from what the other knew', () => {
    const [one, two] = [common(), common()];
    decide(two.write, { episode: P, verdict: 'expected', action: 'none', why: 'a test', by: 'B', at: T + 30 });
    expect(into(one, two).conflicts).toEqual([]);
    expect(standingDecision(one.read, [P])).toMatchObject({ verdict: 'expected' });
    withdrawDecision(two.write, [P], T + 40);
    into(one, two);
    expect(standingDecision(one.read, [P])).toMatchObject({ verdict: 'friction' });
  });
});
