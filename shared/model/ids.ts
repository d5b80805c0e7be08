/** Public ids: opaque, derived from content, equal for the same evidence in any order of import. */
import type { Brand } from '../base/brand';

export type EventId = Brand<string, 'EventId'>; // e + 14 digits: record key (53 bits) + content (15 bits)
export type AttemptId = Brand<string, 'AttemptId'>; // a…
export type IdentityId = Brand<string, 'IdentityId'>; // i…
export type EpisodeId = Brand<string, 'EpisodeId'>; // p…
export type PathId = Brand<string, 'PathId'>; // h…
export type RowId = Brand<string, 'RowId'>; // c…: a row of a context file
export type NoteId = Brand<string, 'NoteId'>; // n…
export type ManualId = Brand<string, 'ManualId'>; // m…: an event that the investigator wrote down

/** What a reference (`--on REF`) points to, told from its first letter; null if it is no id of ours. */
export function refKind(
  ref: string,
): 'event' | 'attempt' | 'identity' | 'episode' | 'path' | 'note' | 'row' | 'manual' | null {
  if (!/^[a-z][0-9a-z]{4,20}$/.test(ref)) return null;
  return (
    ({ e: 'event', a: 'attempt', i: 'identity', p: 'episode', h: 'path', n: 'note', c: 'row', m: 'manual' } as const)[
      ref[0]!
    ] ?? null
  );
}
