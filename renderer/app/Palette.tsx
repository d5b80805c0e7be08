import { Search } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components';
import { useCase } from '../engine/use-case';
import { useQuery } from '../engine/use-query';
import { useCommandStore } from '../state/commands';
import { useFilters, withText } from '../state/filters';
import { useLayout } from '../state/layout';
import { openRef } from '../state/navigate';
import { say } from '../state/notices';
import { VERDICTS } from '../state/words';
import { idleFrame } from '../ui/idle';
import { Keys } from '../ui/Keys';
import { Shape } from '../ui/Shape';
import { useLate } from '../ui/use-settled';
import { useOpen } from './open-state';
import './palette.css';
import { commandItems, episodeItems, identityItems, type PaletteItem, textItems } from './palette-items';
import { wantView } from './parts';

/** Search and command field: everything that can be opened or done, by a few letters. */
export function Palette(): ReactNode {
  const { palette, set } = useOpen();
  return (
    <ModalOverlay
      className="palette-scrim"
      isOpen={palette}
      onOpenChange={(open) => !open && set({ palette: false })}
      isDismissable
    >
      <Modal className="palette">
        <AriaDialog aria-label="Search or run a command" className="palette-dialog">
          {({ close }) => <PaletteBody close={close} />}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The dialog exists for this field. */
const focusOnce = (field: HTMLInputElement | null): void => field?.focus();

function PaletteBody({ close }: { close(): void }): ReactNode {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  // What Enter runs always fits the text as it stands; only the questions to the engine may lag behind fast typing.
  const search = text.trim();
  const asked = useLate(search);
  const hasCase = Boolean(useCase());
  const asks = hasCase && asked.length >= 2;
  const people = useQuery('identities.list', asks ? { search: asked, limit: 5 } : null);
  const episodes = useQuery('episodes.queue', asks ? { search: asked, state: 'all', limit: 4 } : null);
  const { groups } = useCommandStore();

  const items = useMemo(() => {
    // The newest registered first: what the view in front can do stands before what can be done anywhere.
    const commands = [...groups].reverse().flatMap((group) => group.commands);
    if (!hasCase) return commandItems(search, commands, 12);
    const open = (ref: string): void => {
      if (!openRef(ref)) say({ tone: 'problem', text: `${ref} is no id that can be opened.` });
    };
    const filter = (query: string): void => {
      const filters = useFilters.getState();
      filters.set({ query: withText(filters.query, query) });
      useLayout.getState().open('events');
    };
    const hits = commandItems(search, commands, search === '' ? 40 : 6);
    const strong = hits.length > 0 && search !== '' && hits[0]!.title.toLowerCase().startsWith(search.toLowerCase());
    const texts = textItems(search, { filter, open });
    return [
      ...(strong ? hits : []),
      ...texts,
      ...(asks ? identityItems(people.data?.rows ?? [], open) : []),
      ...(asks ? episodeItems(episodes.data?.rows ?? [], open) : []),
      ...(strong ? [] : hits),
    ];
  }, [search, groups, hasCase, asks, people.data, episodes.data]);

  const active = Math.min(at, items.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  const run = (item: PaletteItem | undefined): void => {
    if (!item) return;
    close();
    // The dialog gives the focus back in the first frame; in the second a command may take it.
    idleFrame(() =>
      idleFrame(() => {
        const { view } = useLayout.getState();
        item.run();
        if (useLayout.getState().view !== view) wantView();
      }),
    );
  };

  return (
    <>
      <div className="palette-field">
        <Search size={16} aria-hidden />
        <input
          ref={focusOnce}
          role="combobox"
          aria-label="Search or run a command"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder={hasCase ? 'Search events, people, addresses, or type a command' : 'Type a command'}
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'ArrowDown') setAt(Math.min(active + 1, items.length - 1));
            else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
            else if (event.key === 'Enter') run(items[active]);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div className="palette-list" role="listbox" aria-label="Results" id={`${id}-list`} ref={list}>
        {items.map((item, i) => (
          <Fragment key={`${item.section} ${item.id}`}>
            {item.section !== items[i - 1]?.section && (
              <div className="label palette-section" role="presentation">
                {item.section}
              </div>
            )}
            <button
              type="button"
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === active}
              className="palette-item"
              onPointerMove={() => setAt(i)}
              onClick={() => run(item)}
            >
              {item.shape && <Shape {...VERDICTS[item.shape]} />}
              <span className="palette-title clip">{item.title}</span>
              {item.note && <span className="palette-note clip">{item.note}</span>}
              {item.keys && <Keys keys={item.keys} />}
            </button>
          </Fragment>
        ))}
        {items.length === 0 && <p className="palette-none muted">Nothing fits “{text}”.</p>}
      </div>
      <div className="unseen" role="status">
        {items.length} results
      </div>
    </>
  );
}
