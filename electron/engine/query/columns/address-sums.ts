/** `addressSums` out of packed columns: over the pairs, which are far fewer than the events. */
import type { AddressSum } from '../../store/address-sums';
import { NULL } from '../../store/columns/layout';
import type { Columns } from '../../store/columns/open';
import type { ReadDb } from '../../store/open';
import { statement } from '../../store/statement';
import type { Pairs } from './pairs';
import type { People } from './people';

interface Sum {
  ip: number;
  place: number;
  asn: number;
  source: number;
  events: number;
  /** Position of the first event. */
  first: number;
  actors: Set<number>;
}
interface PlaceRow {
  id: number;
  key: string;
  country: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
}

const orgOf = statement<[number], { asOrg: string | null }>(
  'SELECT o.text AS asOrg FROM event_all e LEFT JOIN term o ON o.id = e.as_org WHERE e.eid = ?',
);

/** In the order of the statement that does the same (`store/address-sums.ts`). */
export function packedAddressSums(db: ReadDb, columns: Columns, pairs: Pairs, who: People): AddressSum[] {
  const sums = sumsOf(columns, pairs);
  const addresses = rowsById<{ id: number; text: string; scope: string }>(db, 'SELECT id, text, scope FROM address');
  const places = rowsById<PlaceRow>(db, 'SELECT id, key, country, city, lat, lon FROM place');
  const term = db.prepare<[number], string>('SELECT text FROM term WHERE id = ?').pluck();
  const sources = new Map([...new Set(sums.map(({ source }) => source))].map((id) => [id, term.get(id) ?? '']));
  const [times, rks, contents] = [columns.rows('time'), columns.rows('rk'), columns.rows('content')];
  const eids = columns.rows('eid');
  return sums
    .map((sum) => ({
      sum,
      address: addresses.get(sum.ip)!,
      place: places.get(sum.place),
      source: sources.get(sum.source)!,
    }))
    .sort(
      (a, b) =>
        order(a.address.text, b.address.text) ||
        order(a.source, b.source) ||
        order(a.place?.key ?? '', b.place?.key ?? '') ||
        a.sum.asn - b.sum.asn,
    )
    .map(({ sum, address, place, source }) => {
      const identities = new Set<number>();
      for (const actor of sum.actors) if ((who.of[actor] ?? -1) >= 0) identities.add(who.of[actor]!);
      let org: string | null | undefined;
      return {
        text: address.text,
        scope: address.scope,
        country: place?.country ?? null,
        city: place?.city ?? null,
        lat: place?.lat ?? null,
        lon: place?.lon ?? null,
        asn: sum.asn === NULL ? null : sum.asn,
        // Told only where networks differ, and read only then.
        get asOrg() {
          if (org === undefined) org = orgOf(db).get(eids[sum.first]!)?.asOrg ?? null;
          return org;
        },
        source,
        events: sum.events,
        identities: identities.size,
        time: times[sum.first]!,
        rk: rks[sum.first]!,
        content: contents[sum.first]!,
      };
    });
}

function sumsOf(columns: Columns, pairs: Pairs): Sum[] {
  const { rows, size } = pairs;
  const events = new Uint32Array(size);
  const first = new Int32Array(size).fill(-1);
  for (let at = 0; at < rows.length; at++) {
    const pair = rows[at]!;
    if (events[pair]!++ === 0) first[pair] = at;
  }
  const [ips, places, asns] = [columns.who('ip'), columns.who('place'), columns.who('asn')];
  const [actors, sources] = [columns.who('actor'), columns.what('source')];
  const sums = new Map<string, Sum>();
  for (let pair = 0; pair < size; pair++) {
    const row = pairs.who[pair]!;
    const ip = ips[row]!;
    if (ip === NULL || events[pair] === 0) continue;
    const [place, asn, source] = [places[row]!, asns[row]!, sources[pairs.what[pair]!]!];
    const key = `${ip} ${place} ${asn} ${source}`;
    let sum = sums.get(key);
    if (!sum) {
      sum = { ip, place, asn, source, events: 0, first: first[pair]!, actors: new Set() };
      sums.set(key, sum);
    }
    sum.events += events[pair]!;
    sum.first = Math.min(sum.first, first[pair]!);
    sum.actors.add(actors[row]!);
  }
  return [...sums.values()];
}

const rowsById = <R extends { id: number }>(db: ReadDb, sql: string): Map<number, R> =>
  new Map(
    db
      .prepare<[], R>(sql)
      .all()
      .map((row) => [row.id, row]),
  );

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
