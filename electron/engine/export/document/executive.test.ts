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
