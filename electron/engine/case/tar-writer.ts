/** A tar archive written piece by piece (ustar, names in pax headers): what any system unpacks, should we be gone. */

const BLOCK = 512;

export interface TarSource {
  /** Path inside the archive, `/` between parts. */
  name: string;
  size: number;
  read(): AsyncIterable<Uint8Array>;
}

/** The archive's bytes. Throws when a file turns out shorter or longer than it said. */
export async function* tarBytes(files: Iterable<TarSource>): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    const pax = Buffer.from(paxRecord('path', file.name));
    yield header('pax', pax.length, 'x');
    yield padded(pax);
    yield header('file', file.size, '0');
    let left = file.size;
    for await (const piece of file.read()) {
      left -= piece.length;
      if (left < 0) break;
      yield piece;
    }
    if (left !== 0) throw new Error(`${file.name} changed while it was being packed`);
    const rest = (BLOCK - (file.size % BLOCK)) % BLOCK;
    if (rest > 0) yield Buffer.alloc(rest);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** `LENGTH key=value\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const body = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(body);
  let length = bytes + 1;
  while (bytes + String(length).length !== length) length = bytes + String(length).length;
  return `${length}${body}`;
}

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);

function header(name: string, size: number, kind: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  if (size < 8 ** 11) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else {
    block.writeUInt32BE(0x80000000, 124);
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write('00000000000\0', 136);
  block.write('        ', 148); // the checksum counts itself as blanks
  block.write(kind, 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return block;
}
