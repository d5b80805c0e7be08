/**
 * Events word for word as the case tells them, one JSON object a line: the lossless table, with the place of each record and the
 * head of the custody log that it was written from. Manual events come last, with `class` "manual" and no record.
 */
import { plural } from '../../../../../shared/base/text';
import { refKind } from '../../../../../shared/model/ids';
import { type ExportFormat, walk } from '../../format';
import { MANUAL, manualIn } from '../../manual';
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
    const { head: custodyHead } = view.custodyHead();
    let elsewhere = 0;
    const notes = new Map<string, { text: string; tags: string[]; by: string; at: string }[]>();
    for (const { on, text, tags, by, at } of notesOn(view, null)) {
      if (refKind(on) !== 'event') elsewhere += 1;
      else notes.set(on, [...(notes.get(on) ?? []), { text, tags, by, at }]);
    }
    const out = new Lines(sink);
    const total = expected(view, context);
    const n = await walk(eventsIn(view, context), context, (event, done) => {
      if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
      const said = [event.id, ...(event.aliases ?? [])].flatMap((id) => notes.get(id) ?? []);
      const row = {
        ...event,
        fileSha256: provenance(event).sha256,
        ...(said.length > 0 ? { notes: said } : {}),
        custodyHead,
      };
      return out.add(`${JSON.stringify(row)}\n`);
    });
    for (const event of manualIn(view, context))
      await out.add(`${JSON.stringify({ ...event, class: MANUAL, record: null, custodyHead })}\n`);
    await out.flush();
    if (elsewhere > 0) context.leftOut(`${plural(elsewhere, 'note')} on other things than events: see the bundle`);
    sayScope(view, context, n);
  },
};
export default jsonl;
