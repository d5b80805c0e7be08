/**
 * The web host as a program: `node dist/web/index.cjs [--case FOLDER | --demo] [--no-browser] [--json]`.
 * Prints its address on stderr (with `--json` also as one object on stdout) and opens the browser where there is one.
 */
import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { forkNode } from '../host/fork-node';
import { startWebHost } from './server';

const DIST = join(__dirname, '..');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      case: { type: 'string' },
      demo: { type: 'boolean', default: false },
      'no-browser': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'idle-minutes': { type: 'string', default: '15' },
      as: { type: 'string' },
    },
  });
  const idleMinutes = Number(values['idle-minutes']);
  const host = await startWebHost({
    page: join(DIST, 'renderer'),
    fork: () => forkNode(join(DIST, 'engine', 'index.cjs')),
    version,
    start: values.demo ? 'demo' : values.case ? { case: resolve(values.case) } : null,
    idleMs: idleMinutes > 0 ? idleMinutes * 60_000 : undefined,
    actor: values.as ? { name: values.as, confirmed: true } : undefined,
  });
  const url = host.invite();
  if (values.json) console.log(JSON.stringify({ url }));
  console.error(`Sidedoor is at ${url} (this address works once; Ctrl+C ends it)`);
  if (!values['no-browser']) openBrowser(url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void host.close());
  await host.ended;
}

/** Asks the desktop to show the address; without a desktop the printed address is all there is. */
function openBrowser(url: string): void {
  const [command, ...args] =
    platform() === 'darwin'
      ? ['open', url]
      : platform() === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  if (platform() === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const child = spawn(command!, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.error('no browser could be opened: open the address by hand'));
  child.unref();
}

main().then(
  () => process.exit(0),
  (thrown: unknown) => {
    console.error(`sidedoor: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exit(1);
  },
);
