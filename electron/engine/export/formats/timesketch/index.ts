/** Events for a Timesketch timeline: JSON Lines, or CSV where the file's name ends in .csv. */
import { ellipsis, plural } from '../../../../../shared/base/text';
import { csvRow } from '../../csv-cell';
import { type ExportFormat, walk } from '../../format';
import { manualIn, namesOf } from '../../manual';
import { eventsIn, expected, sayScope } from '../../scope';
import { Lines } from '../../sink';
import { COLUMNS, manualRow, type Row, timesketchRow } from './row';

/** Timesketch drops rows outside these years without a word. */
const FIRST_YEAR = Date.UTC(1700, 0);
const LAST_YEAR = Date.UTC(10_000, 0);

const timesketch: ExportFormat = {
  id: 'timesketch',
  title: 'Timesketch timeline (JSONL)',
  extension: 'jsonl',
  media: 'application/jsonl',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const asCsv = /\.csv$/i.test(context.fileName);
    const sha256 = new Map(view.files().map((file) => [file.file, file.sha256]));
    const tags = new Map<string, string[]>();
    const tag = (event: string, word: string): void => {
      tags.set(event, [...(tags.get(event) ?? []), word]);
    };
    await walk(view.episodes(''), context, (episode) => {
      for (const event of episode.events) tag(event, `episode-${episode.id}`);
      for (const link of episode.followedBy) tag(link.event, `followed-${episode.id}`);
      return undefined;
    });
    for (const note of view.annotations()) if (!note.withdrawn) for (const word of note.tags) tag(note.on, word);

    const out = new Lines(sink);
    const { head } = view.custodyHead();
    if (asCsv) await out.add(csvRow(COLUMNS));
    let dropped = 0;
    let cut = 0;
    const total = expected(view, context);
    const n = await walk(eventsIn(view, context), context, (event, done) => {
      if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
      const time = Date.parse(event.time);
      if (time < FIRST_YEAR || time >= LAST_YEAR) {
        dropped += 1;
        return undefined;
      }
      const words = [event.id, ...(event.aliases ?? [])].flatMap((id) => tags.get(id) ?? []);
      const row = timesketchRow(event, words, sha256.get(event.file) ?? null, head);
      if (shorten(row)) cut += 1;
      return out.add(asCsv ? csvRow(COLUMNS.map((name) => flat(row[name]))) : `${JSON.stringify(row)}\n`);
    });
    const manual = manualIn(view, context);
    const names = namesOf(view, manual);
    for (const event of manual) {
      const row = manualRow(event, names.get(event.identity ?? '') ?? null, head);
      if (shorten(row)) cut += 1;
      await out.add(asCsv ? csvRow(COLUMNS.map((name) => flat(row[name]))) : `${JSON.stringify(row)}\n`);
    }
    await out.flush();
    sayScope(view, context, n);
    if (dropped > 0) context.leftOut(`${plural(dropped, 'event')} before 1700 or after 9999: Timesketch drops them`);
    if (cut > 0) context.leftOut(`${plural(cut, 'event')} with a text over 32,766 bytes: cut, see the evidence`);
  },
};
export default timesketch;

const flat = (value: Row[string] | undefined): string | number | boolean | null | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** Longer keyword fields lose their exact search in OpenSearch; four bytes per character at most in UTF-8. */
const KEYWORD_BYTES = 32_766;
const SAFE_LENGTH = KEYWORD_BYTES / 4;

function shorten(row: Row): boolean {
  let cut = false;
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'string' || value.length <= SAFE_LENGTH || Buffer.byteLength(value) <= KEYWORD_BYTES) continue;
    row[name] = ellipsis(value, SAFE_LENGTH);
    cut = true;
  }
  return cut;
}
