/**
 * The desktop host: makes the window, forks the engine, introduces the two. It understands no message of the engine.
 * `electron . [--demo | --case FOLDER] [--as "NAME, ROLE"]`
 */
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, Menu, protocol } from 'electron';
import { version } from '../../package.json';
import { CaseHome } from '../host/case-home';
import { Tokens } from '../host/tokens';
import { type HostMethods, hostMethods } from './dialogs';
import { pagePort, superviseEngine } from './engine';
import { SCHEME, SCHEME_PRIVILEGES } from './hardening';
import { buildMenu } from './menu';
import { recoverEngine, recoverPage } from './recovery';
import { hardenedSession, hardenProcess, isFromPage } from './security';
import { openWindow } from './window';

const DIST = join(__dirname, '..');

/** The value after a flag on the command line; the runtime's own switches stand between ours. */
function flag(argv: readonly string[], name: string): string | null {
  const at = argv.indexOf(name);
  const value = at >= 0 ? argv[at + 1] : undefined;
  return value === undefined || value.startsWith('--') ? null : value;
}

const home = new CaseHome();
app.setName('Sidedoor');
app.setPath('userData', join(home.folder, '.window'));
hardenProcess();
protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: SCHEME_PRIVILEGES }]);

// Chromium puts a second start's switches in another order, away from their values: its own words go with it.
if (app.requestSingleInstanceLock({ argv: process.argv })) {
  app
    .whenReady()
    .then(start)
    .catch((thrown: unknown) => {
      dialog.showErrorBox('Sidedoor cannot start', thrown instanceof Error ? thrown.message : String(thrown));
      app.exit(1);
    });
} else app.quit();

function start(): void {
  const supervisor = superviseEngine(DIST);
  const tokens = new Tokens((message) => supervisor.control(message));
  const who = flag(process.argv, '--as');
  if (who) supervisor.control({ control: 'actor', name: who, confirmed: true });

  const window: BrowserWindow = openWindow({
    session: hardenedSession(join(DIST, 'renderer')),
    preload: join(DIST, 'preload', 'index.cjs'),
    version,
    devTools: !app.isPackaged,
    folder: home.folder,
  });
  const contents = window.webContents;
  const ask = (what: Record<string, unknown>): void => {
    if (!contents.isDestroyed()) contents.send('host:ask', what);
  };
  const askToOpen = (argv: readonly string[], folder: string): void => {
    const path = flag(argv, '--case');
    if (path) {
      home.remember(resolve(folder, path));
      ask({ open: tokens.grant(resolve(folder, path), 'write') });
    } else if (argv.includes('--demo')) ask({ command: 'case.demo' });
  };
  Menu.setApplicationMenu(buildMenu((command) => ask({ command })));

  const methods: HostMethods = {
    ...hostMethods(window, tokens, home),
    /** The page listens from now on: what the starter asked is told once. */
    ready: () => {
      askToOpen(started.splice(0), process.cwd());
    },
    restartEngine: () => {
      supervisor.restart();
      return supervisor.process() !== null;
    },
  };
  const started = [...process.argv];
  ipcMain.handle('host', async (event, method: unknown, input: unknown) => {
    if (!isFromPage(event, contents)) throw new Error('not the page');
    const known = typeof method === 'string' && Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!known) throw new Error('no such question');
    return known(input);
  });
  ipcMain.on('engine:connect', (event) => {
    if (!isFromPage(event, contents)) return;
    const port = pagePort(supervisor);
    if (port) contents.postMessage('engine:port', null, [port]);
    else contents.send('engine:lost', { restarted: false });
  });
  supervisor.onLost(({ code, restarted, lines }) => {
    console.error(`the engine ended (${code ?? 'signal'})${restarted ? ', started again' : ''}`);
    for (const line of lines.slice(-20)) console.error(`  ${line}`);
    if (!contents.isDestroyed()) contents.send('engine:lost', { restarted });
  });

  recoverPage(window);
  const stopHeartbeat = recoverEngine(window, supervisor);
  app.on('second-instance', (_event, _reordered, folder, said) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    const { argv } = said as { argv?: unknown };
    askToOpen(Array.isArray(argv) ? argv.filter((word) => typeof word === 'string') : [], folder);
  });
  let stopped = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopHeartbeat();
    void supervisor.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });
}
