/** A case of its own per test, and the importer over it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readRecord } from '../../case/evidence';
import { openCase } from '../../case/folder';
import { UNSAID } from '../../enrich/address';
import type { OpenCase } from '../../session';
import { fileById } from '../../store/files';
import type { ImportPlan } from '../intake';
import { parseThreads } from '../parse-threads';
import { type Imported, importFiles } from '../pipeline';

export interface EventRow {
  eid: number;
  at: number;
  length: number;
  time: number;
  file_id: number;
  record_id: string;
}

/** A temporary folder with cases and files in it; `end` closes and removes everything. */
export class Bench {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-ingest-'));
  readonly #opened: OpenCase[] = [];

  newCase(name = 'a'): OpenCase {
    const made = openCase(path.join(this.root, `${name}.sidedoor`), {
      create: true,
      actor: () => ({ name: 'Test', confirmed: true }),
      version: '0',
    });
    this.#opened.push(made);
    return made;
  }

  put(name: string, content: string | Buffer): string {
    const at = path.join(this.root, 'in', name);
    fs.mkdirSync(path.dirname(at), { recursive: true });
    fs.writeFileSync(at, content);
    return at;
  }

  import(into: OpenCase, paths: string[], over: Partial<ImportPlan> = {}): Promise<Imported> {
    return importFiles(into, {
      paths,
      settings: { source: null, zone: null, reference: false },
      signal: new AbortController().signal,
      progress: () => {},
      addressFacts: () => nowhere,
      parse: parseThreads(null).parse,
      ...over,
    });
  }

  end(): void {
    for (const each of this.#opened.splice(0)) if (fs.existsSync(each.folder)) each.db.close();
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

/** What is said of any address: nothing. */
export const nowhere = { ...UNSAID, scope: 'public' as const };

export const eventRows = (from: OpenCase): EventRow[] =>
  from.db.read.prepare<[], EventRow>('SELECT * FROM event ORDER BY time, rk, content').all();

export const rawOf = (from: OpenCase, row: EventRow): Promise<Buffer> =>
  readRecord(from, fileById(from.db.read, row.file_id)!, row.at, row.length);

/** An Okta record by our own hand. */
export const okta = (n: number, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  actor: { id: `00u${n % 7}`, type: 'User', alternateId: `user${n % 7}@corp.example`, displayName: `Úser ${n % 7}` },
  client: {
    ipAddress: `203.0.113.${n % 200}`,
    userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Linux', browser: 'FIREFOX' },
  },
  eventType: 'user.session.start',
  outcome: { result: 'SUCCESS', reason: null },
  published: new Date(Date.UTC(2026, 0, 5, 8) + n * 61_000).toISOString(),
  uuid: `0000${n}-aa-bb`,
  legacyEventType: 'core.user_auth.login_success',
  authenticationContext: { externalSessionId: `s${n}` },
  transaction: { id: `t${n}`, type: 'WEB' },
  target: [],
  ...over,
});
export const oktas = (from: number, to: number): Record<string, unknown>[] =>
  Array.from({ length: to - from }, (_, i) => okta(from + i));
export const ndjson = (list: readonly unknown[]): string => list.map((each) => `${JSON.stringify(each)}\n`).join('');
