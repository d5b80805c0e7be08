import { expect, it } from 'vitest';
import { effortOf, measure } from './effort';

const decide = (
  episode: string,
  verdict: string,
  seconds: number | null,
  views: string[] | null = ['triage'],
  action?: string,
): string =>
  JSON.stringify({ act: 'decide', detail: { episode, after: { verdict, action }, effort: { seconds, views } } });
const withdraw = (episode: string): string => JSON.stringify({ act: 'decide.withdraw', detail: { episode } });

it('percentiles are values that occurred', () => {
  expect(measure([])).toBeNull();
  expect(measure([5])).toEqual({ n: 1, median: 5, p90: 5 });
  expect(measure([10, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual({ n: 10, median: 5, p90: 9 });
});

it('counts the decision that stands, class by class', () => {
  const lines = [
    decide('p1', 'friction', 20, ['triage'], 'block'),
    decide('p2', 'friction', 40, ['triage', 'events', 'map'], 'verify'),
    decide('p1', 'expected', 60), // decided anew
    decide('p3', 'friction', 5),
    withdraw('p3'),
    JSON.stringify({ act: 'annotate', detail: { on: 'p1' } }),
    decide('p4', 'friction', null, null, 'none'), // by the command line
  ];
  expect(effortOf(lines)).toEqual([
    {
      verdict: null,
      decisions: 3,
      steps: 1,
      seconds: { n: 2, median: 40, p90: 60 },
      views: { n: 2, median: 1, p90: 3 },
    },
    {
      verdict: 'expected',
      decisions: 1,
      steps: 0,
      seconds: { n: 1, median: 60, p90: 60 },
      views: { n: 1, median: 1, p90: 1 },
    },
    {
      verdict: 'friction',
      decisions: 2,
      steps: 1,
      seconds: { n: 1, median: 40, p90: 40 },
      views: { n: 1, median: 3, p90: 3 },
    },
  ]);
  // What was taken back uncovers what stood before.
  expect(effortOf([...lines, withdraw('p1')])[0]).toMatchObject({ steps: 2, seconds: { n: 2, median: 20, p90: 40 } });
});
