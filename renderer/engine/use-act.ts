/** Commands with their failure shown: what a button or key calls. */
import { useCallback } from 'react';
import type { Client } from '../../shared/contract';
import type { SidedoorError } from '../../shared/rpc/errors';
import { say } from '../state/notices';
import { beginWork } from '../ui/idle';
import { useEngine } from './EngineContext';
import { asSidedoorError } from './query-cache';

export type Acted<T> = { ok: true; value: T } | { ok: false; error: SidedoorError };

/**
 * `act('decide', (client) => client['episodes.decide'](…))`: runs the command; a failure becomes a notice that says
 * what did not work, where, and what to do, and comes back as a value.
 */
export function useAct(): <T>(what: string, run: (client: Client) => Promise<T>) => Promise<Acted<T>> {
  const { client } = useEngine();
  return useCallback(
    async (what, run) => {
      const end = beginWork();
      try {
        return { ok: true, value: await run(client) };
      } catch (thrown) {
        const error = asSidedoorError(thrown);
        say({ tone: 'problem', text: `Could not ${what}: ${error.line}` });
        return { ok: false, error };
      } finally {
        end();
      }
    },
    [client],
  );
}
