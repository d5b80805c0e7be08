/** Every event the filter leaves, as a table of any length: query on top, facets left, the chosen columns. */
import { PanelLeft } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Event } from '../../../shared/model/event';
import { useCase, useZone } from '../../engine/use-case';
import { usePages } from '../../engine/use-pages';
import { useQuery } from '../../engine/use-query';
import { useEventColumns } from '../../state/event-columns';
import { toFilter, useFilters } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { openRef } from '../../state/navigate';
import { say } from '../../state/notices';
import { withWordState } from '../../state/query-words';
import { useSelection } from '../../state/selection';
import { Button, IconButton } from '../../ui/Button';
import { formatCount } from '../../ui/format';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { ViewBar } from '../../ui/ViewBar';
import { type GridColumn, VirtualGrid } from '../../ui/virtual-grid';
import { CellMenu } from './CellMenu';
import { ColumnChooser } from './ColumnChooser';
import { COLUMNS, cellOf, type EventColumn } from './columns';
import { Facets } from './Facets';
import { QueryField } from './QueryField';
import './events.css';

export function EventsView(): ReactNode {
  const zone = useZone();
  const info = useCase();
  const filters = useFilters();
  const { event: selected, select } = useSelection();
  const { shown, widths, order, turn, resize } = useEventColumns();
  const { panes, resize: resizePane, toggleInspector } = useLayout();
  const [seen, setSeen] = useState({ first: 0, last: 40 });
  const [menu, setMenu] = useState<{ event: Event; column: EventColumn; at: { x: number; y: number } } | null>(null);

  const filter = toFilter(filters);
  const count = useQuery('events.count', { filter });
  const pages = usePages(
    'events.window',
    (offset, limit) => ({ filter, offset, limit, order }),
    (out) => out.rows,
    { ...seen, size: 100 },
  );
  const total = count.data?.events ?? 0;
  const onVisible = useCallback((first: number, last: number) => setSeen({ first, last }), []);
  const setQuery = useCallback((query: string) => filters.set({ query }), [filters.set]);
  const setState = (field: string, value: string, state: 'in' | 'out' | null): void =>
    filters.set({ query: withWordState(useFilters.getState().query, field, value, state) });

  const columns = useMemo<GridColumn<Event>[]>(
    () =>
      COLUMNS.filter((column) => shown.includes(column.id)).map((column, i, list) => ({
        id: column.id,
        title: column.id === 'time' ? `Time (${zone})` : column.title,
        width: widths[column.id] ?? column.width,
        mono: column.mono ?? false,
        grow: i === list.length - 1,
        cell: (event) => cellOf(column, event, zone),
        full: (event) => column.text(event, zone),
      })),
    [shown, widths, zone],
  );
  const facetsShown = panes.facets !== 0;
  const closeMenu = useCallback(() => setMenu(null), []);
  const error = count.error ?? pages.error;
  const whole = info?.events ?? 0;
  const narrowed = filters.query !== '' || filters.range || filters.identities || filters.episode;

  return (
    <div className="events">
      <ViewBar
        title="Events"
        about={count.data && (narrowed ? `${formatCount(total)} of ${formatCount(whole)}` : formatCount(total))}
      >
        {narrowed && (
          <Button look="bare" onPress={filters.clear}>
            Clear filter
          </Button>
        )}
        <ColumnChooser />
        <IconButton
          label={facetsShown ? 'Hide the facets' : 'Show the facets'}
          className={facetsShown ? 'on' : ''}
          onPress={() => resizePane('facets', facetsShown ? 0 : 1)}
        >
          <PanelLeft size={14} aria-hidden />
        </IconButton>
      </ViewBar>
      <LoadingBar active={count.loading || pages.loading} />
      <QueryField query={filters.query} onQuery={setQuery} about="" />
      <div className="events-body">
        {facetsShown && <Facets filter={filter} query={filters.query} onState={setState} />}
        {error && total === 0 ? (
          <Problem
            title="These events cannot be shown"
            error={error}
            actions={<Button onPress={() => filters.set({ query: '' })}>Clear the query</Button>}
          />
        ) : (
          <VirtualGrid<Event>
            label={`Events, ${formatCount(total)} rows, times in ${zone}`}
            columns={columns}
            count={total}
            row={pages.row}
            rowKey={(event) => event.id}
            selected={selected}
            stale={pages.stale || count.stale}
            onSelect={(event) => select({ event: event.id, identity: event.identity?.id ?? null })}
            onOpen={() => toggleInspector(true)}
            onVisible={onVisible}
            onResizeColumn={resize}
            sort={{ column: 'time', order, onToggle: turn }}
            onContext={(event, id, at) => {
              const column = COLUMNS.find((one) => one.id === id);
              if (column) setMenu({ event, column, at });
            }}
            empty={
              count.data &&
              (whole === 0 ? (
                <Empty title="No events yet">Import exports of sign-ins and denials; every record appears here.</Empty>
              ) : (
                <Empty
                  title="No event left by the filter"
                  actions={<Button onPress={filters.clear}>Clear the filter</Button>}
                >
                  {filters.range
                    ? 'The brush on the time strip narrows this table too.'
                    : 'Take a word out of the query.'}
                </Empty>
              ))
            }
          />
        )}
      </div>
      {menu && (
        <CellMenu
          at={menu.at}
          label={menu.column.title}
          onClose={closeMenu}
          choices={choicesOf(menu, zone, setState, setQuery)}
        />
      )}
    </div>
  );
}

/** Pivots from a cell: in, out, only this, everything of the identity, copy. */
function choicesOf(
  { event, column }: { event: Event; column: EventColumn },
  zone: string,
  setState: (field: string, value: string, state: 'in' | 'out') => void,
  setQuery: (query: string) => void,
): { title: string; run(): void }[] {
  const asked = column.query?.(event);
  const text = column.text(event, zone);
  const out: { title: string; run(): void }[] = [];
  const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  if (asked) {
    out.push(
      { title: `With ${short}`, run: () => setState(asked.field, asked.value, 'in') },
      { title: `Without ${short}`, run: () => setState(asked.field, asked.value, 'out') },
      { title: `Only ${short}`, run: () => setQuery(withWordState('', asked.field, asked.value, 'in')) },
    );
  }
  if (column.id === 'time') {
    const at = Date.parse(event.time);
    out.push({
      title: 'Five minutes around this, all sources',
      run: () =>
        useFilters.setState({
          query: '',
          identities: null,
          episode: null,
          range: { from: at - 300_000, to: at + 300_001 },
        }),
    });
  }
  if (event.identity) {
    const { id, name } = event.identity;
    out.push({ title: `Page of ${name.length > 32 ? `${name.slice(0, 31)}…` : name}`, run: () => void openRef(id) });
  }
  out.push({ title: 'On the timeline', run: () => void openRef(event.id, 'timeline') });
  if (text !== '')
    out.push({
      title: 'Copy',
      run: () =>
        void navigator.clipboard.writeText(text).then(
          () => say({ tone: 'done', text: `Copied ${short}` }),
          () => say({ tone: 'problem', text: 'The clipboard cannot be written here' }),
        ),
    });
  return out;
}
