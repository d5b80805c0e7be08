import { expect, it } from 'vitest';
import type { Scenario } from '../../../../shared/model/replay';
import { reportModel } from '../report/model';
import { HOSTILE, sampleContext, sampleView } from '../sample-view';
import { said } from './said';
import { replay } from './technical';

const cells = {
  prompts_saved: 4,
  prompts_added: 0,
  denials_saved: 3,
  denials_added: 2,
  intruder_refused: 1,
  honest_refused: 1,
  unclear_refused: 0,
  honest_harder: 0,
  undetermined: 7,
};
const SCENARIO: Scenario = {
  id: 's1',
  name: HOSTILE,
  note: HOSTILE,
  by: 'R. Ito',
  at: '2026-02-01T09:00:00.000Z',
  current: false,
  result: {
    policies: [{ id: 'place_block', countries: ['RO'], networks: [], mode: 'block', who: 'people' }],
    from: Date.UTC(2026, 0, 1),
    to: Date.UTC(2026, 0, 3),
    step: 86_400_000,
    before: { events: 20, signIns: 10, prompts: 12, denials: 5, refusals: 4, compromises: 1, promptsOver: [8, 4], refusalsOver: [4, 0] }, // biome-ignore format: one line
    worlds: [
      {
        title: 'Block by country or network: RO',
        policies: [0],
        cells,
        honestIdentities: 1,
        compromises: [
          { episode: 'p1', identity: HOSTILE, time: '2026-01-01T02:14:00.000Z', event: 'e9', state: 'prevented', why: 'from RO' },
        ], // biome-ignore format: one row
        undetermined: [{ why: 'the log has no address', count: 7 }],
        prompts: [4, 4],
        refusals: [1, 0],
        honestRefused: [0, 1],
      },
    ],
    assumptions: ['nobody tries another way'],
  },
};

const text = async (scenarios: Scenario[]): Promise<string> =>
  said(replay(await reportModel(sampleView({ scenarios: () => scenarios }), sampleContext())));

it('tells what a saved scenario found, before and after, and what it takes for granted', async () => {
  const made = await text([SCENARIO]);
  expect(made).toContain('1 of 1 likely compromise prevented; 1 honest sign-in of 1 identity refused.');
  expect(made).toContain('Prompts to people | 12 | 8 | 4 not sent');
  expect(made).toContain('Refusals by people | 4 | 1');
  expect(made).toContain('Refusals by rule or system | 1 | 6');
  expect(made).toContain('Honest sign-ins | 10 | 9');
  expect(made).toContain('Undetermined: the log has no address (7).');
  expect(made).toContain('the findings have changed since');
  expect(made).toContain('nobody tries another way');
});

it('shows hostile names as text, and nothing where nothing is saved', async () => {
  expect(await text([SCENARIO])).not.toContain(HOSTILE);
  expect(await text([])).toBe('');
});
