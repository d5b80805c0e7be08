/**
 * A case as a redacted copy tells it. Everything passes the redactor; evidence is replaced by the list of its hashes; the
 * custody log becomes a chain of its own that names, line by line, the hash of the line it stands for.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../../shared/base/canonical-json';
import type { CustodyEntry } from '../../../../shared/model/case';
import type { ManualEvent } from '../../../../shared/model/manual-event';
import type { RedactionNote } from '../../../../shared/model/redaction';
import { rfc3339 } from '../../../../shared/model/time';
import type { CaseView } from '../case-view';
import type { Redactor } from './redactor';

const HIDDEN = '(hidden in this copy)';
const GENESIS = '0'.repeat(64);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What no redacted copy holds, in words. */
export const LEFT_OUT = [
  'the evidence files: their names as told here, sizes and SHA-256 stand in data/ledger/referenced.json, whoever holds them can compare',
  'what the lines of the custody log say: each stands here with its time, act and the hash of the original line',
  'the database of the case: the copy is read and verified, and cannot be continued as a case',
  'mappings of tables, word for word',
  'the folder of the case',
];

export function redactedView(view: CaseView, redactor: Redactor, note: RedactionNote, now: number): CaseView {
  function* each<T>(rows: Iterable<T>, name: string): Generator<T> {
    for (const row of rows) yield redactor.deep(row, name);
  }
  const tool = 'sidedoor';
  let head: { head: string; count: number } | null = null;
  function* custody(): Generator<string> {
    let prev = GENESIS;
    let seq = 0;
    const line = (
      entry: Pick<CustodyEntry, 'at' | 'zone' | 'actor' | 'confirmed' | 'act' | 'detail' | 'tool'>,
    ): string => {
      seq += 1;
      const text = canonicalJson({ seq, ...entry, prev });
      prev = sha256(text);
      return text;
    };
    const { name, confirmed } = view.info.actor;
    const actor = redactor.text(name, 'custody.actor');
    const said = { ...note, leftOut: note.leftOut.length };
    yield line({ at: rfc3339(now), zone: 'UTC', actor, confirmed, act: 'redact', detail: said, tool });
    for (const original of view.custody()) {
      const entry = JSON.parse(original) as CustodyEntry;
      yield line({
        at: entry.at,
        zone: redactor.zone(entry.zone),
        actor: redactor.text(entry.actor, 'custody.actor'),
        confirmed: entry.confirmed,
        act: entry.act,
        detail: { original: { seq: entry.seq, sha256: sha256(original) } },
        tool: entry.tool,
      });
    }
    head = { head: prev, count: seq };
  }
  const custodyHead = (): { head: string; count: number } => {
    if (!head) for (const _ of custody());
    return head!;
  };
  /** Its source is a person's text, not the name of a log. */
  const told = <T extends ManualEvent>(event: T): T => ({
    ...redactor.deep(event, 'manual'),
    source: redactor.text(event.source, 'manual.source'),
  });
  const place = note.fields.includes('places');
  const redacted: CaseView = {
    // Named one by one: a part of a case that is new here must not leave the house unredacted.
    info: { ...redactor.deep(view.info, 'info'), path: '', custodyHead: custodyHead().head, acts: custodyHead().count },
    events: (query) => each(view.events(query), 'event'),
    event: (id) => redactor.deep(view.event(id), 'event'),
    identities: (kinds) => each(view.identities(kinds), 'identity'),
    episodes: (query) => each(view.episodes(query), 'episode'),
    episode: (id) => redactor.deep(view.episode(id), 'episode'),
    paths: () => each(view.paths(), 'path'),
    pathsOf: (episode) => redactor.deep(view.pathsOf(episode), 'paths'),
    files: () => redactor.deep(view.files(), 'files').map((file) => ({ ...file, referenced: true })),
    // Whoever handed the file over is in no field of the case: what the record says of them is hidden as a whole.
    evidenceFacts: () =>
      new Map(
        [...(view.evidenceFacts?.() ?? [])].map(([hash, { sha512, acquired }]) => [
          hash,
          {
            sha512,
            acquired: acquired && {
              ...acquired,
              from: acquired.from && HIDDEN,
              received: acquired.received && HIDDEN,
              how: acquired.how && HIDDEN,
              by: redactor.text(acquired.by, 'custody.actor'),
            },
          },
        ]),
      ),
    refused: () => redactor.deep(view.refused(), 'refused'),
    leftOut: () => each(view.leftOut(), 'left_out'),
    duplicates: () => each(view.duplicates(), 'duplicate'),
    context: () => each(view.context?.() ?? [], 'context'),
    *evidence() {},
    referenced: () => [
      ...redactor.deep(view.referenced(), 'referenced'),
      ...[...view.evidence()].map(({ path, sha256: hash, bytes }) => ({
        name: redactor.text(path, 'file'),
        sha256: hash,
        bytes,
      })),
    ],
    annotations: () => each(view.annotations(), 'note'),
    decisions: () => each(view.decisions(), 'decision'),
    linkReviews: () => each(view.linkReviews(), 'review'),
    notebook: () => each(view.notebook(), 'notebook'),
    manualEvents: () => (view.manualEvents?.() ?? []).map(told),
    *manualEventHistory() {
      for (const event of view.manualEventHistory?.() ?? []) yield told(event);
    },
    custody,
    custodyHead,
    settings: () => redactor.deep(view.settings(), 'settings'),
    mappings: () => [],
    thresholds: () => view.thresholds(),
    scenarios: () => redactor.deep(view.scenarios?.() ?? [], 'scenarios'),
    ...(view.attack && { attack: () => redactor.deep(view.attack!(), 'attack') }),
    rollouts: () => redactor.deep(view.rollouts?.() ?? [], 'rollouts'),
    thresholdSets: () => redactor.deep(view.thresholdSets?.() ?? [], 'thresholds'),
    suppressions: () => redactor.deep(view.suppressions?.() ?? [], 'suppression'),
    regroupings: () => redactor.deep(view.regroupings?.() ?? [], 'regrouping'),
    runs: () => redactor.deep(view.runs?.() ?? [], 'runs'),
    coverage: () => redactor.deep(view.coverage(), 'coverage'),
    places: () => {
      const places = view.places?.() ?? null;
      return places === null
        ? null
        : place
          ? { places: [], unlocated: places.unlocated }
          : redactor.deep(places, 'places');
    },
    disagreements: () => redactor.deep(view.disagreements?.() ?? null, 'disagreements'),
    histogram: (buckets) => view.histogram(buckets),
    redaction: () => note,
  };
  return redacted;
}
