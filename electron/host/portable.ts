/**
 * Portable mode, from a stick: everything that is kept lies beside the program, and nothing is written to the person's own
 * folders. A folder `Sidedoor-data` beside the program asks for it; the portable Windows program always does.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const PORTABLE = 'Sidedoor-data';

/** The folder that the program stands in for a person; null in a checkout. `root` holds `dist` (packaged: `app.asar[.unpacked]`). */
export function programFolder(
  root: string,
  env: NodeJS.ProcessEnv,
  os: NodeJS.Platform = process.platform,
): string | null {
  if (env.PORTABLE_EXECUTABLE_DIR) return env.PORTABLE_EXECUTABLE_DIR; // Windows: it runs out of a folder of its own
  if (env.APPIMAGE && env.APPDIR && root.startsWith(env.APPDIR)) return dirname(env.APPIMAGE);
  if (!/^app\.asar(\.unpacked)?$/.test(basename(root))) return null;
  const contents = dirname(dirname(root));
  return os === 'darwin' ? dirname(dirname(contents)) : contents; // beside Sidedoor.app, not inside of it
}

/**
 * Turns the environment of this process, and of those it starts, to the portable folder. Returns the folder; null where
 * nothing asked for it. Call it before anything asks for a home or temporary folder.
 */
export function goPortable(root: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const program = programFolder(root, env);
  if (program === null) return null;
  const folder = join(program, PORTABLE);
  if (!existsSync(folder) && !env.PORTABLE_EXECUTABLE_DIR) return null;
  const inside = (...parts: string[]): string => {
    const at = join(folder, ...parts);
    mkdirSync(at, { recursive: true, mode: 0o700 });
    return at;
  };
  env.SIDEDOOR_HOME = inside();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) env[name] = inside('.window', 'tmp'); // copies of evidence pass through here
  for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME']) env[name] = inside('.window', 'xdg');
  env.DCONF_PROFILE = '/dev/null'; // GTK's settings: read, kept nowhere
  return folder;
}
