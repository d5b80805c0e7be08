/** Where a moment lies in the life of an access request: requested, approved, in use, expired. Pure. */
import { visible } from '../../../shared/base/text';
import type { TrackBand } from '../../../shared/contract/events';

/** Phases of requests that hold this moment, as they are told; empty where no request on file was alive then. */
export function phasesAt(bands: readonly TrackBand[], time: number): string[] {
  return bands
    .filter(({ kind, from, to }) => kind === 'request' && from <= time && time < to)
    .map(({ text }) => visible(text));
}
