/** The one noun in the middle: the normalised event. Readers end at it, views begin at it. */
import { z } from 'zod';
import { Geo } from './geo';
import { EventClass, Factor, IdentityKind, Outcome } from './words';

/** Stored as bits: the order is the format; append only. */
export const EVENT_FLAGS = [
  'update', // later content for a record id already seen
  'second_factor_failed', // the vendor says that the second factor failed without saying how
  'claim', // MFA satisfied by a claim, not performed now
  'remembered_device',
  'legacy_protocol', // a protocol that cannot ask for a second factor
  'mfa_not_required', // policy asked for one factor only
  'mfa_required',
  'device_code',
  'guest',
  'privileged', // a privileged act or target
  'number_mismatch', // the wrong number was chosen
  'ambiguous', // the vendor does not separate the alternatives of this outcome
  'aggregated', // the record stands for several sign-ins
  'service_address', // the address is the provider's own, not the client's
  'proxy', // the vendor calls the address a proxy, VPN or anonymiser
  'vendor_suspicious', // the vendor marked it as suspicious
  'credential_right', // the record proves that the primary credential was right
  'no_decision', // code that does not decide by itself and had no text
  'clock_change', // a local time that occurred twice or not at all: placed by rule, the warning says how
  'late_record', // reached the log it was exported from late (LATE_MS)
  'refused_steps', // a success that holds refused second factors: `detail.refused_steps` lists them
] as const;
/** As printed by `sidedoor events` and shown in every view (the command line's contract). */
export const Event = z.object({
  id: z.string(),
  recordId: z.string().nullable(),
  attempt: z.string(),
  time: z.string(), // RFC 3339, UTC, milliseconds
  source: z.string(),
  file: z.string(),
  locator: z.object({ offset: z.number(), length: z.number() }), // bytes, in the (decompressed) file named
  class: EventClass,
  action: z.string(),
  outcome: Outcome,
  factor: Factor.nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  identity: z.object({ id: z.string(), name: z.string(), kind: IdentityKind }).nullable(),
  actor: z.string().nullable(), // the vendor's own id of the actor
  target: z.string().nullable().optional(), // the account acted upon, where it is not the actor
  app: z.string().nullable(),
  resource: z.string().nullable(),
  ip: z.string().nullable(),
  asn: z.number().nullable(),
  asOrg: z.string().nullable().optional(),
  geo: Geo.nullable(),
  secondPlace: z.object({ ip: z.string().nullable(), geo: Geo.nullable() }).nullable().optional(), // the phone
  device: z
    .object({
      id: z.string().nullable(),
      name: z.string().nullable(),
      os: z.string().nullable(),
      browser: z.string().nullable().optional(),
      managed: z.boolean().nullable(),
      compliant: z.boolean().nullable(),
    })
    .nullable(),
  userAgent: z.string().nullable(),
  session: z.string().nullable(),
  correlation: z.string().nullable(),
  token: z.string().nullable().optional(),
  protocol: z.string().nullable().optional(),
  interactive: z.boolean().nullable(),
  aal: z.tuple([z.number(), z.number()]).nullable(), // lowest and highest level reached; null for machines or unknown
  /** Assurance in full (SP 800-63B-4), of a person's authentication; null for machines and where nobody authenticated. */
  assurance: z
    .object({
      reached: z.tuple([z.number(), z.number()]).nullable(),
      requested: z.tuple([z.number(), z.number()]).nullable(), // what the refused factor would have been worth
      required: z.number().nullable(), // by the register of applications, else by the policy that the record tells of
      flags: z.array(z.string()),
      revision: z.string(),
    })
    .nullable()
    .optional(),
  risk: z.string().nullable(),
  denial: z.boolean().optional(), // counts as a denial (words.ts: isDenial)
  update: z.boolean().optional(), // a later content of a record id already seen
  aliases: z.array(z.string()).optional(), // ids that it had before a fuller record told of it
  flags: z.array(z.enum(EVENT_FLAGS)).optional(), // claim, legacy_protocol, device_code …
  warnings: z.array(z.string()).optional(), // lossy or doubtful steps of the mapping
  /** Where the investigator set the clock of its file right: the time as recorded, and what was added to it. */
  clock: z.object({ recorded: z.string(), offsetMs: z.number() }).optional(),
});
export type Event = z.infer<typeof Event>;

/**
 * Strong keys say "the same account" and join identities across sources (case-insensitive); weak ones only suggest.
 * `username` without a domain is weak: two directories may both have an `admin`.
 */
export const ActorKeyType = z.enum([
  'upn',
  'email',
  'object_id',
  'okta_id',
  'duo_id',
  'sid',
  'arn',
  'access_key',
  'client_id',
  'immutable_id',
  'slack_id',
  'vendor_id', // any other vendor's own id: strong within its source
  'username',
  'display_name',
]);
export type ActorKeyType = z.infer<typeof ActorKeyType>;
export const STRONG_KEYS: ReadonlySet<ActorKeyType> = new Set(
  ActorKeyType.options.filter((key) => key !== 'username' && key !== 'display_name'),
);

/** Who did it, as one record tells it. */
export interface ActorDraft {
  /** The vendor's own id (object id, `00u…`, ARN); printed as `actor`. */
  id: string | null;
  /** The best readable name in this record: UPN, e-mail, service name, user name as typed. */
  name: string | null;
  display?: string | null;
  kind: IdentityKind;
  keys: { type: ActorKeyType; value: string }[];
  homeTenant?: string | null;
  /** Guest, or of another tenant. */
  external?: boolean;
  /** Principal on whose behalf the actor acts (delegation). */
  onBehalfOf?: string | null;
}

export interface PlaceDraft {
  country?: string | null; // ISO 3166-1 alpha-2
  region?: string | null;
  city?: string | null;
  lat?: number | null;
  lon?: number | null;
}

export interface DeviceDraft {
  id?: string | null;
  name?: string | null;
  os?: string | null;
  browser?: string | null;
  managed?: boolean | null; // null = the log does not say; never false for "unknown"
  compliant?: boolean | null;
  trust?: string | null;
}

/**
 * What a source makes of one record. Absent = the record does not say. Locator, source and file are the pipeline's.
 * `attempt.key` names the records that may belong to one prompt (correlation, transaction, txid); the analysis splits
 * it into prompts. `null` = the record stands alone.
 */
export interface EventDraft {
  recordId: string | null;
  /** Where the vendor's id alone does not tell records apart (several in one, an id per second): what does, with it. */
  recordPart?: string | null;
  /**
   * For logs of which some shapes carry no record id: what every shape tells of the record, as one text, the same in each.
   * A record without id is folded into one with id that has this text in common. Absent = every shape carries the id.
   */
  foldKey?: string | null;
  /** Only a part of the record was there to read: any fuller telling of it goes before this one. */
  isCut?: boolean;
  time: number; // milliseconds since 1970-01-01 UTC
  class: EventClass;
  action: string;
  outcome: Outcome;
  factor?: Factor | null;
  code?: string | null;
  reason?: string | null;
  actor: ActorDraft | null;
  target?: ActorDraft | null;
  app?: string | null;
  appId?: string | null;
  resource?: string | null;
  ip?: string | null; // RFC 5952 / dotted quad without port
  asn?: number | null;
  asOrg?: string | null;
  place?: PlaceDraft | null;
  second?: { ip?: string | null; place?: PlaceDraft | null } | null; // the answering phone
  device?: DeviceDraft | null;
  userAgent?: string | null;
  session?: string | null;
  correlation?: string | null;
  token?: string | null;
  protocol?: string | null; // IMAP4, ropc, deviceCode, saml20 …
  interactive?: boolean | null;
  risk?: string | null;
  attempt?: {
    key: string | null;
    role: AttemptRole;
    /** Whose keys these are, where several sources name attempts by the same ids (mirrors); absent = the source's own. */
    scope?: string;
  };
  flags?: EventFlag[];
  /** Further facts worth keeping as text: policy names, risk reasons, modified properties. Keys are the vendor's. */
  detail?: Record<string, string> | null;
  warnings?: string[];
  /** When the record reached whatever it was exported from (milliseconds UTC): ingestion, not the event. */
  observed?: number | null | undefined;
}

/**
 * Part that a record plays in an attempt: `prompt` opens one (a challenge was sent), `answer` closes it,
 * `interim` is a state between, `step` a factor inside, `outcome` the sign-in or session that resulted,
 * `report` a later word about it (fraud report).
 */
export const AttemptRole = z.enum(['prompt', 'answer', 'interim', 'step', 'outcome', 'report']);
export type AttemptRole = z.infer<typeof AttemptRole>;

export type EventFlag = (typeof EVENT_FLAGS)[number];
export const flagBits = (flags: readonly EventFlag[] | undefined): number =>
  (flags ?? []).reduce((bits, flag) => bits | BITS[flag], 0);
export const hasFlag = (bits: number, flag: EventFlag): boolean => (bits & BITS[flag]) !== 0;
/** Asked of every event again and again. */
const BITS = Object.fromEntries(EVENT_FLAGS.map((flag, i) => [flag, 1 << i])) as Record<EventFlag, number>;
