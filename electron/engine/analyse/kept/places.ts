/**
 * Identities keep their positions from one sweep to the next, since all that is kept names them by position; those that came
 * stand behind them. Whether that can be said at all is decided here.
 */
import { isMachine } from '../../../../shared/model/words';
import type { Facts } from '../facts';
import type { Resolution } from '../stages/identities';

/** What a sweep took for granted of each identity, by position. */
export interface Taken {
  ofActor: Int32Array;
  machines: Uint8Array;
  /** What context files say that the sweep asks for; null where there are none. */
  told: string[] | null;
}

export interface Places {
  who: Resolution;
  /** By position: the place in order of id, under which findings are written. */
  rank: readonly number[];
  /** Positions differ from the order of id. */
  isMoved: boolean;
}

export const takenOf = (who: Resolution, facts: Facts, hasContext: boolean): Taken => ({
  ofActor: who.ofActor,
  machines: Uint8Array.from(who.identities, ({ kind }) => (isMachine(kind) ? 1 : 0)),
  told: hasContext ? who.identities.map((_, i) => toldOf(facts, i)) : null,
});

const toldOf = (facts: Facts, who: number): string =>
  JSON.stringify([
    facts.homeOf(who),
    facts.of('execution-windows', who).map(({ id }) => id),
    facts.of('travel', who).map(({ id }) => id),
  ]);

/** Identities in order of id, as they are resolved. */
export const inOrderOfId = (who: Resolution): Places => ({
  who,
  rank: who.identities.map((_, i) => i),
  isMoved: false,
});

/**
 * The identities of now at the positions that they had, each with the actors that it had then (and others, of which nothing
 * was in evidence); null where one was split, joined to another, or is something else now.
 */
export function placesAsBefore(before: Taken, who: Resolution, facts: Facts): Places | null {
  const positions: number[] = []; // of now, by position before
  const taken = new Set<number>();
  for (let actor = 0; actor < before.ofActor.length; actor++) {
    const old = before.ofActor[actor]!;
    if (old < 0) continue;
    const now = who.ofActor[actor] ?? -1;
    if (now < 0) return null;
    if (positions[old] === undefined) {
      if (taken.has(now)) return null;
      taken.add(now);
      positions[old] = now;
    } else if (positions[old] !== now) return null;
  }
  if (positions.length !== before.machines.length) return null;
  for (let old = 0; old < positions.length; old++) {
    const now = positions[old];
    if (now === undefined) return null;
    if (before.machines[old] !== (isMachine(who.identities[now]!.kind) ? 1 : 0)) return null;
    if (before.told !== null && before.told[old] !== toldOf(facts, now)) return null;
  }
  for (let i = 0; i < who.identities.length; i++) if (!taken.has(i)) positions.push(i);
  const isMoved = positions.some((now, old) => now !== old);
  if (!isMoved) return inOrderOfId(who);
  const ofActor = new Int32Array(who.ofActor.length).fill(-1);
  const place = new Int32Array(positions.length);
  for (const [old, now] of positions.entries()) place[now] = old;
  for (const [actor, now] of who.ofActor.entries()) if (now >= 0) ofActor[actor] = place[now]!;
  const identities = positions.map((now) => who.identities[now]!);
  return { who: { identities, ofActor, suggested: who.suggested }, rank: positions, isMoved: true };
}
