import { expect, it } from 'vitest';
import type { DecisionRow, LinkReviewRow } from '../case-view';
import { sampleContext, sampleView } from '../sample-view';
import { reportModel } from './model';

const [SAMPLE] = sampleView().episodes('');
const EPISODE = { ...SAMPLE!, aliases: ['pold'] };
const decision = (episode: string, at: string, verdict: DecisionRow['verdict']): DecisionRow => ({
  episode,
  ...{ verdict, action: 'none', why: at, by: 'A', at, withdrawn: null },
});
const review = (episode: string, at: string, said: LinkReviewRow['review']): LinkReviewRow => ({
  episode,
  ...{ event: 'e1', review: said, why: '', by: 'A', at, withdrawn: null },
});
const view = (decisions: DecisionRow[], reviews: LinkReviewRow[] = []) => ({
  ...sampleView(),
  *episodes() {
    yield EPISODE;
  },
  episode: () => EPISODE,
  decisions: () => decisions,
  linkReviews: () => reviews,
});
const [EARLY, LATE] = ['2026-02-01T09:00:00.000Z', '2026-02-02T09:00:00.000Z'] as const;

it.each([
  ['under the present name', [decision(EPISODE.id, LATE, 'friction'), decision('pold', EARLY, 'expected')]],
  ['under a former name', [decision(EPISODE.id, EARLY, 'expected'), decision('pold', LATE, 'friction')]],
  [
    'here, when a copy with an older one was put in',
    [decision(EPISODE.id, LATE, 'friction'), decision(EPISODE.id, EARLY, 'expected')],
  ],
])('the newest decision stands: said %s', async (_, decisions) => {
  const model = await reportModel(view(decisions), sampleContext());
  expect(model.episodes[0]!.decided).toBe('friction');
  expect(model.verdicts.flatMap(({ verdict, decided }) => (decided > 0 ? [verdict] : []))).toEqual(['friction']);
  expect(model.section(1).decisions.map(({ verdict }) => verdict)).toEqual(['expected', 'friction']);
});

it('the newest word on a link stands, whichever name of the episode it was said under', async () => {
  const words = [review(EPISODE.id, LATE, 'confirmed'), review('pold', EARLY, 'rejected')];
  const { section } = await reportModel(view([], words), sampleContext());
  expect(section(1).reviews.at(-1)!.review).toBe('confirmed');
});
