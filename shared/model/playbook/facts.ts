/** What a playbook needs of an episode: the objects that its steps name, each with the vendor's own id. */
import { z } from 'zod';
import { IdentityKind, LinkKind } from '../words';

export const ObjectType = z.enum(['user', 'session', 'token', 'device', 'app', 'key']);
export type ObjectType = z.infer<typeof ObjectType>;

/** A thing that somebody must act on, as the system that holds it calls it. */
export const PlanObject = z.object({
  type: ObjectType,
  /** The vendor's id, exactly as the log has it: evidence, written by whoever wrote the log. */
  value: z.string(),
  /** The log source that tells it. */
  system: z.string(),
  /** Service principal or account that a key belongs to. */
  of: z.string().optional(),
  /** Tenant that the actor belongs to, where the log says so. */
  tenant: z.string().optional(),
  /** Whose it looks like: the identity's own, or a stranger's. */
  side: z.enum(['own', 'strange']).optional(),
});
export type PlanObject = z.infer<typeof PlanObject>;

export const MadeWhat = z.enum(['method', 'password', 'credential', 'consent', 'role', 'rule', 'device']);
/** A change from a place that is not the identity's own, or through which somebody got in. */
export const MadeChange = z.object({ what: MadeWhat, action: z.string(), time: z.string(), event: z.string() });
export type MadeChange = z.infer<typeof MadeChange>;

export const PlanFacts = z.object({
  /** Accounts of the denied identity, one for each system that gave it an id. */
  accounts: z.array(PlanObject),
  /** Another identity that got in, where the best link leads to one. */
  hit: z.object({ name: z.string(), kind: IdentityKind, accounts: z.array(PlanObject) }).nullable(),
  link: z
    .object({ event: z.string(), time: z.string(), kind: LinkKind, app: z.string().nullable(), score: z.number() })
    .nullable(),
  linkKinds: z.array(LinkKind),
  /** Sessions, tokens, devices, applications and keys of the linked accesses, then of the denials. */
  objects: z.array(PlanObject),
  changes: z.array(MadeChange),
  /** Addresses that are not the identity's own, most used first. */
  addresses: z.array(z.string()),
  moreAddresses: z.number(),
  /** Factor by which somebody got in, where it is weaker than the one refused. */
  weakerFactor: z.string().nullable(),
  isPasswordRight: z.boolean(),
  /** A prompt came to a person, who could answer it. */
  isPrompted: z.boolean(),
  /** Whose denials they look like. */
  side: z.enum(['own', 'open', 'strange']),
  isMachine: z.boolean(),
  isPrivileged: z.boolean(),
  isBreakGlass: z.boolean(),
  /** Requests on file around the denials: "break-glass access to Vault (REQ-7)". */
  requests: z.array(z.object({ row: z.string(), text: z.string(), approver: z.string().nullable() })),
});
export type PlanFacts = z.infer<typeof PlanFacts>;
