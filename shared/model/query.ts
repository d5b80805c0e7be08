/**
 * The query language: free text and `field:value`, quoted phrases, `-` or NOT, AND (or a blank), OR, parentheses,
 * `*` as wildcard, `field:/regular expression/`, CIDR for addresses, `after:` / `before:` / `on:` for time. Parsing only: no room's tables here.
 */
import { maskedAsPattern, SUSPECTED_MASK } from '../base/secrets';
import { parseUtcByContract, rfc3339 } from './time';

export const QUERY_FIELDS = [
  'id',
  'record',
  'attempt',
  'source',
  'file',
  'class',
  'action',
  'outcome',
  'factor',
  'code',
  'reason',
  'identity',
  'kind',
  'actor',
  'target',
  'app',
  'resource',
  'ip',
  'asn',
  'network',
  'country',
  'region',
  'city',
  'device',
  'os',
  'browser',
  'ua',
  'session',
  'correlation',
  'token',
  'protocol',
  'interactive',
  'risk',
  'mark',
  'flag',
  'episode',
  'tag',
  'note',
  'after',
  'before',
  'on',
] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** Other spellings people type (the printed field names, other tools' words). */
const SPELLINGS: Record<string, QueryField> = {
  recordid: 'record',
  useragent: 'ua',
  user_agent: 'ua',
  user: 'identity',
  who: 'identity',
  address: 'ip',
  asorg: 'network',
  as: 'asn',
  flags: 'flag',
  time: 'on',
  date: 'on',
  since: 'after',
  until: 'before',
  denied: 'mark',
  tags: 'tag',
  notes: 'note',
  comment: 'note',
  comments: 'note',
};

export type QueryNode =
  | { type: 'all' }
  | { type: 'text'; text: string }
  /** `pattern`: a regular expression, case-insensitive; `value` is then its source. */
  | { type: 'field'; field: QueryField; value: string; at: number; pattern?: RegExp }
  | { type: 'not'; node: QueryNode }
  | { type: 'and' | 'or'; nodes: QueryNode[] };

/** An error that points: `at` is the position (UTF-16 units) in the query. */
export class QueryError extends Error {
  constructor(
    message: string,
    readonly at: number,
    readonly suggestion: string | null = null,
    /** Every field that may stand there, where an unknown one did. */
    readonly known: readonly string[] = [],
  ) {
    super(message);
    this.name = 'QueryError';
  }
  /** What to do, for the one line that reports it. */
  get fix(): string | undefined {
    const all = this.known.length > 0 ? `fields: ${this.known.join(', ')}` : null;
    const near = this.suggestion ? `write "${this.suggestion}:"` : null;
    return [near, all].filter((part) => part !== null).join('; ') || undefined;
  }
}

/** A filter of a view as one query, for what takes nothing else: search, span (milliseconds UTC, end excluded), identities, episode. */
export function queryOf(filter: {
  query?: string | undefined;
  range?: { from: number; to: number } | null | undefined;
  identities?: readonly string[] | null | undefined;
  episode?: string | null | undefined;
}): string {
  const { query = '', range, identities, episode } = filter;
  const others = [
    range && `on:${rfc3339(Math.ceil(range.from))}..${rfc3339(Math.ceil(range.to) - 1)}`,
    identities && (identities.length === 0 ? 'id:none' : `(${identities.map((id) => `identity:${id}`).join(' OR ')})`),
    episode && `episode:${episode}`,
  ].filter((part) => typeof part === 'string');
  if (others.length === 0) return query;
  return [...(query.trim() === '' ? [] : [`(${query})`]), ...others].join(' ');
}

/** Fields whose values are few enough, or short enough, to be held against a regular expression. */
const PATTERN_FIELDS: ReadonlySet<string> = new Set([
  'source',
  'file',
  'class',
  'action',
  'outcome',
  'factor',
  'code',
  'reason',
  'identity',
  'actor',
  'target',
  'app',
  'resource',
  'ip',
  'network',
  'country',
  'region',
  'city',
  'device',
  'os',
  'browser',
  'ua',
  'protocol',
  'risk',
  'tag',
  'note',
]);

interface Token {
  kind: 'word' | 'and' | 'or' | 'not' | 'open' | 'close';
  at: number;
  field: string | null;
  fieldAt: number;
  value: string;
  valueAt: number;
  isPattern: boolean;
  negated: boolean;
}

const MAX_DEPTH = 50;

/**
 * Parses; throws `QueryError` for an unknown field, an open quote or parenthesis, a bad date. `more` are fields that only
 * the asking list knows (episodes have a verdict); they come back as `field` like the others.
 */
export function parseQuery(text: string, more: readonly string[] = []): QueryNode {
  const tokens = tokenise(text);
  let i = 0;
  const or = (depth: number): QueryNode => {
    if (depth > MAX_DEPTH) throw new QueryError('too many nested parentheses', tokens[i]?.at ?? 0);
    const nodes = [and(depth)];
    while (tokens[i]?.kind === 'or') {
      i++;
      nodes.push(and(depth));
    }
    return nodes.length === 1 ? nodes[0]! : { type: 'or', nodes };
  };
  const and = (depth: number): QueryNode => {
    const nodes: QueryNode[] = [];
    for (;;) {
      const token = tokens[i];
      if (!token || token.kind === 'or' || token.kind === 'close') break;
      if (token.kind === 'and') {
        i++;
        continue;
      }
      nodes.push(unary(depth));
    }
    if (nodes.length === 0 && tokens.length > 0) {
      throw new QueryError('something is missing here', tokens[i]?.at ?? text.length);
    }
    return nodes.length === 0 ? { type: 'all' } : nodes.length === 1 ? nodes[0]! : { type: 'and', nodes };
  };
  const unary = (depth: number): QueryNode => {
    const token = tokens[i++]!;
    if (token.kind === 'not') {
      if (!tokens[i]) throw new QueryError('NOT needs something after it', token.at);
      return { type: 'not', node: unary(depth + 1) };
    }
    if (token.kind === 'open') {
      const node = or(depth + 1);
      if (tokens[i]?.kind !== 'close') throw new QueryError('this parenthesis is not closed', token.at);
      i++;
      return token.negated ? { type: 'not', node } : node;
    }
    const node: QueryNode = token.field === null ? { type: 'text', text: searched(token) } : fieldNode(token, more);
    return token.negated ? { type: 'not', node } : node;
  };
  const node = or(0);
  if (tokens[i]) throw new QueryError('a parenthesis is closed here that was not opened', tokens[i]!.at);
  return node;
}

function fieldNode(token: Token, more: readonly string[]): QueryNode {
  const name = token.field!.toLowerCase();
  const field = [...QUERY_FIELDS, ...more].includes(name) ? (name as QueryField) : SPELLINGS[name];
  if (!field) {
    const near = nearest(name);
    throw new QueryError(
      `there is no field "${token.field}"${near ? `; did you mean "${near}"?` : ''}`,
      token.fieldAt,
      near,
      [...QUERY_FIELDS, ...more],
    );
  }
  if (token.isPattern) return patternNode(token, field);
  if (token.value === '') throw new QueryError(`"${token.field}:" needs a value`, token.at);
  if (field === 'after' || field === 'before' || field === 'on') {
    const isRange = /\.\.|^[<>]/.test(token.value);
    if (queryTime(token.value) === null || (isRange && field !== 'on')) {
      const also = field === 'on' ? ', 2026-01-14..2026-01-20, >2026-01-14' : '';
      throw new QueryError(`"${token.value}" is no time; write 2026-01-14, 2026-01-14T02:11:09Z${also}`, token.at);
    }
  }
  return { type: 'field', field, value: searched(token), at: token.fieldAt };
}

/** Longest source of a regular expression. */
const LONGEST_PATTERN = 200;
const MOST_REPEATS = 3;

/**
 * A regular expression that cannot run away: no references back, and no repeated group that itself repeats or chooses.
 * That leaves what analysts write, and its time grows with the text alone.
 */
function patternNode(token: Token, field: QueryField): QueryNode {
  const wrong = (why: string): never => {
    throw new QueryError(why, token.valueAt);
  };
  if (!PATTERN_FIELDS.has(field))
    return wrong(
      `"${field}:" takes no regular expression; use * as wildcard, or one of ${[...PATTERN_FIELDS].join(', ')}`,
    );
  const source = token.value;
  if (source === '') return wrong('this regular expression is empty');
  if (source.length > LONGEST_PATTERN) return wrong(`a regular expression may be ${LONGEST_PATTERN} characters long`);
  if (/\\[1-9]|\\k<|\(\?<?[=!]/.test(source)) return wrong('references and look-around are not taken here');
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (runsAway(bare)) return wrong('a group that repeats may hold no repeat and no choice: it could run for ever');
  if ((bare.match(/[*+]|\{\d*,/g)?.length ?? 0) > MOST_REPEATS)
    return wrong(`at most ${MOST_REPEATS} repeats without an end (*, +) fit into one regular expression`);
  try {
    return { type: 'field', field, value: source, at: token.fieldAt, pattern: new RegExp(source, 'iu') };
  } catch (error) {
    return wrong(`no regular expression: ${error instanceof Error ? error.message.replace(/^.*: /, '') : ''}`);
  }
}

/** A group that repeats and holds a repeat or a choice, however deep. `bare` is without escapes and classes. */
function runsAway(bare: string): boolean {
  const groups: boolean[] = []; // whether the group that is open holds a repeat or a choice
  for (let i = 0; i < bare.length; i++) {
    const char = bare[i]!;
    if (char === '(') groups.push(false);
    else if (char === ')') {
      const isRisky = groups.pop() ?? false;
      const repeats = /[*+{]/.test(bare[i + 1] ?? '');
      if (isRisky && repeats) return true;
      if ((isRisky || repeats) && groups.length > 0) groups[groups.length - 1] = true;
    } else if (/[*+{|]/.test(char) && groups.length > 0) groups[groups.length - 1] = true;
  }
  return false;
}

const LEAST = 4; // letters that a masked value must still show to be searched for

/** What is shown masked is searched for by what is left of it: its ends, with a wildcard between. */
function searched(token: Token): string {
  if (token.value.includes(SUSPECTED_MASK)) return token.value; // who looks it up knows which names those are
  const pattern = maskedAsPattern(token.value);
  if (pattern !== token.value && pattern.replaceAll('*', '').length < LEAST) {
    throw new QueryError('a masked value cannot be searched for', token.at);
  }
  return pattern;
}

/**
 * `[from, to)` in milliseconds UTC of a day, an instant, a range of them (`A..B`, both included, either may be left out) or
 * what lies before or after (`<A`, `<=A`, `>A`, `>=A`); null if it is none of these.
 */
export function queryTime(text: string): { from: number; to: number } | null {
  const range = /^([^.<>]*(?:\.\d+)?Z?)\.\.(.*)$/.exec(text);
  if (range && (range[1] !== '' || range[2] !== '')) {
    const from = range[1] === '' ? ALWAYS : moment(range[1]!);
    const to = range[2] === '' ? ALWAYS : moment(range[2]!);
    return from && to ? { from: from.from, to: to.to } : null;
  }
  const compared = /^([<>]=?)(.+)$/.exec(text);
  if (!compared) return moment(text);
  const at = moment(compared[2]!);
  if (!at) return null;
  switch (compared[1]) {
    case '<':
      return { from: ALWAYS.from, to: at.from };
    case '<=':
      return { from: ALWAYS.from, to: at.to };
    case '>':
      return { from: at.to, to: ALWAYS.to };
    default:
      return { from: at.from, to: ALWAYS.to };
  }
}

const ALWAYS = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

function moment(text: string): { from: number; to: number } | null {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? parseUtcByContract(`${text}T00:00:00Z`) : null;
  if (day !== null) return { from: day, to: day + 86_400_000 };
  const instant = parseUtcByContract(text);
  return instant === null ? null : { from: instant, to: instant + 1 };
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  while (i < text.length) {
    if (/\s/.test(text[i]!)) {
      i++;
      continue;
    }
    const at = i;
    const negated = (text[i] === '-' || text[i] === '!') && i + 1 < text.length && !/\s/.test(text[i + 1]!);
    if (negated) i++;
    const bare = { at, field: null, fieldAt: at, value: '', valueAt: at, isPattern: false, negated };
    if (text[i] === '(') {
      tokens.push({ ...bare, kind: 'open' });
      i++;
      continue;
    }
    if (text[i] === ')') {
      tokens.push({ ...bare, kind: 'close' });
      i++;
      continue;
    }
    let field: string | null = null;
    const fieldAt = i;
    const named = /^([A-Za-z_][\w.]*):/.exec(text.slice(i, i + 60));
    // `fe80::1` and `https://…` are values, not fields.
    if (
      named &&
      !text.slice(i + named[0].length).startsWith(':') &&
      !text.slice(i + named[0].length).startsWith('//')
    ) {
      field = named[1]!;
      i += named[0].length;
    }
    let value = '';
    const valueAt = i;
    const quoted = text[i] === '"';
    // `/…/` that ends a word; a path such as /subscriptions/1 is a value.
    const pattern = field === null ? null : /^\/((?:[^/\\]|\\.)*)\/(?=[\s)]|$)/.exec(text.slice(i, i + 2_000));
    if (pattern) {
      value = pattern[1]!;
      i += pattern[0].length;
    } else if (quoted) {
      const open = i++;
      for (; i < text.length && text[i] !== '"'; i++) {
        if (text[i] === '\\' && i + 1 < text.length) i++;
        value += text[i];
      }
      if (i >= text.length) throw new QueryError('this quote is not closed', open);
      i++;
    } else {
      while (i < text.length && !/[\s()"]/.test(text[i]!)) value += text[i++];
    }
    const keyword = !quoted && field === null && !negated ? value : '';
    if (keyword === 'AND') tokens.push({ ...bare, kind: 'and' });
    else if (keyword === 'OR') tokens.push({ ...bare, kind: 'or' });
    else if (keyword === 'NOT') tokens.push({ ...bare, kind: 'not' });
    else tokens.push({ kind: 'word', at, field, fieldAt, value, valueAt, isPattern: pattern !== null, negated });
  }
  return tokens;
}

/** "Did you mean": the known field within two edits, or beginning alike. */
function nearest(name: string): string | null {
  let best: string | null = null;
  let bestCost = Math.min(3, Math.ceil(name.length / 2));
  for (const field of [...QUERY_FIELDS, ...Object.keys(SPELLINGS)]) {
    const cost = field.startsWith(name) && name.length > 1 ? 1 : edits(name, field);
    if (cost < bestCost) [best, bestCost] = [field, cost];
  }
  return best;
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
