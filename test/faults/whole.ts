/** What must hold of a case after any fault, asked of the folder as whoever opens it next would. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openCase } from '../../electron/engine/case/folder';
import { nodeHashing } from '../../electron/engine/case/node-hashing';
import { verify } from '../../electron/engine/case/verify';
import { annotationHistory, notebook } from '../../electron/engine/store/annotations';
import { runningSince } from '../../electron/engine/store/case-checks';
import { storedSettings } from '../../electron/engine/store/case-reads';
import { linesFrom } from '../../electron/engine/store/custody';
import { areIndexesDown } from '../../electron/engine/store/event-indexes';
import { presentFiles } from '../../electron/engine/store/files';
import type { ReadDb } from '../../electron/engine/store/open';
import type { Problem } from '../../shared/model/case';
import { checkChain } from '../../shared/seal/chain';

/** Acts that the engine answered: every one of them must be found again. */
export class Acknowledged {
  readonly notes = new Map<string, string>();
  readonly withdrawn = new Set<string>();
  /** Episode and the words of its newest decision. */
  readonly decisions = new Map<string, string>();
  notebook: string | null = null;
  settings: Record<string, unknown> = {};
  /** Names of files and the records they have. */
  readonly files = new Map<string, number>();
  count = 0;

  /** Counts what was answered. */
  told<T>(answer: T): T {
    this.count += 1;
    return answer;
  }

  /** What of it the case no longer has, in words. */
  missing(db: ReadDb): string[] {
    const lost: string[] = [];
    const notes = new Map([...annotationHistory(db)].map((note) => [note.id, note]));
    for (const [id, text] of this.notes) if (notes.get(id)?.text !== text) lost.push(`note ${id}`);
    for (const id of this.withdrawn) if (!notes.get(id)?.withdrawn) lost.push(`withdrawal of note ${id}`);
    const lines = [...linesFrom(db)].map(
      ({ line }) => JSON.parse(line) as { act: string; detail: { why?: string; after?: { why?: string } } },
    );
    const said = JSON.stringify(lines.filter(({ act }) => act.startsWith('decide')));
    for (const [episode, why] of this.decisions) {
      const inTable = db.prepare('SELECT 1 FROM decision WHERE why = ? AND withdrawn IS NULL').get(why);
      if (!inTable || !said.includes(JSON.stringify(why))) lost.push(`decision on ${episode}`);
    }
    // A save that was not answered may have come in after it.
    if (this.notebook !== null && Number(notebook(db)?.text ?? -1) < Number(this.notebook)) lost.push('notebook');
    const settings = storedSettings(db);
    for (const [key, value] of Object.entries(this.settings)) {
      if (Number(settings[key]) < Number(value)) lost.push(`setting ${key}`);
    }
    const files = new Map(presentFiles(db).map(({ name, records }) => [name, records]));
    for (const [name, records] of this.files) if (files.get(name) !== records) lost.push(`import of ${name}`);
    return lost;
  }
}

/** Names and records of files that may be there whole, or not at all. */
export type Expected = ReadonlyMap<string, number>;

export interface Found {
  /** In words; empty where all holds. */
  faults: string[];
  /** What the custody line of this opening says. */
  told: Record<string, unknown>;
  lost: string[];
}

/** What an interrupted session leaves by design: `verify` says that it is that, and that the next opening puts it right. */
const isHealed = ({ why }: Problem): boolean => /opening the case (completes it|takes (it )?out)/.test(why);

/** Opens the case for writing as the next person would, looks at everything, closes it and verifies the folder. */
export async function wholeCase(
  folder: string,
  acknowledged: Acknowledged,
  expected: Expected = new Map(),
): Promise<Found> {
  const faults: string[] = [];
  const isCase = existsSync(join(folder, 'case.json'));
  const before = isCase ? (await verify(folder)).problems : [];
  for (const { file, kind, why } of before.filter((problem) => !isHealed(problem)))
    faults.push(`before opening: ${file} ${kind}: ${why}`);
  const opened = openCase(folder, {
    actor: { name: 'whoever comes next', confirmed: false },
    version: 'test',
    create: true,
  });
  let lost: string[] = [];
  let told: Record<string, unknown> = {};
  try {
    if (opened.readOnly) faults.push(`opened read-only: ${opened.readOnlyBecause}`);
    const db = opened.db.read;
    const chain = checkChain(linesFrom(db), nodeHashing);
    if (chain.problem) faults.push(`custody line ${chain.problem.seq}: ${chain.problem.why}`);
    if (runningSince(db) !== null) faults.push('a half import is left');
    if (areIndexesDown(db)) faults.push('indexes are down');
    for (const row of presentFiles(db)) {
      const records = expected.get(row.name);
      if (records !== undefined && row.records !== records)
        faults.push(`${row.name}: ${row.records} of ${records} records`);
      const events = db.prepare('SELECT count(*) FROM event WHERE file_id = ?').pluck().get(row.id) as number;
      if (events !== row.events) faults.push(`${row.name}: ${events} events, its ledger says ${row.events}`);
      if (!existsSync(join(folder, row.stored))) faults.push(`${row.stored} is gone`);
    }
    const strays = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(^|\/)\.|\.part$|\.new$/.test(name),
    );
    if (strays.length > 0) faults.push(`left over: ${strays.join(', ')}`);
    lost = acknowledged.missing(db);
    const last = [...linesFrom(db)].at(-1)!;
    const line = JSON.parse(last.line) as { act: string; detail: Record<string, unknown> };
    told = line.act === 'case.open' ? line.detail : {};
  } finally {
    opened.db.close();
  }
  const after = await verify(folder);
  for (const { file, kind, why } of after.problems) faults.push(`after closing: ${file} ${kind}: ${why}`);
  return { faults: [...faults, ...lost.map((what) => `LOST: ${what}`)], told, lost };
}
