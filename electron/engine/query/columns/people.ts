/** Who is behind an actor, as numbers in the order of names: made anew after each analysis. */
import type { ReadDb } from '../../store/open';

export interface People {
  /** Per actor: place of its identity in the lists below; -1 where it has none. */
  of: Int32Array;
  /** In the order of name, then id. */
  iids: Float64Array;
  ids: string[];
  names: string[];
  kinds: Uint8Array;
  /** Actors per identity, by `iid`. */
  actors: Map<number, number[]>;
}

export function people(db: ReadDb): People {
  const rows = db
    .prepare<[], [number, string, string, number]>('SELECT iid, id, name, kind FROM identity ORDER BY name, id')
    .raw()
    .all();
  const places = new Map(rows.map(([iid], i) => [iid, i]));
  const pairs = db.prepare<[], [number, number]>('SELECT actor, iid FROM actor_identity ORDER BY actor').raw().all();
  const of = new Int32Array((pairs.at(-1)?.[0] ?? 0) + 1).fill(-1);
  const actors = new Map<number, number[]>();
  for (const [actor, iid] of pairs) {
    const place = places.get(iid);
    if (place === undefined) continue;
    of[actor] = place;
    const held = actors.get(iid);
    if (held) held.push(actor);
    else actors.set(iid, [actor]);
  }
  return {
    of,
    iids: Float64Array.from(rows, ([iid]) => iid),
    ids: rows.map(([, id]) => id),
    names: rows.map(([, , name]) => name),
    kinds: Uint8Array.from(rows, ([, , , kind]) => kind),
    actors,
  };
}
