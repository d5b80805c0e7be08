import { describe, expect, it } from 'vitest';
import { parseNoteRef } from './note-refs';

describe('what a note may stand on', () => {
  it.each([
    ['range:2026-01-01T00:00:00Z/2026-01-02T01:00:00+01:00', 'range:2026-01-01T00:00:00.000Z/2026-01-02T00:00:00.000Z'],
    ['place:ro/Cluj', 'place:RO/Cluj'],
    ['place:RO', 'place:RO'],
    ['place:46.770,23.60', 'place:46.77,23.6'],
  ])('%s is %s', (text, id) => expect(parseNoteRef(text)).toMatchObject({ id }));

  it.each([
    'range:2026-01-02T00:00:00Z/2026-01-01T00:00:00Z',
    'range:x/y',
    'place:91,0',
    'place:ROU',
    'link:e1/p1',
    'p1xsd5f0dhtd000',
    '',
  ])('%s is nothing', (text) => expect(parseNoteRef(text)).toBeNull());

  it('names a link by its episode and event', () =>
    expect(parseNoteRef('link:p1xsd5f0dhtd000/e1xsd5f0dhtd000')).toEqual({
      kind: 'link',
      episode: 'p1xsd5f0dhtd000',
      event: 'e1xsd5f0dhtd000',
    }));
});
