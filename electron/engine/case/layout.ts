/** Names inside a case folder. Anything else in it is foreign (`verify` calls it extra). */
export const CASE_FILE = 'case.json';
export const DATABASE = 'case.db';
export const EVIDENCE = 'evidence';
export const MIRROR = 'custody.ndjson';
/** What the database file was when the case was closed (`folder-seal.ts`). */
export const SEAL = 'seal.json';
export const CASE_EXTENSION = '.sidedoor';
