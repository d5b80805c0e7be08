/** What the build wrote of the software of others (`electron/build/licences.mjs`), beside the tables of the built rooms. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Both as texts; empty where nothing was built (tests of the source). */
export function licences(folder = join(import.meta.dirname, '../assets')): { licences: string; sbom: string } {
  const text = (name: string): string =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';
  return { licences: text('third-party-licences.txt'), sbom: text('sbom.cdx.json') };
}
