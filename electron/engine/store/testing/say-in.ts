/** Writes custody lines of a copy in tests, as the case room does. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../../shared/base/canonical-json';
import { rfc3339 } from '../../../../shared/model/time';
import { insertLine, lastLine } from '../custody';
import type { CaseDb } from '../open';

export const sayIn =
  (copy: CaseDb, actor: string, at: number) =>
  (act: string, detail: Record<string, unknown>): number => {
    const before = lastLine(copy.read);
    const seq = (before?.seq ?? 0) + 1;
    const line = canonicalJson({ seq, at: rfc3339(at), actor, act, detail, prev: before?.hash ?? '' });
    insertLine(copy.write, { seq, line, hash: createHash('sha256').update(line).digest('hex') });
    return seq;
  };
