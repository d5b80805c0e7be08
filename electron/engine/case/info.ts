/** The facts at the head of the window. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CaseInfo } from '../../../shared/model/case';
import { rfc3339 } from '../../../shared/model/time';
import type { OpenCase, Session } from '../session';
import { caseCounts } from '../store/case-counts';
import { storedSettings } from '../store/case-reads';
import { countBundles } from '../store/custody';
import type { ReadDb } from '../store/open';
import { VAULT_FILES } from './layout';

/** What only other rooms know of a case. */
export interface CaseFacts {
  /** Why the findings are not of the present evidence and settings, in words; empty where they are. */
  outdated(db: ReadDb): string[];
  /** Credits that licences of bundled data ask for. */
  attributions(): string[];
}

/** Counts of the open case (or of the one given). Throws `no-case`. */
export function caseInfo(session: Session, facts: CaseFacts, opened: OpenCase = session.case()): CaseInfo {
  const db = opened.db.read;
  const { zone } = storedSettings(db);
  const { first, last, ...counts } = caseCounts(db);
  const outdated = facts.outdated(db);
  return {
    id: opened.id,
    name: opened.name,
    path: opened.origin?.file ?? opened.folder,
    format: db.pragma('user_version', { simple: true }) as number,
    readOnly: opened.readOnly,
    readOnlyBecause: opened.readOnlyBecause ?? null,
    demo: opened.demo,
    ...counts,
    first: first === null ? null : rfc3339(first),
    last: last === null ? null : rfc3339(last),
    custodyHead: opened.custody.head(),
    acts: opened.custody.count(),
    sealed: countBundles(db),
    analysed: outdated.length === 0,
    outdated,
    zone: typeof zone === 'string' ? zone : 'UTC',
    actor: session.actor(),
    encrypted: existsSync(path.join(opened.folder, VAULT_FILES.vault)),
    ...(opened.origin && {
      bundle: {
        file: path.basename(opened.origin.file),
        ...opened.origin.sealed,
        signer: opened.origin.signature?.fingerprint ?? null,
      },
    }),
    attributions: facts.attributions(),
  };
}
