/** What the words of a command line, of a double click or of a second start ask the window for. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { CASE_SUFFIX } from './case-home';

export interface Asked {
  /** A case folder or a sealed bundle. */
  open: string | null;
  /** Exports to import. */
  files: string[];
  demo: boolean;
}

/** Flags of ours that a value follows. */
const WITH_VALUE = new Set(['--case', '--as']);

/**
 * Reads the words after the program. `folder`: where they were said. Words that name nothing are none of ours (the runtime
 * puts switches of its own between them).
 */
export function whatToOpen(words: readonly string[], folder: string): Asked {
  const asked: Asked = { open: null, files: [], demo: false };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (WITH_VALUE.has(word)) {
      at += 1;
      if (word === '--case' && words[at] !== undefined) asked.open = resolve(folder, words[at]!);
    } else if (word === '--demo') asked.demo = true;
    else if (!word.startsWith('-') && word !== '') place(resolve(folder, word), asked);
  }
  return asked;
}

function place(path: string, asked: Asked): void {
  if (!existsSync(path)) return;
  if (basename(path) === 'case.json')
    asked.open = dirname(path); // a folder cannot be double-clicked open everywhere
  else if (isCase(path)) asked.open = path;
  else asked.files.push(path);
}

/** A case folder, or a file that is named like a case or a sealed bundle. */
function isCase(path: string): boolean {
  if (statSync(path).isDirectory())
    return existsSync(resolve(path, 'case.json')) || existsSync(resolve(path, 'vault.json'));
  const end = extname(path).toLowerCase();
  return end === CASE_SUFFIX || (end === '.zip' && path.toLowerCase().endsWith(`${CASE_SUFFIX}.zip`));
}
