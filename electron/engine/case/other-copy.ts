/** Another copy of a case, to be looked at: a closed folder or a sealed bundle. Nothing is written where it lies. */
import fs from 'node:fs';
import path from 'node:path';
import { CASE_FORMAT } from '../../../shared/model/case';
import { SidedoorError } from '../../../shared/rpc/errors';
import { readMeta } from '../store/case-reads';
import { linesFrom } from '../store/custody';
import { openCaseDb, type ReadDb } from '../store/open';
import { DATABASE } from './layout';
import { isBundleFile, unpackBundle } from './open-bundle';
import { unfinished } from './unfinished';

export interface OtherCopy {
  db: ReadDb;
  id: string;
  name: string;
  custodyHead: string;
  close(): void;
}

/** Throws `not-found`, `conflict` (another format) or what opening a bundle throws. */
export async function openOther(file: string, signal: AbortSignal): Promise<OtherCopy> {
  const isBundle = isBundleFile(file);
  const outside = unfinished();
  try {
    const scratch = outside.room(isBundle ? 'bundle' : 'copy');
    if (isBundle) await unpackBundle(file, scratch, { signal });
    else {
      const from = path.join(file, DATABASE);
      if (!fs.existsSync(from))
        throw new SidedoorError('not-found', 'no case is there', {
          where: file,
          fix: 'give the folder of a case, or a sealed bundle',
        });
      // A copy with its journal: opening a database where it lies leaves files beside it.
      for (const end of ['', '-wal'])
        if (fs.existsSync(from + end))
          fs.copyFileSync(from + end, path.join(scratch, DATABASE + end), fs.constants.COPYFILE_FICLONE);
    }
    const opened = openCaseDb(path.join(scratch, DATABASE)); // ours alone: an older format is brought up to date here
    const facts = JSON.parse(readMeta(opened.read, 'case') ?? '{}') as { id?: string; name?: string };
    const format = opened.read.pragma('user_version', { simple: true }) as number;
    if (format !== CASE_FORMAT || !facts.id) {
      opened.close();
      throw new SidedoorError('conflict', `this is no case of format ${CASE_FORMAT}`, { where: file });
    }
    const head =
      opened.read.prepare<[], string>('SELECT hash FROM custody ORDER BY seq DESC LIMIT 1').pluck().get() ?? '';
    return {
      db: opened.read,
      id: facts.id,
      name: facts.name ?? '',
      custodyHead: head,
      close() {
        opened.close();
        outside.end();
      },
    };
  } catch (thrown) {
    outside.end();
    throw thrown;
  }
}

/** Whether both grew from one case: the same id, or one that the other was continued from. */
export function isSameCase(a: { id: string; db: ReadDb }, b: { id: string; db: ReadDb }): boolean {
  const line = ({ id, db }: { id: string; db: ReadDb }): Set<string> => {
    const ids = new Set([id]);
    for (const { line: text } of linesFrom(db)) {
      if (!text.includes('"case.continue"') && !text.includes('"case.create"')) continue;
      const { act, detail } = JSON.parse(text) as { act: string; detail: { case?: unknown; id?: unknown } };
      const known = act === 'case.continue' ? detail.case : act === 'case.create' ? detail.id : null;
      if (typeof known === 'string') ids.add(known);
    }
    return ids;
  };
  const theirs = line(b);
  return [...line(a)].some((id) => theirs.has(id));
}
