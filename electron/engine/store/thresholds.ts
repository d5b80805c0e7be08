/** Thresholds set for this case, version by version; and what each run of the analysis changed. */
import type { AnalysisRun, FindingChanges } from '../../../shared/model/change';
import type { ThresholdSet, ThresholdValues } from '../../../shared/model/threshold';
import { rfc3339 } from '../../../shared/model/time';
import type { ReadDb, WriteDb } from './open';

/** What stands, with the values that differ from the product's own. */
export interface StandingThresholds {
  set: ThresholdSet;
  own: ThresholdValues;
}

interface Row {
  version: number;
  own: string;
  why: string;
  by: string;
  at: number;
}

const printed = ({ version, own, why, by, at }: Row): StandingThresholds => ({
  set: { version, why, by, at: rfc3339(at) },
  own: JSON.parse(own) as ThresholdValues,
});

export function standingThresholds(db: ReadDb): StandingThresholds {
  const row = db.prepare<[], Row>('SELECT * FROM threshold_set ORDER BY version DESC LIMIT 1').get();
  return row ? printed(row) : { set: { version: 0, why: null, by: null, at: null }, own: {} };
}

/** Every version that was set, oldest first. */
export function thresholdHistory(db: ReadDb): StandingThresholds[] {
  return db.prepare<[], Row>('SELECT * FROM threshold_set ORDER BY version').all().map(printed);
}

/** Keeps a version beside the older ones and returns its number. */
export function keepThresholds(
  db: WriteDb,
  { own, why, by, at }: { own: ThresholdValues; why: string; by: string; at: number },
): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO threshold_set (own, why, by, at) VALUES (?, ?, ?, ?)')
    .run(JSON.stringify(own), why, by, at);
  return Number(lastInsertRowid);
}

type Kept = Omit<AnalysisRun, 'seq' | 'at'>;

export function keepRun(db: WriteDb, at: number, run: FindingChanges & Kept): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO finding_change (at, body) VALUES (?, ?)')
    .run(at, JSON.stringify(run));
  return Number(lastInsertRowid);
}

/** Runs that were compared with the one before them, newest first. */
export function runs(db: ReadDb, limit: number): AnalysisRun[] {
  return db
    .prepare<[number], { seq: number; at: number; body: string }>(
      'SELECT seq, at, body FROM finding_change ORDER BY seq DESC LIMIT ?',
    )
    .all(limit)
    .map(({ seq, at, body }) => ({ ...(JSON.parse(body) as Kept), seq, at: rfc3339(at) }));
}
