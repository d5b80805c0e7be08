import { expect, it } from 'vitest';
import { liveSession } from './live-session';
import type { OpenCase } from './session';

function opened(told: string[]): OpenCase {
  const close = (): void => void told.push('closed');
  return { db: { close }, settle: async () => void told.push('settled') } as unknown as OpenCase;
}

it('closes a case only when nothing beside the engine reads it any more', async () => {
  const told: string[] = [];
  let gone = (): void => {};
  const session = liveSession('0', {
    begin: () => void told.push('begun'),
    letGo: () => {
      told.push('let go');
      return new Promise<void>((resolve) => {
        gone = () => {
          told.push('gone');
          resolve();
        };
      });
    },
  });
  session.use(opened(told));
  session.use(null);
  expect(session.current()).toBeNull();
  const settled = session.settled!();
  await Promise.resolve();
  expect(told).toEqual(['begun', 'let go']);
  gone();
  await settled;
  expect(told).toEqual(['begun', 'let go', 'gone', 'closed', 'settled']);
});

it('closes it at once where nothing does', () => {
  const told: string[] = [];
  const session = liveSession('0');
  session.use(opened(told));
  session.use(null);
  expect(told).toEqual(['closed']);
});
