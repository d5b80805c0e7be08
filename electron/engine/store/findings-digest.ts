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

/** Over identities, episodes with their events, and paths, as they stand. */
export function findingsDigest(db: ReadDb): FindingsDigest {
  const hash = createHash('sha256');
  let text = '';
  for (const sql of TABLES) {
    for (const row of db.prepare(sql).raw().iterate()) {
      text += `${JSON.stringify(row)}\n`;
      if (text.length < TOGETHER) continue;
      hash.update(text);
      text = '';
    }
    text += '\n';
  }
  hash.update(text);
  return { form: FORM, sha256: hash.digest('hex') };
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
