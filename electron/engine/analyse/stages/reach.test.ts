/** Whatever is left unweighed would have been no link, and would have changed nothing. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MINUTE } from '../../../../shared/model/time';
import { NOON, seen } from '../testing/seen';
import { GATHER_RULES } from './belongs';
import { Sprays } from './campaign';
import { consider, type Entrant } from './consider';
import { type Change, type Denial, EpisodeDraft, type Seen } from './episode-draft';
import { Habits } from './habits';
import { Reach } from './reach';
import { Origins } from './sessions';
import { Sights } from './sights';

const change = (by: Seen): Change => ({ ...by, helper: 'credential', on: 1, by: 1 });

const draftOf = (
  denials: readonly Seen[],
  isMachine: boolean,
  access: Seen,
  changes: readonly Seen[],
  isNoted: boolean,
): EpisodeDraft => {
  const told = denials.map((denial, i): Denial => ({ ...denial, time: NOON + i * MINUTE, derived: false }));
  const draft = new EpisodeDraft(1, isMachine, told[0]!);
  for (const denial of told.slice(1)) draft.add(denial);
  for (const by of changes) draft.changes.push(change(by));
  // The next own access is known: the first one is kept whatever it comes to.
  draft.nextOwn = { ...access, eid: -1, trace: { ...access.trace, ip: -1, native: -1 }, who: 1, kind: 'same_channel', logit: -9, facts: new Reach(access, 1, isMachine, false, new Sprays()).facts, helper: null, more: 0, until: NOON }; // biome-ignore format: one access
  if (isNoted) draft.fromThere = { ...draft.nextOwn, logit: 0.5 };
  return draft;
};

class Everywhere extends Reach {
  override has(): boolean {
    return true;
  }
}

it('what is out of reach is no link', () => {
  let left = 0;
  const all = fc.record({
    denials: fc.array(seen, { minLength: 1, maxLength: 5 }),
    changes: fc.array(seen, { maxLength: 1 }),
    failed: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 8 }),
    access: seen,
    ...{
      isMachine: fc.boolean(),
      begunElsewhere: fc.boolean(),
      isNew: fc.boolean(),
      isOwn: fc.boolean(),
      isNoted: fc.boolean(),
    },
  });
  fc.assert(
    fc.property(all, ({ denials, changes, failed, access, isMachine, begunElsewhere, isNew, isOwn, isNoted }) => {
      const draft = draftOf(denials, isMachine, access, changes, isNoted);
      const sprays = new Sprays();
      for (const [i, ip] of failed.entries()) sprays.fail(ip, 10 + i, NOON);
      const who = isOwn ? 1 : 2;
      if (new Reach(access, who, isMachine, begunElsewhere, sprays).has(draft, isOwn, GATHER_RULES.linked)) return;
      left++;
      expect(draft.strange).not.toBeNaN(); // reckoned once, and kept
      const before = structuredClone(draft.kept());
      const entrant: Entrant = {
        ...{ who, isMachine, begunElsewhere, rules: GATHER_RULES },
        habits: new Habits({ sights: new Sights(3), origins: new Origins() }, 1),
        hasNewCredential: () => isNew,
        reach: new Everywhere(access, who, isMachine, begunElsewhere, sprays),
      };
      expect(consider(draft, access, entrant, sprays)).toBe(false);
      expect(structuredClone(draft.kept())).toEqual(before);
    }),
    { numRuns: 3_000 },
  );
  expect(left).toBeGreaterThan(300);
});
