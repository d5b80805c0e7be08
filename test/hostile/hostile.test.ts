/** The corpus through the real import: the end that was expected, sums that close, nothing hangs, the engine goes on. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFolder } from '../../electron/engine/case/verify-folder';
import { Bench, eventRows, ndjson, oktas, rawOf } from '../../electron/engine/ingest/testing/importing';
import type { FileLedger } from '../../shared/model/ledger';
import { corpus, IS_FULL } from './corpus';

let bench: Bench;
beforeAll(() => {
  bench = new Bench();
});
afterAll(() => bench.end());

const total = (files: readonly FileLedger[], key: 'events' | 'rejected' | 'skipped' | 'duplicates'): number =>
  files.reduce((sum, file) => sum + file[key], 0);

describe.each(corpus.map((each, i) => [each.name, each, i] as const))('%s', (_name, hostile, i) => {
  const seconds = hostile.seconds ?? (IS_FULL ? 120 : 20);
  it('comes to its end', { timeout: (seconds + 20) * 1_000 }, async () => {
    const folder = path.join(bench.root, `input-${i}`, 'in');
    fs.mkdirSync(folder, { recursive: true });
    const paths = (await hostile.make(folder)) ?? [folder];
    const isFolder = paths[0] === folder;
    const into = bench.newCase(`hostile-${i}`);
    const before = { ...Object.prototype };

    const started = performance.now();
    const { files, unrecognised } = await bench.import(into, paths);
    expect(performance.now() - started).toBeLessThan(seconds * 1_000);

    for (const file of files)
      expect(file.records).toBe(file.events + file.context + file.duplicates + file.skipped + file.rejected);
    const { end } = hostile;
    for (const key of ['events', 'rejected', 'skipped', 'duplicates'] as const)
      if (end[key] !== undefined) expect([key, total(files, key)]).toEqual([key, end[key]]);
    const reasons = files.flatMap((file) => file.reasons.map(({ why }) => why));
    for (const reason of end.reasons ?? []) expect(reasons.join('\n')).toMatch(reason);
    for (const warning of end.warnings ?? [])
      expect(files.flatMap((file) => file.warnings).join('\n')).toMatch(warning);
    const refused = (end.refused ?? []).map(([file, why]) => ({
      file: isFolder ? `in/${file}` : file,
      why: expect.stringMatching(why),
    }));
    expect(unrecognised).toHaveLength(refused.length);
    expect(unrecognised).toEqual(expect.arrayContaining(refused));

    // Every event's bytes are there; nothing was written outside; nothing inherited anything; the case is sound.
    for (const row of eventRows(into)) expect((await rawOf(into, row)).length).toBe(row.length);
    expect(fs.readdirSync(path.join(bench.root, `input-${i}`))).toEqual(['in']);
    expect({ ...Object.prototype }).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(await checkFolder(into.folder, {})).toMatchObject({ problems: [] });

    // And the engine goes on as if nothing had been.
    const good = bench.put(`good-${i}.ndjson`, ndjson(oktas(5_000, 5_010)));
    expect((await bench.import(into, [good])).files).toMatchObject([{ events: 10, rejected: 0 }]);
    fs.rmSync(folder, { recursive: true });
    into.db.close();
    fs.rmSync(into.folder, { recursive: true });
  });
});
