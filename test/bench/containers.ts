/**
 * `npm run bench:containers [-- --megabytes N] [--only KIND,…] [--keep]`: each container with a payload of 1 GB through the
 * command line. Prints time and peak memory of the engine, cancels each once in the middle, and says what that left behind.
 */
import { type ExecFileSyncOptions, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';
import yazl from 'yazl';
import { entraCsv } from './entra.ts';
import { oktaLines } from './okta.ts';
import { program } from './program.ts';

const MEMORY_LIMIT = 700; // MB
const CANCEL_LIMIT = 1_000; // ms
const EXCEL_ROWS = 1_048_576;

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    only: { type: 'string', default: '' },
    keep: { type: 'boolean', default: false },
  },
});
const bytes = Number(values.megabytes) * 1024 * 1024;
if (!(bytes > 0)) throw new Error('usage: npm run bench:containers -- [--megabytes N] [--only KIND,…] [--keep]');
const root = join(import.meta.dirname, '../..');
const temp = join(root, 'bench/tmp');
fs.mkdirSync(temp, { recursive: true });
if (!fs.existsSync(program.at(-1)!)) throw new Error('nothing is built yet: npm run build');

/** Pieces of about 1 MiB, `limit` bytes in all. */
function* pieces(lines: Iterable<string>, between: string, limit: number): Generator<string> {
  let held: string[] = [];
  let length = 0;
  let total = 0;
  for (const line of lines) {
    held.push(line);
    length += line.length + between.length;
    if (length < 1 << 20) continue;
    total += length;
    const isLast = total >= limit;
    yield held.join(between) + (isLast ? '' : between);
    if (isLast) return;
    held = [];
    length = 0;
  }
  if (held.length > 0) yield held.join(between);
}

function* wrapped(before: string, inner: Iterable<string>, after: string): Generator<string> {
  yield before;
  yield* inner;
  yield after;
}
const write = (to: string, from: Iterable<string | Buffer>): Promise<void> =>
  pipeline(Readable.from(from), fs.createWriteStream(to));
const okta = (): Generator<string> => pieces(oktaLines(Number.MAX_SAFE_INTEGER), '\n', bytes);
const entra = (limit = bytes): Generator<string> => pieces(entraCsv(10_000_000), '', limit);

async function base(): Promise<string> {
  const at = join(temp, 'base.ndjson');
  if (!fs.existsSync(at)) await write(at, wrapped('', okta(), '\n'));
  return at;
}

async function packed(to: string, packer: NodeJS.ReadWriteStream): Promise<void> {
  await pipeline(fs.createReadStream(await base()), packer, fs.createWriteStream(to));
}

async function zip(to: string, add: (archive: yazl.ZipFile) => Promise<void>): Promise<void> {
  const archive = new yazl.ZipFile();
  await add(archive);
  archive.end();
  await pipeline(archive.outputStream, fs.createWriteStream(to));
}

async function* tar(file: string): AsyncGenerator<Buffer> {
  const { size } = fs.statSync(file);
  const header = Buffer.alloc(512);
  header.write('logs/a.ndjson', 0);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  header.write('ustar\0', 257);
  yield header;
  for await (const chunk of fs.createReadStream(file)) yield chunk as Buffer;
  yield Buffer.alloc(1_024 + ((512 - (size % 512)) % 512));
}

/** A row per kilobyte, at most as many as Excel takes; texts shared as Excel shares them. */
async function workbook(to: string): Promise<void> {
  const texts = join(temp, 'texts.xml');
  const shared = fs.createWriteStream(texts);
  const known = new Map<string, number>();
  let count = 0;
  let held: string[] = [];
  const number = (text: string): number => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    if (known.size < 50_000) known.set(text, count);
    held.push(`<si><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></si>`);
    return count++;
  };
  async function* sheet(): AsyncGenerator<string> {
    yield '<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>';
    shared.write('<?xml version="1.0" encoding="UTF-8"?><sst>');
    let row = 0;
    let out: string[] = [];
    for (const line of entraCsv(Math.min(EXCEL_ROWS, Math.ceil(bytes / 1_024)) - 1)) {
      row++;
      const cells = line.trim().slice(1, -1).split('","');
      out.push(
        `<row r="${row}">${cells.map((cell) => (cell === '' ? '' : `<c t="s"><v>${number(cell)}</v></c>`)).join('')}</row>`,
      );
      if (out.length < 2_000) continue;
      yield out.join('');
      out = [];
      if (!shared.write(held.join(''))) await new Promise<void>((resolve) => shared.once('drain', () => resolve()));
      held = [];
    }
    yield `${out.join('')}</sheetData></worksheet>`;
    await new Promise<void>((resolve) => shared.end(`${held.join('')}</sst>`, () => resolve()));
  }
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const part = join(temp, 'sheet.xml');
  await pipeline(Readable.from(sheet()), fs.createWriteStream(part));
  await zip(to, async (archive) => {
    const small: Record<string, string> = {
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': `<workbook xmlns:r="${relation}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/styles.xml': '<styleSheet><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>',
    };
    for (const [name, text] of Object.entries(small)) archive.addBuffer(Buffer.from(text), name);
    archive.addFile(part, 'xl/worksheets/sheet1.xml');
    archive.addFile(texts, 'xl/sharedStrings.xml');
  });
  fs.rmSync(part);
  fs.rmSync(texts);
}

const level = { level: 1 };
const kinds: Record<string, (to: string) => Promise<unknown>> = {
  ndjson: async (to) => fs.copyFileSync(await base(), to, fs.constants.COPYFILE_FICLONE),
  json: (to) => write(to, wrapped('[', pieces(oktaLines(Number.MAX_SAFE_INTEGER), ',', bytes), ']')),
  gz: (to) => packed(to, zlib.createGzip(level)),
  zst: (to) => packed(to, zlib.createZstdCompress({ params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } })),
  zip: (to) => zip(to, async (archive) => archive.addFile(await base(), 'logs/a.ndjson')),
  tar: async (to) => pipeline(Readable.from(tar(await base())), fs.createWriteStream(to)),
  'tar.gz': async (to) => pipeline(Readable.from(tar(await base())), zlib.createGzip(level), fs.createWriteStream(to)),
  csv: (to) => write(to, entra()),
  'utf16.csv': (to) =>
    pipeline(
      Readable.from(
        (function* () {
          for (const piece of entra(bytes / 2)) yield Buffer.from(piece, 'utf16le');
        })(),
      ),
      fs.createWriteStream(to),
    ),
  xlsx: workbook,
};

interface Result {
  kind: string;
  megabytes: number;
  records: number;
  importSeconds: number;
  analyseSeconds: number;
  importPeakMegabytes: number;
  peakMegabytes: number;
  cancelMilliseconds: number;
  left: string;
}

/** Starts an import and breaks it off with Ctrl+C after the time given; how long it took to end, and what it left. */
async function cancelled(file: string, after: number): Promise<{ milliseconds: number; left: string }> {
  const folder = join(temp, 'cancel.sidedoor');
  fs.rmSync(folder, { recursive: true, force: true });
  const child = spawn(process.execPath, [...program, 'import', folder, file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, after));
  const started = performance.now();
  child.kill('SIGINT');
  await ended;
  const milliseconds = Math.round(performance.now() - started);
  const evidence = fs.readdirSync(join(folder, 'evidence'), { recursive: true });
  const hasEvents = ((): boolean => {
    try {
      const options: ExecFileSyncOptions = { maxBuffer: 10_000, stdio: ['ignore', 'pipe', 'ignore'] };
      return execFileSync(process.execPath, [...program, 'events', folder], options).length > 0;
    } catch {
      return true; // more than a few
    }
  })();
  const acts = fs
    .readFileSync(join(folder, 'custody.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { act: string }).act)
    .filter((act) => act.startsWith('import'));
  fs.rmSync(folder, { recursive: true, force: true });
  const traces = [...evidence.map((name) => `evidence/${String(name)}`), ...(hasEvents ? ['events'] : [])];
  return {
    milliseconds,
    left: traces.length > 0 ? `LEFT BEHIND: ${traces.join(', ')}` : `nothing but ${acts.join(', ') || 'NO LINE'}`,
  };
}

/** One whole import; `importPeak` = bytes of memory at most until the analysis begins (Linux; elsewhere 0). */
async function imported(folder: string, file: string): Promise<{ out: string; importPeak: number }> {
  const child = spawn(process.execPath, [...program, 'import', folder, file, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const peak = (): number => {
    const path = `/proc/${child.pid}/status`;
    if (!fs.existsSync(path)) return 0;
    return Number(/VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(path, 'utf8'))?.[1] ?? 0) * 1_024;
  };
  let importPeak = 0;
  let isAnalysing = false;
  child.stderr.on('data', (chunk: Buffer) => {
    isAnalysing ||= String(chunk).includes('analysing');
    if (!isAnalysing) importPeak = peak();
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => parts.push(chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the import of ${file} ended with code ${code}`);
  return { out: Buffer.concat(parts).toString(), importPeak };
}

async function measure(kind: string): Promise<Result> {
  const file = join(temp, `payload.${kind}`);
  if (!fs.existsSync(file)) await kinds[kind]!(file);
  const { milliseconds, left } = await cancelled(file, 4_000);
  const folder = join(temp, 'containers.sidedoor');
  fs.rmSync(folder, { recursive: true, force: true });
  const { out, importPeak } = await imported(folder, file);
  const summary = JSON.parse(out) as {
    files: { records: number; events: number; rejected: number; skipped: number }[];
    unrecognised: { why: string }[];
    seconds: { import: number; analyse: number };
    peakRssBytes: number;
  };
  const [ledger] = summary.files;
  if (!ledger || ledger.events !== ledger.records)
    throw new Error(`${kind}: ${JSON.stringify(ledger ?? summary.unrecognised)}: every record should be an event`);
  fs.rmSync(folder, { recursive: true, force: true });
  const { size } = fs.statSync(file);
  if (!values.keep) fs.rmSync(file);
  return {
    kind,
    megabytes: Math.round(size / 1e6),
    records: ledger.records,
    importSeconds: summary.seconds.import,
    analyseSeconds: summary.seconds.analyse,
    importPeakMegabytes: Math.round(importPeak / 1e6),
    peakMegabytes: Math.round(summary.peakRssBytes / 1e6),
    cancelMilliseconds: milliseconds,
    left,
  };
}

const wanted = values.only === '' ? Object.keys(kinds) : values.only.split(',');
const unknown = wanted.filter((kind) => !(kind in kinds));
if (unknown.length > 0)
  throw new Error(`no such kind: ${unknown.join(', ')}; there are ${Object.keys(kinds).join(', ')}`);
let isGood = true;
for (const kind of wanted) {
  const {
    megabytes,
    records,
    importSeconds,
    analyseSeconds,
    importPeakMegabytes,
    peakMegabytes,
    cancelMilliseconds,
    left,
  } = await measure(kind);
  const isKept =
    peakMegabytes < MEMORY_LIMIT &&
    cancelMilliseconds < CANCEL_LIMIT &&
    left.startsWith('nothing but import.cancelled');
  isGood &&= isKept;
  console.log(
    `${isKept ? 'kept  ' : 'BROKEN'} ${kind.padEnd(10)} ${String(megabytes).padStart(5)} MB  ${String(records).padStart(8)} records  import ${importSeconds.toFixed(1)} s  analysis ${analyseSeconds.toFixed(1)} s  peak ${importPeakMegabytes} MB, with analysis ${peakMegabytes} MB  cancelled in ${cancelMilliseconds} ms, leaving ${left}`,
  );
}
if (!values.keep) fs.rmSync(temp, { recursive: true, force: true });
process.exitCode = isGood ? 0 : 1;
