/**
 * The archive around a bundle's members, checked byte for byte: from names, sizes and CRCs the canonical ZIP is derived
 * again and compared. What differs is named by its offset. Contents are not read here, only placed.
 */
import {
  type ByteReader,
  centralHeader,
  type Directory,
  directory,
  firstDifference,
  localHeader,
  type PlacedMember,
  readDirectory,
  readLocalHeader,
  sameBytes,
} from '../base/canonical-zip';
import { plural } from '../base/text';
import type { Container, ContainerMember, Damage } from './container-content';
import { readForeign } from './foreign-zip';

export interface ContainerHelp {
  /** CRC-32 of `length` bytes from `at`. */
  crc(at: number, length: number): Promise<number>;
  /** Is this full name one that the bundle's own manifests list? Asked only where two headers disagree. */
  listed(name: string, members: readonly ContainerMember[]): Promise<boolean>;
}

/** Never throws for bad content: a file that is no archive at all yields damage at offset 0 and no members. */
export async function readContainer(file: ByteReader, help: ContainerHelp): Promise<Container> {
  const found = await readDirectory(file);
  if (found && found.members.length > 0) return byDirectory(file, found, help);
  const followed = await byHeaders(file);
  const foreign = await readForeign(file);
  const isBetter = foreign && (followed.members.length === 0 || foreign.members.length > followed.members.length);
  return isBetter ? foreign : followed;
}

/** The directory holds in itself; the local headers are held against it. */
async function byDirectory(file: ByteReader, found: Directory, help: ContainerHelp): Promise<Container> {
  const damage: Damage[] = [];
  const members: ContainerMember[] = found.members.map((member) => ({
    name: member.name,
    size: member.size,
    crc: member.crc,
    dataAt: member.at + member.length,
    stored: member.size,
  }));
  // Bytes added (or cut, below 0) somewhere before the directory; headers after that place are found shifted.
  const delta = found.start - found.said;
  let shift = 0;
  const standsAt = async (index: number, by: number): Promise<boolean> => {
    const member = found.members[index];
    if (!member) return by === delta; // behind the last member stands the directory
    const at = member.at + by;
    return at >= 0 && sameBytes(await file.read(at, member.length), localHeader(member));
  };
  for (const [index, member] of found.members.entries()) {
    const own = members[index]!;
    if (!(await standsAt(index, shift))) {
      if (delta !== 0 && shift === 0 && (await standsAt(index, delta))) {
        shift = delta;
        const before = members[index - 1];
        if (before) before.stored += delta;
        else
          damage.push({
            offset: 0,
            why: `${plural(Math.abs(delta), 'byte')} ${delta > 0 ? 'added' : 'cut'} before the first member`,
          });
      } else {
        damage.push(await disagreement(file, member, own, shift, members, help));
        if (delta !== 0 && shift === 0 && (await standsAt(index + 1, delta))) shift = delta;
      }
    }
    own.dataAt = member.at + shift + member.length;
  }
  const last = members.at(-1)!;
  if (shift !== delta) last.stored += delta;
  if (found.end < file.size) {
    damage.push({ offset: found.end, why: `${plural(file.size - found.end, 'byte')} after the end of the archive` });
  }
  for (const member of members) await surplus(file, member, damage, help);
  return { members, damage };
}

/**
 * A local header and the directory say different things of one member. The content's CRC or the manifests tell which
 * of them was touched; the other one's facts are used from here on.
 */
async function disagreement(
  file: ByteReader,
  member: PlacedMember,
  own: ContainerMember,
  shift: number,
  members: readonly ContainerMember[],
  help: ContainerHelp,
): Promise<Damage> {
  const at = Math.max(0, member.at + shift);
  const differs = at + firstDifference(await file.read(at, member.length), localHeader(member));
  const local = await readLocalHeader(file, at);
  if (local && local.size === member.size && local.length === member.length) {
    const localIsRight =
      local.name === member.name
        ? (await help.crc(at + member.length, member.size)) === local.crc
        : (await help.listed(local.name, members)) && !(await help.listed(member.name, members));
    if (localIsRight) {
      own.name = local.name;
      own.crc = local.crc;
      const actual = await file.read(member.central, centralHeader(member, member.at).length);
      const offset = member.central + firstDifference(actual, centralHeader(local, member.at));
      return { offset, why: `the directory's line of ${local.name} differs from the sealed form` };
    }
  }
  return { offset: differs, why: `the header of ${member.name} differs from the sealed form` };
}

/** Bytes between a whole content and the next header belong to no member: they are the container's. */
async function surplus(
  file: ByteReader,
  member: ContainerMember,
  damage: Damage[],
  help: ContainerHelp,
): Promise<void> {
  const more = member.stored - member.size;
  if (more <= 0) return;
  const before = (await help.crc(member.dataAt + more, member.size)) === member.crc;
  const after = (await help.crc(member.dataAt, member.size)) === member.crc;
  if (!before && !after) return;
  damage.push({
    offset: member.dataAt + (after ? member.size : 0),
    why: `${plural(more, 'byte')} that ${more === 1 ? 'belongs' : 'belong'} to no member`,
  });
  if (!after) member.dataAt += more;
  member.stored = member.size;
  if (member.dataAt + member.stored > file.size) member.stored = file.size - member.dataAt;
}

/** No directory to go by: the headers are followed from the first byte, and the directory is derived from them. */
async function byHeaders(file: ByteReader): Promise<Container> {
  const members: ContainerMember[] = [];
  const damage: Damage[] = [];
  let at = 0;
  for (;;) {
    const header = await readLocalHeader(file, at);
    if (!header) break;
    const dataAt = at + header.length;
    const stored = Math.min(header.size, file.size - dataAt);
    members.push({ name: header.name, size: header.size, crc: header.crc, dataAt, stored });
    if (stored < header.size) {
      damage.push({ offset: file.size, why: `the archive ends inside ${header.name}` });
      return { members, damage };
    }
    at = dataAt + header.size;
  }
  if (members.length === 0) return { members, damage: [{ offset: 0, why: 'this is no archive of ours' }] };
  let same = at;
  for (const piece of directory(members)) {
    const differs = firstDifference(await file.read(same, piece.length), piece);
    same += differs;
    if (differs < piece.length) {
      const why =
        same >= file.size ? 'the archive ends before its directory does' : 'the directory differs from the sealed form';
      return { members, damage: [{ offset: same, why }] };
    }
  }
  damage.push({ offset: same, why: 'bytes after the end of the archive' });
  return { members, damage };
}
