/** Union of actors into accounts and identities, with the members of each at hand. */
import type { ActorRow } from '../read';

export class Groups {
  readonly #parent: Int32Array;
  readonly #members: Map<number, ActorRow[]>;

  constructor(actors: readonly ActorRow[]) {
    const top = actors.reduce((most, { id }) => Math.max(most, id), 0);
    this.#parent = new Int32Array(top + 1).map((_, i) => i);
    this.#members = new Map(actors.map((actor) => [actor.id, [actor]]));
  }

  /** Highest id of an actor. */
  get top(): number {
    return this.#parent.length - 1;
  }

  find(i: number): number {
    const parent = this.#parent;
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = i; parent[at] !== root; ) [at, parent[at]] = [parent[at]!, root];
    return root;
  }

  union(a: number, b: number): void {
    const [left, right] = [this.find(a), this.find(b)];
    if (left === right) return;
    // The larger stays: each actor moves at most as often as its group doubles.
    const isLeft = this.members(left).length >= this.members(right).length;
    const [stays, goes] = isLeft ? [left, right] : [right, left];
    this.#parent[goes] = stays;
    const into = this.#members.get(stays)!;
    for (const actor of this.#members.get(goes)!) into.push(actor);
    this.#members.delete(goes);
  }

  /** Of a root. */
  members(root: number): readonly ActorRow[] {
    return this.#members.get(root) ?? [];
  }

  all(): Iterable<readonly [number, readonly ActorRow[]]> {
    return this.#members;
  }
}
