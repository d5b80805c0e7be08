/** A contract small enough to see through; the suite runs it over every transport. */
import { z } from 'zod';
import type { HandlersOf } from '../../shared/contract';
import { command, job, query } from '../../shared/contract/define';
import { SidedoorError } from '../../shared/rpc/errors';

export const smallContract = {
  echo: query({ in: z.object({ value: z.json() }), out: z.object({ value: z.json() }) }),
  fail: query({ in: z.object({ how: z.enum(['known', 'unknown', 'unclonable']) }), out: z.object({}) }),
  big: query({ in: z.object({ text: z.string() }), out: z.object({ text: z.string() }) }),
  count: job({
    in: z.object({ to: z.number().int() }),
    progress: z.object({ done: z.number() }),
    out: z.object({ done: z.number() }),
    changes: ['events'],
  }),
  forever: job({ in: z.object({}), progress: z.object({ done: z.number() }), out: z.object({}), changes: [] }),
  granted: query({ in: z.object({ token: z.string() }), out: z.object({ path: z.string().nullable() }) }),
  die: command({ in: z.object({ code: z.number().int() }), out: z.object({}), changes: [] }),
};
export type SmallContract = typeof smallContract;

/** `granted` tells what the host said over the control channel; `die` ends whatever the engine runs in. */
export function smallHandlers(granted: ReadonlyMap<string, string>, die: (code: number) => void) {
  return {
    echo: ({ value }) => ({ value }),
    fail: ({ how }) => {
      if (how === 'known') {
        throw new SidedoorError('not-found', 'no such thing', { where: 'the drawer', fix: 'look again' });
      }
      throw how === 'unknown' ? new Error('broken') : { toString: () => 'odd', run: () => {} };
    },
    big: ({ text }) => ({ text: [...text].reverse().join('') }),
    count: async ({ to }, { progress }) => {
      for (let done = 1; done <= to; done++) {
        progress({ done });
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return { done: to };
    },
    forever: (_input, { signal, progress }) =>
      new Promise((_resolve, reject) => {
        progress({ done: 0 });
        signal.addEventListener('abort', () => reject(new SidedoorError('cancelled', 'cancelled')));
      }),
    granted: ({ token }) => ({ path: granted.get(token) ?? null }),
    die: ({ code }) => {
      die(code);
      return {};
    },
  } satisfies HandlersOf<SmallContract>;
}
