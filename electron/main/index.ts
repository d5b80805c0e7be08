/**
 * The desktop host: makes the window, forks the engine, introduces the two. It understands no message of the engine.
 * `electron . [--demo | --case FOLDER] [--as "NAME, ROLE"]`
 */
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, Menu, protocol, shell } from 'electron';
import { version } from '../../package.json';
import { whatToOpen } from '../host/arguments';
import { CaseHome } from '../host/case-home';
import { hasNoGraphicsDevice } from '../host/graphics';
import { Log, withoutEvidence } from '../host/log';
import { goPortable } from '../host/portable';
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

/** What a person said in `folder` after the program's own name. */
const words = (argv: readonly string[], folder: string): string[] => {
  const said = argv.slice(1);
  const own = app.isPackaged ? -1 : said.findIndex((word) => resolve(folder, word) === app.getAppPath());
  return said.filter((_, i) => i !== own);
};

const portable = goPortable(join(DIST, '..'));
const home = new CaseHome();
app.setName('Sidedoor');
app.setPath('userData', join(home.folder, '.window'));
if (portable !== null) app.setPath('temp', process.env.TMPDIR!);
const log = new Log(join(home.folder, '.window', 'sidedoor.log'));
/** macOS names what was double-clicked before there is a window. */
const openedBefore: string[] = [];
let openFile = (path: string): void => void openedBefore.push(path);
app.on('open-file', (event, path) => {
  event.preventDefault();
  openFile(path);
});
hardenProcess();
if (hasNoGraphicsDevice()) app.disableHardwareAcceleration();
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
  log.say(`Sidedoor ${version} started, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`);
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
  const open = (path: string): void => {
    home.remember(path);
    ask({ open: tokens.grant(path, 'write') });
  };
  const askToOpen = (words: readonly string[], folder: string): void => {
    const asked = whatToOpen(words, folder);
    if (asked.open) open(asked.open);
    else if (asked.demo) ask({ command: 'case.demo' });
    if (asked.files.length > 0) ask({ files: asked.files.map((path) => tokens.grant(path, 'read')) });
  };
  openFile = (path) => askToOpen([path], '/');
  const showMenu = (): void =>
    Menu.setApplicationMenu(
      buildMenu((command) => ask({ command }), {
        recent: home.recent(),
        open,
        forget: () => home.forget(),
        showLog: () => shell.showItemInFolder(log.file),
      }),
    );
  home.onChange = showMenu;
  showMenu();

  const methods: HostMethods = {
    ...hostMethods(window, tokens, home),
    /** The page listens from now on: what the starter asked is told once. */
    ready: () => {
      askToOpen(started.splice(0), process.cwd());
      for (const path of openedBefore.splice(0)) openFile(path);
    },
    restartEngine: () => {
      supervisor.restart();
      return supervisor.process() !== null;
    },
  };
  // In a checkout the word after the program is the application's folder.
  const started = words(process.argv, process.cwd());
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
    const what = `the engine ended (${code ?? 'signal'})${restarted ? ', started again' : ''}`;
    log.say(what);
    log.engine(lines.slice(-20));
    console.error(what);
    for (const line of lines.slice(-20)) console.error(`  ${withoutEvidence(line)}`);
    if (!contents.isDestroyed()) contents.send('engine:lost', { restarted });
  });

  recoverPage(window);
  const stopHeartbeat = recoverEngine(window, supervisor);
  app.on('second-instance', (_event, _reordered, folder, said) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    const { argv } = said as { argv?: unknown };
    const spoken = Array.isArray(argv) ? argv.filter((word) => typeof word === 'string') : [];
    askToOpen(words(spoken, folder), folder);
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
