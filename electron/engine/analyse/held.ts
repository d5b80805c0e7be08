/** The case against a published attack, and denials against dated changes: asked by the command line, told by the report. */
import type { Episode } from '../../../shared/model/episode';
import type { Identity } from '../../../shared/model/identity';
import { ATTACKS } from '../../../shared/model/replay';
import type { AttackSequence, RolloutEffect } from '../../../shared/model/sequence';
import { DAY, HOUR, rfc3339 } from '../../../shared/model/time';
import { isMachine, type Verdict } from '../../../shared/model/words';
import { SidedoorError } from '../../../shared/rpc/errors';
import { contextOfKind } from '../store/context';
import { allEpisodes, episodeRow, printEpisode } from '../store/episode-reads';
import { allIdentities } from '../store/identity-reads';
import type { ReadDb } from '../store/open';
import { type SequenceReads, sequenceReads } from '../store/sequence-reads';
import { sequenceOf, sprayOf } from './sequence';
import { spellings } from './stages/handles';

const LISTED = 200;
/** Days that a change without an end is looked at, where nobody says otherwise. */
export const ROLLOUT_DAYS = 3;

/** The whole case, or one episode with whom it leads to, held against the attack. */
export function heldAgainst(db: ReadDb, episode: string | null): AttackSequence {
  const reads = sequenceReads(db);
  const failed = reads.failedPasswords();
  const told = episode === null ? attacks(db) : [one(db, episode)];
  const at = new Set<number>();
  const who = new Set<number>();
  let from = Number.POSITIVE_INFINITY;
  for (const each of told) from = Math.min(from, touched(each, reads, at, who));
  // Of one episode only the spray that it is part of.
  const near = episode === null ? failed : failed.filter(({ ip }) => at.has(ip));
  const spray = sprayOf(near, reads.cameIn(near.map(({ ip }) => ip)), reads.networks());
  if (spray) {
    for (const ip of spray.addresses) at.add(ip);
    from = Math.min(from, spray.from);
  }
  if (!Number.isFinite(from)) from = 0;
  const begun = from - HOUR;
  // Who came in from there belongs to it, and so do the applications that they changed.
  const came = new Set<number>();
  const changed = new Map<number, Set<number>>();
  for (const { iid, ip, class: cls, target, outcome } of reads.acts(who, at, begun)) {
    if (iid === null) continue;
    if (ip !== null && at.has(ip) && outcome.startsWith('success')) came.add(iid);
    if (cls === 'change' && target !== null && reads.isMachine(target))
      changed.set(target, (changed.get(target) ?? new Set()).add(iid));
  }
  for (const iid of came) who.add(iid);
  for (const [machine, by] of changed) if ([...by].some((iid) => who.has(iid))) who.add(machine);
  return sequenceOf({
    episode,
    sources: reads.sources(),
    tells: {
      failures: reads.anyOf(['password_failed']),
      signIns: reads.anyOf(['success_mfa', 'success_single_factor']),
    },
    spray,
    addresses: at,
    acts: reads.acts(who, at, begun),
    isMachine: reads.isMachine,
  });
}

/** Denials of people after each rollout on file, and after the moment `at` (RFC 3339), beside as long before it. */
export function rolloutEffects(db: ReadDb, at: string | null, days: number): RolloutEffect[] {
  const changes: Dated[] = contextOfKind(db, 'rollouts').map(({ id, facts }) => {
    const from = facts.from ?? 0;
    const { name, scope } = facts;
    return { kind: 'rollout', ref: id, name, scope, from, until: facts.until ?? from + days * DAY };
  });
  if (at !== null) {
    const from = Date.parse(at);
    changes.push({ kind: 'change', ref: at, name: 'the moment given', scope: ['*'], from, until: from + days * DAY });
  }
  if (changes.length === 0) return [];
  changes.sort((a, b) => a.from - b.from || (a.ref < b.ref ? -1 : 1));
  const people = [...allEpisodes(db)].filter(({ identity }) => !isMachine(identity.kind));
  const concerned = concernedBy(db, changes);
  return changes.map((change) => {
    const whom = concerned(change);
    return effectOf(change, whom === null ? people : people.filter(({ identity }) => whom.has(identity.id)));
  });
}

/** Whom a change concerns, as ids of identities: by department or by name; null = everybody. */
function concernedBy(db: ReadDb, changes: readonly Dated[]): (change: Dated) => ReadonlySet<string> | null {
  const isForAll = ({ scope }: Dated): boolean => scope.includes('*');
  const identities = changes.every(isForAll) ? [] : [...allIdentities(db)];
  return (change) => {
    if (isForAll(change)) return null;
    const scope = new Set(change.scope.flatMap(spellings));
    const names = ({ id, name, about, spellings: seen }: Identity): (string | null | undefined)[] => [
      id,
      name,
      about?.department,
      ...seen.flatMap((one) => [one.name, one.actor]),
    ];
    return new Set(
      identities.filter((one) => names(one).some((text) => text && scope.has(text.toLowerCase()))).map(({ id }) => id),
    );
  };
}

function one(db: ReadDb, id: string): Episode {
  const row = episodeRow(db, id);
  if (row) return printEpisode(db, row);
  const fix = 'take an id from `episodes`';
  throw new SidedoorError('not-found', `there is no episode ${id.slice(0, 40)}`, { fix });
}

const QUIET: readonly string[] = ['stopped_after_few', 'password_spray'];
const attacks = (db: ReadDb): Episode[] =>
  [...allEpisodes(db)].filter(
    ({ verdict, patterns }) => ATTACKS.has(verdict) || patterns.some((pattern) => QUIET.includes(pattern)),
  );

/** Adds whom and where the episode touches; when it began. */
function touched(
  { id, identity, ips, followedBy, questions, start }: Episode,
  reads: SequenceReads,
  at: Set<number>,
  who: Set<number>,
): number {
  // From the own place whoever was refused is the person.
  if (questions.normal.fits !== 'yes') for (const ip of reads.addresses(ips)) at.add(ip);
  for (const { ip, iid } of followedBy.length > 0 ? reads.linked(id) : []) {
    if (ip !== null) at.add(ip);
    if (iid !== null) who.add(iid);
  }
  const own = followedBy.length > 0 ? reads.identityOf(identity.id) : null;
  if (own !== null) who.add(own);
  return Date.parse(start);
}

interface Dated {
  kind: RolloutEffect['kind'];
  ref: string;
  name: string;
  scope: readonly string[];
  from: number;
  until: number;
}

function effectOf({ kind, ref, name, scope, from, until }: Dated, people: readonly Episode[]): RolloutEffect {
  const begunIn = (a: number, b: number): Episode[] =>
    people.filter(({ start }) => Date.parse(start) >= a && Date.parse(start) < b);
  const then = begunIn(from, until);
  const before = begunIn(from - (until - from), from);
  const heads = (list: readonly Episode[]): number => new Set(list.map(({ identity }) => identity.id)).size;
  const told = then.filter(({ questions }) => questions.normal.fits !== 'unknown');
  const saying = (says: (text: string) => boolean): Episode[] =>
    told.filter(({ for: pro, against }) => [...pro, ...against].some(({ text }) => says(text)));
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of then) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const odd = saying((text) => text.startsWith('hour never')).length;
  return {
    name,
    kind,
    from: rfc3339(from),
    until: rfc3339(until),
    scope: scope.join('; '),
    ref,
    episodes: then.length,
    episodesBefore: before.length,
    people: heads(then),
    peopleBefore: heads(before),
    knownPlace: told.length === 0 ? null : saying((text) => KNOWN.test(text)).length,
    usualHours: told.length === 0 ? null : told.length - odd,
    verdicts,
    list: then.slice(0, LISTED).map(({ id }) => id),
  };
}
/** The words of `strange.ts` for a place that was seen before. */
const KNOWN = /^(?:usual (?:device|address)|(?:device|address) used before)/;
