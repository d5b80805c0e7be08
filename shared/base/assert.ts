/** A broken invariant is a bug of ours: it throws, so that no wrong result is ever written. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}

/** Compile-time proof that a union is handled; at run time it names what was not. */
export function unreachable(value: never): never {
  throw new Error(`unhandled value: ${JSON.stringify(value)}`);
}
