/** What a kind of link is: a folder under `links/` whose index.ts default-exports one of these. */
import type { LinkKind } from '../../../../shared/model/words';
import type { Helper } from '../stages/helper-actions';

/** An access after a denial, as far as its kind depends on it. */
export interface Access {
  sameIdentity: boolean;
  /** Another identity, to which a way in was made in the denied one's name. */
  isOpened: boolean;
  /** A token or application that acts for the denied identity, as its log says. */
  isDelegated: boolean;
  isMachine: boolean;
  /** From the very address or device of the denied prompts, not only from their range or network. */
  atDeniedSpot: boolean;
  /** An access without any sign-in of its own: a session, a token, a remembered device. */
  isToken: boolean;
  isMfa: boolean;
  isSingleFactor: boolean;
  isLegacy: boolean;
  /** At a source that none of the denied prompts came from. */
  otherSource: boolean;
  /** Weaker than the strongest factor refused (SP 800-63B strength order). */
  weakerFactor: boolean;
  /** A secret or certificate of a machine that was not used before the denial. */
  newCredential: boolean;
  /** Its session was seen before the denial, at another place. */
  begunElsewhere: boolean;
  /** Somebody signed in as this identity from this place since the denial. */
  entered: boolean;
  /** A change since the denial that made this access possible. */
  helper: Helper | null;
}

export interface LinkKindManifest {
  id: LinkKind;
  title: string;
  /** What the analyst reads about it: one sentence. */
  about: string;
  /** The first kind that fits, in rising order, names the link. */
  order: number;
  /** Log-odds that this way in adds: some are hardly ever taken by honest people. */
  weight: number;
  /** Hours after which an access of this kind says half as much. */
  halfLifeHours: number;
  fits(access: Access): boolean;
}
