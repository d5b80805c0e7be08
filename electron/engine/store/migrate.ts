/** Runs the migrations: one file, one step, one transaction; versions rise by one; a newer case is refused by name. */
import type Database from 'better-sqlite3';

export interface Migration {
  version: number;
  up(db: Database.Database): void;
}

export class CaseFromFutureError extends Error {
  constructor(
    readonly found: number,
    readonly known: number,
  ) {
    super(`the case has format ${found}; this version of Sidedoor reads up to ${known}`);
    this.name = 'CaseFromFutureError';
  }
}

const modules = import.meta.glob<Migration>('./migrations/*.ts', { eager: true });
const migrations = Object.values(modules).sort((a, b) => a.version - b.version);
export const NEWEST = migrations.length;

/** The format of the database; throws for a newer one. Asked before anything is written: a refused case stays as it was. */
export function refuseFuture(db: Database.Database): number {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > NEWEST) throw new CaseFromFutureError(found, NEWEST);
  return found;
}

/** Brings `db` from its `user_version` to `target` (the newest unless a test asks for less). */
export function migrate(db: Database.Database, target = NEWEST): void {
  migrations.forEach((migration, i) => {
    if (migration.version !== i + 1) throw new Error(`migration ${migration.version} is out of order`);
  });
  const found = refuseFuture(db);
  for (const migration of migrations.slice(found, target)) {
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}
