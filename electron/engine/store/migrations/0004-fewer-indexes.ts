import type Database from 'better-sqlite3';

export const version = 4;

/**
 * Format 4. Only a search for an id asks for correlations, and it goes over the rows in any case (record ids have no index
 * either): an index over half a million long texts cost a fifth of what all of them cost, for nothing.
 */
export function up(db: Database.Database): void {
  db.exec('DROP INDEX event_correlation');
}
