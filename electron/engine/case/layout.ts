/** Names inside a case folder. Anything else in it is foreign (`verify` calls it extra). */
export const CASE_FILE = 'case.json';
export const DATABASE = 'case.db';
export const EVIDENCE = 'evidence';
export const MIRROR = 'custody.ndjson';
/** What the database file was when the case was closed (`folder-seal.ts`). */
export const SEAL = 'seal.json';
/** Files of a case that is encrypted at rest (`vault.ts`). */
export const VAULT_FILES = {
  vault: 'vault.json',
  payload: 'case.age',
  passphrase: 'key-passphrase.age',
  recovery: 'key-recovery.age',
} as const;
/** Beginnings of our own renames: a crash may leave them, the next opening takes them away. */
export const REMAINDERS = [`.${CASE_FILE}.tmp`, `.${SEAL}.new`] as const;
export const CASE_EXTENSION = '.sidedoor';
