/** Before and after a policy, slice by slice, as both the window and a picture that leaves it draw them. Pure. */
import { visible } from '../../../shared/base/text';
import type { ReplayedCompromise, ReplayResult, ReplayWorld } from '../../../shared/model/replay';
import { barItem, type Chart, type Colours, drawShape, type Pen } from '../../ui/canvas-chart';
import { formatCount, formatDuration, formatSpan } from '../../ui/format';
import { ticks, timeScale } from '../../ui/time-scale';

export type Asked = Pick<ReplayResult, 'from' | 'to' | 'step' | 'before'>;

export interface Lane {
  title: string;
  before: readonly number[];
  after: readonly number[];
  tone: 'success' | 'denied' | 'hurt';
}

export function lanesOf(asked: Asked, world: ReplayWorld): Lane[] {
  const none = world.honestRefused.map(() => 0);
  return [
    { title: 'Prompts to people', before: asked.before.promptsOver, after: world.prompts, tone: 'success' },
    { title: 'Refusals by people', before: asked.before.refusalsOver, after: world.refusals, tone: 'denied' },
    { title: 'Honest sign-ins refused', before: none, after: world.honestRefused, tone: 'hurt' },
  ];
}

/** Slices in which something was, or would be. */
export const slicesOf = (
  { before, after }: Lane,
  from: number,
  step: number,
): { at: number; was: number; is: number }[] =>
  before.flatMap((was, slice) => {
    const is = after[slice]!;
    return was + is > 0 ? [{ at: from + slice * step, was, is }] : [];
  });

export const sum = (list: readonly number[]): number => list.reduce((all, n) => all + n, 0);

const MARKER = 11;

/** In order of time, moved aside where they would lie on each other. */
export function beside<T>(list: readonly T[], place: (each: T) => number): { each: T; at: number }[] {
  let last = Number.NEGATIVE_INFINITY;
  return list
    .map((each) => ({ each, at: place(each) }))
    .sort((a, b) => a.at - b.at)
    .map(({ each, at }) => {
      last = Math.max(at, last + MARKER);
      return { each, at: last };
    });
}

export const isIn = ({ state }: ReplayedCompromise): boolean => state === 'open' || state === 'narrowed';

const WIDTH = 880;
const LANE = 72;
const FOOT = 18;
const TOP = 40; // compromises
const TONES = { success: '--success', denied: '--denied', hurt: '--change' };

/** The picture with its own size, legend and words. */
export function replaySheet(asked: Asked, world: ReplayWorld, zone: string): Chart {
  const lanes = lanesOf(asked, world);
  return {
    title: `Before and after: ${visible(world.title)}`,
    what: `${formatSpan(asked.from, asked.to, zone)} · replayed, nothing of it happened`,
    size: { width: WIDTH, height: TOP + lanes.length * LANE + FOOT },
    draw: (pen, colours) => drawReplay(pen, { asked, world, lanes, zone }, colours),
    legend: (item, pen, colours) => {
      item('as it was', (x, y) => {
        pen.strokeStyle = colours('--faint');
        pen.lineWidth = 1;
        pen.strokeRect(x + 5.5, y - 5.5, 11, 11);
      });
      for (const { title, tone } of lanes)
        item(`${title.toLowerCase()} under the policy`, barItem(pen, colours(TONES[tone])));
      if (world.compromises.length === 0) return;
      for (const [state, words] of Object.entries(STATES) as [keyof typeof STATES, string][])
        item(words, (x, y) => drawCompromise(pen, state, x + 12, y, colours));
    },
  };
}

const STATES = { in: 'compromise: got in all the same', out: 'prevented', unknown: 'undetermined' };

/** As in the window: a cross, a ring with a bar, a ring. */
function drawCompromise(pen: Pen, state: keyof typeof STATES, x: number, y: number, colours: Colours): void {
  if (state === 'in') {
    drawShape(pen, 'cross', x, y, 4, colours('--compromise'));
    return;
  }
  drawShape(pen, 'ring', x, y, 5, colours(state === 'out' ? '--expected' : '--undetermined'));
  if (state === 'unknown') return;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(x - 3, y + 3);
  pen.lineTo(x + 3, y - 3);
  pen.stroke();
}

interface Drawn {
  asked: Asked;
  world: ReplayWorld;
  lanes: readonly Lane[];
  zone: string;
}

function drawReplay(pen: Pen, { asked: { from, to, step }, world, lanes, zone }: Drawn, colours: Colours): void {
  const scale = timeScale({ from, to }, WIDTH);
  pen.font = `11px ${colours('--font') || 'sans-serif'}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  const write = (words: string, x: number, y: number): void => {
    pen.fillStyle = colours('--muted');
    pen.fillText(words, x, y);
  };
  write(world.compromises.length > 0 ? 'Likely compromises' : 'No likely compromise', 0, 8);
  for (const { each, at } of beside(world.compromises, ({ time }) => scale.x(Date.parse(time))))
    drawCompromise(pen, isIn(each) ? 'in' : each.state === 'prevented' ? 'out' : 'unknown', at, 26, colours);
  const bar = Math.max(1.5, scale.x(from + step) - 1);
  for (const [i, lane] of lanes.entries()) {
    const base = TOP + (i + 1) * LANE - 4;
    const most = Math.max(1, ...lane.before, ...lane.after);
    const tall = (count: number): number => (count === 0 ? 0 : Math.max(1.5, (count / most) * (LANE - 28)));
    const counts = `${formatCount(sum(lane.before))} before, ${formatCount(sum(lane.after))} after`;
    write(
      `${lane.title}: ${counts} · at most ${formatCount(most)} in ${formatDuration(step / 1000)}`,
      0,
      base - LANE + 16,
    );
    for (const { at, was, is } of slicesOf(lane, from, step)) {
      const x = scale.x(at);
      pen.strokeStyle = colours('--faint');
      pen.lineWidth = 1;
      if (was > 0) pen.strokeRect(x, base - tall(was), bar, tall(was));
      pen.fillStyle = colours(TONES[lane.tone]);
      pen.fillRect(x + bar * 0.22, base - tall(is), bar * 0.56, tall(is));
    }
    pen.fillStyle = colours('--line-strong');
    pen.fillRect(0, base, WIDTH, 1);
  }
  for (const { time, label } of ticks({ from, to }, WIDTH, zone).lower)
    if (scale.x(time) < WIDTH - 60) write(label, scale.x(time), TOP + lanes.length * LANE + FOOT / 2);
}
