/** A single chart as a sheet that leaves the program: title, what it shows, the chart as it is drawn, what its signs mean. */
import { visible } from '../../../shared/base/text';
import { formatTime } from '../format';
import type { Size } from './CanvasChart';
import { type LegendItem, legendItems, SHEET, startSheet } from './paper';
import { pictureBytes } from './picture-file';
import type { Pen } from './shapes';
import type { Colours } from './theme';

export interface ChartSheet {
  title: string;
  /** Case, span with its zone, filter, who saved it: under the title. */
  about: readonly string[];
  /** Of the chart alone. */
  size: Size;
  /** Draws the chart with its upper left corner at 0, 0. */
  draw(pen: Pen, colours: Colours): void;
  /** Draws the signs of the legend, one `item` each. */
  legend(item: LegendItem, pen: Pen, colours: Colours): void;
  /** Whose data it is drawn with, where that has to be named. */
  credit?: string;
}

const LEAST = 560; // px: room for a title and three things of a legend a row
const FOOT = 54; // px: two rows of legend

const topOf = ({ about }: ChartSheet): number => SHEET.edge + SHEET.head + about.length * SHEET.line + 12;

export const chartSheetSize = (sheet: ChartSheet): Size => ({
  width: Math.max(LEAST, sheet.size.width) + 2 * SHEET.edge,
  height: topOf(sheet) + sheet.size.height + FOOT + (sheet.credit ? SHEET.line : 0),
});

export function drawChartSheet(pen: Pen, sheet: ChartSheet, colours: Colours): void {
  const page = chartSheetSize(sheet);
  const write = startSheet(pen, { ...sheet, ...page }, colours);
  const top = topOf(sheet);
  pen.save();
  pen.beginPath();
  pen.rect(SHEET.edge, top, sheet.size.width, sheet.size.height);
  pen.clip();
  pen.translate(SHEET.edge, top);
  sheet.draw(pen, colours);
  pen.restore();
  const place = { left: SHEET.edge, top: top + sheet.size.height + 16, right: page.width - SHEET.edge };
  sheet.legend(legendItems(pen, place, write, colours), pen, colours);
  if (sheet.credit) write(sheet.credit, SHEET.edge, page.height - 12, '11px', '--muted', page.width - 2 * SHEET.edge);
}

/** A chart without the lines that say where it comes from. */
export interface Chart extends Omit<ChartSheet, 'about'> {
  /** What is shown: span, filter, counts. */
  what: string;
  /** Zone of its times, where that is not the one of the window. */
  zone?: string;
}

/** The sheet of a chart as the bytes of a picture. */
export function chartBytes(
  kind: 'svg' | 'png',
  { what, zone, ...chart }: Chart,
  from: { caseName: string; actor: string; zone: string },
  colours: Colours,
): Promise<Uint8Array> {
  const about = [
    `${visible(from.caseName)} · ${what}`,
    `Times in ${zone ?? from.zone} · saved ${formatTime(Date.now(), from.zone, 'second')} by ${from.actor}`,
  ];
  const sheet = { ...chart, about };
  return pictureBytes(kind, chartSheetSize(sheet), chart.title, (pen) => drawChartSheet(pen, sheet, colours));
}

/** Signs of a legend that are nothing but a bar of a colour. */
export const barItem =
  (pen: Pen, colour: string, alpha = 1) =>
  (x: number, y: number): void => {
    pen.globalAlpha = alpha;
    pen.fillStyle = colour;
    pen.fillRect(x + 5, y - 5, 12, 10);
    pen.globalAlpha = 1;
  };

/** Signs of a legend that are a line. */
export const lineItem =
  (pen: Pen, colour: string, dash: number[] = []) =>
  (x: number, y: number): void => {
    pen.strokeStyle = colour;
    pen.lineWidth = 1.6;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 20, y);
    pen.stroke();
    pen.setLineDash([]);
  };
