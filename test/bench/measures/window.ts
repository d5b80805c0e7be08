/** Rows 10 and 11: answers over the large case, and the start with it; taken from what `bench:ui` measures in Chromium. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { root } from '../measure.ts';
import { type Measure, Skipped } from '../row.ts';

interface Felt {
  scan: number;
  asked: Record<string, { p95: number; ratio: number }>;
  start: { empty: number; full: number };
}

export const window: Measure = {
  rows: [
    { id: '10', name: 'slowest kind of question, 95th percentile ÷ a scan', must: 0.15, aim: 0.05 },
    { id: '11', name: 'start with the large case ÷ with an empty one', must: 1.3, aim: 1.1 },
  ],
  size: ({ large }) => `${large.toLocaleString('en')} events`,
  take({ large }, build) {
    if (build.root !== root) throw new Skipped('the window is measured of this tree only');
    const script = join(root, 'test/bench/ui.ts');
    execFileSync(process.execPath, [script, '--events', String(large)], { stdio: ['ignore', 'ignore', 'inherit'] });
    const felt = JSON.parse(fs.readFileSync(join(root, 'bench/results/ui.json'), 'utf8')) as Felt;
    const kinds = Object.entries(felt.asked);
    return [
      {
        ratio: Math.max(...kinds.map(([, { ratio }]) => ratio)),
        of: { scan: felt.scan, ...Object.fromEntries(kinds.map(([kind, { p95 }]) => [`${kind}, ms`, p95])) },
      },
      { ratio: felt.start.full / felt.start.empty, of: felt.start },
    ];
  },
};
