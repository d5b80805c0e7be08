/** What an unharmed bundle says must agree with itself: custody chain, ledger, evidence, events. */
import { LABEL, PAYLOAD } from '../model/bundle';
import type { Problem } from '../model/case';
import type { BagMember } from './bag';
import { chainChecker } from './chain';
import type { CheckOptions } from './check-options';
import type { Hashing } from './hashing';
import { linesOf, textOf } from './lines';

export interface OpenBag {
  members: ReadonlyMap<string, BagMember>;
  info: ReadonlyMap<string, string>;
  open(file: string): AsyncIterable<Uint8Array> | null;
  hashing: Hashing;
}

/** The fields of `data/ledger/files.json` that are checked. */
interface LedgerFile {
  file: string;
  bytes: number;
  storedSha256: string;
  bundlePath: string | null;
  referenced: boolean;
  removed: unknown;
  records: number;
  events: number;
  context: number;
  duplicates: number;
  skipped: number;
  rejected: number;
}

const LEDGER = `${PAYLOAD}ledger/files.json`;
const EVENTS = `${PAYLOAD}events.ndjson`;
const CUSTODY = `${PAYLOAD}custody.ndjson`;
const EVIDENCE = `${PAYLOAD}evidence/`;

export async function checkBundleContent(bag: OpenBag, options: CheckOptions): Promise<Problem[]> {
  const problems: Problem[] = [];
  const problem = (file: string, kind: Problem['kind'], why: string): void => {
    problems.push({ file, kind, why, offset: null });
  };
  await checkCustody(bag, problem);
  const ledger = await readLedger(bag);
  if (!ledger)
    problem(LEDGER, bag.members.has(LEDGER) ? 'changed' : 'missing', 'no ledger of the files that were read');
  else {
    checkLedger(bag, ledger, problem);
    await checkEvents(bag, ledger, problem, options);
  }
  return problems;
}

type Tell = (file: string, kind: Problem['kind'], why: string) => void;

async function checkCustody(bag: OpenBag, problem: Tell): Promise<void> {
  const pieces = bag.open(CUSTODY);
  if (!pieces) return problem(CUSTODY, 'missing', 'every bundle has a custody log');
  const chain = chainChecker(bag.hashing);
  for await (const line of linesOf(pieces)) chain.add(line);
  const { head, count, problem: broken } = chain.result();
  if (broken) problem(CUSTODY, 'custody', `line ${broken.seq}: ${broken.why}`);
  else if (head !== bag.info.get(LABEL.custodyHead) || String(count) !== bag.info.get(LABEL.custodyLines)) {
    problem(CUSTODY, 'custody', 'the log does not end at the head that bag-info.txt names');
  }
}

async function readLedger(bag: OpenBag): Promise<LedgerFile[] | null> {
  const pieces = bag.open(LEDGER);
  if (!pieces) return null;
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece.slice());
  try {
    const value: unknown = JSON.parse(textOf(parts));
    return Array.isArray(value) ? (value as LedgerFile[]) : null;
  } catch {
    return null;
  }
}

function checkLedger(bag: OpenBag, ledger: readonly LedgerFile[], problem: Tell): void {
  const known = new Set<string>();
  for (const file of ledger) {
    const ends = file.events + file.context + file.duplicates + file.skipped + file.rejected;
    if (file.records !== ends) problem(LEDGER, 'changed', `${file.file}: ${file.records} records, but ${ends} ends`);
    if (file.bundlePath === null) {
      if (!file.referenced && !file.removed) problem(file.file, 'missing', 'its evidence file is not in the bundle');
      continue;
    }
    known.add(file.bundlePath);
    const member = bag.members.get(file.bundlePath);
    if (!member) problem(file.bundlePath, 'missing', 'named in the ledger');
    else if (member.sha256 !== file.storedSha256) problem(file.bundlePath, 'changed', 'sha256 differs from the import');
  }
  for (const file of bag.members.keys()) {
    if (file.startsWith(EVIDENCE) && !known.has(file)) problem(file, 'extra', 'no import in the ledger names it');
  }
}

/** At most this many broken events are told one by one. */
const TOLD = 20;

async function checkEvents(
  bag: OpenBag,
  ledger: readonly LedgerFile[],
  problem: Tell,
  options: CheckOptions,
): Promise<void> {
  const pieces = bag.open(EVENTS);
  if (!pieces) return problem(EVENTS, 'missing', 'every bundle has its events');
  const bytesOf = new Map(ledger.filter((file) => !file.removed).map((file) => [file.file, file.bytes]));
  let line = 0;
  let broken = 0;
  const tell = (why: string): void => {
    broken += 1;
    if (broken <= TOLD) problem(EVENTS, 'changed', `line ${line}: ${why}`);
  };
  for await (const text of linesOf(pieces)) {
    line += 1;
    if (line % 10_000 === 0) options.progress?.({ phase: 'events', done: line, total: 0, unit: 'events' });
    let event: { file?: unknown; locator?: { offset?: unknown; length?: unknown } };
    try {
      event = JSON.parse(text) as typeof event;
    } catch {
      tell('not JSON');
      continue;
    }
    const bytes = typeof event.file === 'string' ? bytesOf.get(event.file) : undefined;
    const { offset, length } = event.locator ?? {};
    if (bytes === undefined) tell(`names the file ${JSON.stringify(event.file)}, which is not in the ledger`);
    else if (typeof offset !== 'number' || typeof length !== 'number' || offset < 0 || offset + length > bytes) {
      tell('names bytes that its file does not have');
    }
  }
}
