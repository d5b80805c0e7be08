/** Draws the timeline: axis, lanes, brackets, arcs, hair line. Everything it needs comes in; it decides only pixels. */
import type { QueueRow } from '../../../shared/contract/episodes';
import type { Lane, Track, TrackBand } from '../../../shared/contract/events';
import { type Colours, drawShape, fitText, hatch, type Pen, type Shape, type Size } from '../../ui/canvas-chart';
import { formatTime, zoneMark } from '../../ui/format';
import { type TimeScale, ticks, type Window } from '../../ui/time-scale';
import type { Arc } from './arcs';
import { drawBandLine, drawTrack } from './draw-tracks';
import { clusters, DRAW_ORDER, densityHeights, type Mark } from './marks';
import type { TrackKind } from './tracks';

export const AXIS = 40; // height of the two rows of the axis
const MARK = 4; // half the side of a mark

export interface DrawnLane {
  key: string;
  /** Pixels below the axis; may be negative while scrolled. */
  top: number;
  height: number;
  /** Null while it loads. */
  lane: Lane | null;
  part: boolean;
  active: boolean;
  /** Span of the logs that this lane's events come from, where they are one source's; null where they are several. */
  covered: Window | null;
  brackets: readonly Bracket[];
  /** What registers say of the lane's identity; empty for parts. */
  bands: readonly TrackBand[];
  /** The row is a track of an open lane. */
  track: { kind: TrackKind; of: Track } | null;
}

export interface Bracket {
  episode: QueueRow;
  from: number;
  to: number;
  colour: string;
  shape: Shape;
  selected: boolean;
}

export interface Picture {
  scale: TimeScale;
  zone: string;
  /** Where the lanes' counts begin, and milliseconds per bucket. */
  from: number;
  step: number;
  lanes: readonly DrawnLane[];
  arcs: readonly Arc[];
  hoveredArc: Arc | null;
  brush: Window | null;
  /** First and last event of the case: outside of it no log can speak. */
  evidence: Window;
  /** Spans in which every log is silent. */
  gaps: readonly Window[];
  hair: { time: number; locked: boolean } | null;
  /** The locked line, when the pointer measures from it. */
  anchor: number | null;
  selectedEvent: string | null;
  cursor: number | null;
}

const SHAPES: Record<Mark, Shape> = { denied: 'x', success: 'dot', change: 'block', request: 'down', other: 'ring' };
const COLOURS: Record<Mark, string> = {
  denied: '--denied',
  success: '--success',
  change: '--change',
  request: '--request',
  other: '--machine',
};

/** Accesses lie above a lane's middle, denials below it: the strip's grammar, and it needs no colour. */
export const trackOf = (mark: Mark, lane: { top: number; height: number; part: boolean }): number => {
  const middle = lane.top + lane.height / 2;
  const away = lane.part ? 5 : 7;
  return mark === 'denied' ? middle + away : middle - away + 1;
};

export function drawTimeline(pen: Pen, size: Size, picture: Picture, colours: Colours): void {
  const font = colours('--font') || 'sans-serif';
  const grid = ticks(picture.scale, size.width, picture.zone);
  pen.save();
  pen.beginPath();
  pen.rect(0, AXIS, size.width, size.height - AXIS);
  pen.clip();
  drawGround(pen, size, picture, grid, colours);
  for (const lane of picture.lanes) drawLane(pen, size, picture, lane, colours, font);
  for (const arc of picture.arcs) drawArc(pen, arc, arc === picture.hoveredArc, colours);
  pen.restore();
  drawAxis(pen, size, picture, grid, colours, font);
  drawHair(pen, size, picture, colours, font);
}

function drawGround(pen: Pen, size: Size, picture: Picture, grid: ReturnType<typeof ticks>, colours: Colours): void {
  const { scale, evidence, brush } = picture;
  const bottom = size.height;
  const before = scale.x(evidence.from);
  const after = scale.x(evidence.to);
  pen.globalAlpha = 0.5;
  hatch(pen, 0, AXIS, before, bottom - AXIS, colours('--line'));
  hatch(pen, after, AXIS, size.width - after, bottom - AXIS, colours('--line'));
  for (const gap of picture.gaps)
    hatch(pen, scale.x(gap.from), AXIS, scale.x(gap.to) - scale.x(gap.from), bottom - AXIS, colours('--line-strong'));
  pen.globalAlpha = 1;
  if (brush) {
    // What the brush leaves out steps back.
    const left = Math.min(size.width, scale.x(brush.from));
    const right = Math.max(0, scale.x(brush.to));
    pen.globalAlpha = 0.7;
    pen.fillStyle = colours('--sunken');
    if (left > 0) pen.fillRect(0, AXIS, left, bottom - AXIS);
    if (right < size.width) pen.fillRect(right, AXIS, size.width - right, bottom - AXIS);
    pen.globalAlpha = 1;
  }
  pen.fillStyle = colours('--line');
  pen.globalAlpha = 0.7;
  for (const tick of grid.lower) pen.fillRect(Math.round(scale.x(tick.time)), AXIS, 1, bottom - AXIS);
  pen.globalAlpha = 1;
  pen.fillStyle = colours('--line-strong');
  for (const tick of grid.upper.slice(1)) pen.fillRect(Math.round(scale.x(tick.time)), AXIS, 1, bottom - AXIS);
}

function drawLane(pen: Pen, size: Size, picture: Picture, lane: DrawnLane, colours: Colours, font: string): void {
  const top = lane.top + AXIS;
  if (top > size.height || top + lane.height < AXIS) return;
  if (lane.active) {
    pen.globalAlpha = 0.5;
    pen.fillStyle = colours('--accent-soft');
    pen.fillRect(0, top, size.width, lane.height);
    pen.globalAlpha = 1;
  }
  pen.fillStyle = colours('--line');
  pen.fillRect(0, Math.round(top + lane.height) - 1, size.width, 1);
  const at = { ...lane, top };
  if (lane.covered) {
    const { scale, evidence } = picture;
    const before = Math.max(0, scale.x(evidence.from));
    const after = Math.min(size.width, scale.x(evidence.to));
    const begin = Math.min(size.width, scale.x(lane.covered.from));
    const end = Math.max(0, scale.x(lane.covered.to));
    hatch(pen, before, top, begin - before, lane.height - 1, colours('--line'));
    hatch(pen, end, top, after - end, lane.height - 1, colours('--line'));
  }
  if (lane.track) {
    drawTrack(pen, size, picture.scale, at, lane.track.kind, lane.track.of, colours, font);
    return;
  }
  drawBandLine(pen, picture.scale, at, lane.bands, colours);
  for (const bracket of lane.brackets) drawBracket(pen, picture.scale, bracket, at, colours);
  if (!lane.lane) return;
  if (lane.lane.density) drawDensity(pen, size, picture, lane.lane.density, at, colours);
  if (lane.lane.single) drawMarks(pen, picture, lane.lane.single, at, colours, font);
}

function drawDensity(
  pen: Pen,
  size: Size,
  picture: Picture,
  density: NonNullable<Lane['density']>,
  lane: { top: number; height: number },
  colours: Colours,
): void {
  const { scale, from, step } = picture;
  const first = Math.max(0, Math.floor((scale.time(0) - from) / step));
  const last = Math.min(density.success.length, Math.ceil((scale.time(size.width) - from) / step));
  const middle = Math.round(lane.top + lane.height / 2);
  const room = lane.height / 2 - 6;
  const most = (list: readonly number[]): number => list.reduce((a, b) => Math.max(a, b), 1);
  const width = Math.max(1, step / scale.perPixel - 0.5);
  const bars = (list: readonly number[], colour: string, up: boolean, alpha: number): void => {
    pen.fillStyle = colours(colour);
    pen.globalAlpha = alpha;
    for (const [i, h] of densityHeights(list, first, last, most(list), room).entries()) {
      if (h > 0) pen.fillRect(scale.x(from + (first + i) * step), up ? middle - h : middle + 1, width, h);
    }
    pen.globalAlpha = 1;
  };
  bars(density.other, '--machine', true, 0.35);
  bars(density.success, '--success', true, 0.75);
  bars(density.denied, '--denied', false, 0.95);
}

function drawMarks(
  pen: Pen,
  picture: Picture,
  single: NonNullable<Lane['single']>,
  lane: { top: number; height: number; part: boolean },
  colours: Colours,
  font: string,
): void {
  const { scale } = picture;
  const found = clusters(single, scale);
  for (const mark of DRAW_ORDER) {
    const colour = colours(COLOURS[mark]);
    const y = trackOf(mark, lane);
    for (const cluster of found) {
      if (cluster.mark !== mark) continue;
      let drawn = Number.NEGATIVE_INFINITY;
      for (let i = cluster.first; i <= cluster.last; i++) {
        if (single.marks[i] !== mark) continue;
        const x = scale.x(single.times[i]!);
        // Marks on the same pixels need one drawing.
        if (x - drawn < 1.5) continue;
        drawn = x;
        drawShape(pen, SHAPES[mark], x, y, mark === 'other' ? MARK - 1 : MARK, colour);
      }
    }
  }
  drawCounts(pen, found, lane, colours, font);
  if (picture.selectedEvent !== null) {
    const i = single.ids.indexOf(picture.selectedEvent);
    if (i >= 0) {
      pen.strokeStyle = colours('--accent');
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(scale.x(single.times[i]!), trackOf(single.marks[i]!, lane), MARK + 4, 0, Math.PI * 2);
      pen.stroke();
    }
  }
}

/** `×9` after a cluster of denials, where nothing of that kind follows soon. */
function drawCounts(
  pen: Pen,
  found: ReturnType<typeof clusters>,
  lane: { top: number; height: number; part: boolean },
  colours: Colours,
  font: string,
): void {
  pen.font = `600 10px ${font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = colours('--text');
  const denied = found.filter((cluster) => cluster.mark === 'denied');
  for (const [i, cluster] of denied.entries()) {
    if (cluster.n < 3) continue;
    const text = `×${cluster.n}`;
    const x = cluster.x2 + MARK + 4;
    const next = denied[i + 1];
    if (next && next.x - MARK < x + pen.measureText(text).width + 4) continue;
    pen.fillText(text, x, trackOf('denied', lane) + 0.5);
  }
}

function drawBracket(
  pen: Pen,
  scale: TimeScale,
  bracket: Bracket,
  lane: { top: number; height: number },
  colours: Colours,
): void {
  const { x, width } = bracketBox(bracket, scale);
  const colour = colours(bracket.colour);
  pen.fillStyle = colour;
  pen.globalAlpha = bracket.selected ? 0.2 : 0.1;
  pen.beginPath();
  pen.roundRect(x, lane.top + 3, width, lane.height - 7, 4);
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = bracket.selected ? colours('--accent') : colour;
  pen.lineWidth = bracket.selected ? 2 : 1;
  pen.stroke();
}

/** Box of an episode's bracket: never narrower than a mark. */
export function bracketBox(bracket: Window, scale: TimeScale): { x: number; width: number } {
  const from = scale.x(bracket.from) - MARK - 3;
  return { x: from, width: Math.max(2 * MARK + 6, scale.x(bracket.to) + MARK + 3 - from) };
}

function drawArc(pen: Pen, arc: Arc, hovered: boolean, colours: Colours): void {
  const confirmed = arc.link.review === 'confirmed';
  pen.strokeStyle = colours('--denied');
  pen.lineWidth = hovered ? 2.5 : 1.6;
  pen.setLineDash(confirmed ? [] : [4, 3]);
  pen.beginPath();
  pen.moveTo(arc.x1, arc.y1 + AXIS);
  pen.quadraticCurveTo(arc.cx, arc.cy + AXIS, arc.x2, arc.y2 + AXIS);
  pen.stroke();
  pen.setLineDash([]);
  // The access it leads to, ringed.
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(arc.x2, arc.y2 + AXIS, MARK + 2, 0, Math.PI * 2);
  pen.stroke();
}

function drawAxis(
  pen: Pen,
  size: Size,
  picture: Picture,
  grid: ReturnType<typeof ticks>,
  colours: Colours,
  font: string,
): void {
  const { scale } = picture;
  pen.fillStyle = colours('--surface');
  pen.fillRect(0, 0, size.width, AXIS);
  pen.fillStyle = colours('--line');
  pen.fillRect(0, AXIS - 1, size.width, 1);
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  pen.font = `600 11px ${font}`;
  for (const [i, tick] of grid.upper.entries()) {
    const x = Math.max(0, scale.x(tick.time)) + 6;
    const next = grid.upper[i + 1];
    const room = (next ? scale.x(next.time) : size.width) - x - 8;
    pen.fillStyle = colours('--line-strong');
    if (i > 0) pen.fillRect(Math.round(scale.x(tick.time)), 0, 1, AXIS);
    pen.fillStyle = colours('--text');
    // A cut day says nothing; the first one may give way to the next.
    if (pen.measureText(tick.label).width <= room) pen.fillText(tick.label, x, 12);
    else if (i > 0) pen.fillText(fitText(pen, tick.label, room), x, 12);
  }
  pen.font = `11px ${font}`;
  for (const tick of grid.lower) {
    const x = Math.round(scale.x(tick.time));
    pen.fillStyle = colours('--line-strong');
    pen.fillRect(x, AXIS - 6, 1, 5);
    pen.fillStyle = colours('--muted');
    if (x + 4 + pen.measureText(tick.label).width < size.width) pen.fillText(tick.label, x + 4, 28);
  }
}

function drawHair(pen: Pen, size: Size, picture: Picture, colours: Colours, font: string): void {
  const { scale, zone, hair, anchor, cursor } = picture;
  if (cursor !== null) {
    pen.fillStyle = colours('--text');
    pen.fillRect(Math.round(scale.x(cursor)), AXIS, 1, size.height - AXIS);
  }
  if (anchor !== null) {
    const x = Math.round(scale.x(anchor));
    pen.fillStyle = colours('--accent');
    pen.fillRect(x, AXIS, 1, size.height - AXIS);
  }
  if (!hair) return;
  if (anchor !== null && hair.time !== anchor) {
    const [left, right] = [scale.x(Math.min(anchor, hair.time)), scale.x(Math.max(anchor, hair.time))];
    pen.globalAlpha = 0.12;
    pen.fillRect(left, AXIS, right - left, size.height - AXIS);
    pen.globalAlpha = 1;
  }
  const x = Math.round(scale.x(hair.time));
  pen.strokeStyle = colours('--accent');
  pen.lineWidth = 1;
  pen.setLineDash(hair.locked ? [] : [2, 3]);
  pen.beginPath();
  pen.moveTo(x + 0.5, AXIS);
  pen.lineTo(x + 0.5, size.height);
  pen.stroke();
  pen.setLineDash([]);
  const text = hairText(hair.time, zone, anchor);
  pen.font = `500 11px ${colours('--mono') || font}`;
  const width = pen.measureText(text).width + 12;
  const left = Math.min(Math.max(0, x - width / 2), Math.max(0, size.width - width));
  pen.fillStyle = colours('--accent');
  pen.beginPath();
  pen.roundRect(left, AXIS - 21, width, 18, 4);
  pen.fill();
  pen.fillStyle = colours('--accent-ink') || colours('--surface');
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillText(text, left + 6, AXIS - 11.5);
}

/** `02:19:12.402 Z`, with the distance from the locked line where there is one. */
export function hairText(time: number, zone: string, anchor: number | null): string {
  const full = formatTime(time, zone, 'full');
  const clock = `${full.slice(11, 23)} ${zoneMark(time, zone)}`;
  if (anchor === null || anchor === time) return clock;
  return `${clock}  ${apartText(time - anchor)}`;
}

/** `+2 min 5 s`, `−3 h 10 min`. */
export function apartText(apart: number): string {
  const sign = apart < 0 ? '−' : '+';
  const seconds = Math.abs(apart) / 1000;
  const text =
    seconds < 60
      ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
      : seconds < 3_600
        ? `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
        : seconds < 172_800
          ? `${Math.floor(seconds / 3_600)} h ${Math.round((seconds % 3_600) / 60)} min`
          : `${(seconds / 86_400).toFixed(1)} d`;
  return `${sign}${text}`;
}
