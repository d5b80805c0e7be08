/** The built page that checks a bundle in any browser (`verifier/`), which every bundle carries. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Its bytes; null where nothing was built (tests of the source). */
export function verifierPage(folder = join(import.meta.dirname, '../verifier')): Uint8Array | null {
  try {
    return readFileSync(join(folder, 'index.html'));
  } catch {
    return null;
  }
}
