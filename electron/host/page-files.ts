/**
 * The page's files, read once at start (a few megabytes): what the build did not list does not exist, so no path can lead
 * elsewhere, and a page that is open stays whole when the program is updated beneath it. A file that is not as it was
 * built ends the start: nothing runs that the policy could not name.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { PageHashes } from './page-headers';

export interface PageFile {
  bytes: Buffer<ArrayBuffer>;
  type: string;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

export interface Page {
  /** URL path (`/`, `/assets/index-abc.js`) → file. */
  files: ReadonlyMap<string, PageFile>;
  hashes: PageHashes;
}

/** Throws when the page was not built, or is not the one that was. */
export function readPage(folder: string): Page {
  const list = join(folder, 'built.json');
  if (!existsSync(list)) throw new Error(`the page was not built: no built.json in ${folder} (npm run build)`);
  const built = JSON.parse(readFileSync(list, 'utf8')) as PageHashes & { files: Record<string, string> };
  const files = new Map<string, PageFile>();
  for (const [name, wanted] of Object.entries(built.files)) {
    const bytes = readFileSync(join(folder, name));
    const hash = `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
    if (hash !== wanted)
      throw new Error(`${join(folder, name)} is not the file that was built: install the program again`);
    files.set(`/${name}`, { bytes, type: TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream' });
  }
  const index = files.get('/index.html');
  if (!index) throw new Error(`the page was not built: no index.html in ${list} (npm run build)`);
  files.set('/', index);
  return { files, hashes: { scripts: built.scripts, styles: built.styles } };
}
