/** Answers about events: pages, pictures, facets, places. */
import { asksForNotes } from '../../../shared/base/asks-for-notes';
import type { events, HandlersOf, places } from '../../../shared/contract';
import { FACETS, type Filter } from '../../../shared/contract/events';
import { parseQuery, QUERY_FIELDS } from '../../../shared/model/query';
import { rfc3339 } from '../../../shared/model/time';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { OpenCase, Session } from '../session';
import { addressSums } from '../store/address-sums';
import { analysedFrom } from '../store/analysed';
import { codes } from '../store/codes';
import { contextPlace } from '../store/context';
import { eventId, parseEventId } from '../store/event-id';
import { spansOf } from '../store/event-spans';
import { type LaneData, type LaneRow, stops } from '../store/event-sums';
import { type EventKey, type EventRow, eventPrinter, eventRow, span } from '../store/events';
import type { ReadDb } from '../store/open';
import { type Clause, clauseOf, sqlOf, type Where } from '../store/query-sql';
import { notedEvents, tagsOfEvents } from '../store/stars';
import { writesTo } from '../store/writes';
import { addressView } from './address-view';
import { type Answers, type LaneAsked, sqlAnswers } from './answers';
import { askedQuery } from './asked-query';
import type { ColumnRoom } from './columns/room';
import { type Databases, disagreements } from './disagreements';
import { runs } from './fold';
import { type Locate, legs, locator, type NetworkOf, networkFinder, sumPlaces } from './places';
import { bandsOf } from './tracks';

/** Where a file's bytes are: the columns of `file` that reading a record needs. */
export interface EvidenceRef {
  stored: string;
  member: string | null;
  packing: string;
  encoding: string;
  referenced: number;
  stored_sha256: string;
  /** When its import was complete (milliseconds UTC). */
  imported: number | null;
}

export interface QueryDeps {
  locate: Locate;
  /** Exactly the bytes of a record in its evidence file. */
  /** Databases of the case: bundled, and the person's own. Throws where one of these is not what was imported. */
  lookup(opened: OpenCase): Databases & { databases(): string[] };
  readRecord(opened: OpenCase, file: EvidenceRef, offset: number, length: number): Promise<Buffer>;
  /** Packed columns where there are any; unset: SQL answers everything. */
  columns?: ColumnRoom;
}

const SINGLES = 400;
const FOLDED = 1_000; // events of one page of runs
const PARTS_SHOWN = 8;

/** The WHERE for a filter from outside; a mistake in the query becomes `bad-input` that points. */
export const clause = (db: ReadDb, filter: Filter): Where => sqlOf(pointed(db, filter));

const pointed = (db: ReadDb, filter: Filter): Clause =>
  askedQuery(() =>
    clauseOf(db, {
      query: parseQuery(filter.query ?? ''),
      range: filter.range ?? null,
      identities: filter.identities ?? null,
      episode: filter.episode ?? null,
    }),
  );

type Handled = Omit<
  HandlersOf<typeof events & typeof places>,
  'identities.list' | 'identities.place' | 'identities.get' | 'identities.facts' | 'events.reveal'
>;

export function queryHandlers(session: Session, deps: QueryDeps): Handled {
  const db = (): ReadDb => session.case().db.read;
  const ask = (filter: Filter): Answers => {
    const anyTime = { ...filter, range: null };
    const range = filter.range ?? null;
    const packed = deps.columns?.of(session.case());
    if (!packed) return sqlAnswers(db(), pointed(db(), anyTime), range);
    const { query = '', identities = null, episode = null } = filter;
    // What notes mark changes with every note; everything else stays as it is while one is written.
    const words = asksForNotes(query) ? writesTo(db()) : '';
    const key = JSON.stringify([query, identities, episode, words]);
    return packed.answers(key, () => pointed(db(), anyTime), range);
  };
  // Where places are, and what their networks, is looked up once per analysis, which is when databases are read again.
  const places = new WeakMap<
    ReadDb,
    {
      of: string | null;
      find: ReturnType<typeof locator>;
      networks: NetworkOf | null;
      differ: ReturnType<typeof disagreements> | null;
    }
  >();
  const known = () => {
    const of = analysedFrom(db());
    let held = places.get(db());
    if (!held || held.of !== of || of === null) {
      held = { of, find: locator(db(), deps.locate), networks: null, differ: null };
      places.set(db(), held);
    }
    return held;
  };
  const placesNow = (): ReturnType<typeof locator> => known().find;
  const networks = (): NetworkOf => {
    const held = known();
    held.networks ??= networkFinder(
      db(),
      (ip) => deps.lookup(session.case()).facts(ip),
      deps.columns?.of(session.case())?.proxied(),
    );
    return held.networks;
  };
  const found = (id: string): EventRow => {
    const key = parseEventId(id);
    const row = key && eventRow(db(), key);
    if (!row)
      throw new SidedoorError('not-found', `there is no event ${id.slice(0, 40)}`, { fix: 'take an id from `events`' });
    return row;
  };
  return {
    'events.page': ({ filter, after, limit, order }) => {
      const rows = ask(filter).page(order, limit, readCursor(after));
      return { rows: rows.map(eventPrinter(db())), next: rows.length === limit ? writeCursor(rows.at(-1)!) : null };
    },
    'events.folded': ({ filter, after, order }) => {
      const rows = ask(filter).page(order, FOLDED, readCursor(after));
      const print = eventPrinter(db());
      return {
        rows: runs(rows, isNoted(db())).map(({ row, last, n }) => ({
          event: print(row),
          n,
          until: rfc3339(last.time),
        })),
        events: rows.length,
        next: rows.length === FOLDED ? writeCursor(rows.at(-1)!) : null,
      };
    },
    'events.window': ({ filter, offset, limit, order }) => ({
      rows: ask(filter).window(order, offset, limit).map(eventPrinter(db())),
    }),
    'events.ids': ({ filter, limit }) => ({
      ids: ask(filter)
        .page('asc', limit, null)
        .map(({ rk, content }) => eventId(rk, content)),
    }),
    'events.count': ({ filter }) => ({ events: ask(filter).count() }),
    'events.get': ({ id }) => {
      const row = found(id);
      const places = db()
        .prepare<[number], { file: string; offset: number; length: number }>(
          'SELECT f.name AS file, d.at AS offset, d.length FROM duplicate d JOIN file f ON f.id = d.file_id WHERE d.eid = ? ORDER BY f.name, d.at LIMIT 100',
        )
        .all(row.eid);
      const detail = row.detail === null ? null : (JSON.parse(row.detail) as Record<string, string>);
      const event = eventPrinter(db())(row);
      return { ...event, detail, places, address: addressView(db(), row, event, () => deps.lookup(session.case())) };
    },
    'places.disagreements': ({ offset, limit }) => {
      const lookup = deps.lookup(session.case());
      const held = known();
      held.differ ??= disagreements(deps.columns?.of(session.case())?.addressSums() ?? addressSums(db()), lookup);
      const { rows, compared } = held.differ;
      return { rows: rows.slice(offset, offset + limit), total: rows.length, compared, databases: lookup.databases() };
    },
    'events.raw': async ({ id }) => {
      const row = contextPlace(db(), id) ?? found(id);
      const file = db()
        .prepare<[number], EvidenceRef & { name: string; sha256: string }>(
          'SELECT f.*, i.finished AS imported FROM file f JOIN import i ON i.id = f.import_id WHERE f.id = ?',
        )
        .get(row.file_id)!;
      const bytes = await deps.readRecord(session.case(), file, row.at, row.length);
      return {
        file: file.name,
        sha256: file.sha256,
        offset: row.at,
        length: row.length,
        base64: bytes.toString('base64'),
        text: decode(bytes, file.encoding),
      };
    },
    'events.histogram': ({ filter, buckets }) => {
      const whole = filter.range ?? span(db());
      if (!whole) return { from: 0, to: 0, step: 1, bars: [] };
      const to = filter.range ? whole.to : whole.to + 1;
      const step = Math.max(1, Math.ceil((to - whole.from) / buckets));
      const bars = ask(filter).histogram(whole.from, step, buckets);
      return { from: whole.from, to, step, bars: bars.map((bar, i) => ({ from: whole.from + i * step, ...bar })) };
    },
    'events.facets': ({ filter, fields, limit }) => {
      const answers = ask(filter);
      return Object.fromEntries(fields.map((field) => [field, answers.facet(field, limit)]));
    },
    'events.lanes': ({ filter, range, buckets, by, open, after, limit, marks }) => {
      const answers = ask(filter);
      const step = Math.max(1, Math.ceil((range.to - range.from) / buckets));
      const { lanes, total } = answers.lanes(range, after, limit);
      const window = { from: range.from, step, buckets, singles: SINGLES };
      const opened = new Set(open);
      const of = (lane: LaneRow) => ({ id: lane.id, name: lane.name, kind: codes.kind.word(lane.kind) });
      const data = (lane: LaneAsked): LaneData =>
        marks
          ? answers.lane(lane, window)
          : { part: lane.part, events: lane.events, denials: lane.denials, single: null, density: null };
      return {
        total,
        step,
        from: range.from,
        lanes: lanes.flatMap((lane) => [
          { identity: of(lane), ...data({ ...lane, by: null, part: null }) },
          ...(opened.has(lane.id)
            ? answers.parts(lane.iid, by, range, PARTS_SHOWN).map((part) => ({
                identity: of(lane),
                ...data({ iid: lane.iid, by, ...part }),
              }))
            : []),
        ]),
      };
    },
    'events.tracks': ({ identities, range, open }) => {
      const opened = new Set(open);
      return identities.map((identity) => {
        const spans = opened.has(identity) ? spansOf(db(), identity, range.from, range.to) : null;
        return {
          identity,
          bands: bandsOf(db(), identity, range.from, range.to),
          sessions: spans?.sessions ?? null,
          assurance: spans?.assurance ?? null,
          cut: spans?.cut ?? false,
        };
      });
    },
    'events.places': ({ filter, limit }) => sumPlaces(db(), ask(filter), placesNow(), limit, networks()),
    'events.journey': ({ identity, range, limit }) => {
      const row = db()
        .prepare<[string], { iid: number; id: string; name: string }>('SELECT iid, id, name FROM identity WHERE id = ?')
        .get(identity);
      if (!row) throw new SidedoorError('not-found', `there is no identity ${identity.slice(0, 40)}`);
      const visited = stops(db(), row.iid, range, limit * 20);
      return {
        identity: { id: row.id, name: row.name },
        legs: legs(visited, placesNow(), networks()).slice(0, limit),
      };
    },
    'events.suggest': ({ field, prefix }) => {
      const begin = prefix.toLowerCase();
      if (field === null) {
        return QUERY_FIELDS.filter((name) => name.startsWith(begin)).map((value) => ({ value, count: null }));
      }
      if (field === 'tag') {
        return countsOf(tagsOfEvents(db()))
          .filter(({ value }) => value.includes(begin))
          .slice(0, 20);
      }
      const facetField = FACETS.find((name) => name === field);
      if (!facetField) return [];
      return ask({})
        .facet(facetField, 2_000)
        .filter((row) => row.label.toLowerCase().includes(begin))
        .slice(0, 20)
        .map((row) => ({ value: row.label, count: row.count }));
    },
  };
}

/** Whether a note or tag stands on an event: found by its public id, made for a row only where there are any. */
function isNoted(db: ReadDb): (row: EventRow) => boolean {
  const noted = notedEvents(db);
  return noted.size === 0 ? () => false : ({ rk, content }) => noted.has(eventId(rk, content));
}

function decode(bytes: Buffer, encoding: string): string {
  return new TextDecoder(encoding, { fatal: false }).decode(bytes);
}

/** Each value with how often it is there, the most frequent first. */
function countsOf(values: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

const writeCursor = (row: EventKey): string => `${row.time}.${row.rk}.${row.content}`;

function readCursor(cursor: string | null): EventKey | null {
  if (cursor === null) return null;
  const [time, rk, content] = cursor.split('.').map(Number);
  if (![time, rk, content].every(Number.isSafeInteger)) throw new SidedoorError('bad-input', 'not a cursor of ours');
  return { time: time!, rk: rk!, content: content! };
}
