/** Policy replay: runs, the events behind their numbers, and scenarios that are kept. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { HandlersOf } from '../../../shared/contract';
import type { replays } from '../../../shared/contract/replays';
import { hasFlag } from '../../../shared/model/event';
import { Labels } from '../../../shared/model/labels';
import { readRefusedSteps } from '../../../shared/model/refused-steps';
import { ATTACKS, HONEST, type ReplayResult } from '../../../shared/model/replay';
import { isMachine } from '../../../shared/model/words';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { Session } from '../session';
import { codes } from '../store/codes';
import { contextOfKind } from '../store/context';
import { eventsByEid, span } from '../store/events';
import { durable, type ReadDb } from '../store/open';
import { type ReplayEpisode, type ReplayReads, type ReplayRow, replayReads } from '../store/replay-reads';
import { removedScenario, replayState, savedScenarios } from '../store/replay-saved';
import { Replay, type Told } from './engine';
import type { Sign } from './policy';
import type { Ground } from './tuning';
import type { Compromise } from './world';

const CHUNK = 2_048; // some 30 ms: the engine answers others in between
const KEPT = 2; // runs whose events can be asked for

interface Run {
  id: string;
  replay: Replay;
  result: ReplayResult;
  state: string;
}

export function replayHandlers(session: Session): HandlersOf<typeof replays> {
  const db = (): ReadDb => session.case().db.read;
  const runs: Run[] = [];
  let made = 0;
  const found = (id: string): Run => {
    const run = runs.find((each) => each.id === id);
    if (!run) throw new SidedoorError('not-found', 'that replay is no longer kept', { fix: 'run it again' });
    return run;
  };
  return {
    'replay.run': async ({ policies, range }, { signal, progress }) => {
      const read = db();
      const whole = span(read);
      const from = range?.from ?? whole?.from ?? 0;
      const to = range?.to ?? (whole ? whole.to + 1 : 0);
      const state = replayState(read);
      const reads = replayReads(read);
      const known = await knownOf(reads, signal);
      const { identities } = known;
      const replay = new Replay({
        policies,
        from,
        to,
        compromises: known.compromises,
        grounds: known.grounds,
        nameOf: (who) => {
          const known = identities.get(who);
          return known ? { name: known.name, id: known.id } : null;
        },
      });
      const teller = tellerOf(reads, known, new Labels(contextOfKind(read, 'ip-labels')));
      let after = { time: from, rk: -1, content: -1 };
      let events = 0;
      for (;;) {
        signal.throwIfAborted();
        const rows = reads.rows(after, to, CHUNK);
        for (const row of rows) for (const told of teller(row)) replay.take(told);
        events += rows.length;
        if (rows.length < CHUNK) break;
        after = rows.at(-1)!;
        // By time, not by count: how many attempts there are nobody knows before.
        progress({ phase: 'replaying', done: Math.round((100 * (after.time - from)) / Math.max(1, to - from)), total: 100, unit: 'steps', note: `${events.toLocaleString('en')} attempts` }); // biome-ignore format: one call
        await setImmediate();
      }
      const id = `replay-${++made}`;
      const result = replay.end(id);
      runs.push({ id, replay, result, state });
      if (runs.length > KEPT) runs.shift();
      return result;
    },

    'replay.events': ({ run: id, world: n, cell, offset, limit }) => {
      const { replay, state } = found(id);
      const world = replay.worlds[n];
      if (!world) throw new SidedoorError('not-found', `that replay has no world ${n}`);
      if (state !== replayState(db()))
        throw new SidedoorError('conflict', 'the findings have changed since that replay', { fix: 'run it again' });
      return { rows: eventsByEid(db(), world.touched.of(cell, offset, limit)), total: world.counts[cell] };
    },

    'replay.saved': () => savedScenarios(db()),

    'replay.save': ({ run: id, name, note }) => {
      const { result, state } = found(id);
      const { run: _, friction: __, tuning: ___, ...kept } = result;
      return session.exclusive(() => {
        const opened = session.case();
        durable(opened.db.write, () => {
          const key = createHash('sha256').update(`${opened.custody.head()} ${name}`).digest('hex').slice(0, 12);
          opened.custody.append('replay.save', { id: `s${key}`, name, note, findings: state, result: kept });
        });
        return savedScenarios(opened.db.read).at(-1)!;
      });
    },

    'replay.remove': async ({ id }) => {
      await session.exclusive(() => {
        const opened = session.case();
        const scenario = savedScenarios(opened.db.read).find((each) => each.id === id);
        if (!scenario) throw new SidedoorError('not-found', `there is no saved scenario ${id.slice(0, 40)}`);
        durable(opened.db.write, () => opened.custody.append('replay.remove', { id, name: scenario.name }));
      });
      return {};
    },

    'replay.restore': async ({ id }) => {
      await session.exclusive(() => {
        const opened = session.case();
        if (!removedScenario(opened.db.read, id))
          throw new SidedoorError('not-found', `no scenario ${id.slice(0, 40)} was taken out`);
        durable(opened.db.write, () => opened.custody.append('replay.restore', { id }));
      });
      return {};
    },
  };
}

interface Known {
  identities: ReturnType<ReplayReads['identities']>;
  compromises: Compromise[];
  grounds: Ground[];
  /** Cause of the denials of an episode, by its row. */
  causes: Map<number, Told['cause']>;
  /** Whose an attempt is, where it is not simply honest. */
  whose: Map<number, 'intruder' | 'unclear'>;
  ways: Set<number>;
}

async function knownOf(reads: ReplayReads, signal: AbortSignal): Promise<Known> {
  const causes = new Map<number, Told['cause']>();
  const linked = new Map<number, ReplayEpisode>();
  const grounds: Ground[] = [];
  for (const episode of reads.episodes()) {
    const isAttack = ATTACKS.has(episode.verdict);
    const isHonest = HONEST.has(episode.verdict);
    causes.set(episode.pid, isAttack ? 'attack' : isHonest ? 'honest' : 'open');
    if (episode.links.length > 0) linked.set(episode.pid, episode);
    if (isAttack || isHonest) grounds.push({ episode: episode.id, isHonest, ...episode.ground });
    if (causes.size % 500 === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  const attemptOf = new Map<string, number>();
  const whose = new Map<number, 'intruder' | 'unclear'>();
  const mark = (pid: number, attempt: number): void => {
    const verdict = linked.get(pid)?.verdict;
    if (verdict === 'likely_compromise') whose.set(attempt, 'intruder');
    else if ((verdict === 'undetermined' || verdict === 'attempted_abuse') && !whose.has(attempt)) whose.set(attempt, 'unclear'); // biome-ignore format: one rule
  };
  for (const { pid, attempt, event } of reads.parts(1)) {
    attemptOf.set(event, attempt);
    if (linked.get(pid)?.links.some((link) => link.event === event)) mark(pid, attempt);
  }
  for (const { pid, attempt, event } of reads.parts(2)) {
    attemptOf.set(event, attempt);
    mark(pid, attempt);
  }
  const compromises = [...linked.values()].flatMap(({ id, identity, verdict, links }): Compromise[] => {
    if (verdict !== 'likely_compromise') return [];
    const ways = links.flatMap(({ event, time, score, path, needs }) => {
      const attempt = attemptOf.get(event);
      if (attempt === undefined) return [];
      const leadsTo = new Set(path.flatMap((hop) => attemptOf.get(hop) ?? []).filter((each) => each !== attempt));
      return [{ attempt, event, time: Date.parse(time), score, leadsTo, path: new Set(path), needs }];
    });
    return ways.length > 0 ? [{ episode: id, identity, ways }] : [];
  });
  const ways = new Set(compromises.flatMap(({ ways: list }) => list.map(({ attempt }) => attempt)));
  return { identities: reads.identities(), compromises, grounds, causes, whose, ways };
}

/** Refusals that a person gave, or left ungiven, after being asked. */
const ANSWERED: ReadonlySet<string> = new Set(['denied_by_user', 'reported_fraud', 'no_response', 'wrong_code']);

/** Reads a row as one attempt, or as several where a success holds refusals. */
function tellerOf(reads: ReplayReads, known: Known, labels: Labels): (row: ReplayRow) => Told[] {
  const { identities, causes, whose, ways } = known;
  return (row) => {
    const person = row.iid === null ? undefined : identities.get(row.iid);
    const machine = person !== undefined && isMachine(codes.kind.word(person.kind));
    const address = reads.address(row.ip);
    const outcome = codes.outcome.word(row.outcome);
    const eventClass = codes.class.word(row.class);
    const isInherited = hasFlag(row.flags, 'claim') || hasFlag(row.flags, 'remembered_device') || outcome === 'success_token'; // biome-ignore format: one rule
    const base: Omit<Sign, 'isDenial' | 'isPrompt' | 'outcome' | 'factor'> = {
      time: row.time,
      who: row.iid ?? -1,
      isMachine: machine,
      isUse: eventClass === 'access',
      isInherited,
      isLegacy: hasFlag(row.flags, 'legacy_protocol'),
      hasProtocol: row.protocol !== null,
      app: reads.term(row.app),
      ip: address?.text ?? null,
      isService: hasFlag(row.flags, 'service_address'),
      country: reads.country(row.place) ?? address?.country ?? null,
      network: (address && (labels.of(address.text)?.facts.kind ?? address.network)) ?? null,
    };
    const factor = row.factor === null ? null : codes.factor.word(row.factor);
    const told: Told[] = [];
    const add = (isDenial: boolean, said: string, by: string | null): void => {
      const isAsked = isDenial
        ? ANSWERED.has(said) || said === 'challenged' || (said === 'failed_other' && hasFlag(row.flags, 'second_factor_failed')) // biome-ignore format: one rule
        : said === 'success_mfa' && !isInherited;
      told.push({
        sign: { ...base, isDenial, isPrompt: isAsked && !machine && !base.isUse, outcome: said, factor: by },
        eid: row.eid,
        attempt: row.attempt,
        whose: isDenial ? 'honest' : (whose.get(row.attempt) ?? 'honest'),
        cause: isDenial && row.pid !== null ? (causes.get(row.pid) ?? 'open') : 'open',
        isWay: ways.has(row.attempt),
      });
    };
    const isSuccess = codes.mark.word(row.mark) === 'success';
    if (row.pid !== null && isSuccess) {
      const detail = row.detail === null ? {} : (JSON.parse(row.detail) as Record<string, string>);
      for (const step of readRefusedSteps(detail.refused_steps)) add(true, step.outcome, step.factor);
    } else if (row.pid !== null) add(true, outcome, factor);
    if (isSuccess && row.counted === 1) add(false, outcome, factor);
    return told;
  };
}
