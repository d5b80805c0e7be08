/** Which state of the case its findings are of. */
import { readMeta } from './case-reads';
import type { ReadDb } from './open';

export const FINGERPRINT = 'analysis';

/** What the findings were computed from; null where there are none, or where computing them was cut off. */
export const analysedFrom = (db: ReadDb): string | null => readMeta(db, FINGERPRINT) || null;
