/** The query as words under a caret: what completion may replace, and which words a facet has put there. Pure. */
import { parseQuery, QueryError } from '../../shared/model/query';

export interface Word {
  /** Place in the query, end excluded. */
  from: number;
  to: number;
  text: string;
}

/** Words between blanks and parentheses; blanks inside quotes do not part them. */
export function words(query: string): Word[] {
  const out: Word[] = [];
  let from = -1;
  let quoted = false;
  const end = (to: number): void => {
    if (from >= 0) out.push({ from, to, text: query.slice(from, to) });
    from = -1;
  };
  for (let i = 0; i < query.length; i++) {
    const char = query[i]!;
    if (char === '\\' && quoted) {
      i++;
      continue;
    }
    if (char === '"') quoted = !quoted;
    if (!quoted && (/\s/.test(char) || char === '(' || char === ')')) end(i);
    else if (from < 0) from = i;
  }
  end(query.length);
  return out;
}

export interface Asked {
  /** Part of the query that a suggestion replaces. */
  from: number;
  to: number;
  /** Null while the field's name itself is being typed. */
  field: string | null;
  prefix: string;
}

/** What is being typed at the caret; null where nothing can be completed. */
export function askedAt(query: string, caret: number): Asked | null {
  const word = words(query).find(({ from, to }) => caret > from && caret <= to);
  if (!word) return null;
  let { from } = word;
  const text = query.slice(from, caret);
  const bare = text.replace(/^-/, '');
  from += text.length - bare.length;
  const colon = bare.indexOf(':');
  if (colon < 0) return bare.startsWith('"') ? null : { from, to: word.to, field: null, prefix: bare.toLowerCase() };
  const field = bare.slice(0, colon).toLowerCase();
  const value = bare.slice(colon + 1).replace(/^"/, '');
  return { from: from + colon + 1, to: word.to, field, prefix: value };
}

/** A value as it stands in a query: quoted where it has to be. */
export const quoted = (value: string): string =>
  /^[\p{L}\p{N}_.@*][^\s"():\\]*$/u.test(value) ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The query and caret after a suggestion was taken. */
export function completed(query: string, asked: Asked, suggestion: string): { query: string; caret: number } {
  const text = asked.field === null ? `${suggestion}:` : `${quoted(suggestion)} `;
  const rest = query.slice(asked.to).replace(/^\s+/, '');
  return { query: query.slice(0, asked.from) + text + rest, caret: asked.from + text.length };
}

/** Whether a word `field:value` stands in the query: in, out (`-`), or not at all. */
export function wordState(query: string, field: string, value: string): 'in' | 'out' | null {
  const word = `${field}:${quoted(value)}`.toLowerCase();
  for (const { text } of words(query)) {
    if (text.toLowerCase() === word) return 'in';
    if (text.toLowerCase() === `-${word}`) return 'out';
  }
  return null;
}

/** The query with the word in, out, or gone. */
export function withWordState(query: string, field: string, value: string, state: 'in' | 'out' | null): string {
  const word = `${field}:${quoted(value)}`;
  let rest = query;
  for (const { from, to, text } of [...words(query)].reverse()) {
    if (text.toLowerCase() === word.toLowerCase() || text.toLowerCase() === `-${word.toLowerCase()}`)
      rest = `${rest.slice(0, from)} ${rest.slice(to)}`;
  }
  const clean = rest.replace(/\s+/g, (blank, at: number) => (inQuotes(rest, at) ? blank : ' ')).trim();
  return state === null ? clean : `${clean} ${state === 'out' ? '-' : ''}${word}`.trim();
}

const inQuotes = (text: string, at: number): boolean => (text.slice(0, at).match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;

/** What is wrong with a query, and where; null when it can be asked. */
export function problemOf(query: string): { message: string; at: number; suggestion: string | null } | null {
  try {
    parseQuery(query);
    return null;
  } catch (error) {
    if (error instanceof QueryError) return { message: error.message, at: error.at, suggestion: error.suggestion };
    throw error;
  }
}
