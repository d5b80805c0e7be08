/** Answers of the mapping step: a table of unknown origin under a mapping, and mappings as files. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { HandlersOf, mappings } from '../../../shared/contract';
import type { TableRef } from '../../../shared/contract/mappings';
import { type ChosenMapping, MAPPING_LIMIT, type Mapping, mappingText } from '../../../shared/model/mapping';
import { SidedoorError } from '../../../shared/rpc/errors';
import { DamagedError, dropIncoming, incomingPath, type StoredAt, unlockMember } from '../case/evidence';
import type { Session } from '../session';
import { builtWorker } from './early-threads';
import { listInputs, listMembers, packingOfFile, whyUnreadable } from './inputs';
import { rememberedPasswords } from './locked';
import { chosenMapping, MappingError, readMapping } from './mapping/chosen';
import { countAll } from './mapping/count';
import { previewTable } from './mapping/preview';
import { NoTable } from './mapping/records';
import { parseThreads } from './parse-threads';

export interface MappingDeps {
  /** The built parse worker; null parses in this thread. Unset: the one beside the built engine, where there is one. */
  parseWorker?: string | null;
}

export function mappingHandlers(session: Session, deps: MappingDeps = {}): HandlersOf<typeof mappings> {
  return {
    'imports.preview': async (input) => {
      const { at, name, done } = await tableOf(session, input);
      try {
        return await previewTable(at, name, input.mapping, input.header ?? null);
      } catch (thrown) {
        if (thrown instanceof NoTable)
          throw new SidedoorError('bad-input', thrown.message, {
            where: name,
            fix: 'save it as CSV, or as JSON with one object for each record',
          });
        throw unreadable(thrown, name);
      } finally {
        done();
      }
    },

    'imports.check': async ({ file, inside, mapping }, { signal, progress }) => {
      const { at, name, bytes, done } = await tableOf(session, { file, inside });
      const threads = parseThreads(deps.parseWorker === undefined ? builtWorker() : deps.parseWorker);
      try {
        const job = { ...at, copyTo: null, source: null, zone: null, mapping: chosenMapping(mapping), lane: null };
        const told = (done: number): void => progress({ phase: 'counting', done, total: bytes, unit: 'bytes' });
        return await countAll(threads.parse(job, bytes), signal, told);
      } catch (thrown) {
        if (thrown instanceof NoTable) throw new SidedoorError('bad-input', thrown.message, { where: name });
        throw unreadable(thrown, name);
      } finally {
        threads.close();
        done();
      }
    },

    'imports.readMapping': ({ file }) => {
      const { mapping, file: name, sha256 } = fromFile(session, file);
      return { mapping, file: name!, sha256 };
    },

    'imports.saveMapping': ({ mapping, sink }) => {
      const target = session.path(sink, 'write');
      const bytes = Buffer.from(mappingText(mapping));
      const temp = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(4).toString('hex')}.part`);
      try {
        fs.writeFileSync(temp, bytes, { flag: 'wx' });
        fs.renameSync(temp, target);
      } catch (thrown) {
        fs.rmSync(temp, { force: true });
        throw unreadable(thrown, target);
      }
      return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
  };
}

/** The mapping that an import was given: a file's token, or the mapping itself. */
export function chosenBy(session: Session, given: string | Mapping | null): ChosenMapping | null {
  if (given === null) return null;
  return typeof given === 'string' ? fromFile(session, given) : chosenMapping(given);
}

function fromFile(session: Session, token: string): ChosenMapping {
  const at = session.path(token, 'read');
  const name = path.basename(at);
  try {
    // More than the limit is enough to know that it is too much.
    const file = fs.openSync(at, 'r');
    try {
      const bytes = Buffer.alloc(MAPPING_LIMIT + 1);
      const length = fs.readSync(file, bytes, 0, bytes.length, 0);
      return readMapping(bytes.subarray(0, length), name);
    } finally {
      fs.closeSync(file);
    }
  } catch (thrown) {
    if (thrown instanceof MappingError)
      throw new SidedoorError('bad-input', `the mapping cannot be used: ${thrown.message}`, {
        where: name,
        fix: 'make it anew with "Map columns…" in Sources',
      });
    throw unreadable(thrown, name);
  }
}

/**
 * The one file meant: only names that what was handed in really holds lead anywhere. What a password must open is opened
 * beside the evidence until `done`.
 */
async function tableOf(
  session: Session,
  { file, inside }: TableRef,
): Promise<{ at: StoredAt; name: string; bytes: number; done: () => void }> {
  const given = session.path(file, 'read');
  const { inputs } = await listInputs([given]);
  const wanted = inside ?? path.basename(path.resolve(given));
  for (const input of inputs) {
    if (input.name !== wanted && !wanted.startsWith(`${input.name}/`)) continue;
    try {
      const packing = await packingOfFile(input.path);
      if (packing !== 'zip' && packing !== 'tar' && packing !== 'tar+gzip') {
        if (input.name === wanted)
          return { at: { path: input.path, packing, member: null }, name: wanted, bytes: input.bytes, done: nothing };
        continue;
      }
      const members = await listMembers(input.path, packing);
      if (typeof members === 'string') throw new SidedoorError('bad-input', members, { where: wanted });
      const able = members.filter(({ problem }) => problem === null);
      const found =
        able.find(({ name }) => `${input.name}/${name}` === wanted) ??
        (input.name === wanted && able.length === 1 ? able[0] : null);
      if (found)
        return {
          at: { path: input.path, packing, member: found.member },
          name: `${input.name}/${found.name}`,
          bytes: found.bytes,
          done: nothing,
        };
      const locked = members.find(({ name, isLocked }) => isLocked && `${input.name}/${name}` === wanted);
      if (locked) return await unlockedTable(session, { path: input.path, packing, member: locked.member }, wanted);
    } catch (thrown) {
      throw unreadable(thrown, wanted);
    }
  }
  throw new SidedoorError('not-found', 'it is no single file', {
    where: wanted.slice(0, 200),
    fix: 'choose one table; of a folder or an archive the one that was not recognised',
  });
}

const nothing = (): void => {};

async function unlockedTable(
  session: Session,
  at: StoredAt,
  name: string,
): Promise<{ at: StoredAt; name: string; bytes: number; done: () => void }> {
  const opened = session.case();
  const path = incomingPath(opened.folder);
  const bytes = await unlockMember(at, rememberedPasswords(opened), path);
  if (typeof bytes === 'string') {
    throw new SidedoorError('unreadable', 'it is locked with a password', {
      where: name,
      fix: 'import the archive with its password first, then map the table',
    });
  }
  const done = (): void => dropIncoming(path);
  try {
    const packing = await packingOfFile(path);
    if (packing === 'none' || packing === 'gzip' || packing === 'zstd')
      return { at: { path, packing, member: null }, name, bytes, done };
    const members = await listMembers(path, packing);
    const [only, ...more] = typeof members === 'string' ? [] : members.filter(({ problem }) => problem === null);
    if (only && more.length === 0)
      return { at: { path, packing, member: only.member }, name: `${name}/${only.name}`, bytes: only.bytes, done };
    throw new SidedoorError('bad-input', 'an archive of several files inside a locked one', {
      where: name,
      fix: 'unpack it and map the table itself',
    });
  } catch (thrown) {
    done();
    throw thrown;
  }
}

function unreadable(thrown: unknown, where: string): unknown {
  if (thrown instanceof DamagedError) return new SidedoorError('unreadable', thrown.message, { where, cause: thrown });
  const { code } = thrown as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
    return new SidedoorError('unreadable', whyUnreadable(thrown), { where, cause: thrown });
  return thrown;
}
