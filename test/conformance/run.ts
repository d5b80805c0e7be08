/** Compares a folder of samples with what other parsers expect of them. */
import fs from 'node:fs';
import path from 'node:path';
import { compareDocument } from './compare';
import { ourLines } from './ours';
import { peerDocuments, zoneOf } from './peer';
import { type FileResult, markdown, terminal } from './report';

const EXPECTED = '.expected.ndjson';

/** Samples with an expected file beside them, in the order of their names. */
export function samplesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(EXPECTED))
    .flatMap((entry) => {
      const stem = path.join(entry.parentPath, entry.name.slice(0, -EXPECTED.length));
      return ['.ndjson', '.log'].map((ending) => stem + ending).filter((file) => fs.existsSync(file));
    })
    .sort();
}

/** Compares one sample. Throws where the two files do not have the same number of lines. */
export async function compareFile(folder: string, sample: string): Promise<FileResult> {
  const stem = sample.slice(0, -path.extname(sample).length);
  const expected = fs
    .readFileSync(stem + EXPECTED, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const file = path.relative(folder, stem).split(path.sep).join('/');
  const documents = expected.map(peerDocuments);
  // Both products are told the zone of logs that name none; this is what the peer's test was told.
  const zone = zoneOf(documents.flat().map(({ timeText }) => timeText)) ?? 'UTC';
  const { source, lines } = await ourLines(sample, zone);
  if (lines.length !== expected.length) {
    throw new Error(`${file}: ${lines.length} records, but ${expected.length} expected documents`);
  }
  const rows: FileResult['rows'] = [];
  let dropped = 0;
  lines.forEach((ours, i) => {
    if (documents[i]!.length === 0) dropped++;
    for (const document of documents[i]!) rows.push(compareDocument(file, i + 1, ours, document));
  });
  return { file, source, rows, dropped };
}

export interface Options {
  folder: string;
  /** Only files whose path below the folder contains this. */
  only?: string;
  /** Where the document is written; null writes none. */
  document: string | null;
  print(text: string): void;
}

/** Prints the comparison and writes the document; false where the folder is absent. */
export async function conformance({ folder, only = '', document, print }: Options): Promise<boolean> {
  if (!fs.existsSync(folder)) {
    print(`conformance: skipped, there is no folder of samples at ${folder}\n`);
    return false;
  }
  const results: FileResult[] = [];
  for (const sample of samplesBelow(folder)) {
    if (path.relative(folder, sample).includes(only)) results.push(await compareFile(folder, sample));
  }
  print(terminal(results));
  if (document !== null) fs.writeFileSync(document, markdown(results));
  return true;
}
