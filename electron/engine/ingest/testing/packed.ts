/** Archives for tests, of files that need not lie on the disk. */
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import yazl from 'yazl';
import { tarBytes } from '../../case/tar-writer';

export type Packing = 'zip' | 'tar' | 'tar+gzip';
export type Files = readonly { name: string; bytes: Buffer }[];

export async function packed(packing: Packing, files: Files): Promise<Buffer> {
  if (packing === 'zip') return zip(files);
  const tar = await collected(
    tarBytes(files.map(({ name, bytes }) => ({ name, size: bytes.length, read: () => Readable.from([bytes]) }))),
  );
  return packing === 'tar' ? tar : zlib.gzipSync(tar);
}

function zip(files: Files): Promise<Buffer> {
  const out = new yazl.ZipFile();
  for (const { name, bytes } of files) out.addBuffer(bytes, name);
  out.end();
  return collected(out.outputStream as unknown as AsyncIterable<Buffer>);
}

async function collected(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
