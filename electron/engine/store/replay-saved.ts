/** Scenarios of the policy replay that are kept: the custody log is their record. */
import { createHash } from 'node:crypto';
import { Scenario } from '../../../shared/model/replay';
import { analysedFrom } from './analysed';
import type { ReadDb } from './open';

/** Findings and words that a replay depends on, as one digest. */
export const replayState = (db: ReadDb): string =>
  createHash('sha256')
    .update(`${analysedFrom(db)} ${words(db)}`)
    .digest('hex')
    .slice(0, 32);

/** Scenarios that stand, oldest first, as the custody log tells of them. */
export function savedScenarios(db: ReadDb): Scenario[] {
  return [...scenarios(db).saved.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Whether a scenario of that id was saved and taken out again. */
export const removedScenario = (db: ReadDb, id: string): boolean => scenarios(db).out.has(id);

function scenarios(db: ReadDb): Record<'saved' | 'out', Map<string, Scenario>> {
  const state = replayState(db);
  const saved = new Map<string, Scenario>();
  const out = new Map<string, Scenario>(); // taken out, and perhaps put back
  for (const { act, at, actor, detail } of acts(db)) {
    const { id, findings, ...rest } = detail;
    if (act === 'replay.remove') move(String(id), saved, out);
    else if (act === 'replay.restore') move(String(id), out, saved);
    else {
      // A line of another release may tell it otherwise: it stays in the log, and out of the list.
      const scenario = Scenario.safeParse({ id, by: actor, at, current: findings === state, ...rest });
      if (scenario.success) saved.set(scenario.data.id, scenario.data);
    }
  }
  return { saved, out };
}

function move(id: string, from: Map<string, Scenario>, to: Map<string, Scenario>): void {
  const scenario = from.get(id);
  if (!scenario) return;
  from.delete(id);
  to.set(id, scenario);
}

/** What was saved and what was taken out again, oldest first: the custody log is the record of both. */
function acts(db: ReadDb): { act: string; at: string; actor: string; detail: Record<string, unknown> }[] {
  return db
    .prepare<[], string>(
      `SELECT line FROM custody WHERE json_extract(line, '$.act') IN ('replay.save', 'replay.remove', 'replay.restore') ORDER BY seq`,
    )
    .pluck()
    .all()
    .map((line) => JSON.parse(line) as { act: string; at: string; actor: string; detail: Record<string, unknown> });
}

/** Words on verdicts and links that a replay depends on, beside the findings. */
const words = (db: ReadDb): string =>
  JSON.stringify([
    db.prepare('SELECT seq FROM decision WHERE withdrawn IS NULL ORDER BY seq').pluck().all(),
    db.prepare('SELECT seq, review FROM link_review WHERE withdrawn IS NULL ORDER BY seq').raw().all(),
  ]);
