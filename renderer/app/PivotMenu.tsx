/** A right click on a value in any view (or the menu key, or Shift+F10): in, out, only this, its events, its page, copy. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { ellipsis, visible } from '../../shared/base/text';
import { useFilters } from '../state/filters';
import { useLayout } from '../state/layout';
import { openRef, showEvent } from '../state/navigate';
import { say } from '../state/notices';
import { type Pivot, pivotAt } from '../state/pivot';
import { withWordState } from '../state/query-words';
import { copyText } from '../ui/clipboard';
import { type PointChoice, PointMenu } from '../ui/PointMenu';

/** Characters of a value in a choice: the menu is as wide as it may be with them. */
const IN_CHOICE = 40;

export function PivotMenu(): ReactNode {
  const [asked, setAsked] = useState<{ pivot: Pivot; at: { x: number; y: number } } | null>(null);
  useEffect(() => {
    const ask = (event: MouseEvent): void => {
      // A view with a menu of its own has answered already.
      const found = event.defaultPrevented ? null : pivotAt(event.target);
      if (!found) return;
      event.preventDefault();
      // By key the place is that of the focus, which may be a whole list.
      const isKey = event.button !== 2;
      const box = found.element.getBoundingClientRect();
      setAsked({
        pivot: found.pivot,
        at: isKey ? { x: box.left + 8, y: box.bottom } : { x: event.clientX, y: event.clientY },
      });
    };
    window.addEventListener('contextmenu', ask);
    return () => window.removeEventListener('contextmenu', ask);
  }, []);
  const close = useCallback(() => setAsked(null), []);
  return (
    asked && <PointMenu at={asked.at} label={asked.pivot.field} choices={choicesOf(asked.pivot)} onClose={close} />
  );
}

function choicesOf({ field, value, identity, event }: Pivot): PointChoice[] {
  const short = ellipsis(visible(value), IN_CHOICE);
  const narrow = (state: 'in' | 'out') => (): void => {
    const { query, set } = useFilters.getState();
    set({ query: withWordState(query, field, value, state) });
    say({ tone: 'done', text: `${state === 'in' ? 'Only' : 'Without'} ${short}, in every view` });
  };
  const events = (): void => {
    useFilters.getState().set({ query: withWordState('', field, value, 'in'), identities: null, episode: null });
    useLayout.getState().open('events');
  };
  return [
    { title: `With ${short}`, run: narrow('in') },
    { title: `Without ${short}`, run: narrow('out') },
    { title: `Events with ${short}`, run: events },
    ...(event ? [{ title: 'The record, to note or tag', run: () => showEvent(event) }] : []),
    ...(identity
      ? [
          { title: `Page of ${short}`, run: () => void openRef(identity) },
          { title: 'On the timeline', run: () => void openRef(identity, 'timeline') },
          { title: 'On the map', run: () => void openRef(identity, 'map') },
        ]
      : []),
    {
      title: 'Copy',
      run: () =>
        void copyText(value).then(
          () => say({ tone: 'done', text: `Copied ${short}` }),
          () => say({ tone: 'problem', text: 'The clipboard cannot be written here' }),
        ),
    },
  ];
}
