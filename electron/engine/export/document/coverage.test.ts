import { expect, it } from 'vitest';
import { reportModel } from '../report/model';
import { HOSTILE, sampleContext, sampleView } from '../sample-view';
import { said } from './said';
import { coverage as blocks } from './technical';

const text = async (coverage: Parameters<typeof sampleView>[0] = {}): Promise<string> =>
  said(blocks(await reportModel(sampleView(coverage), sampleContext())));

it('tells questions without a log, silences, delays, cut exports and clocks', async () => {
  const made = await text();
  expect(made).toContain('Was a factor registered? | it cannot be excluded | Entra ID audit log');
  expect(made).toContain('30\u00a0h\u00a00\u00a0min from 2026-01-10');
  expect(made).toContain(
    'half within 1\u00a0min\u00a00\u00a0s, nine of ten within 1\u00a0h\u00a00\u00a0min, the latest after 2\u00a0h\u00a00\u00a0min (n = 4)',
  );
  expect(made).toContain('exactly 1,000 records, where exports stop');
  expect(made).toContain('+1 min 2 s');
  expect(made).toContain('−1 min 2 s');
});

it('shows a hostile file name as text', async () => {
  expect(HOSTILE).toContain('<');
  expect(await text()).not.toContain(HOSTILE);
});

it('says so where nothing lacks, and is silent before the first analysis', async () => {
  const nothing = { sources: sampleView().coverage()!.sources, cut: [], absent: [], clocks: [] };
  const made = await text({ coverage: () => nothing });
  expect(made).toContain('No question that is asked of the evidence lacks its log.');
  expect(made).not.toMatch(/may be cut|Clocks compared/);
  expect(await text({ coverage: () => null })).toBe('');
});
