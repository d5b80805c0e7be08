/** The rows in which findings are kept. */
import type { IdentityResult } from '../../../shared/model/identity';
import type { Verdict } from '../../../shared/model/words';
import { codes } from './codes';

/** Rows of a finding, in the order of its columns: `iid`, `id` … and `pid`, `id` …. */
export type Cells = (string | number | null)[];

export const IDENTITY = ['iid', 'id', 'name', 'display', 'kind', 'kind_because', 'owner', 'external', 'joins', 'aliases', 'events', 'denials', 'first', 'last', 'about']; // biome-ignore format: one list
export const EPISODE = ['pid', 'id', 'iid', 'start', 'finish', 'verdict', 'confidence', 'urgency', 'summary', 'body'];

export const identityCells = (each: IdentityResult, i: number): Cells => [
  ...[i + 1, each.id, each.name, each.display, codes.kind.code(each.kind), each.kindBecause, each.owner],
  ...[each.external ? 1 : 0, JSON.stringify(each.joins), JSON.stringify(each.aliases), each.events, each.denials],
  ...[each.first, each.last, JSON.stringify(each.about)],
];

/** What an episode's row is made of. */
export interface EpisodeCells {
  id: string;
  /** Position in the list of identities. */
  who: number;
  start: number;
  finish: number;
  verdict: Verdict;
  confidence: number;
  urgency: number;
  summary: string;
  /** JSON. Read it once, and in order: it may be packed until then. */
  body: string;
}

export const episodeCells = (each: EpisodeCells, i: number): Cells => [
  ...[i + 1, each.id, each.who + 1, each.start, each.finish, codes.verdict.code(each.verdict)],
  ...[each.confidence, each.urgency, each.summary, each.body],
];

/** The row of such a table that has this number. */
export const rowOf = (table: string, [key, ...others]: readonly string[]): string =>
  `SELECT ${[key, ...others].join(', ')} FROM ${table} WHERE ${key} = ?`;

/** Events of an episode by what they are in it. */
export interface Parts {
  denials: readonly number[];
  linked: readonly number[];
  hops: readonly number[];
  own: readonly number[];
}

/** Each event with its part as one number, in order of both; none twice. */
export function partCodes({ denials, linked, hops, own }: Parts): Float64Array {
  const found = [denials, linked, hops, own].flatMap((eids, part) => eids.map((eid) => PARTS_OF * eid + part));
  return Float64Array.from(new Set(found)).sort();
}

export const PARTS_OF = 4;

export const STANDING_PARTS = 'SELECT eid, part FROM episode_event WHERE pid = ? ORDER BY eid, part';

export const areParts = (standing: readonly (readonly [eid: number, part: number])[], found: Float64Array): boolean =>
  standing.length === found.length && standing.every(([eid, part], i) => PARTS_OF * eid + part === found[i]);
