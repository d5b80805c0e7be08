/** What a firm's own document may ask for, by name: docs/report-template.md lists it for people. */
import { plural } from '../../../../../shared/base/text';
import type { ReportPart } from '../../../../../shared/model/report';
import { clean } from '../../document/blocks';
import type { ReportDocument } from '../../document/document';
import { moment, percent, plain, short, VERDICT } from '../../document/words';

/** Whole parts of the report, drawn in the styles of the document. */
export const BLOCKS: Record<string, { about: string; parts: ReportPart[] }> = {
  report: { about: 'every part that was asked for', parts: ['executive', 'technical', 'legal'] },
  executive: { about: 'the executive summary', parts: ['executive'] },
  technical: { about: 'the technical findings, with each episode', parts: ['technical'] },
  legal: { about: 'evidence, custody and method', parts: ['legal'] },
};

type Report = Pick<ReportDocument, 'model' | 'cover'>;

/** One word or sentence each. */
export const VALUES: Record<string, { about: string; of(report: Report): string }> = {
  title: { about: 'name of the case', of: ({ cover }) => cover.subject },
  case_id: { about: 'id of the case', of: ({ model }) => model.case.id },
  made: { about: 'when the report was made', of: ({ model }) => moment(model.made.at) },
  author: { about: 'who made it', of: ({ model }) => model.made.by },
  version: { about: 'version of the program', of: ({ model }) => `Sidedoor ${model.made.version}` },
  mark: { about: 'classification', of: ({ cover }) => cover.mark },
  answer: { about: 'the first sentence: what was found', of: ({ model }) => model.answer },
  files: { about: 'evidence files, counted', of: ({ model }) => plural(model.case.files, 'file') },
  events: { about: 'events, counted', of: ({ model }) => plural(model.case.events, 'event') },
  denials: { about: 'denials, counted', of: ({ model }) => plural(model.inScope.denials, 'denial') },
  episodes: { about: 'episodes, counted', of: ({ model }) => plural(model.inScope.episodes, 'episode') },
  open: { about: 'episodes without a decision', of: ({ model }) => plural(model.case.open, 'episode') },
  first: {
    about: 'time of the first event',
    of: ({ model }) => (model.case.first ? moment(model.case.first) : 'none'),
  },
  last: { about: 'time of the last event', of: ({ model }) => (model.case.last ? moment(model.case.last) : 'none') },
  custody_head: { about: 'SHA-256 of the last line of the custody log', of: ({ model }) => model.custody.head },
  signer: { about: 'fingerprint of the key that seals the case', of: ({ model }) => model.signer ?? 'not sealed' },
};

type Row = Record<string, string>;
const FINDINGS = 500;

/** Rows: between `{#name}` and `{/name}`. */
export const LISTS: Record<string, { about: string; fields: string[]; of(report: Report): Row[] }> = {
  findings: {
    about: 'episodes, the gravest first',
    fields: ['no', 'id', 'identity', 'start', 'count', 'followed', 'verdict', 'confidence', 'decided'],
    of: ({ model }) =>
      model.episodes.slice(0, FINDINGS).map((row, i) => ({
        no: String(i + 1),
        id: row.id,
        identity: clean(short(row.identity)),
        start: moment(row.start),
        count: String(row.denials),
        followed: plain(row.followed),
        verdict: VERDICT[row.verdict].word,
        confidence: percent(row.confidence),
        decided: row.decided ? VERDICT[row.decided].word : 'not decided',
      })),
  },
  evidence: {
    about: 'evidence files',
    fields: ['file', 'sha256', 'sha512', 'from', 'received', 'bytes', 'source', 'records'],
    of: ({ model }) =>
      model.files.map((file) => ({
        file: clean(file.file),
        sha256: file.sha256,
        sha512: model.evidence.get(file.storedSha256)?.sha512 ?? 'not taken',
        from: clean(model.evidence.get(file.storedSha256)?.acquired?.from || 'not recorded'),
        received: clean(model.evidence.get(file.storedSha256)?.acquired?.received || 'not recorded'),
        bytes: file.bytes.toLocaleString('en'),
        source: file.source ?? 'not recognised',
        records: file.records.toLocaleString('en'),
      })),
  },
};

export const LOGO = 'logo';

/** Every name that a placeholder may have. */
export const NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(BLOCKS),
  ...Object.keys(VALUES),
  ...Object.entries(LISTS).flatMap(([name, { fields }]) => [name, ...fields]),
  LOGO,
]);

/** Every name that a template may use, for the message that names an unknown one. */
export const KNOWN: readonly string[] = [
  ...Object.keys(BLOCKS),
  ...Object.keys(VALUES),
  ...Object.entries(LISTS).flatMap(([name, { fields }]) => [`#${name}`, ...fields]),
  LOGO,
];
