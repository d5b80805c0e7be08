/** What we make of a file: imported into a case of its own, events found again by the place of their record. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCase } from '../../electron/engine/case/folder';
import { addressFacts } from '../../electron/engine/enrich/address';
import { parseThreads } from '../../electron/engine/ingest/parse-threads';
import { importFiles } from '../../electron/engine/ingest/pipeline';
import { codes } from '../../electron/engine/store/codes';
import type { AttemptRole } from '../../shared/model/event';
import type { EventClass, Outcome } from '../../shared/model/words';

export interface OurEvent {
  time: number;
  class: EventClass;
  outcome: Outcome;
  role: AttemptRole;
  action: string;
  /** Names, ids and keys of the actor. */
  actor: string[];
  /** The actor is a person, as far as the record tells. */
  person: boolean;
  /** The same of the account acted upon. */
  target: string[];
  addresses: string[];
  /** ISO code that the log gave; null where it gave none. */
  country: string | null;
  agent: string | null;
  /** The browser, where the vendor read it from an agent that it did not keep. */
  browser: string | null;
}
export interface OurLine {
  text: string;
  events: OurEvent[];
  /** Why there is no event: skipped or rejected, with the reason. */
  instead: string | null;
}
export interface OurFile {
  source: string | null;
  lines: OurLine[];
}

interface Row {
  at: number;
  time: number;
  class: number;
  outcome: number;
  role: number;
  action: string;
  aNative: string | null;
  aName: string | null;
  aDisplay: string | null;
  aBehalf: string | null;
  aKeys: string | null;
  aKind: number | null;
  tNative: string | null;
  tName: string | null;
  tDisplay: string | null;
  tKeys: string | null;
  ip: string | null;
  ip2: string | null;
  country: string | null;
  agent: string | null;
  browser: string | null;
}

/** Duplicates stand where they were read too: a line that repeats a record has that record's event. */
const EVENTS = `
  WITH place_of AS (
    SELECT eid, at FROM event UNION ALL SELECT d.eid, d.at FROM duplicate d JOIN event USING (eid)
  )
  SELECT p.at, e.time, e.class, e.outcome, e.role, t1.text AS action,
    a.native AS aNative, a.name AS aName, a.display AS aDisplay, a.on_behalf_of AS aBehalf, a.keys AS aKeys, a.kind AS aKind,
    g.native AS tNative, g.name AS tName, g.display AS tDisplay, g.keys AS tKeys,
    i1.text AS ip, i2.text AS ip2, l.country, t2.text AS agent, d.browser
  FROM place_of p JOIN event e USING (eid)
  JOIN term t1 ON t1.id = e.action
  LEFT JOIN actor a ON a.id = e.actor LEFT JOIN actor g ON g.id = e.target
  LEFT JOIN address i1 ON i1.id = e.ip LEFT JOIN address i2 ON i2.id = e.ip2
  LEFT JOIN place l ON l.id = e.place LEFT JOIN term t2 ON t2.id = e.ua
  LEFT JOIN device d ON d.id = e.device
  ORDER BY p.at, e.eid`;

const names = (...all: (string | null)[]): string[] => all.filter((name) => name !== null && name !== '') as string[];
const keyValues = (keys: string | null): string[] =>
  keys === null ? [] : (JSON.parse(keys) as [string, string][]).map(([, value]) => value);

function eventOf(row: Row): OurEvent {
  return {
    time: row.time,
    class: codes.class.word(row.class),
    outcome: codes.outcome.word(row.outcome),
    role: codes.role.word(row.role),
    action: row.action,
    actor: [...names(row.aName, row.aNative, row.aDisplay, row.aBehalf), ...keyValues(row.aKeys)],
    person: row.aKind !== null && codes.kind.word(row.aKind) === 'human',
    target: [...names(row.tName, row.tNative, row.tDisplay), ...keyValues(row.tKeys)],
    addresses: names(row.ip, row.ip2),
    country: row.country,
    agent: row.agent,
    browser: row.browser,
  };
}

/** Imports one file of a record a line; `zone` (IANA) is what a person would name for times that have none. */
export async function ourLines(file: string, zone: string): Promise<OurFile> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-conformance-'));
  const opened = openCase(path.join(root, 'x.sidedoor'), {
    create: true,
    actor: () => ({ name: 'conformance', confirmed: true }),
    version: '0',
  });
  try {
    const imported = await importFiles(opened, {
      paths: [file],
      settings: { source: null, zone, reference: true },
      signal: new AbortController().signal,
      progress: () => {},
      addressFacts,
      parse: parseThreads(null).parse,
    });
    const lines = linesOf(fs.readFileSync(file));
    const db = opened.db.read;
    const events = db.prepare(EVENTS).all() as Row[];
    const left = db
      .prepare('SELECT l.kind, l.at, t.text AS why FROM left_out l JOIN term t ON t.id = l.reason')
      .all() as { kind: number; at: number; why: string }[];
    return {
      source: imported.files[0]?.source ?? null,
      lines: lines.map(({ text, start, end }) => {
        const gone = left.find(({ at }) => at >= start && at < end);
        const why = imported.files.length === 0 ? (imported.unrecognised[0]?.why ?? 'not recognised') : null;
        return {
          text,
          events: events.filter(({ at }) => at >= start && at < end).map(eventOf),
          instead: gone ? `${gone.kind === 3 ? 'skipped' : 'rejected'}: ${gone.why}` : why,
        };
      }),
    };
  } finally {
    opened.db.close();
    fs.rmSync(root, { recursive: true, force: true });
  }
}

/** Lines that are not blank, with their bytes' places. */
export function linesOf(bytes: Buffer): { text: string; start: number; end: number }[] {
  const lines: { text: string; start: number; end: number }[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found + 1;
    const text = bytes.toString('utf8', start, end).trim();
    if (text !== '') lines.push({ text, start, end });
    start = end;
  }
  return lines;
}
