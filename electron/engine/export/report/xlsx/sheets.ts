/** What stands on each sheet. */
import { linksOf, type Weighed } from '../../../../../shared/model/episode';
import { sourceTitle } from '../../../../../shared/model/sources';
import type { EvidenceFacts } from '../../case-view';
import { clean } from '../../document/blocks';
import { plain, VERDICT } from '../../document/words';
import type { WriteContext } from '../../format';
import { type Cell, type Head, Sheet } from '../../ooxml/workbook';
import type { Spool } from '../../sink';
import type { EpisodeSection, ReportModel } from '../model';

const heads = (...list: readonly (readonly [string, number, Head['holds']?])[]): Head[] =>
  list.map(([title, width, holds]) => ({ title, width, ...(holds && { holds }) }));
const at = (time: string | null): Cell => (time === null ? null : { time: Date.parse(time) });
const text = (value: string | null | undefined): Cell =>
  value === null || value === undefined ? null : clean(value, 5_000);

/** The sheets of the episodes told: one pass, three sheets. */
export async function told(
  model: ReportModel,
  context: Pick<WriteContext, 'signal' | 'progress' | 'spool'>,
): Promise<Sheet[]> {
  const episodes = new Sheet('Episodes', heads(['No.', 6, 'numbers'], ['Episode', 20], ['Identity', 34], ['Kind', 18], ['Start (UTC)', 25], ['Denials', 9, 'numbers'], ['Followed', 16], ['Verdict', 20], ['Confidence', 12, 'numbers'], ['Decided', 20], ['Suppressed', 11]), context.spool()); // biome-ignore format: one sheet
  for (const [i, row] of model.episodes.entries()) {
    await episodes.add([i < model.sections ? i + 1 : null, row.id, text(row.identity), plain(row.kind), at(row.start), row.denials, plain(row.followed), VERDICT[row.verdict].word, { share: row.confidence }, row.decided ? VERDICT[row.decided].word : 'not decided', row.suppressed ? 'yes' : 'no']); // biome-ignore format: one row
  }
  if (!model.options.parts.includes('technical')) return [episodes];
  const links = new Sheet('Accesses', heads(['Episode no.', 9, 'numbers'], ['Denied', 34], ['Access (UTC)', 25], ['After, seconds', 12, 'numbers'], ['Identity', 34], ['Application', 28], ['Address', 24], ['Source', 16], ['Link', 24], ['Score', 8, 'numbers'], ['Review', 12], ['Event', 20]), context.spool()); // biome-ignore format: one sheet
  const grounds = new Sheet('Grounds', heads(['Episode no.', 9, 'numbers'], ['Side', 9], ['Statement', 70], ['Weight, log-odds', 12, 'numbers'], ['Records cited', 20]), context.spool()); // biome-ignore format: one sheet
  const records = new Sheet('Records', heads(['Episode no.', 9, 'numbers'], ['Record no.', 9, 'numbers'], ['Time (UTC)', 25], ['Action', 34], ['Outcome', 18], ['Factor', 16], ['Identity', 34], ['Address', 24], ['Country', 9], ['Application', 28], ['Vendor record', 38], ['Event', 20], ['File', 72], ['Byte', 12, 'numbers'], ['Length', 9, 'numbers'], ['SHA-256 of the file', 66]), context.spool()); // biome-ignore format: one sheet
  for (let n = 1; n <= model.sections; n++) {
    context.signal.throwIfAborted();
    const section = model.section(n);
    await rowsOf(section, links, grounds, records);
    context.progress({ phase: 'report', done: n, total: model.sections, unit: 'steps' });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return [episodes, links, grounds, records];
}

async function rowsOf(section: EpisodeSection, links: Sheet, grounds: Sheet, records: Sheet): Promise<void> {
  const { n, episode } = section;
  for (const link of linksOf(episode)) {
    const review = section.reviews.filter((row) => row.event === link.event && row.withdrawn === null).at(-1);
    await links.add([n, text(episode.identity.name), at(link.time), link.delaySeconds, text(link.identity), text(link.app), text(link.ip), sourceTitle(link.source), plain(link.kind), { share: link.score }, review?.review ?? null, link.event]); // biome-ignore format: one row
  }
  const sides: [string, readonly Weighed[]][] = [
    ['for', episode.for],
    ['against', episode.against],
  ];
  for (const [side, pieces] of sides) {
    for (const piece of pieces) {
      const cited = piece.events.flatMap((event) => section.cite(event) ?? []);
      await grounds.add([n, side, text(piece.text), piece.weight, cited.join(', ')]);
    }
  }
  for (const { n: record, event, sha256 } of section.citations) {
    await records.add([n, record, at(event.time), text(event.action), plain(event.outcome), text(event.factor && plain(event.factor)), text(event.identity?.name), text(event.ip), event.geo?.country ?? null, text(event.app), text(event.recordId), event.id, text(event.file), event.locator.offset, event.locator.length, sha256]); // biome-ignore format: one row
  }
}

function receivedCells(kept: EvidenceFacts | undefined): Cell[] {
  const told = kept?.acquired;
  const declared = told?.declared === 'equal' ? 'equal' : told?.declared === 'other' ? 'NOT equal' : 'none';
  return [kept?.sha512 ?? null, text(told?.from || null), text(told?.received || null), text(told?.how || null), told ? declared : 'no record']; // biome-ignore format: one row
}

export function caseSheets(model: ReportModel, spool: () => Spool) {
  const filled = async (name: string, columns: readonly Head[], rows: Iterable<readonly Cell[]>): Promise<Sheet> => {
    const sheet = new Sheet(name, columns, spool());
    for (const row of rows) await sheet.add(row);
    return sheet;
  };
  const { case: info, made, custody, coverage } = model;
  return {
    summary: () =>
      filled('Summary', heads(['What', 26], ['Value', 90, 'both']), [
        ...(model.options.mark === '' ? [] : [['Classification', text(model.options.mark)]]),
        ['Case', text(model.title)],
        ['Case id', info.id],
        ['Answer', text(model.answer)],
        ['Made', at(made.at)],
        ['By', text(`${made.by}${made.confirmed ? '' : ' (name not confirmed)'}`)],
        ['With', `Sidedoor ${made.version}`],
        ['Times', 'UTC throughout'],
        ['Files', info.files],
        ['Events', info.events],
        ['First event', at(info.first)],
        ['Last event', at(info.last)],
        ['Episodes in scope', model.inScope.episodes],
        ['Episodes outside it', model.inScope.outside],
        ['Scope', model.options.scope === '' ? 'the whole case' : text(model.options.scope)],
        ['Denials', model.inScope.denials],
        ['Without a decision', info.open],
        ['Custody head', custody.head],
        ['Custody lines', custody.count],
        ...(model.signer ? [['Signer', model.signer]] : []),
        ...model.verdicts.map((row) => [`Verdict: ${VERDICT[row.verdict].word}`, `${row.engine} by the rules, ${row.decided} decided`]), // biome-ignore format: one row
        ...model.missing.map((log) => ['Not in evidence', text(log)]),
        ...model.limits.map((limit) => ['Limit', limit]),
      ]),
    rest: async (): Promise<Sheet[]> => [
      await filled('Time to decision', heads(['Decided as', 20], ['Decisions', 11, 'numbers'], ['Median, seconds', 14, 'numbers'], ['90th percentile, seconds', 16, 'numbers'], ['Measured', 11, 'numbers'], ['Views, median', 12, 'numbers'], ['Views, 90th percentile', 14, 'numbers']), model.effort.map((row) => [row.verdict === null ? 'All' : VERDICT[row.verdict].word, row.decisions, row.seconds?.median ?? null, row.seconds?.p90 ?? null, row.seconds?.n ?? 0, row.views?.median ?? null, row.views?.p90 ?? null])), // biome-ignore format: one sheet
      await filled('Friction', heads(['Of', 12], ['Name', 40], ['Episodes', 10, 'numbers'], ['Denials', 10, 'numbers'], ['Honest denials', 12, 'numbers']), [...model.friction.people.map((row): Cell[] => ['person', text(row.name), row.episodes, row.denials, row.honest]), ...model.friction.apps.map((row): Cell[] => ['application', text(row.name), row.episodes, row.denials, row.honest])]), // biome-ignore format: one sheet
      await filled('Places', heads(['Place', 34], ['Country', 9], ['Latitude', 10, 'numbers'], ['Longitude', 11, 'numbers'], ['Within km', 11, 'numbers'], ['Told by', 10], ['Denials', 9, 'numbers'], ['Accesses', 11, 'numbers'], ['Identities', 11, 'numbers']), (model.places?.places ?? []).map((row) => [text(row.city), row.country, row.lat, row.lon, row.radiusKm, row.from, row.denied, row.success, row.identities])), // biome-ignore format: one sheet
      await filled('Disagreements', heads(['Address', 24], ['About', 12], ['Log says', 20], ['Databases say', 60], ['Likely because', 60], ['Events', 9, 'numbers'], ['First record', 20], ['Time (UTC)', 25]), (model.disagreements?.rows ?? []).map((row) => [text(row.ip), row.about, text(row.log), text(row.databases.map(({ database, says }) => `${says ?? 'nothing'} (${database})`).join('; ')), text(row.likely), row.events, row.first, at(row.time)])), // biome-ignore format: one sheet
      await filled('Coverage', heads(['Source', 24], ['Files', 8, 'numbers'], ['Events', 10, 'numbers'], ['First (UTC)', 25], ['Last (UTC)', 25], ['Silences', 10, 'numbers'], ['Delay, median seconds', 12, 'numbers']), (coverage?.sources ?? []).map((row) => [text(row.title), row.files, row.events, at(row.first), at(row.last), row.silences.length + row.silencesCut, row.delay ? row.delay.median / 1_000 : null])), // biome-ignore format: one sheet
      await filled('Files', heads(['File', 72], ['Source', 18], ['Shape', 18], ['Bytes', 14, 'numbers'], ['Records', 10, 'numbers'], ['Events', 10, 'numbers'], ['Context', 10, 'numbers'], ['Duplicates', 12, 'numbers'], ['Skipped', 10, 'numbers'], ['Rejected', 10, 'numbers'], ['First (UTC)', 25], ['Last (UTC)', 25], ['SHA-256 of the content', 66], ['SHA-256 as received', 66], ['SHA-512 as received', 130], ['Received from', 34], ['Received', 25], ['How', 40], ['Declared hash', 14]), model.files.map((file) => [text(file.file), file.source, file.shape, file.bytes, file.records, file.events, file.context, file.duplicates, file.skipped, file.rejected, at(file.first), at(file.last), file.sha256, file.storedSha256, ...receivedCells(model.evidence.get(file.storedSha256))])), // biome-ignore format: one sheet
      await filled('Left out', heads(['File', 72], ['End', 12], ['Why', 60], ['Records', 10, 'numbers'], ['First at byte', 12, 'numbers']), [...model.files.flatMap((file) => file.reasons.map((row): Cell[] => [text(file.file), row.kind, text(row.why), row.count, row.example?.offset ?? null])), ...model.refused.map((row): Cell[] => [text(row.file), 'not taken', text(row.why), null, null])]), // biome-ignore format: one sheet
      await filled('Thresholds', heads(['Threshold', 40], ['Value', 10, 'numbers'], ["Product's own", 12, 'numbers'], ['Unit', 18], ['Why', 80]), model.thresholds.map((row) => [`${row.group}: ${row.name}`, row.value, row.default, row.unit, text(row.about)])), // biome-ignore format: one sheet
      await filled('Custody', heads(['Act', 24], ['Lines', 8, 'numbers'], ['First (UTC)', 25], ['Last (UTC)', 25], ['By', 50]), model.acts.map((row) => [plain(row.act), row.count, at(row.first), at(row.last), text(row.by.join(', '))])), // biome-ignore format: one sheet
    ],
  };
}
