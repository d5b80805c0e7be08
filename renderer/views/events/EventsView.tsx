/** Every event the filter leaves, as a table of any length: query on top, facets left, the chosen columns. */
import { PanelLeft, Star } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ellipsis, visible } from '../../../shared/base/text';
import type { NoteBrief } from '../../../shared/model/case';
import type { Event } from '../../../shared/model/event';
import { refKind } from '../../../shared/model/ids';
import { STAR_TAG } from '../../../shared/model/note-templates';
import { useAct } from '../../engine/use-act';
import { useBriefs, useNoted } from '../../engine/use-briefs';
import { useCase, useZone } from '../../engine/use-case';
import { type FoldedRow, useFolded } from '../../engine/use-folded';
import { usePages } from '../../engine/use-pages';
import { useQuery } from '../../engine/use-query';
import { useToggleStar } from '../../engine/use-star';
import { useCommands } from '../../state/commands';
import { useEventColumns } from '../../state/event-columns';
import { toFilter, useFilters } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { MOST_MARKED, useMarked } from '../../state/marked';
import { openRef } from '../../state/navigate';
import { say } from '../../state/notices';
import { withWordState, words } from '../../state/query-words';
import { runCommand } from '../../state/run-command';
import { useSavedViews } from '../../state/saved-views';
import { useSelection } from '../../state/selection';
import { Button, IconButton } from '../../ui/Button';
import { formatCount, formatTime } from '../../ui/format';
import { PointMenu } from '../../ui/PointMenu';
import { Empty, LoadingBar, NoEvents, Problem } from '../../ui/States';
import { ViewBar } from '../../ui/ViewBar';
import { type GridColumn, VirtualGrid } from '../../ui/virtual-grid';
import { BulkBar } from './BulkBar';
import { ColumnChooser } from './ColumnChooser';
import { COLUMNS, cellOf, type EventColumn, inOrder } from './columns';
import { ExportView } from './ExportView';
import { Facets } from './Facets';
import { ManualStrip } from './ManualStrip';
import { QueryField } from './QueryField';
import { SavedViews } from './SavedViews';
import './events.css';
import { copyText } from '../../ui/clipboard';

/** A query that stands so long was meant, ms. */
const MEANT_MS = 2_500;

export function EventsView(): ReactNode {
  const zone = useZone();
  const info = useCase();
  const filters = useFilters();
  const { event: selected, select } = useSelection();
  const { shown, widths, order, turn, resize, move, pinned, fold, setFold } = useEventColumns();
  const marked = useMarked();
  const act = useAct();
  const star = useToggleStar();
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
  const noted = useNoted();
  const folded = useFolded(fold, filter, order, seen.last, `${info?.events ?? 0} ${noted}`);
  const rowAt = (index: number): FoldedRow | undefined => {
    if (fold) return folded.rows[index];
    const event = pages.row(index);
    return event && { event, n: 1, until: event.time };
  };
  const rowCount = fold ? folded.rows.length : total;
  const onVisible = useCallback((first: number, last: number) => setSeen({ first, last }), []);
  const setQuery = useCallback((query: string) => filters.set({ query }), [filters.set]);
  const setState = (field: string, value: string, state: 'in' | 'out' | null): void =>
    filters.set({ query: withWordState(useFilters.getState().query, field, value, state) });

  const withNotes = noted > 0 && shown.includes('note');
  const briefs = useBriefs(withNotes ? idsAround(seen, rowCount, rowAt) : null);
  const columns = useMemo<GridColumn<FoldedRow>[]>(() => {
    // While no event has a note, the column has nothing to say and takes no room.
    const list = inOrder(shown).filter(({ id }) => id !== 'note' || withNotes);
    const first = list.filter((column) => pinned.includes(column.id));
    return [...first, ...list.filter((column) => !first.includes(column))].map((column, i) => ({
      id: column.id,
      title: column.id === 'time' ? `Time (${zone})` : column.title,
      width: widths[column.id] ?? column.width,
      mono: column.mono ?? false,
      pinned: i < first.length,
      grow: i === list.length - 1,
      cell: ({ event, n }) =>
        column.id === 'outcome' && n > 1 ? (
          <>
            {cellOf(column, event, zone, briefs.get(event.id))} <b className="times">×{formatCount(n)}</b>
          </>
        ) : (
          cellOf(column, event, zone, briefs.get(event.id))
        ),
      full: ({ event, n, until }) =>
        column.id === 'time' && n > 1
          ? `${formatTime(event.time, zone, 'full')} to ${formatTime(until, zone, 'full')}`
          : visible(column.text(event, zone, briefs.get(event.id))),
    }));
  }, [shown, widths, zone, pinned, withNotes, briefs]);
  // A query that has stood for a while was meant: it can be asked again.
  useEffect(() => {
    const timer = window.setTimeout(() => useSavedViews.getState().asked(filters.query), MEANT_MS);
    return () => window.clearTimeout(timer);
  }, [filters.query]);
  const markRange = (from: number, to: number, isRange: boolean): void => {
    const ids = Array.from({ length: to - from + 1 }, (_, i) => rowAt(from + i)?.event.id).filter(
      (id) => id !== undefined,
    );
    if (!isRange) for (const id of ids) marked.toggle(id);
    else if (!marked.add(ids))
      say({ tone: 'problem', text: `No more than ${formatCount(MOST_MARKED)} can be marked.` });
  };
  const markAll = async (): Promise<void> => {
    const found = await act('mark these events', (client) => client['events.ids']({ filter, limit: MOST_MARKED }));
    if (!found.ok) return;
    marked.clear();
    marked.add(found.value.ids);
    if (total > MOST_MARKED)
      say({ tone: 'problem', text: `The first ${formatCount(MOST_MARKED)} are marked: no more go into one act.` });
  };
  const latest = useRef({ selected, markAll });
  latest.current = { selected, markAll };
  useCommands(
    'Events',
    useMemo(
      () => [
        {
          id: 'events.around',
          title: 'Five minutes around the event, all sources',
          keys: 'a',
          run: () => {
            const { selected: id } = latest.current;
            if (id)
              void act('find the event', (client) => client['events.get']({ id })).then(
                (got) => got.ok && around(got.value),
              );
          },
        },
        {
          id: 'events.star',
          title: 'Star the event, or take its star',
          keys: '*',
          run: () => {
            const { selected: id } = latest.current;
            if (id && refKind(id) === 'event') void star(id, 'the event');
          },
        },
        { id: 'events.starred', title: 'Only events with a star, or all', run: () => onlyStarred() },
        {
          id: 'events.fold',
          title: 'Fold repeats, or show each event',
          keys: 'r',
          run: () => useEventColumns.getState().setFold(!useEventColumns.getState().fold),
        },
        { id: 'events.unmark', title: 'Unmark all', keys: 'Escape', run: () => useMarked.getState().clear() },
        { id: 'events.markAll', title: 'Mark all that the filter leaves', run: () => void latest.current.markAll() },
      ],
      [act, star],
    ),
  );
  const isStarred = hasStarWord(filters.query);
  const facetsShown = panes.facets !== 0;
  const body = useRef<HTMLDivElement>(null);
  const toTable = (): void => body.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  const closeMenu = useCallback(() => setMenu(null), []);
  const error = count.error ?? (fold ? folded.error : pages.error);
  const whole = info?.events ?? 0;
  const narrowed = filters.query !== '' || filters.range || filters.identities || filters.episode;

  return (
    <div className="events">
      <ViewBar
        title="Events"
        about={
          count.data &&
          `${narrowed ? `${formatCount(total)} of ${formatCount(whole)}` : formatCount(total)}${
            fold && folded.rows.length > 0
              ? ` · ${formatCount(folded.rows.length)} rows for ${folded.isWhole ? 'all' : `the first ${formatCount(folded.events)}`}`
              : ''
          }`
        }
      >
        {narrowed && (
          <Button look="bare" onPress={filters.clear}>
            Clear filter
          </Button>
        )}
        <Button look="bare" keys="r" aria-pressed={fold} className={fold ? 'on' : ''} onPress={() => setFold(!fold)}>
          Fold repeats
        </Button>
        <IconButton
          label={isStarred ? 'All events' : 'Only events with a star'}
          className={isStarred ? 'on' : ''}
          aria-pressed={isStarred}
          onPress={onlyStarred}
        >
          <Star size={14} aria-hidden />
        </IconButton>
        <SavedViews />
        <ExportView filter={filter} columns={columns.map(({ id }) => id)} zone={zone} fold={fold} order={order} />
        <ColumnChooser hasNotes={noted > 0} />
        <IconButton
          label={facetsShown ? 'Hide the facets' : 'Show the facets'}
          className={facetsShown ? 'on' : ''}
          onPress={() => resizePane('facets', facetsShown ? 0 : 1)}
        >
          <PanelLeft size={14} aria-hidden />
        </IconButton>
      </ViewBar>
      <ManualStrip />
      <LoadingBar active={count.loading || pages.loading || folded.loading} />
      <QueryField query={filters.query} onQuery={setQuery} onLeave={toTable} about="" />
      <BulkBar readOnly={info?.readOnly ?? false} total={total} onMarkAll={() => void markAll()} />
      <div className="events-body" ref={body}>
        {facetsShown && <Facets filter={filter} query={filters.query} onState={setState} />}
        {error && total === 0 ? (
          <Problem
            title="These events cannot be shown"
            error={error}
            actions={<Button onPress={() => filters.set({ query: '' })}>Clear the query</Button>}
          />
        ) : (
          <VirtualGrid<FoldedRow>
            label={`Events, ${formatCount(rowCount)} rows, times in ${zone}. Space marks, the menu key offers what can be done with a cell.`}
            columns={columns}
            count={rowCount}
            row={rowAt}
            rowKey={({ event }) => event.id}
            selected={selected}
            stale={count.stale || (!fold && pages.stale)}
            marked={marked.ids}
            onMark={markRange}
            onSelect={({ event }) => select({ event: event.id, identity: event.identity?.id ?? null })}
            onOpen={() => toggleInspector(true)}
            onVisible={onVisible}
            onResizeColumn={resize}
            onMoveColumn={(id, to) => move(id, columns[to]?.id ?? null)}
            sort={{ column: 'time', order, onToggle: turn }}
            onContext={({ event }, id, at) => {
              const column = COLUMNS.find((one) => one.id === id);
              if (column) setMenu({ event, column, at });
            }}
            empty={
              count.data &&
              !folded.loading &&
              (whole === 0 ? (
                <NoEvents onImport={() => runCommand('import.files')}>
                  Import exports of sign-ins and denials; every record appears here.
                </NoEvents>
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
        <PointMenu
          at={menu.at}
          label={menu.column.title}
          onClose={closeMenu}
          choices={choicesOf(menu, zone, briefs.get(menu.event.id), setState, setQuery)}
        />
      )}
    </div>
  );
}

/** Whether the query has the word that leaves only events with a star. */
const hasStarWord = (query: string): boolean => words(query).some(({ text }) => text === `tag:${STAR_TAG}`);

function onlyStarred(): void {
  const { query, set } = useFilters.getState();
  set({ query: withWordState(query, 'tag', STAR_TAG, hasStarWord(query) ? null : 'in') });
}

const ASKED_AT_ONCE = 50; // rows whose notes are asked for together: scrolling by a few asks nothing new

/** Ids of the rows on screen and a few around them. */
function idsAround(
  { first, last }: { first: number; last: number },
  count: number,
  rowAt: (index: number) => FoldedRow | undefined,
): string[] {
  const from = Math.floor(first / ASKED_AT_ONCE) * ASKED_AT_ONCE;
  const to = Math.min(count, from + 500, (Math.floor(last / ASKED_AT_ONCE) + 1) * ASKED_AT_ONCE);
  const ids: string[] = [];
  for (let index = from; index < to; index++) {
    const row = rowAt(index);
    if (row) ids.push(row.event.id);
  }
  return ids;
}

const inChoice = (text: string): string => ellipsis(visible(text.replace(/\s+/g, ' ')), 40);
const TAGS_OFFERED = 2;

/** Where a note leads on to: what has the same tag, or any note at all. */
const leadsOf = (brief: NoteBrief | undefined): { field: string; value: string; short: string }[] =>
  brief
    ? [
        ...brief.tags.slice(0, TAGS_OFFERED).map((tag) => ({ field: 'tag', value: tag, short: inChoice(`#${tag}`) })),
        ...(brief.notes > 0 ? [{ field: 'note', value: '*', short: 'a note' }] : []),
      ]
    : [];

const FIVE_MINUTES = 300_000;

/** What happened around an event, in every source; the notice leads back to what was asked before. */
function around(event: Event, reach = FIVE_MINUTES, identity: string | null = null): void {
  const at = Date.parse(event.time);
  const { query, range, identities, episode } = useFilters.getState();
  useFilters.setState({
    query: '',
    identities: identity === null ? null : [identity],
    episode: null,
    range: { from: at - reach, to: at + reach + 1 },
  });
  useSelection.getState().select({ event: event.id });
  say({
    tone: 'done',
    text: `${reach === FIVE_MINUTES ? 'Five minutes' : 'An hour'} before and after the event.`,
    action: { title: 'Back', run: () => useFilters.setState({ query, range, identities, episode }) },
  });
}

/** Pivots from a cell: in, out, only this, everything of the identity, copy. */
function choicesOf(
  { event, column }: { event: Event; column: EventColumn },
  zone: string,
  brief: NoteBrief | undefined,
  setState: (field: string, value: string, state: 'in' | 'out') => void,
  setQuery: (query: string) => void,
): { title: string; run(): void }[] {
  const text = column.text(event, zone, brief);
  const out: { title: string; run(): void }[] = [];
  const short = inChoice(text);
  const asked = column.query?.(event);
  const leads = asked ? [{ ...asked, short }] : column.id === 'note' ? leadsOf(brief) : [];
  for (const { field, value, short: said } of leads) {
    out.push(
      { title: `With ${said}`, run: () => setState(field, value, 'in') },
      { title: `Without ${said}`, run: () => setState(field, value, 'out') },
      { title: `Only ${said}`, run: () => setQuery(withWordState('', field, value, 'in')) },
    );
  }
  out.push({ title: 'Five minutes around this, all sources', run: () => around(event) });
  if (event.identity) {
    const { id, name } = event.identity;
    out.push({ title: 'An hour around this, same identity', run: () => around(event, 3_600_000, id) });
    out.push({ title: `Page of ${name.length > 32 ? `${name.slice(0, 31)}…` : name}`, run: () => void openRef(id) });
  }
  out.push({ title: 'On the timeline', run: () => void openRef(event.id, 'timeline') });
  if (text !== '')
    out.push({
      title: 'Copy',
      run: () =>
        void copyText(text).then(
          () => say({ tone: 'done', text: `Copied ${short}` }),
          () => say({ tone: 'problem', text: 'The clipboard cannot be written here' }),
        ),
    });
  return out;
}
