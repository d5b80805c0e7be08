/** What lies under a point of the timeline: a mark before an arc, an arc before a bracket, a bracket before a bar. */
import type { Lane, Track, TrackBand } from '../../../shared/contract/events';
import { type Arc, distanceTo } from './arcs';
import { AXIS, type Bracket, bracketBox, type DrawnLane, type Picture, trackOf } from './draw';
import { BAND_LINE } from './draw-tracks';
import { lowerBound, type Mark } from './marks';
import { bandBoxes, sessionBoxes } from './tracks';

export type Hit =
  | { kind: 'mark'; lane: DrawnLane; index: number; id: string; time: number; mark: Mark; n: number; until: number }
  | { kind: 'arc'; arc: Arc }
  | { kind: 'bracket'; bracket: Bracket; lane: DrawnLane }
  | { kind: 'band'; band: TrackBand }
  | { kind: 'session'; session: NonNullable<Track['sessions']>[number] }
  | { kind: 'level'; level: NonNullable<Track['assurance']>[number] }
  | { kind: 'bar'; lane: DrawnLane; from: number; to: number; denied: number; success: number; other: number };

const RIM = 8; // CSS pixels at the top and foot of a lane
const REACH = 12; // CSS pixels around a mark: a target of 24

export function hitTest(picture: Picture, x: number, y: number): Hit | null {
  if (y < AXIS) return null;
  const lane = picture.lanes.find((one) => y - AXIS >= one.top && y - AXIS < one.top + one.height);
  if (lane?.track) return trackAt(picture, lane, lane.track, x, y - AXIS);
  // The rim of a bracket is the bracket's, also where marks lie close to it.
  const rim = lane && Math.min(y - AXIS - lane.top, lane.top + lane.height - (y - AXIS)) < RIM;
  if (lane && rim) {
    const bracket = bracketAt(picture, lane, x);
    if (bracket) return { kind: 'bracket', bracket, lane };
  }
  if (lane?.lane?.single) {
    const mark = markAt(picture, lane, lane.lane.single, x, y - AXIS);
    if (mark) return mark;
  }
  let best: { arc: Arc; distance: number } | null = null;
  for (const arc of picture.arcs) {
    const distance = distanceTo(arc, x, y - AXIS);
    if (distance <= 6 && (!best || distance < best.distance)) best = { arc, distance };
  }
  if (best) return { kind: 'arc', arc: best.arc };
  if (!lane) return null;
  const bracket = bracketAt(picture, lane, x);
  if (bracket) return { kind: 'bracket', bracket, lane };
  const bar = lane.lane?.density ? barAt(picture, lane, lane.lane.density, x) : null;
  if (bar) return bar;
  const isFoot = lane.top + lane.height - (y - AXIS) <= BAND_LINE + 4;
  const time = picture.scale.time(x);
  const slack = 3 * picture.scale.perPixel;
  const band = isFoot && lane.bands.findLast((one) => one.from - slack <= time && time < one.to + slack);
  return band ? { kind: 'band', band } : null;
}

/** What lies at a point of a track. */
function trackAt(
  { scale }: Picture,
  { top, height }: DrawnLane,
  { kind, of }: NonNullable<DrawnLane['track']>,
  x: number,
  y: number,
): Hit | null {
  if (kind === 'bands') {
    const box = bandBoxes(of.bands, scale, top, height).findLast(
      (one) => x >= one.x - 2 && x <= one.x + one.width + 2 && y >= one.y && y < one.y + one.height + 1,
    );
    return box ? { kind: 'band', band: box.span } : null;
  }
  if (kind === 'sessions') {
    const near = sessionBoxes(of.sessions ?? [], scale, top)
      .filter((one) => x >= one.x - 4 && x <= one.x + one.width + 4)
      .sort((a, b) => Math.abs(a.y + 2 - y) - Math.abs(b.y + 2 - y))[0];
    return near ? { kind: 'session', session: near.span } : null;
  }
  const near = (of.assurance ?? [])
    .map((level) => ({ level, away: Math.abs(scale.x(level.time) - x) }))
    .filter(({ away }) => away <= REACH)
    .sort((a, b) => a.away - b.away)[0];
  return near ? { kind: 'level', level: near.level } : null;
}

/** The bracket at an x, the one drawn last first. */
function bracketAt(picture: Picture, lane: DrawnLane, x: number): Bracket | null {
  for (const bracket of [...lane.brackets].reverse()) {
    const box = bracketBox(bracket, picture.scale);
    if (x >= box.x && x <= box.x + box.width) return bracket;
  }
  return null;
}

function markAt(
  picture: Picture,
  lane: DrawnLane,
  single: NonNullable<Lane['single']>,
  x: number,
  y: number,
): Hit | null {
  const { scale } = picture;
  let best = -1;
  let bestDistance = REACH;
  const start = lowerBound(single.times, scale.time(x - REACH));
  for (let i = start; i < single.times.length; i++) {
    const at = scale.x(single.times[i]!);
    if (at > x + REACH) break;
    const distance = Math.hypot(at - x, trackOf(single.marks[i]!, lane) - y);
    if (distance <= bestDistance) {
      best = i;
      bestDistance = distance;
    }
  }
  if (best < 0) return null;
  const mark = single.marks[best]!;
  // What cannot be told apart at this zoom is told together: neighbours of the kind within three pixels.
  let first = best;
  let last = best;
  const near = 3 * scale.perPixel;
  let n = 1;
  for (let i = best + 1; i < single.times.length && single.times[i]! - single.times[last]! <= near; i++)
    if (single.marks[i] === mark) {
      last = i;
      n++;
    }
  for (let i = best - 1; i >= 0 && single.times[first]! - single.times[i]! <= near; i--)
    if (single.marks[i] === mark) {
      first = i;
      n++;
    }
  return {
    kind: 'mark',
    lane,
    index: best,
    id: single.ids[best]!,
    time: n > 1 ? single.times[first]! : single.times[best]!,
    mark,
    n,
    until: single.times[last]!,
  };
}

function barAt(picture: Picture, lane: DrawnLane, density: NonNullable<Lane['density']>, x: number): Hit | null {
  const { scale, from, step } = picture;
  const i = Math.floor((scale.time(x) - from) / step);
  const counts = { denied: density.denied[i] ?? 0, success: density.success[i] ?? 0, other: density.other[i] ?? 0 };
  if (counts.denied + counts.success + counts.other === 0) return null;
  return { kind: 'bar', lane, from: from + i * step, to: from + (i + 1) * step, ...counts };
}

export function hitKey(hit: Hit): string {
  switch (hit.kind) {
    case 'mark':
      return `m${hit.lane.key}${hit.id}`;
    case 'arc':
      return `a${hit.arc.episode.id}${hit.arc.link.event}`;
    case 'bracket':
      return `b${hit.bracket.episode.id}`;
    case 'band':
      return `r${hit.band.row}${hit.band.from}`;
    case 'session':
      return `s${hit.session.event}`;
    case 'level':
      return `l${hit.level.event}`;
    case 'bar':
      return `d${hit.lane.key}${hit.from}`;
  }
}
