/**
 * Campaigns: episodes of several identities that one thing ties together: an address, an anonymising network, an access that
 * follows them all, a rollout. Nothing but the findings is read, and what ties them is always named. Pure.
 */
import { z } from 'zod';
import { DAY } from './time';
import { Verdict } from './words';

/** What ties them, the strongest first: `address` (a spray where three or more were tried), `access`, `network`, `rollout`. */
export const CAMPAIGN_KINDS = ['address', 'access', 'network', 'rollout'] as const;
export const CampaignKind = z.enum(CAMPAIGN_KINDS);
export type CampaignKind = z.infer<typeof CampaignKind>;

export const Campaign = z.object({
  id: z.string(), // `c` and the rest of the id of its first episode
  kind: CampaignKind,
  /** The address, the network (`AS60729 Name, tor`), the id of the access, the application of a rollout (may be empty). */
  key: z.string(),
  episodes: z.number(),
  identities: z.number(),
  /** How many of those identities are machines. */
  machines: z.number(),
  denials: z.number(), // attempts
  start: z.string(),
  end: z.string(),
  verdicts: z.partialRecord(Verdict, z.number()), // the engine's
  decided: z.number(), // episodes on which a decision stands
  followed: z.number(), // episodes with a linked access
  addresses: z.array(z.string()), // the first 20
  /** Names of the first 20 identities, in order of time. */
  names: z.array(z.string()),
  lead: z.string(), // its most urgent episode
});
export type Campaign = z.infer<typeof Campaign>;

export interface Handle {
  kind: CampaignKind;
  value: string;
}

/** One episode as the grouping sees it. Times in milliseconds UTC. */
export interface Member {
  id: string;
  who: number;
  start: number;
  finish: number;
  handles: readonly Handle[];
}

export interface Group {
  kind: CampaignKind;
  key: string;
  /** In order of time, ties by id. */
  members: Member[];
}

/** Longest silence within which the same handle still ties. */
const SILENCE: Record<CampaignKind, number> = { address: 14 * DAY, access: 14 * DAY, network: 14 * DAY, rollout: DAY };

/**
 * Ties episodes that share a handle without a longer silence between them, and keeps what joins two identities or more. An
 * episode belongs to one group at most. Linear in handles; the same members give the same groups in any order.
 */
export function campaignsOf(all: readonly Member[]): Group[] {
  const members = [...all].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  const parent = members.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const last = new Map<string, { at: number; finish: number }>();
  for (const [i, member] of members.entries()) {
    for (const { kind, value } of member.handles) {
      const handle = `${kind} ${value}`;
      const before = last.get(handle);
      if (before && member.start - before.finish <= SILENCE[kind]) {
        const [a, b] = [root(before.at), root(i)];
        parent[Math.max(a, b)] = Math.min(a, b);
      }
      last.set(handle, { at: i, finish: Math.max(member.finish, before?.finish ?? member.finish) });
    }
  }
  const groups = new Map<number, Member[]>();
  for (const [i, member] of members.entries()) {
    const at = root(i);
    const group = groups.get(at);
    if (group) group.push(member);
    else groups.set(at, [member]);
  }
  return [...groups.values()]
    .filter((group) => group.some(({ who }) => who !== group[0]!.who))
    .map((group) => ({ ...strongest(group), members: group }));
}

/** The handle that ties most identities among those of the strongest kind that ties two at all. */
function strongest(members: readonly Member[]): { kind: CampaignKind; key: string } {
  const who = new Map<string, { handle: Handle; who: Set<number> }>();
  for (const member of members)
    for (const handle of member.handles) {
      const known = who.get(`${handle.kind} ${handle.value}`);
      if (known) known.who.add(member.who);
      else who.set(`${handle.kind} ${handle.value}`, { handle, who: new Set([member.who]) });
    }
  for (const kind of CAMPAIGN_KINDS) {
    const [best] = [...who.values()]
      .filter((one) => one.handle.kind === kind && one.who.size > 1)
      .sort((a, b) => b.who.size - a.who.size || (a.handle.value < b.handle.value ? -1 : 1));
    if (best) return { kind, key: best.handle.value };
  }
  return { kind: members[0]!.handles[0]!.kind, key: members[0]!.handles[0]!.value };
}
