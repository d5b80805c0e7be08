/**
 * The report as plain data: every writer and the preview draw these blocks, none of them knows the case. All texts are values
 * of the case or our own sentences, never markup. Sizes in figures are in units of 1/640 of the text width.
 */
import { z } from 'zod';

export const ReportPart = z.enum(['executive', 'technical', 'legal']);
export type ReportPart = z.infer<typeof ReportPart>;

export const PART_NAMES: Record<ReportPart, string> = {
  executive: 'Executive summary',
  technical: 'Technical findings',
  legal: 'Evidence, custody and method',
};

/** What the person chose; without a choice the report holds every part of the whole case. */
export const ReportOptions = z.object({
  parts: z.array(ReportPart).min(1).max(3).default(['executive', 'technical', 'legal']),
  /** Classification, printed at the head and foot of every page ("TLP:AMBER"). */
  mark: z.string().trim().max(80).default(''),
  /** Episodes told, as in the search field of episodes; empty = all. What stays outside is counted in the report. */
  scope: z.string().trim().max(2_000).default(''),
});
export type ReportOptions = z.infer<typeof ReportOptions>;

/** A piece of a line. `to`: the anchor in this report that it leads to. */
export const Run = z.object({
  text: z.string(),
  look: z.enum(['strong', 'code', 'muted', 'tag']).optional(),
  to: z.string().optional(),
});
export type Run = z.infer<typeof Run>;

/** Colours by meaning; each writer has its own palette. */
export const ShapeLook = z.enum(['denied', 'success', 'change', 'request', 'other', 'axis', 'grid', 'land', 'area']);
export type ShapeLook = z.infer<typeof ShapeLook>;

const Point = z.tuple([z.number(), z.number()]);
export const Shape = z.discriminatedUnion('shape', [
  z.object({ shape: z.literal('line'), points: z.array(Point), look: ShapeLook, dashed: z.boolean().optional() }),
  z.object({ shape: z.literal('polygon'), points: z.array(Point), look: ShapeLook, hollow: z.boolean().optional() }),
  z.object({ shape: z.literal('circle'), at: Point, radius: z.number(), look: ShapeLook, hollow: z.boolean().optional() }), // biome-ignore format: one shape
  z.object({
    shape: z.literal('text'),
    at: Point, // of the baseline
    text: z.string(),
    anchor: z.enum(['start', 'middle', 'end']),
    muted: z.boolean().optional(),
  }),
]);
export type Shape = z.infer<typeof Shape>;

/** A drawing whose table stands beside it. Without a source there is no figure: see `figure` in the engine. */
export const Figure = z.object({
  block: z.literal('figure'),
  title: z.string(),
  /** For who cannot see it: what it shows, and where the same stands in words. */
  alt: z.string(),
  source: z.string().min(1),
  width: z.number(),
  height: z.number(),
  shapes: z.array(Shape),
});
export type Figure = z.infer<typeof Figure>;

export const Column = z.object({
  title: z.string(),
  /** Share of the width against the other columns. */
  weight: z.number().positive(),
  align: z.literal('right').optional(),
  look: z.enum(['code', 'time']).optional(),
});
export type Column = z.infer<typeof Column>;

export const Table = z.object({
  block: z.literal('table'),
  caption: z.string(),
  /** Second line of the caption, in full: a hash. */
  note: z.string().optional(),
  columns: z.array(Column),
  rows: z.array(z.object({ id: z.string().optional(), cells: z.array(z.array(Run)) })),
});
export type Table = z.infer<typeof Table>;

export const Block = z.discriminatedUnion('block', [
  z.object({
    block: z.literal('heading'),
    level: z.number().int().min(1).max(4),
    text: z.string(),
    id: z.string().optional(),
    /** How sure a reader may be of what follows: observed, derived, interpretation … */
    layer: z.string().optional(),
  }),
  z.object({
    block: z.literal('paragraph'),
    runs: z.array(Run),
    look: z.enum(['lead', 'answer', 'small', 'note', 'decision', 'warning']).optional(),
  }),
  z.object({ block: z.literal('list'), items: z.array(z.array(Run)), numbered: z.boolean().optional() }),
  z.object({ block: z.literal('facts'), rows: z.array(z.object({ term: z.string(), runs: z.array(Run) })) }),
  Table,
  Figure,
  /** Text whose lines stay as they are. */
  z.object({ block: z.literal('verbatim'), title: z.string(), text: z.string() }),
]);
export type Block = z.infer<typeof Block>;

export const ContentsLine = z.object({ level: z.number(), text: z.string(), id: z.string() });
export type ContentsLine = z.infer<typeof ContentsLine>;

/** What stands before the blocks: cover and contents. */
export const ReportCover = z.object({
  title: z.string(),
  subject: z.string(),
  language: z.literal('en'),
  mark: z.string(),
  facts: z.array(z.object({ term: z.string(), runs: z.array(Run) })),
  contents: z.array(ContentsLine),
});
export type ReportCover = z.infer<typeof ReportCover>;
