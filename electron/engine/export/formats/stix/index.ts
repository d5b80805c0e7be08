/**
 * The case as a STIX 2.1 bundle. Observables carry the ids of the specification, everything else ids of our own that stay the
 * same while the case does; observed data names the evidence file, offset and hash of its record in an extension that the
 * bundle defines. Written as a stream: only ids of what was written before are held.
 */
import { plural } from '../../../../../shared/base/text';
import { rfc3339 } from '../../../../../shared/model/time';
import { type ExportFormat, walk } from '../../format';
import { manualIn } from '../../manual';
import { noteTargets } from '../../note-targets';
import { provenanceOf } from '../../provenance';
import { episodesIn, eventsIn, expected, isWhole, notesOn, sayScope } from '../../scope';
import { Lines } from '../../sink';
import { stampsOf } from '../../stamp';
import { OWN, uuid5 } from '../../uuid';
import { benignAddresses, episodeObjects, reportObject } from './episode';
import { eventObjects, extensionDefinition } from './event';
import { manualObject, noteObjects } from './note';
import { type Author, domain, type Stix } from './objects';

const stix: ExportFormat = {
  id: 'stix',
  title: 'Threat intelligence (STIX 2.1)',
  extension: 'json',
  media: 'application/stix+json;version=2.1',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const { made, changed } = stampsOf(view);
    const own: Author = { ref: null, created: made, modified: changed, case: view.info.id };
    const maker = domain(own, 'identity', 'maker', {
      name: context.actor.name || 'unknown',
      identity_class: 'individual',
      description: context.actor.confirmed ? 'The investigator' : 'The investigator; the name is not confirmed',
    });
    const author: Author = { ...own, ref: maker.id };
    const out = new Lines(sink);
    const written = new Set<string>();
    let first = true;
    // With the whole case in scope each record comes once, and need not be remembered.
    const whole = isWhole(context);
    let eventsDone = false;
    const put = async (object: Stix | null): Promise<void> => {
      if (!object || written.has(object.id)) return;
      if (whole && object.type === 'observed-data') {
        if (eventsDone) return;
      } else written.add(object.id);
      await out.add(`${first ? '' : ',\n'}${JSON.stringify(object)}`);
      first = false;
    };

    const scope = whole ? '' : `/${context.query}/${context.episode ?? ''}`;
    const bundleId = uuid5(OWN, `${view.info.id}/${changed}${scope}`);
    await out.add(`{"type":"bundle","id":"bundle--${bundleId}","objects":[\n`);
    await put(maker);
    const extension = extensionDefinition(author);
    await put(extension);

    const provenance = provenanceOf(view);
    const lent = { extension: extension.id, known: new Map<string, string>() };
    const total = expected(view, context);
    const n = await walk(eventsIn(view, context), context, async (event, done) => {
      if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
      for (const object of eventObjects(author, event, provenance(event), lent)) await put(object);
    });

    eventsDone = true;

    // An address that also stands in an episode with an honest or technical explanation indicates nothing.
    const benign = benignAddresses(view.episodes(''));
    const groupings: string[] = [];
    await walk(episodesIn(view, context), context, async (episode, done) => {
      if (done % 100 === 0) context.progress({ phase: 'findings', done, total: 0, unit: 'steps' });
      const load = (id: string) => view.event(id);
      const { objects, grouping } = episodeObjects(author, episode, { load, provenance, ...lent, benign });
      for (const object of objects) await put(object);
      groupings.push(grouping);
    });
    let homeless = 0;
    const targets = noteTargets(view);
    for (const note of notesOn(view, null)) {
      const on = targets(note.on);
      const isThere = (id: string): boolean =>
        written.has(id) ||
        (whole && id.startsWith('observed-data--') && on.events.some((one) => view.event(one) !== null));
      const made = [...noteObjects(author, note, whole ? on : { ...on, isWhole: false }, isThere)];
      if (made.length === 0) homeless += 1;
      for (const object of made) await put(object);
    }
    if (homeless > 0) {
      context.leftOut(`${plural(homeless, 'note')} on what the bundle does not hold`);
    }
    for (const event of manualIn(view, context)) await put(manualObject(author, event, (id) => written.has(id)));
    const now = rfc3339(Math.max(context.now, Date.parse(changed)));
    const { head } = view.custodyHead();
    await put(
      reportObject(author, { ...view.info, custodyHead: head }, groupings.length > 0 ? groupings : [maker.id], now),
    );
    await out.add('\n]}\n');
    await out.flush();
    sayScope(view, context, n);
  },
};
export default stix;
