/** Statements that are asked again for each row of a list: preparing one costs more than running it. */
import type Database from 'better-sqlite3';
import type { ReadDb } from './open';

/** The statement, prepared once for each connection. Not for one that is iterated over: it can run only once at a time. */
export function statement<P extends unknown[], R>(sql: string): (db: ReadDb) => Database.Statement<P, R> {
  const prepared = new WeakMap<ReadDb, Database.Statement<P, R>>();
  return (db) => {
    let known = prepared.get(db);
    if (!known) {
      known = db.prepare<P, R>(sql);
      prepared.set(db, known);
    }
    return known;
  };
}
