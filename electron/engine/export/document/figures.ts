/** Drawings as data: geometry here, colours by meaning in each writer. Each has a table beside it that says the same. */
import { ellipsis } from '../../../../shared/base/text';
import type { Path } from '../../../../shared/model/episode';
import type { Figure, Shape } from '../../../../shared/model/report';
import { sourceTitle } from '../../../../shared/model/sources';
import { rfc3339 } from '../../../../shared/model/time';
import type { Histogram } from '../case-view';
import type { EpisodeSection } from '../report/model';
import { clean, figure } from './blocks';
import { duration, type MarkClass, markOf, moment } from './words';

export const WIDTH = 640;
const round = (value: number): number => Math.round(value * 10) / 10;

type Point = [number, number];
export const text = (at: Point, words: string, anchor: 'start' | 'middle' | 'end' = 'start', muted = true): Shape => ({
  shape: 'text',
  at,
  text: words,
  anchor,
  muted,
});
export const rule = (points: Point[], look: 'axis' | 'grid', dashed = false): Shape => ({ shape: 'line', points, look, dashed }); // biome-ignore format: one shape
const bar = (x: number, y: number, w: number, h: number, look: MarkClass): Shape => ({
  shape: 'polygon',
  points: [[x, y], [round(x + w), y], [round(x + w), round(y + h)], [x, round(y + h)]], // biome-ignore format: one box
  look,
});

/** The mark of a record: shape and colour say the same. */
export function glyph(mark: MarkClass, x: number, y: number, size = 4): Shape[] {
  switch (mark) {
    case 'denied':
      return [
        { shape: 'line', points: [[x - size, y - size], [x + size, y + size]], look: 'denied' }, // biome-ignore format: one stroke
        { shape: 'line', points: [[x + size, y - size], [x - size, y + size]], look: 'denied' }, // biome-ignore format: one stroke
      ];
    case 'success':
      return [{ shape: 'circle', at: [x, y], radius: size + 0.5, look: 'success' }];
    case 'change':
      return [bar(x - size, y - size, 2 * size, 2 * size, 'change')];
    case 'request':
      return [{ shape: 'polygon', points: [[x - size - 1, y - size], [x + size + 1, y - size], [x, y + size]], look: 'request', hollow: true }]; // biome-ignore format: one shape
    case 'other':
      return [{ shape: 'circle', at: [x, y], radius: size - 0.5, look: 'other', hollow: true }];
  }
}

const HALF = 56;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Distances between dates on a line of time that a reader can count in. */
const STEPS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 365 * DAY] as const; // biome-ignore format: one list
const TICKS = 8; // at most
const LABEL = 64; // width of a date, about

/** Dates under the line, at round distances in UTC; with the hour where the line is short. */
function ticks({ from, to }: Histogram, y: number, foot: number): Shape[] {
  const span = Math.max(1, to - from);
  const step = STEPS.find((one) => span / one <= TICKS) ?? Math.ceil(span / TICKS / DAY) * DAY;
  const shapes: Shape[] = [];
  let free = 0; // where the label before ends
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    const x = round(((time - from) / span) * WIDTH);
    const said = rfc3339(time);
    const label = step < DAY ? said.slice(5, 16).replace('T', ' ') : said.slice(0, 10);
    const anchor = x < 32 ? 'start' : x > WIDTH - 32 ? 'end' : 'middle';
    const left = anchor === 'start' ? x : anchor === 'end' ? x - LABEL : x - LABEL / 2;
    shapes.push(
      rule(
        [
          [x, 0],
          [x, y],
        ],
        'grid',
      ),
    );
    if (left < free) continue;
    shapes.push(text([x, foot], label, anchor));
    free = left + LABEL + 6;
  }
  if (shapes.length > 2) return shapes;
  return [text([0, foot], moment(rfc3339(from))), text([WIDTH, foot], moment(rfc3339(to)), 'end')];
}

/** The whole case: accesses up, denials down. */
export function timeline(histogram: Histogram, source: string): Figure | null {
  const middle = HALF + 4;
  const most = Math.max(1, ...histogram.denied, ...histogram.success);
  // Square root: a single denial beside ten thousand sign-ins must still be seen.
  const height = (count: number): number => Math.max(1.5, (Math.sqrt(count) / Math.sqrt(most)) * HALF);
  const step = WIDTH / histogram.denied.length;
  const bars = (counts: readonly number[], mark: 'denied' | 'success'): Shape[] =>
    counts.flatMap((count, i) => {
      if (count === 0) return [];
      const tall = round(height(count));
      const y = round(mark === 'success' ? middle - tall : middle);
      return [bar(round(i * step + 0.5), y, round(Math.max(1, step - 1)), tall, mark)];
    });
  const foot = 2 * HALF + 22;
  return figure({
    title: 'Accesses and denials over time',
    alt: 'Accesses above and denials below a line of time; the table below says the same',
    source,
    width: WIDTH,
    height: foot + 18,
    shapes: [
      ...ticks(histogram, 2 * HALF + 6, foot),
      ...bars(histogram.success, 'success'),
      ...bars(histogram.denied, 'denied'),
      rule(
        [
          [0, middle],
          [WIDTH, middle],
        ],
        'axis',
      ),
      text(
        [WIDTH / 2, foot + 14],
        `UTC; accesses above, denials below; heights by square root, the tallest bar is ${most.toLocaleString('en')}`,
        'middle',
      ),
    ],
  });
}

/** The cited records of an episode on one line of time: what was denied above, what followed below. */
export function strip(section: EpisodeSection, source: string): Figure | null {
  const times = section.citations.map(({ event }) => Date.parse(event.time));
  const from = Math.min(...times);
  const to = Math.max(...times);
  if (times.length < 2 || to === from) return null;
  const marks = section.citations.flatMap(({ event }) => {
    const mark = markOf(event);
    const x = round(10 + ((Date.parse(event.time) - from) / (to - from)) * (WIDTH - 20));
    return glyph(mark, x, mark === 'denied' ? 12 : 36);
  });
  return figure({
    title: 'Records of this episode over time',
    alt: `Cited records over ${duration((to - from) / 1_000)}: denied above the line, the rest below; the table of records says the same`,
    source,
    width: WIDTH,
    height: 66,
    shapes: [
      rule(
        [
          [10, 24],
          [WIDTH - 10, 24],
        ],
        'axis',
      ),
      ...marks,
      text([10, 60], moment(rfc3339(from))),
      text([WIDTH - 10, 60], moment(rfc3339(to)), 'end'),
      text([WIDTH / 2, 60], `denied above, the rest below; ${duration((to - from) / 1_000)}`, 'middle'),
    ],
  });
}

const ROW = 46;
/** To the width of the drawing; characters shown as escapes count as long as they are. The table has the whole. */
const clip = (words: string, characters: number): string => ellipsis(clean(words), characters);
const ROLE: Record<Path['hops'][number]['role'], MarkClass> = {
  denied: 'denied',
  access: 'success',
  change: 'change',
  request: 'request',
};

/** Hops from top to bottom; beside each edge the key that ties the hop to the one before. */
export function pathDrawing(path: Path, source: string): Figure | null {
  const shapes = path.hops.flatMap((hop, i): Shape[] => {
    const y = i * ROW + 18;
    const where = [hop.identity, hop.ip, hop.app, sourceTitle(hop.source)].filter(Boolean).join(' · ');
    return [
      ...(i > 0
        ? [
            rule(
              [
                [152, y - ROW + 8],
                [152, y - 8],
              ],
              'axis',
            ),
          ]
        : []),
      ...(hop.key !== null ? [text([166, y - 17], clip(hop.key, 70))] : []),
      text([0, y + 4], moment(hop.time)),
      ...glyph(ROLE[hop.role], 152, y),
      text([166, y], clip(hop.what, 68), 'start', false),
      text([166, y + 13], clip(where, 72)),
    ];
  });
  return figure({
    title: 'Path from the denial to the access',
    alt: `Path of ${path.hops.length} steps; the table below says the same`,
    source,
    width: WIDTH,
    height: path.hops.length * ROW + 4,
    shapes,
  });
}

/** Prompts as they were above the line, as they would have been below it, on one scale. */
export function replayed(
  prompts: readonly number[],
  before: readonly number[],
  span: { from: number; to: number },
  source: string,
): Figure | null {
  const half = 44;
  const most = Math.max(1, ...before, ...prompts);
  const step = WIDTH / Math.max(1, prompts.length);
  const bars = (counts: readonly number[], mark: MarkClass, up: boolean): Shape[] =>
    counts.flatMap((count, i) => {
      if (count === 0) return [];
      const tall = Math.max(1.5, round((count / most) * half));
      return [bar(round(i * step), round(up ? half + 4 - tall : half + 4), Math.max(1, round(step - 1)), tall, mark)];
    });
  const foot = 2 * half + 24;
  const ends = [span.from, span.to].map((time) => `${rfc3339(time).slice(0, 10)}Z`);
  return figure({
    title: 'Prompts before and under the policy',
    alt: 'Prompts over time before and after; the table below sums them',
    source,
    width: WIDTH,
    height: foot + 4,
    shapes: [
      ...bars(before, 'other', true),
      ...bars(prompts, 'success', false),
      rule(
        [
          [0, half + 4],
          [WIDTH, half + 4],
        ],
        'axis',
      ),
      text([0, foot], ends[0]!),
      text([WIDTH, foot], ends[1]!, 'end'),
      text([WIDTH / 2, foot], `prompts as they were above, under the policy below; tallest = ${most}`, 'middle'),
    ],
  });
}
