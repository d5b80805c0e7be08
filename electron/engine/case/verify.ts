/**
 * Is this exactly what was sealed? Reads a bundle or a case folder without changing a byte of it and names whatever
 * differs. Bad content is a problem in the answer; only a path that is missing or unreadable is an error.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Verification } from '../../../shared/model/case';
import { SidedoorError } from '../../../shared/rpc/errors';
import { checkBundle } from '../../../shared/seal/check-bundle';
import { type Findings, verdict } from '../../../shared/seal/verdict';
import { ByteFile } from './byte-file';
import { nodeHashing } from './node-hashing';
import { checkFolder } from './verify-folder';
import type { VerifyOptions } from './verify-options';

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
  const found = isFolder ? await checkFolder(where, options) : await checkFile(where, options);
  return verdict({ ...found, of: isFolder ? 'folder' : 'bundle' }, options.signer ?? null);
}

async function checkFile(where: string, options: VerifyOptions): Promise<Findings> {
  const file = new ByteFile(where);
  try {
    return await checkBundle(file, path.basename(where), nodeHashing, options);
  } finally {
    file.close();
  }
}
