import { Check, RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import { sourceWord } from '../../state/words';
import { formatTime } from '../../ui/format';
import { clock, longDay } from '../../ui/time-scale';
import { type GraphEdge, HEIGHT, type PathGraph, STRIP, TOP } from './graph';

const ROLE_WORDS = { denied: 'denied', access: 'access', change: 'change', request: 'request' } as const;

/** Hop boxes in time, tied by their keys; links from the denial are confirmed and rejected where they are drawn. */
export function PathPicture({
  graph,
  zone,
  selected,
  readOnly,
  onSelect,
  onReview,
}: {
  graph: PathGraph;
  zone: string;
  selected: string | null;
  readOnly: boolean;
  onSelect(event: string): void;
  onReview(event: string, review: 'confirmed' | 'rejected' | null): void;
}): ReactNode {
  const rejected = new Set(graph.edges.flatMap((edge) => (edge.link?.review === 'rejected' ? [edge.to.event] : [])));
  return (
    <div className="path-scroll">
      <div className="path-graph" style={{ width: graph.width, height: graph.height }}>
        {graph.rows.map((row, i) => (
          <div
            key={`${row.name} ${row.source}`}
            className="path-row"
            style={{ top: row.y - STRIP / 2, height: HEIGHT + STRIP }}
          >
            <div className="path-actor">
              {(i === 0 || graph.rows[i - 1]!.name !== row.name) && (
                <b className="clip" title={row.name}>
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
              {isNew && <b>{day.slice(4)}</b>} <span className="mono">{clock(column.time, zone)}</span>
            </div>
          );
        })}
        <svg className="path-lines" width={graph.width} height={graph.height} aria-hidden="true">
          {graph.edges.map((edge) => (
            <g key={edge.key} className={`path-line ${stateOf(edge)}`}>
              <path d={edge.line} />
              <path d={`M${edge.to.x - 7} ${edge.to.y + HEIGHT - 16}l7 4-7 4z`} className="head" />
            </g>
          ))}
        </svg>
        {graph.edges.map((edge) => (
          <EdgeLabel key={edge.key} edge={edge} gap={graph.sizes.gap} readOnly={readOnly} onReview={onReview} />
        ))}
        {graph.nodes.map((node) => (
          <button
            key={node.event}
            type="button"
            className={`path-hop ${node.hop.role}${node.event === selected ? ' selected' : ''}${rejected.has(node.event) ? ' ghost' : ''}`}
            style={{ left: node.x, top: node.y, width: graph.sizes.box, height: HEIGHT }}
            aria-pressed={node.event === selected}
            title={`${node.hop.what}\n${formatTime(node.hop.time, zone, 'full')}`}
            onClick={() => onSelect(node.event)}
          >
            <span className="path-hop-what">
              <bdi dir="ltr">{visible(node.hop.what)}</bdi>
            </span>
            <span className="path-hop-sub clip">
              {clock(Date.parse(node.hop.time), zone)} ·{' '}
              <bdi dir="ltr">{visible(node.hop.app ?? ROLE_WORDS[node.hop.role])}</bdi>
            </span>
            <span className="unseen">
              , {ROLE_WORDS[node.hop.role]}, {node.hop.identity}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}

const stateOf = (edge: GraphEdge): string => edge.link?.review ?? (edge.link ? 'open' : 'plain');

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
  onReview(event: string, review: 'confirmed' | 'rejected' | null): void;
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
                aria-label={`Take back: ${link.review} link, ${edge.words}`}
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
                aria-label={`Confirm the link: ${edge.words}`}
                title="Confirm"
                onClick={() => onReview(link.event, 'confirmed')}
              >
                <Check size={13} aria-hidden />
              </button>
              <button
                type="button"
                aria-label={`Reject the link: ${edge.words}`}
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
