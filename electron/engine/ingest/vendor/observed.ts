/** The second time of a record: when whatever the export was taken from had it. */
import type { EventDraft } from '../../../../shared/model/event';
import { instantOf } from './epoch';

/** The mapped record with the time at which it was stored, where `text` is one. Skips and rejects pass through. */
export function withObserved<T extends object>(mapped: T, text: unknown): T {
  if ('end' in mapped) return mapped;
  const observed = instantOf(text);
  return observed === null ? mapped : ({ ...mapped, observed } satisfies T & Pick<EventDraft, 'observed'>);
}
