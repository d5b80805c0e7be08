/** One digest over what an analysis found, kept in its custody line: an edit of the tables behind our back is noticed. */
import { createHash } from 'node:crypto';
import type { ReadDb } from './open';

/** Raised when the columns below change: digests of another form are not compared. */
const FORM = 1;

const TABLES = [
  'SELECT id, name, display, kind, kind_because, owner, external, joins, aliases, events, denials, first, last FROM identity ORDER BY iid',
  'SELECT id, iid, start, finish, verdict, confidence, urgency, summary, body FROM episode ORDER BY pid',
  'SELECT pid, eid, part FROM episode_event ORDER BY pid, eid, part',
  'SELECT id, pid, score, body FROM path ORDER BY id',
];

const TOGETHER = 64 * 1024; // characters hashed at once: most rows are short

export interface FindingsDigest {
  form: number;
  sha256: string;
}

/** The digest, row by row of each table in turn. */
export class FindingsHash {
  readonly #hash = createHash('sha256');
  #text = '';

  row(cells: readonly unknown[]): void {
    this.#text += `${JSON.stringify(cells)}\n`;
    if (this.#text.length < TOGETHER) return;
    this.#hash.update(this.#text);
    this.#text = '';
  }

  endTable(): void {
    this.#text += '\n';
  }

  digest(): FindingsDigest {
    return { form: FORM, sha256: this.#hash.update(this.#text).digest('hex') };
  }
}

/** Over identities, episodes with their events, and paths, as they stand. */
export function findingsDigest(db: ReadDb): FindingsDigest {
  const hash = new FindingsHash();
  for (const sql of TABLES) {
    for (const row of db.prepare<[], unknown[]>(sql).raw().iterate() as Iterable<unknown[]>) hash.row(row);
    hash.endTable();
  }
  return hash.digest();
}

/** What is wrong with the findings, by the last word of the custody log on them; nothing where it has none that holds. `digest`: of them, where it is known. */
export function findingsFaults(db: ReadDb, digest?: FindingsDigest | null): string[] {
  const last = db
    .prepare<[], { seq: number; act: string; form: number | null; sha256: string | null }>(
      `SELECT seq, json_extract(line, '$.act') AS act, json_extract(line, '$.detail.findings.form') AS form,
         json_extract(line, '$.detail.findings.sha256') AS sha256
       FROM custody WHERE json_extract(line, '$.act') IN ('analyse', 'remove') ORDER BY seq DESC LIMIT 1`,
    )
    .get();
  if (last?.form !== FORM || last.sha256 === (digest ?? findingsDigest(db)).sha256) return [];
  return [
    `identities, episodes or paths are not what the analysis of custody line ${last.seq} found; "analyse" computes them again`,
  ];
}
