/** What people tell of their own house beside the logs: rows of context files (the command line's contract names the columns). */
import { z } from 'zod';
import { IdentityKind } from './words';

export const ContextKindId = z.enum([
  'identities',
  'devices',
  'changes',
  'access-requests',
  'execution-windows',
  'travel',
  'rollouts',
  'ip-labels',
  'app-requirements',
]);
export type ContextKindId = z.infer<typeof ContextKindId>;

export const ChangeType = z.enum([
  'secret_rotated',
  'secret_expired',
  'method_registered',
  'method_removed',
  'password_reset',
  'posture_changed',
  'role_assigned',
  'relocated',
]);
export const RequestType = z.enum(['jit', 'break_glass', 'step_up', 'pam_checkout', 'test']);
export const NetworkLabel = z.enum([
  'office',
  'vpn',
  'proxy',
  'hosting',
  'tor',
  'residential',
  'mobile',
  'partner',
  'scanner',
  'malicious',
]);
export const Sensitivity = z.enum(['low', 'normal', 'high']);
export const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export type Weekday = z.infer<typeof Weekday>;

/** Times in milliseconds UTC; names of identities, devices and applications as written; null = the row does not say. */
export const ContextFacts = {
  identities: z.object({
    identity: z.string(),
    kind: IdentityKind.nullable(),
    displayName: z.string().nullable(),
    owner: z.string().nullable(),
    ownerEmail: z.string().nullable(),
    department: z.string().nullable(),
    title: z.string().nullable(),
    manager: z.string().nullable(),
    privileged: z.boolean().nullable(),
    breakGlass: z.boolean().nullable(),
    homeCountry: z.string().nullable(), // ISO 3166-1 alpha-2
    aliases: z.array(z.string()),
  }),
  devices: z.object({
    device: z.string(),
    identity: z.string().nullable(),
    name: z.string().nullable(),
    os: z.string().nullable(),
    managed: z.boolean().nullable(),
    compliant: z.boolean().nullable(),
    firstSeen: z.number().nullable(),
    lastSeen: z.number().nullable(),
  }),
  changes: z.object({
    time: z.number(),
    identity: z.string(),
    type: ChangeType,
    detail: z.string().nullable(),
    actor: z.string().nullable(),
    ticket: z.string().nullable(),
  }),
  'access-requests': z.object({
    id: z.string().nullable(),
    identity: z.string(),
    resource: z.string().nullable(),
    type: RequestType,
    requested: z.number().nullable(),
    approved: z.number().nullable(), // null = never approved
    starts: z.number().nullable(),
    ends: z.number().nullable(),
    approver: z.string().nullable(),
    ticket: z.string().nullable(),
  }),
  'execution-windows': z.object({
    identity: z.string(),
    days: z.array(Weekday), // empty = every day
    start: z.number().int(), // minutes after midnight
    end: z.number().int(), // not later than start: the window ends on the next day
    zone: z.string(), // IANA
    purpose: z.string().nullable(),
  }),
  travel: z.object({
    identity: z.string(),
    from: z.number(),
    until: z.number(), // exclusive where only a day was written: its end
    country: z.string().nullable(), // ISO 3166-1 alpha-2
    city: z.string().nullable(),
    note: z.string().nullable(),
  }),
  rollouts: z.object({
    name: z.string(),
    from: z.number(),
    until: z.number().nullable(),
    scope: z.array(z.string()), // `*`, a department, or identities
    note: z.string().nullable(),
  }),
  'ip-labels': z.object({
    cidr: z.string(), // canonical: first address and length of the prefix
    label: z.string().nullable(),
    kind: NetworkLabel,
    note: z.string().nullable(),
  }),
  'app-requirements': z.object({
    app: z.string(),
    requiredAal: z.number().int().min(1).max(3).nullable(),
    sensitivity: Sensitivity.nullable(),
  }),
} satisfies Record<ContextKindId, z.ZodType>;

export type ContextFactsOf<K extends ContextKindId> = z.infer<(typeof ContextFacts)[K]>;

/** A row of a context file as the case holds it. */
export interface ContextRow<K extends ContextKindId = ContextKindId> {
  /** Public id: `c` and 11 digits, derived from what the row says. */
  id: string;
  kind: K;
  facts: ContextFactsOf<K>;
  /** Columns that the kind does not know, as written. */
  extra: Record<string, string>;
}

/** The names of identities that a row speaks of; aliases are other names of the first. Scopes of rollouts may be none. */
export function identitiesNamed(row: ContextRow): string[] {
  const { facts, kind } = row;
  if (kind === 'ip-labels' || kind === 'app-requirements' || kind === 'rollouts') return [];
  const { identity } = facts as { identity: string | null };
  return identity === null ? [] : [identity];
}
