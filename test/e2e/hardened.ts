/**
 * The window as an ordinary person starts it: with Chromium's sandbox, which does not run as root. Where the tests are
 * root, the runtime and the program are laid out where "nobody" can read them, and started as nobody.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { type Ended, ended, ROOT } from './programs';

const NOBODY = 65534;
export const IS_ROOT = process.getuid?.() === 0;

/** What a machine needs to run these tests; null where nothing lacks, else what does. */
export function missingForSandbox(): string | null {
  if (process.platform !== 'linux') return 'the sandbox is looked at through /proc of Linux';
  if (IS_ROOT && !hasProgram('setpriv')) return 'no setpriv to become an ordinary user with';
  return null;
}

export function hasProgram(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface Staged {
  /** Starts the runtime as the ordinary user; arguments follow. */
  program: string;
  /** The program's folder, for a runtime that is told what to run. */
  root: string;
  /** That user's folder: may be written by it. */
  home: string;
  electron: string;
}

/** Lays out the runtime and the built program below `folder`. `trace`: a file that takes the whole tree's network calls. */
export function stage(folder: string, electron: string, options: { trace?: string } = {}): Staged {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const root = IS_ROOT ? layOut(folder, electron) : ROOT;
  const runtime = IS_ROOT ? join(folder, 'runtime', 'electron') : electron;
  if (IS_ROOT) {
    chmodSync(folder, 0o755);
    chownSync(home, NOBODY, NOBODY);
  }
  const program = join(folder, 'start.sh');
  const tracer = options.trace ? `strace -f -qq --seccomp-bpf -e trace=%network -o ${options.trace} ` : '';
  const user = IS_ROOT ? `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups ` : '';
  writeFileSync(
    program,
    `#!/bin/sh
# The test driver's own module must be readable by that user.
for each do
  shift
  case "$each" in */electron/loader.js) each=${join(folder, 'loader.js')} ;; esac
  set -- "$@" "$each"
done
exec ${tracer}${user}${runtime} "$@"
`,
    { mode: 0o755 },
  );
  const driver = join(ROOT, 'node_modules', 'playwright-core', 'lib', 'server', 'electron', 'loader.js');
  writeFileSync(join(folder, 'loader.js'), readFileSync(driver));
  return { program, root, home, electron: runtime };
}

/** Copies by hard links where the file system can: a runtime has 200 MB. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    execFileSync('cp', ['-rlL', from, to], { stdio: 'ignore' });
  } catch {
    execFileSync('rm', ['-rf', to]);
    execFileSync('cp', ['-rL', from, to]);
  }
}

function layOut(folder: string, electron: string): string {
  copy(dirname(electron), join(folder, 'runtime'));
  const root = join(folder, 'program');
  for (const part of ['package.json', 'dist', `node_modules/node-linux-${arch()}`, 'node_modules/better-sqlite3'])
    if (existsSync(join(ROOT, part))) copy(join(ROOT, part), join(root, part));
  return root;
}

const environment = (staged: Staged, display: string, more: Record<string, string> = {}): Record<string, string> => {
  const { PATH = '', LANG = 'C.UTF-8', TZ = 'UTC' } = process.env;
  return {
    PATH,
    LANG,
    TZ,
    DISPLAY: display,
    HOME: staged.home,
    XDG_RUNTIME_DIR: staged.home,
    SIDEDOOR_HOME: join(staged.home, 'Sidedoor'),
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    ...more,
  };
};

/** A test's screen has no graphics card: its process would start and fail a few times before Chromium draws without. */
const SCREEN = ['--disable-gpu'];

export interface Shell {
  app: ElectronApplication;
  page: Page;
  /** Waits until no query, job or frame is pending. */
  idle(): Promise<void>;
}

/** The driver now and then never hears of a window that did open: it starts another one, twice at most. */
export async function openShell(
  staged: Staged,
  display: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  again = 2,
): Promise<Shell> {
  try {
    return await openOnce(staged, display, args, env);
  } catch (thrown) {
    if (again === 0) throw thrown;
    return openShell(staged, display, args, env, again - 1);
  }
}

async function openOnce(
  staged: Staged,
  display: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Shell> {
  const app = await _electron.launch({
    executablePath: staged.program,
    args: [...SCREEN, staged.root, ...args],
    cwd: staged.home,
    env: environment(staged, display, env),
    // Without it the driver would switch the sandbox off.
    chromiumSandbox: true,
    timeout: 30_000,
  });
  const page = await app.firstWindow();
  const idle = async (): Promise<void> => {
    await page.waitForFunction(() => document.documentElement.dataset.idle === 'true', undefined, { timeout: 40_000 });
  };
  try {
    await idle();
  } catch (thrown) {
    app.process().kill('SIGKILL');
    throw thrown;
  }
  return { app, page, idle };
}

/** Starts the runtime a second time, without a driver, to its end. */
export function startAgain(staged: Staged, display: string, args: readonly string[]): Promise<Ended> {
  return ended(
    spawn(staged.program, [...SCREEN, staged.root, ...args], {
      cwd: staged.home,
      env: environment(staged, display),
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** Processes below `pid`, itself included, from /proc. */
export function tree(pid: number): { pid: number; command: string; status: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').join(' ');
        return [{ pid: Number(name), parent: Number(/PPid:\s+(\d+)/.exec(status)![1]), command, status }];
      } catch {
        return []; // ended while we looked
      }
    });
  const inside = new Set([pid]);
  for (let before = 0; before !== inside.size; ) {
    before = inside.size;
    for (const each of all) if (inside.has(each.parent)) inside.add(each.pid);
  }
  return all.filter((each) => inside.has(each.pid));
}

/** The window without a driver of pages (which holds a page that crashed): the main process alone is asked. */
export interface Inspected {
  pid: number;
  /** The value of an expression in the main process; `electron` is at hand, promises are awaited. */
  evaluate<T>(expression: string): Promise<T>;
  /** The text of the page once it is idle; empty until then. */
  text(): Promise<string>;
  close(): Promise<void>;
}

export async function openInspected(
  staged: Staged,
  display: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Inspected> {
  const child = spawn(staged.program, ['--inspect=127.0.0.1:0', ...SCREEN, staged.root, ...args], {
    cwd: staged.home,
    env: environment(staged, display, env),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /Debugger listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]!);
    });
    child.on('exit', (code) => reject(new Error(`the window ended with ${code}: ${said}`)));
  });
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const waiting = new Map<number, (answer: InspectorAnswer) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as InspectorAnswer & { id?: number };
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  };
  let last = 0;
  const evaluate = async <T>(expression: string): Promise<T> => {
    const id = ++last;
    const params = {
      expression: `(async () => { const electron = process.mainModule.require('electron'); return (${expression}); })()`,
      awaitPromise: true,
      returnByValue: true,
    };
    const answer = await new Promise<InspectorAnswer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
    });
    waiting.delete(id);
    const { result } = answer;
    if (!result || result.exceptionDetails)
      throw new Error(result?.exceptionDetails?.exception?.description ?? JSON.stringify(answer));
    return result.result.value as T;
  };
  return {
    pid: child.pid!,
    evaluate,
    text: () =>
      evaluate<string>(`(() => {
        const window = electron.BrowserWindow.getAllWindows()[0];
        if (!window || window.webContents.isCrashed() || window.webContents.isLoading()) return '';
        const idle = "document.documentElement.dataset.idle === 'true' ? document.body.innerText : ''";
        return Promise.race([window.webContents.executeJavaScript(idle), new Promise((done) => setTimeout(done, 2000, ''))]);
      })()`),
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      socket.close();
      if (child.exitCode === null && child.kill('SIGTERM')) await gone;
    },
  };
}

interface InspectorAnswer {
  result?: {
    result: { value?: unknown };
    exceptionDetails?: { exception?: { description?: string } };
  };
}
