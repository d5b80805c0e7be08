/** A case made of files in vendors' formats by the real importers, for tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileLedger } from '../../../../shared/model/ledger';
import { openCase } from '../../case/folder';
import { type AddressFacts, addressFacts } from '../../enrich/address';
import { parseThreads } from '../../ingest/parse-threads';
import { importFiles } from '../../ingest/pipeline';
import type { OpenCase } from '../../session';
import { look, PLACES, type Seen } from './picture';
import { type VendorRow, vendorFiles } from './vendor';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface ImportedCase {
  opened: OpenCase;
  /** Imports further files, with a zone for times that name none. */
  add(files: Files, zone?: string): Promise<FileLedger[]>;
  close(): void;
}

/** The documentation ranges lie where the pictures put them (`PLACES`). */
const pictured = (ip: string): AddressFacts => {
  const facts = addressFacts(ip);
  const spot = Object.values(PLACES).find((known) => known.ip === ip);
  if (!spot) return facts.scope === 'reserved' ? { ...facts, scope: 'public' } : facts;
  const { country, city, lat, lon, asn, network } = spot;
  return { ...facts, scope: 'public', country, city, lat, lon, radiusKm: 50, asn, asOrg: `Org ${asn}`, network };
};

export function emptyCase(): ImportedCase {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-imported-'));
  const opened = openCase(join(folder, 'case'), {
    create: true,
    actor: { name: 'test', confirmed: true },
    version: '0.0.0',
  });
  let imports = 0;
  return {
    opened,
    async add(files, zone) {
      const from = join(folder, `exports${++imports}`);
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(from, name)), { recursive: true });
        writeFileSync(join(from, name), content);
      }
      const threads = parseThreads(null);
      const done = await importFiles(opened, {
        paths: [from],
        settings: { source: null, zone: zone ?? null, reference: true },
        signal: new AbortController().signal,
        progress: () => {},
        addressFacts: pictured,
        parse: threads.parse,
      }).finally(() => threads.close());
      return done.files;
    },
    close() {
      opened.db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const ndjson = (records: readonly unknown[]): string =>
  records.map((one) => `${JSON.stringify(one)}\n`).join('');

/** Rows as vendors' files, imported and analysed; `files` beside them. The case is closed when `look` has been read. */
export async function imported(rows: readonly VendorRow[], files: Files = {}, zone?: string): Promise<Seen> {
  const made = emptyCase();
  try {
    await made.add({ ...vendorFiles(rows), ...files }, zone);
    return await look(made.opened);
  } finally {
    made.close();
  }
}
