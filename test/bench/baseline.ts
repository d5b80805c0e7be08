/**
 * What the formats cost by themselves, measured in a process of its own: `json FILE` parses each line, `csv FILE` parses
 * each row, `rows DATABASE` reads each event in order of time. Prints seconds.
 */
import { createReadStream, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse';

const [kind, file] = process.argv.slice(2) as ['json' | 'csv' | 'rows', string];
const started = performance.now();
let count = 0;

if (kind === 'json') {
  const descriptor = openSync(file, 'r');
  const chunk = Buffer.alloc(4 * 1024 * 1024);
  let rest = 0;
  for (;;) {
    const read = readSync(descriptor, chunk, rest, chunk.length - rest, null);
    if (read === 0) break;
    const bytes = chunk.subarray(0, rest + read);
    let from = 0;
    for (let lf = bytes.indexOf(10); lf >= 0; lf = bytes.indexOf(10, from)) {
      if (JSON.parse(bytes.toString('utf8', from, lf))) count++;
      from = lf + 1;
    }
    rest = bytes.length - from;
    chunk.copyWithin(0, from, bytes.length);
  }
} else if (kind === 'csv') {
  for await (const _row of createReadStream(file).pipe(parse({ bom: true }))) count++;
} else {
  const db = new Database(file, { readonly: true });
  for (const _row of db.prepare('SELECT * FROM event ORDER BY time, rk').iterate()) count++;
  db.close();
}
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1_000, count }));
