/** Assurance levels (NIST SP 800-63B-4) as words. Pure. */
import { flagText } from '../../shared/model/assurance';
import type { Episode } from '../../shared/model/episode';
import type { Event } from '../../shared/model/event';

export type Range = readonly [number, number];

/** `AAL1`, `AAL2–3`. */
export const aalText = ([low, high]: Range): string => (low === high ? `AAL${low}` : `AAL${low}–${high}`);

/** `needs AAL2, refused AAL1, reached AAL2` (what was required, what the refused factor is worth, what the access had); empty where nothing is known. */
export function cardAal(aal: Episode['aal']): string {
  if (!aal) return '';
  const parts = [
    aal.required !== null && `needs AAL${aal.required}`,
    aal.denied && `refused ${aalText(aal.denied)}`,
    aal.reached && `reached ${aalText(aal.reached)}`,
    aal.reached && aal.denied && aal.reached[1] < aal.denied[0] && 'lower than refused',
  ].filter((part): part is string => Boolean(part));
  return parts.join(', ');
}

/** Of one sign-in, as lines of name and value. */
export function assuranceLines(assurance: NonNullable<Event['assurance']>): [string, string][] {
  const { reached, requested, required, flags } = assurance;
  const lines: [string, string][] = [];
  if (reached) lines.push(['Reached', aalText(reached)]);
  if (requested) lines.push(['Refused factor', `worth ${aalText(requested)}`]);
  lines.push(['Required', required === null ? 'not told by the record or a register' : `AAL${required}`]);
  if (!reached && !requested) lines.unshift(['Reached', 'not told by the record']);
  if (flags.length > 0) lines.push(['Beside it', flags.map(flagText).join('; ')]);
  return lines;
}
