/** The queue, and what is counted of it, is what a look at every single episode says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STAR_TAG } from '../../../shared/model/note-templates';
import { CLOSED_TAG } from '../../../shared/model/words';
import { caseCounts } from './case-counts';
import { codes } from './codes';
import { type QueueFilter, queue, queuePlace } from './episode-queue';
import { openCaseDb, type WriteDb } from './open';
import { workOf } from './work';

const LATER = Date.now() + 1e9;
const NAMES = Array.from({ length: 30 }, (_, i) => `p${i}`);

interface One {
  iid: number;
  urgency: number;
  start: number;
  long: number;
  denials: number;
  verdict: 'friction' | 'undetermined';
  patterns: string[];
  /** Former id. */
  was: string | null;
}
const one: fc.Arbitrary<One> = fc.record({
  iid: fc.integer({ min: 1, max: 4 }),
  urgency: fc.integer({ min: 0, max: 3 }),
  start: fc.nat(50),
  long: fc.nat(10),
  denials: fc.integer({ min: 1, max: 9 }),
  verdict: fc.constantFrom('friction', 'undetermined'),
  patterns: fc.subarray(['retry_loop', 'push_fatigue']),
  was: fc.option(fc.constantFrom('old1', 'old2')),
});
const names = fc.uniqueArray(fc.constantFrom(...NAMES.slice(0, 8), 'old1', 'old2', 'nobody'), { maxLength: 5 });
const words = fc.record({
  decided: names,
  acted: names,
  withdrawn: names,
  viewed: names,
  closed: names,
  early: names,
  starred: names,
});
type Words = typeof words extends fc.Arbitrary<infer T> ? T : never;

function fill(
  db: WriteDb,
  list: readonly One[],
  { decided, acted, withdrawn, viewed, closed, early, starred }: Words,
  hidden: number[],
): void {
  const people = db.prepare(
    `INSERT INTO identity (iid, id, name, kind, kind_because, external, joins, aliases, events, denials) VALUES (?, ?, ?, 0, '', 0, '[]', '[]', 0, 0)`,
  );
  for (const iid of [1, 2, 3, 4]) people.run(iid, `i${iid}`, `n${iid}`);
  const episode = db.prepare(
    `INSERT INTO episode (pid, id, iid, start, finish, verdict, confidence, urgency, summary, body) VALUES (?, ?, ?, ?, ?, ?, 0.5, ?, '', ?)`,
  );
  list.forEach(({ iid, start, long, verdict, urgency, denials, patterns, was }, i) => {
    const body = { id: NAMES[i], denials, patterns, aliases: was ? [was] : [] };
    episode.run(i + 1, NAMES[i], iid, start, start + long, codes.verdict.code(verdict), urgency, JSON.stringify(body));
  });
  const decision = db.prepare(
    `INSERT INTO decision (episode, verdict, action, why, by, at, withdrawn) VALUES (?, 0, ?, 'w', 'me', 10, ?)`,
  );
  for (const name of decided) decision.run(name, 'none', null);
  for (const name of acted) decision.run(name, 'block', null);
  for (const name of withdrawn) decision.run(name, 'none', 11);
  for (const name of viewed) db.prepare('INSERT INTO first_view (episode, at) VALUES (?, 1)').run(name);
  const tag = db.prepare(`INSERT INTO annotation (id, target, text, tags, by, at) VALUES (?, ?, '', ?, 'me', ?)`);
  for (const name of closed) tag.run(`late ${name}`, name, JSON.stringify([CLOSED_TAG]), 20);
  for (const name of early) tag.run(`early ${name}`, name, JSON.stringify([CLOSED_TAG]), 5);
  for (const name of starred) tag.run(`star ${name}`, name, JSON.stringify([STAR_TAG]), 20);
  db.prepare(`INSERT INTO suppression (id, query, why, by, at, expires) VALUES ('s', '', 'w', 'me', 1, ?)`).run(LATER);
  for (const at of hidden)
    if (at < list.length) db.prepare('INSERT INTO suppressed (pid, id) VALUES (?, ?)').run(at + 1, 's');
}

describe('the queue', () => {
  it('leaves, orders, folds and counts as a look at every episode does', () => {
    const filters = fc.record({
      state: fc.constantFrom<QueueFilter['state']>(
        'open',
        'new',
        'triaged',
        'decided',
        'closed',
        'suppressed',
        'starred',
        'all',
      ),
      group: fc.constantFrom<QueueFilter['group']>('none', 'urgency', 'identity'),
      open: fc.subarray(['i1', 'i2', 'l1', 'l3']),
      range: fc.option(fc.tuple(fc.nat(60), fc.nat(30)).map(([from, n]) => ({ from, to: from + n }))),
      identities: fc.option(fc.subarray(['i1', 'i3', 'nobody'])),
      offset: fc.nat(6),
      limit: fc.integer({ min: 1, max: 12 }),
    });
    const lists = fc.array(one, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lists, words, fc.uniqueArray(fc.nat(11), { maxLength: 3 }), filters, (list, said, hidden, filter) => {
        const db = openCaseDb(':memory:').write;
        fill(db, list, said, hidden);
        const present = new Set(NAMES.slice(0, list.length));
        // An id that no episode has any more stands for those that had it before.
        const has = (i: number, named: readonly string[]): boolean =>
          named.some((name) => name === NAMES[i] || (!present.has(name) && name === list[i]!.was));
        const is = list.map((_, i) => {
          const isDecided = has(i, [...said.decided, ...said.acted]);
          return {
            decided: isDecided,
            hidden: hidden.includes(i),
            viewed: has(i, said.viewed),
            closed: isDecided && has(i, said.closed),
            starred: has(i, said.starred),
          };
        });
        const state = (i: number): boolean => {
          const { decided, hidden: isHidden, viewed, closed, starred } = is[i]!;
          const isOpen = !decided && !isHidden;
          const states = {
            all: true,
            open: isOpen,
            new: isOpen && !viewed,
            triaged: isOpen && viewed,
            decided: decided && !closed,
            closed,
            suppressed: isHidden,
            starred,
          };
          return states[filter.state];
        };
        const { range, identities } = filter;
        const left = list
          .map((_, i) => i)
          .filter((i) => state(i) && (!identities || identities.includes(`i${list[i]!.iid}`)))
          .filter((i) => !range || (list[i]!.start < range.to && list[i]!.start + list[i]!.long >= range.from))
          .sort((a, b) => list[b]!.urgency - list[a]!.urgency || list[a]!.start - list[b]!.start || (NAMES[a]! < NAMES[b]! ? -1 : 1)); // biome-ignore format: one rule
        const isLoop = (i: number): boolean => list[i]!.patterns.includes('retry_loop');
        const keyOf = (i: number): string =>
          filter.group === 'identity'
            ? `i${list[i]!.iid}`
            : filter.group === 'urgency' &&
                isLoop(i) &&
                list.some((each, j) => j !== i && isLoop(j) && each.iid === list[i]!.iid)
              ? `l${list[i]!.iid}`
              : `p${i}`;
        const keys = [...new Set(left.map(keyOf))];
        const flat = keys.flatMap((key) => {
          const group = left.filter((i) => keyOf(i) === key);
          return (filter.open.includes(key) ? group : group.slice(0, 1)).map((i, place) => ({ i, place, group }));
        });
        const told = queue(db, { ...filter, search: '' });
        expect(told.total).toBe(flat.length);
        expect(told.episodes).toBe(left.length);
        expect(told.rows.map(({ id, fold }) => [id, fold && [fold.episodes, fold.denials, fold.place]])).toEqual(
          flat
            .slice(filter.offset, filter.offset + filter.limit)
            .map(({ i, place, group }) => [
              NAMES[i],
              group.length === 1
                ? null
                : [group.length, group.reduce((sum, each) => sum + list[each]!.denials, 0), place],
            ]),
        );
        for (const i of list.keys()) {
          const fold = keys.indexOf(keyOf(i)) < 0 ? -1 : flat.findIndex(({ group }) => group.includes(i));
          const own = flat.findIndex((row) => row.i === i);
          const place = own >= 0 ? own : fold >= 0 ? fold : null;
          expect(queuePlace(db, i + 1, { ...filter, search: '' })).toBe(place);
        }
        const many = (fits: (one: (typeof is)[number]) => boolean): number => is.filter(fits).length;
        expect(caseCounts(db)).toMatchObject({
          episodes: list.length,
          open: many(({ decided, hidden: isHidden }) => !decided && !isHidden),
          suppressed: many(({ decided, hidden: isHidden }) => !decided && isHidden),
        });
        const undecided = list.filter((_, i) => !is[i]!.decided);
        expect(workOf(db)).toMatchObject({
          decided: many(({ decided }) => decided),
          closed: many(({ closed }) => closed),
          triaged: many(({ decided, viewed }) => viewed && !decided),
          withStep: list.filter((_, i) => has(i, said.acted)).length,
          denials: list.reduce((sum, { denials }) => sum + denials, 0),
          oldestOpen:
            undecided.length === 0
              ? null
              : new Date(Math.min(...undecided.map(({ start, long }) => start + long))).toISOString(),
        });
        db.close();
      }),
      { numRuns: 60 },
    );
  });
});
