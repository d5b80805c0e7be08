import { expect, it } from 'vitest';
import type { CaseInfo } from '../../../../shared/model/case';
import { reportModel } from '../report/model';
import { sampleContext, sampleView } from '../sample-view';
import { executive } from './executive';
import { said } from './said';

const told = async (over: Partial<CaseInfo>, episodes = sampleView().episodes): Promise<string> =>
  said(
    executive(await reportModel(sampleView({ episodes, info: { ...sampleView().info, ...over } }), sampleContext())),
  );

it('an empty case: nothing was looked at, and nothing is said to have changed', async () => {
  const text = await told(
    { events: 0, episodes: 0, analysed: false, outdated: ['nothing was analysed yet'] },
    () => [],
  );
  expect(text).toContain('there was nothing to look for denials in');
  expect(text).not.toMatch(/out of date|No denial was found/);
});

it('says why findings are not of the present case', async () => {
  const why = 'the last analysis was made by another version of Sidedoor';
  expect(await told({ analysed: false, outdated: [why] })).toContain(`may be out of date: ${why}.`);
  expect(await told({})).not.toContain('out of date');
});

it('says how much folding leaves to look at, and what of it led to a step', async () => {
  const about = async (over: Parameters<typeof sampleView>[0]): Promise<string> =>
    /Queue.*/.exec(said(executive(await reportModel(sampleView(over), sampleContext()))))![0];
  expect(await about({ custody: () => [] })).toMatch(
    /[1-9]\d* denials? before folding, [1-9]\d* episodes? after.*; nothing is decided yet/,
  );
  const decide = (episode: string, action: string): string =>
    JSON.stringify({ seq: 1, at: '2026-02-03T09:00:00.000Z', actor: 'R. Ito', zone: 'UTC', act: 'decide', detail: { episode, after: { verdict: 'friction', action } } }); // biome-ignore format: one line
  const lines = [decide('p1', 'verify'), decide('p2', 'none'), decide('p3', 'none'), decide('p4', 'none')];
  expect(await about({ custody: () => lines })).toMatch(
    /of 4 decisions, 1 led to a step \(25\s%\): block, verify or escalate/,
  );
});
