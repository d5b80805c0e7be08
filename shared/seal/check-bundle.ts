/** Checks a bundle: every byte of the archive, every hash of the bag, the custody chain, the signature, what the data say. */
import { plural } from '../base/text';
import { compareMembers, isTag, TAG_FILES } from '../model/bundle';
import type { Problem } from '../model/case';
import { type BagMember, checkBag } from './bag';
import { checkBundleContent } from './bundle-content';
import type { CheckOptions } from './check-options';
import { readContainer } from './container';
import type { ContainerMember } from './container-content';
import { type ByteSource, crcOf, digestsOf, type Hashing } from './hashing';
import { textOf } from './lines';
import { checkSignature } from './signature';
import type { Findings } from './verdict';

/** Tag files are held as text; one larger than this is not read (a million members need about 200 MB). */
const TEXT_LIMIT = 512 << 20;

/** `archive`: the file's name, for problems of the archive itself. Never throws for bad content. */
export async function checkBundle(
  file: ByteSource,
  archive: string,
  hashing: Hashing,
  options: CheckOptions = {},
): Promise<Findings> {
  const problems: Problem[] = [];
  const inContainer = (offset: number, why: string): void => {
    problems.push({ file: archive, kind: 'container', why, offset });
  };
  let names: Set<string> | null = null;
  const container = await readContainer(file, {
    crc: (at, length) => crcOf(file, hashing, at, length),
    async listed(name, members) {
      names ??= await listedNames(file, members);
      return names.has(name);
    },
  });
  for (const { offset, why } of container.damage) inContainer(offset, why);
  if (container.isUnread) return { problems, custodyHead: null, signature: null };

  const top = topOf(container.members);
  const total = container.members.reduce((sum, member) => sum + member.stored, 0);
  let done = 0;
  const members = new Map<string, BagMember>();
  const placed = new Map<string, ContainerMember>();
  let before: string | null = null;
  for (const member of container.members) {
    const headerAt = member.dataAt;
    if (!member.name.startsWith(`${top}/`)) {
      inContainer(headerAt, `${member.name} lies outside the folder ${top}`);
    }
    const inside = member.name.startsWith(`${top}/`) ? member.name.slice(top.length + 1) : member.name;
    if (before !== null && compareMembers(before, inside) >= 0) {
      inContainer(headerAt, `${inside} stands twice or in the wrong order`);
    }
    before = inside;
    const digests = await digestsOf(
      file,
      hashing,
      member.dataAt,
      member.stored,
      (bytes) => {
        done += bytes;
        options.progress?.({ phase: 'hashing', done, total, unit: 'bytes' });
      },
      options.signal,
    );
    members.set(inside, {
      sha256: digests.sha256,
      sha512: digests.sha512,
      size: member.stored,
      harm:
        member.stored !== member.size
          ? `${plural(member.stored, 'byte')} ${member.stored === 1 ? 'stands' : 'stand'} where ${member.size.toLocaleString('en')} ${member.size === 1 ? 'was' : 'were'} sealed`
          : digests.crc !== member.crc
            ? 'the content differs from its CRC-32'
            : null,
      text: isTag(inside) && member.stored <= TEXT_LIMIT ? await text(file, member) : null,
    });
    placed.set(inside, member);
  }
  const bag = checkBag(members);
  problems.push(...bag.problems);
  const found: Findings = { problems, custodyHead: bag.custodyHead, signature: null };
  // The signature is over the manifests: where these are unharmed it still tells what was signed.
  if (problems.some(({ file: name }) => isTag(name))) return found;
  const signed = checkSignature({ members, info: bag.info });
  // What the data say is only looked at in files that are themselves unharmed: else every flip would be told twice.
  if (problems.some(({ kind }) => kind !== 'container' || !container.isForeign))
    return { ...found, signature: signed.signature };
  const open = (name: string): AsyncIterable<Uint8Array> | null => {
    const member = placed.get(name);
    return member ? file.pieces(member.dataAt, member.stored, options.signal) : null;
  };
  problems.push(...signed.problems);
  problems.push(...(await checkBundleContent({ members, info: bag.info, open, hashing }, options)));
  return { ...found, signature: signed.signature };
}

const text = async (file: ByteSource, member: ContainerMember): Promise<string> =>
  textOf([await file.read(member.dataAt, member.stored)]);

/** The folder that most members lie in: one damaged name must not blame all others. */
function topOf(members: readonly ContainerMember[]): string {
  const counts = new Map<string, number>();
  for (const { name } of members) {
    const top = name.split('/', 1)[0]!;
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** Full names that the bundle's own manifests list, and those of the fixed files. */
async function listedNames(file: ByteSource, members: readonly ContainerMember[]): Promise<Set<string>> {
  const top = topOf(members);
  const names = new Set<string>(TAG_FILES.map((name) => `${top}/${name}`));
  for (const member of members) {
    if (!/manifest-sha(256|512)\.txt$/.test(member.name) || member.stored > TEXT_LIMIT) continue;
    for (const line of (await text(file, member)).split('\n')) {
      const gap = line.indexOf('  ');
      if (gap > 0) names.add(`${top}/${line.slice(gap + 2)}`);
    }
  }
  return names;
}
