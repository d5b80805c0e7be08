/** What the investigator wrote down and no log tells, as data formats carry it: after the events, marked as what it is. */
import { plural } from '../../../shared/base/text';
import type { ManualEvent } from '../../../shared/model/manual-event';
import type { CaseView } from './case-view';
import type { WriteContext } from './format';
import { isWhole } from './scope';

/** Word that stands for the kind and source of such a row in every format. */
export const MANUAL = 'manual';

/**
 * Manual events in scope, in order of time: all of them with the whole case; of one episode those about its identity; none with a
 * query, which asks of records. What is left out is said.
 */
export function manualIn(view: CaseView, context: WriteContext): ManualEvent[] {
  const all = view.manualEvents?.() ?? [];
  const about = context.episode === null ? null : (view.episode(context.episode)?.identity.id ?? null);
  const kept = isWhole(context) ? all : all.filter(({ identity }) => about !== null && identity === about);
  const rest = all.length - kept.length;
  if (rest > 0)
    context.leftOut(`${plural(rest, 'manual event')} of the investigator: not of the records that were asked for`);
  if (kept.length > 0)
    context.remark(
      `${plural(kept.length, 'manual event')} of the investigator after the events, marked "manual": in no log`,
    );
  return kept;
}

/** `Caller said the phone was stolen (source: telephone call, said by J. Doe)`. */
export const manualText = ({ what, source, saidBy }: ManualEvent): string =>
  `${what} (source: ${source}${saidBy ? `, said by ${saidBy}` : ''})`;

/** Names of the identities that manual events are about, by id; empty where there are none. */
export function namesOf(view: CaseView, manual: readonly ManualEvent[]): Map<string, string> {
  const asked = new Set(manual.flatMap(({ identity }) => identity ?? []));
  const found = new Map<string, string>();
  if (asked.size === 0) return found;
  for (const { id, name } of view.identities()) if (asked.has(id)) found.set(id, name);
  return found;
}
