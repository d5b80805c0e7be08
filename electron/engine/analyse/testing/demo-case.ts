/** The demonstration as a case, by the real importers, for tests: made once per seed and process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openCase } from '../../case/folder';
import { generateDemo, type Truth } from '../../demo';
import { addressFacts } from '../../enrich/address';
import { parseThreads } from '../../ingest/parse-threads';
import { importFiles } from '../../ingest/pipeline';
import type { OpenCase } from '../../session';

export interface DemoCase {
  opened: OpenCase;
  truth: Truth;
  close(): void;
}

export async function demoCase(seed: string): Promise<DemoCase> {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-analyse-'));
  const truth = generateDemo(seed, (name, bytes) => {
    const path = join(folder, 'exports', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  });
  const opened = openCase(join(folder, 'case'), {
    create: true,
    actor: { name: 'test', confirmed: true },
    version: '0.0.0',
  });
  const threads = parseThreads(null);
  await importFiles(opened, {
    paths: [join(folder, 'exports')],
    settings: { source: null, zone: null, reference: true },
    signal: new AbortController().signal,
    progress: () => {},
    addressFacts,
    parse: threads.parse,
  }).finally(() => threads.close());
  return {
    opened,
    truth,
    close() {
      opened.db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
