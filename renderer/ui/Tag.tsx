/** The word that a note is found by. Equal words look equal everywhere: the hue comes from the word, which stands beside it. */
import type { ReactNode } from 'react';
import { visible } from '../../shared/base/text';
import './tag.css';

const HUES = 8;

/** Which of the hues of `tokens.css` a tag has; whatever its case, on every machine the same. */
export function hueOf(tag: string): number {
  let sum = 2_166_136_261; // FNV-1a: words that differ in a letter lie far apart
  for (const char of tag.normalize('NFC').toLowerCase()) sum = Math.imul(sum ^ char.codePointAt(0)!, 16_777_619);
  return ((sum ^ (sum >>> 15)) >>> 0) % HUES;
}

export function Tag({ tag }: { tag: string }): ReactNode {
  return (
    <span className="tag" data-hue={hueOf(tag)}>
      <i aria-hidden />#{visible(tag)}
    </span>
  );
}
