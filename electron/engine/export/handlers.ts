/** Writes exports and reports: whole or not at all, with a custody line that says what left the case. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Registry } from '../../../shared/base/registry';
import type { exports as exportContract } from '../../../shared/contract/exports';
import type { HandlersOf } from '../../../shared/contract/index';
import type { CaseInfo } from '../../../shared/model/case';
import { QueryError } from '../../../shared/model/query';
import type { Block } from '../../../shared/model/report';
import { SidedoorError } from '../../../shared/rpc/errors';
import { fingerprint } from '../../../shared/seal/signature';
import { takeSha512 } from '../case/fixity';
import { type CaseFacts, caseInfo } from '../case/info';
import { redactionKey } from '../case/redaction-key';
import { sweepUnfinished, unfinished } from '../case/unfinished';
import { type CaseReaders, openCaseView } from '../case/view';
import type { OpenCase, Session } from '../session';
import type { CaseView } from './case-view';
import { paragraph } from './document/blocks';
import { reportDocument } from './document/document';
import { type FileSink, fileSink, fileSpool } from './file-sink';
import { ExportError, type ExportFormat, type WriteContext } from './format';
import { LOGO_LIMIT, logoOf } from './logo';
import { redact, review } from './redact';
import { type Gathered, gather } from './report/model';

const formats = Registry.fromFolders<ExportFormat>(
  'export',
  import.meta.glob('./formats/*/index.ts', { eager: true, import: 'default' }),
);
/** Reports have names of their own: `xlsx` is a table of events among the formats, and a workbook among the reports. */
const reports = Registry.fromFolders<ExportFormat>(
  'report',
  import.meta.glob('./report/*/index.ts', { eager: true, import: 'default' }),
);
const everything = (): ExportFormat[] => [...formats.all(), ...reports.all()];
const formatOf = (id: string, kind: ExportFormat['kind'] | undefined): ExportFormat | undefined =>
  (kind === 'report' ? undefined : formats.get(id)) ?? (kind === 'export' ? undefined : reports.get(id));

/** How a file of each kind begins. */
const BEGINS = { svg: '<?xml', kml: '<?xml', geojson: '{' };
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const TEMPLATE_LIMIT = 20_000_000; // bytes

export interface ExportDeps extends CaseFacts {
  readers: CaseReaders;
  /** The same with secrets masked: for every format that people read. */
  mask(readers: CaseReaders): { readers: CaseReaders; hasMasked(): boolean };
  /** The examiner's signing key (`case/signing-key.ts`). */
  /** Fingerprint of the examiner's key, as reports print it; null where there is none yet. */
  signer?(): string | null;
  openKey?(passphrase: string): Promise<{ secret: Uint8Array; publicKey: Uint8Array }>;
  /** The page that checks a bundle; null where it was not built. */
  verifier?(): Uint8Array | null;
  /** A copy of the open case's database as a new file (`case/snapshot.ts`); unset: bundles hold none. */
  snapshot?(folder: string, to: string): Promise<void> | void;
  now?: () => number;
}

export function exportHandlers(session: Session, deps: ExportDeps): HandlersOf<typeof exportContract> {
  /** Without a file a key that nobody keeps: the pseudonyms of this copy match no other. */
  const keyOf = (token: string | null, passphrase: string | null): Promise<Uint8Array> =>
    token === null ? Promise.resolve(randomBytes(32)) : redactionKey(session.path(token, 'write'), passphrase);

  const gathered = new WeakMap<OpenCase, { of: string; all: Gathered }>();

  return {
    'exports.formats': () =>
      everything().map(({ id, title, extension, kind, templated }) => ({
        id,
        title,
        extension,
        kind,
        ...(templated && { templated }),
      })),

    'exports.logo': ({ logo }) => {
      try {
        const { kind, width, height } = readFirm(session, logo).logo!;
        return { kind, width, height };
      } catch (thrown) {
        throw refused(thrown);
      }
    },

    'exports.template': async ({ template }) => {
      const of = reports.all().find(({ placeholders }) => placeholders);
      try {
        return { placeholders: (await of?.placeholders?.(readFirm(session, undefined, template).template!)) ?? [] };
      } catch (thrown) {
        throw refused(thrown);
      }
    },

    'exports.redaction': async (asked, { signal, progress }) => {
      const opened = session.case();
      const { view, close } = openCaseView(opened, caseInfo(session, deps), deps.mask(deps.readers).readers);
      try {
        return await review(view satisfies CaseView, asked, { signal, progress, now: (deps.now ?? Date.now)() });
      } finally {
        close();
      }
    },

    'exports.preview': async ({ report, episodes }, { signal, progress }) => {
      const opened = session.case();
      const masked = deps.mask(deps.readers);
      const { view: read, close } = openCaseView(opened, caseInfo(session, deps), masked.readers);
      const view = { ...read, signer: () => deps.signer?.() ?? null };
      try {
        // What all episodes say is gathered once for each state of the case: another part or mark is then a matter of a moment.
        const of = JSON.stringify([stateOf(view), report.scope]);
        const before = gathered.get(opened);
        const known = before?.of === of ? before.all : await gather(view, { signal, progress }, report.scope);
        gathered.set(opened, { of, all: known });
        const context = {
          signal,
          progress,
          report,
          now: (deps.now ?? Date.now)(),
          actor: session.actor(),
          version: session.version,
        };
        const document = await reportDocument(view satisfies CaseView, context, known);
        const blocks: Block[] = [];
        for await (const some of document.blocks({ episodes })) blocks.push(...some.flatMap(shortened));
        const told = report.parts.includes('technical') ? document.model.sections : 0;
        return { cover: document.cover, blocks, told, shown: Math.min(told, episodes) };
      } catch (thrown) {
        throw refused(thrown);
      } finally {
        close();
      }
    },

    'exports.picture': async ({ sink: token, view, kind, base64, about }) => {
      const opened = session.case();
      const target = session.path(token, 'write');
      const bytes = Buffer.from(base64, 'base64');
      const head = bytes.subarray(0, 8);
      const isKind = kind === 'png' ? head.equals(PNG) : head.toString('latin1').startsWith(BEGINS[kind]);
      if (!isKind) throw new SidedoorError('bad-input', `these bytes are no ${kind.toUpperCase()}`);
      sweepUnfinished();
      const outside = unfinished();
      try {
        const temp = outside.part(target);
        fs.writeFileSync(temp, bytes, { flag: 'wx' });
        fs.renameSync(temp, target);
      } catch (thrown) {
        throw explained(thrown, target);
      } finally {
        outside.end();
      }
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const written = { format: `${view}.${kind}`, file: path.basename(target), bytes: bytes.length, sha256, about };
      if (!opened.readOnly) await session.exclusive(() => opened.custody.append('export', written));
      return { path: target, bytes: bytes.length, sha256 };
    },

    'exports.write': async (input, { signal, progress }) => {
      const { format: id, kind, sink: token, query, sign, report, logo, template, redact: asked, columns } = input;
      const episode = input.episode ?? null;
      const format = formatOf(id, kind);
      if (!format) {
        const known = everything().map((one) => one.id);
        throw new SidedoorError('bad-input', `no such format: ${id.slice(0, 80)}`, {
          fix: `one of ${known.join(', ')}`,
        });
      }
      if ((query !== '' || episode !== null) && !format.filters) {
        throw new SidedoorError('bad-input', `${format.title} always holds the whole case`, {
          fix: 'leave the query or episode out',
        });
      }
      if (query !== '' && episode !== null) {
        throw new SidedoorError('bad-input', 'an export is narrowed by a query or to an episode, not by both');
      }
      if (columns && !format.columns) {
        throw new SidedoorError('bad-input', `${format.title} always has the same columns`, {
          fix: 'leave the columns out',
        });
      }
      if (template !== undefined && !format.templated) {
        throw new SidedoorError('bad-input', `${format.title} takes no template`, { fix: 'leave the template out' });
      }
      if (sign && !format.signs) {
        throw new SidedoorError('bad-input', `${format.title} carries no signature`, { fix: 'sign the bundle' });
      }
      const opened = session.case();
      const target = session.path(token, 'write');
      const firm = readFirm(session, logo, template);
      const signer = sign ? ((await deps.openKey?.(sign.passphrase)) ?? null) : null;
      // A report prints both hashes of each evidence file: what was too large to hash with its import is hashed now, once.
      const printsHashes =
        format.wantsDatabase || (format.kind === 'report' && report?.parts.includes('legal') !== false);
      if (printsHashes && !opened.readOnly) {
        const keep = await takeSha512(opened, signal, { progress });
        await session.exclusive(keep);
      }
      const leftOut: string[] = [];
      const remarks: string[] = [];
      sweepUnfinished();
      const outside = unfinished();
      const work = outside.room('export');
      const masked = format.exact && !asked ? null : deps.mask(deps.readers);
      // A redacted copy never holds the database.
      const database = format.wantsDatabase && !asked ? path.join(work, 'case.db') : null;
      const readers = masked?.readers ?? deps.readers;
      const viewed = await lookedAt(opened, caseInfo(session, deps), readers, database, deps, signer).catch(
        (thrown: unknown) => {
          outside.end();
          throw explained(thrown, target);
        },
      );
      const { view: whole, close } = viewed;
      const temp = outside.part(target);
      let sink: FileSink | null = null;
      try {
        const now = (deps.now ?? Date.now)();
        const copy = asked
          ? await redact(whole, asked, await keyOf(asked.key, asked.passphrase), { signal, progress, now })
          : null;
        const view: CaseView = copy?.view ?? whole;
        const out = fileSink(temp);
        sink = out;
        const actor = opened.origin
          ? { name: opened.origin.sealed.by, confirmed: opened.origin.sealed.confirmed }
          : session.actor();
        const context: WriteContext = {
          signal,
          progress,
          query,
          episode,
          ...(columns && { columns }),
          ...(report && { report }),
          ...firm,
          fileName: path.basename(target),
          // A bundle that is looked at is passed on as the state that was sealed, by whoever sealed it.
          now: opened.origin ? Date.parse(opened.origin.sealed.at) : now,
          actor: copy ? { ...actor, name: copy.redactor.text(actor.name, 'actor') } : actor,
          version: session.version,
          signer,
          verifier: format.signs ? (deps.verifier?.() ?? null) : null,
          spool: () => fileSpool(path.join(work, randomBytes(8).toString('hex'))),
          leftOut: (text) => void leftOut.push(text),
          remark: (text) => void remarks.push(text),
        };
        await format.write(view, out, context);
        if (copy) leftOut.push(...copy.note.leftOut.map((what) => `redacted copy: ${what}`));
        if (masked?.hasMasked()) remarks.push('secrets are masked; the evidence and the bundle hold them');
        signal.throwIfAborted();
        const { bytes, sha256 } = await out.close();
        fs.renameSync(temp, target);
        const act = format.kind === 'report' ? 'report' : 'export';
        const { head } = whole.custodyHead();
        const written = {
          format: id,
          file: path.basename(target),
          bytes,
          sha256,
          query,
          episode,
          ...(columns && { columns }),
          ...(report && { report }),
          ...(firm.template && { template: firm.template.name }),
          leftOut,
          remarks,
          custodyHead: head,
          ...(copy && { redacted: { fields: copy.note.fields, truncate: copy.note.truncate, key: copy.note.key } }),
          ...(signer && { signer: fingerprint(signer.publicKey) }),
        };
        if (opened.readOnly) leftOut.push('the case is open read-only: its custody log does not tell of this export');
        else await session.exclusive(() => opened.custody.append(act, written));
        return {
          path: target,
          bytes,
          sha256,
          signer: signer && fingerprint(signer.publicKey),
          custodyHead: head,
          leftOut,
          remarks,
        };
      } catch (thrown) {
        await sink?.abandon();
        throw explained(thrown, target);
      } finally {
        close();
        outside.end();
      }
    },
  };
}

/**
 * What tells one state of a case from another. Every act is a line of custody, except that a suppression ends on its day,
 * and that clocks set right stand as recorded while an import compares records.
 */
const stateOf = (view: Pick<CaseView, 'custodyHead' | 'suppressions' | 'files'>): unknown[] => [
  view.custodyHead().head,
  (view.suppressions?.() ?? []).filter(({ state }) => state === 'standing').map(({ id }) => id),
  view.files().map(({ first }) => first),
];

/** The view of one moment; for a format that wants the database, of the copy that goes along with it. */
async function lookedAt(
  opened: OpenCase,
  info: CaseInfo,
  readers: CaseReaders,
  copy: string | null,
  deps: Pick<ExportDeps, 'snapshot' | 'signer'>,
  signs: { publicKey: Uint8Array } | null,
): Promise<{ view: CaseView; close(): void }> {
  // A bundle names the key that it is signed with, or the one that the bundle looked at was; a report the examiner's own.
  const own = copy === null ? (deps.signer?.() ?? null) : signs && fingerprint(signs.publicKey);
  const print = opened.origin ? (opened.origin.signature?.fingerprint ?? null) : own;
  const signer = (): string | null => print;
  if (copy === null || !deps.snapshot) {
    const { view, close } = openCaseView(opened, info, readers);
    return { view: { ...view, signer }, close };
  }
  await deps.snapshot(opened.folder, copy);
  const { view, close } = openCaseView(opened, info, readers, copy);
  return { view: { ...view, signer, database: () => ({ read: () => fs.createReadStream(copy) }) }, close };
}

/** Rows of a table in the preview: the page holds no more than somebody reads there. */
const PREVIEWED = 100;

function shortened(block: Block): Block[] {
  if (block.block !== 'table' || block.rows.length <= PREVIEWED) return [block];
  const all = block.rows.length.toLocaleString('en');
  return [
    { ...block, rows: block.rows.slice(0, PREVIEWED) },
    paragraph(`The first ${PREVIEWED} of ${all} rows; the files hold all of them.`, 'small'),
  ];
}

/** What the person gave for the look of a report: both small, both read whole. */
function readFirm(session: Session, logo?: string, template?: string): Pick<WriteContext, 'logo' | 'template'> {
  const read = (token: string, most: number, what: string): { name: string; bytes: Buffer } => {
    const file = session.path(token, 'read');
    const name = path.basename(file);
    const size = fs.statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) throw new SidedoorError('not-found', `no such file`, { where: name });
    if (size > most)
      throw new SidedoorError('bad-input', `the ${what} has ${size.toLocaleString('en')} bytes`, {
        where: name,
        fix: `at most ${most.toLocaleString('en')}`,
      });
    return { name, bytes: fs.readFileSync(file) };
  };
  return {
    ...(logo !== undefined && { logo: logoOf(read(logo, LOGO_LIMIT, 'logo').bytes) }),
    ...(template !== undefined && { template: read(template, TEMPLATE_LIMIT, 'template') }),
  };
}

/** What the format or the person's own words refused; anything else as it came. */
function refused(thrown: unknown): unknown {
  if (thrown instanceof ExportError) return new SidedoorError('conflict', thrown.message, { fix: thrown.fix });
  if (thrown instanceof QueryError)
    return new SidedoorError('bad-input', thrown.message, { where: `character ${thrown.at + 1}` });
  return thrown;
}

function explained(thrown: unknown, where: string): unknown {
  const told = refused(thrown);
  if (told !== thrown) return told;
  const code = (thrown as NodeJS.ErrnoException).code;
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    return new SidedoorError('unreadable', `cannot be written (${code})`, { where, cause: thrown });
  }
  return thrown;
}
