// biome-ignore-all lint/a11y/useSemanticElements: rows of a list of any length are placed one by one, which <tr> cannot be
/**
 * A table of any length: only the rows on screen exist. Rows are asked for by position; a row that is still loading
 * keeps its place. Worked by keyboard (arrows, pages, Home, End, Enter), announced with its true size and position.
 */
import {
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import {
  moveBy,
  positionOf,
  type RowMetrics,
  reveal,
  rowWindow,
  scrollHeight,
  scrollTopOf,
  TALLEST,
} from './row-window';
import './virtual-grid.css';

export interface GridColumn<R> {
  id: string;
  title: string;
  /** CSS pixels. */
  width: number;
  /** Takes what is left of the width (one column). */
  grow?: boolean;
  mono?: boolean;
  align?: 'left' | 'right';
  /** Stays in place while the others scroll sideways; such columns come first. */
  pinned?: boolean;
  cell(row: R): ReactNode;
  /** Full text, for the tip of a cell that is cut. */
  full?(row: R): string;
}

export interface VirtualGridProps<R> {
  label: string;
  columns: readonly GridColumn<R>[];
  count: number;
  row(index: number): R | undefined;
  rowKey(row: R): string;
  rowHeight?: number;
  /** Row that is chosen, by key. */
  selected: string | null;
  onSelect(row: R, index: number): void;
  /** Position to bring on screen when it changes, chosen from elsewhere; keys go on from there. */
  reveal?: number | null;
  onOpen?(row: R): void;
  /** Positions on screen, first and last included. */
  onVisible(first: number, last: number): void;
  onResizeColumn?(id: string, width: number): void;
  /**
   * A column is moved before the one that stands at `to` now (the number of columns: to the end): its head is dragged, or
   * Ctrl+Shift+arrow on one of its cells.
   */
  onMoveColumn?(id: string, to: number): void;
  /** Rows answer an older question: shown dimmed. */
  stale?: boolean;
  empty?: ReactNode;
  /** Rows that are marked, by key; with it Space, Shift+arrow and Shift+click mark. */
  marked?: ReadonlySet<string>;
  /** `from`…`to` are positions, both included; `isRange` adds all of them, otherwise the one row changes sides. */
  onMark?(from: number, to: number, isRange: boolean): void;
  /** Context of a cell: what a right click, Shift+F10 or the menu key offers; with it arrows move between cells too. */
  onContext?(row: R, column: string, at: { x: number; y: number }): void;
  sort?: { column: string; order: 'asc' | 'desc'; onToggle(): void };
}

export function VirtualGrid<R>(props: VirtualGridProps<R>): ReactNode {
  const { columns, count, rowHeight = 28, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState(0);
  const [position, setPosition] = useState(0);
  const [cursor, setCursor] = useState(-1);
  /** Cell of the cursor's row that the keys are on; -1 while they are on the whole row. */
  const [cell, setCell] = useState(-1);
  /** What the last key did to a column, as it is told. */
  const [moved, setMoved] = useState('');
  const [dragged, setDragged] = useState<{ from: number; to: number } | null>(null);
  const markFrom = useRef(-1);
  const wrote = useRef(-1);
  const awaited = useRef(-1);
  const id = useId();
  const metrics: RowMetrics = { count, rowHeight, viewport };
  const scaled = count * rowHeight > TALLEST;
  const latest = useRef({ metrics, position });
  latest.current = { metrics, position };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => setViewport(Math.max(0, element.clientHeight - rowHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [rowHeight]);

  const goTo = (next: number): void => {
    const element = scroller.current;
    const top = scrollTopOf(next, metrics);
    if (element && Math.abs(element.scrollTop - top) >= 1) {
      wrote.current = top;
      element.scrollTop = top;
    }
    setPosition(next);
  };
  // Over a scaled list one pixel of the bar is many rows: the wheel moves rows itself.
  useEffect(() => {
    const element = scroller.current;
    if (!element || !scaled) return;
    const wheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const now = latest.current;
      const pixels = event.deltaMode === 1 ? event.deltaY * rowHeight : event.deltaY;
      const next = Math.min(
        Math.max(0, now.position + pixels / rowHeight),
        Math.max(0, now.metrics.count - now.metrics.viewport / rowHeight),
      );
      const top = scrollTopOf(next, now.metrics);
      wrote.current = top;
      element.scrollTop = top;
      setPosition(next);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [scaled, rowHeight]);
  // A list that became shorter (a filter) must not leave the screen beyond its end.
  useEffect(() => {
    const last = Math.max(0, count - viewport / rowHeight);
    if (position > last) setPosition(last);
    if (cursor >= count) setCursor(count - 1);
  }, [count, viewport, rowHeight, position, cursor]);

  // A grid that becomes lower (a notice under it, a smaller window) keeps the row of the cursor on the screen.
  const wasTall = useRef(0);
  useEffect(() => {
    const before = { ...metrics, viewport: wasTall.current };
    wasTall.current = viewport;
    const wasSeen = cursor >= 0 && reveal(cursor, position, before) === position;
    if (viewport > 0 && viewport < before.viewport && wasSeen) goTo(reveal(cursor, position, metrics));
  });

  // Only another position moves the list: whoever scrolls on is left where they are.
  const wantedRow = props.reveal ?? null;
  const shownRow = useRef<number | null>(null);
  useEffect(() => {
    if (wantedRow === null) shownRow.current = null;
    if (wantedRow === null || viewport === 0 || wantedRow >= count || shownRow.current === wantedRow) return;
    shownRow.current = wantedRow;
    setCursor(wantedRow);
    goTo(reveal(wantedRow, position, metrics));
  });
  // A list that became shorter (the window, a panel) keeps the row in sight on which one stands.
  const tall = useRef(viewport);
  useEffect(() => {
    const was = tall.current;
    tall.current = viewport;
    if (viewport >= was || cursor < position || cursor + 1 > position + was / rowHeight) return;
    goTo(reveal(cursor, position, metrics));
  });
  const { first, last } = rowWindow(position, metrics);
  const onVisible = props.onVisible;
  useEffect(() => {
    if (viewport > 0) onVisible(first, Math.max(first, last));
  }, [onVisible, first, last, viewport]);

  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const template = columns
    .map((column) => (column.grow ? `minmax(${column.width}px, 1fr)` : `${column.width}px`))
    .join(' ');
  const choose = (index: number): void => {
    setCursor(index);
    const row = props.row(index);
    if (row === undefined) awaited.current = index;
    else {
      awaited.current = -1;
      props.onSelect(row, index);
    }
  };
  // A key may lead to a row that is still on its way: it is chosen when it is here.
  useEffect(() => {
    const index = awaited.current;
    const row = index >= 0 && !props.stale ? props.row(index) : undefined;
    if (row === undefined) return;
    awaited.current = -1;
    props.onSelect(row, index);
  });
  const { onMark, onContext, onMoveColumn } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (onMoveColumn && by && event.ctrlKey && event.shiftKey && cell >= 0) {
      event.preventDefault();
      event.stopPropagation();
      const to = cell + by;
      // Columns that stay in place come first, whatever their order.
      if (!columns[to] || columns[to].pinned !== columns[cell]!.pinned) return;
      onMoveColumn(columns[cell]!.id, by > 0 ? to + 1 : to);
      setCell(to);
      setMoved(`${columns[cell]!.title}: column ${to + 1} of ${columns.length}`);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (onMark && event.key === ' ' && cursor >= 0) {
      event.preventDefault();
      markFrom.current = cursor;
      onMark(cursor, cursor, false);
      return;
    }
    if (onContext && (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && cursor >= 0) {
      event.preventDefault();
      const next = Math.min(Math.max(cell + (event.key === 'ArrowRight' ? 1 : -1), -1), columns.length - 1);
      setCell(next);
      showColumn(scroller.current, columns, next);
      return;
    }
    if (onContext && cursor >= 0 && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) {
      const row = props.row(cursor);
      const box = document.getElementById(`${id}-${cursor}`)?.children[Math.max(cell, 0)]?.getBoundingClientRect();
      event.preventDefault();
      if (row !== undefined && box) onContext(row, columns[Math.max(cell, 0)]!.id, { x: box.left + 8, y: box.bottom });
      return;
    }
    if (event.key === 'Enter') {
      const row = cursor >= 0 ? props.row(cursor) : undefined;
      if (row !== undefined) {
        event.preventDefault();
        props.onOpen?.(row);
      }
      return;
    }
    const next = moveBy(event.key, cursor, metrics);
    if (next === null) return;
    event.preventDefault();
    goTo(reveal(next, position, metrics));
    if (onMark && event.shiftKey) {
      if (markFrom.current < 0) markFrom.current = Math.max(cursor, 0);
      onMark(Math.min(markFrom.current, next), Math.max(markFrom.current, next), true);
    } else markFrom.current = -1;
    choose(next);
  };
  // Where each pinned column stands while the others scroll under it.
  const lefts = columns.map((_, i) => columns.slice(0, i).reduce((sum, column) => sum + column.width, 0));
  const pin = (i: number): { className: string; style?: { left: number } } =>
    columns[i]!.pinned
      ? { className: columns[i + 1]?.pinned ? ' pinned' : ' pinned last', style: { left: lefts[i]! } }
      : { className: '' };
  // A head is dragged between its neighbours; a press that hardly moves is none. The row of heads listens: a quick hand is over
  // another head before it has moved at all.
  const press = useRef<{ id: number; x: number; column: number } | null>(null);
  const wasDragged = useRef(false);
  const drags: HTMLAttributes<HTMLDivElement> = {
    onPointerDown: (event) => {
      wasDragged.current = false;
      const target = event.target as Element;
      const column = [...event.currentTarget.children].findIndex((head) => head.contains(target));
      if (event.button === 0 && column >= 0 && !target.closest('.grid-resizer'))
        press.current = { id: event.pointerId, x: event.clientX, column };
    },
    onPointerMove: (event) => {
      if (event.buttons === 0) press.current = null; // released elsewhere
      const held = press.current;
      if (!held || (dragged === null && Math.abs(event.clientX - held.x) < DRAGGED)) return;
      event.currentTarget.setPointerCapture(held.id);
      wasDragged.current = true;
      setDragged({ from: held.column, to: placeAt(event.currentTarget, event.clientX, columns, held.column) });
    },
    onPointerUp: () => {
      press.current = null;
      setDragged(null);
      if (dragged && dragged.to !== dragged.from && dragged.to !== dragged.from + 1)
        onMoveColumn?.(columns[dragged.from]!.id, dragged.to);
    },
    onPointerCancel: () => {
      press.current = null;
      setDragged(null);
    },
    // The end of a drag on a head that sorts is no press of it.
    onClickCapture: (event) => {
      if (wasDragged.current) event.stopPropagation();
      wasDragged.current = false;
    },
  };
  const indices = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const top = scaled ? (scroller.current?.scrollTop ?? 0) : position * rowHeight;

  return (
    <>
      <div
        ref={scroller}
        className="grid"
        role="grid"
        aria-busy={props.stale || undefined}
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        aria-multiselectable={onMark ? true : undefined}
        aria-activedescendant={
          cursor < first || cursor > last ? undefined : cell >= 0 ? `${id}-${cursor}-${cell}` : `${id}-${cursor}`
        }
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          const at = event.currentTarget.scrollTop;
          if (Math.abs(at - wrote.current) < 1) {
            wrote.current = -1;
            return;
          }
          setPosition(positionOf(at, metrics));
        }}
      >
        <div className="grid-body" style={{ height: scrollHeight(metrics) + rowHeight, minWidth: total }}>
          <div
            className="grid-head"
            role="row"
            aria-rowindex={1}
            tabIndex={-1}
            style={{ gridTemplateColumns: template, height: rowHeight }}
            {...(onMoveColumn && drags)}
          >
            {columns.map((column, i) => (
              <div
                key={column.id}
                role="columnheader"
                tabIndex={-1}
                aria-colindex={i + 1}
                aria-sort={
                  props.sort?.column === column.id
                    ? props.sort.order === 'asc'
                      ? 'ascending'
                      : 'descending'
                    : undefined
                }
                className={`${column.align === 'right' ? 'right' : ''}${pin(i).className}${onMoveColumn ? ' movable' : ''}${dragged?.from === i ? ' dragged' : ''}${dropAt(dragged, i, columns.length)}`}
                style={pin(i).style}
              >
                {props.sort?.column === column.id ? (
                  <button type="button" className="grid-sort clip" onClick={props.sort.onToggle}>
                    {column.title} <span aria-hidden="true">{props.sort.order === 'asc' ? '↑' : '↓'}</span>
                  </button>
                ) : (
                  <span className="clip">{column.title}</span>
                )}
                {props.onResizeColumn && (
                  <Resizer
                    width={column.width}
                    label={`Width of ${column.title}`}
                    onResize={(width) => props.onResizeColumn?.(column.id, width)}
                  />
                )}
              </div>
            ))}
          </div>
          <div
            className={props.stale ? 'grid-rows old-answer' : 'grid-rows'}
            role="rowgroup"
            style={{ top: rowHeight, transform: `translateY(${top}px)` }}
          >
            {indices.map((index) => {
              const row = props.row(index);
              const key = row === undefined ? null : props.rowKey(row);
              const isSelected = key !== null && key === selected;
              const isMarked = key !== null && (props.marked?.has(key) ?? false);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys
                <div
                  key={index}
                  id={`${id}-${index}`}
                  role="row"
                  tabIndex={-1}
                  aria-rowindex={index + 2}
                  aria-selected={props.marked && props.marked.size > 0 ? isMarked : isSelected}
                  className={`grid-row${isSelected ? ' selected' : ''}${isMarked ? ' marked' : ''}${index === cursor ? ' cursor' : ''}`}
                  style={{
                    gridTemplateColumns: template,
                    height: rowHeight,
                    transform: `translateY(${(index - position) * rowHeight}px)`,
                  }}
                  onClick={(event) => {
                    if (onMark && (event.shiftKey || event.ctrlKey || event.metaKey)) {
                      const from = event.shiftKey && cursor >= 0 ? cursor : index;
                      onMark(Math.min(from, index), Math.max(from, index), event.shiftKey);
                    }
                    setCell(-1);
                    choose(index);
                  }}
                  onDoubleClick={() => row !== undefined && props.onOpen?.(row)}
                  onContextMenu={(event) => {
                    if (row === undefined || !props.onContext) return;
                    const cell = (event.target as Element).closest('[data-column]');
                    event.preventDefault();
                    choose(index);
                    props.onContext(row, cell?.getAttribute('data-column') ?? columns[0]!.id, {
                      x: event.clientX,
                      y: event.clientY,
                    });
                  }}
                >
                  {columns.map((column, i) => (
                    <div
                      key={column.id}
                      id={`${id}-${index}-${i}`}
                      role="gridcell"
                      tabIndex={-1}
                      aria-colindex={i + 1}
                      data-column={column.id}
                      className={`clip${column.mono ? ' mono' : ''}${column.align === 'right' ? ' right' : ''}${pin(i).className}${index === cursor && i === cell ? ' cursor-cell' : ''}`}
                      style={pin(i).style}
                      title={row === undefined ? undefined : column.full?.(row)}
                    >
                      {row === undefined ? <span className="grid-wait" /> : column.cell(row)}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
        {count === 0 && props.empty && (
          // A grid holds rows of cells and nothing else: what it says when it has none is one too.
          <div className="grid-empty" role="row" tabIndex={-1}>
            <div role="gridcell" tabIndex={-1}>
              {props.empty}
            </div>
          </div>
        )}
      </div>
      {onMoveColumn && (
        <span className="unseen" role="status">
          {moved}
        </span>
      )}
    </>
  );
}

/** Scrolls sideways until a column is seen beside the pinned ones. */
function showColumn(
  element: HTMLElement | null,
  columns: readonly { width: number; pinned?: boolean }[],
  at: number,
): void {
  if (!element || at < 0 || columns[at]!.pinned) return;
  const left = columns.slice(0, at).reduce((sum, column) => sum + column.width, 0);
  const pinned = columns.reduce((sum, column) => sum + (column.pinned ? column.width : 0), 0);
  const right = left + columns[at]!.width;
  if (left - pinned < element.scrollLeft) element.scrollLeft = left - pinned;
  else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
}

const DRAGGED = 5; // px: less is a press

/** Before which column a dragged head would come, among those that stay in place or those that do not. */
function placeAt(head: Element, x: number, columns: readonly { pinned?: boolean }[], from: number): number {
  const isPinned = columns[from]!.pinned ?? false;
  let to = from;
  let isFirst = true;
  for (const [i, cell] of [...head.querySelectorAll(':scope > [role="columnheader"]')].entries()) {
    if ((columns[i]?.pinned ?? false) !== isPinned) continue;
    const { left, width } = cell.getBoundingClientRect();
    if (isFirst) to = i;
    isFirst = false;
    if (x > left + width / 2) to = i + 1;
  }
  return to;
}

/** Where the line stands that tells a drop. */
function dropAt(dragged: { from: number; to: number } | null, i: number, count: number): string {
  if (!dragged || dragged.to === dragged.from || dragged.to === dragged.from + 1) return '';
  if (dragged.to === i) return ' drop-before';
  return dragged.to === count && i === count - 1 ? ' drop-after' : '';
}

const NARROWEST = 48;

function Resizer({
  width,
  label,
  onResize,
}: {
  width: number;
  label: string;
  onResize(width: number): void;
}): ReactNode {
  const drag = useRef<{ x: number; width: number } | null>(null);
  const set = (wanted: number): void => onResize(Math.min(900, Math.max(NARROWEST, Math.round(wanted))));
  return (
    <div
      className="grid-resizer"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={900}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (drag.current) set(drag.current.width + event.clientX - drag.current.x);
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowLeft' ? -16 : event.key === 'ArrowRight' ? 16 : 0;
        if (by === 0) return;
        event.preventDefault();
        event.stopPropagation();
        set(width + by);
      }}
    />
  );
}
