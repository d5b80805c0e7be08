// Builds every room into dist/. Run by `npm ci` (prepare) and `npm run build`; name rooms to build only those.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildFonts } from './fonts.mjs';
import { keepCode } from './keep-code.mjs';
import { buildLicences } from './licences.mjs';
import { buildTables } from './tables.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const ROOMS = [
  'renderer',
  'engine',
  'parse-worker',
  'index-worker',
  'take-worker',
  'verify-worker',
  'verifier',
  'preload',
  'main',
  'web',
  'cli',
];

/** Each room is built beside its place and then moved there: a failed build leaves the one before as it was. */
export async function buildRooms(rooms) {
  process.chdir(ROOT);
  process.env.NODE_ENV = 'production'; // also where tests call: of "test" Vite makes React's slow development build
  await buildTables();
  buildFonts();
  buildLicences();
  for (const room of rooms) {
    const began = performance.now();
    const fresh = join(ROOT, 'dist', `.${room}-${process.pid}`);
    const place = join(ROOT, 'dist', room);
    const built = (mode, emptyOutDir) =>
      build({
        configFile: join(ROOT, 'vite.config.ts'),
        mode,
        logLevel: 'warn',
        build: { outDir: fresh, emptyOutDir },
      });
    try {
      await built(room, true);
      if (existsSync(join(fresh, 'program.cjs'))) await built('start', false);
      rmSync(place, { recursive: true, force: true });
      renameSync(fresh, place);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
    console.error(`built ${room} in ${Math.round(performance.now() - began)} ms`);
  }
  if (rooms.some((room) => existsSync(join(ROOT, 'dist', room, 'program.cjs')))) keepCode(ROOT);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2);
  await buildRooms(wanted.length > 0 ? wanted : ROOMS);
}
