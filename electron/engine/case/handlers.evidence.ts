/** Answers about evidence files: both hashes, where they came from, and referenced ones that have moved. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { EvidenceItem, evidence } from '../../../shared/contract/evidence';
import type { HandlersOf } from '../../../shared/contract/index';
import type { OpenCase, Session } from '../session';
import { storedFiles } from '../store/case-checks';
import { durable } from '../store/open';
import { acquisitions } from './acquisition';
import { knownSha512 } from './fixity';

export function evidenceHandlers(session: Session): HandlersOf<typeof evidence> {
  return {
    'evidence.list': () => evidenceItems(session.case()),

    'evidence.locate': async ({ files }, { signal, progress }) => {
      const places = files.map((token) => session.path(token, 'read'));
      return session.exclusive(async () => {
        const opened = session.case();
        const lost = new Map(
          storedFiles(opened.db.read)
            .filter(({ referenced, removed, stored }) => referenced && !removed && !fs.existsSync(stored))
            .map(({ sha256, stored }) => [sha256, stored]),
        );
        const found: { before: string; after: string; sha256: string }[] = [];
        let done = 0;
        for (const file of candidates(places)) {
          if (lost.size === 0) break;
          signal.throwIfAborted();
          progress({ phase: 'hashing', done: ++done, total: 0, unit: 'files' });
          const sha256 = await hashOf(file, signal);
          const before = sha256 === null ? undefined : lost.get(sha256);
          if (before === undefined || sha256 === null) continue;
          lost.delete(sha256);
          found.push({ before, after: file, sha256 });
        }
        for (const one of found) {
          durable(opened.db.write, () => {
            opened.db.write
              .prepare('UPDATE file SET stored = ? WHERE stored = ? AND referenced = 1')
              .run(one.after, one.before);
            opened.custody.append('evidence.found', one);
          });
        }
        return { found, missing: [...lost.values()] };
      });
    },
  };
}

/** Evidence of the open case, by name. */
export function evidenceItems(opened: OpenCase): EvidenceItem[] {
  const db = opened.db.read;
  const sha512 = knownSha512(db);
  const acquired = acquisitions(db);
  const names = db.prepare<[string], string>('SELECT name FROM file WHERE stored = ? ORDER BY id').pluck();
  return storedFiles(db).map(({ stored, sha256, referenced, removed }) => ({
    stored,
    files: names.all(stored),
    sha256,
    sha512: sha512[sha256] ?? null,
    bytes: fs.statSync(path.resolve(opened.folder, stored), { throwIfNoEntry: false })?.size ?? null,
    referenced,
    removed,
    acquired: acquired.get(sha256) ?? null,
  }));
}

/** Files at and below the places; links are not followed. */
function* candidates(places: readonly string[]): Generator<string> {
  for (const place of places) {
    const stat = fs.lstatSync(place, { throwIfNoEntry: false });
    if (stat?.isFile()) yield place;
    else if (stat?.isDirectory()) yield* candidates(fs.readdirSync(place).map((name) => path.join(place, name)));
  }
}

async function hashOf(file: string, signal: AbortSignal): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of fs.createReadStream(file, { highWaterMark: 1 << 20, signal }))
      hash.update(chunk as Buffer);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return null; // a file that cannot be read is not the one
  }
  return hash.digest('hex');
}
