/** A passphrase from a file, the environment or a terminal: never a part of a command line, where every process reads it. */
import { readFileSync } from 'node:fs';
import { Failure } from './failure';
import { hidden, standard, type Terminal } from './passwords';

export interface Asked {
  /** What it opens, as a person says it: "the signing key". */
  what: string;
  /** Name of the variable that holds it; with `_FILE` behind it, of the one that names a file. */
  variable: string;
  /** File that an option named. */
  file?: string;
  /** Something new is made with it: typed twice. */
  isNew?: boolean;
}

/** The passphrase; throws Failure with what to do where there is none to be had. */
export async function passphrase(
  { what, variable, file, isNew = false }: Asked,
  terminal: Terminal = standard,
): Promise<string> {
  const path = file ?? process.env[`${variable}_FILE`];
  if (path) {
    const [line = ''] = read(path).split(/\r?\n/, 1);
    if (line === '') throw new Failure(`${path}: its first line is empty — write the passphrase there`);
    return line;
  }
  const set = process.env[variable];
  if (set) return set;
  if (!terminal.input.isTTY) {
    throw new Failure(
      `no passphrase for ${what} — set ${variable}, or ${variable}_FILE to a file whose first line it is`,
    );
  }
  const typed = await hidden(terminal, `${isNew ? 'New passphrase' : 'Passphrase'} for ${what}: `);
  if (typed === '') throw new Failure('no passphrase was given — nothing was done');
  if (isNew && (await hidden(terminal, 'The same again: ')) !== typed) {
    throw new Failure('the two passphrases differ — nothing was done');
  }
  return typed;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Failure(`no such file, or it cannot be read: ${path}`);
  }
}

export const SIGNING = 'SIDEDOOR_SIGNING_PASSPHRASE';
export const CASE = 'SIDEDOOR_CASE_PASSPHRASE';
