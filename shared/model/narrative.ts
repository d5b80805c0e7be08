/**
 * The investigator's narrative, parsed: Markdown as plain data, for the screen, the report and every export alike. Nothing
 * of it is ever HTML: headings, paragraphs, lists, quotes, code, tables, rules; strong, emphasis, code; links, shown with
 * their address and never followed; live references to what the case holds, and to a picture of it. Pure; linear in the
 * text's length.
 *
 * A reference is an id (`p0000000abc1`), or a link to one: `[words](p0000000abc1#friction)`, where the part after `#` is the
 * verdict that stood when it was written. A picture is a link to a view: `[words](view:map?from=…&to=…&q=…&identity=…)`.
 */
import { refKind } from './ids';
import type { Verdict } from './words';

export type Inline =
  | { t: 'text'; text: string }
  | { t: 'strong' | 'em'; of: Inline[] }
  | { t: 'code'; text: string }
  | { t: 'link'; text: string; address: string }
  | Reference
  | ViewReference;

/** Something of the case: an event, episode, identity, path or manual event. Its present state is looked up by who draws it. */
export interface Reference {
  t: 'ref';
  id: string;
  /** The author's own words for it; null where only the id was written. */
  text: string | null;
  /** Of an episode: the verdict that stood when this was written; null where not told. */
  was: Verdict | null;
}

/** A picture of the case: the view with what narrows it. */
export interface ViewReference {
  t: 'view';
  text: string;
  view: ViewName;
  state: ViewState;
}

export const VIEW_NAMES = ['map', 'timeline', 'events', 'paths'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

export interface ViewState {
  query: string;
  /** Milliseconds UTC, `to` excluded; null = the whole case. */
  range: { from: number; to: number } | null;
  identity: string | null;
  episode: string | null;
}

export type Block =
  | { t: 'heading'; level: 1 | 2 | 3 | 4; of: Inline[] }
  | { t: 'paragraph'; of: Inline[] }
  | { t: 'quote'; of: Block[] }
  | { t: 'code'; text: string }
  | { t: 'list'; ordered: boolean; start: number; items: { of: Inline[]; nested: Block[] }[] }
  | { t: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { t: 'rule' };

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
/** Quotes and lists deeper than this are read as text: hostile input nests without end. */
const DEEPEST = 6;

export function parseMarkdown(text: string, depth = 0): Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let i = 0;
  while (i < lines.length) {
    const line = lines[i]!;
    if (line.trim() === '') {
      i += 1;
      continue;
    }
    const fence = /^\s*(```+|~~~+)/.exec(line);
    if (fence) {
      const body: string[] = [];
      i += 1;
      while (i < lines.length && !lines[i]!.trimStart().startsWith(fence[1]!)) body.push(lines[i++]!);
      i += 1;
      blocks.push({ t: 'code', text: body.join('\n') });
      continue;
    }
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (heading) {
      blocks.push({
        t: 'heading',
        level: Math.min(4, heading[1]!.length) as 1 | 2 | 3 | 4,
        of: parseInline(heading[2]!),
      });
      i += 1;
      continue;
    }
    if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      blocks.push({ t: 'rule' });
      i += 1;
      continue;
    }
    if (/^\s*>/.test(line) && depth < DEEPEST) {
      const body: string[] = [];
      while (i < lines.length && /^\s*>/.test(lines[i]!)) body.push(lines[i++]!.replace(/^\s*>\s?/, ''));
      blocks.push({ t: 'quote', of: parseMarkdown(body.join('\n'), depth + 1) });
      continue;
    }
    if (line.includes('|') && isDivider(lines[i + 1])) {
      const head = cells(line);
      const rows: Inline[][][] = [];
      i += 2;
      while (i < lines.length && lines[i]!.includes('|') && lines[i]!.trim() !== '') {
        const row = cells(lines[i++]!);
        rows.push(head.map((_, column) => row[column] ?? []));
      }
      blocks.push({ t: 'table', head, rows });
      continue;
    }
    if (ITEM.test(line) && depth < DEEPEST) {
      const taken = takeList(lines, i, depth);
      blocks.push(taken.block);
      i = taken.next;
      continue;
    }
    const body = [line];
    i += 1;
    while (i < lines.length && !startsBlock(lines[i]!)) body.push(lines[i++]!);
    blocks.push({ t: 'paragraph', of: parseInline(body.join('\n')) });
  }
  return blocks;
}

const startsBlock = (line: string): boolean =>
  line.trim() === '' || /^(\s*(```|~~~|>)|#{1,6}\s)/.test(line) || ITEM.test(line);

const isDivider = (line: string | undefined): boolean =>
  /^[\s|:-]*\|[\s|:-]*$/.test(line ?? '') && (line ?? '').includes('-');

const cells = (line: string): Inline[][] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => parseInline(cell.trim()));

function takeList(lines: string[], from: number, depth: number): { block: Block; next: number } {
  const first = ITEM.exec(lines[from]!)!;
  const indent = first[1]!.length;
  const ordered = first[3] !== undefined;
  const items: { of: Inline[]; nested: Block[] }[] = [];
  let i = from;
  while (i < lines.length) {
    const item = ITEM.exec(lines[i]!);
    if (!item || item[1]!.length !== indent || (item[3] !== undefined) !== ordered) break;
    const body = [item[4]!];
    const inner: string[] = [];
    i += 1;
    while (i < lines.length) {
      const line = lines[i]!;
      const deep = /^\s*/.exec(line)![0].length > indent;
      if (line.trim() === '' || (!deep && startsBlock(line))) break;
      if (deep && (inner.length > 0 || ITEM.test(line))) inner.push(line);
      else body.push(line.trim());
      i += 1;
    }
    items.push({
      of: parseInline(body.join('\n')),
      nested: inner.length > 0 ? parseMarkdown(outdent(inner), depth + 1) : [],
    });
    // One empty line between items keeps the list; two, or anything else, end it.
    if (lines[i]?.trim() === '' && ITEM.exec(lines[i + 1] ?? '')?.[1]?.length === indent) i += 1;
  }
  return { block: { t: 'list', ordered, start: ordered ? Number(first[3]) : 1, items }, next: i };
}

function outdent(lines: string[]): string {
  const least = Math.min(...lines.map((line) => /^\s*/.exec(line)![0].length));
  return lines.map((line) => line.slice(least)).join('\n');
}

/** Ids as the engine makes them: a kind's letter, then base 32 with at least one digit, so that no word is taken for one. */
const REFERENCE = /\b[eiphm](?=[a-z]*\d)[0-9a-hjkmnp-tv-z]{7,20}\b/g;
export const isReference = (text: string): boolean =>
  new RegExp(`^(?:${REFERENCE.source})$`).test(text) && refKind(text) !== null;

const TOKEN =
  /(`+)([^`]+?)\1(?!`)|\*\*(\S(?:[^*\n]*\S)?)\*\*|__(\S(?:[^_\n]*\S)?)__|\*(\S(?:[^*\n]*\S)?)\*|\b_(\S(?:[^_\n]*\S)?)_\b|\[([^\][\n]+)\]\(([^()\s]+)\)/g;

export function parseInline(text: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) parts.push(...withReferences(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const [whole, , code, strong1, strong2, em1, em2, label, address] = match;
    const strong = strong1 ?? strong2;
    const em = em1 ?? em2;
    if (code !== undefined) parts.push(isReference(code.trim()) ? bare(code.trim()) : { t: 'code', text: code });
    else if (strong !== undefined && depth < DEEPEST) parts.push({ t: 'strong', of: parseInline(strong, depth + 1) });
    else if (em !== undefined && depth < DEEPEST) parts.push({ t: 'em', of: parseInline(em, depth + 1) });
    else if (label !== undefined && address !== undefined) parts.push(linked(label, address));
    else parts.push({ t: 'text', text: whole });
  }
  if (at < text.length) parts.push(...withReferences(text.slice(at)));
  return parts;
}

function withReferences(text: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(REFERENCE)) {
    if (refKind(match[0]) === null) continue;
    if (match.index > at) parts.push({ t: 'text', text: text.slice(at, match.index) });
    parts.push(bare(match[0]));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ t: 'text', text: text.slice(at) });
  return parts;
}

const VERDICTS: Record<Verdict, true> = {
  expected: true,
  friction: true,
  misconfigured: true,
  attempted_abuse: true,
  likely_compromise: true,
  undetermined: true,
};
const isVerdict = (word: string | undefined): word is Verdict => word !== undefined && Object.hasOwn(VERDICTS, word);

const bare = (id: string): Reference => ({ t: 'ref', id, text: null, was: null });

/** A link is a reference where its address is one; any other address is only shown. */
function linked(text: string, address: string): Inline {
  const [id = '', word] = address.split('#', 2);
  if (isReference(id)) {
    return { t: 'ref', id, text, was: isVerdict(word) ? word : null };
  }
  const view = viewOf(address);
  return view ? { t: 'view', text, ...view } : { t: 'link', text, address };
}

const ID = /^[a-z][0-9a-z]{4,20}$/;
/** Characters of a search in a reference; the search field takes no more. */
const LONGEST = 2_000;

function viewOf(address: string): { view: ViewName; state: ViewState } | null {
  const match = /^view:([a-z]+)(?:\?(.*))?$/.exec(address);
  const view = VIEW_NAMES.find((name) => name === match?.[1]);
  if (!match || !view) return null;
  const said = new Map<string, string>();
  for (const pair of (match[2] ?? '').split('&')) {
    const at = pair.indexOf('=');
    if (at > 0) said.set(pair.slice(0, at), decoded(pair.slice(at + 1)));
  }
  const [from, to] = [Date.parse(said.get('from') ?? ''), Date.parse(said.get('to') ?? '')];
  const id = (name: string): string | null => {
    const given = said.get(name) ?? '';
    return ID.test(given) ? given : null;
  };
  const state = {
    query: (said.get('q') ?? '').slice(0, LONGEST),
    range: Number.isFinite(from) && Number.isFinite(to) && to > from ? { from, to } : null,
    identity: id('identity'),
    episode: id('episode'),
  };
  return { view, state };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What stands between the brackets of a link: no bracket, no line break. */
const words = (text: string): string => text.replace(/[[\]\s]+/g, ' ').trim() || 'here';

/** The Markdown of a reference, as `parseInline` reads it back. */
export const referenceText = (id: string, text: string | null, was: Verdict | null = null): string =>
  text === null && was === null ? id : `[${words(text ?? id)}](${id}${was ? `#${was}` : ''})`;

/** The Markdown of a picture. */
export function viewText(text: string, view: ViewName, { query, range, identity, episode }: ViewState): string {
  const encoded = (value: string): string =>
    encodeURIComponent(value).replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29'));
  const pairs = [
    range && `from=${new Date(range.from).toISOString()}&to=${new Date(range.to).toISOString()}`,
    query && `q=${encoded(query)}`,
    identity && `identity=${identity}`,
    episode && `episode=${episode}`,
  ].filter(Boolean);
  return `[${words(text)}](view:${view}${pairs.length > 0 ? `?${pairs.join('&')}` : ''})`;
}

/** Every inline of the blocks, in order of reading, also those inside emphasis, lists, quotes and tables. */
export function* inlinesOf(blocks: readonly Block[]): Generator<Inline> {
  for (const block of blocks) {
    if (block.t === 'heading' || block.t === 'paragraph') yield* deep(block.of);
    else if (block.t === 'quote') yield* inlinesOf(block.of);
    else if (block.t === 'list')
      for (const item of block.items) {
        yield* deep(item.of);
        yield* inlinesOf(item.nested);
      }
    else if (block.t === 'table')
      for (const cells of [block.head, ...block.rows]) for (const cell of cells) yield* deep(cell);
  }
}

function* deep(inlines: readonly Inline[]): Generator<Inline> {
  for (const inline of inlines) {
    yield inline;
    if (inline.t === 'strong' || inline.t === 'em') yield* deep(inline.of);
  }
}
