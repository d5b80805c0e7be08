/** Arcs from an episode to the accesses linked to it, as curves on the screen. Pure. */
import type { Episode, Link } from '../../../shared/model/episode';
import type { TimeScale } from '../../ui/time-scale';

export interface Arc {
  episode: Episode;
  link: Link;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** Control point of the quadratic curve. */
  cx: number;
  cy: number;
}

/** Centre of the lane of an identity (by id or by name) and, where it is open, of its part; null if not on screen. */
export type LaneY = (identity: { id?: string; name?: string }, source: string | null) => number | null;

/**
 * Arcs of these episodes. A rejected link has none. Where the linked identity's lane is not on screen its arc is left
 * out; the episode's tooltip still names it.
 */
export function arcs(episodes: readonly Episode[], scale: TimeScale, laneY: LaneY): Arc[] {
  const out: Arc[] = [];
  for (const episode of episodes) {
    const y1 = laneY({ id: episode.identity.id, name: episode.identity.name }, null);
    if (y1 === null) continue;
    const end = Date.parse(episode.end);
    for (const link of episode.followedBy) {
      const y2 = laneY({ name: link.identity }, link.source);
      if (y2 === null) continue;
      const x1 = scale.x(end);
      const x2 = scale.x(Date.parse(link.time));
      if (Math.max(x1, x2) < -40 || Math.min(x1, x2) > scale.width + 40) continue;
      out.push({ episode, link, x1, y1, x2, y2, ...control(x1, y1, x2, y2) });
    }
  }
  return out;
}

/** Within a lane the arc rises above it; between lanes it leaves sideways, so that it never runs along a lane's marks. */
function control(x1: number, y1: number, x2: number, y2: number): { cx: number; cy: number } {
  if (Math.abs(y2 - y1) < 24)
    // The first lane has nothing above it to rise into: there the arc stays below the axis.
    return {
      cx: (x1 + x2) / 2,
      cy: Math.max(Math.min(y1, y2) - Math.min(44, 20 + Math.abs(x2 - x1) * 0.1), Math.min(-18, y1)),
    };
  return { cx: Math.max(x1, x2) - Math.abs(x2 - x1) * 0.15 + 10, cy: (y1 * 2 + y2) / 3 };
}

const pointOn = (arc: Arc, t: number): { x: number; y: number } => {
  const u = 1 - t;
  return {
    x: u * u * arc.x1 + 2 * u * t * arc.cx + t * t * arc.x2,
    y: u * u * arc.y1 + 2 * u * t * arc.cy + t * t * arc.y2,
  };
};

/** Distance of a point from the curve, in pixels. */
export function distanceTo(arc: Arc, x: number, y: number): number {
  let best = Number.POSITIVE_INFINITY;
  let before = pointOn(arc, 0);
  for (let i = 1; i <= 24; i++) {
    const now = pointOn(arc, i / 24);
    best = Math.min(best, toSegment(x, y, before, now));
    before = now;
  }
  return best;
}

function toSegment(x: number, y: number, a: { x: number; y: number }, b: { x: number; y: number }): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}
