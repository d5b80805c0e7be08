/** A look into files before they are imported: which are context files, and what their rows say. Nothing is written. */
import { setImmediate } from 'node:timers/promises';
import { type ContextRow, identitiesNamed } from '../../../shared/model/context';
import type { ContextLook } from '../../../shared/model/context-look';
import { DamagedError, heldIfSmall, MembersInTurn, type StoredAt } from '../case/evidence';
import { contextLooker } from '../store/context';
import type { ReadDb } from '../store/open';
import { listInputs, listMembers, packingOfFile } from './inputs';
import { firstBytes, parseFile } from './parse';
import type { ParseJob } from './parsed';
import { Pass } from './pass';
import { contextKinds, sources } from './registry';
import { bookOf } from './workbook';

const LOOKED = 500; // files: more are only counted
const ROWS = 200_000; // rows of one file that are read
const NAMED = 20; // unmatched names that are told

export type Match = 'matched' | 'nobody' | 'several';

export interface LookWish {
  source: string | null;
  zone: string | null;
}

export interface Looked {
  context: ContextLook[];
  others: number;
  unread: number;
}

/** `matchOf`: whether the case knows an identity by one of these names. Throws the signal's reason when cancelled. */
export async function lookInto(
  db: ReadDb,
  paths: readonly string[],
  wish: LookWish,
  matchOf: (names: readonly string[]) => Match,
  signal: AbortSignal,
): Promise<Looked> {
  const { inputs, refused } = await listInputs(paths);
  const looked: Looked = { context: [], others: 0, unread: refused.length };
  let count = 0;
  const one = async (at: StoredAt, name: string): Promise<void> => {
    signal.throwIfAborted();
    if (++count > LOOKED) {
      looked.unread++;
      return;
    }
    try {
      const found = await lookAt(db, { ...at, copyTo: null, lane: null, ...wish }, name, matchOf, signal);
      if (found) looked.context.push(found);
      else looked.others++;
    } catch (thrown) {
      if (!isFileTrouble(thrown)) throw thrown;
      looked.unread++; // the import says what is wrong with it
    }
    await setImmediate();
  };
  for (const input of inputs) {
    try {
      const packing = await packingOfFile(input.path);
      if (packing !== 'zip' && packing !== 'tar' && packing !== 'tar+gzip') {
        await one({ path: input.path, packing, member: null }, input.name);
        continue;
      }
      const members = await listMembers(input.path, packing, signal);
      if (typeof members === 'string') looked.unread++;
      else {
        await using inTurn = new MembersInTurn({ path: input.path, packing }, signal);
        for (const member of members) {
          if (member.problem !== null || member.isLocked || count >= LOOKED) {
            looked.unread++;
            continue;
          }
          const at = { path: input.path, packing, member: member.member };
          await one(await heldIfSmall(inTurn, at), `${input.name}/${member.name}`);
        }
      }
    } catch (thrown) {
      if (!isFileTrouble(thrown)) throw thrown;
      looked.unread++;
    }
  }
  return looked;
}

const isFileTrouble = (thrown: unknown): boolean =>
  thrown instanceof DamagedError || /^E[A-Z]+$/.test(String((thrown as { code?: unknown }).code));

/** Null where it is no context file. */
async function lookAt(
  db: ReadDb,
  job: ParseJob,
  file: string,
  matchOf: (names: readonly string[]) => Match,
  signal: AbortSignal,
): Promise<ContextLook | null> {
  const head = await firstBytes(job);
  const match = new Pass(head, sources.all(), job, await bookOf(job, head)).context;
  if (!match) return null;
  const kind = contextKinds.get(match.kind.id)!;
  const lookUp = contextLooker(db, kind.id);
  const seen = new Set<string>();
  const names = new Map<string, { name: string; match: Match }>();
  const reasons = new Map<string, ContextLook['reasons'][number]>();
  const words: string[] = [];
  const sums = { new: 0, already: 0, skipped: 0, rejected: 0 };
  const parsing = parseFile(job, sources.all());
  let step = await parsing.next();
  for (; !step.done; step = await parsing.next()) {
    signal.throwIfAborted();
    const { context, leftOut } = step.value;
    for (const { facts, extra } of context?.rows ?? []) {
      const { id, isKnown } = lookUp({ facts, extra });
      if (isKnown || seen.has(id)) sums.already++;
      else sums.new++;
      seen.add(id);
      for (const all of namesOf({ id, kind: kind.id, facts, extra } as ContextRow)) {
        const key = all[0]!.toLowerCase();
        const known = names.get(key);
        // Another row may tell more names of the same identity.
        if (known?.match !== 'matched') names.set(key, { name: known?.name ?? all[0]!, match: matchOf(all) });
      }
    }
    words.push(...(leftOut?.reasons ?? []));
    for (let i = 0; i < (leftOut?.count ?? 0); i++) {
      const end = leftOut!.places[i * 4] === 0 ? 'skipped' : 'rejected';
      const why = words[leftOut!.places[i * 4 + 1]!]!;
      sums[end]++;
      const known = reasons.get(`${end} ${why}`);
      if (known) known.count++;
      else reasons.set(`${end} ${why}`, { kind: end, why, count: 1 });
    }
    await setImmediate();
    if (sums.new + sums.already >= ROWS) break;
  }
  const ended = step.done ? step.value : null;
  if (!ended) await parsing.return(undefined as never);
  const unmatched = [...names.values()].filter((each) => each.match !== 'matched');
  return {
    file,
    kind: kind.id,
    title: kind.title,
    about: kind.about,
    because: ended?.recognised?.because ?? match.because,
    rows: sums.new + sums.already + sums.skipped + sums.rejected,
    ...sums,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count),
    isWhole: ended !== null,
    notes: ended?.notes.map(({ text }) => text) ?? [],
    names:
      names.size === 0
        ? null
        : {
            matched: names.size - unmatched.length,
            unmatched: unmatched.length,
            first: unmatched
              .slice(0, NAMED)
              .map(({ name, match: why }) => ({ name, why: why === 'several' ? 'several' : 'nobody' })),
          },
  };
}

/** Names of one identity each, as the analysis ties them: the first with its aliases. */
function namesOf(row: ContextRow): string[][] {
  if (row.kind === 'rollouts')
    return (row as ContextRow<'rollouts'>).facts.scope.filter((name) => name.includes('@')).map((name) => [name]);
  const aliases = row.kind === 'identities' ? (row as ContextRow<'identities'>).facts.aliases : [];
  return identitiesNamed(row).map((name) => [name, ...aliases]);
}
