/** Thresholds and settings of two copies of a case, put together: what only one copy changed is taken, of two changes the later stands. */
import { canonicalJson } from '../../../shared/base/canonical-json';
import type { Conflict, ConflictSide } from '../../../shared/model/combine';
import type { ThresholdValues } from '../../../shared/model/threshold';
import { rfc3339 } from '../../../shared/model/time';
import { storedSettings, writeMeta } from './case-reads';
import type { ReadDb, WriteDb } from './open';
import { keepThresholds, standingThresholds } from './thresholds';

/** Appends a custody line of this copy. */
export type Say = (act: string, detail: Record<string, unknown>) => void;

interface SetRow {
  own: string;
  why: string;
  by: string;
  at: number;
}
const sets = (db: ReadDb): SetRow[] =>
  db.prepare<[], SetRow>('SELECT own, why, by, at FROM threshold_set ORDER BY version').all();
const keyOf = (row: SetRow): string => JSON.stringify([row.own, row.why, row.by, row.at]);

/** `episodes.burst 60, links.window 15`; what differs from the product's own values. */
function told(own: string): string {
  const values = Object.entries(JSON.parse(own) as ThresholdValues);
  return values.length === 0
    ? "the product's own values"
    : values.map(([id, value]) => `${id} ${String(value)}`).join(', ');
}
const sideOf = ({ own, why, by, at }: SetRow): ConflictSide => ({ says: told(own), why, by, at: rfc3339(at) });

const standing = (db: ReadDb): { version: number; own: ThresholdValues } => {
  const { set, own } = standingThresholds(db);
  return { version: set.version, own };
};

/** The thresholds that stand, as the side of a conflict; null where none were ever set. */
export const standingSet = (db: ReadDb): ConflictSide | null => {
  const row = sets(db).at(-1);
  return row ? sideOf(row) : null;
};

/** Where both copies set thresholds since they parted, and set them differently. */
export function thresholdConflict(db: ReadDb, other: ReadDb): Conflict[] {
  const [ours, theirs] = [sets(db), sets(other)];
  const [one, two] = [ours.at(-1), theirs.at(-1)];
  if (!one || !two || one.own === two.own) return [];
  if (theirs.some((row) => keyOf(row) === keyOf(one)) || ours.some((row) => keyOf(row) === keyOf(two))) return [];
  return [{ kind: 'thresholds', on: '', sides: inOrder(sideOf(one), sideOf(two)) }];
}

/** Versions of the other copy that are new here, oldest first; the later of both standing ones stands. Returns how many came. */
export function takeThresholds(db: WriteDb, other: ReadDb, say: Say): number {
  const ours = sets(db);
  const known = new Set(ours.map(keyOf));
  const fresh = [...new Map(sets(other).map((row) => [keyOf(row), row])).values()].filter(
    (row) => !known.has(keyOf(row)),
  );
  const last = fresh.at(-1);
  if (!last) return 0;
  let stood: { version: number; own: ThresholdValues } = standing(db);
  const keep = ({ own, why, by, at }: SetRow): void => {
    const values = JSON.parse(own) as ThresholdValues;
    const version = keepThresholds(db, { own: values, why, by, at });
    const after = { version, own: values };
    say('thresholds', { version, why, before: stood, after, said: { by, at: rfc3339(at) } });
    stood = after;
  };
  for (const row of fresh) keep(row);
  // Ours was set later: it stands again, under a number of its own.
  const before = ours.at(-1);
  if (before && (before.at > last.at || (before.at === last.at && keyOf(before) > keyOf(last)))) keep(before);
  return fresh.length;
}

interface Change {
  value: unknown;
  by: string;
  at: string;
  hash: string;
}

/** The last change of each setting, as the custody log tells it; a change that was taken in says who made it. */
function changes(db: ReadDb): Map<string, Change> {
  const found = new Map<string, Change>();
  const rows = db
    .prepare<[], { line: string; hash: string }>(
      `SELECT line, hash FROM custody WHERE json_extract(line, '$.act') = 'setting' ORDER BY seq`,
    )
    .all();
  for (const { line, hash } of rows) {
    const { at, actor, detail } = JSON.parse(line) as {
      at: string;
      actor: string;
      detail: {
        before: Record<string, unknown>;
        after: Record<string, unknown>;
        said?: Record<string, { by: string; at: string }>;
      };
    };
    for (const name of new Set([...Object.keys(detail.before ?? {}), ...Object.keys(detail.after ?? {})])) {
      const [before, after] = [detail.before?.[name], detail.after?.[name]];
      if (same(before, after)) continue;
      const said = detail.said?.[name] ?? { by: actor, at };
      found.set(name, { value: after, ...said, hash });
    }
  }
  return found;
}

const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
const hasLine = (db: ReadDb, hash: string): boolean =>
  db.prepare('SELECT 1 FROM custody WHERE hash = ?').get(hash) !== undefined;
const settingSide = (name: string, { value, by, at }: Change): ConflictSide => ({
  says: `${name} ${JSON.stringify(value ?? null)}`,
  why: '',
  by,
  at,
});

/** The last change of a setting, as the side of a conflict; null where it was never changed. */
export const standingSetting = (db: ReadDb, name: string): ConflictSide | null => {
  const change = changes(db).get(name);
  return change ? settingSide(name, change) : null;
};

interface Difference {
  name: string;
  ours: Change | null;
  theirs: Change;
}

/** Settings that the other copy changed since both parted, and that read otherwise here. */
function differences(db: ReadDb, other: ReadDb): Difference[] {
  const [mine, yours] = [storedSettings(db), storedSettings(other)];
  const [here, there] = [changes(db), changes(other)];
  return [...there].flatMap(([name, theirs]) => {
    if (same(mine[name], yours[name]) || hasLine(db, theirs.hash)) return [];
    const own = here.get(name);
    return [{ name, theirs, ours: own && !hasLine(other, own.hash) ? own : null }];
  });
}

export const settingConflicts = (db: ReadDb, other: ReadDb): Conflict[] =>
  differences(db, other).flatMap(({ name, ours, theirs }) =>
    ours === null
      ? []
      : [{ kind: 'setting' as const, on: name, sides: inOrder(settingSide(name, ours), settingSide(name, theirs)) }],
  );

/** Takes over what only the other copy changed, or changed later. Returns how many settings are other now. */
export function takeSettings(db: WriteDb, other: ReadDb, say: Say): number {
  const taken = differences(db, other).filter(({ ours, theirs }) => ours === null || isLater(theirs, ours));
  if (taken.length === 0) return 0;
  const before = storedSettings(db);
  const after = { ...before };
  for (const { name, theirs } of taken) {
    if (theirs.value === undefined || theirs.value === null) delete after[name];
    else after[name] = theirs.value;
  }
  writeMeta(db, 'settings', JSON.stringify(after));
  const said = Object.fromEntries(taken.map(({ name, theirs: { by, at } }) => [name, { by, at }]));
  say('setting', { before, after, said });
  return taken.length;
}

const isLater = (a: Change, b: Change): boolean =>
  a.at !== b.at ? a.at > b.at : canonicalJson([a.value ?? null, a.by]) > canonicalJson([b.value ?? null, b.by]);

/** The earlier first. */
export const inOrder = (one: ConflictSide, two: ConflictSide): [ConflictSide, ConflictSide] =>
  [one, two].sort((a, b) =>
    a.at !== b.at ? (a.at < b.at ? -1 : 1) : JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
  ) as [ConflictSide, ConflictSide];
