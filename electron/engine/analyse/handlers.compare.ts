/** The findings of the open case against those of another state of it, and why they may differ. */
import { plural } from '../../../shared/base/text';
import type { comparing, HandlersOf } from '../../../shared/contract';
import { isSameCase, openOther } from '../case/other-copy';
import type { Session } from '../session';
import { analysedParts, standingFindings } from '../store/analysis-writes';
import { episodeFinder } from '../store/episode-reads';
import type { ReadDb } from '../store/open';
import { standingThresholds } from '../store/thresholds';
import { changesOf } from './changes';

export function compareHandlers(session: Session): HandlersOf<typeof comparing> {
  return {
    'analysis.compare': async ({ ref }, { signal, progress }) => {
      progress({ phase: 'opening the other state', done: 0, total: 0, unit: 'steps' });
      const other = await openOther(session.path(ref, 'read'), signal);
      try {
        const { id, db } = session.case();
        const now = db.read;
        signal.throwIfAborted();
        const changes = changesOf(standingFindings(other.db), [...standingFindings(now)], {
          before: episodeFinder(other.db),
          now(ids) {
            const find = episodeFinder(now);
            return new Map(
              ids.flatMap((gone) => {
                const home = find(gone);
                return home === null ? [] : [[gone, home] as const];
              }),
            );
          },
        });
        const { because, reasons } = reasonsOf(other.db, now);
        const { name, custodyHead } = other;
        const sameCase = isSameCase({ id, db: now }, other);
        return { ...changes, because, reasons, other: { name, custodyHead, tool: toolOf(other.db), sameCase } };
      } finally {
        other.close();
      }
    },
  };
}

/** Program of the last analysis: `sidedoor 0.4.0`. */
const toolOf = (db: ReadDb): string | null =>
  db
    .prepare<[], string>(
      "SELECT json_extract(line, '$.tool') FROM custody WHERE json_extract(line, '$.act') = 'analyse' ORDER BY seq DESC LIMIT 1",
    )
    .pluck()
    .get() ?? null;

function reasonsOf(before: ReadDb, now: ReadDb): { because: string[]; reasons: string[] } {
  const reasons: string[] = [];
  const because: string[] = [];
  const [old, fresh] = [analysedParts(before), analysedParts(now)];
  const files = (db: ReadDb): Map<string, string> =>
    new Map(
      db
        .prepare<[], { sha256: string; name: string }>('SELECT sha256, name FROM file WHERE removed IS NULL')
        .all()
        .map(({ sha256, name }) => [sha256, name]),
    );
  const [had, has] = [files(before), files(now)];
  const only = (a: Map<string, string>, b: Map<string, string>): string[] =>
    [...a]
      .filter(([sha256]) => !b.has(sha256))
      .map(([, name]) => name)
      .sort();
  const named = (names: string[]): string =>
    `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
  const [gone, come] = [only(had, has), only(has, had)];
  if (come.length > 0) reasons.push(`evidence: ${plural(come.length, 'file')} more here: ${named(come)}`);
  if (gone.length > 0) reasons.push(`evidence: ${plural(gone.length, 'file')} only there: ${named(gone)}`);
  if (gone.length + come.length > 0 || (old && fresh && old.evidence !== fresh.evidence)) because.push('evidence');
  const [then, today] = [standingThresholds(before).own, standingThresholds(now).own];
  for (const key of [...new Set([...Object.keys(then), ...Object.keys(today)])].sort()) {
    if (then[key] !== today[key])
      reasons.push(`threshold ${key}: ${then[key] ?? 'the default'} there, ${today[key] ?? 'the default'} here`);
  }
  if (JSON.stringify(then) !== JSON.stringify(today)) because.push('thresholds');
  if (old && fresh && old.words !== fresh.words) {
    because.push("the investigator's words");
    const count = (db: ReadDb): number =>
      db.prepare<[], number>('SELECT count(*) FROM regroup WHERE withdrawn IS NULL').pluck().get()!;
    reasons.push(`words on episodes and identities differ: ${count(before)} on episodes there, ${count(now)} here`);
  }
  const [tool, ours] = [toolOf(before), toolOf(now)];
  if (tool !== ours || (old && fresh && old.program !== fresh.program)) {
    because.push('another version of Sidedoor');
    reasons.push(
      tool === ours
        ? `program: another build of ${ours ?? 'none'}`
        : `program: ${tool ?? 'none'} there, ${ours ?? 'none'} here`,
    );
  }
  return { because, reasons };
}
