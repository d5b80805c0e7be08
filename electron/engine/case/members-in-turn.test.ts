/** What is taken out of an archive in turn is what is found in it one by one; damage and disorder only cost the shorter way. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Files, type Packing, packed } from '../ingest/testing/packed';
import { DamagedError } from './damaged';
import { heldIfSmall, MembersInTurn } from './members-in-turn';
import { members, openStored, type StoredAt } from './unpack';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'in-turn-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const PACKINGS: Packing[] = ['zip', 'tar', 'tar+gzip'];

/** Bytes, and what is said behind them where they end in damage. */
async function found(at: StoredAt): Promise<string> {
  const chunks: Buffer[] = [];
  let damage = '';
  try {
    for await (const chunk of openStored(at)) chunks.push(Buffer.from(chunk));
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(DamagedError);
    damage = (thrown as Error).message;
  }
  return `${Buffer.concat(chunks).toString('hex')} ${damage}`;
}

async function write(name: string, packing: Packing, files: Files): Promise<{ path: string; packing: Packing }> {
  const at = path.join(folder, name);
  fs.writeFileSync(at, await packed(packing, files));
  return { path: at, packing };
}

const content = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc.uint8Array({ maxLength: 300 }).map((list) => Buffer.from(list)),
  fc.string({ minLength: 1, maxLength: 20 }).map((word) => Buffer.from(word.repeat(5_000))),
  fc.uint8Array({ maxLength: 300 }).map((list) => zlib.gzipSync(Buffer.from(list))),
  fc.uint8Array({ maxLength: 300 }).map((list) => zlib.zstdCompressSync(Buffer.from(list))),
);
const named = (all: readonly Buffer[], end = 'log'): Files => all.map((bytes, i) => ({ name: `${i}.${end}`, bytes }));

describe.each(PACKINGS)('%s', (packing) => {
  it('gives what is found one by one: packed members, archives in it, cut and changed ones', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { maxLength: 5 }),
        fc.array(content, { maxLength: 3 }),
        fc.option(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { nil: null }),
        async (outer, inner, harm) => {
          const files = [
            ...named(outer.slice(0, 2)),
            { name: 'inner.zip', bytes: await packed('zip', named(inner)) },
            ...named(outer.slice(2), 'json'),
          ];
          const archive = await write('any', packing, files);
          const whole = fs.readFileSync(archive.path);
          if (harm) {
            const [share, isCut] = harm;
            const at = Math.floor(share * (whole.length - 1));
            if (isCut) fs.truncateSync(archive.path, at);
            else fs.writeFileSync(archive.path, whole.with(at, whole[at]! ^ 0x55));
          }
          const listed = await members(archive.path, packing).catch(() => []);
          await using inTurn = new MembersInTurn(archive);
          for (const { member, problem } of listed) {
            if (problem !== null) continue;
            const at = { ...archive, member };
            expect(await found(await heldIfSmall(inTurn, at))).toBe(await found(at));
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it('holds every member asked for in turn, also by several who do not wait for each other', async () => {
    const files = named(Array.from({ length: 40 }, (_, i) => Buffer.from(`${i} `.repeat(i + 1))));
    const archive = await write('many', packing, [...files, { name: 'in.zip', bytes: await packed('zip', files) }]);
    const listed = await members(archive.path, packing);
    expect(listed).toHaveLength(80);
    await using inTurn = new MembersInTurn(archive);
    const held = await Promise.all(listed.map(({ member }) => inTurn.whole(member)));
    expect(held.map((bytes) => Buffer.from(bytes!).toString())).toEqual(
      [...files, ...files].map(({ bytes }) => bytes.toString()),
    );
  });

  it('leaves what is large, and goes on behind it', async () => {
    const large = Buffer.alloc(4 * 1024 * 1024 + 1, 'x');
    const archive = await write('large', packing, named([large, Buffer.from('behind')]));
    const [first, second] = await members(archive.path, packing);
    await using inTurn = new MembersInTurn(archive);
    expect(await inTurn.whole(first!.member)).toBeNull();
    expect(await text(Readable.from([Buffer.from((await inTurn.whole(second!.member))!)]))).toBe('behind');
  });

  it('in another order gives the same or leaves it to be found', async () => {
    const archive = await write('order', packing, named([Buffer.from('one'), Buffer.from('two')]));
    const [first, second] = await members(archive.path, packing);
    await using inTurn = new MembersInTurn(archive);
    expect(Buffer.from((await inTurn.whole(second!.member))!).toString()).toBe('two');
    const again: StoredAt = await heldIfSmall(inTurn, { ...archive, member: first!.member });
    expect(await found(again)).toBe(`${Buffer.from('one').toString('hex')} `);
    expect(again.held === null).toBe(packing !== 'zip'); // a zip is read at any place
  });
});

it('is ended on the way to a member behind large ones', async () => {
  const large = Buffer.alloc(24 * 1024 * 1024, 'x');
  const archive = await write('far', 'tar', named([large, Buffer.from('behind')]));
  const [, second] = await members(archive.path, 'tar');
  const stop = new AbortController();
  await using inTurn = new MembersInTurn(archive, stop.signal);
  const asked = inTurn.whole(second!.member);
  stop.abort(new Error('not any more'));
  await expect(asked).rejects.toThrow('not any more');
});

it('tells what the file system says', async () => {
  await using inTurn = new MembersInTurn({ path: path.join(folder, 'absent'), packing: 'tar' });
  await expect(inTurn.whole('0 a')).rejects.toMatchObject({ code: 'ENOENT' });
});
