/**
 * What of the page is kept with a case, part by part, and what each part may hold. Functions, not schemas: the page makes
 * them only after it has said that no code may be generated for them. A case file may come from anybody: lengths are bounded.
 */
import { z } from 'zod';

const Name = () => z.string().max(60);
const Id = () => z.string().max(100).nullable();
const Range = () => z.object({ from: z.number(), to: z.number() }).nullable();
const Names = () => z.array(Name()).max(100);

export const KEPT_VIEW = {
  layout: () =>
    z.object({
      view: Name(),
      beside: Name().nullable(),
      inspector: z.boolean(),
      panes: z.record(Name(), z.number().min(0).max(10_000)),
    }),
  filters: () =>
    z.object({
      query: z.string().max(2_000),
      range: Range(),
      identities: z.array(z.string().max(100)).max(1_000).nullable(),
      episode: Id(),
    }),
  queue: () =>
    z.object({
      state: z.enum(['open', 'new', 'triaged', 'decided', 'closed', 'suppressed', 'starred', 'all']),
      group: z.enum(['urgency', 'campaign', 'identity']),
      open: z.array(Name()).max(200),
    }),
  selection: () => z.object({ episode: Id(), event: Id(), identity: Id() }),
  looked: () =>
    z.object({
      views: z.record(z.string().max(100), Names()),
      /** For how long it was in view. */
      seconds: z.record(z.string().max(100), z.number().min(0).max(1e9)).default({}),
    }),
  tour: () => z.object({ step: z.number().int().min(0).max(20).nullable(), seen: z.boolean() }),
  /** By view and name: a part, a table for a picture, ids of what is opened. */
  choices: () =>
    z.object({
      choices: z.record(
        Name(),
        z.union([z.string().max(100), z.boolean(), z.number(), z.array(z.string().max(100)).max(200)]),
      ),
    }),
  'timeline.window': () => z.object({ timeline: Range() }),
  'events.columns': () =>
    z.object({
      shown: Names(),
      widths: z.record(Name(), z.number().min(20).max(2_000)),
      facets: Names(),
      order: z.enum(['asc', 'desc']),
      pinned: Names().default([]),
      fold: z.boolean().default(false),
    }),
  'events.saved': () =>
    z.object({
      saved: z
        .array(
          z.object({
            name: z.string().min(1).max(100),
            query: z.string().max(2_000),
            range: Range(),
            shown: Names(),
            order: z.enum(['asc', 'desc']),
          }),
        )
        .max(50),
      history: z.array(z.string().max(2_000)).max(30),
    }),
};
