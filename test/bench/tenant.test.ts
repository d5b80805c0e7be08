import { expect, it } from 'vitest';
import { TENANTS } from './tenant';

const RECORDS = 400;
const list = (records: Iterable<string>): string[] => [...records];

it.each(
  TENANTS.flatMap((tenant) =>
    (['okta', 'entra', 'trail'] as const).map((kind) => ({ name: tenant.name, kind, made: tenant[kind] })),
  ),
)('$name, $kind: as many records as asked for, each JSON, each with an id of its own, the same again', ({ made }) => {
  const records = list(made(RECORDS));
  expect(records).toHaveLength(RECORDS);
  const ids = records.map((record) => {
    const { uuid, id, eventID } = JSON.parse(record) as { uuid?: string; id?: string; eventID?: string };
    return uuid ?? id ?? eventID;
  });
  expect(new Set(ids).size).toBe(RECORDS);
  expect(list(made(RECORDS))).toEqual(records);
});

it.each(TENANTS)('$name: a CSV has a header and a line for each record, of as many cells', ({ entraCsv }) => {
  const lines = list(entraCsv(RECORDS));
  expect(lines).toHaveLength(RECORDS + 1);
  const cells = lines.map((line) => line.split('","').length);
  expect(new Set(cells).size).toBe(1);
});

it('of the mixed tenant neighbours are seldom the same person', () => {
  const people = list(TENANTS.find(({ name }) => name === 'mixed')!.okta(RECORDS)).map(
    (record) => (JSON.parse(record) as { actor: { id: string } }).actor.id,
  );
  expect(people.filter((id, n) => id === people[n - 1]).length).toBeLessThan(RECORDS / 20);
});
