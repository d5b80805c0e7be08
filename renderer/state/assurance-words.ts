/** Assurance levels (NIST SP 800-63B-4) as words. Pure. */
import type { Episode } from '../../shared/model/episode';
import type { Event } from '../../shared/model/event';

export type Range = readonly [number, number];

/** `AAL1`, `AAL2–3`. */
export const aalText = ([low, high]: Range): string => (low === high ? `AAL${low}` : `AAL${low}–${high}`);

/** What the report says beside a level; a flag without a word is shown as it is. */
export const ASSURANCE_FLAGS: Record<string, string> = {
  oob_not_acceptable_r4: 'approve-or-deny transfers no secret: not acceptable out of band in revision 4',
  fatigue_prone: 'can be approved by mistake or out of fatigue',
  oob_secret_short: 'short number: guessable',
  restricted_authenticator: 'restricted authenticator (SMS, voice)',
  non_authenticator_used: 'no authenticator in the sense of the standard',
  phishing_resistant: 'phishing resistant',
  uv_unknown: 'the log does not tell whether the person was verified by the key',
  synced_or_unknown: 'the log does not tell whether the key leaves the device',
  external_idp: 'another identity provider authenticated: its log knows',
  inherited: 'inherited from an earlier sign-in',
  below_required: 'below what was required',
  factor_switch: 'another factor than the refused one let them in',
  no_factor_data: 'the record names no factor',
};

export const flagText = (flag: string): string => ASSURANCE_FLAGS[flag] ?? flag.replaceAll('_', ' ');

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
