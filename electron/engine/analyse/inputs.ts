/** What findings are computed from, as hashes: an analysis runs again only where these are others, and says which of them are. */
import { createHash } from 'node:crypto';
import type { ThresholdValues } from '../../../shared/model/threshold';
import { analysedFrom } from '../store/analysed';
import {
  type AnalysedParts,
  analysedParts,
  evidenceInputs,
  gatheringWords,
  wordInputs,
} from '../store/analysis-writes';
import { type FindingsDigest, findingsFaults } from '../store/findings-digest';
import type { ReadDb } from '../store/open';
import { standingThresholds } from '../store/thresholds';
import { type Rules, thresholds } from './thresholds';

/** Raised with every change of the rules that no setting tells. */
const VERSION = 10;

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Hashes of what findings are computed from, part by part: which of them differ is why a run found something else. */
export function inputsOf(db: ReadDb, own: ThresholdValues): AnalysedParts {
  const usual = thresholds().map(({ id, default: value }) => [id, value]);
  return {
    evidence: hashOf(evidenceInputs(db)),
    words: hashOf(wordInputs(db)),
    thresholds: hashOf(own),
    program: hashOf([VERSION, usual]),
  };
}

/** One hash of all that the findings of now would be computed from. */
export const fingerprint = (db: ReadDb): string => hashOf(inputsOf(db, standingThresholds(db).own));

/** One hash of what a sweep gathers from: what only weighs plays no part in it. */
export const gatheredFrom = (db: ReadDb, { gather, attempts }: Rules): string =>
  hashOf([evidenceInputs(db), gatheringWords(db), gather, attempts]);

/** Whether the findings are of the present evidence, words and rules. */
export const isAnalysed = (db: ReadDb): boolean => analysedFrom(db) === fingerprint(db);

/**
 * Whether the findings are as the last analysis left them, and weighing them goes by what it went by then, but for evidence. `digest`: of
 * the findings, where it is known.
 */
export function isAsWeighed(db: ReadDb, own: ThresholdValues, digest: FindingsDigest | null): boolean {
  const [before, now] = [analysedParts(db), inputsOf(db, own)];
  return (
    before !== null &&
    before.words === now.words &&
    before.thresholds === now.thresholds &&
    before.program === now.program &&
    findingsFaults(db, digest).length === 0
  );
}

const PARTS: readonly [keyof AnalysedParts, string][] = [
  ['evidence', 'evidence'],
  ['words', "the investigator's words"],
  ['thresholds', 'thresholds'],
  ['program', 'another version of Sidedoor'],
];
const OTHER = 'the last analysis was made by another version of Sidedoor';

/** What of it changed between two runs, in words. */
export const because = (before: AnalysedParts, now: AnalysedParts): string[] =>
  PARTS.filter(([part]) => before[part] !== now[part]).map(([, word]) => word);

/** Why the findings are not of the present evidence, words and rules, in words; empty where they are. */
export function outdatedBy(db: ReadDb): string[] {
  const now = inputsOf(db, standingThresholds(db).own);
  const from = analysedFrom(db);
  if (from === hashOf(now)) return [];
  const before = analysedParts(db);
  if (!before) return [from === null ? 'nothing was analysed yet' : OTHER];
  const changed = PARTS.filter(([part]) => before[part] !== now[part]).map(([part, word]) =>
    part === 'program' ? OTHER : `${word} changed since the last analysis`,
  );
  return changed.length > 0 ? changed : ['the last analysis was cut off'];
}
