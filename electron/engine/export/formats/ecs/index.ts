/** Events and findings as Elastic Common Schema documents, one JSON object a line. */
import { type ExportFormat, walk } from '../../format';
import { manualIn, namesOf } from '../../manual';
import { provenanceOf } from '../../provenance';
import { episodesIn, eventsIn, expected, notesOn, sayScope } from '../../scope';
import { Lines } from '../../sink';
import { ecsAlert, ecsEvent, ecsManual } from './document';

const ecs: ExportFormat = {
  id: 'ecs',
  title: 'Events and findings (Elastic Common Schema)',
  extension: 'ndjson',
  media: 'application/x-ndjson',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const provenance = provenanceOf(view);
    const tags = new Map<string, string[]>();
    for (const note of notesOn(view, null)) {
      if (note.tags.length > 0) tags.set(note.on, [...(tags.get(note.on) ?? []), ...note.tags]);
    }
    const { head } = view.custodyHead();
    const out = new Lines(sink);
    const total = expected(view, context);
    const n = await walk(eventsIn(view, context), context, (event, done) => {
      if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
      const words = [event.id, ...(event.aliases ?? [])].flatMap((id) => tags.get(id) ?? []);
      return out.add(`${JSON.stringify(ecsEvent(event, provenance(event), words, head))}\n`);
    });
    await walk(episodesIn(view, context), context, (episode, done) => {
      if (done % 100 === 0) context.progress({ phase: 'findings', done, total: 0, unit: 'steps' });
      return out.add(`${JSON.stringify(ecsAlert(episode, tags.get(episode.id) ?? [], head))}\n`);
    });
    const manual = manualIn(view, context);
    const names = namesOf(view, manual);
    for (const event of manual)
      await out.add(`${JSON.stringify(ecsManual(event, names.get(event.identity ?? '') ?? null, head))}\n`);
    await out.flush();
    sayScope(view, context, n);
  },
};
export default ecs;
