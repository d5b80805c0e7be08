/** The timeline as a sheet that leaves the program: title, filter, zone, names, coverage, lanes, legend. Pure. */
import type { TrackBand } from '../../../shared/contract/events';
import type { ManualEvent } from '../../../shared/model/manual-event';
import { MARKS, sourceWord } from '../../state/words';
import {
  type Colours,
  drawShape,
  type LegendItem,
  legendItems,
  type Pen,
  SHEET,
  type Size,
  startSheet,
  tokenOf,
  type Write,
} from '../../ui/canvas-chart';
import type { CoverageBar } from './coverage';
import { AXIS, drawTimeline, type Picture } from './draw';
import type { LabelRow } from './LaneLabels';
import type { LaneBy } from './use-lanes';

export interface Sheet {
  title: string;
  /** Case, span with its zone, filter: under the title. */
  about: readonly string[];
  picture: Picture;
  labels: readonly LabelRow[];
  by: LaneBy;
  bars: readonly CoverageBar[];
  rollouts: readonly TrackBand[];
  manual: readonly ManualEvent[];
  /** Height of the lanes' part of the screen. */
  height: number;
}

const SIDE = 200;
const BAR = 14;
const FOOT = 52;
const EDGE = SHEET.edge;

const topOf = (sheet: Sheet): { bars: number; lanes: number } => {
  const bars = EDGE + SHEET.head + sheet.about.length * SHEET.line + 8;
  return {
    bars,
    lanes: bars + (sheet.bars.length + Number(sheet.rollouts.length > 0) + Number(sheet.manual.length > 0)) * BAR + 6,
  };
};

export function sheetSize(sheet: Sheet): Size {
  return {
    width: EDGE * 2 + SIDE + sheet.picture.scale.width,
    height: topOf(sheet).lanes + sheet.height + FOOT,
  };
}

export function drawSheet(pen: Pen, sheet: Sheet, colours: Colours): void {
  const size = sheetSize(sheet);
  const top = topOf(sheet);
  const chart = { width: sheet.picture.scale.width, height: sheet.height };
  const text = startSheet(pen, { ...sheet, ...size }, colours);
  drawBars(pen, sheet, top.bars, text, colours);

  pen.save();
  pen.translate(EDGE + SIDE, top.lanes);
  drawTimeline(pen, chart, sheet.picture, colours);
  pen.restore();

  pen.save();
  pen.beginPath();
  pen.rect(EDGE, top.lanes, SIDE, sheet.height);
  pen.clip();
  text(sheet.picture.zone, EDGE, top.lanes + AXIS - 10, '11px', '--muted', SIDE - 8);
  for (const row of sheet.labels) {
    const y = top.lanes + AXIS + row.top;
    if (row.top < 0 || !row.lane) continue;
    const middle = y + row.height / 2;
    if (row.part === null) {
      text(row.lane.identity.name, EDGE, middle - 7, '600 12px', '--text', SIDE - 12);
      const { events, denials } = row.lane;
      text(`${events} events, ${denials} denied`, EDGE, middle + 8, '11px', '--muted', SIDE - 12);
    } else {
      const name = sheet.by === 'source' && !row.isTrack ? sourceWord(row.part) : row.part;
      text(name, EDGE + 16, middle, '12px', '--muted', SIDE - 28);
    }
    pen.fillStyle = colours('--line');
    pen.fillRect(EDGE, Math.round(y + row.height) - 1, SIDE, 1);
  }
  pen.restore();
  const place = { left: EDGE, top: top.lanes + sheet.height + 20, right: size.width - EDGE };
  drawLegend(pen, legendItems(pen, place, text, colours), colours);
}

function drawBars(
  pen: Pen,
  { bars, rollouts, manual, picture }: Sheet,
  top: number,
  text: Write,
  colours: Colours,
): void {
  const { scale } = picture;
  const clip = (time: number): number => Math.min(scale.width, Math.max(0, scale.x(time)));
  for (const [i, { source, spans }] of bars.entries()) {
    const y = top + i * BAR + BAR / 2;
    text(`Logs of ${sourceWord(source)}`, EDGE, y, '11px', '--muted', SIDE - 8);
    pen.fillStyle = colours('--line-strong');
    for (const { from, to } of spans)
      if (clip(to) > clip(from)) pen.fillRect(EDGE + SIDE + clip(from), y - 2.5, clip(to) - clip(from), 5);
  }
  if (manual.length > 0) {
    const y = top + (bars.length + Number(rollouts.length > 0)) * BAR + BAR / 2;
    text('Manual events', EDGE, y, '11px', '--muted', SIDE - 8);
    for (const event of manual) {
      const x = EDGE + SIDE + clip(Date.parse(event.time));
      drawShape(pen, 'diamond', x, y, 4, colours('--text'));
      text(event.what, x + 8, y, '11px', '--text', EDGE + SIDE + scale.width - x - 10);
    }
  }
  if (rollouts.length === 0) return;
  const y = top + bars.length * BAR + BAR / 2;
  text(rollouts.length === 1 ? 'Rollout' : 'Rollouts', EDGE, y, '11px', '--muted', SIDE - 8);
  for (const band of rollouts) {
    const [from, to] = [clip(band.from), Math.max(clip(band.to), clip(band.from) + 2)];
    pen.globalAlpha = 0.25;
    pen.fillStyle = colours('--change');
    pen.fillRect(EDGE + SIDE + from, y - 6, to - from, 12);
    pen.globalAlpha = 1;
    text(band.text, EDGE + SIDE + from + 4, y, '11px', '--text', to - from - 6);
  }
}

/** What shapes, arcs and boxes mean, in words. */
function drawLegend(pen: Pen, item: LegendItem, colours: Colours): void {
  for (const mark of ['success', 'denied', 'change', 'request', 'other'] as const)
    item(MARKS[mark].word, (at, row) =>
      drawShape(
        pen,
        MARKS[mark].shape as Parameters<typeof drawShape>[1],
        at + 12,
        row,
        4,
        colours(tokenOf(MARKS[mark].color)),
      ),
    );
  const arc = (dash: number[]) => (at: number, row: number) => {
    pen.strokeStyle = colours('--denied');
    pen.lineWidth = 1.6;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(at, row + 4);
    pen.quadraticCurveTo(at + 10, row - 12, at + 20, row + 4);
    pen.stroke();
    pen.setLineDash([]);
  };
  item('linked access, not reviewed', arc([4, 3]));
  item('linked access, confirmed', arc([]));
  item('episode, in the colour of its verdict', (at, row) => {
    pen.strokeStyle = colours('--muted');
    pen.lineWidth = 1;
    pen.strokeRect(at + 4, row - 6, 14, 12);
  });
  item('registers have something: window, travel, request', (at, row) => {
    for (const [i, name] of ['--muted', '--friction', '--request'].entries()) {
      pen.fillStyle = colours(name);
      pen.fillRect(at + i * 7, row - 1, 6, 3);
    }
  });
}
