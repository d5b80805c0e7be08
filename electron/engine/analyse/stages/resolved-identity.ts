/** Accounts that are one identity, and what joins them. */
import type { ActorKeyType } from '../../../../shared/model/event';
import type { IdentityKind } from '../../../../shared/model/words';

export interface ResolvedIdentity {
  id: string;
  aliases: string[];
  kind: IdentityKind;
  kindBecause: string;
  /** Where the kind is known from; `row`: row of the register that says so. */
  kindFrom: { from: 'log' | 'register' | 'inferred' | 'unknown'; row: string | null };
  external: boolean;
  /** Rows of the actor table, rising. */
  actors: number[];
  joins: Join[];
}

export interface Join {
  key: ActorKeyType | 'register' | 'merged';
  value: string;
  sources: string[];
  /** Row of the register, or number of the custody line, that says so. */
  by?: string;
}
