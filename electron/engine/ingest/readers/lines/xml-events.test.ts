import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEventDocument, XmlEventsReader } from './xml-events';

const event = (n: number): string =>
  `<Event xmlns='x'><System><EventID>${n}</EventID></System><EventData><Data Name='A'>b</Data></EventData></Event>`;

/** What a reader tells of the text when it comes in pieces: lines as they stand in it, and what is broken. */
function read(text: string, size: number): { lines: string[]; broken: string[] } {
  const bytes = Buffer.from(text);
  const lines: string[] = [];
  const broken: string[] = [];
  const reader = new XmlEventsReader({
    line: (of, from, to, at) => {
      expect(of.toString('utf8', from, to)).toBe(bytes.toString('utf8', at, at + to - from));
      lines.push(of.toString('utf8', from, to));
    },
    broken: (why, at, length) => broken.push(`${why}: ${bytes.toString('utf8', at, at + length).slice(0, 20)}`),
  });
  for (let at = 0; at < bytes.length; at += size) reader.feed(Buffer.from(bytes.subarray(at, at + size)));
  reader.end();
  return { lines, broken };
}

describe('events as XML', () => {
  it.each([
    `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<Events>${event(1)}${event(2)}</Events>`,
    `${event(1)}\n${event(2)}\n`,
    `<Events xmlns="x">\r\n  ${event(1)}\r\n  ${event(2)}\r\n</Events>\r\n`,
  ])('are told one by one, however they come in: %#', (text) => {
    expect(isEventDocument(Buffer.from(text))).toBe(true);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (size) => {
        expect(read(text, size)).toEqual({ lines: [event(1), event(2)], broken: [] });
      }),
      { numRuns: 40 },
    );
  });

  it('what is cut off, without an end or no event is told too', () => {
    const text = `<Events>${event(1)}a stranger${event(2).slice(0, -8)}${event(3)}</Events>${event(4).slice(0, 60)}`;
    for (const size of [1, 7, 1_000])
      expect(read(text, size)).toEqual({
        lines: [event(1), 'a stranger', event(3)],
        broken: [
          "an event without its end: another begins inside it: <Event xmlns='x'><Sy",
          expect.stringMatching(/^cut off/),
        ],
      });
  });

  it('an event beyond all measure costs itself', () => {
    const text = `<Events>${event(1)}<Event ${'x'.repeat(5 * 1024 * 1024)}</Event>${event(2)}</Events>`;
    const { lines, broken } = read(text, 256 * 1024);
    expect(lines).toEqual([event(1), event(2)]);
    expect(broken).toEqual([expect.stringMatching(/^an event of more than 4 MiB/)]);
  });

  it('other texts are no such document', () => {
    for (const text of ['<html>', '{"a":1}', '<EventLog>', 'x <Event >'])
      expect(isEventDocument(Buffer.from(text))).toBe(false);
  });
});
