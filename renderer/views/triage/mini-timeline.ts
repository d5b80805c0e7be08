/** Layout of the 24 hours around an episode: one row a source, marks by shape, in pixels. Pure. */
import type { Event } from '../../../shared/model/event';
import { type Mark, markOf, sourceWord } from '../../state/words';
import { timeScale, type Window } from '../../ui/time-scale/scale';
import { ticks } from '../../ui/time-scale/ticks';

export interface MiniMark {
  id: string;
  x: number;
  y: number;
  mark: Mark;
  /** Belongs to the episode or is a linked access: drawn in front, with an edge. */
  key: 'denied' | 'linked' | null;
}

export interface MiniTimeline {
  rows: { source: string; label: string; y: number; denied: number; other: number }[];
  marks: MiniMark[];
  /** From the episode's last denial to each linked access. */
  arcs: { from: [number, number]; to: [number, number]; event: string; review: 'confirmed' | 'rejected' | null }[];
  ticks: { x: number; label: string }[];
  /** Starts of the days, the first at the left edge: for a picture that leaves the card. */
  days: { x: number; label: string }[];
  band: { x: number; width: number };
}

export interface MiniInput {
  around: readonly Event[];
  range: Window;
  episode: { start: string; end: string; events: readonly string[] };
  links: readonly { event: string; review?: 'confirmed' | 'rejected' | null | undefined }[];
  zone: string;
}

export const LABEL_WIDTH = 52;
export const AXIS_HEIGHT = 18;
const MAX_ROWS = 5;

/** Sources with most denials first; more than five share the last row. */
export function miniTimeline(input: MiniInput, width: number, height: number): MiniTimeline {
  const { around, range, zone } = input;
  const scale = timeScale(range, Math.max(40, width - LABEL_WIDTH - 8));
  const x = (time: number): number => LABEL_WIDTH + scale.x(time);
  const episodeEvents = new Set(input.episode.events);
  const linked = new Set(input.links.map(({ event }) => event));

  const counts = new Map<string, { denied: number; all: number }>();
  for (const event of around) {
    const count = counts.get(event.source) ?? { denied: 0, all: 0 };
    count.all += 1;
    if (markOf(event) === 'denied') count.denied += 1;
    counts.set(event.source, count);
  }
  const sources = [...counts].sort(([a, m], [b, n]) => n.denied - m.denied || n.all - m.all || (a < b ? -1 : 1));
  const shown = sources.length > MAX_ROWS ? sources.slice(0, MAX_ROWS - 1) : sources;
  const rest = sources.slice(shown.length);
  const labels: { source: string; label: string }[] = shown.map(([source]) => ({ source, label: sourceWord(source) }));
  if (rest.length > 0) labels.push({ source: '', label: `${rest.length} more` });

  // The top row keeps room above it for the arcs.
  const top = Math.min(22, height * 0.22);
  const space = height - AXIS_HEIGHT - top - 10;
  const step = labels.length > 1 ? Math.min(90, space / (labels.length - 1)) : 0;
  const rowY = new Map<string, number>();
  const rows = labels.map(({ source, label }, i) => {
    const y = top + i * step;
    rowY.set(source, y);
    const count = counts.get(source);
    return { source, label, y, denied: count?.denied ?? 0, other: (count?.all ?? 0) - (count?.denied ?? 0) };
  });
  const yOf = (source: string): number => rowY.get(source) ?? rowY.get('') ?? top;

  const marks: MiniMark[] = around
    .map((event): MiniMark => {
      const key = episodeEvents.has(event.id) ? 'denied' : linked.has(event.id) ? 'linked' : null;
      return { id: event.id, x: x(Date.parse(event.time)), y: yOf(event.source), mark: markOf(event), key };
    })
    .filter((mark) => mark.x >= LABEL_WIDTH - 4 && mark.x <= width + 4)
    .sort((a, b) => rank(a) - rank(b));

  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  const denied = marks.filter(({ key }) => key === 'denied');
  const arcs: MiniTimeline['arcs'] = [];
  for (const link of input.links) {
    const to = byId.get(link.event);
    const before = denied.filter((mark) => to && mark.x <= to.x);
    const from = before.reduce<MiniMark | undefined>(
      (last, mark) => (!last || mark.x >= last.x ? mark : last),
      undefined,
    );
    if (to && from)
      arcs.push({ from: [from.x, from.y], to: [to.x, to.y], event: link.event, review: link.review ?? null });
  }

  const axis = ticks(range, scale.width, zone);
  const start = x(Date.parse(input.episode.start));
  const end = x(Date.parse(input.episode.end));
  return {
    rows,
    marks,
    arcs,
    days: axis.upper.map(({ time, label }) => ({ x: x(time), label })),
    ticks: axis.lower
      .map(({ time, label }) => ({ x: x(time), label }))
      .filter((tick) => tick.x >= LABEL_WIDTH && tick.x <= width - 12),
    band: { x: start - 3, width: Math.max(6, end - start + 6) },
  };
}

/** Back to front. */
const rank = ({ key, mark }: MiniMark): number =>
  key === 'linked' ? 4 : key === 'denied' ? 3 : mark === 'denied' ? 2 : mark === 'change' ? 1 : 0;

/** An arc's start, its two handles and its end. */
export type ArcPoints = readonly [number, number, number, number, number, number, number, number];

/** A bow over one row, a swing from row to row. */
export function arcPoints([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): ArcPoints {
  if (Math.abs(y1 - y2) < 1) {
    const lift = Math.min(18, 8 + Math.abs(x2 - x1) / 10);
    return [x1, y1 - 5, x1, y1 - lift, x2, y2 - lift, x2, y2 - 6];
  }
  const middle = (x1 + x2) / 2;
  const down = y2 > y1 ? 5 : -5;
  return [x1, y1 + down, middle, y1, middle, y2, x2, y2 - down];
}

/** The arc as an SVG path. */
export function arcPath(from: readonly [number, number], to: readonly [number, number]): string {
  const [x1, y1, ax, ay, bx, by, x2, y2] = arcPoints(from, to);
  return `M${x1} ${y1}C${ax} ${ay} ${bx} ${by} ${x2} ${y2}`;
}
