/** Rows 5 and 6: the whole analysis, and what little new there is in a large case. */
import fs from 'node:fs';
import { join } from 'node:path';
import { bare, imported, lines, made, printed, run, slice, temp } from '../measure.ts';
import type { Build, Measure, Sizes } from '../row.ts';
import type { Tenant } from '../tenant.ts';

const caseOf = (name: string, build: Build): string => join(temp, `${name}-${build.name}.sidedoor`);
const okta = ({ name, okta }: Tenant, records: number): string =>
  made(`${name}-okta-${records}.ndjson`, () => lines(okta(records)));

/** 99 of a hundred records, and the rest: newer than all before. */
function parts({ large, tenant: { name, okta } }: Sizes): { most: string; rest: string; news: number } {
  const news = Math.max(1, Math.round(large / 100));
  return {
    most: made(`${name}-okta-${large}-most.ndjson`, () => lines(slice(okta(large), 0, large - news))),
    rest: made(`${name}-okta-${large}-rest.ndjson`, () => lines(slice(okta(large), large - news, large))),
    news,
  };
}

export const analysis: Measure = {
  rows: [{ id: '5', name: 'whole analysis ÷ floor of the Okta records', must: 0.75, aim: 0.5 }],
  size: ({ records, tenant }) => `${records.toLocaleString('en')} records, ${tenant.name} tenant`,
  prepare({ records, tenant }, build) {
    imported(build, caseOf('analysis', build), ['--reference', okta(tenant, records)], records);
  },
  take({ records, tenant }, build) {
    const base = bare('json', okta(tenant, records));
    const { seconds } = run(build, 'analyse', caseOf('analysis', build), '--force') as { seconds: number };
    return [{ ratio: seconds / base, of: { analyse: seconds, base } }];
  },
};

export const news: Measure = {
  rows: [{ id: '6', name: 'adding 1 % newer records ÷ doing all again', must: 0.1, aim: 0.05 }],
  size: ({ large, tenant }) => `${large.toLocaleString('en')} events, ${tenant.name} tenant`,
  prepare(sizes, build) {
    const { most, news } = parts(sizes);
    imported(build, caseOf('most', build), ['--reference', most], sizes.large - news);
  },
  take(sizes, build) {
    const { most, rest } = parts(sizes);
    const added = caseOf('added', build);
    const again = caseOf('again', build);
    fs.rmSync(added, { recursive: true, force: true });
    fs.cpSync(caseOf('most', build), added, { recursive: true });
    const little = imported(build, added, ['--reference', rest], sizes.large, false);
    const much = imported(build, again, ['--reference', most, rest], sizes.large);
    const isSame = printed(build, 'episodes', added) === printed(build, 'episodes', again);
    fs.rmSync(added, { recursive: true, force: true });
    fs.rmSync(again, { recursive: true, force: true });
    if (!isSame) throw new Error('the findings differ from those of one import');
    const of = { little: little.import + little.analyse, much: much.import + much.analyse };
    return [{ ratio: of.little / of.much, of }];
  },
};
