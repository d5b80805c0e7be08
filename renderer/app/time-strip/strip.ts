/** The picture of the whole case: bars up for accesses, down for denials, hatching where every log is silent. */
import type { Bar } from '../../../shared/contract/events';
import type { Gap } from '../../state/gaps';
import { type Colours, drawShape, hatch, type Pen, type Size } from '../../ui/canvas-chart';
import { clock, shortDay, type TimeScale, ticks, type Window } from '../../ui/time-scale';

/** Heights in pixels: square roots, so that one burst does not flatten the rest; what is there is seen (2 pixels). */
export function heights(values: readonly number[], room: number): number[] {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return values.map((n) => (n === 0 ? 0 : Math.max(2, Math.sqrt(n / most) * room)));
}

export const TOP = 15; // row of labels
const AXIS = 40;

export interface StripPicture {
  scale: TimeScale;
  step: number;
  bars: readonly Bar[];
  /** Bars of what the filter leaves, when it narrows by more than time. */
  narrowed: readonly Bar[] | null;
  brush: Window | null;
  timeline: Window | null;
  cursor: number | null;
  zone: string;
  gaps: readonly Gap[];
}

export function drawStrip(pen: Pen, size: Size, picture: StripPicture, colours: Colours, focused = false): void {
  const { scale, step, bars, narrowed, brush } = picture;
  const bottom = size.height - 2;
  if (brush) {
    pen.globalAlpha = 0.14;
    pen.fillStyle = colours('--accent');
    pen.fillRect(scale.x(brush.from), 0, scale.x(brush.to) - scale.x(brush.from), size.height);
    pen.globalAlpha = 1;
  }
  for (const gap of picture.gaps)
    hatch(
      pen,
      scale.x(gap.from),
      TOP + 2,
      scale.x(gap.to) - scale.x(gap.from),
      bottom - TOP - 2,
      colours('--line-strong'),
    );
  const width = Math.max(1, step / scale.perPixel - 1);
  const draw = (list: readonly Bar[], alpha: number): void => {
    pen.globalAlpha = alpha;
    const up = heights(
      list.map((bar) => bar.success),
      AXIS - TOP - 3,
    );
    const down = heights(
      list.map((bar) => bar.denied),
      bottom - AXIS - 1,
    );
    pen.fillStyle = colours('--success');
    for (const [i, bar] of list.entries()) if (up[i]) pen.fillRect(scale.x(bar.from), AXIS - up[i], width, up[i]);
    pen.fillStyle = colours('--denied');
    for (const [i, bar] of list.entries()) if (down[i]) pen.fillRect(scale.x(bar.from), AXIS + 1, width, down[i]);
    // Neither: seen, yet no bar of either kind.
    pen.fillStyle = colours('--muted');
    for (const [i, bar] of list.entries())
      if (!up[i] && !down[i] && bar.other > 0) pen.fillRect(scale.x(bar.from), AXIS - 2, Math.max(2, width), 2);
    pen.globalAlpha = 1;
  };
  draw(bars, narrowed ? 0.25 : 0.6);
  if (narrowed) draw(narrowed, 0.95);
  pen.fillStyle = colours('--line');
  pen.fillRect(0, AXIS, size.width, 1);
  drawLabels(pen, size, picture, colours);
  const { timeline } = picture;
  const same = timeline && brush && timeline.from === brush.from && timeline.to === brush.to;
  if (timeline && !same) drawWindow(pen, timeline, scale, size, colours);
  if (picture.cursor !== null) {
    pen.fillStyle = colours('--text');
    pen.fillRect(Math.round(scale.x(picture.cursor)), 0, 1, size.height);
  }
  if (brush) drawEdges(pen, brush, scale, size, colours, focused);
}

/** A label that stands alone: the strip has no second row that would name the day or the hour. */
export function labelOf({ time, label }: { time: number; label: string }, zone: string): string {
  if (!/[:.]/.test(label)) return label;
  const minute = clock(time, zone);
  const whole = label === minute ? minute : clock(time, zone, label.includes('.') ? 'ms' : 'second');
  return `${shortDay(time, zone)} ${whole}`;
}

function drawLabels(pen: Pen, size: Size, { scale, zone }: StripPicture, colours: Colours): void {
  pen.font = `11px ${colours('--font') || 'sans-serif'}`;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  pen.fillStyle = colours('--muted');
  const row = ticks(scale, scale.width, zone);
  let end = -1;
  // About eight labels: the strip is for orientation, the timeline's axis for reading.
  const every = Math.max(1, Math.ceil(row.lower.length / 9));
  for (const [i, tick] of row.lower.entries()) {
    if (i % every !== 0) continue;
    const long = labelOf(tick, zone);
    const x = scale.x(tick.time) + 4;
    const width = pen.measureText(long).width;
    if (x < end + 12 || x + width > size.width - 4) continue;
    pen.fillText(long, x, 8);
    pen.globalAlpha = 0.8;
    pen.fillStyle = colours('--line-strong');
    pen.fillRect(Math.round(scale.x(tick.time)), 2, 1, 12);
    pen.fillStyle = colours('--muted');
    pen.globalAlpha = 1;
    end = x + width;
  }
}

function drawWindow(pen: Pen, window: Window, scale: TimeScale, size: Size, colours: Colours): void {
  const from = Math.max(0, scale.x(window.from));
  const to = Math.min(size.width, scale.x(window.to));
  if (from <= 0 && to >= size.width) return;
  pen.strokeStyle = colours('--muted');
  pen.lineWidth = 1;
  pen.setLineDash([2, 2]);
  pen.strokeRect(Math.round(from) + 0.5, TOP + 0.5, Math.max(2, Math.round(to - from) - 1), size.height - TOP - 2);
  pen.setLineDash([]);
}

function drawEdges(pen: Pen, brush: Window, scale: TimeScale, size: Size, colours: Colours, focused: boolean): void {
  pen.fillStyle = colours('--accent');
  for (const time of [brush.from, brush.to]) {
    const x = Math.min(Math.max(Math.round(scale.x(time)), 0), size.width - 1);
    pen.fillRect(x, 0, focused ? 2 : 1, size.height);
    drawShape(pen, 'tick', x + 0.5, size.height / 2 - 4, 7, colours('--accent'));
    pen.fillRect(x - 1, size.height / 2 - 12, 3, 16);
  }
}

/** The bar under a pixel, or null outside. */
export function barAt<B extends { from: number }>(bars: readonly B[], step: number, time: number): B | null {
  const first = bars[0];
  if (!first || step <= 0) return null;
  return bars[Math.floor((time - first.from) / step)] ?? null;
}
