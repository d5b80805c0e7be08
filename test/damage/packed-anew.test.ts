/** Bundles that another program packed anew: never taken for the sealed file, and what was changed in them is named all the same. */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { nodeHashing } from '../../electron/engine/case/node-hashing';
import type { Verification } from '../../shared/model/case';
import { checkBundle } from '../../shared/seal/check-bundle';
import { crcOf } from '../../shared/seal/hashing';
import { verdict } from '../../shared/seal/verdict';
import { readMembers } from './mutate';
import { bytesSource, signedBundle } from './sealed';

type Files = [name: string, content: Buffer][];

/** As an ordinary ZIP program writes it: a time, an extra field, a comment; `isPacked`: compressed. */
async function zip(files: Files, isPacked = false, hidden = Buffer.alloc(0)): Promise<Buffer> {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [i, [name, content]] of files.entries()) {
    const title = Buffer.from(name);
    const body = isPacked ? deflateRawSync(content) : content;
    const crc = await crcOf(bytesSource(content), nodeHashing, 0, content.length);
    const facts = Buffer.alloc(26); // from "version needed" to the lengths, the same in both headers
    for (const [place, value] of [[0, 20], [4, isPacked ? 8 : 0], [6, 0x6c32], [8, 0x5d77], [22, title.length], [24, 4]] as const) facts.writeUInt16LE(value, place); // biome-ignore format: table
    for (const [place, value] of [[10, crc], [14, body.length], [18, content.length]] as const) facts.writeUInt32LE(value, place); // biome-ignore format: table
    const extra = Buffer.from([0x77, 0x77, 0, 0]);
    const between = i === 1 ? hidden : Buffer.alloc(0);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(at + between.length, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), facts, more, title, extra]));
    const member = Buffer.concat([between, Buffer.from('PK\x03\x04'), facts, title, extra, body]);
    parts.push(member);
    at += member.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

const hex = (algorithm: string, content: Buffer): string => createHash(algorithm).update(content).digest('hex');

/** Hashes of everything made right again, as whoever changes a bundle would. */
function hashedAnew(files: Files): Files {
  const top = files[0]![0].split('/', 1)[0]!;
  const all = new Map(files);
  for (const kind of ['manifest', 'tagmanifest'])
    for (const algorithm of ['sha256', 'sha512']) {
      const own = `${top}/${kind}-${algorithm}.txt`;
      const names = all.get(own)!.toString().trimEnd().split('\n').map((line) => line.slice(line.indexOf('  ') + 2)); // biome-ignore format: one list
      all.set(
        own,
        Buffer.from(names.map((name) => `${hex(algorithm, all.get(`${top}/${name}`)!)}  ${name}\n`).join('')),
      );
    }
  return [...all];
}

const check = async (bytes: Buffer): Promise<Verification> =>
  verdict(await checkBundle(bytesSource(bytes), 'b.zip', nodeHashing), null);
const told = ({ problems }: Verification): string[] => problems.map(({ file, kind, why }) => `${kind} ${file}: ${why}`);
const filesOf = async (): Promise<Files> =>
  readMembers(await signedBundle()).map(({ name, content }) => [name, content]);

it('says that it was packed anew, and nothing else of members that are whole', async () => {
  const found = await check(await zip(await filesOf()));
  expect([found.ok, told(found)]).toEqual([false, ['container b.zip: another program packed this archive anew: its members are judged, but it is not the file that was sealed']]); // biome-ignore format: one list
  expect(found.signer).toMatch(/^[0-9a-f]{64}$/);
  const packed = await check(await zip(await filesOf(), true));
  expect(told(packed)).toEqual([expect.stringMatching(/^container b\.zip: .* compressed \d+ members/)]);
});

it('names what was changed inside, also where two files were exchanged and all hashes made right', async () => {
  const files = await filesOf();
  const place = (name: string): number => files.findIndex(([path]) => path.endsWith(`/data/${name}`));
  const [a, b] = [place('decisions.ndjson'), place('annotations.ndjson')];
  const changed: Files = files.map(([name, content]) => [name, content]);
  changed[a]![1] = Buffer.from('{}\n');
  expect(told(await check(await zip(changed)))).toContain('changed data/decisions.ndjson: sha256 differs');
  const exchanged: Files = files.map(([name, content]) => [name, content]);
  [exchanged[a]![1], exchanged[b]![1]] = [exchanged[b]![1], exchanged[a]![1]];
  const found = told(await check(await zip(hashedAnew(exchanged))));
  expect(found.filter((line) => !line.startsWith('container')).length).toBeGreaterThan(0);
});

it('names bytes between members and members inside each other', async () => {
  const files = await filesOf();
  const found = await check(await zip(files, false, Buffer.from('hidden bytes')));
  expect(told(found)).toContain('container b.zip: 12 bytes that belong to no member');
  const bytes = await zip(files);
  const second = bytes.indexOf('PK\x01\x02', bytes.indexOf('PK\x01\x02') + 4);
  bytes.writeUInt32LE(0, second + 42); // its place is the first one's
  expect(told(await check(bytes)).join('\n')).toMatch(/ lies inside another member/);
});
