/** The map as a sheet that leaves the program: title, filter, land, places, travel, what the signs mean, whose data it is. Pure. */
import {
  type Colours,
  type LegendItem,
  legendItems,
  type Pen,
  SHEET,
  type Size,
  startSheet,
} from '../../ui/canvas-chart';
import { drawLand, type Projection, type Rings } from '../../ui/map-base';
import { drawMap } from './draw';
import type { MapPicture } from './picture';

export interface MapSheet {
  title: string;
  /** Filter, travel, who saved it when: under the title. */
  about: readonly string[];
  projection: Projection;
  land: readonly Rings[];
  picture: MapPicture;
  letters: readonly { letter: string; word: string }[];
  credit: string;
}

const EDGE = SHEET.edge;
const FOOT = 66;

const topOf = ({ about }: MapSheet): number => EDGE + SHEET.head + about.length * SHEET.line + 8;

export const mapSheetSize = (sheet: MapSheet): Size => ({
  width: sheet.projection.size.width + 2 * EDGE,
  height: topOf(sheet) + sheet.projection.size.height + FOOT,
});

export function drawMapSheet(pen: Pen, sheet: MapSheet, colours: Colours): void {
  const size = mapSheetSize(sheet);
  const text = startSheet(pen, { ...sheet, ...size }, colours);
  const top = topOf(sheet);
  const { width, height } = sheet.projection.size;
  pen.save();
  pen.beginPath();
  pen.rect(EDGE, top, width, height);
  pen.clip();
  pen.fillStyle = colours('--map-sea') || colours('--bg');
  pen.fillRect(EDGE, top, width, height);
  pen.translate(EDGE, top);
  drawLand(pen, sheet.land, colours);
  drawMap(pen, sheet.picture, colours, null, null, null);
  pen.restore();
  pen.strokeStyle = colours('--line');
  pen.lineWidth = 1;
  pen.strokeRect(EDGE + 0.5, top + 0.5, width - 1, height - 1);
  const key = { left: EDGE, top: top + height + 18, right: size.width - EDGE };
  drawKey(pen, sheet, legendItems(pen, key, text, colours), colours);
  text(sheet.credit, EDGE, size.height - 12, '11px', '--muted', size.width - 2 * EDGE);
}

/** What places, ways and letters mean, in words. */
function drawKey(pen: Pen, { letters }: MapSheet, item: LegendItem, colours: Colours): void {
  const half = (name: string, from: number) => (at: number, row: number) => {
    pen.fillStyle = colours(name);
    pen.beginPath();
    pen.arc(at + 12, row, 6, from, from + Math.PI);
    pen.closePath();
    pen.fill();
  };
  item('access', half('--success', Math.PI));
  item('denied', half('--denied', 0));
  const way = (name: string, dash: number[]) => (at: number, row: number) => {
    pen.strokeStyle = colours(name);
    pen.lineWidth = 1.6;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(at, row + 4);
    pen.quadraticCurveTo(at + 10, row - 10, at + 20, row + 2);
    pen.stroke();
    pen.setLineDash([]);
  };
  item('travel by air', way('--success', []));
  item('up to 300 km/h', way('--expected', [2, 3]));
  item('impossible', way('--denied', [4, 3]));
  item('uncertainty', (at, row) => {
    pen.strokeStyle = colours('--muted');
    pen.lineWidth = 1;
    pen.setLineDash([2, 2.5]);
    pen.beginPath();
    pen.arc(at + 12, row, 6, 0, Math.PI * 2);
    pen.stroke();
    pen.setLineDash([]);
  });
  for (const { letter, word } of letters)
    item(word, (at, row) => {
      pen.fillStyle = colours('--text');
      pen.beginPath();
      pen.roundRect(at + 4, row - 7, 15, 14, 3);
      pen.fill();
      pen.textAlign = 'center';
      pen.font = `700 9px ${colours('--font') || 'sans-serif'}`;
      pen.fillStyle = colours('--surface');
      pen.fillText(letter, at + 11.5, row);
    });
}
