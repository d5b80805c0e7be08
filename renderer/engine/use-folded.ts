/** Runs of repeats, page after page as one scrolls down: how many there are is known only at the end. */
import { useEffect, useRef, useState } from 'react';
import type { Filter } from '../../shared/contract/events';
import type { Event } from '../../shared/model/event';
import type { SidedoorError } from '../../shared/rpc/errors';
import { beginWork } from '../ui/idle';
import { useClient } from './EngineContext';
import { asSidedoorError, keyOf } from './query-cache';

export interface FoldedRow {
  event: Event;
  n: number;
  until: string;
}

export interface Folded {
  rows: readonly FoldedRow[];
  /** Events that these rows stand for. */
  events: number;
  /** There is nothing after them. */
  isWhole: boolean;
  loading: boolean;
  error: SidedoorError | null;
}

const AHEAD = 100; // rows loaded beyond the screen
const NONE = {
  rows: [] as FoldedRow[],
  events: 0,
  next: null as string | null,
  isWhole: false,
  error: null as SidedoorError | null,
};

/** `last` is the lowest position on screen. Nothing is asked while `on` is false. `version` changes when events do, or notes, which stand alone. */
export function useFolded(on: boolean, filter: Filter, order: 'asc' | 'desc', last: number, version: string): Folded {
  const client = useClient();
  const question = keyOf('events.folded', { filter, order, version });
  const [held, setHeld] = useState<typeof NONE & { question: string }>({
    ...NONE,
    question: '',
  });
  const asking = useRef('');
  const now = held.question === question ? held : { ...NONE, question };
  const wants = on && !now.isWhole && now.error === null && now.rows.length < last + AHEAD;
  const page = `${question} ${now.next}`;
  const newest = useRef({ question, now, filter, order });
  newest.current = { question, now, filter, order };
  useEffect(() => {
    if (!wants || asking.current === page) return;
    asking.current = page;
    const { question: asked, now: before, filter: about, order: by } = newest.current;
    const end = beginWork();
    client['events.folded']({ filter: about, order: by, after: before.next })
      .then(
        (out) => {
          if (newest.current.question !== asked) return;
          setHeld({
            question: asked,
            rows: [...before.rows, ...out.rows],
            events: before.events + out.events,
            next: out.next,
            isWhole: out.next === null,
            error: null,
          });
        },
        (thrown: unknown) => setHeld({ ...NONE, question: asked, error: asSidedoorError(thrown) }),
      )
      .finally(end);
  }, [client, page, wants]);
  return { rows: now.rows, events: now.events, isWhole: now.isWhole, loading: wants, error: now.error };
}
