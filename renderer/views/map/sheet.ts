/** The map as a sheet that leaves the program: title, filter, land, places, travel, what the signs mean, whose data it is. Pure. */
import { visible } from '../../../shared/base/text';
import { type Colours, fitText, type Pen, type Size } from '../../ui/canvas-chart';
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

const EDGE = 16;
const HEAD = 26;
const LINE = 16;
const FOOT = 66;

const topOf = ({ about }: MapSheet): number => EDGE + HEAD + about.length * LINE + 8;

export const mapSheetSize = (sheet: MapSheet): Size => ({
  width: sheet.projection.size.width + 2 * EDGE,
  height: topOf(sheet) + sheet.projection.size.height + FOOT,
});

export function drawMapSheet(pen: Pen, sheet: MapSheet, colours: Colours): void {
  const size = mapSheetSize(sheet);
  const font = colours('--font') || 'sans-serif';
  const text = (words: string, x: number, y: number, look: string, colour: string, room: number): void => {
    pen.font = `${look} ${font}`;
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillStyle = colours(colour);
    pen.fillText(fitText(pen, visible(words), room), x, y);
  };
  const wide = size.width - 2 * EDGE;
  pen.fillStyle = colours('--surface');
  pen.fillRect(0, 0, size.width, size.height);
  text(sheet.title, EDGE, EDGE + 10, '600 17px', '--text', wide);
  for (const [i, line] of sheet.about.entries()) text(line, EDGE, EDGE + HEAD + i * LINE + 8, '12px', '--muted', wide);
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
  drawKey(pen, sheet, top + height + 18, wide, text, colours);
  text(sheet.credit, EDGE, size.height - 12, '11px', '--muted', wide);
}

type Write = (words: string, x: number, y: number, look: string, colour: string, room: number) => void;

function drawKey(pen: Pen, { letters }: MapSheet, top: number, wide: number, text: Write, colours: Colours): void {
  let x = EDGE;
  let y = top;
  const item = (words: string, draw: (x: number, y: number) => void): void => {
    pen.font = `11px ${colours('--font') || 'sans-serif'}`;
    // Where the font is another than here, words may be wider.
    const width = pen.measureText(words).width * 1.12 + 44;
    if (x + width > EDGE + wide) {
      x = EDGE;
      y += 18;
    }
    draw(x, y);
    text(words, x + 28, y, '11px', '--muted', width);
    x += width;
  };
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
