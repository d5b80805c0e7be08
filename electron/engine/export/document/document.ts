/** The report as a stream of blocks: cover and contents are known at once, the rest is made as it is drawn. */
import { ellipsis } from '../../../../shared/base/text';
import {
  type Block,
  type ContentsLine,
  PART_NAMES,
  type ReportCover,
  type ReportPart,
} from '../../../../shared/model/report';
import type { CaseView } from '../case-view';
import type { WriteContext } from '../format';
import { type Gathered, type ReportModel, reportModel } from '../report/model';
import { clean, code, heading, line, muted, strong } from './blocks';
import { episodeBlocks, mayBeBrief } from './episode';
import { executive } from './executive';
import { legal } from './legal';
import { afterwards, overview } from './technical';
import { moment, short, when } from './words';

export interface ReportDocument {
  model: ReportModel;
  cover: ReportCover;
  /** With at most so many episodes told, or of some parts only. Throws an AbortError when the job is cancelled. */
  blocks(most?: { episodes?: number; parts?: readonly ReportPart[] }): AsyncGenerator<Block[]>;
}

/** Episodes named one by one in the contents; more are found by the table of episodes. */
const IN_CONTENTS = 30;
/** Characters of a name in the contents: the time after it must not fall off the line. */
const IN_LINE = 56;

/** What of a job's context the document needs. */
export type DocumentContext = Pick<WriteContext, 'signal' | 'progress' | 'report' | 'now' | 'actor' | 'version'>;

/** `known`: what was gathered before of the same state of the case and the same scope. */
export async function reportDocument(
  view: CaseView,
  context: DocumentContext,
  known?: Gathered,
): Promise<ReportDocument> {
  const model = await reportModel(view, context, known);
  const parts = model.options.parts.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  // Everything but the episodes is small, and made at once so that the contents name what is there.
  const before = new Map<ReportPart, Block[]>();
  for (const part of parts) {
    if (part === 'executive') before.set(part, executive(model));
    else if (part === 'technical') before.set(part, overview(model));
  }
  const after = parts.includes('technical') ? afterwards(model) : [];
  return {
    model,
    cover: coverOf(model, contents(model, parts, before, after)),
    async *blocks({ episodes = model.sections, parts: only = parts } = {}) {
      for (const part of parts) {
        if (!only.includes(part)) continue;
        yield [heading(1, PART_NAMES[part], { id: part })];
        if (part === 'legal') {
          yield legal(model);
          continue;
        }
        yield before.get(part)!;
        if (part === 'executive') continue;
        const sections = Math.min(model.sections, episodes);
        for (let n = 1; n <= sections; n++) {
          context.signal.throwIfAborted();
          yield episodeBlocks(model.section(n));
          context.progress({ phase: 'report', done: n, total: sections, unit: 'steps' });
          // Sections are made from synchronous reads: give way to the engine's other work between them.
          await new Promise((resolve) => setImmediate(resolve));
        }
        yield after;
      }
    },
  };
}

const ORDER: readonly ReportPart[] = ['executive', 'technical', 'legal'];
const LEGAL: readonly (readonly [string, string])[] = [
  ['l-evidence', 'Evidence'],
  ['l-custody', 'Custody'],
  ['l-check', 'How to check this report'],
  ['l-left-out', 'What was left out'],
  ['l-method', 'Method and limits'],
  ['l-appendix', 'Appendix: rules, settings and versions'],
];

function contents(
  model: ReportModel,
  parts: readonly ReportPart[],
  before: ReadonlyMap<ReportPart, Block[]>,
  after: readonly Block[],
): ContentsLine[] {
  const named = (blocks: readonly Block[]): ContentsLine[] =>
    blocks.flatMap((block) =>
      block.block === 'heading' && block.level === 2 && block.id !== undefined
        ? [{ level: 2, text: block.text, id: block.id }]
        : [],
    );
  return parts.flatMap((part): ContentsLine[] => {
    const own = { level: 1, text: PART_NAMES[part], id: part };
    if (part === 'legal') return [own, ...LEGAL.map(([id, text]) => ({ level: 2, text, id }))];
    const first = [own, ...named(before.get(part)!)];
    if (part === 'executive') return first;
    const told = model.episodes.slice(0, model.sections);
    const briefFrom = told.findIndex(mayBeBrief); // the gravest stand first
    const grave = told.slice(0, briefFrom < 0 ? IN_CONTENTS : Math.min(briefFrom, IN_CONTENTS));
    const episodes = grave.map((row, i) => ({
      level: 3,
      text: clean(`${i + 1}. ${ellipsis(row.identity, IN_LINE)}, ${moment(row.start)}`, 120),
      id: `e${i + 1}`,
    }));
    if (grave.length < told.length) {
      const [from, to] = [grave.length + 1, told.length];
      const text = `${from === to ? '' : `${from} to `}${to}. ${grave.length === briefFrom ? 'Friction and expected, in brief' : 'Further episodes'}`;
      episodes.push({ level: 3, text, id: `e${from}` });
    }
    return [...first, ...episodes, ...named(after)];
  });
}

function coverOf(model: ReportModel, lines: ContentsLine[]): ReportCover {
  const { case: info, made, custody, signer, options } = model;
  return {
    title: 'Case report',
    subject: clean(short(model.title)) || 'Case',
    language: 'en',
    mark: clean(options.mark),
    facts: [
      ['Case', [code(info.id), info.demo && muted(' demonstration with made-up data')]] as const,
      ...(model.redaction ? [['Copy', strong('Redacted: pseudonyms stand for what was hidden')] as const] : []),
      ['Made', `${when(made.at)} by ${made.by}${made.confirmed ? '' : ' (name not confirmed)'}`] as const,
      ['With', `Sidedoor ${made.version}`] as const,
      ['Holds', options.parts.map((part) => PART_NAMES[part]).join(', ')] as const,
      ...(options.scope === '' ? [] : [['Scope', code(options.scope)] as const]),
      ['Times', 'ISO 8601; Z is UTC, throughout'] as const,
      ['Custody head', [code(custody.head), muted(` line\u00a0${custody.count}`)]] as const,
      ...(signer ? [['Signer', code(signer)] as const] : []),
    ].map(([term, part]) => ({ term, runs: line(part) })),
    contents: lines,
  };
}
