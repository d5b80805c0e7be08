/** What notes say of one thing, and whether that is what somebody looks for. Pure. */
import { like } from '../../../shared/base/like';
import type { Annotation } from '../../../shared/model/case';

/** What notes say of one thing: tags in small letters, and words (a bare star has none). */
export interface Marks {
  tags: readonly string[];
  /** The tags as they were written. */
  labels: readonly string[];
  words: readonly Annotation[];
}

/** Characters of a line, or of a value, that are held against a regular expression: its time grows with them. */
export const PATTERN_LINE = 512;

/** Whether a text is what is asked for, or with `within` holds it; a regular expression is held against each of its lines. */
export const fits = (text: string, asked: string | RegExp, within: boolean): boolean =>
  typeof asked === 'string'
    ? like(text, asked, within)
    : text.split('\n').some((line) => asked.test(line.slice(0, PATTERN_LINE)));

/** Whether any note in words holds what is asked for: in its text, its tags, or who wrote it. */
export const isSaid = ({ words }: Marks, asked: string | RegExp): boolean =>
  words.some(({ text, tags, by }) => [text, by, ...tags].some((one) => fits(one, asked, true)));
