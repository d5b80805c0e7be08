/**
 * The web host as a program: `node dist/web/index.cjs [--case FOLDER | --demo] [--no-browser] [--json]`.
 * Prints its address on stderr (with `--json` also as one object on stdout) and opens the browser where there is one.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { CaseHome } from '../host/case-home';
import { forkNode } from '../host/fork-node';
import { openBrowser } from './browser';
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
  const home = new CaseHome();
  const host = await startWebHost({
    home,
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
  const tidy = values['no-browser'] ? () => {} : openBrowser(url, home.folder);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void host.close());
  await host.ended;
  tidy();
}

main().then(
  () => process.exit(0),
  (thrown: unknown) => {
    console.error(`sidedoor: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exit(1);
  },
);
