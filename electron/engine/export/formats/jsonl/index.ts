/** Events word for word as the case tells them, one JSON object a line: the lossless table, with the place of each record. */
import { type ExportFormat, walk } from '../../format';
import { provenanceOf } from '../../provenance';
import { eventsIn, expected, notesOn, sayScope } from '../../scope';
import { Lines } from '../../sink';

const jsonl: ExportFormat = {
  id: 'jsonl',
  title: 'Events (JSON Lines)',
  extension: 'jsonl',
  media: 'application/jsonl',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const provenance = provenanceOf(view);
    const notes = new Map<string, { text: string; tags: string[]; by: string; at: string }[]>();
    for (const { on, text, tags, by, at } of notesOn(view, null)) {
      notes.set(on, [...(notes.get(on) ?? []), { text, tags, by, at }]);
    }
    const out = new Lines(sink);
    const total = expected(view, context);
    const n = await walk(eventsIn(view, context), context, (event, done) => {
      if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
      const said = [event.id, ...(event.aliases ?? [])].flatMap((id) => notes.get(id) ?? []);
      const row = { ...event, fileSha256: provenance(event).sha256, ...(said.length > 0 ? { notes: said } : {}) };
      return out.add(`${JSON.stringify(row)}\n`);
    });
    await out.flush();
    sayScope(view, context, n);
  },
};
export default jsonl;
