import { describe, expect, it } from 'vitest';
import {
  type ByteReader,
  directory,
  localHeader,
  readDirectory,
  readLocalHeader,
  type ZipMember,
} from './canonical-zip';

/** An archive whose contents are never there: only headers and directory are asked for. */
function hollow(members: readonly ZipMember[]): ByteReader {
  const pieces: { at: number; bytes: Uint8Array }[] = [];
  let at = 0;
  for (const member of members) {
    const bytes = localHeader(member);
    pieces.push({ at, bytes });
    at += bytes.length + member.size;
  }
  const tail: Uint8Array[] = [...directory(members)];
  const joined = new Uint8Array(tail.reduce((sum, piece) => sum + piece.length, 0));
  let end = 0;
  for (const piece of tail) {
    joined.set(piece, end);
    end += piece.length;
  }
  pieces.push({ at, bytes: joined });
  const size = at + joined.length;
  return {
    size,
    read(from, length) {
      const out = new Uint8Array(Math.max(0, Math.min(length, size - from)));
      for (const piece of pieces) {
        const start = Math.max(from, piece.at);
        const stop = Math.min(from + out.length, piece.at + piece.bytes.length);
        if (start < stop) out.set(piece.bytes.subarray(start - piece.at, stop - piece.at), start - from);
      }
      return out;
    },
  };
}

const GIB = 2 ** 30;
const member = (name: string, size: number): ZipMember => ({ name, size, crc: 0xdeadbeef });

describe('the canonical ZIP', () => {
  it.each([
    ['small', [member('a', 0), member('b/ü', 5)]],
    [
      'a member of 4 GiB less one byte, which is the first that needs zip64',
      [member('a', 4 * GIB - 1), member('b', 1)],
    ],
    ['a member just below', [member('a', 4 * GIB - 2)]],
    ['members beyond 4 GiB', [member('a', 3 * GIB), member('b', 3 * GIB), member('c', 7)]],
    ['large ones beyond 4 GiB', [member('a', 9 * GIB), member('b', 9 * GIB), member('c', 7)]],
  ])('reads back what it wrote: %s', async (_what, members) => {
    const file = hollow(members);
    const found = await readDirectory(file);
    expect(found?.members.map(({ name, size, crc }) => ({ name, size, crc }))).toEqual(members);
    expect(found).toMatchObject({ end: file.size });
    expect(found!.start).toBe(found!.said);
    for (const one of found!.members) {
      expect(await readLocalHeader(file, one.at)).toMatchObject({ name: one.name, size: one.size, length: one.length });
    }
  });

  it('counts members beyond 65,534', async () => {
    const members = Array.from({ length: 65_535 }, (_, i) => member(`m${i}`, 0));
    const pieces = [...directory(members)];
    expect(pieces.at(-1)!.length).toBe(98); // zip64 end, locator, end
    expect([...directory(members.slice(1))].at(-1)!.length).toBe(22);
  });

  it('refuses names that no archive can hold', async () => {
    expect(() => localHeader(member('', 0))).toThrow(RangeError);
    expect(() => localHeader(member('x'.repeat(65_536), 0))).toThrow(RangeError);
  });
});
