import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shape } from './source';
import { elementPlaces, NTH, splitRecord } from './split';

const shape = (list: string): Shape => ({
  id: 's',
  record: 'json',
  reads: ['id', list],
  fidelity: 1,
  signature: '',
  split: { list, by: 'name' },
  accepts: () => true,
  toEvent: () => ({ end: 'skipped', why: '' }),
});
const placed = (text: string, path: string): string[] | null => {
  const bytes = Buffer.from(`xx${text}yy`);
  const places = elementPlaces(bytes, 2, bytes.length - 2, path.split('.'));
  return places?.map(([at, length]) => bytes.toString('utf8', 2 + at, 2 + at + length)) ?? null;
};

describe('splitRecord', () => {
  it('makes each element a record with what surrounds it, and counts those of one name', () => {
    const value = { id: 7, rest: 'not read', events: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] };
    expect(splitRecord(shape('events'), value)).toEqual([
      { id: 7, events: { name: 'a' }, [NTH]: 0 },
      { id: 7, events: { name: 'b' }, [NTH]: 0 },
      { id: 7, events: { name: 'a' }, [NTH]: 1 },
    ]);
  });

  it('finds lists below other keys, and leaves what has no list alone', () => {
    expect(splitRecord(shape('p.m'), { p: { m: [1, 2], k: 3 } })).toEqual([
      { p: { m: 1, k: 3 }, [NTH]: 0 },
      { p: { m: 2, k: 3 }, [NTH]: 1 },
    ]);
    for (const value of [{ events: {} }, { events: 'x' }, {}, null, 4]) {
      expect(splitRecord(shape('events'), value)).toBeNull();
    }
  });

  it('copies only what the shape reads, however many keys the record has', () => {
    const value: Record<string, unknown> = { events: Array.from({ length: 20_000 }, () => ({ name: 'n' })) };
    for (let i = 0; i < 20_000; i++) value[`k${i}`] = i;
    expect(splitRecord(shape('events'), value)).toHaveLength(20_000);
  });
});

describe('elementPlaces', () => {
  it.each([
    ['{"events":[{"a":1},{"b":"]},{"}]}', 'events', ['{"a":1}', '{"b":"]},{"}']],
    ['{ "x" : [1] , "events" : [ 1 , "a\\"]" , null ] }', 'events', ['1', '"a\\"]"', 'null']],
    ['{"p":{"m":[[1],[2]]}}', 'p.m', ['[1]', '[2]']],
    ['{"events":[]}', 'events', []],
    ['{"events":[1],"events":[2,3]}', 'events', ['2', '3']],
    ['{"x":[1]}', 'events', null],
    ['{"events":{"a":1}}', 'events', ['1']],
    ['[1,2]', 'events', null],
  ])('%s', (text, path, expected) => {
    expect(placed(text, path)).toEqual(expected);
  });

  it('gives places that hold exactly what parsing gives', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), fc.constantFrom(0, 1), (list, other, indent) => {
        const text = JSON.stringify({ other, events: list }, null, indent);
        expect(placed(text, 'events')?.map((each) => JSON.parse(each))).toEqual(JSON.parse(text).events);
      }),
    );
  });
});
