import { expect, it } from 'vitest';
import { reportModel } from '../report/model';
import { sampleContext, sampleView } from '../sample-view';
import { reportDocument } from './document';
import { episodeBlocks } from './episode';
import { said } from './said';
import { overview } from './technical';

const [SAMPLE] = sampleView().episodes('');
const honest = {
  ...SAMPLE!,
  verdict: 'friction' as const,
  followed: 'no' as const,
  followedBy: [],
  decision: undefined,
};
const view = (over: Partial<Parameters<typeof sampleView>[0]> = {}): ReturnType<typeof sampleView> =>
  sampleView({
    episodes: () => [honest] as ReturnType<ReturnType<typeof sampleView>['episodes']>,
    episode: () => honest as unknown as ReturnType<ReturnType<typeof sampleView>['episode']>,
    pathsOf: () => [],
    decisions: () => [],
    linkReviews: () => [],
    annotations: () => [],
    ...over,
  });

it('tells friction in brief: finding, grounds and records with file and hash, and says what it leaves out', async () => {
  const model = await reportModel(view(), sampleContext());
  const text = said(episodeBlocks(model.section(1)));
  expect(text).toMatch(/Friction, confidence \d+\s%/);
  for (const piece of honest.for) expect(text).toContain(piece.text.slice(0, 10));
  expect(text).toContain('Records cited');
  expect(text).not.toMatch(/What to do|Records of this episode over time|Standards:/);
  expect(said(overview(model))).toContain('told in brief');
  const { cover } = await reportDocument(view(), sampleContext());
  expect(cover.contents).toContainEqual({ level: 3, text: '1. Friction and expected, in brief', id: 'e1' });
});

it('tells in full what somebody wrote about, or an access followed', async () => {
  const [note] = sampleView().annotations();
  const noted = await reportModel(view({ annotations: () => [{ ...note!, on: honest.id, withdrawn: null }] }), sampleContext()); // biome-ignore format: one line
  expect(said(episodeBlocks(noted.section(1)))).toContain('Four questions');
  const open = { ...SAMPLE!, verdict: 'friction' as const };
  const followed = await reportModel(view({ episodes: () => [open], episode: () => open }), sampleContext());
  expect(said(episodeBlocks(followed.section(1)))).toContain('Access that followed');
});

it('tells addresses that differ alike in one row, and counts their events', async () => {
  const [row] = sampleView().disagreements!()!.rows;
  const rows = Array.from({ length: 30 }, (_, i) => ({ ...row!, ip: `203.0.113.${i}`, events: 2 }));
  const { afterwards } = await import('./technical');
  const disagreements = { compared: 60, databases: ['d'], rows };
  const text = said(afterwards(await reportModel(view({ disagreements: () => disagreements }), sampleContext())));
  expect(text.split('\n').filter((line) => line.includes('203.0.113.'))).toHaveLength(1);
  expect(text).toContain('203.0.113.11 and 18 more');
  expect(text).toMatch(/and 18 more \|.*\| 60 \|/);
});

it('keeps the time in the contents, however long the name', async () => {
  const named = { ...SAMPLE!, identity: { ...SAMPLE!.identity, name: 'n'.repeat(300) } };
  const { cover } = await reportDocument(
    sampleView({ episodes: () => [named], episode: () => named }),
    sampleContext(),
  );
  expect(cover.contents.find(({ id }) => id === 'e1')?.text).toMatch(/^1\. n{55}…, \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
});

it('without an episode there is no list of findings, and no word about brief ones', async () => {
  const { model, blocks } = await reportDocument(sampleView({ episodes: () => [] }), sampleContext());
  const all = [];
  for await (const some of blocks()) all.push(...some);
  expect(model.episodes).toEqual([]);
  expect(said(all)).not.toMatch(/No finding asks for containment|told in brief|Every episode in scope/);
  expect(said(all)).toContain('Everything that this report could answer');
});
