/**
 * Custody lines for words that came from another copy: of the same acts as if they had been said here, each with `said`, who
 * said it first and when. The actor of the line is whoever put the copies together. What the log tells is what `verify` expects.
 */
import { createHash } from 'node:crypto';
import { rfc3339 } from '../../../shared/model/time';
import { resolveTarget } from './annotations';
import { codes } from './codes';
import type { Say } from './combine-rules';
import type { ReadDb } from './open';

/** A row of a table of words; columns as they are there. */
export type WordRow = Record<string, string | number | null>;
/** The table, its row and the number the row has in this copy. */
export interface Taken {
  table: string;
  row: WordRow;
  seq: number;
}

type Detail = Record<string, unknown>;

const first = ({ by, at }: WordRow): Detail => ({ said: { by, at: rfc3339(Number(at)) } });
const decided = ({ verdict, action, why, by, at }: WordRow): Detail => ({
  verdict: codes.verdict.word(Number(verdict)),
  action,
  why,
  by,
  at: rfc3339(Number(at)),
});

/** Decisions as the other copy's log tells them (with what they took), by what was decided. */
function decisionsTold(other: ReadDb): Map<string, Detail> {
  const found = new Map<string, Detail>();
  const lines = other
    .prepare<[], string>(`SELECT line FROM custody WHERE json_extract(line, '$.act') = 'decide' ORDER BY seq`)
    .pluck();
  for (const line of lines.iterate()) {
    const { detail } = JSON.parse(line) as { detail: Detail & { after?: Detail } };
    const { verdict, action, why, by, at } = detail.after ?? {};
    found.set(JSON.stringify([detail.episode, verdict, action, why, by, at]), detail);
  }
  return found;
}

/** `said` and `withdrawn` write the lines of a word that came in, and of one that was taken back. */
export function wordLines(db: ReadDb, other: ReadDb, say: Say): Record<'said' | 'withdrawn', (taken: Taken) => void> {
  const told = decisionsTold(other);
  const said: Record<string, (row: WordRow, seq: number) => [string, Detail]> = {
    annotation: ({ id, target, text, tags }) => [
      'annotate',
      { id, on: target, kind: resolveTarget(db, String(target))?.kind ?? null, text, tags: JSON.parse(String(tags)) },
    ],
    decision: (row) => {
      const after = decided(row);
      const key = JSON.stringify([row.episode, after.verdict, after.action, after.why, after.by, after.at]);
      return ['decide', { ...told.get(key), episode: row.episode, after }];
    },
    link_review: ({ episode, event, review, why }) => ['link.review', { episode, event, after: review, why }],
    notebook: ({ text }, version) => [
      'notebook',
      { version, characters: String(text).length, sha256: createHash('sha256').update(String(text)).digest('hex') },
    ],
    regroup: ({ act, episode, other: with_, why }, seq) => ['regroup', { seq, act, episode, other: with_, why }],
    suppression: ({ id, query, why, expires }) => ['suppress', { id, query, why, until: rfc3339(Number(expires)) }],
    manual_event: ({ id, time, zone, what, source, said_by, identity }) => [
      'manual-event',
      { id, event: { time: rfc3339(Number(time)), zone, what, source, saidBy: said_by, identity } },
    ],
  };
  const withdrawn: Record<string, (row: WordRow, seq: number) => [string, Detail]> = {
    annotation: ({ id, target, text, tags, by }) => [
      'annotate.withdraw',
      { id, on: target, text, tags: JSON.parse(String(tags)), by },
    ],
    decision: (row) => ['decide.withdraw', { episode: row.episode, before: decided(row) }],
    link_review: ({ episode, event, review }) => ['link.review', { episode, event, before: review, after: null }],
    regroup: ({ act, episode, other: with_ }, seq) => ['regroup.withdraw', { seq, act, episode, other: with_ }],
    suppression: ({ id, query, why }) => ['suppress.withdraw', { id, query, why }],
    manual_event: ({ id, what, time }) => ['manual-event.withdraw', { id, what, time: rfc3339(Number(time)) }],
  };
  const write = (words: typeof said, { table, row, seq }: Taken): void => {
    const [act, detail] = words[table]!(row, seq);
    say(act, { ...detail, ...first(row) });
  };
  return { said: (taken) => write(said, taken), withdrawn: (taken) => write(withdrawn, taken) };
}
