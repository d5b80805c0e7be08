/** The case against a published attack, and denials against dated changes. */
import type { HandlersOf, sequences } from '../../../shared/contract';
import type { Episode } from '../../../shared/model/episode';
import { ATTACKS } from '../../../shared/model/replay';
import type { RolloutEffect } from '../../../shared/model/sequence';
import { DAY, HOUR, rfc3339 } from '../../../shared/model/time';
import { isMachine } from '../../../shared/model/words';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { Session } from '../session';
import { allEpisodes, episodeRow, printEpisode } from '../store/analysis-reads';
import { contextOfKind } from '../store/context';
import type { ReadDb } from '../store/open';
import { type SequenceReads, sequenceReads } from '../store/sequence-reads';
import { sequenceOf, sprayOf } from './sequence';

const LISTED = 200;

export function sequenceHandlers(session: Session): HandlersOf<typeof sequences> {
  const db = (): ReadDb => session.case().db.read;
  return {
    'analysis.sequence': ({ episode }) => {
      const read = db();
      const reads = sequenceReads(read);
      const failed = reads.failedPasswords();
      const told = episode === null ? attacks(read) : [one(read, episode)];
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
      const first = reads.acts(who, at, begun);
      for (const { iid, ip, outcome } of first)
        if (iid !== null && ip !== null && at.has(ip) && outcome.startsWith('success')) who.add(iid);
      for (const { class: cls, target, iid } of first)
        if (cls === 'change' && target !== null && iid !== null && who.has(iid) && reads.isMachine(target)) who.add(target); // biome-ignore format: one line
      return sequenceOf({
        episode,
        sources: reads.sources(),
        tells: { failures: reads.anyOf(['password_failed']), signIns: reads.anyOf(['success_mfa', 'success_single_factor']) }, // biome-ignore format: one line
        spray,
        addresses: at,
        acts: reads.acts(who, at, begun),
        isMachine: reads.isMachine,
      });
    },
    'analysis.rollouts': ({ at, days }) => {
      const read = db();
      const people = [...allEpisodes(read)].filter(({ identity }) => !isMachine(identity.kind));
      const dated = contextOfKind(read, 'rollouts').map(({ id, facts }) => ({ kind: 'rollout' as const, ref: id, name: facts.name, scope: facts.scope.join('; '), from: facts.from ?? 0, until: facts.until ?? (facts.from ?? 0) + days * DAY })); // biome-ignore format: one row
      const moment = at === null ? [] : [{ kind: 'change' as const, ref: at, name: 'the moment given', scope: '*', from: Date.parse(at), until: Date.parse(at) + days * DAY }]; // biome-ignore format: one row
      return [...dated, ...moment].map((change) => effectOf(change, people));
    },
  };
}

function one(db: ReadDb, id: string): Episode {
  const row = episodeRow(db, id);
  if (!row) throw new SidedoorError('not-found', `there is no episode ${id.slice(0, 40)}`, { fix: 'take an id from `episodes`' }); // biome-ignore format: one line
  return printEpisode(db, row);
}

const attacks = (db: ReadDb): Episode[] =>
  [...allEpisodes(db)].filter(({ verdict, patterns }) => ATTACKS.has(verdict) || patterns.includes('stopped_after_few') || patterns.includes('password_spray')); // biome-ignore format: one line

/** Adds whom and where the episode touches; when it began. */
function touched(
  { id, identity, ips, followedBy, questions, start }: Episode,
  reads: SequenceReads,
  at: Set<number>,
  who: Set<number>,
): number {
  // biome-ignore format: one line
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
  scope: string;
  from: number;
  until: number;
}

function effectOf({ kind, ref, name, scope, from, until }: Dated, people: readonly Episode[]): RolloutEffect {
  const begunIn = (a: number, b: number): Episode[] => people.filter(({ start }) => Date.parse(start) >= a && Date.parse(start) < b); // biome-ignore format: one line
  const then = begunIn(from, until);
  const before = begunIn(from - (until - from), from);
  const heads = (list: readonly Episode[]): number => new Set(list.map(({ identity }) => identity.id)).size;
  const told = then.filter(({ questions }) => questions.normal.fits !== 'unknown');
  const verdicts: Record<string, number> = {};
  for (const { verdict } of then) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return {
    name,
    kind,
    from: rfc3339(from),
    until: rfc3339(until),
    scope,
    ref,
    episodes: then.length,
    episodesBefore: before.length,
    people: heads(then),
    peopleBefore: heads(before),
    knownPlace: told.length === 0 ? null : told.filter(({ for: pro, against }) => [...pro, ...against].some(({ text }) => KNOWN.test(text))).length, // biome-ignore format: one line
    usualHours: told.length === 0 ? null : told.filter(({ for: pro, against }) => ![...pro, ...against].some(({ text }) => text.startsWith('hour never'))).length, // biome-ignore format: one line
    verdicts,
    list: then.slice(0, LISTED).map(({ id }) => id),
  };
}
/** The words of `strange.ts` for a place that was seen before. */
const KNOWN = /^(?:usual (?:device|address)|(?:device|address) used before)/;
