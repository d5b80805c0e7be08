/** Where the four answers of the card come from: the record that each is told by. Pure. */
import type { Episode } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';

/** The denial whose address stands in the answer; else the first one. Null where no record is of this case. */
export function deniedFrom(
  { events, questions }: Pick<Episode, 'events' | 'questions'>,
  around: readonly Event[],
): string | null {
  const own = new Set(events);
  const told = around.find(({ id, ip }) => own.has(id) && ip !== null && questions.from.includes(ip));
  return told?.id ?? events[0] ?? null;
}

/** Reasons of "fits normal", each with the record or row that the same reason is weighed by; else with the denial. */
export function whyNormal(
  episode: Pick<Episode, 'questions' | 'for' | 'against'>,
  denied: string | null,
): { text: string; at: string | null }[] {
  const weighed = [...episode.for, ...episode.against];
  return episode.questions.normal.why.map((text) => {
    const same = weighed.find((one) => one.text === text);
    return { text, at: same?.events[0] ?? same?.rows?.[0] ?? denied };
  });
}
