/**
 * What exports and reports may read of a case. Declared by the room that needs it; the composition hands over functions
 * of the store that fit. Lists are streamed: an export never holds all events.
 */
import type { Annotation, CaseInfo, RefusedFile } from '../../../shared/model/case';
import type { AnalysisRun } from '../../../shared/model/change';
import type { ContextRow } from '../../../shared/model/context';
import type { Coverage } from '../../../shared/model/coverage';
import type { Decision, Episode, Path } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import type { CaseDisagreements, CasePlaces } from '../../../shared/model/geo';
import type { Identity } from '../../../shared/model/identity';
import type { FileLedger } from '../../../shared/model/ledger';
import type { ManualEvent, ManualEventRow } from '../../../shared/model/manual-event';
import type { RedactionNote } from '../../../shared/model/redaction';
import type { Regrouping } from '../../../shared/model/regroup';
import type { Scenario } from '../../../shared/model/replay';
import type { AttackSequence, RolloutEffect } from '../../../shared/model/sequence';
import type { Suppression } from '../../../shared/model/suppression';
import type { Threshold, ThresholdSet, ThresholdValues } from '../../../shared/model/threshold';
import type { IdentityKind } from '../../../shared/model/words';

/** A file that was read, with all that is kept about it: the ledger and how its bytes are found again. */
export interface CaseFile extends FileLedger {
  id: number;
  recognised: boolean;
  stored: string; // evidence file, relative to the case folder; only its name where it was referenced
  storedSha256: string;
  member: string | null; // path inside an archive
  packing: string;
  encoding: string;
  referenced: boolean;
  removed: { at: string; why: string } | null;
  imported: { started: string; finished: string | null };
}

/** What is kept of an evidence file beside the ledger. */
export interface EvidenceFacts {
  /** Of the file as received, hex; null: not taken, because the file is gone or changed. */
  sha512: string | null;
  /** The acquisition record; null: nobody told. Texts may be empty. */
  acquired: {
    from: string; // from whom
    received: string; // when, as told
    how: string; // by which way or tool, under which authority
    declared: 'equal' | 'other' | null; // against hashes that came with the file; null: none did
    recorded: string; // RFC 3339, UTC
    by: string;
  } | null;
}

/** Bytes as they were given to us. */
export interface Evidence {
  /** As the files that were read from it name it (`CaseFile.stored`). */
  stored: string;
  /** Path below `evidence/`, safe on every system. */
  path: string;
  /** SHA-256 taken at import. */
  sha256: string;
  bytes: number;
  read(): AsyncIterable<Uint8Array>;
}

export interface DecisionRow extends Decision {
  episode: string;
  withdrawn: string | null;
}

export interface LinkReviewRow {
  episode: string;
  event: string;
  review: 'confirmed' | 'rejected';
  why: string;
  by: string;
  at: string;
  withdrawn: string | null;
}

/** Counts per slice of time; `from` and `to` in milliseconds UTC. */
export interface Histogram {
  from: number;
  to: number;
  step: number;
  denied: number[];
  success: number[];
  other: number[];
}

export interface CaseView {
  info: CaseInfo;
  /** Time order, ties by id. `query` as in the search field; empty = all. */
  events(query: string): Iterable<Event>;
  event(id: string): Event | null;
  /** In order of first sight; of these kinds only where any are named. */
  identities(kinds?: readonly IdentityKind[]): Iterable<Identity>;
  /** Time order. */
  episodes(query: string): Iterable<Episode>;
  /** One episode, also by an id that it had before. */
  episode(id: string): Episode | null;
  paths(): Iterable<Path>;
  pathsOf(episode: string): Path[];
  files(): CaseFile[];
  /** By SHA-256 of the file as received (`CaseFile.storedSha256`); absent = not known. */
  evidenceFacts?(): ReadonlyMap<string, EvidenceFacts>;
  /** Files that were offered and not taken. */
  refused(): RefusedFile[];
  /** Every skipped and rejected record with its place. */
  leftOut(): Iterable<{ file: string; kind: string; why: string; offset: number; length: number }>;
  /** Further places of records that were seen before. */
  duplicates(): Iterable<{ event: string; file: string; offset: number; length: number }>;
  /** Rows of context files, each with its place; absent = none. */
  context?(): Iterable<ContextRow & { file: string; offset: number; length: number }>;
  /** The database as one file, for a bundle that can be opened again; absent = none goes along. */
  database?(): { read(): AsyncIterable<Uint8Array> };
  /** Copied-in evidence that is still there. */
  evidence(): Iterable<Evidence>;
  /** Evidence that was only referenced: what to look for. */
  referenced(): { name: string; sha256: string; bytes: number | null }[]; // null: not where it was
  annotations(): Iterable<Annotation & { withdrawn: string | null }>;
  decisions(): Iterable<DecisionRow>;
  linkReviews(): Iterable<LinkReviewRow>;
  notebook(): Iterable<{ seq: number; text: string; by: string; at: string }>;
  /** What the investigator wrote down and no log tells, in order of time: marked as that, counted with no events; absent = none. */
  manualEvents?(): ManualEvent[];
  /** The same with those that were withdrawn. */
  manualEventHistory?(): Iterable<ManualEventRow>;
  /** Canonical lines, oldest first. */
  custody(): Iterable<string>;
  custodyHead(): { head: string; count: number };
  settings(): Record<string, unknown>;
  /** Mappings by which tables of unknown origin were read, word for word; absent = none. */
  mappings?(): { sha256: string; text: string }[];
  thresholds(): Threshold[];
  /** Saved scenarios of the policy replay, oldest first; absent = none. */
  scenarios?(): Scenario[];
  /** The case held against a published attack; absent = it was not. */
  attack?(): AttackSequence;
  /** Denials beside each rollout on file; absent = none. */
  rollouts?(): RolloutEffect[];
  /** Every version of the thresholds that was set in this case, oldest first; absent = none. */
  thresholdSets?(): { set: ThresholdSet; own: ThresholdValues }[];
  /** What was put out of sight as noise, newest first; absent = none. */
  suppressions?(): Suppression[];
  /** Which episodes were merged or split, also where it was taken back; absent = none. */
  regroupings?(): Regrouping[];
  /** What each run of the analysis changed, newest first; absent = none. */
  runs?(): AnalysisRun[];
  /** What the evidence covers and lacks; null before the first analysis. */
  coverage(): Coverage | null;
  histogram(buckets: number): Histogram | null;
  /** What a redacted copy hides and lacks; absent = nothing is hidden. */
  redaction?(): RedactionNote;
  /** Absent = not known. */
  places?(): CasePlaces | null;
  disagreements?(): CaseDisagreements | null;
  /** Fingerprint of the key that seals the case; null where there is none yet. */
  signer?(): string | null;
}
