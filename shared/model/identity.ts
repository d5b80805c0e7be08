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

export const Identity = z.object({
  id: z.string(),
  name: z.string(),
  display: z.string().nullable(),
  kind: IdentityKind,
  kindBecause: z.string(),
  owner: z.string().nullable(), // null: it stands on the list of orphans
  about: IdentityAbout.nullable().optional(),
  external: z.boolean(),
  /** Every spelling seen, with the source that used it. */
  spellings: z.array(
    z.object({ name: z.string().nullable(), actor: z.string().nullable(), source: z.string(), events: z.number() }),
  ),
  /** Why the spellings are one identity: the shared strong key of each join. */
  joins: z.array(
    z.object({ key: z.enum([...ActorKeyType.options, 'register']), value: z.string(), sources: z.array(z.string()) }),
  ),
  events: z.number(),
  denials: z.number(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  aliases: z.array(z.string()),
});
export type Identity = z.infer<typeof Identity>;
