import { Table2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefCallback, useCallback, useMemo, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { linksOf } from '../../../shared/model/episode';
import { useZone } from '../../engine/use-case';
import { useSaveChart } from '../../engine/use-save-chart';
import { showEvent } from '../../state/navigate';
import { useSelection } from '../../state/selection';
import { MARKS, markOf, sourceWord } from '../../state/words';
import { IconButton } from '../../ui/Button';
import { ChartMenu } from '../../ui/ChartMenu';
import { formatSpan, formatTime, zoneMark } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { useSize } from '../../ui/use-size';
import { hoursSheet } from './mini-sheets';
import { AXIS_HEIGHT, arcPath, LABEL_WIDTH, miniTimeline } from './mini-timeline';

/** The 24 hours around: sources as rows, marks by shape, arcs to what is linked. With a table twin. */
export function MiniTimeline({ card }: { card: CardData }): ReactNode {
  const zone = useZone();
  const { event: selected, hovered, hover } = useSelection();
  const [ref, { width, height }] = useSize<HTMLDivElement>();
  const { episode, around, range, aroundCut } = card;
  const layout = useMemo(
    () =>
      width > 0 && height > 0
        ? miniTimeline({ around, range, episode, links: linksOf(episode), zone }, width, height)
        : null,
    [around, range, episode, zone, width, height],
  );
  const times = useMemo(() => new Map(around.map((event) => [event.id, event])), [around]);
  const marks = usePointed(hover);
  // In order of time: one Tab stop, arrows go from event to event, as along a slider.
  const inTime = useMemo(() => [...around].sort((a, b) => (a.time < b.time ? -1 : 1)), [around]);
  const first = inTime.findIndex(({ id }) => id === episode.events[0]);
  const [at, setAt] = useState(Math.max(0, first));
  const [asTable, setAsTable] = useState(false);
  const here = inTime[Math.min(at, inTime.length - 1)];
  const walk = (event: KeyboardEvent): void => {
    const last = inTime.length - 1;
    const next = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, PageUp: at + 10, PageDown: at - 10, Home: 0, End: last }[event.key]; // biome-ignore format: one table
    if (next !== undefined) {
      event.preventDefault();
      const to = Math.max(0, Math.min(last, next));
      setAt(to);
      hover(inTime[to]?.id ?? null);
    } else if (event.key === 'Enter' && here) {
      event.preventDefault();
      showEvent(here.id);
    }
  };
  const saveChart = useSaveChart();
  const label = `${plural(around.length, 'event')} around the episode, ${formatSpan(range.from, range.to, zone)}: ${(
    layout?.rows ?? []
  )
    .map(({ label: source, denied, other }) => `${source} ${denied} denied, ${other} other`)
    .join('; ')}`;
  return (
    <section className="panel mini" aria-label="24 hours around">
      <h2 className="label">
        24 hours around
        {aroundCut > 0 && (
          <span className="mini-note">
            nearest {around.length} of {around.length + aroundCut}
          </span>
        )}
        <span className="mini-space" />
        <span className="mini-acts">
          <ChartMenu
            label="Save a picture of the 24 hours"
            view="triage"
            name={`${episode.id}-24-hours`}
            chart={() => hoursSheet(card, zone)}
            save={saveChart}
          />
        </span>
        <IconButton
          label={asTable ? 'The 24 hours as a picture' : 'The 24 hours as a table'}
          className={asTable ? 'mini-twin on' : 'mini-twin'}
          onPress={() => setAsTable(!asTable)}
        >
          <Table2 size={13} aria-hidden />
        </IconButton>
      </h2>
      {asTable && <AroundTable events={inTime} own={episode.events} />}
      <div
        className="mini-box"
        ref={ref}
        hidden={asTable}
        role="slider"
        tabIndex={inTime.length > 0 ? 0 : -1}
        aria-label={`${label}. Arrows go from event to event, Enter opens one`}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, inTime.length)}
        aria-valuenow={Math.min(at, inTime.length - 1) + 1}
        aria-valuetext={here ? tip(here, MARKS[markOf(here)].word, zone) : 'no event'}
        onKeyDown={walk}
        onFocus={() => hover(here?.id ?? null)}
        onBlur={() => hover(null)}
      >
        {layout && (
          <svg ref={marks} width={width} height={height} aria-hidden>
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
      {!asTable && here && hovered === here.id && (
        <p className="mini-here xs clip" aria-hidden>
          {tip(here, MARKS[markOf(here)].word, zone)}
        </p>
      )}
    </section>
  );
}

/** The same events as rows; each opens its record. */
function AroundTable({ events, own }: { events: CardData['around']; own: readonly string[] }): ReactNode {
  const zone = useZone();
  const mine = useMemo(() => new Set(own), [own]);
  return (
    <div className="mini-table">
      <table aria-label="Events within 24 hours, in order of time">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Outcome</th>
            <th scope="col">Source</th>
            <th scope="col">Action</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => {
            const mark = MARKS[markOf(event)];
            return (
              <tr key={event.id} className={mine.has(event.id) ? 'own' : ''}>
                <th scope="row">
                  <button type="button" className="link mono" onClick={() => showEvent(event.id)}>
                    {formatTime(event.time, zone, 'second')}
                  </button>
                </th>
                <td>
                  <Shape shape={mark.shape} color={mark.color} size={10} /> {mark.word}
                </td>
                <td>{sourceWord(event.source)}</td>
                <td className="clip" title={visible(event.action).slice(0, 2_000)}>
                  {visible(event.action)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Marks react to the pointer; keys go through the slider around them. */
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
