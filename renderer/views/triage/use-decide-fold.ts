/** Deciding a folded row as a whole: one verdict and one reason on all its open episodes, all or none, taken back at once. */
import { useCallback } from 'react';
import type { QueueRow } from '../../../shared/contract/episodes';
import type { Action, Verdict } from '../../../shared/model/words';
import { useClient } from '../../engine/EngineContext';
import { useAct } from '../../engine/use-act';
import { secondsInView } from '../../state/looked';
import { useUndo } from '../../state/undo';

type Fold = NonNullable<QueueRow['fold']>;

/** Most episodes that one word decides. */
export const MOST = 500;

export interface FoldWord {
  verdict: Verdict;
  action: Action;
  why: string;
}

/** Decides the open episodes of the fold; how many, or null where it failed (the person has been told). */
export function useDecideFold(): (
  fold: Fold,
  identity: string,
  word: FoldWord,
  title: string,
) => Promise<number | null> {
  const act = useAct();
  const client = useClient();
  return useCallback(
    async (fold, identity, word, title) => {
      const found = await act('find the episodes of this row', async () => {
        const isOwn = fold.kind === 'identity' || fold.kind === 'loop';
        if (!isOwn) {
          const { rows } = await client['episodes.ofCampaign']({ id: fold.id });
          return rows.filter(({ decision, suppressed }) => !decision && !suppressed);
        }
        const { rows } = await client['episodes.queue']({ state: 'open', identities: [identity], limit: MOST });
        return fold.kind === 'loop' ? rows.filter(({ patterns }) => patterns.includes('retry_loop')) : rows;
      });
      if (!found.ok || found.value.length === 0) return null;
      const ids = found.value.map(({ id }) => id);
      const seconds = Object.fromEntries(ids.map((id) => [id, secondsInView(id)]));
      const send = async (): Promise<boolean> =>
        (await act('decide them', () => client['episodes.decideMany']({ ids, ...word, seconds }))).ok;
      if (!(await send())) return null;
      useUndo.getState().did({
        title,
        undo: async () => (await act('take the decisions back', () => client['episodes.undecideMany']({ ids }))).ok,
        redo: send,
      });
      return ids.length;
    },
    [act, client],
  );
}
