/** Acquisition records: a custody line per import that says from whom, when and how its files came, and what was declared. */
import type { Acquisition, EvidenceItem } from '../../../shared/contract/evidence';
import type { FileLedger } from '../../../shared/model/ledger';
import type { OpenCase } from '../session';
import type { ReadDb } from '../store/open';
import { knownSha512 } from './fixity';

const ACT = 'evidence.acquired';

/** Says whether anything was told at all. */
export const isTold = (told: Acquisition): boolean =>
  told.from !== '' || told.at !== '' || told.how !== '' || told.hashes.length > 0;

/** Writes the record; gives the names of files whose hash is none of the declared ones. */
export function recordAcquisition(opened: OpenCase, told: Acquisition, files: readonly FileLedger[]): string[] {
  const declared = new Set(told.hashes.map((hash) => hash.toLowerCase()));
  const sha512 = knownSha512(opened.db.read);
  const rows = files.map(({ file, sha256 }) => {
    const stored = storedHash(opened.db.read, file) ?? sha256;
    const own = [sha256, stored, sha512[stored]];
    const isDeclared = own.some((hash) => hash !== undefined && declared.has(hash));
    return { file, sha256: stored, declared: declared.size === 0 ? null : isDeclared ? 'equal' : 'other' };
  });
  const { from, at, how, hashes } = told;
  opened.custody.append(ACT, { from, at, how, hashes, files: rows });
  return rows.filter((row) => row.declared === 'other').map((row) => row.file);
}

const storedHash = (db: ReadDb, name: string): string | undefined =>
  db.prepare('SELECT stored_sha256 FROM file WHERE name = ? ORDER BY id DESC').pluck().get(name) as string | undefined;

interface Line {
  at: string;
  actor: string;
  detail: { from: string; at: string; how: string; files: { sha256: string; declared: 'equal' | 'other' | null }[] };
}

/** The newest record of each evidence file, by its SHA-256. */
export function acquisitions(db: ReadDb): Map<string, NonNullable<EvidenceItem['acquired']>> {
  const found = new Map<string, NonNullable<EvidenceItem['acquired']>>();
  const lines = db
    .prepare<[string], string>("SELECT line FROM custody WHERE json_extract(line, '$.act') = ? ORDER BY seq")
    .pluck();
  for (const line of lines.iterate(ACT)) {
    const { at: recorded, actor: by, detail } = JSON.parse(line) as Line;
    const { from, at, how } = detail;
    for (const { sha256, declared } of detail.files) found.set(sha256, { from, at, how, declared, recorded, by });
  }
  return found;
}
