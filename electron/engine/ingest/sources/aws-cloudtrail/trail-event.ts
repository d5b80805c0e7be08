import type { ActorDraft } from '../../../../../shared/model/event';
import type { Plain } from '../../vendor/fields';

/** The parts of a record that decide; objects are null where the shape does not carry them. */
export interface TrailEvent {
  eventId: string | null;
  time: number | null;
  /** As written, to tell "no time" from "unreadable time". */
  timeText: string | null;
  source: string;
  name: string;
  type: string | null;
  region: string | null;
  address: string | null;
  userAgent: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  readOnly: boolean | null;
  requestId: string | null;
  sharedEventId: string | null;
  recipient: string | null;
  fromConsole: boolean;
  identity: Identity | null;
  asked: Asked;
  response: Plain | null;
  extra: Plain | null;
  service: Plain | null;
  /** ARN or name of the first of the resources that has one. */
  resource: string | null;
  warnings: readonly string[];
}

/** `userIdentity`; where records share it, with what was read of it. */
export interface Identity {
  /** As it is written; null once all of it is in `acting`. */
  written: Plain | null;
  readonly isShared: boolean;
  readonly userName: string | null;
  acting: Acting | null;
  /** As `acting`, of records that another account received. */
  abroad: Acting | null;
}

/** Who acts, as `userIdentity` tells it. */
export interface Acting {
  actor: ActorDraft | null;
  type: string | null;
  account: string | null;
  /** Access key that signed the call; null where none did. */
  key: string | null;
  /** The key belongs to a session (temporary credentials), not to a user for years. */
  isTemporary: boolean;
  role: string | null;
  session: string | null;
  /** EC2 instance that acts as its role. */
  instance: string | null;
  sourceIdentity: string | null;
  mfaAuthenticated: string | null;
  invokedBy: string | null;
  isRoot: boolean;
  isFederated: boolean;
}

/** All that is read of `requestParameters`: made once for records that ask for the same. */
export interface Asked {
  /** What it concerns, and which role, by the names that tell it. */
  concern: string | null;
  role: string | null;
  userName: string | null;
  memberId: string | null;
  grantType: string | null;
  sourceIdentity: string | null;
  /** What an event tells of it besides. */
  detail: Readonly<Record<string, string>> | null;
}
