/** The hours of the week as a chart that leaves the program. Pure. */
import { plural, visible } from '../../../shared/base/text';
import type { IdentityProfile } from '../../../shared/contract/identities';
import { barItem, type Chart, type Colours, drawShape, type Pen } from '../../ui/canvas-chart';
import { busiest, type Cell, cellsOf, shade, WEEKDAYS } from './habits';

const LEFT = 40;
const TOP = 22;
const STEP = 26; // px from square to square
const SIDE = 23;

export function habitSheet(name: string, { zone, hours, counted }: IdentityProfile): Chart {
  const cells = cellsOf(hours);
  const most = busiest(cells);
  return {
    title: `Hours of the week of ${visible(name)}`,
    what: `${plural(counted, 'access or denial', 'accesses and denials')}${most && `, ${most}`}`,
    zone: `${zone.zone} (${zone.because})`,
    size: { width: LEFT + 24 * STEP, height: TOP + 7 * STEP },
    draw: (pen, colours) => drawHabits(pen, cells, colours),
    legend: (item, pen, colours) => {
      item('no access', barItem(pen, colours('--sunken')));
      item('few accesses', barItem(pen, colours('--success'), 0.35));
      item('most accesses', barItem(pen, colours('--success')));
      item('denied', (x, y) => drawShape(pen, 'x', x + 12, y, 4, colours('--text')));
    },
  };
}

function drawHabits(pen: Pen, cells: readonly Cell[], colours: Colours): void {
  const most = Math.max(1, ...cells.map(({ accesses }) => accesses));
  pen.font = `11px ${colours('--font') || 'sans-serif'}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = colours('--muted');
  for (let hour = 0; hour < 24; hour += 3) pen.fillText(String(hour).padStart(2, '0'), LEFT + hour * STEP, 10);
  for (const [day, word] of WEEKDAYS.entries()) pen.fillText(word, 0, TOP + day * STEP + SIDE / 2);
  for (const { day, hour, accesses, denied } of cells) {
    const [x, y] = [LEFT + hour * STEP, TOP + day * STEP];
    pen.fillStyle = colours('--sunken');
    pen.fillRect(x, y, SIDE, SIDE);
    if (accesses > 0) {
      pen.globalAlpha = shade(accesses, most);
      pen.fillStyle = colours('--success');
      pen.fillRect(x, y, SIDE, SIDE);
      pen.globalAlpha = 1;
    }
    if (denied > 0) drawShape(pen, 'x', x + SIDE / 2, y + SIDE / 2, 5, colours('--text'));
  }
}
