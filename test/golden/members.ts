/** Members of a package (Word, Excel, bundle), unpacked, as text by their names. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';

export const members = (bytes: Buffer): Map<string, string> =>
  new Map(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString('utf8')]));

/** A PDF as text but for its packed streams, in which any few letters come about by chance. */
export const outsideStreams = (pdf: Buffer): string =>
  pdf.toString('latin1').replace(/\bstream\r?\n[\s\S]*?endstream/g, '');

/** What is inside the streams of a PDF, and, where the program is there, the text that its glyphs stand for. */
function insidePdf(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const from = at + (bytes[at + 6] === 13 ? 8 : 7);
    try {
      found.push(inflateSync(bytes.subarray(from, bytes.indexOf('endstream', from))));
    } catch {
      // not packed: its bytes are looked at as they are
    }
  }
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'redacted-')), 'r.pdf');
  fs.writeFileSync(file, bytes);
  const { stdout } = spawnSync('pdftotext', ['-raw', file, '-']);
  fs.rmSync(path.dirname(file), { recursive: true });
  // Lines of a page break words; a blank is no part of any value that is looked for there.
  if (stdout) found.push(stdout, Buffer.from(stdout.toString().replace(/\n/g, '')));
  return found;
}

/** All bytes that a reader can come to: of archives also what is packed inside. */
export function readable(bytes: Buffer, depth = 0): Buffer[] {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return [bytes, ...insidePdf(bytes)];
  if (depth < 3 && bytes.subarray(0, 2).toString('latin1') === 'PK') {
    return [
      bytes,
      ...Object.entries(unzipSync(bytes)).flatMap(([name, content]) => [
        Buffer.from(name),
        ...readable(Buffer.from(content), depth + 1),
      ]),
    ];
  }
  return [bytes];
}
