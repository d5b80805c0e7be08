/** A case as exports read it: one moment of it, on a connection of its own, while others may go on writing. */
import fs from 'node:fs';
import path from 'node:path';
import type { CaseInfo } from '../../../shared/model/case';
import type { AnalysisRun } from '../../../shared/model/change';
import type { Episode, Path } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import type { CaseDisagreements, CasePlaces } from '../../../shared/model/geo';
import type { Identity } from '../../../shared/model/identity';
import type { Scenario } from '../../../shared/model/replay';
import type { AttackSequence, RolloutEffect } from '../../../shared/model/sequence';
import type { Threshold } from '../../../shared/model/threshold';
import type { IdentityKind } from '../../../shared/model/words';
import type { OpenCase } from '../session';
import { readCoverage } from '../store/analysis-writes';
import { annotationHistory, notebookHistory } from '../store/annotations';
import { storedFiles } from '../store/case-checks';
import { allFiles, caseHistogram, decisionRows, duplicateRows, leftOutRows, linkReviewRows } from '../store/case-lists';
import { storedSettings } from '../store/case-reads';
import { contextPlaces } from '../store/context';
import { countLines, linesFrom, refusedFiles } from '../store/custody';
import { keptMappings } from '../store/files';
import { manualEventHistory, manualEvents } from '../store/manual-events';
import { openCaseDb, type ReadDb } from '../store/open';
import { regroupHistory } from '../store/regroup';
import { suppressions } from '../store/suppressions';
import { thresholdHistory } from '../store/thresholds';
import { acquisitions } from './acquisition';
import { custodyHead } from './custody';
import { knownSha512 } from './fixity';
import { DATABASE, EVIDENCE } from './layout';

const NOBODY = { from: '', at: '', how: '', declared: null, recorded: '', by: '' };

/** Lists that other rooms print; all streamed. `query` as in the search field, empty = all. */
export interface CaseReaders {
  events(db: ReadDb, query: string): Iterable<Event>; // time order, ties by id
  event(db: ReadDb, id: string): Event | null;
  identities(db: ReadDb, kinds?: readonly IdentityKind[]): Iterable<Identity>;
  episodes(db: ReadDb, query: string): Iterable<Episode>; // time order
  episode(db: ReadDb, id: string): Episode | null;
  paths(db: ReadDb): Iterable<Path>;
  pathsOf(db: ReadDb, episode: string): Path[];
  /** Saved scenarios of the policy replay. */
  scenarios?(db: ReadDb): Scenario[];
  /** The case held against a published attack, and denials beside each rollout on file. */
  attack?(db: ReadDb): AttackSequence;
  rollouts?(db: ReadDb): RolloutEffect[];
  /** Numbers that the analysis decides by: printed in every report. */
  thresholds?(db: ReadDb): Threshold[];
  /** Runs of the analysis with what they changed, newest first. */
  runs?(db: ReadDb): AnalysisRun[];
  /** Where events were; who says otherwise. Both read every event: asked for by reports only. */
  places?(db: ReadDb): CasePlaces;
  disagreements?(db: ReadDb): CaseDisagreements;
  /** All events over time; unset: SQL goes over every one. */
  histogram?(db: ReadDb, buckets: number): ReturnType<typeof caseHistogram>;
}

/**
 * The view of one moment; `close` when done. `info` must have been read before and belongs to the same moment only as
 * far as nobody wrote in between: what must agree (custody head, lists) is read from the snapshot.
 */
export function openCaseView(
  opened: OpenCase,
  info: CaseInfo,
  readers: CaseReaders,
  file = path.join(opened.folder, DATABASE),
) {
  const snapshot = openCaseDb(file, { readOnly: true });
  const db = snapshot.read;
  db.exec('BEGIN');
  db.prepare('SELECT count(*) FROM custody').get(); // the snapshot begins with the first read
  const view = {
    info,
    events: (query: string) => readers.events(db, query),
    event: (id: string) => readers.event(db, id),
    identities: (kinds?: readonly IdentityKind[]) => readers.identities(db, kinds),
    episodes: (query: string) => readers.episodes(db, query),
    episode: (id: string) => readers.episode(db, id),
    paths: () => readers.paths(db),
    pathsOf: (episode: string) => readers.pathsOf(db, episode),
    files: () =>
      allFiles(db).map((file) => ({ ...file, stored: file.referenced ? path.basename(file.stored) : file.stored })),
    evidenceFacts: () => {
      const [sha512, acquired] = [knownSha512(db), acquisitions(db)];
      return new Map(
        storedFiles(db).map(({ sha256 }) => {
          const told = acquired.get(sha256);
          const { from, at: received, how, declared, recorded, by } = told ?? NOBODY;
          return [
            sha256,
            { sha512: sha512[sha256] ?? null, acquired: told ? { from, received, how, declared, recorded, by } : null },
          ];
        }),
      );
    },
    refused: () => refusedFiles(db),
    leftOut: () => leftOutRows(db),
    duplicates: () => duplicateRows(db),
    context: () => contextPlaces(db),
    *evidence() {
      for (const file of storedFiles(db)) {
        if (file.referenced) continue;
        const on = path.join(opened.folder, file.stored);
        // Removed material may be gone from the disk, and must not leave the house in a bundle if it is not.
        if (file.removed) continue;
        yield {
          stored: file.stored,
          path: path.relative(EVIDENCE, path.normalize(file.stored)).split(path.sep).join('/'),
          sha256: file.sha256,
          bytes: fs.statSync(on, { throwIfNoEntry: false })?.size ?? 0,
          read: (): AsyncIterable<Uint8Array> => fs.createReadStream(on, { highWaterMark: 1 << 20 }),
        };
      }
    },
    referenced: () =>
      storedFiles(db)
        .filter((file) => file.referenced && !file.removed)
        .map((file) => ({
          name: path.basename(file.stored),
          sha256: file.sha256,
          bytes: fs.statSync(file.stored, { throwIfNoEntry: false })?.size ?? null,
        })),
    annotations: () => annotationHistory(db),
    decisions: () => decisionRows(db),
    linkReviews: () => linkReviewRows(db),
    notebook: () => notebookHistory(db),
    manualEvents: () => manualEvents(db),
    manualEventHistory: () => manualEventHistory(db),
    *custody() {
      for (const { line } of linesFrom(db)) yield line;
    },
    custodyHead: () => ({ head: custodyHead(db), count: countLines(db) }),
    settings: () => storedSettings(db),
    mappings: () => keptMappings(db),
    thresholds: () => readers.thresholds?.(db) ?? [],
    scenarios: () => readers.scenarios?.(db) ?? [],
    ...(readers.attack && { attack: () => readers.attack!(db) }),
    rollouts: () => readers.rollouts?.(db) ?? [],
    thresholdSets: () => thresholdHistory(db),
    suppressions: () => suppressions(db, Date.now()),
    regroupings: () => regroupHistory(db),
    runs: () => readers.runs?.(db) ?? [],
    coverage: () => readCoverage(db),
    places: () => readers.places?.(db) ?? null,
    disagreements: () => readers.disagreements?.(db) ?? null,
    histogram: (buckets: number) => (readers.histogram ?? caseHistogram)(db, buckets),
  };
  return { view, close: () => snapshot.close() };
}
