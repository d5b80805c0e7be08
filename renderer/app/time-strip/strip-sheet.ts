/** The time strip as a chart that leaves the program: as it is drawn, without what only the pointer put there. Pure. */
import { barItem, type Chart, hatch, type Size } from '../../ui/canvas-chart';
import { formatSpan } from '../../ui/format';
import { drawStrip, type StripPicture } from './strip';

export function stripSheet(picture: StripPicture, size: Size, filter: string): Chart {
  const { scale, zone, brush, narrowed } = picture;
  const still = { ...picture, timeline: null, cursor: null };
  return {
    title: 'The whole case over time',
    what: `${formatSpan(scale.from, scale.to, zone)} · ${filter} · heights by square root`,
    size,
    draw: (pen, colours) => drawStrip(pen, size, still, colours),
    legend: (item, pen, colours) => {
      item('access, upwards', barItem(pen, colours('--success'), narrowed ? 0.95 : 0.6));
      item('denied, downwards', barItem(pen, colours('--denied'), narrowed ? 0.95 : 0.6));
      if (narrowed) item('pale: what the filter leaves out', barItem(pen, colours('--success'), 0.25));
      item('neither', (x, y) => {
        pen.fillStyle = colours('--muted');
        pen.fillRect(x + 5, y - 1, 12, 2);
      });
      if (picture.gaps.length > 0)
        item('no event in any log', (x, y) => hatch(pen, x + 3, y - 6, 16, 12, colours('--line-strong')));
      if (brush) item('the brush', barItem(pen, colours('--accent'), 0.2));
    },
  };
}
