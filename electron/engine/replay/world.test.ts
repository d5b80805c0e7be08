import { describe, expect, it } from 'vitest';
import type { Effect, Sign } from './policy';
import { type Compromise, type Way, World } from './world';

const sign: Sign = {
  time: 0,
  who: 1,
  isMachine: false,
  isDenial: false,
  isPrompt: true,
  isUse: false,
  outcome: 'success_mfa',
  factor: 'push',
  isInherited: false,
  isLegacy: false,
  hasProtocol: false,
  app: 'Portal',
  ip: '192.0.2.1',
  isService: false,
  country: 'GB',
  network: null,
};
const way = (attempt: number, more: Partial<Way> = {}): Way => ({
  attempt,
  event: `e${attempt}`,
  time: attempt,
  score: 0.9,
  leadsTo: new Set(),
  path: new Set([`e${attempt}`]),
  needs: [],
  ...more,
});

/** A world in which the ways have these effects, in order. */
function settled(ways: Way[], effects: Effect['do'][]): string {
  const told = effects.map(
    (said): Effect =>
      said === 'harder' ? { do: said, asks: false } : said === 'nothing' ? { do: said } : { do: said, why: said },
  );
  let i = 0;
  const world = new World('one', [{ at: 0, work: { look: () => told[i++]! } }], 1);
  for (const { attempt } of ways) world.take(sign, attempt, attempt, 'intruder', true, 0);
  const compromise: Compromise = { episode: 'p1', identity: 'ada', ways };
  return world.end([compromise]).compromises[0]!.state;
}

describe('a compromise', () => {
  const led = way(1, { leadsTo: new Set([2]), path: new Set(['e1', 'e2', 'e7']) });
  it.each([
    ['its only way refused', [way(1)], ['refuse'], 'prevented'],
    ['its only way open', [way(1)], ['nothing'], 'open'],
    ['a stranger asked for one more act', [way(1)], ['harder'], 'prevented'],
    ['a log that does not tell', [way(1)], ['unknown'], 'undetermined'],
    ['one of two ways refused', [way(1), way(2)], ['refuse', 'nothing'], 'narrowed'],
    ['the second on the path of the first', [led, way(2)], ['refuse', 'nothing'], 'prevented'],
    ['the second through what the first made', [led, way(3, { needs: ['e7'] })], ['refuse', 'nothing'], 'prevented'],
    ['the second through something else', [led, way(3, { needs: ['e7', 'e8'] })], ['refuse', 'nothing'], 'narrowed'],
    ['one refused, one that nobody can tell', [way(1), way(2)], ['refuse', 'unknown'], 'undetermined'],
  ] as const)('%s', (_name, ways, effects, state) => {
    expect(settled([...ways], [...effects])).toBe(state);
  });
});
