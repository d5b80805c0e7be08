import { Check, RotateCcw, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { visible } from '../../../shared/base/text';
import { pivotOn } from '../../state/pivot';
import { sourceWord } from '../../state/words';
import { formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { clock, longDay } from '../../ui/time-scale';
import { type GraphEdge, HEIGHT, layerOf, neighbour, type PathGraph, STRIP, svgLine, TOP } from './graph';
import { LAYERS } from './layers';
import { columnClock, stateOf, stepWords } from './sheet';

type Review = (event: string, review: 'confirmed' | 'rejected' | null) => void;

/**
 * Hop boxes in time, tied by their keys; links from the denial are confirmed and rejected where they are drawn. One tab stop:
 * arrow keys go from box to box. The ground is dragged with the pointer; Ctrl and the wheel zoom.
 */
export function PathPicture({
  graph,
  zone,
  zoom,
  selected,
  readOnly,
  onSelect,
  onReview,
  onZoom,
}: {
  graph: PathGraph;
  zone: string;
  /** 1 = a CSS pixel of the layout is one on the screen. */
  zoom: number;
  selected: string | null;
  readOnly: boolean;
  onSelect(event: string): void;
  onReview: Review;
  onZoom(by: 1 | -1): void;
}): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const rejected = new Set(graph.edges.flatMap((edge) => (edge.link?.review === 'rejected' ? [edge.to.event] : [])));
  const first = graph.nodes.some(({ event }) => event === selected) ? selected : (graph.nodes[0]?.event ?? null);
  const latest = useRef({ onZoom, graph, first });
  latest.current = { onZoom, graph, first };
  // The ground is no control: what is done on it by pointer, the keys and buttons do too.
  useEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      latest.current.onZoom(event.deltaY < 0 ? 1 : -1);
    };
    const step = (event: KeyboardEvent): void => {
      const { key } = event;
      if (!isStep(key)) return;
      const from = (event.target as Element).closest<HTMLElement>('[data-event]')?.dataset.event;
      const next = neighbour(latest.current.graph.nodes, from ?? latest.current.first, key);
      if (!next) return;
      event.preventDefault();
      element.querySelector<HTMLElement>(`[data-event="${next.event}"]`)?.focus();
    };
    let drag: { x: number; y: number; left: number; top: number } | null = null;
    const take = (event: PointerEvent): void => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
      drag = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
      element.setPointerCapture(event.pointerId);
    };
    const pull = (event: PointerEvent): void => {
      if (drag) element.scrollTo(drag.left - event.clientX + drag.x, drag.top - event.clientY + drag.y);
    };
    const leave = (): void => {
      drag = null;
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('keydown', step);
    element.addEventListener('pointerdown', take);
    element.addEventListener('pointermove', pull);
    element.addEventListener('pointerup', leave);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('keydown', step);
      element.removeEventListener('pointerdown', take);
      element.removeEventListener('pointermove', pull);
      element.removeEventListener('pointerup', leave);
    };
  }, []);
  return (
    <div className="path-scroll" ref={scroll}>
      <div className="path-graph" style={{ width: graph.width, height: graph.height, zoom }}>
        {graph.rows.map((row, i) => (
          <div
            key={`${row.name} ${row.source}`}
            className="path-row"
            style={{ top: row.y - STRIP / 2, height: HEIGHT + STRIP }}
          >
            <div className="path-actor">
              {(i === 0 || graph.rows[i - 1]!.name !== row.name) && (
                <b className="clip" title={visible(row.name)}>
                  <bdi dir="ltr">{visible(row.name)}</bdi>
                </b>
              )}
              <span className="muted">{sourceWord(row.source)}</span>
            </div>
          </div>
        ))}
        {graph.columns.map((column, i) => {
          const day = longDay(column.time, zone);
          const isNew = i === 0 || longDay(graph.columns[i - 1]!.time, zone) !== day;
          return (
            <div key={column.x} className="path-time" style={{ left: column.x, width: graph.sizes.box, height: TOP }}>
              {isNew && <b>{day.slice(4)}</b>} <span className="mono">{columnClock(graph.columns, i, zone)}</span>
            </div>
          );
        })}
        <svg className="path-lines" width={graph.width} height={graph.height} aria-hidden="true">
          {graph.edges.map((edge) => (
            <g key={edge.key} className={`path-line ${stateOf(edge)}`}>
              <path d={svgLine(edge.line)} />
              <path d={`M${edge.to.x - 7} ${edge.to.y + HEIGHT - 16}l7 4-7 4z`} className="head" />
            </g>
          ))}
        </svg>
        {graph.edges.map(
          (edge) =>
            edge.isTold && (
              <EdgeLabel key={edge.key} edge={edge} gap={graph.sizes.gap} readOnly={readOnly} onReview={onReview} />
            ),
        )}
        {graph.nodes.map((node) => {
          const layer = LAYERS[layerOf(node.hop)];
          const { hop } = node;
          const at = clock(Date.parse(hop.time), zone);
          return (
            <button
              key={node.event}
              type="button"
              data-event={node.event}
              {...(hop.ip
                ? pivotOn('ip', hop.ip, { event: node.event })
                : pivotOn('identity', hop.identity, { event: node.event }))}
              tabIndex={node.event === first ? 0 : -1}
              className={`path-hop ${hop.role}${node.event === selected ? ' selected' : ''}${rejected.has(node.event) ? ' ghost' : ''}`}
              style={{ left: node.x, top: node.y, width: graph.sizes.box, height: HEIGHT }}
              aria-pressed={node.event === selected}
              title={`${visible(hop.what)}${hop.n > 1 ? `, ${hop.n} times` : ''}\n${visible(hop.app ?? '')}\n${formatTime(hop.time, zone, 'full')}${hop.ip ? `\nfrom ${hop.ip}` : ''}`}
              onClick={() => onSelect(node.event)}
            >
              <span className="path-hop-layer clip">
                <Shape shape={layer.shape} color={layer.color} size={10} /> {layer.word}
              </span>
              <span className="path-hop-what">
                <bdi dir="ltr">{visible(stepWords(hop))}</bdi>
              </span>
              <span className="path-hop-sub clip">
                {at}
                {hop.n > 1 && `–${clock(Date.parse(hop.until), zone)}`}
                {hop.app && (
                  <>
                    {' · '}
                    <bdi dir="ltr">{visible(hop.app)}</bdi>
                  </>
                )}
              </span>
              <span className="unseen">, {visible(hop.identity)}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

const STEPS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'] as const;
const isStep = (key: string): key is (typeof STEPS)[number] => (STEPS as readonly string[]).includes(key);

function EdgeLabel({
  edge,
  gap,
  readOnly,
  onReview,
}: {
  edge: GraphEdge;
  /** Room between the columns, CSS pixels. */
  gap: number;
  readOnly: boolean;
  onReview: Review;
}): ReactNode {
  const { link } = edge;
  return (
    <div
      className={`edge-label ${stateOf(edge)}`}
      style={{ left: edge.labelX, top: edge.labelY, width: gap - 22, height: HEIGHT - 14 }}
      title={edge.words}
    >
      <span className="edge-words">{visible(edge.words)}</span>
      {link && !readOnly && (
        <span className="edge-acts">
          {link.review ? (
            <>
              {gap >= 110 ? (
                <span className="edge-review">{link.review}</span>
              ) : link.review === 'confirmed' ? (
                <Check size={14} aria-label="confirmed" />
              ) : (
                <X size={14} aria-label="rejected" />
              )}
              <button
                type="button"
                aria-label={`Take back: ${link.review} link, ${visible(edge.words)}`}
                title="Take back"
                onClick={() => onReview(link.event, null)}
              >
                <RotateCcw size={12} aria-hidden />
              </button>
            </>
          ) : (
            <>
              <button
                type="button"
                aria-label={`Confirm the link: ${visible(edge.words)}`}
                title="Confirm"
                onClick={() => onReview(link.event, 'confirmed')}
              >
                <Check size={13} aria-hidden />
              </button>
              <button
                type="button"
                aria-label={`Reject the link: ${visible(edge.words)}`}
                title="Reject"
                onClick={() => onReview(link.event, 'rejected')}
              >
                <X size={13} aria-hidden />
              </button>
              {gap >= 100 && <span className="muted">{link.score.toFixed(2)}</span>}
            </>
          )}
        </span>
      )}
    </div>
  );
}
