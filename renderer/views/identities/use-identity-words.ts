/** Merges and splits by hand, each with its way back: what the buttons of the page call. */
import { useCallback } from 'react';
import type { Spelling } from '../../../shared/model/identity';
import { useAct } from '../../engine/use-act';
import { say } from '../../state/notices';
import { runCommand } from '../../state/run-command';
import { useUndo } from '../../state/undo';

export interface IdentityActs {
  merge(identities: readonly string[], why: string, title: string): Promise<boolean>;
  split(identity: string, spellings: readonly Spelling[], why: string, title: string): Promise<boolean>;
  withdraw(seq: number, title: string): Promise<boolean>;
}

export function useIdentityWords(): IdentityActs {
  const act = useAct();
  const back = useCallback(
    async (seq: number) => (await act('take it back', (client) => client['identities.withdraw']({ seq }))).ok,
    [act],
  );
  const again = useCallback(
    async (seq: number) => (await act('say it again', (client) => client['identities.restore']({ seq }))).ok,
    [act],
  );
  /** Says the word, and keeps how to take it back and to say it again. */
  const said = useCallback(
    async (title: string, send: () => Promise<number | null>): Promise<boolean> => {
      const seq = await send();
      if (seq === null) return false;
      useUndo.getState().did({ title, undo: () => back(seq), redo: () => again(seq) });
      say({
        tone: 'done',
        text: `${title}. The findings were computed again.`,
        action: { title: 'Undo', run: () => void runCommand('edit.undo') },
      });
      return true;
    },
    [back, again],
  );
  return {
    merge: (identities, why, title) =>
      said(title, async () => {
        const done = await act('merge', (client) => client['identities.merge']({ identities: [...identities], why }));
        return done.ok ? done.value.seq : null;
      }),
    split: (identity, spellings, why, title) =>
      said(title, async () => {
        const done = await act('split', (client) => client['identities.split']({ identity, spellings: [...spellings], why })); // biome-ignore format: one call
        return done.ok ? done.value.seq : null;
      }),
    withdraw: async (seq, title) => {
      const done = await back(seq);
      if (!done) return false;
      useUndo.getState().did({ title: `${title}: taken back`, undo: () => again(seq), redo: () => back(seq) });
      say({ tone: 'done', text: `${title}: taken back. The custody log keeps both acts.` });
      return true;
    },
  };
}
