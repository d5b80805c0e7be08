/**
 * The one canvas component. The owner says how to draw and what lies where; this one knows pixels, frames, pointers
 * and focus. Wheel events are passed on un-passively, so that an owner may keep the page from scrolling.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import './canvas-chart.css';
import { inFrame } from './frame';
import { moved, type Press, pressAt, tooltipAt } from './pointer';
import type { Pen } from './shapes';

export interface Size {
  width: number;
  height: number;
}
export interface Spot {
  x: number;
  y: number;
  shift: boolean;
  ctrl: boolean;
}

export interface CanvasChartProps<Hit> {
  /** What a screen reader says: name of the picture and where its table is. */
  label: string;
  /** Draws all of it, in CSS pixels. Called at most once a frame. */
  draw(pen: Pen, size: Size): void;
  /** What lies under a point, or null. */
  hitTest?(x: number, y: number, size: Size): Hit | null;
  /** Two hits that are the same keep the same tooltip. */
  hitKey?(hit: Hit): string;
  tooltip?(hit: Hit): ReactNode;
  onHover?(hit: Hit | null, spot: Spot | null): void;
  onClick?(hit: Hit | null, spot: Spot): void;
  onDoubleClick?(spot: Spot): void;
  /** A right click, or by the menu key (then `hit` is null and `at` is inside of the picture): `at` is a point of the window. */
  onContext?(hit: Hit | null, at: { x: number; y: number; isKey: boolean }): void;
  /** While dragging: where it began, where it is; `phase` tells the first and the last call. */
  onDrag?(drag: { start: Spot; now: Spot; phase: 'start' | 'move' | 'end' | 'cancel' }): void;
  onWheel?(event: WheelEvent, spot: Spot): void;
  onKeyDown?(event: KeyboardEvent<HTMLDivElement>): void;
  onSize?(size: Size): void;
  cursor?(spot: Spot): string;
  /** The table twin, for those who cannot see the picture; shown in its place when `asTable`. */
  table?: ReactNode;
  asTable?: boolean;
  className?: string;
  /** Text read out when it changes: what the keyboard has moved to. */
  status?: string;
  describedBy?: string;
}

export function CanvasChart<Hit>(props: CanvasChartProps<Hit>): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useRef<Size>({ width: 0, height: 0 });
  const press = useRef<(Press & { start: Spot; id: number }) | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [hover, setHover] = useState<{ hit: Hit; key: string; x: number; y: number } | null>(null);
  const [cursor, setCursor] = useState('default');

  const paint = useRef(() => {
    const element = canvas.current;
    const { width, height } = size.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0 || height === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const w = Math.round(width * ratio);
    const h = Math.round(height * ratio);
    if (element.width !== w || element.height !== h) {
      element.width = w;
      element.height = h;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    latest.current.draw(context, size.current);
  });

  useEffect(() => {
    inFrame(paint.current);
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      // Hidden behind its table it has no size; the last one stays, so that the owner's layout stands.
      if (width === 0 || (width === size.current.width && height === size.current.height)) return;
      size.current = { width, height };
      latest.current.onSize?.(size.current);
      inFrame(paint.current);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const wheel = (event: WheelEvent): void => latest.current.onWheel?.(event, spotOf(event, element));
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, []);
  // A move to a screen of another density changes the ratio without changing the size.
  useEffect(() => {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const again = (): void => void inFrame(paint.current);
    query.addEventListener('change', again);
    return () => query.removeEventListener('change', again);
  }, []);

  const look = (spot: Spot): void => {
    const { hitTest, hitKey, onHover } = latest.current;
    const hit = hitTest?.(spot.x, spot.y, size.current) ?? null;
    onHover?.(hit, spot);
    setCursor(latest.current.cursor?.(spot) ?? (hit === null ? 'default' : 'pointer'));
    const key = hit === null ? '' : (hitKey?.(hit) ?? JSON.stringify(hit));
    setHover((was) => (hit === null ? null : was?.key === key ? was : { hit, key, x: spot.x, y: spot.y }));
  };
  const leave = (): void => {
    setHover(null);
    latest.current.onHover?.(null, null);
  };

  return (
    <div className={`canvas-chart ${props.className ?? ''}`}>
      <div
        ref={box}
        className="canvas-chart-box"
        role="application"
        aria-roledescription="chart"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is worked with the keyboard
        tabIndex={0}
        hidden={props.asTable === true && props.table !== undefined}
        style={{ cursor }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && hover) {
            setHover(null);
            event.stopPropagation();
            return;
          }
          props.onKeyDown?.(event);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          const spot = spotOf(event.nativeEvent, event.currentTarget);
          press.current = { ...pressAt(spot.x, spot.y), start: spot, id: event.pointerId };
        }}
        onPointerMove={(event) => {
          const spot = spotOf(event.nativeEvent, event.currentTarget);
          const held = press.current;
          if (!held) return look(spot);
          const next = moved(held, spot.x, spot.y);
          if (!next.dragging || !props.onDrag) return;
          if (!held.dragging) {
            event.currentTarget.setPointerCapture(held.id);
            setHover(null);
          }
          press.current = { ...held, dragging: true };
          props.onDrag({ start: held.start, now: spot, phase: held.dragging ? 'move' : 'start' });
        }}
        onPointerUp={(event) => {
          const held = press.current;
          press.current = null;
          if (!held) return;
          const spot = spotOf(event.nativeEvent, event.currentTarget);
          if (held.dragging) props.onDrag?.({ start: held.start, now: spot, phase: 'end' });
          else props.onClick?.(props.hitTest?.(spot.x, spot.y, size.current) ?? null, spot);
        }}
        onPointerCancel={(event) => {
          const held = press.current;
          press.current = null;
          const spot = spotOf(event.nativeEvent, event.currentTarget);
          if (held?.dragging) props.onDrag?.({ start: held.start, now: spot, phase: 'cancel' });
        }}
        onPointerLeave={() => {
          if (!press.current) leave();
        }}
        onContextMenu={(event) => {
          if (!props.onContext) return;
          event.preventDefault();
          const spot = spotOf(event.nativeEvent, event.currentTarget);
          setHover(null); // the menu lies where the tip would
          const isKey = event.button !== 2;
          const hit = isKey ? null : (props.hitTest?.(spot.x, spot.y, size.current) ?? null);
          props.onContext(hit, { x: event.clientX, y: event.clientY, isKey });
        }}
        onDoubleClick={(event) => props.onDoubleClick?.(spotOf(event.nativeEvent, event.currentTarget))}
      >
        <canvas ref={canvas} />
        {hover && props.tooltip && (
          <Tooltip x={hover.x} y={hover.y} box={size.current} key={hover.key}>
            {props.tooltip(hover.hit)}
          </Tooltip>
        )}
      </div>
      {props.table !== undefined && (
        <div className={props.asTable ? 'canvas-chart-table' : 'canvas-chart-twin'}>{props.table}</div>
      )}
      <span className="canvas-chart-twin" role="status">
        {props.status ?? ''}
      </span>
    </div>
  );
}

function spotOf(event: MouseEvent | WheelEvent, element: Element): Spot {
  const rect = element.getBoundingClientRect();
  return {
    x: event.clientX - rect.left,
    y: event.clientY - rect.top,
    shift: event.shiftKey,
    ctrl: event.ctrlKey || event.metaKey,
  };
}

function Tooltip({ x, y, box, children }: { x: number; y: number; box: Size; children: ReactNode }): ReactNode {
  const own = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const element = own.current;
    if (element) setPlace(tooltipAt({ x, y }, { width: element.offsetWidth, height: element.offsetHeight }, box));
  }, [x, y, box]);
  return (
    <div
      ref={own}
      className="canvas-chart-tooltip"
      role="tooltip"
      style={place ? { left: place.left, top: place.top } : { left: 0, top: 0, visibility: 'hidden' }}
    >
      {children}
    </div>
  );
}
