import { describe, expect, it } from 'vitest';
import type { Event } from '../../../shared/model/event';
import { tagsIn } from '../../../shared/model/note-templates';
import { fieldsOf, referenceText, subject } from './fields';
import { indented, markBytes } from './mark-bytes';

describe('marked bytes', () => {
  const marked = (text: string, values: string[]) =>
    markBytes(
      text,
      values.map((value) => ({ field: 'f', value })),
    )
      .filter((segment) => segment.field)
      .map((segment) => segment.text);
  it('joins to the whole text, whatever is marked', () => {
    const text = '{"ip":"10.0.0.1","note":"10.0.0.11 and 10.0.0.1"}';
    const segments = markBytes(text, [
      { field: 'address', value: '10.0.0.1' },
      { field: 'x', value: null },
    ]);
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    expect(segments.filter((segment) => segment.field === 'address')).toHaveLength(2);
  });
  it.each([
    ['a value inside a longer one is not it', '{"a":"bob@x.org","b":"rebob@x.org"}', ['bob@x.org'], ['bob@x.org']],
    ['longer values win', 'ana.maria ana', ['ana', 'ana.maria'], ['ana.maria', 'ana']],
    ['escaped text is found', '{"app":"a \\"b\\""}', ['a "b"'], ['a \\"b\\"']],
    ['one character is not searched', '{"code":"0"}', ['0'], []],
    ['three places at most', 'xx xx xx xx', ['xx'], ['xx', 'xx', 'xx']],
  ])('%s', (_name, text, values, found) => {
    expect(marked(text, values)).toEqual(found);
  });
  it('never indents what indenting would change', () => {
    expect(indented('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(indented('{"id":12345678901234567890}')).toBeNull();
    expect(indented('a,b')).toBeNull();
  });
});

describe('fields', () => {
  const event = {
    id: 'e1',
    time: '2026-01-14T02:19:12.402Z',
    source: 'entra',
    file: 'signins.json',
    locator: { offset: 18_204_110, length: 2_910 },
    class: 'authentication',
    action: 'Sign-in activity',
    outcome: 'denied_by_user',
    factor: 'push',
    denial: true,
    identity: { id: 'i1', name: 'ana@example.org', kind: 'human' },
    app: 'Mail',
    ip: '203.0.113.4',
    asn: 64500,
    asOrg: 'Example',
    geo: { country: 'RO', region: null, city: 'Bucharest', lat: 44, lon: 26, from: 'database', radiusKm: 50 },
    device: { id: null, name: null, os: 'Windows 10', managed: null, compliant: null },
    interactive: null,
    aal: null,
    warnings: ['time without a zone'],
  } as unknown as Event;
  const value = (label: string) => fieldsOf(event, 'UTC').find((field) => field.label === label);
  it('say what is there, with units and origin, and nothing that is not', () => {
    expect(subject(event)).toBe('ana@example.org → Mail');
    expect(value('Outcome')?.value).toBe('declined · push · counts as a denial');
    expect(value('Place')).toMatchObject({ value: 'Bucharest, RO ± 50 km', note: 'as the database says' });
    expect(value('Device')?.value).toBe('no device id · Windows 10');
    expect(value('Source')?.note).toBe('bytes 18,204,110 – 18,207,020 (2.9 kB)');
    expect(value('Doubt')?.value).toBe('time without a zone');
    expect(value('Interactive')).toBeUndefined();
    expect(value('Session')).toBeUndefined();
  });
  it('print the zone of the case and UTC beside it', () => {
    const time = fieldsOf(event, 'Europe/Berlin')[0]!;
    expect(time.value).toBe('2026-01-14 03:19:12.402 +01:00');
    expect(time.note).toBe('2026-01-14 02:19:12.402 Z');
  });
  it('make a reference that finds the bytes without this program', () => {
    expect(referenceText(event, 'ab12')).toBe(
      'e1 · 2026-01-14T02:19:12.402Z · entra · signins.json, bytes 18204110–18207020, SHA-256 ab12',
    );
  });
});

it('tags are words with a number sign at their head', () => {
  expect(tagsIn('asked her #witness, see issue#3 #lateral-move')).toEqual(['witness', 'lateral-move']);
});
