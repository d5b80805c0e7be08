/** Composition: builds the rooms, lends each what it needs of the others, serves the contract over any port. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import packageJson from '../../package.json';
import { contract, type HandlersOf, type SidedoorContract } from '../../shared/contract';
import type { ControlMessage } from '../../shared/contract/control';
import type { Topic } from '../../shared/contract/define';
import { exports as exportContract } from '../../shared/contract/exports';
import { Settings } from '../../shared/contract/settings';
import { toWire } from '../../shared/rpc/errors';
import type { Locked } from '../../shared/rpc/message';
import type { Port } from '../../shared/rpc/port';
import { serve } from '../../shared/rpc/server';
import { episodeHandlers } from './analyse/handlers';
import { compareHandlers } from './analyse/handlers.compare';
import { joinHandlers } from './analyse/handlers.joins';
import { ruleHandlers } from './analyse/handlers.rules';
import { sequenceHandlers } from './analyse/handlers.sequence';
import { heldAgainst, ROLLOUT_DAYS, rolloutEffects } from './analyse/held';
import { outdatedBy } from './analyse/inputs';
import { analyse as analyseAll } from './analyse/run';
import { thresholds } from './analyse/thresholds';
import { isTold, recordAcquisition } from './case/acquisition';
import { machineZone } from './case/custody';
import { diskTrouble } from './case/disk-trouble';
import { readUnchanged } from './case/evidence';
import { takeSha512 } from './case/fixity';
import { fixityAtRest } from './case/fixity-at-rest';
import { caseHandlers } from './case/handlers';
import { combineHandlers } from './case/handlers.combine';
import { evidenceHandlers } from './case/handlers.evidence';
import { signingHandlers } from './case/handlers.signing';
import { VAULT_FILES } from './case/layout';
import { keyFacts, openKey } from './case/signing-key';
import type { CaseReaders } from './case/view';
import { DEMO_SEED, generateDemo } from './demo';
import { credits } from './enrich/credits';
import { locate } from './enrich/places';
import { idleLock } from './idle-lock';
import { beginIndexing, builtIndexer, checkpointAside, digestAside, indexAside, packAside } from './index-thread';
import { importHandlers } from './ingest/handlers';
import { contextHandlers } from './ingest/handlers.context';
import { mappingHandlers } from './ingest/handlers.mapping';
import type { BuildAside } from './ingest/late-indexes';
import { LeftIndexes } from './ingest/left-indexes';
import { caseLookup, keepLookups } from './ingest/personal-databases';
import { createJobs } from './jobs';
import { liveSession } from './live-session';
import { loadedLate } from './load-late';
import { maskedHandlers, maskedReaders } from './masking';
import { sqlAnswers } from './query/answers';
import type { Packed } from './query/columns/packed';
import { ColumnRoom } from './query/columns/room';
import { disagreements } from './query/disagreements';
import { clause, queryHandlers } from './query/handlers';
import { identityHandlers } from './query/handlers.identity';
import { unknownHandlers } from './query/handlers.unknown';
import { locator, sumPlaces } from './query/places';
import { replayHandlers } from './replay/handlers';
import type { Session } from './session';
import { addressSums } from './store/address-sums';
import { caseHistogram } from './store/case-lists';
import { storedSettings } from './store/case-reads';
import { columnsState } from './store/columns/state';
import { allEpisodes, allPaths, episodeRow, pathsOfEpisode, printEpisode } from './store/episode-reads';
import { parseEventId } from './store/event-id';
import { eventPrinter, eventRow, eventsAll } from './store/events';
import { allIdentities } from './store/identity-reads';
import type { ReadDb } from './store/open';
import { savedScenarios } from './store/replay-saved';
import { runs, standingThresholds } from './store/thresholds';
import { tileHandlers } from './tiles/handlers';
import { openDoor, startedAsEngine } from './transports/open-door';
import { verifierPage } from './verifier-page';
import { snapshotAside, verifyAside } from './verify-thread';

/** Runs of the analysis that a report and a bundle tell of. */
const RUNS = 200;
/** Places that a report tells of. */
const PLACES = 200;

export interface EngineOptions {
  /** Outputs are checked against the contract as well as inputs: tests and development. */
  checkOutputs?: boolean;
  /** Lines for the log; never evidence. */
  log?: (line: string) => void;
}

export interface Engine {
  /** Serves one page's port; returns the undo. */
  serve(port: Port): () => void;
  /** A host's word: what tokens stand for, who acts. */
  control(message: ControlMessage): void;
  /** Waits for what writes, then closes the case in order. */
  close(): Promise<void>;
}

/** What may look otherwise when a case is gone. */
const EVERYTHING: readonly Topic[] = ['case', 'files', 'events', 'identities', 'episodes', 'annotations', 'custody', 'settings']; // biome-ignore format: one list

/**
 * Nobody's use of a case: the window's host asks every few seconds whether the engine lives (host/heartbeat.ts), and the page
 * keeps by itself how it is left, the time in view among it.
 */
const BY_ITSELF: ReadonlySet<string> = new Set(['jobs.list', 'view.keep']);

const LOCK_AFTER = 15; // minutes, unless the case says otherwise

/** Minutes after which the open case is locked; null for a case that is not encrypted, or where that was set. */
function lockAfter(session: Session): number | null {
  const opened = session.current();
  if (!opened || opened.readOnly || !existsSync(join(opened.folder, VAULT_FILES.vault))) return null;
  return (Settings.parse(storedSettings(opened.db.read)).lockAfterMinutes ?? LOCK_AFTER) || null;
}

/** Bytes of evidence whose SHA-512 is taken with the analysis: a moment's work. */
const HASHED_AT_ONCE = 64 * 1024 * 1024;

export function createEngine(options: EngineOptions = {}): Engine {
  const session = liveSession(packageJson.version, {
    begin: (opened) => resting.begin(opened),
    letGo: (opened) => {
      resting.end();
      return columns.letGo(opened);
    },
  });
  const resting = fixityAtRest(session);
  const ports = new Set<Port>();
  const demoFolders: string[] = [];

  /** The packed columns, where they are of the same events as what an export reads: else every event is gone over. */
  const packedOf = (db: ReadDb): Packed | null => {
    const packed = session.current() ? columns.of(session.case()) : null;
    return packed?.columns.head.state === columnsState(db) ? packed : null;
  };
  const readers: CaseReaders = {
    events: (db, query) => eventsAll(db, clause(db, { query })),
    event: (db, id) => {
      const key = parseEventId(id);
      const row = key && eventRow(db, key);
      return row ? eventPrinter(db)(row) : null;
    },
    identities: allIdentities,
    episodes: allEpisodes,
    episode: (db, id) => {
      const row = episodeRow(db, id);
      return row ? printEpisode(db, row) : null;
    },
    paths: allPaths,
    pathsOf: pathsOfEpisode,
    scenarios: savedScenarios,
    attack: (db) => heldAgainst(db, null),
    rollouts: (db) => rolloutEffects(db, null, ROLLOUT_DAYS),
    thresholds: (db) => thresholds(standingThresholds(db).own),
    runs: (db) => runs(db, RUNS),
    places: (db) => {
      const answers = packedOf(db)?.answers('all', () => ({ is: 'all' }), null) ?? sqlAnswers(db, { is: 'all' }, null);
      return sumPlaces(db, answers, locator(db, locate), PLACES);
    },
    disagreements: (db) => {
      const lookup = caseLookup(session.case());
      return {
        ...disagreements(packedOf(db)?.addressSums() ?? addressSums(db), lookup),
        databases: lookup.databases(),
      };
    },
    histogram: (db, buckets) => {
      const packed = packedOf(db);
      return packed ? packed.histogram(buckets) : caseHistogram(db, buckets);
    },
  };
  const facts = { outdated: outdatedBy, attributions: credits };

  const { close: closeTiles, ...ownTiles } = tileHandlers(session);
  const jobs = createJobs();
  const indexer = builtIndexer();
  const analyse: typeof analyseAll = async (opened, asked) => {
    keepLookups(opened);
    const taking = takeSha512(opened, asked?.signal, { most: HASHED_AT_ONCE }); // beside the analysis: it reads files, not the database
    taking.catch(() => {}); // told below
    const done = await analyseAll(opened, asked);
    (await taking)();
    resting.begin(opened);
    return done;
  };
  const columns = new ColumnRoom(indexer === null ? null : (opened, signal) => packAside(opened, signal, indexer));
  const buildAside: BuildAside | null =
    indexer === null ? null : (opened, pace, built) => indexAside(opened, indexer, pace, built);
  const leftIndexes = new LeftIndexes(session, buildAside);
  const imports = importHandlers(session, {
    analyse,
    columns,
    indexer: buildAside,
    digester: indexer === null ? null : (opened, signal) => digestAside(opened, signal, indexer),
    checkpointer: indexer === null ? null : (opened) => checkpointAside(opened, indexer),
    finishIndexes: (opened) => leftIndexes.finish(opened),
    beforeIndexes(analyses) {
      if (indexer !== null) beginIndexing(indexer, analyses);
    },
  });
  /** The record of where the files came from follows the import that it is about. */
  const importAcquired: HandlersOf<SidedoorContract>['imports.start'] = async ({ acquisition, ...input }, context) => {
    const summary = await imports['imports.start'](input, context);
    if (!acquisition || !isTold(acquisition) || summary.files.length === 0) return summary;
    const others = await session.exclusive(() => recordAcquisition(session.case(), acquisition, summary.files));
    const warned = new Set(others);
    const files = summary.files.map((file) =>
      warned.has(file.file)
        ? { ...file, warnings: [...file.warnings, 'its hash is none of those that were declared with it'] }
        : file,
    );
    return { ...summary, files };
  };
  const handlers: HandlersOf<SidedoorContract> = maskedHandlers(session, {
    ...imports,
    'imports.start': importAcquired,
    ...evidenceHandlers(session),
    ...contextHandlers(session),
    ...mappingHandlers(session),
    ...jobs.handlers,
    ...caseHandlers(session, {
      ...facts,
      verify: verifyAside,
      generateDemo: () => {
        const scratch = mkdtempSync(join(tmpdir(), 'sidedoor-demo-'));
        demoFolders.push(scratch);
        const folder = join(scratch, 'exports'); // stands before every file's name in the case
        generateDemo(DEMO_SEED, (name, bytes) => {
          const path = join(folder, name);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, bytes);
        });
        return [folder];
      },
      importFiles: (paths, context) => {
        const files = paths.map((path, i) => {
          const token = `demo-${i}-${path}`;
          session.grant(token, path, 'read');
          return token;
        });
        const input = {
          files,
          source: null,
          zone: null,
          reference: false,
          mapping: null,
          passwordFile: null,
          analyse: true,
        };
        return Promise.resolve(imports['imports.start'](input, context)).finally(() => {
          for (const folder of demoFolders.splice(0)) rmSync(folder, { recursive: true, force: true });
        });
      },
    }),
    ...queryHandlers(session, { locate, readRecord: readUnchanged, lookup: caseLookup, columns }),
    ...ownTiles,
    ...identityHandlers(session),
    ...unknownHandlers(session),
    ...replayHandlers(session),
    ...episodeHandlers(session, { analyse }),
    ...joinHandlers(session),
    ...ruleHandlers(session),
    ...sequenceHandlers(session),
    ...combineHandlers(session),
    ...compareHandlers(session),
    ...signingHandlers(),
    ...loadedLate(exportContract, async () => {
      const { exportHandlers } = await import('./export/handlers');
      return exportHandlers(session, {
        ...facts,
        readers,
        mask: maskedReaders,
        signer: () => keyFacts()?.fingerprint ?? null,
        openKey,
        verifier: verifierPage,
        snapshot: snapshotAside,
      });
    }),
  });

  const watched = Object.fromEntries(
    Object.entries(handlers).map(([method, handler]) => [
      method,
      (input: never, context: never) => {
        const work = async (): Promise<unknown> => {
          try {
            return await (handler as (i: never, c: never) => unknown)(input, context);
          } catch (thrown) {
            throw diskTrouble(thrown, session.current()?.folder);
          }
        };
        return BY_ITSELF.has(method) ? work() : idle.during(work);
      },
    ]),
  ) as unknown as typeof handlers;

  const idle = idleLock(session, {
    minutes: () => lockAfter(session),
    locked: ({ folder }, minutes) => changed(EVERYTHING, { name: basename(folder), minutes }),
    failed({ folder }, minutes, thrown) {
      changed([], { name: basename(folder), minutes, trouble: toWire(diskTrouble(thrown, folder)).message });
    },
    log: options.log,
  });

  const changed = (topics: readonly Topic[], locked?: Locked): void => {
    for (const port of ports) port.send({ t: 'push', changed: [...topics], ...(locked && { locked }) });
  };

  return {
    serve(port) {
      ports.add(port);
      const gone = (): void => void ports.delete(port);
      port.onClose(gone);
      const stop = serve(port, contract, watched, {
        checkOutputs: options.checkOutputs,
        changed,
        log: options.log,
        jobs,
      });
      return () => {
        gone();
        stop();
      };
    },
    control(message) {
      if (message.control === 'grant') session.grant(message.token, message.path, message.use);
      else if (message.control === 'actor') session.setActor({ name: message.name, confirmed: message.confirmed });
    },
    close() {
      jobs.cancelAll();
      leftIndexes.stop();
      closeTiles();
      idle.stop();
      return session.close();
    },
  };
}

if (startedAsEngine()) {
  openDoor(createEngine({ log: (line) => console.error(line) }));
  // While the window is being drawn nobody asks for anything: what the first card needs is read meanwhile.
  for (const read of [credits, () => locate('US', 'Boston'), machineZone]) setTimeout(read, 0);
}
