import { expect, it } from 'vitest';
import { fromWire, SidedoorError } from '../../shared/rpc/errors';
import { explain, Failure, UsageError } from './failure';

it.each([
  [new UsageError('no such zone'), 2, 'sidedoor: no such zone'],
  [new SidedoorError('bad-input', 'no such id', { where: 'id' }), 2, 'sidedoor: no such id — at id'],
  [new Failure('no case'), 1, 'sidedoor: no case'],
  [
    new SidedoorError('not-found', 'no such event', { where: 'e1', fix: 'list them' }),
    1,
    'sidedoor: no such event — at e1 — list them',
  ],
  [new Error('two\n  lines'), 1, 'sidedoor: two lines'],
  ['text', 1, 'sidedoor: text'],
] as const)('explains %s in one line', (thrown, code, text) => {
  expect(explain(thrown, false)).toEqual({ code, text });
});

it('shows stacks on request only', () => {
  const broken = fromWire({ code: 'internal', message: 'broken', detail: 'Error: broken\n    at engine' });
  expect(explain(broken, false).text).toBe('sidedoor: broken — run again with --debug for details');
  expect(explain(broken, true).text).toBe('sidedoor: broken\nError: broken\n    at engine');
});
