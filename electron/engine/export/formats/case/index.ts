/**
 * The case as CASE 1.4 / UCO 1.4 JSON-LD: the investigation, who did what with which tool (from the custody log), exhibits and
 * their files with hashes, accounts, addresses and places, each record tied to the bytes that it was read from, episodes and
 * the investigator's words. Written as a stream.
 */
import { plural } from '../../../../../shared/base/text';
import type { CustodyEntry } from '../../../../../shared/model/case';
import { type ExportFormat, walk } from '../../format';
import { manualIn } from '../../manual';
import { noteTargets } from '../../note-targets';
import { provenanceOf } from '../../provenance';
import { episodesIn, eventsIn, expected, isWhole, notesOn, sayScope } from '../../scope';
import { Lines } from '../../sink';
import { actionNode, toolNode } from './action';
import { episodeNodes, investigationIri, manualNodes, noteNode } from './episode';
import { recordNodes } from './event';
import { exhibits } from './exhibit';
import { CONTEXT, dateTime, type Node, ref } from './node';

const caseFormat: ExportFormat = {
  id: 'case',
  title: 'Investigation (CASE/UCO 1.4)',
  extension: 'jsonld',
  media: 'application/ld+json',
  kind: 'export',
  filters: true,

  async write(view, sink, context) {
    const { info } = view;
    const out = new Lines(sink);
    const written = new Set<string>();
    let first = true;
    const put = async (node: Node): Promise<void> => {
      if (written.has(node['@id'])) return;
      // Records and their ties come once each and need not be remembered.
      if (!/^kb:(?:event-record|relationship)-/.test(node['@id'])) written.add(node['@id']);
      await out.add(`${first ? '' : ',\n'}${JSON.stringify(node)}`);
      first = false;
    };

    await out.add(`{"@context":${JSON.stringify(CONTEXT)},\n"@graph":[\n`);
    const tool = toolNode(info.id, context.version);
    await put(tool);
    const held: string[] = []; // what the investigation holds: exhibits, actions and episodes, not each record
    const files = view.files();
    const fileIri = new Map<string, string>();
    for (const { exhibit, nodes, name } of exhibits(info.id, files)) {
      for (const node of nodes) await put(node);
      fileIri.set(name, nodes[0]!['@id']);
      held.push(exhibit);
    }

    let before: string | null = null;
    await walk(view.custody(), context, async (line) => {
      const entry = JSON.parse(line) as Omit<CustodyEntry, 'hash'>;
      const { nodes, id } = actionNode(info.id, entry, { tool: tool['@id'], before, exhibits: held });
      for (const node of nodes) await put(node);
      before = id;
    });
    const lastAction: string | null = before;

    const provenance = provenanceOf(view);
    const known = new Set<string>();
    const total = expected(view, context);
    const n = await walk(eventsIn(view, context), context, async (event, done) => {
      if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
      for (const node of recordNodes(info.id, event, provenance(event), fileIri.get(event.file) ?? null, known))
        await put(node);
    });
    const isRecord = (id: string): boolean => view.event(id) !== null;
    const groups: string[] = [];
    let inScope: Set<string> | null = null;
    if (context.query !== '' || context.episode !== null) {
      inScope = new Set();
      for (const event of eventsIn(view, context)) inScope.add(event.id);
    }
    await walk(episodesIn(view, context), context, async (episode, done) => {
      if (done % 100 === 0) context.progress({ phase: 'findings', done, total: 0, unit: 'steps' });
      const nodes = episodeNodes(info.id, episode, (id) => (inScope ? inScope.has(id) : isRecord(id)));
      if (nodes.length === 0) return;
      for (const node of nodes) await put(node);
      groups.push(nodes[0]!['@id']);
    });
    let homeless = 0;
    const targets = noteTargets(view);
    for (const note of notesOn(view, null)) {
      const on = targets(note.on);
      const isThere = (id: string): boolean =>
        written.has(id) ||
        (id.startsWith('kb:event-record-') && on.events.some((one) => (inScope ? inScope.has(one) : isRecord(one))));
      const nodes = noteNode(info.id, note, isWhole(context) ? on : { ...on, isWhole: false }, isThere);
      if (nodes.length === 0) homeless += 1;
      for (const node of nodes) await put(node);
    }
    if (homeless > 0) {
      context.leftOut(`${plural(homeless, 'note')} on what the graph does not hold`);
    }
    for (const event of manualIn(view, context)) {
      const nodes = manualNodes(info.id, event, (id) => written.has(id));
      for (const node of nodes) await put(node);
      groups.push(nodes.at(-1)!['@id']);
    }
    const objects = [...held, ...(lastAction === null ? [] : [lastAction]), ...groups].map(ref);
    await put({
      '@id': investigationIri(info.id),
      '@type': 'case-investigation:Investigation',
      'uco-core:name': info.name || info.id,
      'uco-core:description': `Custody head ${view.custodyHead().head}`,
      'case-investigation:investigationForm': 'incident',
      ...(info.first === null ? {} : { 'case-investigation:startTime': dateTime(info.first) }),
      ...(info.last === null ? {} : { 'case-investigation:endTime': dateTime(info.last) }),
      'uco-core:object': objects.length > 0 ? objects : [ref(tool['@id'])],
    });
    await out.add('\n]}\n');
    await out.flush();
    sayScope(view, context, n);
  },
};
export default caseFormat;
