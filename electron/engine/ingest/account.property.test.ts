/** Whatever a collector wraps around records and whatever becomes of single ones: each element ends in the account. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Pass } from './pass';
import { sources } from './registry';
import { okta } from './testing/importing';

const json = (value: unknown): string => JSON.stringify(value);
const AT = '2026-03-02T07:09:00Z';

/** What stands around one record, inside a list. */
const INNER: Record<string, (record: unknown) => unknown> = {
  bare: (record) => record,
  member: (record) => ({ host: 'h', event: record }),
  members: (record) => ({ id: '1', attributes: { service: 's', attributes: record } }),
  text: (record) => ({ _time: AT, _raw: json(record) }),
  'text in a text': (record) => ({ payload: json(json(record)) }),
  base64: (record) => ({ data: Buffer.from(json(record)).toString('base64') }),
  'a text alone': (record) => json(record),
  row: (record) => [AT, json(record)],
};
/** What stands around the list. */
const OUTER: Record<string, (list: unknown[]) => unknown> = {
  messages: (messages) => ({ total: messages.length, messages }),
  records: (records) => ({ records }),
  deep: (rows) => ({ status: 'ok', output: { page: { rows } } }),
  hits: (hits) => ({ took: 1, hits: { total: 3, hits } }),
  quoted: (list) => ({ offset: 1, body: json({ logEvents: list }) }),
  streams: (values) => ({ status: 'ok', found: [{ stream: {}, values }] }),
  table: (list) => ({ tables: [{ columns: [{ name: 'at' }, { name: 'RawData' }], rows: list }] }),
};
/** What became of an element: each stands where one should. */
const damaged = fc.constantFrom<unknown>(
  null,
  5,
  true,
  'x',
  '',
  '{"uuid":"cut',
  'a line of some other log that is long enough',
  {},
  { event: null },
  { _raw: '{"uuid":' },
  { _raw: '' },
  { unheard: { of: 1 } },
);
/** An element that is a row of a table or stream. */
const damagedRow = fc.constantFrom<unknown>([AT, null], [AT, '{"uuid":"cut'], [AT], [AT, 5]);
/** A page holds a record at least: one without any is itself what is left out. */
const pagesOf = (odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[][]> => {
  const element = fc.oneof({ weight: 2, arbitrary: fc.constant('record') }, { weight: 1, arbitrary: odd });
  const page = fc
    .tuple(fc.array(element, { maxLength: 4 }), fc.array(element, { maxLength: 4 }))
    .map(([before, behind]) => [...before, 'record', ...behind]);
  return fc.array(page, { maxLength: 3 });
};

/** Events and what was left out, as the parser counts them. */
function countOf(text: string): { events: number; leftOut: number; source: string | undefined } {
  const bytes = Buffer.from(text);
  const pass = new Pass(bytes, sources.all(), { source: null, zone: null });
  pass.feed(bytes);
  pass.end();
  const { mapped, skipped, rejected, recognised } = pass.result();
  return { events: mapped, leftOut: skipped + rejected, source: recognised?.source };
}

it.each(Object.keys(OUTER).flatMap((outer) => Object.keys(INNER).map((inner) => [outer, inner])))(
  'a list in %s, each record in %s',
  (outer, inner) => {
    fc.assert(
      fc.property(
        pagesOf(inner === 'row' ? fc.oneof(damaged, damagedRow) : damaged),
        fc.boolean(),
        (pages, areLines) => {
          let n = 0;
          const whole = (): unknown => INNER[inner]!(okta(++n % 60));
          const lists = [
            [whole(), whole(), whole()],
            ...pages.map((of) => of.map((each) => (each === 'record' ? whole() : each))),
          ];
          const documents = areLines
            ? lists.map((list) => json(OUTER[outer]!(list)))
            : [json(OUTER[outer]!(lists.flat()))];
          const found = countOf(`${documents.join('\n')}\n`);
          expect(found.source).toBe('okta');
          expect(found.events).toBe(n);
          const all = found.events + found.leftOut;
          // A row beside an object is no row of a table any more: each of its cells is an element then.
          if (inner === 'row') expect(all).toBeGreaterThanOrEqual(lists.flat().length);
          else expect(all).toBe(lists.flat().length);
        },
      ),
      { numRuns: 25 },
    );
  },
);
