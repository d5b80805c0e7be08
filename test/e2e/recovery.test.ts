/** The real window when the page or the engine crashes or hangs, and when it is started twice. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { display } from './display';
import { oktaLines } from './exports';
import {
  type Inspected,
  IS_ROOT,
  missingForSandbox,
  openInspected,
  type Staged,
  stage,
  startAgain,
  tree,
} from './hardened';
import { scratchFolder, sidedoor } from './programs';

const electron = inject('electron');
const missing = !electron ? 'no Electron runtime' : !display ? 'no display' : missingForSandbox();
if (missing) console.error(`SKIPPED: crash and hang recovery of the window (${missing})`);

describe.skipIf(missing)('the window in trouble', () => {
  const { folder, remove } = scratchFolder();
  let staged: Staged;
  let window: Inspected;

  async function caseOf(name: string, events: number): Promise<string> {
    const home = join(staged.home, `${name}.sidedoor`);
    const log = join(staged.home, `${name}.json`);
    writeFileSync(log, `${oktaLines(events).join('\n')}\n`);
    expect((await sidedoor('import', home, log)).code).toBe(0);
    if (IS_ROOT) execFileSync('chown', ['-R', '65534:65534', home]);
    return home;
  }
  /** The system's own dialogs cannot be pressed by a test: each is noted and answered with this button. */
  const answerDialogs = (button: number): Promise<void> =>
    window.evaluate(`void (globalThis.told = [], electron.dialog.showMessageBox = async (_window, options) => {
      globalThis.told.push(options.message);
      return { response: ${button}, checkboxChecked: false };
    })`);
  const dialogs = (): Promise<string[]> => window.evaluate('globalThis.told');
  const shows = (text: string): Promise<void> =>
    expect.poll(() => window.text(), { timeout: 60_000, interval: 200 }).toContain(text);

  beforeAll(async () => {
    staged = stage(folder, electron!);
    window = await openInspected(staged, display!, ['--case', await caseOf('first', 6)], {
      SIDEDOOR_SILENT_MS: '3000',
    });
  });
  afterAll(async () => {
    await window?.close();
    remove();
  });

  it('opens the case that it was started with', () => shows('6 events'));

  it('shows the case again after the page crashed', async () => {
    await answerDialogs(0);
    await window.evaluate('void electron.BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer()');
    await expect.poll(dialogs).toEqual(['The window stopped working.']);
    await shows('6 events');
  });

  it('shows the case again when the person does not wait for a page that hangs', async () => {
    await answerDialogs(1);
    // Chromium takes half a minute to notice; the word that it then says is said here at once.
    await window.evaluate(`(() => {
      const window = electron.BrowserWindow.getAllWindows()[0];
      void window.webContents.executeJavaScript('for (;;);').catch(() => {});
      window.emit('unresponsive');
    })()`);
    await expect.poll(dialogs).toEqual(['The window does not answer.']);
    await shows('6 events');
  });

  it('asks about an engine that does not answer, and starts it again with the case', async () => {
    await answerDialogs(1);
    const engine = (): number | undefined =>
      tree(window.pid).find(({ command }) => command.includes('--sidedoor-engine'))?.pid;
    const before = engine()!;
    process.kill(before, 'SIGSTOP');
    await expect.poll(dialogs, { timeout: 30_000 }).toEqual(['The engine has not answered for a while.']);
    await expect.poll(engine, { timeout: 30_000 }).not.toBe(before);
    await shows('6 events');
  });

  it('is one: a second start hands its case to the first and ends', async () => {
    const second = await caseOf('second', 9);
    const { code, stderr } = await startAgain(staged, display!, ['--case', second]);
    expect([code, stderr.includes('Sidedoor cannot start')]).toEqual([0, false]);
    await shows('9 events');
    expect(await window.evaluate('electron.BrowserWindow.getAllWindows().length')).toBe(1);
  });
});
