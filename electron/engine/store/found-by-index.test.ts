/** Questions that a view asks, or that the analysis asks of every event, must find their rows by an index. */
import { describe, expect, it } from 'vitest';
import { allEpisodes, episodeRow } from './episode-reads';
import { changesAround, eventsAround } from './episode-surroundings';
import { openCaseDb, type ReadDb } from './open';
import { analysisRead } from './sweep-reads';

/** Runs `work` and returns the plan of every statement that it prepared. */
function plans(work: (db: ReadDb) => unknown): string[] {
  const db = openCaseDb(':memory:').read;
  const seen: string[] = [];
  const watched = new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (name === 'prepare') {
        return (sql: string) => {
          seen.push(sql);
          return target.prepare(sql);
        };
      }
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  work(watched as ReadDb);
  return seen.flatMap((sql) =>
    db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql.replace(/\?\d*|@\w+/g, 'NULL')}`)
      .all()
      .map(({ detail }) => detail),
  );
}

const scans = (lines: string[]): string[] =>
  lines.filter((line) => /SCAN (e|event_all)\b(?!.*USING.*INDEX)/.test(line));

describe('plans', () => {
  it('the sweep walks the index of time and sorts nothing', () => {
    const lines = plans((db) => analysisRead(db).sweep(0, 10));
    expect(lines.some((line) => line.includes('event_time'))).toBe(true);
    expect(scans(lines)).toEqual([]);
    expect(lines.filter((line) => line.includes('TEMP B-TREE')).length).toBeLessThanOrEqual(3); // paths: few rows each
  });

  it('paths find their events by session and by address', () => {
    const lines = plans((db) => {
      const read = analysisRead(db);
      read.ofSession('s', 0, 10);
      read.ofActorsAt([1], '203.0.113.4', 0, 1, 10);
    });
    expect(lines.some((line) => line.includes('event_session'))).toBe(true);
    expect(lines.some((line) => line.includes('event_ip'))).toBe(true);
  });

  it('the card finds what is around by actor and time', () => {
    const row = { pid: 1, id: 'p', iid: 1, start: 0, finish: 1, urgency: 0, summary: '', body: '{}' };
    const lines = plans((db) => [
      eventsAround(db, row, { from: 0, to: 1 }, 10),
      changesAround(db, row, { from: 0, to: 1 }, 10),
    ]);
    expect(scans(lines)).toEqual([]);
    expect(lines.some((line) => line.includes('event_actor'))).toBe(true);
  });
});

describe('an empty case', () => {
  it('has no episodes and says so', () => {
    const db = openCaseDb(':memory:').read;
    expect([...allEpisodes(db)]).toEqual([]);
    expect(episodeRow(db, 'p00000000000000')).toBeUndefined();
    expect(analysisRead(db).spans()).toEqual([]);
    expect(analysisRead(db).lastEid()).toBe(0);
  });
});
