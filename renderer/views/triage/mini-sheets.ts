/** The card's two small pictures as charts that leave the program, large enough for a page. Pure. */
import { plural, visible } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { linksOf } from '../../../shared/model/episode';
import { MARKS } from '../../state/words';
import {
  barItem,
  type Chart,
  type Colours,
  drawShape,
  lineItem,
  type Pen,
  type Shape,
  tokenOf,
} from '../../ui/canvas-chart';
import { formatSpan } from '../../ui/format';
import { placeLabels, pointOn } from '../../ui/map-base/geometry';
import { countryName } from './card-words';
import { bow, type Crop, crop, type Leg, type MiniPlace } from './mini-map';
import { AXIS_HEIGHT, arcPoints, LABEL_WIDTH, type MiniTimeline, miniTimeline } from './mini-timeline';
import { linesIn, type World } from './world';

const HOURS = { width: 880, height: 210 };
const DAYS_HEIGHT = 16;
const MAP = { width: 760, height: 460 };

/** The 24 hours around an episode. */
export function hoursSheet({ episode, around, range, aroundCut }: CardData, zone: string): Chart {
  const layout = miniTimeline({ around, range, episode, links: linksOf(episode), zone }, HOURS.width, HOURS.height);
  const cut = aroundCut > 0 ? `, the nearest of ${around.length + aroundCut}` : '';
  return {
    title: `24 hours around the denials of ${visible(episode.identity.name)}`,
    what: `${formatSpan(range.from, range.to, zone)} · ${plural(around.length, 'event')}${cut}`,
    size: { width: HOURS.width, height: HOURS.height + DAYS_HEIGHT },
    draw: (pen, colours) => drawHours(pen, layout, colours),
    legend: (item, pen, colours) => {
      for (const { shape, color, word } of Object.values(MARKS))
        item(word, (x, y) => drawShape(pen, shape as Shape, x + 12, y, 4, colours(tokenOf(color))));
      item('the episode', barItem(pen, colours('--denied'), 0.2));
      item('linked access, not reviewed', lineItem(pen, colours('--denied'), [4, 3]));
      item('linked access, confirmed', lineItem(pen, colours('--denied')));
    },
  };
}

function drawHours(pen: Pen, layout: MiniTimeline, colours: Colours): void {
  const { width, height } = HOURS;
  pen.globalAlpha = 0.14;
  pen.fillStyle = colours('--denied');
  pen.fillRect(layout.band.x, 2, layout.band.width, height - AXIS_HEIGHT - 2);
  pen.globalAlpha = 1;
  const write = writer(pen, colours);
  for (const { label, y } of layout.rows) {
    pen.fillStyle = colours('--line');
    pen.fillRect(LABEL_WIDTH, y, width - LABEL_WIDTH, 1);
    write(label, 0, y, '--text');
  }
  pen.strokeStyle = colours('--denied');
  pen.lineWidth = 1.4;
  for (const { from, to, review } of layout.arcs) {
    if (review === 'rejected') continue;
    const [x1, y1, ax, ay, bx, by, x2, y2] = arcPoints(from, to);
    pen.setLineDash(review === 'confirmed' ? [] : [3, 2]);
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.bezierCurveTo(ax, ay, bx, by, x2, y2);
    pen.stroke();
  }
  pen.setLineDash([]);
  for (const { x, y, mark, key } of layout.marks) {
    const look = MARKS[mark];
    drawShape(pen, look.shape as Shape, x, y, key ? 4.5 : 3.5, colours(tokenOf(look.color)));
  }
  for (const { x, label } of layout.ticks) {
    pen.fillStyle = colours('--line-strong');
    pen.fillRect(x, height - AXIS_HEIGHT, 1, 4);
    write(label, x + 3, height - 7, '--muted');
  }
  for (const [i, { x, label }] of layout.days.entries()) {
    // The rest of a first day that is too short for its name leaves it out.
    const room = (layout.days[i + 1]?.x ?? width) - x;
    if (room > 90) write(label, x + 3, height + 8, '--text');
  }
}

type Episode = CardData['episode'];

/** Where it happened, with the journey that led there. */
export function mapSheet(episode: Episode, places: readonly MiniPlace[], leg: Leg | null, world: World): Chart {
  const view = crop(places, MAP.width, MAP.height);
  const way = leg ? ` · ${legWords(leg)}` : '';
  return {
    title: `Places around the denials of ${visible(episode.identity.name)}`,
    what: `${plural(places.length, 'place')} within 24 hours${way}`,
    size: MAP,
    draw: (pen, colours) => drawPlaces(pen, view, { places, leg, world }, colours),
    legend: (item, pen, colours) => {
      item('access', (x, y) => drawShape(pen, 'dot', x + 12, y, 4, colours('--success')));
      item('denied', (x, y) => drawShape(pen, 'x', x + 12, y, 4, colours('--denied')));
      item('of the episode, or linked to it', (x, y) => halo(pen, x + 12, y, 8, colours('--denied')));
      if (leg)
        item(
          leg.impossible ? 'impossible travel' : 'travel',
          lineItem(pen, colours(leg.impossible ? '--denied' : '--muted'), leg.impossible ? [5, 3] : []),
        );
    },
    credit: 'Natural Earth',
  };
}

/** How far, and how fast that would have been. */
export const legWords = ({ km, kmh }: Leg): string =>
  `${km.toLocaleString('en')} km${kmh === null ? ' at once' : `, ${kmh.toLocaleString('en')} km/h`}`;

interface Where {
  places: readonly MiniPlace[];
  leg: Leg | null;
  world: World;
}

function drawPlaces(pen: Pen, view: Crop, { places, leg, world }: Where, colours: Colours): void {
  pen.fillStyle = colours('--map-sea') || colours('--surface');
  pen.fillRect(0, 0, MAP.width, MAP.height);
  pen.lineWidth = 0.7;
  pen.fillStyle = colours('--sunken');
  pen.strokeStyle = colours('--line-strong');
  trace(pen, linesIn(world.land, view), true);
  pen.strokeStyle = colours('--line');
  trace(pen, linesIn(world.borders, view), false);
  const spots = places.map((place) => ({ place, x: view.x(place.lon), y: view.y(place.lat) }));
  const from = spots.find(({ place }) => place === leg?.from);
  const to = spots.find(({ place }) => place === leg?.to);
  if (leg && from && to) {
    const { x1, y1, cx, cy, x2, y2 } = bow(from, to);
    pen.strokeStyle = colours(leg.impossible ? '--denied' : '--muted');
    pen.lineWidth = 1.6;
    pen.setLineDash(leg.impossible ? [5, 3] : []);
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.quadraticCurveTo(cx, cy, x2, y2);
    pen.stroke();
    pen.setLineDash([]);
  }
  for (const { place, x, y } of spots) {
    const tone = colours(place.denied > 0 ? '--denied' : '--success');
    if (place.isKey) halo(pen, x, y, 12, tone);
    if (place.success > 0) drawShape(pen, 'dot', x, y, 5, colours('--success'));
    if (place.denied > 0) drawShape(pen, 'x', x, y, 4.5, colours('--denied'));
  }
  const write = writer(pen, colours);
  const wishes = spots.map(({ place, x, y }) => {
    const name = /^[A-Z]{2}$/.test(place.name) ? countryName(place.name) : visible(place.name);
    const text = `${name} · ${place.denied} denied, ${place.success} access`;
    return { text, x, y, away: 14, width: pen.measureText(text).width };
  });
  const taken = spots.map(({ x, y }) => ({ x: x - 8, y: y - 8, width: 16, height: 16 }));
  const way = leg && from && to ? bow(from, to) : null;
  const along = way
    ? Array.from({ length: 41 }, (_, i) => pointOn(way, i / 40)).map(({ x, y }) => ({ x: x - 5, y: y - 5, width: 10, height: 10 })) // biome-ignore format: one chain
    : [];
  for (const { text, left, top } of placeLabels(wishes, taken, MAP, along)) write(text, left, top + 7, '--text');
}

function trace(pen: Pen, lines: readonly (readonly [number, number])[][], isLand: boolean): void {
  for (const line of lines) {
    pen.beginPath();
    for (const [i, [x, y]] of line.entries()) {
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    if (isLand) {
      pen.closePath();
      pen.fill();
    }
    pen.stroke();
  }
}

function halo(pen: Pen, x: number, y: number, r: number, colour: string): void {
  pen.globalAlpha = 0.2;
  drawShape(pen, 'disc', x, y, r, colour);
  pen.globalAlpha = 1;
}

/** Sets the font, so that what is measured is what is written. */
function writer(pen: Pen, colours: Colours): (words: string, x: number, y: number, colour: string) => void {
  pen.font = `11px ${colours('--font') || 'sans-serif'}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  return (words, x, y, colour) => {
    pen.fillStyle = colours(colour);
    pen.fillText(words, x, y);
  };
}
