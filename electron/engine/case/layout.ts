/** Names inside a case folder. Anything else in it is foreign (`verify` calls it extra). */
export const CASE_FILE = 'case.json';
export const DATABASE = 'case.db';
export const EVIDENCE = 'evidence';
export const MIRROR = 'custody.ndjson';
export const CASE_EXTENSION = '.sidedoor';
