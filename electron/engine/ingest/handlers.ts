/** Answers of the import room. */
import type { HandlersOf, imports } from '../../../shared/contract';
import type { Progress } from '../../../shared/contract/define';
import type { ImportSummary } from '../../../shared/model/ledger';
import { SidedoorError } from '../../../shared/rpc/errors';
import { unchangedBytes } from '../case/evidence';
import { countryName } from '../enrich/places';
import type { OpenCase, Session } from '../session';
import { readCoverage } from '../store/analysis-writes';
import { caseCounts } from '../store/case-counts';
import { leftOutPlaces } from '../store/case-lists';
import { fileById, fileByName, fileLedger, importEnded, presentFiles } from '../store/files';
import type { FindingsDigest } from '../store/findings-digest';
import { withLargeLog } from '../store/open';
import { isSweepKept } from '../store/sweep-file';
import { runs } from '../store/thresholds';
import { endThreads } from '../waiting-threads';
import { setClock, withRecordedTimes } from './clock';
import { diskNeed } from './disk-need';
import { beginThreadsFor, builtWorker } from './early-threads';
import { chosenBy } from './handlers.mapping';
import type { ImportPlan } from './intake';
import { type BuildAside, LateIndexes } from './late-indexes';
import { leftOutLines } from './left-out-lines';
import { lockedArchives, passwordsOf, rememberedPasswords, rememberPasswords } from './locked';
import { keptMapping } from './mapping/chosen';
import { parseThreads } from './parse-threads';
import { beginLookups, caseLookup } from './personal-databases';
import { importFiles } from './pipeline';
import { contextKinds, sources } from './registry';
import { removeFile } from './remove';

export interface ImportDeps {
  /** Computes findings again from what the case now holds. */
  analyse(
    opened: OpenCase,
    context: {
      signal: AbortSignal;
      progress: (value: Progress) => void;
      indexes?: LateIndexes;
      standing?: Promise<FindingsDigest | null> | null;
    },
  ): Promise<unknown>;
  /** Builds the indexes that are down, beside this thread; null or unset: in this thread. */
  indexer?: BuildAside | null;
  /** Reads the digest of the findings that stand, beside this thread; null or unset: the analysis does. */
  digester?: ((opened: OpenCase, signal: AbortSignal) => Promise<FindingsDigest>) | null;
  /** Passes the log of writes on into the database, beside this thread; null or unset: the next commit does. */
  checkpointer?: ((opened: OpenCase) => Promise<void>) | null;
  /** Builds what a cancelled import left down, later. */
  finishIndexes?: (opened: OpenCase) => void;
  /** Told when the last rows are being written: indexes are next, and then, where it `analyses`, the events are read. */
  beforeIndexes?: (analyses: boolean) => void;
  /** Makes what the views ask of the events ready; begun as soon as the indexes stand, ended with the engine. */
  columns?: { ensure(opened: OpenCase): Promise<void> };
  /** The built parse worker; null parses in this thread. Unset: the one beside the built engine, where there is one. */
  parseWorker?: string | null;
}

export function importHandlers(session: Session, deps: ImportDeps) {
  const known = (): string => [...sources.all(), ...contextKinds.all()].map(({ id }) => id).join(', ');
  const passwordsGiven = async (input: { passwordFile: string | null; passwords?: string[] }): Promise<string[]> => {
    const { passwords = [] } = input;
    if (input.passwordFile === null) return passwords;
    const lines = await passwordsOf(session.path(input.passwordFile, 'read'));
    if (lines) return [...lines, ...passwords];
    throw new SidedoorError('bad-input', 'the password file is larger than such a file can be', {
      fix: 'one password a line, a thousand at most',
    });
  };
  return {
    'imports.start': (input, { signal, progress }) =>
      session.exclusive(async (): Promise<ImportSummary> => {
        const opened = session.case();
        if (input.source !== null && !sources.get(input.source) && !contextKinds.get(input.source)) {
          throw new SidedoorError('bad-input', `there is no source "${input.source.slice(0, 40)}"`, {
            fix: `one of: ${known()}`,
          });
        }
        const mapping = chosenBy(session, input.mapping);
        rememberPasswords(opened, await passwordsGiven(input));
        beginLookups(opened);
        const lookup = caseLookup(opened);
        const started = performance.now();
        const parser = deps.parseWorker === undefined ? builtWorker() : deps.parseWorker;
        const threads = parseThreads(parser, { meanwhile: () => void countryName('US') }); // reads the table of countries
        const indexes = new LateIndexes(opened, deps.indexer ?? null);
        const stop = (): void => indexes.stop();
        signal.addEventListener('abort', stop);
        const paths = input.files.map((token) => session.path(token, 'read'));
        beginThreadsFor(paths, parser);
        // Two things that a large case costs before it can go on: both are another thread's.
        const isLarge = isSweepKept(opened.db.read);
        const standing = (isLarge && input.analyse && deps.digester?.(opened, signal).catch(() => null)) || null;
        const plan: ImportPlan = {
          paths,
          passwords: rememberedPasswords(opened),
          settings: {
            source: input.source,
            zone: input.zone,
            ...(input.year != null && { year: input.year }),
            reference: input.reference,
            ...(mapping && { mapping: keptMapping(mapping) }),
          },
          mapping,
          only: input.only ?? null,
          signal,
          progress: (done, total, note) => progress({ phase: 'reading', done, total, unit: 'bytes', note }),
          addressFacts: lookup.facts,
          parse: threads.parse,
          aside: threads.lanes,
          rest: () => {
            threads.close();
            deps.beforeIndexes?.(input.analyse);
          },
          leavesIndexes: true,
        };
        const importing = isLarge
          ? withLargeLog(opened.db.write, () => importFiles(opened, plan))
          : importFiles(opened, plan);
        let passing: Promise<void> | undefined;
        const [before] = runs(opened.db.read, 1);
        let imported = 0;
        const { files, unrecognised } = await importing
          .finally(threads.close)
          .then(async (done) => {
            await indexes.begin(signal);
            if (isLarge) passing = deps.checkpointer?.(opened).catch(() => {});
            imported = performance.now();
            if (input.analyse && done.files.length > 0)
              await deps.analyse(opened, { signal, progress, indexes, standing });
            return done;
          })
          .finally(indexes.built)
          .finally(() => Promise.all([standing, passing]))
          .finally(() => {
            endThreads();
            signal.removeEventListener('abort', stop);
            if (indexes.isStopped) deps.finishIndexes?.(opened); // behind whoever cancelled, who waits for nothing
          });
        void deps.columns?.ensure(opened).catch(() => {}); // nobody waits for it: views have SQL meanwhile
        const { read } = opened.db;
        const [last] = runs(read, 1);
        const { events, episodes } = caseCounts(read);
        return {
          // Whom a context file names is known once the logs have been analysed.
          files: files.map((file) => (file.shape === 'context' ? fileLedger(read, fileById(read, file.id!)!) : file)),
          unrecognised,
          events,
          episodes,
          changes:
            last && last.seq !== before?.seq
              ? { appeared: last.appeared, vanished: last.vanished, moved: last.moved }
              : null,
          seconds: { import: (imported - started) / 1_000, analyse: (performance.now() - imported) / 1_000 },
          peakRssBytes: process.resourceUsage().maxRSS * 1_024,
        };
      }),

    'imports.locked': async (input) =>
      lockedArchives(
        input.files.map((token) => session.path(token, 'read')),
        await passwordsGiven(input),
      ),

    'imports.diskNeed': ({ files, reference }, { signal }) =>
      diskNeed(
        files.map((token) => session.path(token, 'read')),
        { reference, folder: session.case().folder },
        signal,
      ),

    'imports.list': () => {
      const db = session.case().db.read;
      return presentFiles(db).map((row) => fileLedger(db, row));
    },

    'imports.remove': ({ file, why }) =>
      session.exclusive(async () => {
        const opened = session.case();
        const { facts } = caseLookup(opened);
        const removed = await withRecordedTimes(opened, () => removeFile(opened, file, why, facts));
        if (removed) {
          // Findings quote the evidence: what was taken out must not live on in them.
          await deps.analyse(opened, { signal: new AbortController().signal, progress: () => {} });
          void deps.columns?.ensure(opened).catch(() => {});
          return removed;
        }
        throw new SidedoorError('not-found', `the case holds no file "${file.slice(0, 200)}"`, {
          fix: 'take a name from the list of imported files',
        });
      }),

    'imports.clock': ({ file, offsetMs, why }) =>
      session.exclusive(async () => {
        const opened = session.case();
        const set = await setClock(opened, { file, offsetMs, why, by: session.actor().name, at: Date.now() });
        if (!set) {
          throw noFile(file);
        }
        await deps.analyse(opened, { signal: new AbortController().signal, progress: () => {} });
        return set;
      }),

    'imports.leftOut': async ({ file, ...asked }, { signal }) => {
      const opened = session.case();
      const row = fileByName(opened.db.read, file);
      if (!row) throw noFile(file);
      const { places, total } = leftOutPlaces(opened.db.read, { ...asked, fileId: row.id });
      const imported = importEnded(opened.db.read, row);
      return {
        total,
        rows: await leftOutLines(unchangedBytes(opened, { ...row, imported }), row.encoding, places, signal),
      };
    },

    'imports.coverage': () => readCoverage(session.case().db.read),

    'imports.sources': () => [
      ...sources.all().map(({ id, title, shapes, example }) => ({
        id,
        title,
        shapes: shapes.map((shape) => shape.id),
        example,
        kind: 'source' as const,
      })),
      ...contextKinds
        .all()
        .map(({ id, title, example }) => ({ id, title, shapes: ['context'], example, kind: 'context' as const })),
    ],

    'imports.template': ({ kind }) => {
      const known = contextKinds.get(kind);
      if (known) return { csv: `${known.columns.join(',')}\r\n` };
      throw new SidedoorError('not-found', `there is no context file of kind "${kind.slice(0, 40)}"`, {
        fix: `one of: ${contextKinds
          .all()
          .map(({ id }) => id)
          .join(', ')}`,
      });
    },
  } satisfies Omit<HandlersOf<typeof imports>, 'imports.look'>;
}

const noFile = (name: string): SidedoorError =>
  new SidedoorError('not-found', `the case holds no file "${name.slice(0, 200)}"`, {
    fix: 'take a name from the list of imported files',
  });
