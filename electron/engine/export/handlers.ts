/** Writes exports and reports: whole or not at all, with a custody line that says what left the case. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Registry } from '../../../shared/base/registry';
import type { exports as exportContract } from '../../../shared/contract/exports';
import type { HandlersOf } from '../../../shared/contract/index';
import { SidedoorError } from '../../../shared/rpc/errors';
import { type CaseFacts, caseInfo } from '../case/info';
import { type CaseReaders, openCaseView } from '../case/view';
import type { Session } from '../session';
import type { CaseView } from './case-view';
import { type FileSink, fileSink, fileSpool } from './file-sink';
import { ExportError, type ExportFormat, type WriteContext } from './format';

const formats = Registry.fromFolders<ExportFormat>(
  'export',
  import.meta.glob('./formats/*/index.ts', { eager: true, import: 'default' }),
);
for (const report of Registry.fromFolders<ExportFormat>(
  'report',
  import.meta.glob('./report/*/index.ts', { eager: true, import: 'default' }),
).all()) {
  formats.add(report);
}

/** How a file of each kind begins. */
const BEGINS = { svg: '<?xml', kml: '<?xml', geojson: '{' };
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface ExportDeps extends CaseFacts {
  readers: CaseReaders;
  /** The same with secrets masked: for every format that people read. */
  mask(readers: CaseReaders): { readers: CaseReaders; hasMasked(): boolean };
  now?: () => number;
}

export function exportHandlers(session: Session, deps: ExportDeps): HandlersOf<typeof exportContract> {
  return {
    'exports.formats': () => formats.all().map(({ id, title, extension, kind }) => ({ id, title, extension, kind })),

    'exports.picture': async ({ sink: token, view, kind, base64, about }) => {
      const opened = session.case();
      const target = session.path(token, 'write');
      const bytes = Buffer.from(base64, 'base64');
      const head = bytes.subarray(0, 8);
      const isKind = kind === 'png' ? head.equals(PNG) : head.toString('latin1').startsWith(BEGINS[kind]);
      if (!isKind) throw new SidedoorError('bad-input', `these bytes are no ${kind.toUpperCase()}`);
      const temp = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(4).toString('hex')}.part`);
      try {
        fs.writeFileSync(temp, bytes, { flag: 'wx' });
        fs.renameSync(temp, target);
      } catch (thrown) {
        throw explained(thrown, target);
      } finally {
        fs.rmSync(temp, { force: true });
      }
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const written = { format: `${view}.${kind}`, file: path.basename(target), bytes: bytes.length, sha256, about };
      if (!opened.readOnly) await session.exclusive(() => opened.custody.append('export', written));
      return { path: target, bytes: bytes.length, sha256 };
    },

    'exports.write': async ({ format: id, sink: token, query, episode }, { signal, progress }) => {
      const format = formats.get(id);
      if (!format) {
        const known = formats.all().map((one) => one.id);
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
      const opened = session.case();
      const target = session.path(token, 'write');
      const leftOut: string[] = [];
      const remarks: string[] = [];
      const work = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-export-'));
      const masked = format.exact ? null : deps.mask(deps.readers);
      const { view, close } = openCaseView(opened, caseInfo(session, deps), masked?.readers ?? deps.readers);
      const temp = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(4).toString('hex')}.part`);
      let sink: FileSink | null = null;
      try {
        const out = fileSink(temp);
        sink = out;
        const context: WriteContext = {
          signal,
          progress,
          query,
          episode,
          fileName: path.basename(target),
          now: (deps.now ?? Date.now)(),
          actor: session.actor(),
          version: session.version,
          spool: () => fileSpool(path.join(work, randomBytes(8).toString('hex'))),
          leftOut: (text) => void leftOut.push(text),
          remark: (text) => void remarks.push(text),
        };
        await format.write(view satisfies CaseView, out, context);
        if (masked?.hasMasked()) remarks.push('secrets are masked; the evidence and the bundle hold them');
        signal.throwIfAborted();
        const { bytes, sha256 } = await out.close();
        fs.renameSync(temp, target);
        const act = format.kind === 'report' ? 'report' : 'export';
        const { head } = view.custodyHead();
        const written = {
          format: id,
          file: path.basename(target),
          bytes,
          sha256,
          query,
          episode,
          leftOut,
          remarks,
          custodyHead: head,
        };
        if (opened.readOnly) leftOut.push('the case is open read-only: its custody log does not tell of this export');
        else await session.exclusive(() => opened.custody.append(act, written));
        return { path: target, bytes, sha256, leftOut, remarks };
      } catch (thrown) {
        await sink?.abandon();
        throw explained(thrown, target);
      } finally {
        close();
        fs.rmSync(temp, { force: true });
        fs.rmSync(work, { recursive: true, force: true });
      }
    },
  };
}

function explained(thrown: unknown, where: string): unknown {
  if (thrown instanceof ExportError) return new SidedoorError('conflict', thrown.message, { fix: thrown.fix });
  const code = (thrown as NodeJS.ErrnoException).code;
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    return new SidedoorError('unreadable', `cannot be written (${code})`, { where, cause: thrown });
  }
  return thrown;
}
