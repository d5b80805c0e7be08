/** Draws the map's picture; decides only lines and colours. */
import type { Colours, Pen } from '../../ui/canvas-chart';
import { arrowOf, pointOn } from '../../ui/map-base/geometry';
import { speedClass } from './out';
import { BADGE, type LabelLook, type LegMark, type MapHit, type MapPicture, type PlaceMark } from './picture';

export const LABEL_FONT = (font: string, look: LabelLook): string =>
  `${{ speed: '600 11px', place: '500 12px', country: '600 11px', city: '400 11px' }[look]} ${font}`;

export function drawMap(
  pen: Pen,
  picture: MapPicture,
  colours: Colours,
  hovered: MapHit | null,
  selected: string | null,
  now: { lat: number; lon: number; x: number; y: number } | null,
): void {
  for (const mark of picture.marks) drawDoubt(pen, mark, colours);
  for (const leg of picture.legs) drawLeg(pen, leg, hovered?.kind === 'leg' && hovered.leg.leg === leg.leg, colours);
  for (const mark of picture.marks)
    drawPlace(
      pen,
      mark,
      (hovered?.kind === 'place' && hovered.mark.key === mark.key) || mark.places.some(({ key }) => key === selected),
      colours,
    );
  if (now) {
    pen.fillStyle = colours('--text');
    pen.strokeStyle = colours('--surface');
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(now.x, now.y, 5, 0, Math.PI * 2);
    pen.fill();
    pen.stroke();
  }
  for (const mark of picture.marks) drawBadge(pen, mark, colours);
  drawLabels(pen, picture, colours);
}

/** Letters of the kinds of network, above the circle. */
function drawBadge(pen: Pen, { x, y, up, badge }: PlaceMark, colours: Colours): void {
  if (badge === '') return;
  pen.font = `700 9px ${colours('--font') || 'sans-serif'}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const width = pen.measureText(badge).width + 6;
  const left = x - width / 2;
  const top = y - Math.max(up, 4) - BADGE - 2;
  pen.fillStyle = colours('--text');
  pen.beginPath();
  pen.roundRect(left, top, width, BADGE, 3);
  pen.fill();
  pen.fillStyle = colours('--surface');
  pen.fillText(badge, left + width / 2, top + 7);
}

const SPEED_COLOURS = { slow: '--expected', flight: '--success', impossible: '--denied' } as const;
const SPEED_DASHES = { slow: [2, 3], flight: [], impossible: [6, 4] };

function drawDoubt(pen: Pen, mark: PlaceMark, colours: Colours): void {
  if (mark.doubt <= 0) return;
  pen.fillStyle = colours('--muted');
  pen.globalAlpha = 0.05;
  pen.beginPath();
  pen.arc(mark.x, mark.y, mark.doubt, 0, Math.PI * 2);
  pen.fill();
  pen.globalAlpha = 0.45;
  pen.strokeStyle = colours('--muted');
  pen.lineWidth = 1;
  pen.setLineDash([2, 3]);
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function drawPlace(pen: Pen, mark: PlaceMark, emphasised: boolean, colours: Colours): void {
  pen.lineWidth = 1;
  pen.strokeStyle = colours('--surface');
  if (mark.up > 0) {
    pen.fillStyle = colours('--success');
    pen.beginPath();
    pen.arc(mark.x, mark.y, mark.up, Math.PI, 2 * Math.PI);
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
  if (mark.down > 0) {
    pen.fillStyle = colours('--denied');
    pen.beginPath();
    pen.arc(mark.x, mark.y, mark.down, 0, Math.PI);
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
  if (mark.up <= 0 && mark.down <= 0) {
    pen.strokeStyle = colours('--machine');
    pen.lineWidth = 1.6;
    pen.beginPath();
    pen.arc(mark.x, mark.y, 4, 0, Math.PI * 2);
    pen.stroke();
  }
  if (emphasised) {
    pen.strokeStyle = colours('--accent');
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(mark.x, mark.y, Math.max(mark.up, mark.down, 4) + 3, 0, Math.PI * 2);
    pen.stroke();
  }
}

/** Width by count, an arrowhead at its end; colour and dashes by speed: dotted on the ground, whole in flight, dashed if impossible. */
function drawLeg(pen: Pen, mark: LegMark, hovered: boolean, colours: Colours): void {
  const { curve } = mark;
  const speed = speedClass({ speedKmh: mark.speed, impossible: mark.impossible });
  const colour = colours(SPEED_COLOURS[speed]);
  const arrow = arrowOf(curve, mark.gap);
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.globalAlpha = mark.impossible || hovered ? 1 : 0.7;
  pen.lineWidth = Math.min(5, 1.4 + Math.log2(mark.n)) + (hovered ? 1 : 0);
  pen.setLineDash(SPEED_DASHES[speed]);
  pen.beginPath();
  pen.moveTo(curve.x1, curve.y1);
  // The curve up to the arrow's foot: a part of a quadratic curve is one itself.
  const size = 7 + Math.min(3, Math.log2(mark.n));
  const t = Math.max(0, arrow.t - (size * 0.8) / Math.max(1, Math.hypot(curve.x2 - curve.x1, curve.y2 - curve.y1)));
  const foot = pointOn(curve, t);
  pen.quadraticCurveTo(curve.x1 + (curve.cx - curve.x1) * t, curve.y1 + (curve.cy - curve.y1) * t, foot.x, foot.y);
  pen.stroke();
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(arrow.x, arrow.y);
  for (const turn of [2.65, -2.65])
    pen.lineTo(arrow.x + Math.cos(arrow.angle + turn) * size, arrow.y + Math.sin(arrow.angle + turn) * size);
  pen.closePath();
  pen.fill();
  pen.globalAlpha = 1;
}

const HALO = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;
const LABEL_COLOURS = { speed: '--denied-text', place: '--text', city: '--muted', country: '--muted' } as const;

function drawLabels(pen: Pen, picture: MapPicture, colours: Colours): void {
  const font = colours('--font') || 'sans-serif';
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  for (const label of picture.labels) {
    pen.font = LABEL_FONT(font, label.look);
    if (label.look === 'speed') {
      // It lies on its own way: the line gives way to it.
      pen.globalAlpha = 0.9;
      pen.fillStyle = colours('--surface');
      pen.beginPath();
      pen.roundRect(label.left - 3, label.top - 1, pen.measureText(label.text).width + 6, 16, 3);
      pen.fill();
      pen.globalAlpha = 1;
    }
    if (label.look !== 'speed') {
      // A halo keeps a name legible over borders and pictures.
      pen.fillStyle = colours('--map-land') || colours('--surface');
      for (const [dx, dy] of HALO) pen.fillText(label.text, label.left + dx, label.top + 7.5 + dy);
    }
    pen.fillStyle = colours(LABEL_COLOURS[label.look]);
    pen.fillText(label.text, label.left, label.top + 7.5);
  }
}
