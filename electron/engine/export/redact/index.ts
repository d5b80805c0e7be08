/** A redacted copy: the values are gathered first, then everything that is written passes the redactor. */
import type { RedactField, Redaction, RedactionNote, RedactReview } from '../../../../shared/model/redaction';
import type { CaseView } from '../case-view';
import { type WriteContext, walk } from '../format';
import { collectValues } from './collect';
import { pseudonyms } from './pseudonym';
import { LEFT_OUT, redactedView } from './redacted-view';
import { Redactor } from './redactor';

type Running = Pick<WriteContext, 'signal' | 'progress' | 'now'>;

export interface Redacted {
  view: CaseView;
  redactor: Redactor;
  note: RedactionNote;
  counts: Partial<Record<RedactField, number>>;
}

/** `key`: at least 16 bytes; the same key gives the same pseudonyms. */
export async function redact(view: CaseView, asked: Redaction, key: Uint8Array, running: Running): Promise<Redacted> {
  const fields = new Set(asked.fields);
  const keep = new Set(asked.keep.map((text) => text.toLowerCase()));
  const names = pseudonyms(key, asked);
  const { dictionary, sessions, counts } = await collectValues(
    view,
    names,
    { fields, keep, also: asked.also },
    running,
  );
  const { head, count } = view.custodyHead();
  const note: RedactionNote = {
    fields: asked.fields,
    truncate: asked.truncate,
    key: names.fingerprint,
    of: { case: view.info.id, custodyHead: head, custodyLines: count },
    leftOut: LEFT_OUT,
  };
  const redactor = new Redactor(names, dictionary, sessions, fields, keep);
  return { view: redactedView(view, redactor, note, running.now), redactor, note, counts };
}

const SHOWN = 2_000;

/** What a redacted copy would replace inside texts, the most frequent first; nothing is written. */
export async function review(view: CaseView, asked: Redaction, running: Running): Promise<RedactReview> {
  const { view: copy, redactor, counts } = await redact(view, asked, new Uint8Array(32), running);
  const nothing = (): undefined => undefined;
  const total = view.info.events;
  await walk(copy.events(''), running, (_, n) => {
    if (n % 1_000 === 0) running.progress({ phase: 'reading texts', done: n, total, unit: 'events' });
    return undefined;
  });
  for (const rows of [copy.identities(), copy.episodes(''), copy.paths(), copy.annotations(), copy.decisions(), copy.linkReviews(), copy.notebook(), copy.leftOut(), copy.context?.() ?? [], copy.manualEventHistory?.() ?? []]) // biome-ignore format: one list
    await walk<unknown>(rows, running, nothing);
  copy.files();
  copy.suppressions?.();
  copy.scenarios?.();
  copy.runs?.();
  copy.coverage();
  const findings = [...redactor.findings.values()].sort((a, b) => b.n - a.n || (a.text < b.text ? -1 : 1));
  return {
    values: counts,
    findings: findings.slice(0, SHOWN),
    cut: Math.max(0, findings.length - SHOWN),
    leftOut: LEFT_OUT,
  };
}
