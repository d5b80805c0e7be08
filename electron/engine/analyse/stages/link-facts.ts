/** What is known of an access when its link to a denial is weighed. */
import type { LinkKindManifest } from '../links/link-kind';

/** What the access has in common with the denied prompts. */
export interface Shares {
  ip: boolean;
  prefix: boolean;
  network: boolean;
  native: boolean;
  browser: boolean;
  session: boolean;
}

export interface LinkFacts {
  sameIdentity: boolean;
  /** Another identity by name only: a token that acts for who was denied. */
  isDelegated?: boolean;
  isMachine: boolean;
  /** Log-odds that the access is not its own identity's doing. */
  strange: number;
  /** Log-odds that the denied prompts were not the identity's doing. */
  deniedStrange: number;
  shares: Shares;
  delay: number; // milliseconds
  /** How long before the first denial it was written, by the clock of another source; milliseconds. */
  early: number;
  kind: Pick<LinkKindManifest, 'weight' | 'halfLifeHours' | 'title'>;
  hasHelper: boolean;
  begunElsewhere: boolean;
  newCredential: boolean;
  /** By a session or token, without a sign-in of its own. */
  isToken: boolean;
  /** Somebody typed a code at the vendor's page to let another device in: few people ever do. */
  deviceCode: boolean;
  /** One or two prompts went wrong or a few codes were mistyped, none was declined, and the next was passed minutes later. */
  slip: 'missed' | 'typed' | 'quick' | null;
  /** On a network that is usual for the identity, and nothing was changed in between. */
  ownNetwork?: true;
  /** A key or token of who failed the second factor, used in its place: it is asked for none. */
  bypassed?: true;
  /** A slip, and of the device the log tells nothing: only that somebody passed the second factor at a new place. */
  onlyPlace?: true;
  /** Log-odds that the identity itself moved to the place of the access (`hindsight.ts`). */
  moved?: number;
  /** Log-odds that it is one of the stumbles at new places that are common in the organisation (`stumbles.ts`). */
  common?: number;
  /** Log-odds from the verdict on the denied prompts, where they are an attack by other evidence. */
  judged?: number;
  /** Through a network that hides whoever comes out of it: Tor, a VPN, a proxy. */
  hidden: boolean;
  /** Nobody else of the organisation was ever seen on the network or in the country of the access. */
  alien: boolean;
  /** Prompts refused or reported by a person, up to the access. */
  refused: number;
  reported: boolean;
  denials: number;
  /** Other identities that failed from the address within a day. */
  others: number;
  /** … in the weeks before, where many did: a spray whose address comes again. */
  earlier?: number;
  /** Sign-ins before: with few of them usual cannot be told from unusual. */
  history: number;
  /** … of who was denied. */
  deniedHistory?: number;
  /** In a country that is usual for the identity, and none of the denials came from it. */
  backHome?: true;
  /** Where the identity's own next sign-in was, after denials that look like its own. */
  atOwnPlace: boolean;
}
