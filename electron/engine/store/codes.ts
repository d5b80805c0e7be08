/** Enumerations as small integers: the position of the word. The order of the words is part of the case format. */
import { AttemptRole } from '../../../shared/model/event';
import { EventClass, Factor, IdentityKind, Outcome, RecordEnd, Verdict } from '../../../shared/model/words';

export interface Codec<T extends string> {
  words: readonly T[];
  code(word: T): number;
  word(code: number): T;
}

function codec<T extends string>(words: readonly T[]): Codec<T> {
  const codes = new Map(words.map((word, i) => [word, i]));
  return { words, code: (word) => codes.get(word)!, word: (code) => words[code]! };
}

export const MARKS = ['other', 'success', 'denied', 'change', 'request'] as const;
export type Mark = (typeof MARKS)[number];

export const codes = {
  class: codec(EventClass.options),
  outcome: codec(Outcome.options),
  factor: codec(Factor.options),
  kind: codec(IdentityKind.options),
  verdict: codec(Verdict.options),
  role: codec(AttemptRole.options),
  end: codec(RecordEnd.options),
  mark: codec(MARKS),
};
