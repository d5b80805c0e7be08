/** Random damage to a file or archive, repeatable by its seed. Every kind of it changes the bytes. */

import { digestsOf } from '../../electron/engine/export/formats/bundle/digest';
import { directory, localHeader, type ZipMember } from '../../shared/base/canonical-zip';

export type Roll = (below: number) => number;

/** Small, repeatable random numbers (mulberry32): a failure names a seed that fails again. */
export function random(seed: number): Roll {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export interface Damage {
  what: string;
  bytes: Buffer;
}

type Kind = (bytes: Buffer, roll: Roll) => Damage;

const noise = (length: number, roll: Roll): Buffer => Buffer.from(Array.from({ length }, () => roll(256)));

/** Damage that needs to know nothing of what the bytes mean. */
const PLAIN: readonly Kind[] = [
  (bytes, roll) => {
    const at = roll(bytes.length);
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at]! + 1 + roll(255)) & 0xff;
    return { what: `byte ${at} changed`, bytes: copy };
  },
  (bytes, roll) => {
    const length = roll(bytes.length);
    return { what: `cut to ${length} bytes`, bytes: bytes.subarray(0, length) };
  },
  (bytes, roll) => {
    const at = roll(bytes.length + 1);
    const more = noise(1 + roll(40), roll);
    return {
      what: `${more.length} bytes put in at ${at}`,
      bytes: Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]),
    };
  },
  (bytes, roll) => {
    const at = roll(bytes.length);
    const length = Math.min(bytes.length - at, 1 + roll(200));
    return {
      what: `${length} bytes taken out at ${at}`,
      bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
    };
  },
  (bytes, roll) => {
    const length = 1 + roll(Math.max(1, Math.min(400, Math.floor(bytes.length / 2))));
    const a = roll(Math.max(1, bytes.length - 2 * length));
    const b = a + length + roll(Math.max(1, bytes.length - a - 2 * length + 1));
    const [from, to] = [bytes.subarray(a, a + length), bytes.subarray(b, b + length)];
    const parts = [bytes.subarray(0, a), to, bytes.subarray(a + length, b), from, bytes.subarray(b + length)];
    return { what: `${length} bytes at ${a} and ${b} swapped`, bytes: Buffer.concat(parts) };
  },
  (bytes, roll) => {
    const lines = bytes.toString('latin1').split('\n');
    const i = roll(lines.length);
    const j = roll(lines.length);
    [lines[i], lines[j]] = [lines[j]!, lines[i]!];
    return { what: `lines ${i + 1} and ${j + 1} swapped`, bytes: Buffer.from(lines.join('\n'), 'latin1') };
  },
];

export interface Member {
  name: string;
  content: Buffer;
}

export function readMembers(bytes: Buffer): Member[] {
  const found: Member[] = [];
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const size = bytes.readUInt32LE(at + 18);
    const nameLength = bytes.readUInt16LE(at + 26);
    const from = at + 30 + nameLength;
    found.push({ name: bytes.subarray(at + 30, from).toString(), content: bytes.subarray(from, from + size) });
    at = from + size;
  }
  return found;
}

/** The archive made anew in its sealed form: what is wrong in it is then the content's fault alone. */
export function zipOf(members: readonly Member[]): Buffer {
  const entries = members.map(({ name, content }): ZipMember => {
    const { crc, size } = digestsOf(content);
    return { name, crc, size };
  });
  const parts = members.flatMap(({ content }, i) => [Buffer.from(localHeader(entries[i]!)), content]);
  return Buffer.concat([...parts, ...[...directory(entries)].map((piece) => Buffer.from(piece))]);
}

/** Damage by someone who can make archives: members swapped, moved, lost, added, or changed with a fresh container. */
const REMADE: readonly Kind[] = [
  (bytes, roll) => {
    const members = readMembers(bytes);
    const [i, j] = [roll(members.length), roll(members.length)];
    const [a, b] = [members[i]!, members[j]!];
    const swapped = members.with(i, { ...a, content: b.content }).with(j, { ...b, content: a.content });
    return { what: `contents of ${a.name} and ${b.name} swapped`, bytes: zipOf(swapped) };
  },
  (bytes, roll) => {
    const members = readMembers(bytes);
    const [i, j] = [roll(members.length), roll(members.length)];
    const moved = members.with(i, members[j]!).with(j, members[i]!);
    return { what: `members ${i} and ${j} in each other’s place`, bytes: zipOf(moved) };
  },
  (bytes, roll) => {
    const members = readMembers(bytes);
    const i = roll(members.length);
    return { what: `${members[i]!.name} left out`, bytes: zipOf(members.toSpliced(i, 1)) };
  },
  (bytes, roll) => {
    const members = readMembers(bytes);
    const top = members[0]!.name.split('/')[0]!;
    const more = { name: `${top}/data/zz-${roll(1_000)}.txt`, content: noise(roll(50), roll) };
    return { what: `${more.name} added`, bytes: zipOf([...members, more]) };
  },
  (bytes, roll) => {
    const members = readMembers(bytes);
    const full = members.flatMap(({ content }, i) => (content.length > 0 ? [i] : []));
    const i = full[roll(full.length)]!;
    const { what, bytes: content } = damaged(members[i]!.content, roll, PLAIN);
    return {
      what: `${members[i]!.name}: ${what}, container made anew`,
      bytes: zipOf(members.with(i, { ...members[i]!, content })),
    };
  },
];

/** Rolls until the bytes differ: two equal bytes swapped are no damage. */
function damaged(bytes: Buffer, roll: Roll, kinds: readonly Kind[]): Damage {
  for (;;) {
    const made = kinds[roll(kinds.length)]!(bytes, roll);
    if (!made.bytes.equals(bytes)) return made;
  }
}

/** One random damage to a bundle: two in three blind, one in three by someone who can make archives. */
export const damagedBundle = (bytes: Buffer, roll: Roll): Damage => damaged(bytes, roll, roll(3) < 2 ? PLAIN : REMADE);

/** One random damage to a plain file that is not empty. */
export const damagedFile = (bytes: Buffer, roll: Roll): Damage => damaged(bytes, roll, PLAIN);
