/**
 * The union of the words of two copies of a case: what is in one of them is in both afterwards, and what was taken back in one
 * is taken back. The result is the same whichever copy takes the other in, and doing it again changes nothing.
 */
import type { Combined, Conflict, ConflictSide } from '../../../shared/model/combine';
import { rfc3339 } from '../../../shared/model/time';
import { resolveTarget } from './annotations';
import { readMeta, writeMeta } from './case-reads';
import { codes } from './codes';
import { identityConflicts, standingWords, takeIdentityWords } from './combine-identities';
import { type WordRow as Row, wordLines } from './combine-lines';
import {
  inOrder,
  type Say,
  settingConflicts,
  standingSet,
  standingSetting,
  takeSettings,
  takeThresholds,
  thresholdConflict,
} from './combine-rules';
import type { ReadDb, WriteDb } from './open';
import { refreshSuppressed } from './suppressions';

/** Each table of words with what makes two rows the same word. */
const TABLES: readonly { table: string; name: string; key: readonly string[] }[] = [
  { table: 'annotation', name: 'notes', key: ['id'] },
  { table: 'decision', name: 'decisions', key: ['episode', 'verdict', 'action', 'why', 'by', 'at'] },
  { table: 'link_review', name: 'reviews of links', key: ['episode', 'event', 'review', 'why', 'by', 'at'] },
  { table: 'notebook', name: 'versions of the notebook', key: ['text', 'by', 'at'] },
  { table: 'regroup', name: 'words on episodes', key: ['act', 'episode', 'other', 'why', 'by', 'at'] },
  { table: 'suppression', name: 'suppressions', key: ['id'] },
  { table: 'manual_event', name: 'manual events', key: ['id'] },
];
const CONFLICTS = 'conflicts';

/** Takes the other copy's words in; `say` writes a line of this copy's custody log. Runs inside the caller's transaction. */
export function combine(db: WriteDb, other: ReadDb, say: Say): Combined {
  const before = new Set(keptConflicts(db).map(keyOf));
  const rules = [...thresholdConflict(db, other), ...settingConflicts(db, other), ...identityConflicts(db, other)];
  const fresh = [...conflictsBetween(db, other), ...rules.filter((one) => !before.has(keyOf(one)))];
  const conflicts = merged([...fresh, ...keptConflicts(other)]);
  const heads = [head(db), head(other)] as const;
  const lines = wordLines(db, other, say);
  const added: Record<string, number> = {};
  const withdrawn: Record<string, number> = {};
  let homeless = 0;
  for (const { table, name, key } of TABLES) {
    const columns = db
      .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map((column) => column.name)
      .filter((column) => column !== 'seq');
    const hasWithdrawn = columns.includes('withdrawn');
    const same = db.prepare<Row[], Row>(
      `SELECT rowid AS seq${hasWithdrawn ? ', withdrawn' : ''} FROM ${table} WHERE ${key.map((column) => `${column} IS @${column}`).join(' AND ')}`,
    );
    const insert = db.prepare<Row[]>(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
    );
    const takeBack = hasWithdrawn
      ? db.prepare<Row[]>(
          `UPDATE ${table} SET withdrawn = @withdrawn WHERE ${key.map((column) => `${column} IS @${column}`).join(' AND ')}`,
        )
      : null;
    const order = columns.includes('at') ? 'at, ' : '';
    for (const row of other
      .prepare<[], Row>(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${order}${key.join(', ')}`)
      .all()) {
      const keyed = Object.fromEntries(key.map((column) => [column, row[column]!])) as Row;
      const ours = same.get(keyed);
      if (!ours) {
        const seq = Number(insert.run(row).lastInsertRowid);
        lines.said({ table, row, seq });
        if (hasWithdrawn && row.withdrawn !== null) lines.withdrawn({ table, row, seq });
        added[name] = (added[name] ?? 0) + 1;
        const target = table === 'annotation' ? row.target : table === 'decision' ? row.episode : null;
        if (typeof target === 'string' && !resolveTarget(db, target)) homeless += 1;
      } else if (
        takeBack &&
        row.withdrawn !== null &&
        (ours.withdrawn === null || Number(ours.withdrawn) > Number(row.withdrawn))
      ) {
        takeBack.run({ ...keyed, withdrawn: row.withdrawn! });
        if (ours.withdrawn === null) {
          lines.withdrawn({ table, row, seq: Number(ours.seq) });
          withdrawn[name] = (withdrawn[name] ?? 0) + 1;
        }
      }
    }
  }
  // Both narratives under each other, the earlier first: nobody has to look for the one that lost.
  if (fresh.some(({ kind }) => kind === 'notebook') && heads[0] && heads[1] && heads[0].text !== heads[1].text) {
    const both = [...heads].sort((a, b) => a!.at - b!.at || (a!.text < b!.text ? -1 : 1)) as [Head, Head];
    const text = `${both[0].text}\n\n---\n\n${both[1].text}`;
    const by = [...new Set(both.map((one) => one.by))].join('; ');
    const at = both[1].at + 1;
    const there = db.prepare('SELECT 1 FROM notebook WHERE text = ? AND by = ? AND at = ?').get(text, by, at);
    if (!there) {
      const { lastInsertRowid } = db.prepare('INSERT INTO notebook (text, by, at) VALUES (?, ?, ?)').run(text, by, at);
      lines.said({ table: 'notebook', row: { text, by, at }, seq: Number(lastInsertRowid) });
    }
  }
  if (added.suppressions || withdrawn.suppressions) refreshSuppressed(db);
  const came = { thresholds: takeThresholds(db, other, say), settings: takeSettings(db, other, say) };
  if (came.thresholds > 0) added['versions of the thresholds'] = came.thresholds;
  if (came.settings > 0) added.settings = came.settings;
  const identities = takeIdentityWords(db, other, say);
  homeless += identities.homeless;
  if (identities.added > 0) added['words on who is who'] = identities.added;
  if (identities.withdrawn > 0) withdrawn['words on who is who'] = identities.withdrawn;
  const all = merged([...keptConflicts(db), ...conflicts]);
  if (all.length > 0) writeMeta(db, CONFLICTS, JSON.stringify(all));
  return { added, withdrawn, conflicts: fresh, homeless, apart: apart(db, other) };
}

/** Conflicts that nobody has decided since: one of both sides still stands. */
export function openConflicts(db: ReadDb): Conflict[] {
  return keptConflicts(db).filter(({ kind, on, sides }) => {
    if (kind === 'notebook') return head(db)?.text.includes(`\n\n---\n\n`) ?? false;
    if (kind === 'identity') return sides.every((side) => standingWords(db).some((word) => sameSide(side, word)));
    if (kind === 'thresholds' || kind === 'setting') {
      const stands = kind === 'thresholds' ? standingSet(db) : standingSetting(db, on);
      return sides.some((side) => stands !== null && sameSide(side, stands));
    }
    const standing = kind === 'decision' ? decisionOn(db, on) : reviewOn(db, on);
    return sides.some((side) => standing && sameSide(side, standing));
  });
}

function keptConflicts(db: ReadDb): Conflict[] {
  return JSON.parse(readMeta(db, CONFLICTS) ?? '[]') as Conflict[];
}

const keyOf = ({ kind, on, sides }: Conflict): string => JSON.stringify([kind, on, sides]);
const merged = (list: Conflict[]): Conflict[] =>
  [...new Map(list.map((one) => [keyOf(one), one])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);

const sameSide = (a: ConflictSide, b: ConflictSide): boolean =>
  a.says === b.says && a.why === b.why && a.by === b.by && a.at === b.at;

/** Where the copies say different things, and neither knew of the other's word. */
function* conflictsBetween(db: ReadDb, other: ReadDb): Generator<Conflict> {
  const pairs: { kind: 'decision' | 'link'; ids: (from: ReadDb) => string[]; standing: (from: ReadDb, on: string) => ConflictSide | null; knows: (from: ReadDb, on: string, side: ConflictSide) => boolean }[] = [
    {
      kind: 'decision',
      ids: (from) => from.prepare<[], string>('SELECT DISTINCT episode FROM decision ORDER BY episode').pluck().all(),
      standing: decisionOn,
      knows: (from, on, side) => decisionsOn(from, on).some((one) => sameSide(one, side)),
    },
    {
      kind: 'link',
      ids: (from) => from.prepare<[], string>("SELECT DISTINCT episode || ' ' || event FROM link_review ORDER BY 1").pluck().all(),
      standing: reviewOn,
      knows: (from, on, side) => reviewsOn(from, on).some((one) => sameSide(one, side)),
    },
  ]; // biome-ignore format: a table
  for (const { kind, ids, standing, knows } of pairs) {
    const theirs = new Set(ids(other));
    for (const on of ids(db)) {
      if (!theirs.has(on)) continue;
      const [one, two] = [standing(db, on), standing(other, on)];
      if (!one || !two || one.says === two.says || knows(other, on, one) || knows(db, on, two)) continue;
      yield { kind, on, sides: inOrder(one, two) };
    }
  }
  const [mine, yours] = [head(db), head(other)];
  if (!mine || !yours || mine.text === yours.text || hasVersion(other, mine) || hasVersion(db, yours)) return;
  yield { kind: 'notebook', on: '', sides: inOrder(sideOf(mine), sideOf(yours)) };
}

interface Head {
  text: string;
  by: string;
  at: number;
}
const head = (db: ReadDb): Head | null =>
  db.prepare<[], Head>('SELECT text, by, at FROM notebook ORDER BY at DESC, seq DESC LIMIT 1').get() ?? null;
const hasVersion = (db: ReadDb, { text, by, at }: Head): boolean =>
  db.prepare('SELECT 1 FROM notebook WHERE text = ? AND by = ? AND at = ?').get(text, by, at) !== undefined;
const sideOf = ({ text, by, at }: Head): ConflictSide => ({
  says: `${text.length} characters`,
  why: '',
  by,
  at: rfc3339(at),
});

interface Said {
  verdict?: number;
  action?: string;
  review?: string;
  why: string;
  by: string;
  at: number;
}
const said = (row: Said): ConflictSide => ({
  says: row.review ?? `${codes.verdict.word(row.verdict!)}, action ${row.action}`,
  why: row.why,
  by: row.by,
  at: rfc3339(row.at),
});
const decisionsOn = (db: ReadDb, episode: string): ConflictSide[] =>
  db
    .prepare<[string], Said>(
      'SELECT verdict, action, why, by, at FROM decision WHERE episode = ? ORDER BY at DESC, seq DESC',
    )
    .all(episode)
    .map(said);
const decisionOn = (db: ReadDb, episode: string): ConflictSide | null => {
  const row = db
    .prepare<[string], Said>(
      'SELECT verdict, action, why, by, at FROM decision WHERE episode = ? AND withdrawn IS NULL ORDER BY at DESC, seq DESC LIMIT 1',
    )
    .get(episode);
  return row ? said(row) : null;
};
const reviewsOn = (db: ReadDb, on: string): ConflictSide[] =>
  db
    .prepare<string[], Said>(
      'SELECT review, why, by, at FROM link_review WHERE episode = ? AND event = ? ORDER BY at DESC, seq DESC',
    )
    .all(...on.split(' '))
    .map(said);
const reviewOn = (db: ReadDb, on: string): ConflictSide | null => {
  const row = db
    .prepare<string[], Said>(
      'SELECT review, why, by, at FROM link_review WHERE episode = ? AND event = ? AND withdrawn IS NULL ORDER BY at DESC, seq DESC LIMIT 1',
    )
    .get(...on.split(' '));
  return row ? said(row) : null;
};

/** Different things that stay different, each in a sentence. */
function apart(db: ReadDb, other: ReadDb): string[] {
  const out: string[] = [];
  const files = (from: ReadDb): Map<string, string> =>
    new Map(
      from
        .prepare<[], { sha256: string; name: string }>('SELECT sha256, name FROM file WHERE removed IS NULL')
        .all()
        .map(({ sha256, name }) => [sha256, name]),
    );
  const [here, there] = [files(db), files(other)];
  const only = (a: Map<string, string>, b: Map<string, string>): number =>
    [...a.keys()].filter((sha256) => !b.has(sha256)).length;
  if (only(there, here) > 0) out.push(`evidence: ${only(there, here)} files only in the other copy; import them here`);
  if (only(here, there) > 0) out.push(`evidence: ${only(here, there)} files only in this copy`);
  const clocks = (from: ReadDb): Map<string, string> =>
    new Map(
      from
        .prepare<[], [string, string]>(
          `SELECT f.sha256, json_extract(i.settings, '$.clock.offsetMs') FROM file f JOIN import i ON i.id = f.import_id
           WHERE f.removed IS NULL AND json_extract(i.settings, '$.clock') IS NOT NULL`,
        )
        .raw()
        .all() as [string, string][],
    );
  const [set, wanted] = [clocks(db), clocks(other)];
  const differ = [...new Set([...set.keys(), ...wanted.keys()])].filter(
    (file) => here.has(file) && there.has(file) && set.get(file) !== wanted.get(file),
  );
  if (differ.length > 0)
    out.push(
      `clocks: ${differ.map((file) => here.get(file)!).join(', ')} set differently in the copies; each keeps its own`,
    );
  return out;
}
