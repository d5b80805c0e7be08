import { expect, it } from 'vitest';
import { reportModel } from '../report/model';
import { HOSTILE, sampleContext, sampleView } from '../sample-view';
import { legal } from './legal';
import { said } from './said';

const text = async (over: Parameters<typeof sampleView>[0] = {}): Promise<string> =>
  said(legal(await reportModel(sampleView(over), sampleContext())));

it('prints both hashes and the acquisition record of each evidence file, and says where there is none', async () => {
  const made = await text();
  const [first] = [...sampleView().evidenceFacts!()];
  expect(made).toContain(first![0]);
  expect(made).toContain(first![1].sha512);
  expect(made).toContain(
    'received 2026-01-31; by which way is not recorded; its hash is one that was declared with it.',
  );
  expect(made).toContain('Recorded 2026-02-01 08:59:00.000Z by A. Examiner.');
  expect(made).toContain('Nobody recorded from whom, when and by which way this file came.');
  expect(made).toContain('could not be taken: the file is gone or not what was imported');
  expect(made).not.toContain(HOSTILE);
});

it('shouts where the file is none of those that were declared', async () => {
  const other = new Map([...sampleView().evidenceFacts!()].map(([hash, kept]) => [hash, { ...kept, acquired: kept.acquired && { ...kept.acquired, declared: 'other' as const } }])); // biome-ignore format: one line
  expect(await text({ evidenceFacts: () => other })).toContain('its hash is NONE of those that were declared with it');
});

it('names rules, versions, zone, what was left out, and how the fingerprint is confirmed', async () => {
  const made = await text({ signer: () => 'ab'.repeat(32) });
  expect(made).toContain('by the clock of a machine set to UTC');
  expect(made).toContain('the fingerprint by another way than the one this report came by');
  expect(made).toContain('ab'.repeat(32));
  expect(made).toContain('no time');
  expect(made).toContain('Version 1 of this case');
  expect(made).toContain('Case format');
});
