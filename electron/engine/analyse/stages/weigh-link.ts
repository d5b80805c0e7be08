/**
 * How probable it is that an access belongs to whoever was denied: a sum of named log-odds. Pure; the same function
 * scores (for every candidate) and explains (for those that are kept).
 */
import { HOUR, MINUTE } from '../../../../shared/model/time';
import { FACTORS } from '../read';
import type { Candidate } from './episode-draft';
import type { LinkFacts } from './link-facts';
import { type Naming, type Part, strangeReasons } from './strange';

/** Other identities are counted up to here: more say no more. */
export const MANY = 64;
/** Share of a history of who was denied that counts for another identity. */
const OTHERS_TOLD = 0.7;
const FULL = 15; // sign-ins after which a history is no longer called short

/** From here on an access is listed as linked. */
export const LINKED = 0;

export type LinkReason =
  | 'base'
  | 'strange'
  | 'denied'
  | 'ip'
  | 'prefix'
  | 'network'
  | 'native'
  | 'browser'
  | 'session'
  | 'apart'
  | 'home'
  | 'range'
  | 'code'
  | 'slip'
  | 'judged'
  | 'delay'
  | 'kind'
  | 'helper'
  | 'elsewhere'
  | 'credential'
  | 'pressure'
  | 'reported'
  | 'others'
  | 'earlier'
  | 'thin'
  | 'early'
  | 'own'
  | 'moved'
  | 'common'
  | 'bypassed';

/** Log-odds: whoever types codes holds the authenticator; a prompt that nobody answers may be anybody's. */
const SLIP = { missed: -0.8, typed: -1.6, quick: -2 } as const;

/** Share of its weight that keeps what a slip has in common with the success that made it good, on the own network. */
const ONE = 0.3;

/** Log-odds, where nobody of the organisation ever was: whoever mistypes codes at home has the person's own lines. */
const BYPASSED = 2;

const HOME = -0.8; // log-odds

/** Log-odds that whoever was denied is an intruder, from what the person did about it. */
const pressure = (f: LinkFacts): number => (f.refused >= 3 ? Math.min(3, 0.5 * f.refused) : 0) + (f.reported ? 3 : 0);

/** Log-odds at most of a place that is new in every part, where nothing else is told: whoever travels or hides is all of that at once. */
export const ONLY_PLACE = 1;

/** Who slips and who passes minutes later at the same place are one: what the slip and the success share says nothing more. */
function weighOnlyPlace(f: LinkFacts, say: (weight: number, reason: LinkReason) => void): void {
  say(-1.5, 'base');
  say(Math.min(ONLY_PLACE, f.strange), 'strange');
  if (f.kind.weight !== 0) say(f.kind.weight, 'kind');
  say(SLIP[f.slip ?? 'missed'], 'slip');
  if (f.moved !== undefined) say(-f.moved, 'moved');
  if (f.judged !== undefined) say(f.judged, 'judged');
}

/** Calls `say` with every part of the score. */
export function weighLink(f: LinkFacts, say: (weight: number, reason: LinkReason) => void): void {
  if (f.onlyPlace) {
    weighOnlyPlace(f, say);
    return;
  }
  const isOne = f.sameIdentity || f.isDelegated === true;
  say(isOne ? -1.5 : -2.2, 'base');
  say(Math.max(-5, Math.min(3.5, f.strange)), 'strange');
  // Who slips on the own network and who passes minutes later at the very spot are one, whoever it is.
  const one = f.slip !== null && f.ownNetwork ? ONE : 1;
  say(f.deniedStrange > 0 ? 0.5 * one * Math.min(2.5, f.deniedStrange) : Math.max(-3, f.deniedStrange), 'denied');
  // What is shared with prompts that the identity itself may have made says nothing about an intruder.
  // With a short history nobody can say whose place that was, unless the person did.
  // Nor does that matter where nobody of the organisation ever was, or where one doorknob after the other was tried.
  // What another identity has in common with them is told by the history of who was denied.
  const least = isOne ? 0 : OTHERS_TOLD * Math.min(FULL, f.deniedHistory ?? 0);
  const short = (1 + Math.max(f.history, least)) / (1 + FULL);
  const told = f.history >= FULL || pressure(f) > 0 || f.others >= 3 ? 1 : f.alien ? Math.max(short, 0.7) : short;
  const tried = f.others >= 3 ? 1.5 : 0;
  const foreign = f.strange > -2 ? one * told * probability(1.5 * f.deniedStrange - 1 + pressure(f) + tried) : 0;
  const { shares } = f;
  if (shares.ip) say(2.4 * foreign, 'ip');
  else if (shares.prefix) say(1.4 * foreign, 'prefix');
  else if (shares.network) say(1 * foreign, 'network');
  if (shares.native) say(2 * foreign, 'native');
  else if (shares.browser) say(0.4 * foreign, 'browser');
  if (shares.session) say(1.2 * foreign, 'session');
  if (f.sameIdentity && !shares.ip && !shares.prefix && !shares.network && !shares.native)
    say(f.isToken && !f.hasHelper ? -1.6 : -0.6, 'apart');
  // Hours later, at home, and with nothing of the denied prompts: that is most often the person.
  if (f.backHome && f.delay > HOUR) say(HOME, 'home');
  // A range of a provider is rented out to many: on its own it hardly leads from one identity to another.
  // Whoever hides comes out of the ranges of the few who hide people.
  if (!isOne && !f.hasHelper && !shares.ip && !shares.native && !shares.session) say(f.hidden ? -3 : -1.8, 'range');
  if (f.deviceCode) say(0.8, 'code');
  // Half of what speed says is gone after the kind's half-life; a quick access adds, a late one takes away.
  const late = f.delay / HOUR / f.kind.halfLifeHours;
  const near = f.delay <= 15 * MINUTE ? 0.8 : f.delay <= HOUR ? 0.4 : 0;
  if (f.early > 0) say(-0.3, 'early');
  else say(near - Math.min(2.5, 0.5 * Math.log2(1 + late)), 'delay');
  if (f.kind.weight !== 0) say(f.kind.weight, 'kind');
  if (f.hasHelper) say(1, 'helper');
  if (f.begunElsewhere) say(0.7, 'elsewhere');
  if (f.newCredential) say(1.2, 'credential');
  if (f.history < FULL && f.refused < 3 && !f.reported) say((f.alien ? -0.4 : -0.8) * (1 - f.history / FULL), 'thin');
  if (f.bypassed) say(BYPASSED, 'bypassed');
  if (f.judged !== undefined) say(f.judged, 'judged');
  if (f.slip !== null) say(SLIP[f.slip], 'slip');
  if (f.atOwnPlace) say(-2, 'own');
  if (f.moved !== undefined) say(-f.moved, 'moved');
  if (f.common !== undefined) say(-f.common, 'common');
  if (f.refused >= 3) say(Math.min(1.2, 0.3 * Math.log2(f.refused)), 'pressure');
  if (f.reported) say(0.7, 'reported');
  if (f.others >= 2 && shares.ip) say(Math.min(1.5, 0.5 * Math.log2(1 + f.others)), 'others');
  else if (f.earlier !== undefined && shares.ip) say(Math.min(1, 0.3 * Math.log2(1 + f.earlier)), 'earlier');
}

export function linkLogit(facts: LinkFacts): number {
  let logit = 0;
  weighLink(facts, (weight) => {
    logit += weight;
  });
  return logit;
}

export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Reasons for the page: strongest first; the general doubt ("base") stands last as what it is. */
export function linkReasons(
  facts: LinkFacts,
  candidate: Candidate,
  names: Naming & { ip: string | null; delay: string; helper: string | null; device: string | null },
): Part[] {
  const parts: Part[] = [];
  weighLink(facts, (weight, reason) => {
    if (Math.abs(weight) < 0.05) return;
    if (reason === 'strange') {
      // The sum may be capped; its parts are scaled so that the reasons add up to the score.
      const reasons = strangeReasons(candidate.standing, () => names);
      const total = reasons.reduce((sum, part) => sum + part.weight, 0) - 1;
      const scale = total === 0 ? 0 : weight / total;
      for (const part of reasons) parts.push({ text: part.text, weight: part.weight * scale });
      parts.push({ text: 'most accesses are of the identity itself', weight: -1 * scale });
      return;
    }
    parts.push({ text: linkSentence(reason, facts, names), weight });
  });
  return parts
    .filter((part) => Math.abs(part.weight) >= 0.05)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.text < b.text ? -1 : 1));
}

function linkSentence(
  reason: LinkReason,
  f: LinkFacts,
  names: { ip: string | null; delay: string; helper: string | null; device: string | null },
): string {
  switch (reason) {
    case 'base':
      return f.sameIdentity || f.isDelegated
        ? 'most accesses after a denial are honest'
        : 'another identity: by itself most often a coincidence';
    case 'denied':
      return f.deniedStrange > 0
        ? 'the denied prompts came from a strange place'
        : 'the denied prompts came from a usual place';
    case 'ip':
      return 'same address as the denied prompts';
    case 'prefix':
      return 'same address range as the denied prompts';
    case 'network':
      return 'same network as the denied prompts';
    case 'native':
      return 'same device as the denied prompts';
    case 'browser':
      return 'same kind of browser and system as the denied prompts';
    case 'session':
      return 'same session as the denied prompts';
    case 'apart':
      return 'neither address, network nor device of the denied prompts';
    case 'home':
      return 'hours later, in a country that is usual, from which none of the denied prompts came';
    case 'code':
      return 'by a device code: another device was let in';
    case 'judged':
      return f.shares.ip || f.shares.native || f.shares.session
        ? 'the denied prompts are an attack by other evidence, and this came from their place'
        : 'the denied prompts are an attack by other evidence, and minutes after them somebody came in from an unknown place';
    case 'slip':
      return f.slip === 'missed'
        ? 'passed minutes after one or two prompts that nobody declined: as slips go'
        : 'passed minutes after a few wrong codes: as slips go';
    case 'range':
      return f.hidden
        ? 'no more than the address range of a network that hides its users is shared'
        : 'no more than the address range is shared, which a provider gives to many';
    case 'delay':
      return f.delay <= HOUR ? `only ${names.delay} after the last denial` : `${names.delay} after the last denial`;
    case 'kind':
      return f.kind.title.toLowerCase();
    case 'helper':
      return names.helper ?? 'a change since the denial made it possible';
    case 'elsewhere':
      return 'the session had begun at another place';
    case 'credential':
      return 'a credential never used before';
    case 'pressure':
      return `${f.refused} prompts refused before it`;
    case 'reported':
      return 'the person reported fraud';
    case 'others':
      return `${f.others >= MANY ? `${MANY} or more` : f.others} other identities failed from this address within a day`;
    case 'earlier':
      return `${f.earlier} identities failed from this address in a spell of the weeks before`;
    case 'thin':
      return `only ${f.history} ${f.history === 1 ? 'sign-in' : 'sign-ins'} before: too few to tell usual from unusual`;
    case 'early':
      return `written ${Math.max(1, Math.round(f.early / MINUTE))} min before the first denial: the clocks of the two sources may differ`;
    case 'moved':
      return 'from then on it came from there for days, and its usual place fell silent: as after a move';
    case 'common':
      return 'passed minutes later from the very place: so many people of the organisation stumble that this many at new places are to be expected';
    case 'bypassed':
      return 'the second factor was refused there, and its key, for which none is asked, was used from there';
    case 'own':
      return 'same place as the own sign-in that came next';
    default:
      return reason;
  }
}

/** Strength of a factor when it was refused or accepted: what a downgrade is measured in. Higher resists more. */
const STRENGTH: readonly (readonly [factors: readonly (keyof typeof FACTORS)[], strength: number])[] = [
  [['fido2', 'passkey_platform', 'windows_hello', 'certificate'], 5],
  [['push_number_match'], 4],
  [['push', 'totp', 'hardware_otp'], 3],
  [['sms', 'voice'], 2],
  [['email_otp', 'security_question'], 1],
  [['password'], 0],
];
const strengths = new Map(
  STRENGTH.flatMap(([factors, strength]) => factors.map((f) => [FACTORS[f], strength] as const)),
);
export const strengthOf = (factor: number | null): number | null =>
  factor === null ? null : (strengths.get(factor) ?? null);
