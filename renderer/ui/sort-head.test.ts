import { expect, it } from 'vitest';
import { inOrder } from './SortHead';

it('sorts numbers by size, texts as read, what is missing last in either order', () => {
  const rows = [{ n: 10 }, { n: null }, { n: 9 }, { n: 2 }];
  expect(inOrder(rows, ({ n }) => n, 'asc').map(({ n }) => n)).toEqual([2, 9, 10, null]);
  expect(inOrder(rows, ({ n }) => n, 'desc').map(({ n }) => n)).toEqual([10, 9, 2, null]);
  expect(inOrder(['b10', 'B9', 'a'], (text) => text, 'asc')).toEqual(['a', 'B9', 'b10']);
});
it('leaves equal rows as they stood', () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({ i, same: i % 2 }));
  const even = inOrder(rows, ({ same }) => same, 'asc').slice(0, 25);
  expect(even.map(({ i }) => i)).toEqual(rows.filter(({ same }) => same === 0).map(({ i }) => i));
});
