/** Whether what was done to the files of a folder lasts. */
import fs from 'node:fs';

/** Makes renames and removals in the folder last; systems that cannot sync a folder do it by themselves. */
export function syncFolder(folder: string): void {
  try {
    const handle = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  } catch (thrown) {
    if (!/^(EPERM|EISDIR|EINVAL|EACCES)$/.test((thrown as { code?: string }).code ?? '')) throw thrown;
  }
}
