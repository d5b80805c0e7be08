/** What a bundle's file holds, as far as it could be read. */
import type { ZipMember } from '../base/canonical-zip';

export interface ContainerMember extends ZipMember {
  /** Where its content starts, and how many bytes really stand there (`size` unless bytes were added or cut). */
  dataAt: number;
  stored: number;
}

export interface Damage {
  offset: number;
  why: string;
}

export interface Container {
  members: ContainerMember[];
  damage: Damage[];
  /** Not of the sealed form as a whole; that alone keeps nobody from judging what its members hold. */
  isForeign?: boolean;
  /** Members are there that cannot be read: nothing can be said of what is missing. */
  isUnread?: boolean;
}
