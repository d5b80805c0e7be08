/** Rows 7 and 8: how time and memory grow with the records. */
import fs from 'node:fs';
import { join } from 'node:path';
import { imported, lines, made, temp } from '../measure.ts';
import { power } from '../numbers.ts';
import type { Measure } from '../row.ts';

const folder = join(temp, 'growth.sidedoor');
const MILLION = 1e6;

export const growth: Measure = {
  rows: [
    { id: '7a', name: 'growth of the import: exponent over size', must: 1.12, aim: 1.05 },
    { id: '7b', name: 'growth of the analysis: exponent over size', must: 1.12, aim: 1.05 },
    { id: '8', name: 'peak memory at the largest ÷ at a tenth of it', must: 1.3, aim: 1.1 },
  ],
  size: ({ growth, tenant }) =>
    `${growth[0]!.toLocaleString('en')} to ${growth.at(-1)!.toLocaleString('en')} records, ${tenant.name} tenant`,
  take({ growth, tenant: { name, okta } }, build) {
    const points = growth.map((records) => {
      const file = made(`${name}-okta-${records}.ndjson`, () => lines(okta(records)));
      const point = imported(build, folder, ['--reference', file], records);
      fs.rmSync(folder, { recursive: true, force: true });
      return { records, ...point };
    });
    const exponent = (key: 'import' | 'analyse') => ({
      ratio: power(points.map((point) => [point.records, point[key]])),
      of: Object.fromEntries(
        points.map((point) => [`seconds per million at ${point.records}`, (point[key] / point.records) * MILLION]),
      ),
    });
    const largest = points.at(-1)!;
    const fromTenth = ({ records }: { records: number }): number =>
      Math.abs(Math.log((records * 10) / largest.records));
    const tenth = points.toSorted((a, b) => fromTenth(a) - fromTenth(b))[0]!;
    const peaks = Object.fromEntries(points.map(({ records, peak }) => [`peak at ${records}`, peak]));
    return [exponent('import'), exponent('analyse'), { ratio: largest.peak / tenth.peak, of: peaks }];
  },
};
