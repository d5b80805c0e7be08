/** What is told of a packed episode without unpacking it is what its unpacked self tells. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MINUTE } from '../../../../shared/model/time';
import { type Denial, EpisodeDraft } from '../stages/episode-draft';
import { reconsider } from '../stages/hindsight';
import { outlineOf } from '../stages/outline';
import { NOON, seen } from '../testing/seen';
import { Drafts } from './drafts';

const denials = fc.array(seen, { minLength: 1, maxLength: 4 });
const draftOf = (told: readonly Denial[], isMachine: boolean): EpisodeDraft => {
  const draft = new EpisodeDraft(1, isMachine, told[0]!);
  for (const denial of told.slice(1)) draft.add(denial);
  return draft;
};

it('is told of packed episodes as of unpacked ones, ways out that came to light included', () => {
  const turned = { told: 0, turned: 0 };
  fc.assert(
    fc.property(
      fc.array(fc.tuple(denials, fc.boolean()), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 2 }),
      (all, exit) => {
        const drafts = new Drafts(null, { loose: 0, together: 2 });
        const before = all.map(([of, isMachine]) => {
          const draft = draftOf(
            of.map((one, i) => ({ ...one, time: NOON + i * MINUTE, derived: false })),
            isMachine,
          );
          drafts.push(draft);
          drafts.rest(draft);
          return draft.side;
        });
        const isExit = (ip: number): boolean => ip === exit;
        drafts.revise((draft) => void reconsider(draft, { isExit }, Number.POSITIVE_INFINITY));
        for (const [place, side] of before.entries()) {
          const outline = drafts.outline(place, isExit);
          const whole = outlineOf(drafts.at(place));
          const values = ({ sources, apps, ...rest }: typeof outline) => ({
            ...rest,
            sources: [...sources.keys()],
            apps: [...apps.keys()],
          });
          expect(values(outline)).toEqual(values(whole));
          expect(drafts.parts(place)).toBe(drafts.at(place).sample.length);
          turned.told++;
          if (whole.side !== side) turned.turned++;
        }
      },
    ),
  );
  expect(turned.turned).toBeGreaterThan(turned.told / 100); // the samples do turn some
});
