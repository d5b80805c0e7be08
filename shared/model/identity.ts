/** Who: one person or machine, resolved from the actors that the sources name. */
import { z } from 'zod';
import { ActorKeyType } from './event';
import { IdentityKind } from './words';

export const Identity = z.object({
  id: z.string(),
  name: z.string(),
  display: z.string().nullable(),
  kind: IdentityKind,
  kindBecause: z.string(),
  owner: z.string().nullable(),
  external: z.boolean(),
  /** Every spelling seen, with the source that used it. */
  spellings: z.array(
    z.object({ name: z.string().nullable(), actor: z.string().nullable(), source: z.string(), events: z.number() }),
  ),
  /** Why the spellings are one identity: the shared strong key of each join. */
  joins: z.array(z.object({ key: ActorKeyType, value: z.string(), sources: z.array(z.string()) })),
  events: z.number(),
  denials: z.number(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  aliases: z.array(z.string()),
});
export type Identity = z.infer<typeof Identity>;
