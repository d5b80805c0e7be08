/** Packed files of any content: all of it comes back, cut ones give their beginning, and other bytes are told from them. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DamagedError } from './damaged';
import { inflated, type Packed } from './inflate';
import { members, openStored, packingOf } from './unpack';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'unpack-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const pack: Record<Packed, (bytes: Buffer) => Buffer> = {
  gzip: (bytes) => zlib.gzipSync(bytes),
  zstd: (bytes) => zlib.zstdCompressSync(bytes),
  raw: (bytes) => zlib.deflateRawSync(bytes),
};
const content = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.tuple(fc.string({ maxLength: 20 }), fc.nat(20_000)).map(([text, times]) => Buffer.from(text.repeat(times))),
);

async function unpack(
  bytes: Buffer,
  packing: Packed,
  size: number,
  dawdle: () => Promise<unknown> | undefined = () => undefined,
): Promise<{ out: Buffer; damage: boolean }> {
  async function* chunks(): AsyncGenerator<Buffer> {
    const lent = Buffer.alloc(size);
    for (let at = 0; at < bytes.length; at += size) yield lent.subarray(0, bytes.copy(lent, 0, at, at + size));
  }
  const parts: Buffer[] = [];
  try {
    for await (const part of inflated(chunks, packing)) {
      parts.push(Buffer.from(part));
      await dawdle();
    }
    return { out: Buffer.concat(parts), damage: false };
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(DamagedError);
    return { out: Buffer.concat(parts), damage: true };
  }
}

describe.each(Object.keys(pack) as Packed[])('%s', (packing) => {
  it('comes back whole, in any chunks', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 5_000 }), async (list, size) => {
        const bytes = Buffer.from(list);
        const { out, damage } = await unpack(pack[packing](bytes), packing, size);
        expect(damage).toBe(false);
        expect(out.equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the beginning of what is cut, and says that it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        async (list, share, size) => {
          const bytes = Buffer.from(list);
          const packed = pack[packing](bytes);
          const cut = packed.subarray(0, Math.floor(share * (packed.length - 1)));
          const { out, damage } = await unpack(cut, packing, size);
          expect(damage).toBe(true);
          expect(bytes.subarray(0, out.length).equals(out)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the same of what is damaged, however slowly it is read', async () => {
    const lines = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `${i * 7919} ${Math.sin(i)}\n`).join(''));
    const whole = pack[packing](lines);
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.02, max: 1, noNaN: true }), fc.boolean(), async (share, isCut) => {
        const at = Math.floor(share * (whole.length - 1));
        const bytes = Buffer.from(isCut ? whole.subarray(0, at) : whole);
        if (!isCut) bytes[at] = bytes[at]! ^ 0x55;
        const quick = await unpack(bytes, packing, 64 * 1024);
        const slow = await unpack(bytes, packing, 64 * 1024, () => setTimeout(1));
        expect([slow.out.length, slow.damage]).toEqual([quick.out.length, quick.damage]);
        expect(slow.out.equals(quick.out)).toBe(true);
        if (isCut && packing !== 'zstd') {
          const all = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
          const good = packing === 'gzip' ? zlib.gunzipSync(bytes, all) : zlib.inflateRawSync(bytes, all);
          expect(quick.out.length).toBe(good.length);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('is damaged by any bytes behind it, without losing any before', async () => {
    if (packing === 'raw') return; // ends of itself; the archive knows its length
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.uint8Array({ minLength: 4, maxLength: 40 }),
        fc.integer({ min: 1, max: 500 }),
        async (list, behind, size) => {
          fc.pre(behind[0] !== 0 && packingOf(Buffer.from(behind)) === 'none');
          const bytes = Buffer.from(list);
          const { out, damage } = await unpack(Buffer.concat([pack[packing](bytes), behind]), packing, size);
          expect(damage).toBe(true);
          expect(out.equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

it('any bytes as an archive: members, or a word on the damage', async () => {
  const at = path.join(folder, 'any');
  const heads = ['PK\x03\x04', 'PK\x05\x06', '\x1f\x8b\x08\x00', '', `${'a'.repeat(257)}ustar\x00`];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...heads),
      fc.uint8Array({ maxLength: 1_500 }),
      fc.constantFrom('zip' as const, 'tar' as const, 'tar+gzip' as const),
      async (head, list, packing) => {
        fs.writeFileSync(at, Buffer.concat([Buffer.from(head, 'latin1'), list]));
        try {
          for (const { member, problem } of await members(at, packing)) {
            if (problem !== null) continue;
            for await (const chunk of openStored({ path: at, packing, member }))
              expect(chunk.length).toBeGreaterThan(0);
          }
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DamagedError);
        }
      },
    ),
    { numRuns: 300 },
  );
});
