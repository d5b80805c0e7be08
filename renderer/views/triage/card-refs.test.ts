import { describe, expect, it } from 'vitest';
import type { Event } from '../../../shared/model/event';
import { deniedFrom, whyNormal } from './card-refs';

const normal = { fits: 'no' as const, n: 40, why: ['first time from VN', 'travel is on file', 'never at this hour'] };
const questions = { who: '', factor: '', from: 'Hanoi, VN — 203.0.113.77, AS7552', normal };
const at = (id: string, ip: string | null): Event => ({ id, ip }) as Event;

describe('deniedFrom', () => {
  it.each([
    ['the denial with the address', [at('e0', '203.0.113.77'), at('e1', '192.0.2.1'), at('e2', '203.0.113.77')], 'e2'],
    ['the first where none is around', [at('e9', '203.0.113.77')], 'e1'],
    ['the first where it has no address', [at('e1', null), at('e2', null)], 'e1'],
  ])('%s', (_, around, event) => {
    expect(deniedFrom({ events: ['e1', 'e2'], questions }, around)).toBe(event);
  });

  it('is none where there is no record', () => {
    expect(deniedFrom({ events: [], questions }, [])).toBeNull();
  });
});

it('leads each reason to what it is weighed by', () => {
  const weighed = [
    { text: 'first time from VN', weight: 1, events: ['e7'] },
    { text: 'travel is on file', weight: 1, events: [], rows: ['c1'] },
  ];
  expect(whyNormal({ questions, for: weighed.slice(0, 1), against: weighed.slice(1) }, 'e1')).toEqual([
    { text: 'first time from VN', at: 'e7' },
    { text: 'travel is on file', at: 'c1' },
    { text: 'never at this hour', at: 'e1' },
  ]);
});
