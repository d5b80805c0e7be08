import { type ReactNode, type RefCallback, useCallback, useMemo } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { useZone } from '../../engine/use-case';
import { showEvent } from '../../state/navigate';
import { useSelection } from '../../state/selection';
import { MARKS } from '../../state/words';
import { formatSpan, formatTime, zoneMark } from '../../ui/format';
import { useSize } from '../../ui/use-size';
import type { CardData } from './Card';
import { AXIS_HEIGHT, arcPath, LABEL_WIDTH, miniTimeline } from './mini-timeline';

/** The 24 hours around: sources as rows, marks by shape, arcs to what is linked. Its table twin is the timeline view's. */
export function MiniTimeline({ card }: { card: CardData }): ReactNode {
  const zone = useZone();
  const { event: selected, hovered, hover } = useSelection();
  const [ref, { width, height }] = useSize<HTMLDivElement>();
  const { episode, around, range, aroundCut } = card;
  const layout = useMemo(
    () =>
      width > 0 && height > 0
        ? miniTimeline({ around, range, episode, links: episode.followedBy, zone }, width, height)
        : null,
    [around, range, episode, zone, width, height],
  );
  const times = useMemo(() => new Map(around.map((event) => [event.id, event])), [around]);
  const marks = usePointed(hover);
  const label = `${plural(around.length, 'event')} around the episode, ${formatSpan(range.from, range.to, zone)}: ${(
    layout?.rows ?? []
  )
    .map(({ label: source, denied, other }) => `${source} ${denied} denied, ${other} other`)
    .join('; ')}`;
  return (
    <section className="panel mini">
      <h2 className="label">
        24 hours around
        {aroundCut > 0 && (
          <span className="mini-note">
            nearest {around.length} of {around.length + aroundCut}
          </span>
        )}
      </h2>
      <div className="mini-box" ref={ref}>
        {layout && (
          <svg ref={marks} width={width} height={height} role="img" aria-label={label}>
            <rect
              x={layout.band.x}
              y={2}
              width={layout.band.width}
              height={height - AXIS_HEIGHT - 2}
              className="mini-band"
              rx={2}
            />
            {layout.rows.map(({ source, label: text, y }) => (
              <g key={source}>
                <line x1={LABEL_WIDTH} x2={width} y1={y} y2={y} className="mini-rule" />
                <text x={0} y={y + 3.5} className="mini-row">
                  {text.length > 9 ? `${text.slice(0, 8)}…` : text}
                </text>
              </g>
            ))}
            {layout.arcs.map(({ from, to, event, review }) => (
              <path key={event} d={arcPath(from, to)} className={`mini-arc ${review ?? 'open'}`} />
            ))}
            {layout.marks.map((mark) => (
              <g
                key={mark.id}
                transform={`translate(${mark.x} ${mark.y})`}
                className={`mini-mark ${mark.mark}${mark.key ? ' key' : ''}${mark.id === selected || mark.id === hovered ? ' on' : ''}`}
                data-event={mark.id}
              >
                <title>{tip(times.get(mark.id), MARKS[mark.mark].word, zone)}</title>
                <circle r={7} fill="transparent" />
                {drawMark(mark.mark, mark.key === 'linked')}
              </g>
            ))}
            {layout.ticks.map(({ x, label: text }) => (
              <text key={x} x={x} y={height - 4} className="mini-tick" textAnchor="middle">
                {text}
              </text>
            ))}
            <text x={0} y={height - 4} className="mini-tick">
              {zoneMark(range.from, zone)}
            </text>
          </svg>
        )}
      </div>
    </section>
  );
}

/** Marks react to the pointer; for keys the picture has a twin, the table of the timeline view. */
function usePointed(hover: (event: string | null) => void): RefCallback<SVGSVGElement> {
  return useCallback(
    (svg) => {
      const markOf = (target: EventTarget | null): string | null =>
        target instanceof Element ? (target.closest('[data-event]')?.getAttribute('data-event') ?? null) : null;
      const over = ({ target }: Event): void => hover(markOf(target));
      const out = (): void => hover(null);
      const press = ({ target }: Event): void => {
        const event = markOf(target);
        if (event) showEvent(event);
      };
      svg?.addEventListener('pointerover', over);
      svg?.addEventListener('pointerleave', out);
      svg?.addEventListener('click', press);
      return () => {
        svg?.removeEventListener('pointerover', over);
        svg?.removeEventListener('pointerleave', out);
        svg?.removeEventListener('click', press);
      };
    },
    [hover],
  );
}

function tip(event: CardData['around'][number] | undefined, word: string, zone: string): string {
  if (!event) return word;
  return visible(
    [formatTime(event.time, zone, 'full'), word, event.action, event.app, event.ip].filter(Boolean).join(' · '),
  );
}

function drawMark(mark: string, linked: boolean): ReactNode {
  if (mark === 'denied') return <path d="M-3 -3L3 3M3 -3L-3 3" className="mini-x" />;
  if (mark === 'change') return <rect x={-3.5} y={-3.5} width={7} height={7} className="mini-block" />;
  if (mark === 'request') return <path d="M0 4L-4.5 -3.5H4.5Z" className="mini-down" />;
  if (mark === 'success') return <circle r={linked ? 4 : 2.8} className={linked ? 'mini-dot linked' : 'mini-dot'} />;
  return <circle r={2.2} className="mini-ring" />;
}
