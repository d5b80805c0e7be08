/**
 * Is this exactly what was sealed? Reads a bundle or a case folder without changing a byte of it and names whatever
 * differs. Bad content is a problem in the answer; only a path that is missing or unreadable is an error.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Problem, Verification } from '../../../shared/model/case';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { ReadDb } from '../store/open';
import { checkBundle } from './verify-bundle';
import { checkFolder } from './verify-folder';

export interface VerifyOptions {
  /** Fingerprint of the only key that is accepted; null = any, which leaves the signer unconfirmed. */
  signer?: string | null;
  signal?: AbortSignal;
  /** Compares events with the records they were read from; gives what differs. Lent by who composes the rooms. */
  events?: (db: ReadDb, folder: string, options: Pick<VerifyOptions, 'signal' | 'progress'>) => Promise<string[]>;
  progress?: (value: { phase: string; done: number; total: number; unit: 'bytes' | 'events' | 'steps' }) => void;
}

/** What a check hands back: the problems in the order found, and the newest hash of the custody log. */
export interface Findings {
  problems: Problem[];
  custodyHead: string | null;
}

/** Verifies a bundle (a file) or a case folder. Throws `not-found` or `unreadable`, and AbortError when cancelled. */
export async function verify(target: string, options: VerifyOptions = {}): Promise<Verification> {
  const where = path.resolve(target);
  let isFolder: boolean;
  try {
    const stat = fs.statSync(where);
    isFolder = stat.isDirectory();
    fs.accessSync(where, fs.constants.R_OK);
    if (!isFolder && !stat.isFile())
      throw new SidedoorError('unreadable', 'this is neither a file nor a folder', { where });
  } catch (thrown) {
    if (thrown instanceof SidedoorError) throw thrown;
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new SidedoorError('not-found', 'there is nothing to verify', { where, fix: 'check the path' });
    }
    throw new SidedoorError('unreadable', 'the path cannot be read', { where, cause: thrown });
  }
  const found = isFolder ? await checkFolder(where, options) : await checkBundle(where, options);
  return judged(found, options.signer ?? null);
}

function judged({ problems, custodyHead }: Findings, signer: string | null): Verification {
  if (signer !== null) {
    problems.push({
      file: 'signatures/',
      kind: 'signature',
      why: `there is no signature; asked for ${signer}`,
      offset: null,
    });
  }
  const ok = problems.length === 0;
  const first = problems[0];
  return {
    ok,
    problems,
    signer: null, // bundles of this format carry no signature
    signerConfirmed: false,
    custodyHead,
    summary: first
      ? `NOT intact: ${first.file}: ${first.why}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`
      : 'intact, signer not confirmed',
  };
}
