/** What the report says of a published attack and of rollouts. */
import { expect, it } from 'vitest';
import type { AttackSequence, RolloutEffect } from '../../../../shared/model/sequence';
import { reportModel } from '../report/model';
import { HOSTILE, sampleContext, sampleView } from '../sample-view';
import { said } from './said';
import { afterwards, attack, rollouts } from './technical';

const step = {
  id: 'spray',
  title: 'A spray',
  published: 'Few passwords',
  state: 'found',
  text: HOSTILE,
  events: ['e1', 'e2', 'e3', 'e4'],
  count: 195,
} as const;
const HELD: AttackSequence = {
  title: 'A known attack',
  published: 'by its victim',
  episode: null,
  steps: [
    { ...step, events: [...step.events] },
    { ...step, id: 'role', title: 'A role', state: 'not_found', text: 'nothing', events: [], count: 0 },
    {
      ...step,
      id: 'mailbox',
      title: 'Mail',
      state: 'no_log',
      text: 'the mailbox audit would tell',
      events: [],
      count: 0,
    },
  ],
};
const EFFECT: RolloutEffect = {
  name: HOSTILE,
  kind: 'rollout',
  from: '2026-05-12T05:00:00.000Z',
  until: '2026-05-12T12:00:00.000Z',
  scope: 'Finance; Sales',
  ref: 'x1',
  episodes: 16,
  episodesBefore: 2,
  people: 15,
  peopleBefore: 2,
  knownPlace: 14,
  usualHours: null,
  verdicts: { friction: 15, undetermined: 1 },
  list: [],
};

it('a published attack: its steps, what was published of each, and the state in words', () => {
  const text = said(attack({ attack: HELD }));
  expect(text).toContain('A known attack: 1 of 3 steps found; 1 cannot be told for want of a log');
  expect(text).toMatch(/A spray: Few passwords \| found \| .* \| e1, e2, e3, 192 further ones/);
  expect(text).toContain('A role: Few passwords | not found | nothing | ');
  expect(text).toContain('Mail: Few passwords | no log tells | the mailbox audit would tell | ');
  expect(attack({ attack: null })).toEqual([]);
});

it('a rollout: whom it concerns, its time to the second, counts beside as long before', () => {
  const text = said(rollouts({ rollouts: [EFFECT, { ...EFFECT, scope: '*' }] }));
  expect(text).toMatch(
    / for Finance; Sales \| 2026-05-12 05:00:00Z to 2026-05-12 12:00:00Z \| 16 \| 2 \| 15 \| 14 \| – \| 15 .*Friction, 1 .*Undetermined/,
  );
  expect(text).toContain(' for everybody | ');
  expect(rollouts({ rollouts: [] })).toEqual([]);
});

it('both stand in the report where the case answers them, and hostile text is made visible', async () => {
  const view = { ...sampleView(), attack: () => HELD, rollouts: () => [EFFECT] };
  const titles = (blocks: ReturnType<typeof afterwards>) =>
    blocks.flatMap((block) => (block.block === 'heading' ? [block.text] : []));
  const blocks = afterwards(await reportModel(view, sampleContext()));
  expect(titles(blocks)).toEqual(expect.arrayContaining(['Held against a published attack', 'Rollouts and denials']));
  expect(said(blocks)).not.toContain('\u202e');
  const without = titles(afterwards(await reportModel(sampleView(), sampleContext())));
  expect(without).not.toContain('Rollouts and denials');
});
