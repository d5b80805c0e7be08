/** Which actors are one identity, held in memory: asked for by every search for a name. */
import { analysedFrom } from './analysed';
import type { ReadDb } from './open';
import { writesTo } from './writes';

interface Families {
  writes: string;
  findings: string | null;
  /** Identity per actor, 0 for none. */
  of: Int32Array;
  /** Members of an identity. */
  members: ReadonlyMap<number, readonly number[]>;
}

const held = new WeakMap<ReadDb, Families>();

/** The actors and, of those that are members of an identity, all other members; each once. */
export function withSiblings(db: ReadDb, actors: readonly number[]): number[] {
  if (actors.length === 0) return [];
  const { of, members } = familiesOf(db);
  const out = new Set(actors);
  const seen = new Set<number>();
  for (const actor of actors) {
    const identity = of[actor] ?? 0;
    if (identity === 0 || seen.has(identity)) continue;
    seen.add(identity);
    for (const other of members.get(identity)!) out.add(other);
  }
  return [...out];
}

function familiesOf(db: ReadDb): Families {
  const writes = writesTo(db);
  const known = held.get(db);
  if (known?.writes === writes) return known;
  const findings = analysedFrom(db);
  if (known && findings !== null && known.findings === findings) {
    known.writes = writes;
    return known;
  }
  const pairs = db.prepare<[], [number, number]>('SELECT actor, iid FROM actor_identity ORDER BY actor').raw().all();
  const of = new Int32Array((pairs.at(-1)?.[0] ?? 0) + 1);
  const members = new Map<number, number[]>();
  for (const [actor, iid] of pairs) {
    of[actor] = iid;
    const others = members.get(iid);
    if (others) others.push(actor);
    else members.set(iid, [actor]);
  }
  const made = { writes, findings, of, members };
  held.set(db, made);
  return made;
}
