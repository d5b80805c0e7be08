/** Under the bar, in every view: the whole case as a histogram, and the one brush that narrows all views. */
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { Bar } from '../../../shared/contract/events';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { toFilter, useFilters } from '../../state/filters';
import { type Gap, gaps } from '../../state/gaps';
import { useViewport } from '../../state/viewport';
import { CanvasChart, type Size, useColours } from '../../ui/canvas-chart';
import { formatCount, formatDuration } from '../../ui/format';
import { PictureMenu } from '../../ui/PictureMenu';
import { PointMenu } from '../../ui/PointMenu';
import { span, timeScale, type Window } from '../../ui/time-scale';
import { useOpen } from '../open-state';
import { dragged, type Grip, gripAt, stepOf, stepped } from './brush';
import { StripTable } from './StripTable';
import { barAt, drawStrip, type StripPicture } from './strip';
import { useSaveStrip } from './use-save-strip';
import './time-strip.css';

type Hit = { bar: Bar } | { gap: Gap };

const SHORT = 600_000; // ms

/** A case of one event, or of a few minutes, lies in the middle of an hour: its own length would be no scale. */
function around(info: { first: string | null; last: string | null } | null | undefined): Window | null {
  if (!info?.first || !info.last) return null;
  const [from, to] = [Date.parse(info.first), Date.parse(info.last)];
  if (to - from >= SHORT) return null;
  const middle = Math.floor((from + to) / 2);
  return { from: middle - 3 * SHORT, to: middle + 3 * SHORT };
}

export function TimeStrip(): ReactNode {
  const zone = useZone();
  const filters = useFilters();
  const { timeline, cursor } = useViewport();
  const colours = useColours();
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [status, setStatus] = useState('');
  const drag = useRef<{ grip: Grip; before: Window | null } | null>(null);

  // A bar every six pixels; in steps of 32, so that a pane that grows a little asks nothing new.
  const buckets = Math.min(2_000, Math.max(32, Math.ceil(size.width / 6 / 32) * 32));
  const instant = around(useCase());
  const whole = useQuery(
    'events.histogram',
    size.width > 0 ? { filter: instant ? { range: instant } : {}, buckets } : null,
  );
  const data = whole.data;
  const isNarrowed = filters.query !== '' || filters.identities !== null || filters.episode !== null;
  const range = data && data.bars.length > 0 ? { from: data.from, to: data.from + data.step * data.bars.length } : null;
  const narrowed = useQuery(
    'events.histogram',
    isNarrowed && range ? { filter: { ...toFilter(filters), range }, buckets: data?.bars.length ?? buckets } : null,
  );
  const scale = range ? timeScale(range, size.width) : null;
  const silent = useMemo(() => (data ? gaps(data.bars, data.step) : []), [data]);
  const setBrush = filters.set;
  const brushTo = useCallback((brush: Window | null) => setBrush({ range: brush }), [setBrush]);

  const picture: StripPicture | null =
    data && scale
      ? {
          scale,
          step: data.step,
          bars: data.bars,
          narrowed: isNarrowed && narrowed.data && !narrowed.stale ? narrowed.data.bars : null,
          brush: filters.range,
          timeline,
          cursor,
          zone,
          gaps: silent,
        }
      : null;
  const save = useSaveStrip(picture, size);
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);

  if (data && !range)
    return (
      <div className="time-strip time-strip-empty">No events yet: import exports, and the whole case appears here.</div>
    );
  const words = (brush: Window | null): string =>
    brush
      ? `Brush ${span(brush.from, brush.to, zone)}, ${formatDuration((brush.to - brush.from) / 1000)}`
      : 'No brush: all views show the whole case';

  return (
    <div className="time-strip" data-loading={whole.loading || narrowed.loading}>
      <CanvasChart<Hit>
        label={`Whole case over time. ${words(filters.range)}. A click on a bar takes its span, a double click the whole case; arrows move the brush, plus and minus resize it, Escape clears it.`}
        status={status}
        onSize={setSize}
        onContext={(_, { x, y }) => setMenu({ x, y })}
        draw={(pen, box) => {
          if (picture) drawStrip(pen, box, picture, colours);
        }}
        hitTest={(x) => {
          if (!data || !scale) return null;
          const time = scale.time(x);
          const gap = silent.find((one) => time >= one.from && time < one.to);
          if (gap) return { gap };
          const bar = barAt(data.bars, data.step, time);
          return bar && bar.denied + bar.success + bar.other > 0 ? { bar } : null;
        }}
        hitKey={(hit) => ('bar' in hit ? `b${hit.bar.from}` : `g${hit.gap.from}`)}
        tooltip={(hit) => <Tip hit={hit} step={data?.step ?? 1} zone={zone} />}
        cursor={({ x }) => {
          if (!scale) return 'default';
          const grip = gripAt(filters.range, scale, x);
          return grip === 'from' || grip === 'to' ? 'ew-resize' : grip === 'move' ? 'grab' : 'crosshair';
        }}
        onDrag={({ start, now, phase }) => {
          if (!scale) return;
          if (phase === 'start') drag.current = { grip: gripAt(filters.range, scale, start.x), before: filters.range };
          const held = drag.current;
          if (!held) return;
          if (phase === 'cancel') brushTo(held.before);
          else {
            const next = dragged(held.grip, held.before, scale, start.x, now.x);
            if (next) brushTo(next);
          }
          if (phase === 'end' || phase === 'cancel') {
            drag.current = null;
            setStatus(words(useFilters.getState().range));
          }
        }}
        onClick={(hit) => {
          if (!hit || !data) return;
          const { from, to } = 'bar' in hit ? { from: hit.bar.from, to: hit.bar.from + data.step } : hit.gap;
          brushTo({ from, to });
          setStatus(words({ from, to }));
        }}
        onDoubleClick={() => {
          brushTo(null);
          setStatus(words(null));
        }}
        onKeyDown={(event) => {
          const step = stepOf(event.key);
          if (!step || !range || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          event.stopPropagation();
          const next = stepped(filters.range, step, range, event.shiftKey);
          brushTo(next);
          setStatus(words(next));
        }}
      />
      {/* Out of sight until it has the focus: the picture needs the whole width, the table is one Tab away. */}
      <div className="strip-acts">
        <button type="button" onClick={() => useOpen.getState().set({ strip: true })}>
          Time strip as a table
        </button>
        <PictureMenu label="Save a picture of the time strip" onSave={save} />
      </div>
      {menu && (
        <PointMenu
          at={menu}
          label="Time strip"
          onClose={closeMenu}
          choices={[
            { title: 'Time strip as a table', run: () => useOpen.getState().set({ strip: true }) },
            { title: 'Save as SVG', run: () => save('svg') },
            { title: 'Save as PNG', run: () => save('png') },
            ...(filters.range ? [{ title: 'Clear the brush', run: () => brushTo(null) }] : []),
          ]}
        />
      )}
      <StripTable />
    </div>
  );
}

function Tip({ hit, step, zone }: { hit: Hit; step: number; zone: string }): ReactNode {
  if ('gap' in hit)
    return (
      <>
        <b>No event in any log for {formatDuration(hit.gap.length / 1000)}</b>
        <div className="muted">{span(hit.gap.from, hit.gap.to, zone)}</div>
      </>
    );
  const { bar } = hit;
  return (
    <>
      <div className="muted">{span(bar.from, bar.from + step, zone)}</div>
      <div>
        {formatCount(bar.success)} access ·{' '}
        <span className={bar.denied > 0 ? 'tip-strong' : ''}>{formatCount(bar.denied)} denied</span> ·{' '}
        {formatCount(bar.other)} other
      </div>
    </>
  );
}
