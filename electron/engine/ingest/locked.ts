/** Passwords for locked archives: where they come from, and which archives still need one. Nothing here is kept. */
import fs from 'node:fs';
import { DamagedError, members, unlockMember } from '../case/evidence';
import type { OpenCase } from '../session';
import { listInputs, packingOfFile } from './inputs';

const FILE_LIMIT = 1024 * 1024; // bytes of a password file
const COUNT_LIMIT = 1_000;

/** The passwords of a file, one a line, as they stand there; null for a file that can be none. */
export async function passwordsOf(path: string): Promise<string[] | null> {
  if ((await fs.promises.stat(path)).size > FILE_LIMIT) return null;
  const text = (await fs.promises.readFile(path, 'utf8')).replace(/^\ufeff/, '');
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return lines.length > COUNT_LIMIT ? null : lines;
}

/**
 * Passwords that imports into the case were given, as long as it stays open: a table out of a locked archive can then be
 * looked at and mapped. In memory only.
 */
const given = new WeakMap<OpenCase, Set<string>>();

export function rememberPasswords(opened: OpenCase, passwords: readonly string[]): void {
  const known = given.get(opened) ?? new Set();
  for (const password of passwords) if (known.size < COUNT_LIMIT) known.add(password);
  given.set(opened, known);
}

export const rememberedPasswords = (opened: OpenCase): string[] => [...(given.get(opened) ?? [])];

/** Archives below the paths with members that none of the passwords opens. Looks at headers only. */
export async function lockedArchives(
  paths: readonly string[],
  passwords: readonly string[],
): Promise<{ file: string; members: number }[]> {
  const locked: { file: string; members: number }[] = [];
  for (const { path, name } of (await listInputs(paths)).inputs) {
    try {
      if ((await packingOfFile(path)) !== 'zip') continue;
      let count = 0;
      for (const { isLocked, member } of await members(path, 'zip')) {
        if (!isLocked) continue;
        const isOpen =
          passwords.length > 0 &&
          typeof (await unlockMember({ path, packing: 'zip', member }, passwords, null)) === 'number';
        if (!isOpen) count++;
      }
      if (count > 0) locked.push({ file: name, members: count });
    } catch (thrown) {
      // What cannot be read is told by the import.
      if (!(thrown instanceof DamagedError) && !(thrown as { code?: string }).code) throw thrown;
    }
  }
  return locked;
}
