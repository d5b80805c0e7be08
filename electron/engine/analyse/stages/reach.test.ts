/** Whatever is left unweighed would have been no link, and would have changed nothing. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flagBits } from '../../../../shared/model/event';
import { HOUR, MINUTE } from '../../../../shared/model/time';
import { FACTORS, OUTCOMES } from '../read';
import { GATHER_RULES } from './belongs';
import { Sprays } from './campaign';
import { consider, type Entrant } from './consider';
import { type Change, type Denial, EpisodeDraft, type Seen } from './episode-draft';
import { Habits } from './habits';
import { Reach } from './reach';
import { Origins } from './sessions';
import { Sights } from './sights';
import type { Standing } from './strange';

const NOON = Date.UTC(2026, 2, 4, 12);
const known = fc.constantFrom('untold' as const, 'unseen' as const, 'once' as const, 'usual' as const);
const near = fc.constantFrom(null, 'common' as const, 'known' as const, 'new' as const);
/** Few values, so that accesses and denials often share some. */
const few = fc.integer({ min: -1, max: 2 });

const standing: fc.Arbitrary<Standing> = fc.record({
  ...{ ip: known, network: known, country: known, native: known, browser: known },
  ...{ others: near, othersCountry: near },
  n: fc.integer({ min: 0, max: 40 }),
  hours: fc.constantFrom(0, 1),
  kind: fc.constantFrom(null, 'vpn', 'hosting', 'residential'),
  flagged: fc.boolean(),
  shared: fc.boolean(),
  phone: fc.constant(null),
  speed: fc.constant(null),
});

const seen: fc.Arbitrary<Seen> = fc.record({
  ...{ eid: fc.nat(), rk: fc.nat(), content: fc.nat(), class: fc.constant(0), action: fc.nat(9) },
  time: fc.integer({ min: -HOUR, max: 200 * HOUR }).map((after) => NOON + after),
  outcome: fc.constantFrom(...Object.values(OUTCOMES)),
  factor: fc.constantFrom(null, FACTORS.push, FACTORS.fido2, FACTORS.sms),
  flags: fc.constantFrom(0, flagBits(['device_code']), flagBits(['legacy_protocol'])),
  source: fc.constantFrom(1, 2),
  ...{ code: fc.constant(null), app: fc.constant(null), resource: fc.constant(null), place: fc.constant(null) },
  ...{ ip: fc.constantFrom(null, 0, 1, 2), device: fc.constant(null), ua: fc.constant(null) },
  session: fc.constantFrom(null, 's', 't'),
  trace: fc.record({
    ...{ ip: few, prefix: few, network: few, country: few },
    ...{ native: few, browser: few, app: few, factor: few },
  }),
  standing,
  strange: fc.double({ min: -4, max: 6, noNaN: true }),
  side: fc.constantFrom('own' as const, 'open' as const, 'strange' as const),
});

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
