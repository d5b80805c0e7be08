import { expect, it } from 'vitest';
import { RuleTally } from './rule-value';

const decide = (episode: string, action: string, seconds: number): string =>
  `{"act":"decide","detail":${JSON.stringify({ episode, after: { verdict: 'friction', action }, effort: { seconds, views: null } })}}`;

it('says where a rule changed neither speed nor decision', () => {
  const ids = Array.from({ length: 20 }, (_, i) => `p${i}`);
  const lines = ids.map((id, i) => decide(id, i < 10 ? 'verify' : 'none', i % 5 === 0 ? 20 : 10));
  const tally = new RuleTally(lines);
  // `useful` stands on those that led to a step, `idle` on half of both halves.
  for (const [i, id] of ids.entries()) {
    const patterns = [...(i < 10 ? ['useful'] : []), ...(i % 10 < 5 ? ['idle'] : [])];
    tally.add([id], i === 0 ? 'expected' : 'friction', patterns);
  }
  tally.add(['p99'], 'friction', ['idle']);
  const rows = tally.rows();
  expect(rows.map(({ pattern, fires, decided }) => [pattern, fires, decided])).toEqual([
    ['idle', 11, 10],
    ['useful', 10, 10],
  ]);
  expect(rows[0]).toMatchObject({ difference: 'none', changed: 1 });
  expect(rows[1]).toMatchObject({ difference: 'decision', steps: 10, seconds: { n: 10, median: 10, p90: 20 } });
});

it('compares nothing where few are decided, and forgets what was taken back', () => {
  const tally = new RuleTally([decide('p1', 'block', 5), '{"act":"decide.withdraw","detail":{"episode":"p1"}}']);
  tally.add(['p1', 'p0'], 'friction', ['rule']);
  expect(tally.rows()).toEqual([
    { pattern: 'rule', fires: 1, decided: 0, changed: 0, steps: 0, seconds: null, without: null, difference: 'few' },
  ]);
});
