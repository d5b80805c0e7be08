/** The bag's rules (BagIt 1.0, as we write it): what is listed is there, what is there is listed, every hash agrees. */
import {
  ALGORITHMS,
  type Algorithm,
  BAGIT_TEXT,
  BUNDLE_FORMATS,
  compareMembers,
  isListedTag,
  isSafePath,
  isTag,
  LABEL,
  MANIFESTS,
  manifestLine,
  PAYLOAD,
  parseBagInfo,
  parseManifest,
  TAG_FILES,
  TAG_MANIFESTS,
} from '../model/bundle';
import type { Problem } from '../model/case';

export interface BagMember {
  sha256: string;
  sha512: string;
  size: number;
  /** Why its content is known to be damaged without asking a manifest (CRC, length); null if it is not. */
  harm: string | null;
  /** Content of tag files; null for payload. */
  text: string | null;
}

export interface BagFindings {
  problems: Problem[];
  info: Map<string, string>;
  custodyHead: string | null;
}

/** Problems of the bag, each file named once. A manifest that is itself damaged blames nobody. */
export function checkBag(members: ReadonlyMap<string, BagMember>): BagFindings {
  const found = new Map<string, Problem>();
  const blame = (file: string, kind: Problem['kind'], why: string): void => {
    if (!found.has(file)) found.set(file, { file, kind, why, offset: null });
  };
  for (const [file, member] of members) if (member.harm !== null) blame(file, 'changed', member.harm);
  for (const file of TAG_FILES) if (!members.has(file)) blame(file, 'missing', 'every bundle has this file');

  const payload = [...members.keys()].filter((file) => file.startsWith(PAYLOAD));
  const compare = (manifest: string, algorithm: Algorithm, listed: readonly string[]): void => {
    const own = members.get(manifest);
    if (!own || own.text === null || found.has(manifest)) return;
    const hashes = parseManifest(own.text, algorithm);
    if (!hashes) {
      blame(manifest, 'changed', 'this is no manifest in the sealed form');
      return;
    }
    for (const [file, hash] of hashes) {
      const member = members.get(file);
      if (!member) blame(file, 'missing', `listed in ${manifest}`);
      else if (member[algorithm] !== hash) blame(file, 'changed', `${algorithm} differs`);
    }
    for (const file of listed) if (!hashes.has(file)) blame(file, 'extra', `not listed in ${manifest}`);
    const canonical = [...hashes.keys()].sort(compareMembers).map((file) => manifestLine(hashes.get(file)!, file));
    if (canonical.join('') !== own.text) blame(manifest, 'changed', 'its lines are not in the sealed order and form');
  };
  // Tag manifests first: they tell which of the payload's manifests may be believed.
  const tags = [...members.keys()].filter(isListedTag);
  for (const algorithm of ALGORITHMS) compare(TAG_MANIFESTS[algorithm], algorithm, tags);
  for (const algorithm of ALGORITHMS) compare(MANIFESTS[algorithm], algorithm, payload);

  for (const file of members.keys()) {
    if (!file.startsWith(PAYLOAD) && !isTag(file)) {
      blame(file, 'extra', 'no bundle has a file of this name');
    }
    if (!isSafePath(file)) blame(file, 'extra', 'a path that must not be unpacked');
  }
  const bagit = members.get('bagit.txt')?.text;
  if (bagit !== undefined && bagit !== BAGIT_TEXT) blame('bagit.txt', 'changed', 'not the declaration of BagIt 1.0');

  const info = parseBagInfo(members.get('bag-info.txt')?.text ?? '');
  if (!found.has('bag-info.txt')) checkInfo(info, members, payload, blame);
  return { problems: [...found.values()], info, custodyHead: info.get(LABEL.custodyHead) ?? null };
}

function checkInfo(
  info: Map<string, string>,
  members: ReadonlyMap<string, BagMember>,
  payload: readonly string[],
  blame: (file: string, kind: Problem['kind'], why: string) => void,
): void {
  const format = Number(info.get(LABEL.format));
  if (!(BUNDLE_FORMATS as readonly number[]).includes(format)) {
    blame(
      'bag-info.txt',
      'changed',
      `bundle format ${info.get(LABEL.format) ?? 'not named'}; this version reads ${BUNDLE_FORMATS.join(' and ')}`,
    );
  }
  const octets = payload.reduce((sum, file) => sum + members.get(file)!.size, 0);
  if (info.get('Payload-Oxum') !== `${octets}.${payload.length}`) {
    blame('bag-info.txt', 'changed', 'Payload-Oxum is not that of the payload');
  }
}
