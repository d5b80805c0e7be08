/** Draws the tracks of an open lane, and the line at the foot of a closed one that says that registers know of something. */
import { visible } from '../../../shared/base/text';
import type { Track, TrackBand } from '../../../shared/contract/events';
import { type Colours, fitText, hatch, type Pen, type Size } from '../../ui/canvas-chart';
import type { TimeScale } from '../../ui/time-scale';
import { bandBoxes, levelBar, sessionBoxes, type TrackKind } from './tracks';

const BAND_COLOURS: Record<TrackBand['kind'], string> = {
  window: '--muted',
  travel: '--friction',
  rollout: '--change',
  request: '--request',
};

interface Row {
  top: number;
  height: number;
}

export function drawTrack(
  pen: Pen,
  size: Size,
  scale: TimeScale,
  row: Row,
  kind: TrackKind,
  track: Track,
  colours: Colours,
  font: string,
): void {
  if (kind === 'bands') drawBands(pen, size, scale, row, track.bands, colours, font);
  else if (kind === 'sessions') drawSessions(pen, scale, row, track.sessions ?? [], colours);
  else drawLevels(pen, size, scale, row, track.assurance ?? [], colours, font);
}

function drawBands(
  pen: Pen,
  size: Size,
  scale: TimeScale,
  row: Row,
  bands: readonly TrackBand[],
  colours: Colours,
  font: string,
): void {
  pen.font = `11px ${font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  for (const { span, x, width, y, height } of bandBoxes(bands, scale, row.top, row.height)) {
    const left = Math.max(0, x);
    const room = Math.min(size.width, x + width) - left;
    const colour = colours(BAND_COLOURS[span.kind]);
    pen.globalAlpha = span.over ? 0.07 : 0.22;
    pen.fillStyle = colour;
    pen.fillRect(left, y, room, height);
    pen.globalAlpha = 1;
    if (span.kind === 'window') hatch(pen, left, y, room, height, colours('--line-strong'), 5);
    pen.fillStyle = colour;
    if (x >= 0) pen.fillRect(left, y, 2, height);
    if (room < 40) continue;
    const text = fitText(pen, visible(span.text), room - 12);
    if (text === '') continue;
    pen.fillStyle = colours('--text');
    pen.fillText(text, left + 7, y + height / 2 + 0.5);
  }
}

function drawSessions(
  pen: Pen,
  scale: TimeScale,
  row: Row,
  sessions: NonNullable<Track['sessions']>,
  colours: Colours,
): void {
  for (const { span, x, width, y } of sessionBoxes(sessions, scale, row.top)) {
    // One that holds a denial says so by its hollow bar as well as by its colour.
    const colour = colours(span.denied > 0 ? '--denied' : '--success');
    pen.fillStyle = colour;
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    if (span.denied > 0) pen.strokeRect(x + 0.5, y + 0.5, Math.max(3, width - 1), 3);
    else pen.fillRect(x, y, width, 4);
  }
}

function drawLevels(
  pen: Pen,
  size: Size,
  scale: TimeScale,
  row: Row,
  levels: NonNullable<Track['assurance']>,
  colours: Colours,
  font: string,
): void {
  pen.fillStyle = colours('--line');
  for (const level of [1, 2, 3]) pen.fillRect(0, Math.round(levelBar(level, row.top, row.height).y), size.width, 1);
  for (const { time, low, high } of levels) {
    const x = Math.round(scale.x(time));
    if (x < -4 || x > size.width + 4) continue;
    const sure = levelBar(low, row.top, row.height);
    pen.fillStyle = colours('--success');
    pen.fillRect(x - 2, sure.y, 4, sure.height);
    if (high > low) {
      // What the record leaves open is an outline above what is sure.
      const most = levelBar(high, row.top, row.height);
      pen.strokeStyle = colours('--success');
      pen.lineWidth = 1;
      pen.strokeRect(x - 1.5, most.y + 0.5, 3, most.height - sure.height);
    }
  }
  pen.font = `9px ${font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = colours('--muted');
  for (const level of [1, 2, 3]) pen.fillText(String(level), 2, levelBar(level, row.top, row.height).y + 3);
}

/** A closed lane's bands as a line at its foot: that there is something; its words come with the pointer. */
export function drawBandLine(
  pen: Pen,
  scale: TimeScale,
  row: Row,
  bands: readonly TrackBand[],
  colours: Colours,
): void {
  for (const band of bands) {
    const x = Math.max(-2, scale.x(band.from));
    const end = Math.min(scale.width + 2, Math.max(scale.x(band.to), x + 3));
    if (end < 0 || x > scale.width) continue;
    pen.fillStyle = colours(BAND_COLOURS[band.kind]);
    const tall = band.over ? 1 : BAND_LINE;
    pen.fillRect(x, row.top + row.height - tall - 1, end - x, tall);
  }
}

export const BAND_LINE = 3; // CSS pixels
