import { expect, it } from 'vitest';
import { QUERY_FIELDS } from '../../../shared/model/query';
import type { View } from '../../state/view';
import { VERDICT_ORDER, VERDICTS } from '../../state/words';
import { found, PAGES, pageOf } from './pages';

it('reads headings, lists, strong words and code', () => {
  expect(pageOf('x', '# Title\n\nA **b** `c`.\n\n## Part\n- one\n- two `k`\n')).toMatchObject({
    title: 'Title',
    blocks: [
      {
        t: 'paragraph',
        of: [{ text: 'A ' }, { t: 'strong', text: 'b' }, { text: ' ' }, { t: 'code', text: 'c' }, { text: '.' }],
      },
      { t: 'heading', of: [{ text: 'Part' }] },
      { t: 'list', items: [[{ text: 'one' }], [{ text: 'two ' }, { t: 'code', text: 'k' }]] },
    ],
  });
});

it('has pages, each with a title of its own', () => {
  expect(PAGES.length).toBeGreaterThan(4);
  expect(new Set(PAGES.map(({ title }) => title)).size).toBe(PAGES.length);
  for (const page of PAGES) expect(page.blocks.length).toBeGreaterThan(2);
});

it('names every field of the query language', () => {
  const { text } = PAGES.find(({ id }) => id === 'search')!;
  const listed = /^Fields: (.*)\.$/m.exec(text)![1]!.split(', ');
  expect(listed).toEqual([...QUERY_FIELDS]);
});

it('says what each verdict means, by its key', () => {
  const { text } = PAGES.find(({ id }) => id === 'triage')!;
  for (const [i, verdict] of VERDICT_ORDER.entries()) {
    const { short, means } = VERDICTS[verdict];
    const [first] = means.split(/[:.]/);
    expect(text).toMatch(new RegExp(`- \`${i + 1}\` \\*\\*${short}\\*\\*: ${first}`, 'i'));
  }
});

it('names the key of every view', () => {
  const { text } = PAGES.find(({ id }) => id === 'keys-access')!;
  const views = import.meta.glob('../*/index.ts', { eager: true, import: 'default' }) as Record<string, View>;
  expect(Object.keys(views).length).toBeGreaterThan(10);
  for (const { title, keys } of Object.values(views)) expect(text).toContain(`\`${keys.slice(2)}\` ${title}`);
});

it('finds pages by their words', () => {
  expect(found(PAGES, 'custody chain')[0]?.id).toBe('evidence');
  expect(found(PAGES, 'timeline measures')[0]?.id).toBe('timeline');
  expect(found(PAGES, 'no-such-word')).toEqual([]);
  expect(found(PAGES, '')).toHaveLength(PAGES.length);
});
