/** A case of any size from a seed, through the product's own import; kept in bench/tmp, so that it is made once. */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { entraCsv } from './entra.ts';
import { oktaLines } from './okta.ts';

const root = join(import.meta.dirname, '../..');

function write(path: string, lines: Iterable<string>, end: string): void {
  const file = openSync(path, 'w');
  let held: string[] = [];
  const flush = (): void => {
    writeSync(file, held.join(''));
    held = [];
  };
  for (const line of lines) if (held.push(line + end) === 5_000) flush();
  flush();
  closeSync(file);
}

/** Folder of a case of so many events: three of five from Okta, the others from Entra. Needs what `npm run build` makes. */
export function makeCase(events: number): string {
  const temp = join(root, 'bench/tmp');
  const folder = join(temp, `ui-${events}.sidedoor`);
  const made = join(temp, `ui-${events}.made`); // an import that was interrupted leaves none
  if (existsSync(made)) return folder;
  rmSync(folder, { recursive: true, force: true });
  const exports = join(temp, `ui-${events}`);
  mkdirSync(exports, { recursive: true });
  console.log(`making a case of ${events.toLocaleString('en')} events…`);
  write(join(exports, 'okta.ndjson'), oktaLines(Math.round(events * 0.6)), '\n');
  write(join(exports, 'entra.csv'), entraCsv(events - Math.round(events * 0.6)), '');
  const cli = join(root, 'dist/cli/index.cjs');
  execFileSync(process.execPath, [cli, 'import', folder, exports, '--json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  rmSync(exports, { recursive: true });
  writeFileSync(made, '');
  return folder;
}
