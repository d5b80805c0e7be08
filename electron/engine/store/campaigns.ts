/** Campaigns and machine loops of the present findings: what the queue is folded by. Read once for each analysis. */
import {
  type Campaign,
  type CampaignKind,
  campaignsOf,
  type Handle,
  type Member,
} from '../../../shared/model/campaign';
import { rfc3339 } from '../../../shared/model/time';
import { isMachine, type Verdict } from '../../../shared/model/words';
import { analysedFrom } from './analysed';
import { codes } from './codes';
import { type EpisodeIndex, episodeIndex } from './episode-index';
import { eventId } from './event-id';
import type { ReadDb } from './open';

/** Verdicts of somebody who should not be there, or may not be. */
const STRANGE: readonly Verdict[] = ['attempted_abuse', 'likely_compromise', 'undetermined'];
/** Networks that hide whoever uses them: one of them ties its users, as a hoster's or a carrier's does not. */
const HIDING: ReadonlySet<string> = new Set(['tor', 'vpn', 'proxy']);
const NAMED = 20;

interface Stored {
  pid: number;
  id: string;
  iid: number;
  name: string;
  kind: number;
  start: number;
  finish: number;
  verdict: number;
  urgency: number;
  /** JSON: patterns, addresses, applications, attempts, linked accesses. */
  facts: string;
}

export interface Found {
  id: string;
  kind: CampaignKind;
  key: string;
  members: Stored[];
}

/** The campaigns are looked for when one is asked for: nobody may ask. */
export interface Folds {
  campaigns(): Found[];
  /** Campaign by row of `episode`. */
  campaignOf(): ReadonlyMap<number, Found>;
  /** Rows of `episode` that are retry loops of an identity with several of them: identity by row. */
  loops: ReadonlyMap<number, number>;
}

const known = new WeakMap<ReadDb, { from: string; folds: Folds }>();

/** The folds of the present findings. The first question about campaigns reads the episodes that can belong to one. */
export function foldsOf(db: ReadDb): Folds {
  const from = analysedFrom(db);
  const held = known.get(db);
  if (from !== null && held?.from === from) return held.folds;
  const folds = read(db);
  if (from !== null) known.set(db, { from, folds });
  return folds;
}

function read(db: ReadDb): Folds {
  const index = episodeIndex(db);
  const isLoop = index.sets.map((patterns) => patterns.includes('retry_loop'));
  const loops = new Map<number, number[]>();
  for (const [place, pid] of index.pids.entries())
    if (isLoop[index.patterns[place]!]) {
      const iid = index.iids[place]!;
      const held = loops.get(iid);
      if (held) held.push(pid);
      else loops.set(iid, [pid]);
    }
  let found: Found[] | null = null;
  const all = (): Found[] => {
    found ??= campaignsIn(db, index);
    return found;
  };
  let byRow: Map<number, Found> | null = null;
  return {
    campaigns: all,
    campaignOf: () => {
      byRow ??= new Map(all().flatMap((one) => one.members.map(({ pid }) => [pid, one] as const)));
      return byRow;
    },
    loops: new Map(
      [...loops].flatMap(([iid, pids]) => (pids.length < 2 ? [] : pids.map((pid) => [pid, iid] as const))),
    ),
  };
}

function campaignsIn(db: ReadDb, index: EpisodeIndex): Found[] {
  const strange = new Set(STRANGE.map((word) => codes.verdict.code(word)));
  const isRollout = index.sets.map((patterns) => patterns.includes('rollout_spike'));
  const wanted = index.pids.filter(
    (_, place) => strange.has(index.verdicts[place]!) || isRollout[index.patterns[place]!],
  );
  const rows = db
    .prepare<[string], Stored>(
      `SELECT p.pid, p.id, p.iid, i.name, i.kind, p.start, p.finish, p.verdict, p.urgency,
         json_extract(p.body, '$.patterns', '$.ips', '$.apps', '$.denials', '$.followedBy[#-1].event') AS facts
       FROM json_each(?) w JOIN episode p ON p.pid = w.value JOIN identity i USING (iid) ORDER BY p.start, p.id`,
    )
    .all(JSON.stringify(wanted));
  const networkOf = db.prepare<[string], { asn: number | null; org: string | null; network: string | null }>(
    'SELECT asn, as_org AS org, network FROM address WHERE text = ?',
  );
  const linksOf = db.prepare<[number], { rk: number; content: number }>(
    'SELECT DISTINCT e.rk, e.content FROM episode_event p JOIN event_all e ON e.eid = p.eid WHERE p.pid = ? AND p.part = 1',
  );
  const byId = new Map<string, Stored>();
  const members: Member[] = [];
  for (const row of rows) {
    const { patterns, ips, apps, links } = factsOf(row);
    const handles: Handle[] = [];
    if (STRANGE.includes(codes.verdict.word(row.verdict))) {
      for (const ip of ips) {
        handles.push({ kind: 'address', value: ip });
        const { asn, org, network } = networkOf.get(ip) ?? { asn: null, org: null, network: null };
        if (asn !== null && network !== null && HIDING.has(network))
          handles.push({ kind: 'network', value: `AS${asn}${org ? ` ${org}` : ''}, ${network}` });
      }
      if (links)
        for (const { rk, content } of linksOf.all(row.pid))
          handles.push({ kind: 'access', value: eventId(rk, content) });
    } else if (patterns.includes('rollout_spike')) handles.push({ kind: 'rollout', value: apps[0] ?? '' });
    if (handles.length === 0) continue;
    byId.set(row.id, row);
    members.push({ id: row.id, who: row.iid, start: row.start, finish: row.finish, handles });
  }
  return campaignsOf(members).map(({ kind, key, members: of }) => ({
    id: `c${of[0]!.id.slice(1)}`,
    kind,
    key,
    members: of.map(({ id }) => byId.get(id)!),
  }));
}

interface Facts {
  patterns: string[];
  ips: string[];
  apps: string[];
  denials: number;
  links: boolean;
}

function factsOf({ facts }: Stored): Facts {
  const [patterns, ips, apps, denials, link] = JSON.parse(facts) as [
    string[],
    string[],
    string[],
    number,
    string | null,
  ];
  return { patterns, ips, apps, denials, links: link !== null };
}

/** All campaigns, the one with the most urgent episode first; `decided` tells which episodes (rows) are. */
export function campaigns(db: ReadDb, decided: ReadonlySet<number>): Campaign[] {
  return foldsOf(db)
    .campaigns()
    .map((one) => ({ one, lead: leadOf(one) }))
    .sort((a, b) => b.lead.urgency - a.lead.urgency || (a.one.id < b.one.id ? -1 : 1))
    .map(({ one, lead }) => printed(one, lead, decided));
}

const leadOf = ({ members }: Found): Stored => members.reduce((best, row) => (row.urgency > best.urgency ? row : best));

function printed({ id, kind, key, members }: Found, lead: Stored, decided: ReadonlySet<number>): Campaign {
  const who = new Map(
    members.map(({ iid, name, kind: of }) => [iid, { name, machine: isMachine(codes.kind.word(of)) }]),
  );
  const facts = members.map(factsOf);
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of members) {
    const word = codes.verdict.word(verdict);
    verdicts[word] = (verdicts[word] ?? 0) + 1;
  }
  return {
    id,
    kind,
    key,
    episodes: members.length,
    identities: who.size,
    machines: [...who.values()].filter(({ machine }) => machine).length,
    denials: facts.reduce((sum, { denials }) => sum + denials, 0),
    start: rfc3339(members[0]!.start),
    end: rfc3339(members.reduce((latest, { finish }) => Math.max(latest, finish), 0)),
    verdicts,
    decided: members.filter(({ pid }) => decided.has(pid)).length,
    followed: facts.filter(({ links }) => links).length,
    addresses: [...new Set(facts.flatMap(({ ips }) => ips))].slice(0, NAMED),
    names: [...who.values()].slice(0, NAMED).map(({ name }) => name),
    lead: lead.id,
  };
}
