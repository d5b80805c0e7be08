import { z } from 'zod';
import { Annotation } from '../model/case';
import { command, Nothing, query } from './define';

export const annotations = {
  'annotations.list': query({ in: z.object({ on: z.string().nullable().default(null) }), out: z.array(Annotation) }),
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
      on: z.array(z.string()).min(1).max(2_000),
      text: z.string().trim().min(1).max(20_000),
      tags: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
    }),
    out: z.object({ ids: z.array(z.string()) }),
    changes: ['annotations', 'custody', 'case'],
  }),
  'annotations.removeMany': command({
    in: z.object({ ids: z.array(z.string()).min(1).max(2_000) }),
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
};
