// Has the built programs import a little of everything, and keep the code that V8 made of them meanwhile beside them
// (electron/start/kept-code.ts). Without any they start as well, only later: what goes wrong here fails no build.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SAMPLES = 'electron/engine/ingest/sources';
/** Bytes of a packed file from which on several threads parse it (electron/engine/ingest/early-threads.ts), and of four for a large import. */
const LARGE = 9 << 20;

export function keepCode(root) {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-build-'));
  try {
    const exports = join(folder, 'exports');
    writeExports(root, exports);
    const program = [join(root, 'electron/build/keep-code-of.cjs'), join(root, 'dist/cli/index.cjs')];
    const args = ['import', join(folder, 'case'), exports, '--tz', 'UTC', '--year', '2026'];
    const { NODE_OPTIONS: _, ...env } = process.env; // code is of the flags that it is made with
    const ran = spawnSync(process.execPath, ['--max-semi-space-size=16', ...program, ...args], {
      env,
      encoding: 'utf8',
      timeout: 600_000,
    });
    if (ran.status === 0) console.error(`kept code in ${Math.round(performance.now() - began)} ms`);
    else console.error(`no code was kept: ${ran.error?.message ?? ran.stderr.trim()}`);
  } catch (thrown) {
    console.error(`no code was kept: ${thrown.message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of what most people have: a few records, and months of them. */
function writeExports(root, to) {
  mkdirSync(to);
  const sample = (name) => readFileSync(join(root, SAMPLES, name), 'utf8').trim();
  const lines = (name) => sample(name).split(/\r?\n/);
  const few = lines('okta/samples/system-log-ndjson.ndjson');
  const okta = few.map((line) => JSON.parse(line));
  const entra = JSON.parse(sample('entra/samples/graph-json.json'));
  const trail = JSON.parse(sample('aws-cloudtrail/samples/trail-s3.json')).Records;
  const [header, ...rows] = lines('entra/samples/portal-csv.csv');

  writeFileSync(join(to, 'few.ndjson'), few.join('\n'));
  const packed = (name, text) => writeFileSync(join(to, `${name}.gz`), gzipSync(text, { level: 0 }));
  packed('okta.ndjson', grown(okta, 'uuid', 'published').join('\n'));
  packed('entra.json', `[${grown(entra.value ?? entra, 'id', 'createdDateTime').join(',\n')}]`);
  packed('trail.json', `{"Records":[${grown(trail, 'eventID', 'eventTime').join(',')}]}`);
  packed('entra.csv', [header, ...again(rows, numbered)].join('\r\n'));
}

/** Records as JSON, again and again, each with an id and a time of its own; without those that have no time. */
const grown = (records, id, time) =>
  again(
    records.filter((record) => Date.parse(record[time])),
    (record, n) =>
      JSON.stringify({
        ...record,
        [id]: numbered(String(record[id]), n),
        [time]: new Date(Date.parse(record[time]) + n * 1_000).toISOString(),
      }),
  );

/** Where it holds a UUID: another one for each number. */
const numbered = (text, n) => text.replace(/[0-9a-f]{12}(?![0-9a-f])/, n.toString(16).padStart(12, '0'));

function again(records, make) {
  const made = [];
  for (let n = 0, length = 0; length < LARGE; n++) {
    const text = make(records[n % records.length], n);
    made.push(text);
    length += text.length;
  }
  return made;
}
