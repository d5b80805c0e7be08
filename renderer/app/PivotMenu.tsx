/** A right click on a value in any view (or the menu key, or Shift+F10): in, out, only this, its events, its page, copy. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { ellipsis, visible } from '../../shared/base/text';
import { refKind } from '../../shared/model/ids';
import { useClient } from '../engine/EngineContext';
import { useFilters } from '../state/filters';
import { useLayout } from '../state/layout';
import { openRef, showEvent } from '../state/navigate';
import { say } from '../state/notices';
import { offerPivot, type Pivot, pivotAt, pivotsOf, usePivotAsked } from '../state/pivot';
import { withWordState } from '../state/query-words';
import { copyText } from '../ui/clipboard';
import { beginWork } from '../ui/idle';
import { type PointChoice, PointMenu } from '../ui/PointMenu';

/** Characters of a value in a choice: the menu is as wide as it may be with them. */
const IN_CHOICE = 40;

export function PivotMenu(): ReactNode {
  const client = useClient();
  const asked = usePivotAsked((held) => held.asked);
  /** The menu as it is shown: what the record of the value holds besides is asked for first. */
  const [menu, setMenu] = useState<{ pivot: Pivot; more: Pivot[]; at: { x: number; y: number } } | null>(null);
  useEffect(() => {
    const ask = (event: MouseEvent): void => {
      // A view with a menu of its own has answered already.
      const found = event.defaultPrevented ? null : pivotAt(event.target);
      if (!found) return;
      event.preventDefault();
      // By key the place is that of the focus, which may be a whole list.
      const isKey = event.button !== 2;
      const box = found.element.getBoundingClientRect();
      offerPivot(found.pivot, isKey ? { x: box.left + 8, y: box.bottom } : { x: event.clientX, y: event.clientY });
    };
    window.addEventListener('contextmenu', ask);
    return () => window.removeEventListener('contextmenu', ask);
  }, []);
  useEffect(() => {
    if (!asked) return setMenu(null);
    const { pivot, at } = asked;
    const { event } = pivot;
    if (!event || refKind(event) !== 'event') return setMenu({ pivot, at, more: [] });
    let isOver = false;
    const end = beginWork();
    const show = (more: Pivot[]): void => {
      if (!isOver) setMenu({ pivot, at, more: more.filter(({ field }) => field !== pivot.field) });
    };
    client['events.get']({ id: event })
      .then(
        (found) => show(pivotsOf(found)),
        () => show([]), // the value itself still leads on
      )
      .finally(end);
    return () => {
      isOver = true;
    };
  }, [asked, client]);
  // At once: the next key belongs to where the focus goes back to.
  const close = useCallback(() => {
    setMenu(null);
    usePivotAsked.setState({ asked: null });
  }, []);
  return menu && <PointMenu at={menu.at} label={menu.pivot.field} choices={choicesOf(menu)} onClose={close} />;
}

function choicesOf({ pivot: { field, value, identity, event }, more }: { pivot: Pivot; more: Pivot[] }): PointChoice[] {
  const short = ellipsis(visible(value), IN_CHOICE);
  const events = (): void => {
    useFilters.getState().set({ query: withWordState('', field, value, 'in'), identities: null, episode: null });
    useLayout.getState().open('events');
  };
  return [
    { title: `With ${short}`, run: narrow({ field, value }, 'in') },
    { title: `Without ${short}`, run: narrow({ field, value }, 'out') },
    { title: `Events with ${short}`, run: events },
    ...(event ? [{ title: 'The record, to note or tag', run: () => showEvent(event) }] : []),
    ...(identity
      ? [
          { title: `Page of ${short}`, run: () => void openRef(identity) },
          { title: 'On the timeline', run: () => void openRef(identity, 'timeline') },
          { title: 'On the map', run: () => void openRef(identity, 'map') },
        ]
      : []),
    ...more.flatMap((one) => {
      const said = `Its ${FIELD_WORDS[one.field]} ${ellipsis(visible(one.value), IN_CHOICE)}`;
      return [
        { title: `${said}: with it`, run: narrow(one, 'in') },
        { title: `${said}: without it`, run: narrow(one, 'out') },
        ...(one.identity ? [{ title: `${said}: page`, run: () => void openRef(one.identity!) }] : []),
      ];
    }),
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

const FIELD_WORDS: Record<string, string> = {
  identity: 'identity',
  ip: 'address',
  app: 'application',
  device: 'device',
  session: 'session',
};

/** Puts a value into the filter of every view, or out of it. */
const narrow =
  ({ field, value }: Pivot, state: 'in' | 'out') =>
  (): void => {
    const { query, set } = useFilters.getState();
    set({ query: withWordState(query, field, value, state) });
    say({
      tone: 'done',
      text: `${state === 'in' ? 'Only' : 'Without'} ${ellipsis(visible(value), IN_CHOICE)}, in every view`,
    });
  };
