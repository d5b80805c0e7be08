/** The paths of an episode as a sheet that leaves the program: title, what is shown, the graph, its legend. Pure. */
import { sourceWord } from '../../state/words';
import {
  type Colours,
  drawShape,
  type LegendItem,
  legendItems,
  type Pen,
  SHEET,
  type Shape,
  type Size,
  startSheet,
  tokenOf,
  type Write,
} from '../../ui/canvas-chart';
import { clock, longDay } from '../../ui/time-scale';
import { type GraphEdge, HEIGHT, LEFT, layerOf, type PathGraph, STRIP } from './graph';
import { LAYER_ORDER, LAYERS } from './layers';

export interface PathSheet {
  title: string;
  /** Case, verdict, zone, who saved it: under the title. */
  about: readonly string[];
  graph: PathGraph;
  zone: string;
}

const FOOT = 64;
const LEAST = 720; // width that the legend needs

const topOf = ({ about }: PathSheet): number => SHEET.edge + SHEET.head + about.length * SHEET.line + 12;

export const pathSheetSize = (sheet: PathSheet): Size => ({
  width: Math.max(LEAST, sheet.graph.width) + 2 * SHEET.edge,
  height: topOf(sheet) + sheet.graph.height + FOOT,
});

export function drawPathSheet(pen: Pen, sheet: PathSheet, colours: Colours): void {
  const size = pathSheetSize(sheet);
  const text = startSheet(pen, { ...sheet, ...size }, colours);
  pen.save();
  pen.translate(SHEET.edge, topOf(sheet));
  drawGraph(pen, sheet, text, colours);
  pen.restore();
  const top = topOf(sheet) + sheet.graph.height + 18;
  drawLegend(pen, legendItems(pen, { left: SHEET.edge, top, right: size.width - SHEET.edge }, text, colours), colours);
}

function drawGraph(pen: Pen, { graph, zone }: PathSheet, text: Write, colours: Colours): void {
  const { box, gap } = graph.sizes;
  for (const [i, row] of graph.rows.entries()) {
    pen.fillStyle = colours('--line');
    pen.fillRect(0, row.y - STRIP / 2, graph.width, 1);
    const middle = row.y + HEIGHT / 2;
    if (graph.rows[i - 1]?.name !== row.name) text(row.name, 0, middle - 8, '600 12px', '--text', LEFT - 12);
    text(sourceWord(row.source), 0, middle + 8, '11px', '--muted', LEFT - 12);
  }
  for (const [i, column] of graph.columns.entries()) {
    const day = longDay(column.time, zone);
    const isNew = i === 0 || longDay(graph.columns[i - 1]!.time, zone) !== day;
    text(
      `${isNew ? `${day.slice(4)} ` : ''}${columnClock(graph.columns, i, zone)}`,
      column.x,
      14,
      '11px',
      '--muted',
      box + gap - 8,
    );
  }
  for (const edge of graph.edges) drawEdge(pen, edge, gap, text, colours);
  for (const node of graph.nodes) {
    const look = LAYERS[layerOf(node.hop)];
    pen.fillStyle = colours('--raised');
    pen.strokeStyle = colours('--line-strong');
    pen.lineWidth = 1;
    pen.setLineDash([]);
    pen.beginPath();
    pen.roundRect(node.x, node.y, box, HEIGHT, 5);
    pen.fill();
    pen.stroke();
    pen.fillStyle = colours(tokenOf(look.color));
    pen.fillRect(node.x, node.y + 3, 4, HEIGHT - 6);
    drawShape(pen, look.shape as Shape, node.x + 17, node.y + 14, 4, colours(tokenOf(look.color)));
    text(look.word, node.x + 27, node.y + 14, '11px', '--muted', box - 34);
    const room = box - 20;
    text(stepWords(node.hop), node.x + 11, node.y + 36, '600 12px', '--text', room);
    text(
      `${clock(Date.parse(node.hop.time), zone)}${node.hop.n > 1 ? ` to ${clock(Date.parse(node.hop.until), zone)}` : ''}`,
      node.x + 11,
      node.y + 53,
      '11px',
      '--muted',
      room,
    );
    text(node.hop.app ?? node.hop.ip ?? '', node.x + 11, node.y + 68, '11px', '--muted', room);
  }
}

/** The clock over a column: with seconds where a neighbour stands in the same minute. */
export function columnClock(columns: readonly { time: number }[], i: number, zone: string): string {
  const minute = (at: number): string | null => (columns[at] ? clock(columns[at].time, zone) : null);
  const isShared = [i - 1, i + 1].some((at) => minute(at) === minute(i));
  return clock(columns[i]!.time, zone, isShared ? 'second' : 'minute');
}

export const stepWords = (hop: { what: string; n: number }): string => (hop.n > 1 ? `${hop.what} ×${hop.n}` : hop.what);

export const stateOf = (edge: GraphEdge): 'plain' | 'open' | 'confirmed' | 'rejected' =>
  edge.link ? (edge.link.review ?? 'open') : 'plain';

const DASHES = { plain: [], open: [5, 4], confirmed: [], rejected: [1, 4] };

function drawEdge(pen: Pen, edge: GraphEdge, gap: number, text: Write, colours: Colours): void {
  const state = stateOf(edge);
  const colour = colours(state === 'open' || state === 'confirmed' ? '--denied' : '--line-strong');
  pen.strokeStyle = colour;
  pen.lineWidth = state === 'confirmed' ? 2.2 : 1.6;
  pen.setLineDash(DASHES[state]);
  pen.beginPath();
  for (const [i, { x, y }] of edge.line.entries()) {
    if (i === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = colour;
  const tip = edge.line.at(-1)!;
  pen.beginPath();
  pen.moveTo(tip.x, tip.y);
  pen.lineTo(tip.x - 7, tip.y - 4);
  pen.lineTo(tip.x - 7, tip.y + 4);
  pen.closePath();
  pen.fill();
  if (!edge.isTold) return;
  text(edge.words, edge.labelX, edge.labelY + HEIGHT - 38, '11px', '--muted', gap - 22);
  if (edge.link)
    text(
      `${state === 'open' ? 'not reviewed' : state}, ${edge.link.score.toFixed(2)}`,
      edge.labelX,
      edge.labelY + HEIGHT - 24,
      '600 11px',
      '--text',
      gap - 22,
    );
}

/** What boxes and lines mean, in words. */
function drawLegend(pen: Pen, item: LegendItem, colours: Colours): void {
  for (const layer of LAYER_ORDER) {
    const look = LAYERS[layer];
    item(look.word, (at, row) => drawShape(pen, look.shape as Shape, at + 12, row, 4, colours(tokenOf(look.color))));
  }
  for (const [state, words] of [
    ['open', 'link, not reviewed'],
    ['confirmed', 'link confirmed'],
    ['rejected', 'link rejected'],
    ['plain', 'tied by what stands on the line'],
  ] as const)
    item(words, (at, row) => {
      pen.strokeStyle = colours(state === 'open' || state === 'confirmed' ? '--denied' : '--line-strong');
      pen.lineWidth = state === 'confirmed' ? 2.2 : 1.6;
      pen.setLineDash(DASHES[state]);
      pen.beginPath();
      pen.moveTo(at, row);
      pen.lineTo(at + 20, row);
      pen.stroke();
      pen.setLineDash([]);
    });
}
