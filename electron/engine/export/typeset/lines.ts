/** Lines of runs within a width: breaks at blanks, and inside a word only where the word alone is too wide. Pure. */
import type { Run } from '../../../../shared/model/report';
import type { Face } from './face';

export interface Piece {
  text: string;
  face: Face;
  look: Run['look'];
  to: string | undefined;
  x: number; // from the start of the line
  width: number;
}
export interface Line {
  pieces: Piece[];
  width: number;
}
export interface Faces {
  plain: Face;
  strong: Face;
  code: Face;
}

interface Word {
  text: string;
  face: Face;
  look: Run['look'];
  to: string | undefined;
  /** Begins after a blank; may begin a line. */
  isApart: boolean;
}

const faceOf = (look: Run['look'], faces: Faces): Face =>
  look === 'strong' ? faces.strong : look === 'code' ? faces.code : faces.plain;

/** `null` stands for a line break that was written. */
function words(runs: readonly Run[], faces: Faces): (Word | null)[] {
  const list: (Word | null)[] = [];
  let isApart = true;
  for (const { text, look, to } of runs) {
    const face = faceOf(look, faces);
    for (const [i, written] of text.split('\n').entries()) {
      const row = face.shown(written);
      if (i > 0) {
        list.push(null);
        isApart = true;
      }
      // A tag is one thing: its box is drawn round all of it.
      for (const [k, word] of (look === 'tag' ? [row] : row.split(' ')).entries()) {
        if (k > 0) isApart = true;
        if (word === '') continue;
        list.push({ text: word, face, look, to, isApart });
        isApart = false;
      }
    }
  }
  return list;
}

const HANGS = /^[.,;:)\]]{1,2}$/;

/** Places after which a long word may be cut without a hyphen: what a reader copies stays as it is. */
const SEAM = /[/\\\-_.,:;@?&=+|]/;

export function breakLines(runs: readonly Run[], width: number, size: number, faces: Faces): Line[] {
  const lines: Line[] = [];
  let line: Line = { pieces: [], width: 0 };
  const end = (): void => {
    lines.push(line);
    line = { pieces: [], width: 0 };
  };
  const put = ({ text, face, look, to }: Word, gap: number, wide: number): void => {
    const last = line.pieces.at(-1);
    // One drawing for words of one look: fewer operations, and text that copies as it reads.
    if (last && last.face === face && last.look === look && last.to === to && look !== 'tag') {
      last.text += (gap > 0 ? ' ' : '') + text;
      last.width += gap + wide;
    } else line.pieces.push({ text, face, look, to, x: line.width + gap, width: wide });
    line.width += gap + wide;
  };
  for (const word of words(runs, faces)) {
    if (word === null) {
      end();
      continue;
    }
    const { face } = word;
    const gapFace = line.pieces.at(-1)?.face === face ? face : faces.plain;
    const isByTag = word.look === 'tag' || line.pieces.at(-1)?.look === 'tag'; // its box stands out on both sides
    const gap = word.isApart && line.pieces.length > 0 ? gapFace.width(' ', size) * (isByTag ? 2.5 : 1) : 0;
    const wide = face.width(word.text, size);
    // A full stop behind a link hangs over the edge rather than stand on a line of its own.
    if (line.width + gap + wide <= width || (!word.isApart && line.pieces.length > 0 && HANGS.test(word.text))) {
      put(word, gap, wide);
      continue;
    }
    if (wide <= width && (word.isApart || line.pieces.length === 0)) {
      end();
      put(word, 0, wide);
      continue;
    }
    if (word.isApart && line.pieces.length > 0) end();
    cut(word, width, size, () => line, put, end);
  }
  if (line.pieces.length > 0 || lines.length === 0) end();
  return lines;
}

function cut(
  word: Word,
  width: number,
  size: number,
  line: () => Line,
  put: (word: Word, gap: number, wide: number) => void,
  end: () => void,
): void {
  const { face } = word;
  let held = '';
  let wide = 0;
  for (const char of word.text) {
    const step = face.width(char, size);
    if (line().width + wide + step > width && held !== '') {
      let seam = held.length;
      while (seam > held.length / 2 && !SEAM.test(held[seam - 1]!)) seam--;
      if (seam <= held.length / 2) seam = held.length;
      const kept = held.slice(0, seam);
      put({ ...word, text: kept }, 0, face.width(kept, size));
      end();
      held = held.slice(seam);
      wide = face.width(held, size);
    } else if (line().width + wide + step > width && line().pieces.length > 0) end();
    held += char;
    wide += step;
  }
  if (held !== '') put({ ...word, text: held }, 0, wide);
}
