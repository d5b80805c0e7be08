/**
 * The indexes of `event_all` cost three times what a row costs while they are kept row by row, and a fraction when they
 * are built over all rows at once. For a large import they are taken down and built again at its end.
 */
import { readMeta } from './case-reads';
import { type ReadDb, sortedOnDisk, type WriteDb } from './open';

/** `meta` key: the statements that build what is taken down. There after a crash, `sweep` builds them. */
const KEY = 'indexes_down';

/** Takes the indexes down. Reading stays right, only slower, until `buildIndexes` is done. */
export function dropIndexes(db: WriteDb): void {
  db.transaction(() => {
    const indexes = db
      .prepare(
        // Few rows have a fold key, and what a file folds with is asked before the others are built again.
        `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'event_all' AND sql IS NOT NULL
           AND name NOT IN ('event_fold', 'event_loose')`,
      )
      .all() as { name: string; sql: string }[];
    if (indexes.length === 0) return;
    db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(KEY, JSON.stringify(indexes.map(({ sql }) => sql)));
    for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  }).immediate();
}

const down = (db: ReadDb): string[] => JSON.parse(readMeta(db, KEY) ?? '[]') as string[];

export const areIndexesDown = (db: ReadDb): boolean => down(db).length > 0;

/** What reading all events in order of time and resolving their actors needs; the others can be built beside that. */
export const isNeededFirst = (sql: string): boolean => /^CREATE INDEX event_(time|actor|target) /.test(sql);

/** What is looked up by the analysis when all events were read. */
const FOLLOWED = /^CREATE INDEX event_(session|ip) /;

/** What the analysis needs before it weighs: the others can be built beside that. */
export const isNeededSoon = (sql: string): boolean => isNeededFirst(sql) || FOLLOWED.test(sql);

/** Whether those of the indexes are down by which it is looked up what followed an access. */
export const areFollowedDown = (db: ReadDb): boolean => down(db).some((sql) => FOLLOWED.test(sql));

/** Builds what `dropIndexes` took down, what is wanted first first, an index a step, so that the caller can let others have their turn between. */
export function* buildIndexes(db: WriteDb, isWanted: (sql: string) => boolean = () => true): Generator<number> {
  const order = (sql: string): number => (isNeededFirst(sql) ? 0 : FOLLOWED.test(sql) ? 1 : 2);
  const wanted = down(db)
    .filter(isWanted)
    .sort((a, b) => order(a) - order(b));
  for (const [i, sql] of wanted.entries()) {
    const build = db.transaction(() => {
      db.exec(sql);
      const left = down(db).filter((each) => each !== sql);
      if (left.length > 0) db.prepare('UPDATE meta SET value = ? WHERE key = ?').run(JSON.stringify(left), KEY);
      else db.prepare('DELETE FROM meta WHERE key = ?').run(KEY);
    }).immediate;
    sortedOnDisk(db, build);
    yield (i + 1) / wanted.length;
  }
}
