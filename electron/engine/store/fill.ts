/** Events without a file behind them, for tests of everything that reads them: goes the way of a real import. */
import type { EventDraft } from '../../../shared/model/event';
import { type AddressFacts, UNSAID } from '../enrich/address';
import { dictionaryMarks } from './dictionaries';
import { buildIndexes, dropIndexes } from './event-indexes';
import { shapeCode } from './event-row';
import { EventWriter, type Written } from './event-writer';
import { beginFile, completeFile } from './files';
import type { WriteDb } from './open';

const UNKNOWN: AddressFacts = { ...UNSAID, scope: 'public' };

export interface FillOptions {
  file?: string;
  shape?: string;
  fidelity?: number;
  addressFacts?: (ip: string) => AddressFacts;
  /** As a large import does it: without indexes, which are built at the end. */
  bulk?: boolean;
  /** A path for rows on their way, where the database is a file. */
  beside?: string;
}

/** Writes the drafts as one complete file of `source`; record n lies at offset 100 n, length 100. */
export function fillCase(
  db: WriteDb,
  source: string,
  drafts: readonly EventDraft[],
  options: FillOptions = {},
): Written {
  const writer = new EventWriter(db, { addressFacts: options.addressFacts ?? (() => UNKNOWN) });
  if (options.bulk) {
    dropIndexes(db);
    writer.withoutIndexes(0, options.beside ?? null);
  }
  const name = options.file ?? `${source}.ndjson`;
  const shape = options.shape ?? 'test';
  const settings = { source: null, zone: null, reference: false };
  const marks = dictionaryMarks(db);
  const ids = beginFile(db, name, settings, marks);
  writer.begin(ids.fileId, marks);
  const written = { events: 0, duplicates: 0 };
  const count = ({ events, duplicates }: Written): void => {
    written.events += events;
    written.duplicates += duplicates;
  };
  drafts.forEach((draft, i) => {
    count(writer.add(draft, { at: i * 100, length: 100, source, shape: shapeCode(shape, options.fidelity ?? 3) }));
  });
  const times = drafts.map(({ time }) => time);
  db.transaction(() => {
    count(writer.finish());
    completeFile(db, ids, {
      name,
      stored: `evidence/${name}`,
      member: null,
      packing: 'none',
      encoding: 'utf-8',
      referenced: false,
      sha256: '0'.repeat(64),
      storedSha256: '0'.repeat(64),
      bytes: drafts.length * 100,
      source,
      shape,
      because: [],
      ...written,
      context: 0,
      skipped: 0,
      rejected: 0,
      first: times.length > 0 ? Math.min(...times) : null,
      last: times.length > 0 ? Math.max(...times) : null,
      warnings: [],
      zone: null,
    });
  }).immediate();
  if (options.bulk) for (const _ of buildIndexes(db));
  return written;
}
