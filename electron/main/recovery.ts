/**
 * When the page or the engine crashes or hangs, the person is told and asked; nothing acknowledged is lost, because it
 * is in the case. No question blocks the main process: the engine's messages pass through it.
 */
import { app, type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { messagePort } from '../../shared/rpc/message-port';
import { heartbeat } from '../host/heartbeat';
import type { Supervisor } from '../supervise';
import { pagePort, type WindowEngine } from './engine';

const KEPT = 'Nothing that was acknowledged is lost: it is in the case.';
const BEAT_MS = 10_000;
const SILENT_MS = 60_000;

/** Shows the page again after a crash, and asks about one that does not answer. */
export function recoverPage(window: BrowserWindow): void {
  const contents = window.webContents;
  const asking = new Question(window);
  let isReloading = false;
  const showAgain = (): void => {
    isReloading = true;
    contents.forcefullyCrashRenderer(); // without it a page that hangs would go on
    contents.reload();
  };
  contents.on('did-finish-load', () => {
    isReloading = false;
  });
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || isReloading) return;
    void asking
      .ask({ type: 'error', message: 'The window stopped working.', detail: KEPT, buttons: ['Show it again', 'Quit'] })
      .then((answer) => (answer === 1 ? app.quit() : showAgain()));
  });
  window.on('unresponsive', () => {
    void asking
      .ask({
        type: 'warning',
        message: 'The window does not answer.',
        detail: `It may be drawing something large. ${KEPT}`,
        buttons: ['Wait', 'Show it again'],
      })
      .then((answer) => answer === 1 && showAgain());
  });
  window.on('responsive', () => asking.drop());
}

/** Asks about an engine that runs and says nothing; one that ended is started again by its supervisor. Returns the undo. */
export function recoverEngine(window: BrowserWindow, supervisor: Supervisor<WindowEngine>): () => void {
  const asking = new Question(window);
  // Tests cannot wait a minute; a packaged program takes no such wish.
  const wished = app.isPackaged ? Number.NaN : Number(process.env.SIDEDOOR_SILENT_MS);
  const lateMs = wished > 0 ? wished : SILENT_MS;
  return heartbeat({
    open: () => {
      const port = pagePort(supervisor);
      return port && messagePort(port as unknown as Parameters<typeof messagePort>[0]);
    },
    everyMs: Math.min(BEAT_MS, lateMs),
    lateMs,
    onSilent: () => {
      const silent = supervisor.process();
      void asking
        .ask({
          type: 'warning',
          message: 'The engine has not answered for a while.',
          detail: `It may be at work on something large. Started again, it opens the case as it was kept. ${KEPT}`,
          buttons: ['Wait', 'Start it again'],
        })
        .then((answer) => {
          if (answer === 1 && supervisor.process() === silent) silent?.kill();
        });
    },
    onOver: () => asking.drop(),
  });
}

/** One question at a time; it goes when its reason has gone. */
class Question {
  readonly #window: BrowserWindow;
  #open: AbortController | null = null;

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  /** The button that was pressed; -1 where the question was dropped, or stands already. */
  async ask(options: MessageBoxOptions): Promise<number> {
    if (this.#open || this.#window.isDestroyed()) return -1;
    const open = new AbortController();
    this.#open = open;
    const { response } = await dialog.showMessageBox(this.#window, {
      ...options,
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      signal: open.signal,
    });
    if (this.#open === open) this.#open = null;
    return open.signal.aborted ? -1 : response;
  }

  drop(): void {
    this.#open?.abort();
    this.#open = null;
  }
}
