/** Who: one person or machine, resolved from the actors that the sources name. */
import { z } from 'zod';
import { ActorKeyType } from './event';
import { IdentityKind } from './words';

/** Who answers for it, and what the register says of it; each with the rows of context files that say so. */
export const IdentityAbout = z.object({
  /** Where the owner is known from: `register`, `rule` (a register row with `*`), `log`, `self` (a person's own account). */
  owner: z
    .object({
      from: z.enum(['register', 'rule', 'log', 'self']),
      because: z.string(),
      email: z.string().nullable(),
      /** Others whom rows of registers name: then it is not clear who answers for it. */
      others: z.array(z.string()).optional(),
      /** The record that says so (id of an event), or the row of the register. */
      record: z.string().optional(),
    })
    .nullable(),
  /** Why nobody is known to answer for it; absent where somebody is. */
  unowned: z.string().optional(),
  department: z.string().nullable(),
  title: z.string().nullable(),
  manager: z.string().nullable(),
  privileged: z.boolean().nullable(),
  breakGlass: z.boolean().nullable(),
  homeCountry: z.string().nullable(),
  rows: z.array(z.string()),
});
export type IdentityAbout = z.infer<typeof IdentityAbout>;

/** One spelling of an identity: how a source writes it. */
export const Spelling = z.object({
  source: z.string(),
  actor: z.string().nullable(), // the vendor's own id
  name: z.string().nullable(),
});
export type Spelling = z.infer<typeof Spelling>;

/** Why spellings are one identity. `register`: a row of the register says so; `merged`: the investigator does. */
export const IdentityJoin = z.object({
  key: z.enum([...ActorKeyType.options, 'register', 'merged']),
  value: z.string(), // of `merged` the reason given
  sources: z.array(z.string()),
  /** Row of the register (its id), or number of the custody line, that says so. */
  by: z.string().optional(),
  /** Records that carry the key: the first of each source. */
  records: z.array(z.object({ source: z.string(), event: z.string() })).optional(),
});
export type IdentityJoin = z.infer<typeof IdentityJoin>;

/**
 * The investigator's word on who is who, as its custody line tells it; `seq` is that line's number. It stands until it is
 * taken back, whatever is imported or analysed meanwhile.
 */
export const IdentityWord = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('merge'),
    seq: z.number(),
    at: z.string(),
    by: z.string(),
    why: z.string(),
    /** Ids that the identities answered to. */
    identities: z.array(z.string()),
    names: z.array(z.string()),
  }),
  z.object({
    act: z.literal('split'),
    seq: z.number(),
    at: z.string(),
    by: z.string(),
    why: z.string(),
    /** The identity that the spellings were taken out of. */
    identities: z.array(z.string()),
    names: z.array(z.string()),
    spellings: z.array(Spelling),
  }),
]);
export type IdentityWord = z.infer<typeof IdentityWord>;

/** Identities that may be one and are not joined, with what they share. */
export const JoinSuggestion = z.object({
  identities: z.array(z.object({ id: z.string(), name: z.string(), kind: IdentityKind, events: z.number() })),
  reasons: z.array(z.object({ key: ActorKeyType, value: z.string(), text: z.string() })),
});
export type JoinSuggestion = z.infer<typeof JoinSuggestion>;

export const Identity = z.object({
  id: z.string(),
  name: z.string(),
  display: z.string().nullable(),
  kind: IdentityKind,
  kindBecause: z.string(),
  /** Where the kind is known from, and the record or register row that says so; null where numbers do. */
  kindFrom: z
    .object({ from: z.enum(['log', 'register', 'inferred', 'unknown']), ref: z.string().nullable() })
    .optional(),
  owner: z.string().nullable(), // null: it stands on the list of orphans
  about: IdentityAbout.nullable().optional(),
  external: z.boolean(),
  /** Every spelling seen, with the source that used it. */
  spellings: z.array(
    z.object({
      name: z.string().nullable(),
      actor: z.string().nullable(),
      source: z.string(),
      events: z.number(),
      /** Guest, or of another tenant than the one whose log it is. */
      external: z.boolean().optional(),
      tenant: z.string().optional(), // home directory, account or organisation, where the log tells it
      onBehalfOf: z.string().optional(), // delegation: for whom it acts under this name
    }),
  ),
  /** Why the spellings are one identity: the shared strong key of each join, or who else says so. */
  joins: z.array(IdentityJoin),
  events: z.number(),
  denials: z.number(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  aliases: z.array(z.string()),
});
export type Identity = z.infer<typeof Identity>;

/** An identity as the analysis found it, and as it is written. */
export interface IdentityResult {
  id: string;
  name: string;
  display: string | null;
  kind: IdentityKind;
  kindBecause: string;
  owner: string | null;
  about: unknown;
  external: boolean;
  joins: unknown;
  aliases: readonly string[];
  actors: readonly number[];
  events: number;
  denials: number;
  first: number | null;
  last: number | null;
}
