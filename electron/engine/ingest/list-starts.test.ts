/** Lists that several parsers begin at guesses give what one parser gives, whatever stands where a guess is made. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { COLUMN, NUMBERS, TEXTS } from '../store/event-row';
import { unpackTexts } from '../store/packed-texts';
import { parseFile, parseLane } from './parse';
import { inLanes } from './parse-threads';
import type { ParsedBatch, ParsedFile, ParseJob } from './parsed';
import { WINDOW } from './readers/json/values';
import { sources } from './registry';
import { okta } from './testing/importing';

const root = mkdtempSync(join(tmpdir(), 'list-starts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const file = join(root, 'list.json');
const job: ParseJob = {
  ...{ path: file, packing: 'none', member: null, copyTo: null, source: null, zone: null, lane: null },
};

interface Told {
  events: unknown[];
  leftOut: unknown[];
  account: ParsedFile;
  /** Bytes of the records that each parser made events of. */
  shares: number[];
}

/** What a parse tells, positions in lists made texts again. */
async function told(parsing: AsyncGenerator<ParsedBatch, ParsedFile>): Promise<Told> {
  const events: unknown[] = [];
  const leftOut: unknown[] = [];
  const shares: number[] = [];
  const lists = new Map<number, { terms: string[]; actors: string[]; reasons: string[] }>();
  for (;;) {
    const step = await parsing.next();
    if (step.done) return { events, leftOut, account: step.value, shares };
    const { lane, events: batch, leftOut: left } = step.value;
    const own = lists.get(lane) ?? { terms: [], actors: [], reasons: [] };
    lists.set(lane, own);
    if (batch) {
      own.terms.push(...batch.terms);
      own.actors.push(...batch.actors.map(({ key }) => key));
      const texts = unpackTexts(batch.texts);
      for (let i = 0; i < batch.count; i++) {
        const number = (column: keyof typeof COLUMN): number => batch.numbers[i * NUMBERS.length + COLUMN[column]]!;
        events.push([
          ...(['at', 'length', 'rk', 'time', 'akey', 'outcome', 'flags'] as const).map(number),
          own.terms[number('action')],
          own.actors[number('actor')],
          ...texts.slice(i * TEXTS.length, (i + 1) * TEXTS.length),
        ]);
        shares[lane] = (shares[lane] ?? 0) + number('length');
      }
    }
    own.reasons.push(...(left?.reasons ?? []));
    for (let i = 0; i < (left?.count ?? 0); i++) {
      const [kind, reason, at, length] = left!.places.subarray(4 * i, 4 * i + 4);
      leftOut.push([kind, own.reasons[reason!], at, length]);
    }
  }
}

const start = (each: ParseJob) => (each.lane ? parseLane : parseFile)(each, sources.all());
const SEGMENT = 2 * WINDOW;

/** Both ways; gives what they agree upon. */
async function bothWays(text: string | Buffer, lanes = 2): Promise<Told> {
  writeFileSync(file, text);
  const one = await told(parseFile(job, sources.all()));
  const many = await told(inLanes(job, lanes, SEGMENT, start));
  expect(many.events).toEqual(one.events);
  expect(many.leftOut).toEqual(one.leftOut);
  const byText = ({ notes, ...account }: ParsedFile) => ({
    ...account,
    notes: notes.toSorted((a, b) => (a.text < b.text ? -1 : 1)),
  });
  expect(byText(many.account)).toEqual(byText(one.account));
  return many;
}

const noted = (n: number, note: unknown): string => JSON.stringify(okta(n, { debugContext: { debugData: { note } } }));
const plain = (n: number): string => noted(n, 'žluťoučký kůň '.repeat(20 + (n % 9) * 130));
/** Records up to about these bytes. */
function upTo(bytes: number, from = 0): string[] {
  const list: string[] = [];
  for (let length = 0, n = from; ; n++) {
    const next = plain(n);
    length += Buffer.byteLength(next) + 1;
    if (length > bytes) return list;
    list.push(next);
  }
}

describe('a long list', () => {
  it('is told in equal shares, in any layout', async () => {
    const list = upTo(9 * WINDOW);
    for (const [before, between, after] of [
      ['[', ',', ']'],
      ['\ufeff [\r\n  ', ' ,\r\n  ', '\r\n]\r\n'],
      ['{"count":3,"value":[', ',\n', '],"next":"https://logs.example/?a=},{"}'],
      ['{"data":{"events":[', ',', ']}}'],
    ] as const) {
      for (const lanes of [2, 3]) {
        const { events, shares } = await bothWays(before + list.join(between) + after, lanes);
        expect(events).toHaveLength(list.length);
        expect(shares).toHaveLength(lanes);
        expect(Math.min(...shares)).toBeGreaterThan(1.5 * WINDOW);
      }
    }
    const pretty = list.map((each) => JSON.stringify(JSON.parse(each), null, 2)).join(',\n');
    expect(Math.min(...(await bothWays(`[\n${pretty}\n]`)).shares)).toBeGreaterThan(3 * WINDOW);
  });

  it('is told in equal shares where each record holds many objects in a row', async () => {
    const parts = Array.from({ length: 300 }, (_, n) => ({ id: `${n}`, result: 'notApplied' }));
    const list = Array.from({ length: 800 }, (_, n) => noted(n, parts));
    const { shares } = await bothWays(`[${list.join(',\n')}]`);
    expect(shares).toHaveLength(2);
    expect(Math.min(...shares)).toBeGreaterThan(2 * WINDOW);
  });

  it('goes on by one parser where a record is longer than a window, or broken at the turn', async () => {
    const head = upTo(2 * WINDOW - 3_000);
    const rest = upTo(3 * WINDOW, 9_000);
    for (const odd of [
      noted(1, 'x},{"uuid":"1"},{'.repeat(200_000)),
      plain(1).repeat(1).slice(0, -40),
      `${'7,'.repeat(4_000)}7`,
      `${plain(3).slice(0, 900)}"`,
      `${'[],'.repeat(3_000)}{}`,
    ])
      await bothWays(`[${[...head, odd, ...rest].join(',\n')}]`);
  });

  it('is the same whatever stands at the turn', async () => {
    const nested = (n: number, deep: number): unknown => {
      const list = Array.from({ length: 3 }, (_, i) =>
        okta(n * 10 + i, i === 1 && deep > 0 ? { deep: nested(n, deep - 1) } : {}),
      );
      return list;
    };
    const odd = fc.oneof(
      fc.nat(5_000).map(plain),
      fc.record({ n: fc.nat(500), deep: fc.nat(3), times: fc.nat(30) }).map(({ n, deep, times }) =>
        noted(
          n,
          Array.from({ length: times }, () => nested(n, deep)),
        ),
      ),
      fc
        .record({ n: fc.nat(500), times: fc.nat(300) })
        .map(({ n, times }) => noted(n, `},${plain(n)},{"uuid":`.repeat(times))),
      fc.record({ n: fc.nat(500), cut: fc.nat(2_000) }).map(({ n, cut }) => plain(n).slice(0, cut)),
      fc.record({ n: fc.nat(500), cut: fc.nat(2_000) }).map(({ n, cut }) => plain(n).slice(cut)),
      fc.nat(500).map((n) => `[${plain(n)},${plain(n + 1)}]`),
      fc.nat(500).map((n) => `${plain(n)}]\n[${plain(n + 1)}`),
      fc.nat(500).map((n) => `${plain(n)}],"more":[${plain(n + 1)}`),
      fc.constantFrom('7', 'null', '"text },{"', '{}', '[]', '{"other":"shape","n":1}', '{"a":[{},{}', '}', '"', ''),
      fc.json({ maxDepth: 4 }),
    );
    const turn = fc.record({
      odd: fc.array(odd, { maxLength: 12 }),
      /** How far before the turn they begin. */
      lead: fc.oneof(fc.nat(40), fc.nat(6_000), fc.nat(60_000)),
    });
    const file = fc.record({
      turns: fc.array(turn, { minLength: 1, maxLength: 3 }),
      around: fc.constantFrom(['[', ']'], ['{"value":[', ']}'], ['[', ''], ['[', ']]']),
      between: fc.constantFrom(',', ',\n', ' ,\r\n '),
      lanes: fc.constantFrom(2, 3),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ turns, around: [open, close], between, lanes }) => {
        let text = open!;
        for (const [i, { odd, lead }] of turns.entries()) {
          const room = Math.max(0, (i + 1) * SEGMENT - Buffer.byteLength(text) - lead);
          text += [...upTo(room, i * 7_000), ...odd].join(between) + between;
        }
        text += upTo(WINDOW / 2, 50_000).join(between) + close;
        await bothWays(text, lanes);
      }),
      { numRuns: 40 },
    );
  }, 600_000);
});
