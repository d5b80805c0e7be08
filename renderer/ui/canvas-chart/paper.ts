/** What every chart that leaves the program as a sheet has: its paper, title lines and a legend in words. Pure. */
import { visible } from '../../../shared/base/text';
import { fitText, type Pen } from './shapes';
import type { Colours } from './theme';

/** Margin of a sheet, height of its title and of each line under it; px. */
export const SHEET = { edge: 16, head: 26, line: 16 } as const;

/** Writes words at a place: `look` as of a font without its family, `colour` a token, cut to `room` px. */
export type Write = (words: string, x: number, y: number, look: string, colour: string, room: number) => void;

const family = (colours: Colours): string => colours('--font') || 'sans-serif';

/** Fills the paper and writes title and the lines under it; what they return writes on. */
export function startSheet(
  pen: Pen,
  { title, about, width, height }: { title: string; about: readonly string[]; width: number; height: number },
  colours: Colours,
): Write {
  const write: Write = (words, x, y, look, colour, room) => {
    pen.font = `${look} ${family(colours)}`;
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillStyle = colours(colour);
    pen.fillText(fitText(pen, visible(words), room), x, y);
  };
  pen.fillStyle = colours('--surface');
  pen.fillRect(0, 0, width, height);
  const { edge, head, line } = SHEET;
  const room = width - 2 * edge;
  write(title, edge, edge + 10, '600 17px', '--text', room);
  for (const [i, words] of about.entries()) write(words, edge, edge + head + i * line + 8, '12px', '--muted', room);
  return write;
}

/** One thing of a legend: `draw` gets the left end of its 20 px and the middle of its row. */
export type LegendItem = (words: string, draw: (x: number, y: number) => void) => void;

/** Lays things of a legend side by side, going on in a new row where there is no room: a picture goes where nobody can point at it and ask. */
export function legendItems(
  pen: Pen,
  { left, top, right }: { left: number; top: number; right: number },
  write: Write,
  colours: Colours,
): LegendItem {
  let x = left;
  let y = top;
  return (words, draw) => {
    pen.font = `11px ${family(colours)}`;
    // Where the font is another than here, words may be wider.
    const width = pen.measureText(words).width * 1.12 + 42;
    if (x + width > right) {
      x = left;
      y += 18;
    }
    draw(x, y);
    write(words, x + 26, y, '11px', '--muted', width);
    x += width;
  };
}
