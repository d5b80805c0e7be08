/**
 * The page's files, read once at start (a few megabytes): what is not on the list does not exist, so no path can lead
 * elsewhere, and a page that is open stays whole when the program is updated beneath it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

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

/** Map from URL path (`/`, `/assets/index-abc.js`) to file. Throws when the page was not built. */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  // By hand: the oldest Node that a desktop runtime brings has no recursive listing.
  const list = (from: string, prefix: string): void => {
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const file = join(from, entry.name);
      if (entry.isDirectory()) list(file, `${prefix}${entry.name}/`);
      else if (entry.isFile()) {
        const type = TYPES[extname(entry.name).toLowerCase()] ?? 'application/octet-stream';
        files.set(`${prefix}${entry.name}`, { bytes: readFileSync(file), type });
      }
    }
  };
  if (existsSync(folder)) list(folder, '/');
  const index = files.get('/index.html');
  if (!index) throw new Error(`the page was not built: no index.html in ${folder} (npm run build)`);
  files.set('/', index);
  return files;
}
