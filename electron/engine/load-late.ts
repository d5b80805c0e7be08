/** Rooms of the engine that few sessions ask anything of: built into files of their own, loaded with the first call. */
import type { Contract, HandlersOf } from '../../shared/contract';

/** Answers to all methods of `contract`, by the handlers that `load` gives: asked for once, by whoever calls first. */
export function loadedLate<C extends Contract>(contract: C, load: () => Promise<HandlersOf<C>>): HandlersOf<C> {
  let room: Promise<HandlersOf<C>> | null = null;
  const late = (method: keyof C): HandlersOf<C>[keyof C] => {
    return async (input, context) => {
      room ??= load();
      return (await room)[method](input, context);
    };
  };
  return Object.fromEntries(Object.keys(contract).map((method) => [method, late(method)])) as HandlersOf<C>;
}
