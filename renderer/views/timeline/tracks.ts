/** Tracks beside an identity's marks: what registers say, sessions, levels of assurance. Layout only, pure. */
import type { Track, TrackBand } from '../../../shared/contract/events';
import type { TimeScale } from '../../ui/time-scale';

export type TrackKind = 'bands' | 'sessions' | 'assurance';

export const TRACK_TITLES: Record<TrackKind, string> = {
  bands: 'Registers',
  sessions: 'Sessions',
  assurance: 'Assurance (AAL)',
};

export const BAND_WORDS: Record<TrackBand['kind'], string> = {
  window: 'execution window',
  travel: 'travel',
  rollout: 'rollout',
  request: 'access request',
};

/** Tracks that an open lane shows: those with anything in them. */
export function trackKinds(track: Track | null): TrackKind[] {
  if (!track) return [];
  const kinds: TrackKind[] = [];
  if (track.bands.length > 0) kinds.push('bands');
  if (track.sessions && track.sessions.length > 0) kinds.push('sessions');
  if (track.assurance && track.assurance.length > 0) kinds.push('assurance');
  return kinds;
}

export interface Packed<S> {
  span: S;
  x: number;
  width: number;
  /** From the top; spans that overlap on the screen have different ones while there are any. */
  row: number;
}

/** Spans on the screen in at most `rows` rows; what finds no free row shares the last one. Sorted by `from`. */
export function packed<S extends { from: number; to: number }>(
  spans: readonly S[],
  scale: TimeScale,
  rows: number,
  least: number,
): Packed<S>[] {
  const ends = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY);
  const out: Packed<S>[] = [];
  for (const span of spans) {
    const x = scale.x(span.from);
    const end = Math.max(scale.x(span.to), x + least);
    if (end < 0 || x > scale.width) continue;
    const free = ends.findIndex((taken) => taken + 1 < x);
    const row = free < 0 ? rows - 1 : free;
    ends[row] = Math.max(ends[row]!, end);
    out.push({ span, x, width: end - x, row });
  }
  return out;
}

export const SESSION_ROWS = 4;
const SESSION_STEP = 6;
const BAND_ROWS = 2;

export interface BandBox extends Packed<TrackBand> {
  y: number;
  height: number;
}

/** Boxes of the bands of a track that begins at `top`. */
export function bandBoxes(bands: readonly TrackBand[], scale: TimeScale, top: number, height: number): BandBox[] {
  const found = packed(bands, scale, BAND_ROWS, 3);
  const rows = found.some(({ row }) => row > 0) ? BAND_ROWS : 1;
  const tall = Math.floor((height - 4) / rows);
  return found.map((one) => ({ ...one, y: top + 2 + one.row * tall, height: tall - 1 }));
}

type Session = NonNullable<Track['sessions']>[number];

/** Bars of the sessions of a track. */
export function sessionBoxes(
  sessions: readonly Session[],
  scale: TimeScale,
  top: number,
): (Packed<Session> & { y: number })[] {
  return packed(sessions, scale, SESSION_ROWS, 4).map((one) => ({ ...one, y: top + 4 + one.row * SESSION_STEP }));
}

/** Foot and height of a level's bar: three equal steps. */
export function levelBar(level: number, top: number, height: number): { y: number; height: number } {
  const step = (height - 6) / 3;
  return { y: top + height - 3 - level * step, height: level * step };
}

/** "AAL2" or "AAL2 to AAL3". */
export const levelWord = (low: number, high: number): string =>
  low === high ? `AAL${low}` : `AAL${low} to AAL${high}`;

/** Rollouts of these tracks that reach into the window, each once, in order of time. */
export function rolloutsOf(tracks: readonly (Track | null)[], window: { from: number; to: number }): TrackBand[] {
  const found = new Map<string, TrackBand>();
  for (const track of tracks)
    for (const band of track?.bands ?? [])
      if (band.kind === 'rollout' && band.from < window.to && band.to > window.from) found.set(band.row, band);
  return [...found.values()].sort((a, b) => a.from - b.from || (a.row < b.row ? -1 : 1));
}
