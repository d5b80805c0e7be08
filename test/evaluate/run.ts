/** One scenario through the real importers and the whole analysis; findings by the vendors' record ids. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { analyse } from '../../electron/engine/analyse/run';
import { openCase } from '../../electron/engine/case/folder';
import { addressFacts } from '../../electron/engine/enrich/address';
import { parseThreads } from '../../electron/engine/ingest/parse-threads';
import { importFiles } from '../../electron/engine/ingest/pipeline';
import { allEpisodes } from '../../electron/engine/store/episode-reads';
import { eventsAll } from '../../electron/engine/store/events';
import type { Episode } from '../../shared/model/episode';
import type { Event } from '../../shared/model/event';
import type { Scenario } from './scenario';
import type { Finding } from './score';

export interface Ran {
  episodes: Episode[];
  events: Event[];
  findings: Finding[];
  seconds: { import: number; analyse: number };
}

export async function run(scenario: Scenario): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-evaluate-'));
  const threads = parseThreads(null);
  try {
    for (const [name, content] of Object.entries(scenario.files)) {
      const path = join(folder, 'exports', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    const opened = openCase(join(folder, 'case'), { create: true, actor: { name: 'evaluate', confirmed: true }, version: '0.0.0' }); // biome-ignore format: one line
    const begun = performance.now();
    const done = await importFiles(opened, {
      paths: [join(folder, 'exports')],
      settings: { source: null, zone: null, reference: true },
      signal: new AbortController().signal,
      progress: () => {},
      addressFacts,
      parse: threads.parse,
    });
    const odd = done.files.filter(({ rejected, skipped }) => rejected + skipped > 0);
    if (odd.length > 0 || done.unrecognised.length > 0)
      throw new Error(`not all was read: ${JSON.stringify([odd.map(({ file, reasons }) => [file, reasons]), done.unrecognised]).slice(0, 2_000)}`); // biome-ignore format: one line
    const imported = performance.now();
    await analyse(opened);
    const analysed = performance.now();
    const events = [...eventsAll(opened.db.read)];
    const episodes = [...allEpisodes(opened.db.read)];
    opened.db.close();
    const records = new Map(events.map(({ id, recordId }) => [id, recordId ?? id]));
    const findings = episodes.map(
      (episode): Finding => ({
        denials: episode.events.map((id) => records.get(id)!),
        verdict: episode.verdict,
        confidence: episode.confidence,
        links: episode.followedBy.map(({ event, kind, score }) => ({ record: records.get(event)!, kind, score })),
      }),
    );
    return { episodes, events, findings, seconds: { import: (imported - begun) / 1_000, analyse: (analysed - imported) / 1_000 } }; // biome-ignore format: one line
  } finally {
    threads.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
