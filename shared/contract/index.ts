/** All methods of the engine. Nothing is written twice: client, handlers and validation derive from this object. */
import { annotations } from './annotations';
import { cases } from './cases';
import { combining, comparing } from './combining';
import type { Contract, InputOf, JobDef, MethodDef, OutputOf, ParsedInputOf, ProgressOf } from './define';
import { episodes } from './episodes';
import { events } from './events';
import { evidence } from './evidence';
import { exports } from './exports';
import { identities } from './identities';
import { imports } from './imports';
import { jobs } from './jobs';
import { joins } from './joins';
import { mappings } from './mappings';
import { places } from './places';
import { replays } from './replays';
import { rules } from './rules';
import { sequences } from './sequences';
import { settings } from './settings';
import { signing } from './signing';
import { tiles } from './tiles';

export const contract = {
  ...cases,
  ...imports,
  ...mappings,
  ...events,
  ...joins,
  ...identities,
  ...episodes,
  ...annotations,
  ...exports,
  ...places,
  ...tiles,
  ...settings,
  ...replays,
  ...sequences,
  ...rules,
  ...signing,
  ...combining,
  ...comparing,
  ...evidence,
  ...jobs,
};
export type SidedoorContract = typeof contract;
export type Method = keyof SidedoorContract;

export interface CallOptions<P> {
  signal?: AbortSignal;
  progress?: (value: P) => void;
}

/** `client['events.page'](input)`; jobs take `{ signal, progress }` as well. */
export type ClientOf<C extends Contract> = {
  [M in keyof C]: (input: InputOf<C[M]>, options?: CallOptions<ProgressOf<C[M]>>) => Promise<OutputOf<C[M]>>;
};
export type Client = ClientOf<SidedoorContract>;

export interface HandlerContext<M extends MethodDef> {
  signal: AbortSignal;
  progress: M extends JobDef ? (value: ProgressOf<M>) => void : never;
}
/** What a room's `handlers.ts` ends in: `satisfies HandlersOf<typeof imports>`; a missing one is a compile error. */
export type HandlersOf<C extends Contract> = {
  [M in keyof C]: (
    input: ParsedInputOf<C[M]>,
    context: HandlerContext<C[M]>,
  ) => OutputOf<C[M]> | Promise<OutputOf<C[M]>>;
};

export * from './define';
export {
  annotations,
  cases,
  combining,
  comparing,
  episodes,
  events,
  exports,
  identities,
  imports,
  jobs,
  joins,
  mappings,
  places,
  replays,
  rules,
  sequences,
  settings,
};
