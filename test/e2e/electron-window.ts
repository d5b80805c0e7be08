/** Starts the Electron window as its own program, driven over its debugging port. */
import { _electron, type ElectronApplication, errors } from 'playwright-core';
import { ROOT } from './programs';

export interface WindowOf {
  /** Electron's program. */
  electron: string;
  /** X display that the window opens on. */
  display: string;
  /** Folder for settings and cases: `SIDEDOOR_HOME`. */
  home: string;
  args: readonly string[];
}

/**
 * The program with its window still to come (`firstWindow`). A program that does not answer its driver within a minute is
 * ended and started once more, and that is said: on two busy cores one in some hundreds hung before any of our code ran.
 */
export async function electronWindow({ electron, display, home, args }: WindowOf): Promise<ElectronApplication> {
  const launch = (): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: electron,
      // Chromium refuses to run as root with its sandbox; only tests run so.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ROOT, ...args],
      env: { ...process.env, DISPLAY: display, SIDEDOOR_HOME: home } as Record<string, string>,
      timeout: 60_000,
    });
  try {
    return await launch();
  } catch (thrown) {
    if (!(thrown instanceof errors.TimeoutError)) throw thrown;
    console.error('Electron did not answer within a minute; started once more');
    return await launch();
  }
}
