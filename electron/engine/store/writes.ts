/** Whether a database is still as it was when something was remembered of it. */
import type { ReadDb } from './open';

const statements = new WeakMap<ReadDb, { version: () => unknown; changes: () => unknown }>();

/** Another text after any write to the database, by this connection or another. */
export function writesTo(db: ReadDb): string {
  let ask = statements.get(db);
  if (!ask) {
    const version = db.prepare('PRAGMA data_version').pluck();
    const changes = db.prepare('SELECT total_changes()').pluck();
    ask = { version: () => version.get(), changes: () => changes.get() };
    statements.set(db, ask);
  }
  return `${ask.version()} ${ask.changes()}`;
}

/** `make` once, until the database is written to. */
export function untilWritten<T>(make: (db: ReadDb) => T): (db: ReadDb) => T {
  const known = new WeakMap<ReadDb, { writes: string; value: T }>();
  return (db) => {
    const writes = writesTo(db);
    const held = known.get(db);
    if (held?.writes === writes) return held.value;
    const value = make(db);
    known.set(db, { writes, value });
    return value;
  };
}
