import { z } from 'zod';
import { Annotation, NoteBrief } from '../model/case';
import { ManualEvent } from '../model/manual-event';
import { command, MOST_AT_ONCE, Nothing, query, Range } from './define';

export const annotations = {
  /** Notes that stand; with `history` also those withdrawn. `search`: a part of the text, a tag or an author. */
  'annotations.list': query({
    in: z.object({
      on: z.string().nullable().default(null),
      search: z.string().max(1_000).optional(),
      history: z.boolean().optional(),
    }),
    out: z.array(Annotation.extend({ withdrawn: z.string().nullable().optional() })),
  }),
  /** Notes with a star, in order of time; `on` is the present id of what it is on. */
  'annotations.stars': query({ in: Nothing, out: z.array(Annotation) }),
  /** How many events have a note in words or a tag that is no star: whether a list of events has notes to show at all. */
  'annotations.noted': query({ in: Nothing, out: z.object({ events: z.number() }) }),
  /** What rows of a list say of the notes on them; nothing for what has none. `text` is cut to what a tip holds. */
  'annotations.brief': query({
    in: z.object({ on: z.array(z.string().max(100)).max(500) }),
    out: z.array(NoteBrief),
  }),
  /** Another wording: the old one is withdrawn and stays in the history. */
  'annotations.edit': command({
    in: z.object({
      id: z.string(),
      text: z.string().trim().min(1).max(20_000),
      tags: z.array(z.string().trim().min(1).max(100)).max(50).optional(), // absent: as before
    }),
    out: Annotation,
    changes: ['annotations', 'custody', 'case'],
  }),
  'annotations.add': command({
    in: z.object({
      on: z.string(),
      text: z.string().trim().min(1).max(20_000),
      tags: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
    }),
    out: Annotation,
    changes: ['annotations', 'custody', 'case'],
  }),
  'annotations.remove': command({
    in: z.object({ id: z.string() }),
    out: Nothing,
    changes: ['annotations', 'custody', 'case'],
  }),
  /** The same note on several things, all or none; a custody line each. */
  'annotations.addMany': command({
    in: z.object({
      on: z.array(z.string()).min(1).max(MOST_AT_ONCE),
      text: z.string().trim().min(1).max(20_000),
      tags: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
    }),
    out: z.object({ ids: z.array(z.string()) }),
    changes: ['annotations', 'custody', 'case'],
  }),
  'annotations.removeMany': command({
    in: z.object({ ids: z.array(z.string()).min(1).max(MOST_AT_ONCE) }),
    out: Nothing,
    changes: ['annotations', 'custody', 'case'],
  }),
  /** Notes that were removed stand again as they were: same id, author and time. */
  'annotations.restore': command({
    in: z.object({ ids: z.array(z.string()).min(1).max(MOST_AT_ONCE) }),
    out: Nothing,
    changes: ['annotations', 'custody', 'case'],
  }),
  /** The notebook: one Markdown narrative per case, with references to ids. */
  'notebook.get': query({
    in: Nothing,
    out: z.object({ text: z.string(), at: z.string().nullable(), by: z.string().nullable() }),
  }),
  'notebook.save': command({
    in: z.object({ text: z.string().max(2_000_000) }),
    out: z.object({ at: z.string() }),
    changes: ['annotations', 'custody', 'case'],
  }),
  /** Every version that was saved, newest first; `text` only of the one asked for with `seq`. */
  'notebook.history': query({
    in: z.object({ seq: z.number().int().nullable().default(null) }),
    out: z.array(
      z.object({
        seq: z.number(),
        at: z.string(),
        by: z.string(),
        characters: z.number(),
        text: z.string().nullable(),
      }),
    ),
  }),
  /** What no log tells and the investigator wrote down, in order of time. */
  'manual.list': query({
    in: z.object({ range: Range.nullable().default(null), identities: z.array(z.string()).nullable().default(null) }),
    out: z.array(ManualEvent),
  }),
  /** `time` is RFC 3339 with its offset, or local to `zone`. Its past form is `manual.withdraw`; nothing is ever deleted. */
  'manual.add': command({
    in: z.object({
      time: z.string().trim().min(1).max(60),
      zone: z.string().trim().min(1).max(80),
      what: z.string().trim().min(1).max(2_000),
      source: z.string().trim().min(1).max(300),
      saidBy: z.string().trim().max(200).nullable().default(null),
      identity: z.string().nullable().default(null),
    }),
    out: ManualEvent,
    changes: ['annotations', 'custody', 'case'],
  }),
  'manual.withdraw': command({
    in: z.object({ id: z.string() }),
    out: Nothing,
    changes: ['annotations', 'custody', 'case'],
  }),
  /** Takes a withdrawal back. */
  'manual.restore': command({
    in: z.object({ id: z.string() }),
    out: Nothing,
    changes: ['annotations', 'custody', 'case'],
  }),
};
