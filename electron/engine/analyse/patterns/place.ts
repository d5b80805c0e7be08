/** Evidence of place, in parts: each pattern of place speaks for its own part, so that nothing counts twice. */
import { visible } from '../../../../shared/base/text';
import { type PlaceReason, strangeReasons } from '../stages/strange';
import type { EpisodeView, Evidence } from './pattern';

/** Evidence of the named reasons; null where none of them is there. */
export function placeEvidence(view: EpisodeView, reasons: ReadonlySet<PlaceReason>): Evidence[] | null {
  const { draft, names } = view;
  const found = strangeReasons(view.standing, () => names.naming(draft.strangest), reasons);
  if (found.length === 0) return null;
  return found.map(({ text, weight, reason }) => ({
    text: labelled(view, reason, text),
    toward: weight > 0 ? 'attack' : view.isMachine ? 'misconfigured' : 'friction',
    weight: Math.abs(weight),
    events: [draft.strangest],
    tellsOnlyWho: true,
    rows: rowsOf(view, reason),
  }));
}

/** The label's own words, where the reason is a label of the address. */
function labelled(view: EpisodeView, reason: PlaceReason, text: string): string {
  const [row] = rowsOf(view, reason);
  const label = view.facts.labels.find(({ id }) => id === row)?.facts.label;
  return label ? `${text} (${visible(label)})` : text;
}

/** The register rows behind a reason: labels of the address, travel. */
function rowsOf({ facts, draft, names }: EpisodeView, reason: PlaceReason): string[] {
  if (reason === 'away') return facts.travel ? [facts.travel.id] : [];
  const label = facts.labels.find(({ facts: { kind } }) => kind === reason);
  return label && names.dimensions.networkKind(draft.strangest.ip) === reason ? [label.id] : [];
}

/** Reasons that no pattern speaks for. */
export const PLAIN_REASONS: ReadonlySet<PlaceReason> = new Set([
  'ip.unseen',
  'ip.once',
  'ip.usual',
  'network.once',
  'network.usual',
  'country.once',
  'country.usual',
  'native.once',
  'native.usual',
  'browser.usual',
  'hosting',
  'away',
  'managed',
  'alien',
  'nameless',
  'line',
  'office',
  'partner',
  'scanner',
  'malicious',
  'hour',
  'shared',
  'near',
  'apart',
] as const);
