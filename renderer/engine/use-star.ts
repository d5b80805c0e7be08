/** Stars on events, episodes and identities: what has one, and setting or taking one so that it can be undone. */
import { useCallback, useMemo } from 'react';
import type { Client } from '../../shared/contract';
import type { Annotation } from '../../shared/model/case';
import { STAR_TAG, STAR_TEXT } from '../../shared/model/note-templates';
import { say } from '../state/notices';
import { useUndo } from '../state/undo';
import { useAct } from './use-act';
import { useCase } from './use-case';
import { useQuery } from './use-query';

const NONE: ReadonlySet<string> = new Set();

/** Ids of everything with a star. */
export function useStars(): ReadonlySet<string> {
  const { data } = useQuery('annotations.stars', {});
  return useMemo(() => (data ? new Set(data.map(({ on }) => on)) : NONE), [data]);
}

/** The star on one thing, as its button needs it; `what` in words: "the event". */
export function useStar(
  on: string,
  what: string,
): { what: string; isOn: boolean; isDisabled: boolean; onToggle(): void } {
  const isOn = useStars().has(on);
  const toggle = useToggleStar();
  const isDisabled = useCase()?.readOnly ?? false;
  return { what, isOn, isDisabled, onToggle: () => void toggle(on, what) };
}

/** `toggle(id, 'the event')`: sets a star, or takes all away that stand on it. */
export function useToggleStar(): (on: string, what: string) => Promise<void> {
  const act = useAct();
  return useCallback(
    async (on, what) => {
      // Asked now: what is drawn may be older than the last press.
      const now = await act(`look for a star on ${what}`, (client) => client['annotations.list']({ on }));
      if (!now.ok) return;
      const notes = now.value.filter(({ tags }) => tags.includes(STAR_TAG));
      const step = notes.length === 0 ? setting(on) : taking(notes);
      const title = notes.length === 0 ? `star ${what}` : `take the star from ${what}`;
      if (!(await act(title, step.run)).ok) return;
      useUndo.getState().did({
        title,
        undo: async () => (await act(`undo: ${title}`, step.back)).ok,
        redo: async () => (await act(title, step.run)).ok,
      });
      say({
        tone: 'done',
        text: notes.length === 0 ? `Star on ${what}.` : `No star on ${what} any more.`,
        action: { title: 'Undo', run: () => void useUndo.getState().undo() },
      });
    },
    [act],
  );
}

interface Step {
  run(client: Client): Promise<unknown>;
  back(client: Client): Promise<unknown>;
}

function setting(on: string): Step {
  let id = '';
  return {
    run: async (client) => {
      if (id !== '') await client['annotations.restore']({ ids: [id] });
      else id = (await client['annotations.add']({ on, text: STAR_TEXT, tags: [STAR_TAG] })).id;
    },
    back: (client) => client['annotations.remove']({ id }),
  };
}

/** A bare star is withdrawn; a note that has words beside its star keeps them and loses the star. */
function taking(notes: readonly Annotation[]): Step {
  const held = notes.map((note) => ({ note, id: note.id, isBare: note.text === STAR_TEXT && note.tags.length === 1 }));
  return {
    run: async (client) => {
      for (const one of held) {
        const { text, tags } = one.note;
        if (one.isBare) await client['annotations.remove']({ id: one.id });
        else
          one.id = (
            await client['annotations.edit']({ id: one.id, text, tags: tags.filter((tag) => tag !== STAR_TAG) })
          ).id;
      }
    },
    back: async (client) => {
      for (const one of held) {
        const { text, tags } = one.note;
        // The star is whose it was, and as old.
        if (one.isBare) await client['annotations.restore']({ ids: [one.id] });
        else one.id = (await client['annotations.edit']({ id: one.id, text, tags })).id;
      }
    },
  };
}
