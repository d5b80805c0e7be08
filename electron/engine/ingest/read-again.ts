/** Single records of a file that was imported before, mapped once more as they were then. */
import { DamagedError, openStored, readPlaces, type StoredAt } from '../case/evidence';
import { COLUMN, type EventBatch, NUMBERS, TEXTS } from '../store/event-row';
import type { FileRow } from '../store/files';
import { packTexts, unpackTexts } from '../store/packed-texts';
import type { OtherPlace } from '../store/removal';
import { firstBytes } from './parse';
import { headerOf, Pass } from './pass';
import { sniff } from './readers/sniff';
import { tableReader } from './readers/table';
import type { Book } from './readers/xlsx/sheet';
import type { Source } from './source';
import { bookOf } from './workbook';

/**
 * The events at these places (in order of offset), each in a batch of its own. The file's beginning is looked at as at
 * its import, so that shape and order of day and month are decided alike. `isManyPlaces`: the whole file is read once, which
 * costs less than some thirty single places. Throws `unreadable` where the bytes are gone.
 */
export async function readAgain(
  folder: string,
  at: StoredAt,
  file: FileRow,
  places: readonly OtherPlace[],
  sources: readonly Source[],
  isManyPlaces = false,
  year: number | null = null,
): Promise<EventBatch[]> {
  // An element of a record says too little by itself: what it is part of must be read too.
  const isSplit = sources.some(({ id, shapes }) => id === file.source && shapes.some(({ split }) => split));
  if (isSplit || isManyPlaces) return readWhole(at, file, places, sources, year);
  const head = utf8(await firstBytes(at), file.encoding);
  const book = await bookOf(at, head);
  // Lines of a log may look like a table, whose header goes before each row.
  const isLines = sources.some(
    ({ id, shapes }) =>
      id === file.source && shapes.some(({ id: shape, record }) => shape === file.shape && record === 'line'),
  );
  const before = Buffer.from(head.subarray(0, isLines ? 0 : rowsBegin(head, book, headerOf(sources))));
  const found: EventBatch[] = [];
  let i = 0;
  for await (const bytes of readPlaces({ folder }, file, places)) {
    const place = places[i++]!;
    const pass = new Pass(head, sources, { source: file.source, zone: file.zone, year }, book);
    pass.feed(Buffer.concat([before, utf8(bytes, file.encoding)]));
    pass.end();
    for (const { events } of pass.take()) {
      if (!events) continue;
      for (let row = 0; row < events.count; row++) {
        events.numbers[row * NUMBERS.length + COLUMN.at] = place.at;
        events.numbers[row * NUMBERS.length + COLUMN.length] = place.length;
      }
      found.push(events);
    }
  }
  // A row of a table inside JSON says nothing without the names of its columns.
  if (found.length < places.length) return readWhole(at, file, places, sources, year);
  return found;
}

/** The whole file once more, of which the rows at these places are kept. */
async function readWhole(
  at: StoredAt,
  file: FileRow,
  places: readonly OtherPlace[],
  sources: readonly Source[],
  year: number | null,
): Promise<EventBatch[]> {
  const wanted = new Set(places.map((place) => `${place.at}+${place.length}`));
  const head = await firstBytes(at);
  const pass = new Pass(head, sources, { source: file.source, zone: file.zone, year }, await bookOf(at, head));
  const kept: EventBatch = {
    count: 0,
    numbers: new Float64Array(),
    texts: packTexts([]),
    terms: [],
    actors: [],
    addresses: [],
    places: [],
    devices: [],
  };
  const numbers: Float64Array[] = [];
  const texts: (string | null)[] = [];
  const keep = (): void => {
    for (const { events } of pass.take()) {
      if (!events) continue;
      // Rows count their entries in lists that go on from batch to batch.
      for (const list of ['terms', 'addresses', 'actors', 'places', 'devices'] as const)
        (kept[list] as unknown[]).push(...events[list]);
      const said = unpackTexts(events.texts);
      for (let row = 0; row < events.count; row++) {
        const from = row * NUMBERS.length;
        if (!wanted.has(`${events.numbers[from + COLUMN.at]}+${events.numbers[from + COLUMN.length]}`)) continue;
        numbers.push(events.numbers.slice(from, from + NUMBERS.length));
        texts.push(...said.slice(row * TEXTS.length, (row + 1) * TEXTS.length));
        kept.count++;
      }
    }
  };
  try {
    for await (const chunk of openStored(at)) {
      pass.feed(Buffer.from(chunk));
      keep();
    }
  } catch (thrown) {
    if (!(thrown instanceof DamagedError)) throw thrown; // it was so at its import, and was read up to there
  }
  pass.end();
  keep();
  kept.texts = packTexts(texts);
  kept.numbers = new Float64Array(kept.count * NUMBERS.length);
  for (const [i, row] of numbers.entries()) kept.numbers.set(row, i * NUMBERS.length);
  return kept.count > 0 ? [kept] : [];
}

/** Bytes before the first record of a table, header included; 0 for JSON. */
function rowsBegin(head: Buffer, book: Book | null, header: number | null): number {
  const { format, bom } = sniff(head, book, header);
  if (format.kind !== 'csv') return 0;
  const rows: number[] = [];
  const sink = { row: (_row: unknown, at: number) => void rows.push(at), broken: () => {} };
  const reader = tableReader(format.layout, sink, bom + format.layout.skip);
  reader.feed(head.subarray(bom + format.layout.skip));
  reader.end();
  return rows[1] ?? head.length;
}

function utf8(bytes: Buffer, encoding: FileRow['encoding']): Buffer {
  return encoding === 'utf-16le' || encoding === 'utf-16be'
    ? Buffer.from(new TextDecoder(encoding).decode(bytes), 'utf8')
    : bytes;
}
