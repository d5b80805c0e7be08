/**
 * A sealed bundle as a case: checked to its last byte, unpacked into a folder, and opened read-only, or continued as a new
 * case that says where it comes from.
 */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { PAYLOAD } from '../../../shared/model/bundle';
import { CASE_FORMAT, type SignatureFacts } from '../../../shared/model/case';
import { SidedoorError } from '../../../shared/rpc/errors';
import { checkBundle } from '../../../shared/seal/check-bundle';
import type { CheckOptions } from '../../../shared/seal/check-options';
import { readContainer } from '../../../shared/seal/container';
import type { ContainerMember } from '../../../shared/seal/container-content';
import { crcOf } from '../../../shared/seal/hashing';
import { verdict } from '../../../shared/seal/verdict';
import type { BundleOrigin } from '../session';
import { readMeta, writeMeta } from '../store/case-reads';
import { openCaseDb } from '../store/open';
import { ByteFile } from './byte-file';
import { custodyHead } from './custody';
import { CASE_FILE, DATABASE, EVIDENCE, MIRROR } from './layout';
import { nodeHashing } from './node-hashing';

export interface UnpackedBundle extends BundleOrigin {
  /** Folder that holds it as a case; the caller removes it. */
  folder: string;
}

/** Begins with the header of an archive: a bundle, or something that wants to be one. */
export function isBundleFile(file: string): boolean {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return false;
  const bytes = new ByteFile(file);
  try {
    return Buffer.from(bytes.read(0, 4)).toString('latin1') === 'PK\u0003\u0004';
  } finally {
    bytes.close();
  }
}

/**
 * Checks the bundle and unpacks what a case is made of into `folder`, which is empty or missing. Throws `unreadable` for a
 * bundle that is not intact, `conflict` for one of a version that put no database into it.
 */
export async function unpackBundle(file: string, folder: string, options: CheckOptions = {}): Promise<UnpackedBundle> {
  const bytes = new ByteFile(file);
  try {
    const found = verdict(await checkBundle(bytes, path.basename(file), nodeHashing, options), null);
    if (!found.ok) {
      throw new SidedoorError('unreadable', `the bundle is not opened: ${found.summary}`, {
        where: file,
        fix: 'run "verify", and ask for the bundle again',
      });
    }
    const members = await payload(bytes);
    if (!members.has(DATABASE)) {
      throw new SidedoorError('conflict', 'this bundle is of an older version and holds no database to open', {
        where: file,
        fix: 'unpack it and import its data/evidence into a new case',
      });
    }
    fs.mkdirSync(path.join(folder, EVIDENCE), { recursive: true, mode: 0o700 });
    const put = (member: ContainerMember, name: string): Promise<void> =>
      unpack(bytes, member, path.join(folder, name), options);
    await put(members.get(DATABASE)!, DATABASE);
    await put(members.get(MIRROR)!, MIRROR);
    const ledger = JSON.parse(text(bytes, members.get('ledger/files.json')!)) as LedgerFile[];
    const done = new Set<string>();
    for (const { stored, bundlePath } of ledger) {
      const inside = bundlePath?.slice(PAYLOAD.length);
      const member = inside === undefined ? undefined : members.get(inside);
      if (!member || done.has(stored)) continue;
      done.add(stored);
      const at = path.resolve(folder, stored);
      if (!at.startsWith(path.join(path.resolve(folder), EVIDENCE) + path.sep)) {
        throw new SidedoorError('unreadable', 'the bundle names evidence outside the evidence folder', { where: file });
      }
      await put(member, stored);
      fs.chmodSync(at, 0o444);
    }
    const head = settle(folder);
    if (head !== found.custodyHead) {
      throw new SidedoorError('unreadable', 'the database in the bundle holds another custody log than the bundle', {
        where: file,
        fix: 'ask whoever sealed it',
      });
    }
    const { sealed } = JSON.parse(text(bytes, members.get('case.json')!)) as { sealed: BundleOrigin['sealed'] };
    return { folder, file, sealed, custodyHead: head, signature: found.signature ?? null };
  } finally {
    bytes.close();
  }
}

interface LedgerFile {
  stored: string;
  bundlePath: string | null;
}

/** Members below `data/`, by their names there. */
async function payload(bytes: ByteFile): Promise<Map<string, ContainerMember>> {
  const { members } = await readContainer(bytes, {
    crc: (at, length) => crcOf(bytes, nodeHashing, at, length),
    listed: () => Promise.resolve(false), // asked only of archives that are not whole
  });
  return new Map(
    members.flatMap((member) => {
      const inside = member.name.slice(member.name.indexOf('/') + 1);
      return inside.startsWith(PAYLOAD) ? [[inside.slice(PAYLOAD.length), member] as const] : [];
    }),
  );
}

const text = (bytes: ByteFile, member: ContainerMember): string =>
  Buffer.from(bytes.read(member.dataAt, member.stored)).toString('utf8');

async function unpack(bytes: ByteFile, member: ContainerMember, to: string, options: CheckOptions): Promise<void> {
  await fs.promises.mkdir(path.dirname(to), { recursive: true });
  const target = await fs.promises.open(to, 'wx', 0o600);
  try {
    for await (const piece of bytes.pieces(member.dataAt, member.stored, options.signal)) await target.writeFile(piece);
    await target.sync();
  } finally {
    await target.close();
  }
}

/** Writes `case.json` as the database remembers it, and brings an older database to the present format. Gives its head. */
function settle(folder: string): string {
  const file = path.join(folder, DATABASE);
  const look = openCaseDb(file, { readOnly: true });
  const format = look.read.pragma('user_version', { simple: true }) as number;
  const head = custodyHead(look.read);
  const facts = readMeta(look.read, 'case');
  look.close();
  if (facts === null) throw new SidedoorError('unreadable', 'the database in the bundle is not that of a case');
  fs.writeFileSync(path.join(folder, CASE_FILE), facts, { flush: true });
  if (format < CASE_FORMAT) {
    const db = openCaseDb(file);
    db.write.pragma('journal_mode = DELETE');
    db.close();
  }
  return head;
}

/**
 * The unpacked case becomes a new one: an id and name of its own, and a word on where it comes from (`case.continue` in
 * the log is the caller's). Gives what the log says of the bundle.
 */
export async function makeNew(unpacked: UnpackedBundle, name: string): Promise<Record<string, unknown>> {
  const db = openCaseDb(path.join(unpacked.folder, DATABASE));
  let before: { id: string; name: string };
  try {
    const facts = JSON.parse(readMeta(db.read, 'case') ?? '{}') as { id: string; name: string };
    before = facts;
    const made = `${JSON.stringify({ ...facts, id: randomUUID(), name, continues: facts.id }, null, 2)}\n`;
    writeMeta(db.write, 'case', made);
    db.write.pragma('journal_mode = DELETE');
    fs.writeFileSync(path.join(unpacked.folder, CASE_FILE), made, { flush: true });
  } finally {
    db.close();
  }
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(unpacked.file)) hash.update(chunk as Buffer);
  const signature: SignatureFacts | null = unpacked.signature;
  return {
    bundle: path.basename(unpacked.file),
    sha256: hash.digest('hex'),
    case: before.id,
    name: before.name,
    custodyHead: unpacked.custodyHead,
    sealed: unpacked.sealed,
    signer: signature?.fingerprint ?? null,
  };
}
