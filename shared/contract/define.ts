/**
 * The contract, written once: zod schemas per method; types, validation, client and handlers follow from them.
 * Four kinds: query (read only), command (one transaction, then a custody line), job (long, progress, cancel), push.
 */
import { z } from 'zod';

export interface QueryDef<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'query';
  in: I;
  out: O;
}
export interface CommandDef<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'command';
  in: I;
  out: O;
  changes: readonly Topic[];
}
export interface JobDef<
  I extends z.ZodType = z.ZodType,
  P extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> {
  kind: 'job';
  in: I;
  progress: P;
  out: O;
  changes: readonly Topic[];
}
export type MethodDef = QueryDef | CommandDef | JobDef;
export type Contract = Record<string, MethodDef>;

/** What a push may say has changed; views drop what they hold of it and ask again. */
export const Topic = z.enum([
  'case',
  'files',
  'events',
  'identities',
  'episodes',
  'annotations',
  'custody',
  'settings',
  'replays',
  'jobs',
]);
export type Topic = z.infer<typeof Topic>;

export const query = <I extends z.ZodType, O extends z.ZodType>(def: { in: I; out: O }): QueryDef<I, O> => ({
  kind: 'query',
  ...def,
});
export const command = <I extends z.ZodType, O extends z.ZodType>(def: {
  in: I;
  out: O;
  changes: readonly Topic[];
}): CommandDef<I, O> => ({ kind: 'command', ...def });
export const job = <I extends z.ZodType, P extends z.ZodType, O extends z.ZodType>(def: {
  in: I;
  progress: P;
  out: O;
  changes: readonly Topic[];
}): JobDef<I, P, O> => ({ kind: 'job', ...def });

export type InputOf<M extends MethodDef> = z.input<M['in']>;
export type ParsedInputOf<M extends MethodDef> = z.output<M['in']>;
export type OutputOf<M extends MethodDef> = z.output<M['out']>;
export type ProgressOf<M extends MethodDef> = M extends JobDef ? z.output<M['progress']> : never;

/** Opaque tokens made by the host: the page can never name a path. */
export const FileRef = z.string().min(1).max(200);
export type FileRef = z.infer<typeof FileRef>;
export const SinkRef = z.string().min(1).max(200);
export type SinkRef = z.infer<typeof SinkRef>;

export const Nothing = z.object({});

/** Time range in milliseconds UTC, `from` included, `to` excluded. */
/** The most things that one command is about: all that a filter leaves of a case of that size, in one act and one undo. */
export const MOST_AT_ONCE = 50_000;

export const Range = z.object({ from: z.number(), to: z.number() });
export type Range = z.infer<typeof Range>;

/** A keyset cursor: opaque to the caller. */
export const Cursor = z.string().max(200).nullable();

/** What every job reports: `done` of `total` in `unit`; total 0 = not known. */
export const Progress = z.object({
  phase: z.string(),
  done: z.number(),
  total: z.number(),
  unit: z.enum(['bytes', 'records', 'events', 'files', 'steps']),
  note: z.string().optional(),
});
export type Progress = z.infer<typeof Progress>;
