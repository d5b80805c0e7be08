import { describe, expect, it } from 'vitest';
import { recognise } from './recognise';
import type { Shape, Source } from './source';

const shape = (accepts: Shape['accepts']): Shape => ({
  id: 'json',
  record: 'json',
  reads: ['a', 'b'],
  fidelity: 3,
  signature: 'a',
  accepts,
  toEvent: () => ({ end: 'skipped', why: 'not asked for here' }),
});
const source = (id: string, accepts: Shape['accepts']): Source => ({
  id,
  title: id,
  shapes: [shape(accepts)],
  about: id,
  example: '{}',
});
const A = source('a', (record) => record.has('a'));
const B = source('b', (record) => record.has('b'));
const ALSO_A = source('c', (record) => record.has('a'));

const look = (text: string, sources: Source[]): ReturnType<typeof recognise> =>
  recognise(Buffer.from(text), { kind: 'lines' } as Parameters<typeof recognise>[1], sources);

describe('files that fit several sources', () => {
  it('a mixed file is no tie: each record has one source', () => {
    const found = look('{"a":1}\n{"b":1}\n{"a":2}\n{"b":2}\n', [A, B]);
    expect(found.tied).toEqual([]);
    expect(found.best?.source.id).toBe('a');
  });

  it('the same records in two sources are one', () => {
    expect(look('{"a":1}\n{"a":2}\n', [A, ALSO_A]).tied).toEqual(['a', 'c']);
    expect(look('{"a":1}\n{"b":1}\n', [A, B, ALSO_A]).tied).toEqual(['a', 'c']);
  });
});
