/** Replay of travel: where the person is at an instant, and the instants worth stopping at. Pure. */
import type { Journey } from '../../../shared/contract/events';
import type { Projection } from '../../ui/map-base';
import { arcBetween, nearLongitude, pointOn } from '../../ui/map-base/geometry';

export const REPLAY_MS = 12_000; // a whole replay, whatever its span

/** The instant that follows after `elapsed` milliseconds of playing; null at the end. */
export function advance(at: number, elapsed: number, span: { from: number; to: number }): number | null {
  const next = at + ((span.to - span.from) * elapsed) / REPLAY_MS;
  return next >= span.to ? null : next;
}

/** Where the person is, on the way or at the last place, in pixels; null before the first leg. */
export function whereAt(
  journey: Journey,
  time: number,
  projection: Projection,
): { lat: number; lon: number; x: number; y: number } | null {
  const leg = journey.legs.find((one) => time < one.to.time) ?? journey.legs.at(-1);
  if (!leg) return null;
  const from = projection.point(leg.from.lat, leg.from.lon);
  if (time <= leg.from.time) return { lat: leg.from.lat, lon: leg.from.lon, ...from };
  const to = projection.point(leg.to.lat, nearLongitude(leg.from.lon, leg.to.lon));
  if (time >= leg.to.time) return { lat: leg.to.lat, lon: leg.to.lon, ...projection.point(leg.to.lat, leg.to.lon) };
  const share = (time - leg.from.time) / (leg.to.time - leg.from.time);
  return { lat: leg.from.lat, lon: leg.from.lon, ...pointOn(arcBetween(from, to), share) };
}

const STEPS = 60;
/** The replay's instant on a grid of so many steps, its end included: places are counted once a step, not once a frame. */
export const replayStep = (at: number, span: { from: number; to: number }): number => {
  const share = Math.ceil(((at - span.from) / Math.max(1, span.to - span.from)) * STEPS) / STEPS;
  return Math.max(span.from + 1, Math.round(span.from + Math.min(1, Math.max(0, share)) * (span.to - span.from)));
};

/** The arrival after (`by` 1) or before (-1) an instant; the span's end where there is none. */
export function nextStop(
  journey: Journey | null,
  time: number,
  by: 1 | -1,
  span: { from: number; to: number },
): number {
  const stops = (journey?.legs ?? []).map((leg) => leg.to.time);
  const next = by === 1 ? stops.find((stop) => stop > time) : stops.filter((stop) => stop < time).at(-1);
  return next ?? (by === 1 ? span.to : span.from);
}
