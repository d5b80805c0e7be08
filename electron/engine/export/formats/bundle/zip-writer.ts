/** Writes the canonical ZIP piece by piece. */
import { crc32 } from 'node:zlib';
import { directory, localHeader, type ZipMember } from '../../../../../shared/base/canonical-zip';
import type { Sink } from '../../sink';

export class ZipWriter {
  readonly #members: ZipMember[] = [];
  constructor(readonly sink: Sink) {}

  /** Adds a member whose size and CRC are known beforehand; throws when the content turns out to be another one. */
  async add(member: ZipMember, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    await this.sink.write(localHeader(member));
    let size = 0;
    let crc = 0;
    for await (const chunk of content) {
      size += chunk.length;
      crc = crc32(chunk, crc);
      await this.sink.write(chunk);
    }
    if (size !== member.size || crc !== member.crc) throw new Error(`${member.name} changed while it was being sealed`);
    this.#members.push({ name: member.name, size, crc });
  }

  async finish(): Promise<void> {
    for (const piece of directory(this.#members)) await this.sink.write(piece);
  }
}
