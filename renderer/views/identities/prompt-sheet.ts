/** Prompts by day as a chart that leaves the program. Pure. */
import { plural, visible } from '../../../shared/base/text';
import type { IdentityProfile } from '../../../shared/contract/identities';
import { barItem, type Chart } from '../../ui/canvas-chart';
import { formatCount } from '../../ui/format';
import { dayBars } from './habits';

const WIDTH = 720;
const HEIGHT = 150;
const FOOT = 22; // days under the bars
const WIDEST = 24;

export function promptSheet(name: string, prompts: IdentityProfile['prompts']): Chart {
  const bars = dayBars(prompts.days);
  const most = Math.max(0, ...bars.map(({ approved, denied }) => approved + denied));
  const cut = prompts.daysCut > 0 ? `, the newest ${formatCount(bars.length)} days` : '';
  return {
    title: `Prompts for a second factor to ${visible(name)}`,
    what: `${plural(prompts.total, 'prompt')}, at most ${formatCount(most)} a day${cut}`,
    size: { width: WIDTH, height: HEIGHT },
    draw: (pen, colours) => {
      const base = HEIGHT - FOOT;
      for (const { left, width, approvedHeight, deniedHeight } of bars) {
        const room = (width / 100) * WIDTH;
        const wide = Math.max(1.5, Math.min(WIDEST, room - 1));
        const x = (left / 100) * WIDTH + (room - wide) / 2;
        const [approved, denied] = [approvedHeight, deniedHeight].map((part) => (part / 100) * (base - 4)) as [number, number]; // biome-ignore format: one pair
        pen.fillStyle = colours('--success');
        pen.fillRect(x, base - approved, wide, approved);
        pen.fillStyle = colours('--denied');
        pen.fillRect(x, base - approved - denied, wide, denied);
      }
      pen.fillStyle = colours('--line-strong');
      pen.fillRect(0, base, WIDTH, 1);
      pen.font = `11px ${colours('--font') || 'sans-serif'}`;
      pen.textBaseline = 'middle';
      pen.textAlign = 'left';
      pen.fillStyle = colours('--muted');
      const [first, last] = [bars[0]?.day ?? '', bars.at(-1)?.day ?? ''];
      pen.fillText(first, 0, HEIGHT - 9);
      if (last !== first) pen.fillText(last, WIDTH - pen.measureText(last).width, HEIGHT - 9);
    },
    legend: (item, pen, colours) => {
      item('passed', barItem(pen, colours('--success')));
      item('denied', barItem(pen, colours('--denied')));
    },
  };
}
