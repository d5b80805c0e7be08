/** Events and findings as OCSF 1.8.0, one JSON object a line: a class that fits where there is one, else the base event. */
import { type ExportFormat, walk } from '../../format';
import { manualIn, namesOf } from '../../manual';
import { provenanceOf } from '../../provenance';
import { episodesIn, eventsIn, expected, sayScope } from '../../scope';
import { Lines } from '../../sink';
import { ocsfEvent, ocsfManual } from './event';
import { ocsfFinding } from './finding';

const ocsf: ExportFormat = {
  id: 'ocsf',
  title: 'Events and findings (OCSF 1.8)',
  extension: 'jsonl',
  media: 'application/jsonl',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const provenance = provenanceOf(view);
    const by = { version: context.version, head: view.custodyHead().head };
    const out = new Lines(sink);
    const total = expected(view, context);
    const n = await walk(eventsIn(view, context), context, (event, done) => {
      if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
      return out.add(`${JSON.stringify(ocsfEvent(event, provenance(event), by))}\n`);
    });
    await walk(episodesIn(view, context), context, (episode, done) => {
      if (done % 100 === 0) context.progress({ phase: 'findings', done, total: 0, unit: 'steps' });
      return out.add(`${JSON.stringify(ocsfFinding(episode, by))}\n`);
    });
    const manual = manualIn(view, context);
    const names = namesOf(view, manual);
    for (const event of manual)
      await out.add(`${JSON.stringify(ocsfManual(event, names.get(event.identity ?? '') ?? null, by))}\n`);
    await out.flush();
    sayScope(view, context, n);
  },
};
export default ocsf;
