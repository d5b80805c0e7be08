import { expect, it } from 'vitest';
import type { Block } from '../../../../shared/model/report';
import { reportModel } from '../report/model';
import { sampleContext, sampleView } from '../sample-view';
import { reportDocument } from './document';
import { narrativeBlocks } from './narrative';

const levels = (blocks: readonly Block[]): number[] =>
  blocks.flatMap((block) => (block.block === 'heading' ? [block.level] : []));

/** A step down leaves no level out: readers of screens and the outline of a PDF go by it. */
const skipped = (list: readonly number[], above: number): number[] =>
  list.filter((level, i) => level > (list[i - 1] ?? above) + 1);

it('no heading of the whole report leaves a level out', async () => {
  const { blocks } = await reportDocument(sampleView(), sampleContext());
  const all: number[] = [];
  for await (const some of blocks()) all.push(...levels(some));
  expect(all.length).toBeGreaterThan(20);
  expect(skipped(all, 0)).toEqual([]);
});

it.each([
  ['## Deep\n\n# Top\n\n## Under it', [3, 3, 4]],
  ['### Deeper\n\n#### Deepest', [3, 4]],
])('a narrative that begins deep begins below its own heading: %j', async (text, wanted) => {
  const found = levels(narrativeBlocks(await reportModel(sampleView(), sampleContext()), text));
  expect(found).toEqual(wanted);
  expect(skipped(found, 2)).toEqual([]);
});
