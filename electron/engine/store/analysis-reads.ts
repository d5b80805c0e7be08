/**
 * What the analysis reads, and what is read of its results. The first half fits the interface that the analysis room
 * declares, by shape; results are printed as the command line's contract says.
 */
import type { Decision, Episode, Path } from '../../../shared/model/episode';
import type { Identity, IdentityJoin } from '../../../shared/model/identity';
import { planOf } from '../../../shared/model/playbook/plan';
import { rfc3339 } from '../../../shared/model/time';
import { loggedRadius } from '../../../shared/model/travel';
import { usesOf } from '../../../shared/model/uses';
import { CLOSED_TAG, type EpisodeState, type IdentityKind } from '../../../shared/model/words';
import { locate } from '../enrich/places';
import { codes } from './codes';
import { firstViewed, reviewsOf, standingDecision } from './decisions';
import { episodeIndex } from './episode-index';
import { episodeMatcher } from './episode-query';
import { eventId, parseEventId } from './event-id';
import { importSettings, presentFiles } from './files';
import { mirrors } from './mirrors';
import type { ReadDb } from './open';
import { statement } from './statement';
import { hiddenBy } from './suppressions';

const flag = (value: number | null): boolean | null => (value === null ? null : value === 1);

const inTime = (swept: readonly string[]): string =>
  `SELECT ${swept.map((name) => `e.${name}`).join(', ')} FROM event_all e
   WHERE e.eid <= (SELECT eid FROM horizon) AND e.time >= ? ORDER BY e.time LIMIT ?`;

/** Events of a moment or later in order of time, at most `limit`, one by one: none is held. */
export function sweepRows<Row extends unknown[]>(
  db: ReadDb,
  swept: readonly string[],
): (from: number, limit: number) => Iterable<Row> {
  const rows = db.prepare<[number, number], Row>(inTime(swept)).raw();
  return (from, limit) => rows.iterate(from, limit);
}

/**
 * Everything the analysis asks of a case; statements are prepared once, so make one per analysis. `swept`: the columns of
 * `event_all` that make a `Row`, in its order.
 */
export function analysisRead<Row extends unknown[]>(db: ReadDb, swept: readonly string[] = ['eid']) {
  const columns = swept.map((name) => `e.${name}`).join(', ');
  const rows = (where: string, order = 'e.time'): { all(...params: (number | string)[]): unknown[] } =>
    db.prepare(`SELECT ${columns} FROM event_all e WHERE e.eid <= (SELECT eid FROM horizon) AND ${where} ORDER BY ${order} LIMIT ?`).raw(); // biome-ignore format: one statement
  const sweep = db.prepare<[number, number], Row>(inTime(swept)).raw();
  const byEid = db.prepare(`SELECT ${columns} FROM event_all e WHERE e.eid = ?`).raw();
  const ofSession = rows('e.session = ? AND e.time >= ?', 'e.time, e.rk, e.content');
  const ofActorsAt = rows(
    'e.ip = (SELECT id FROM address WHERE text = ?) AND e.actor IN (SELECT value FROM json_each(?)) AND e.time BETWEEN ? AND ?',
    'e.time, e.rk, e.content',
  );
  const termOf = db.prepare<[number], string>('SELECT text FROM term WHERE id = ?').pluck();
  const detailOf = db.prepare<[number], string | null>('SELECT detail FROM event_all WHERE eid = ?').pluck();
  const handlesOf = db.prepare<[number], { token: string | null; appId: string | null }>(
    'SELECT e.token, t.text AS appId FROM event_all e LEFT JOIN term t ON t.id = e.app_id WHERE e.eid = ?',
  );
  // Each end of each index is one seek.
  const end = (of: 'min' | 'max', column: string): string =>
    `(SELECT ${of}(time) FROM event_all WHERE ${column} = @actor)`;
  const actorSpan = db.prepare<[{ actor: number }], { first: number | null; last: number | null }>(
    `SELECT min(coalesce(${end('min', 'actor')}, ${end('min', 'target')}), coalesce(${end('min', 'target')}, ${end('min', 'actor')})) AS first,
       max(coalesce(${end('max', 'actor')}, ${end('max', 'target')}), coalesce(${end('max', 'target')}, ${end('max', 'actor')})) AS last`,
  );
  const usesOf = db.prepare<[number, number], { time: number; mark: number; factor: number | null; interactive: number | null; client: string | null }>(
    `SELECT e.time, e.mark, e.factor, e.interactive, t.text AS client FROM event e LEFT JOIN term t ON t.id = e.ua
     WHERE e.actor = ? AND e.mark IN (${codes.mark.code('success')}, ${codes.mark.code('denied')}) ORDER BY e.time, e.rk, e.content LIMIT ?`,
  ); // biome-ignore format: one statement
  const terms = new Map<number, string>();
  return {
    actors: () =>
      db
        .prepare<[], { id: number; source: string; native: string | null; name: string | null; display: string | null; kind: number; external: number; home_tenant: string | null; on_behalf_of: string | null; keys: string }>('SELECT * FROM actor ORDER BY id') // biome-ignore format: one row
        .all()
        .map(({ id, source, native, name, display, kind, external, home_tenant, on_behalf_of, keys }) => ({
          ...{ id, source, native, name, display },
          kind: codes.kind.word(kind),
          external: external === 1,
          homeTenant: home_tenant,
          onBehalfOf: on_behalf_of,
          keys: JSON.parse(keys) as [string, string][],
        })),
    actorSpan(actor: number): { first: number; last: number } | null {
      const { first, last } = actorSpan.get({ actor })!;
      return first === null || last === null ? null : { first, last };
    },
    changesCalled(actions: readonly string[]) {
      const called = db
        .prepare<[string], { id: number; text: string }>(
          'SELECT id, text FROM term WHERE text IN (SELECT value FROM json_each(?))',
        )
        .all(JSON.stringify(actions));
      if (called.length === 0) return [];
      const texts = new Map(called.map(({ id, text }) => [id, text]));
      // Changes are few: the index tells them from the rest without a look at the rows.
      return db
        .prepare<[number, number, string], { rk: number; content: number; time: number; source: string; action: number; actor: number | null; target: number | null; tenant: string | null; resource: string | null; detail: string | null }>(
          `SELECT e.rk, e.content, e.time, s.text AS source, e.action, e.actor, e.target, a.home_tenant AS tenant, r.text AS resource, e.detail
           FROM event_all e INDEXED BY event_time JOIN term s ON s.id = e.source LEFT JOIN actor a ON a.id = e.actor LEFT JOIN term r ON r.id = e.resource
           WHERE e.mark = ? AND e.outcome = ? AND e.action IN (SELECT value FROM json_each(?)) AND e.eid <= (SELECT eid FROM horizon)
           ORDER BY e.time, e.rk, e.content`,
        ) // biome-ignore format: one row
        .all(codes.mark.code('change'), codes.outcome.code('none'), JSON.stringify([...texts.keys()]))
        .map(({ rk, content, action, detail, ...row }) => ({
          ...row,
          event: eventId(rk, content),
          action: texts.get(action)!,
          detail: detail === null ? null : (JSON.parse(detail) as Record<string, string>),
        }));
    },
    usesOf: (actor: number, limit: number) =>
      usesOf.all(actor, limit).map(({ time, mark, factor, interactive, client }) => ({
        time,
        succeeded: mark === codes.mark.code('success'),
        factor: factor === null ? null : codes.factor.word(factor),
        interactive: flag(interactive),
        client,
      })),
    busyActors: (least: number) =>
      new Set(
        db
          .prepare<[number], number>(
            'SELECT actor FROM event_all WHERE actor IS NOT NULL GROUP BY actor HAVING count(*) >= ?',
          )
          .pluck()
          .all(least),
      ),
    addresses: () =>
      db
        .prepare<[], { id: number; text: string; scope: string; country: string | null; city: string | null; lat: number | null; lon: number | null; radius: number | null; asn: number | null; org: string | null; network: string | null }>(
          'SELECT id, text, scope, country, city, lat, lon, radius_km AS radius, asn, as_org AS org, network FROM address',
        ) // biome-ignore format: one row
        .all(),
    places: () =>
      db
        .prepare<
          [],
          { id: number; country: string | null; city: string | null; lat: number | null; lon: number | null }
        >('SELECT id, country, city, lat, lon FROM place')
        .all()
        .map((row) => {
          if (row.lat === null || row.lon === null) {
            const known = locate(row.country, row.city);
            const spot = { lat: known?.lat ?? null, lon: known?.lon ?? null, radius: known?.radiusKm ?? null };
            return { ...row, ...spot, fromLog: false };
          }
          const reach = row.city === null ? (locate(row.country, null)?.radiusKm ?? null) : null;
          return { ...row, radius: loggedRadius(row.city, reach), fromLog: true };
        }),
    devices: () =>
      db
        .prepare<[], { id: number; native: string | null; name: string | null; os: string | null; browser: string | null; managed: number | null; compliant: number | null }>(
          'SELECT id, native, name, os, browser, managed, compliant FROM device',
        ) // biome-ignore format: one row
        .all()
        .map((row) => ({ ...row, managed: flag(row.managed), compliant: flag(row.compliant) })),
    term(id: number): string {
      let text = terms.get(id);
      if (text === undefined) {
        text = termOf.get(id) ?? '';
        if (terms.size >= 50_000) terms.clear();
        terms.set(id, text);
      }
      return text;
    },
    repeatedRecords: () =>
      new Set(db.prepare<[], number>('SELECT DISTINCT rk FROM event_all WHERE variant > 0').pluck().all()),
    mirrors: (pairs: readonly (readonly [string, string])[]) => mirrors(db, pairs),
    spans: () =>
      db
        .prepare<[], { source: string; first: number; last: number; events: number }>(
          `SELECT f.source, min(f.first) AS first, max(f.last) AS last, total(f.events) AS events
           FROM file f JOIN import i ON i.id = f.import_id
           WHERE i.state = 'complete' AND f.removed IS NULL AND f.source IS NOT NULL AND f.first IS NOT NULL
           GROUP BY f.source ORDER BY f.source`,
        )
        .all(),
    files: () =>
      presentFiles(db).map((row) => ({
        file: row.name,
        source: row.source!,
        records: row.records,
        warnings: JSON.parse(row.warnings) as string[],
        delay: importSettings(db, row).delay ?? null,
      })),
    lastEid: () => db.prepare<[], number>('SELECT eid FROM horizon').pluck().get() ?? 0,
    sweep: (from: number, limit: number) => sweep.all(from, limit),
    row: (eid: number) => byEid.get(eid) as Row,
    detail(eid: number): Record<string, string> | null {
      const text = detailOf.get(eid);
      return text ? (JSON.parse(text) as Record<string, string>) : null;
    },
    handles: (eid: number) => handlesOf.get(eid) ?? { token: null, appId: null },
    ofSession: (session: string, from: number, limit: number) => ofSession.all(session, from, limit) as Row[],
    ofActorsAt: (actors: readonly number[], ip: string, from: number, to: number, limit: number) =>
      ofActorsAt.all(ip, JSON.stringify(actors), from, to, limit) as Row[],
    eventId,
  };
}

/** A row of `episode`. */
export interface EpisodeRow {
  pid: number;
  id: string;
  iid: number;
  start: number;
  finish: number;
  urgency: number;
  summary: string;
  body: string;
}

type Body = Omit<Episode, 'events' | 'decision' | 'state' | 'suppressed'>;

const denialsOf = statement<[number], { rk: number; content: number }>(
  `SELECT e.rk, e.content FROM episode_event p JOIN event_all e ON e.eid = p.eid WHERE p.pid = ? AND p.part = 0
   ORDER BY e.time, e.rk, e.content`,
);

/** Prints an episode: what the analysis found, its denials in order of time, and the investigator's words beside it. */
export function printEpisode(db: ReadDb, row: EpisodeRow): Episode {
  const body = JSON.parse(row.body) as Body;
  const ids = [body.id, ...body.aliases];
  const events = denialsOf(db)
    .all(row.pid)
    .map(({ rk, content }) => eventId(rk, content));
  const reviews = reviewsOf(db, ids);
  const { questions, ...head } = body;
  const { id, aliases, identity, start, end, denials, outcomes, factors, ips, countries, apps, ...rest } = head;
  const state = stateOf(db, ids);
  const links = body.followedBy.map((link) => ({ ...link, review: reviews.get(link.event) ?? null }));
  const rejected = links.filter(({ review }) => review === 'rejected');
  // The investigator's verdict and action set the next steps, as the engine's did before.
  const { decision } = state;
  const plan = decision && body.plan ? planOf({ ...body, plan: body.plan }, decision.verdict, decision.action) : null;
  return {
    ...{ id, aliases, identity, start, end, denials, outcomes, factors, ips, countries, apps, events, questions },
    ...rest,
    uses: usesOf({
      verdict: decision?.verdict ?? body.verdict,
      patterns: body.patterns,
      links: links.filter(({ review }) => review !== 'rejected').map(({ kind }) => kind),
    }),
    ...(plan && { playbook: plan.playbook, nextSteps: plan.steps.map(({ text }) => text) }),
    followedBy: links.filter(({ review }) => review !== 'rejected'),
    ...(rejected.length > 0 && { rejected }),
    ...state,
    ...hiddenPart(db, row.pid),
  };
}

/** Only where it is hidden: an episode that nobody suppressed prints as it always did. */
function hiddenPart(db: ReadDb, pid: number): Pick<Episode, 'suppressed'> {
  const suppressed = hiddenBy(db, pid, Date.now());
  return suppressed ? { suppressed } : {};
}

/** Decision that stands and the state that follows from it. */
export function stateOf(db: ReadDb, ids: readonly string[]): { decision: Decision | null; state: EpisodeState } {
  const decision = standingDecision(db, ids);
  if (!decision) return { decision, state: firstViewed(db, ids) === null ? 'new' : 'triaged' };
  const closed = db
    .prepare<[string, string], number>(
      `SELECT max(at) FROM annotation WHERE withdrawn IS NULL AND target IN (SELECT value FROM json_each(?))
       AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)`,
    )
    .pluck()
    .get(JSON.stringify(ids), CLOSED_TAG);
  // A later decision opens it again.
  return { decision, state: closed != null && closed >= Date.parse(decision.at) ? 'closed' : 'decided' };
}

/** The episode of that id, former id, or of any of its denials; undefined where there is none. */
export function episodeRow(db: ReadDb, id: string): EpisodeRow | undefined {
  const row = db.prepare<[string], EpisodeRow>('SELECT * FROM episode WHERE id = ?').get(id);
  if (row) return row;
  const aliased = db
    .prepare<[string], EpisodeRow>(
      `SELECT e.* FROM episode e, json_each(e.body, '$.aliases') a WHERE a.value = ? LIMIT 1`,
    )
    .get(id);
  return aliased ?? episodeOfDenial(db, id);
}

/** An episode's id is made of its first denial: one that was given out before an earlier denial came still says which. */
function episodeOfDenial(db: ReadDb, id: string): EpisodeRow | undefined {
  const key = /^p[0-9a-z]{14}$/.test(id) ? parseEventId(`e${id.slice(1)}`) : null;
  if (!key) return undefined;
  return db
    .prepare<[number, number], EpisodeRow>(
      `SELECT p.* FROM event_all e JOIN episode_event ee ON ee.eid = e.eid AND ee.part = 0 JOIN episode p USING (pid)
       WHERE e.rk = ? AND e.content = ?`,
    )
    .get(key.rk, key.content);
}

/**
 * Answers as `episodeRow` does, with the episode's id, as long as the findings stay what they are. To be asked often: former ids
 * are read once for all, each episode's only where one is asked for that no episode has.
 */
export function episodeFinder(db: ReadDb): (id: string) => string | null {
  const idOf = db.prepare<[number], string>('SELECT id FROM episode WHERE pid = ?').pluck();
  const isId = db.prepare<[string], number>('SELECT 1 FROM episode WHERE id = ?').pluck();
  let homes: Map<string, number> | null = null;
  return (id) => {
    if (isId.get(id) !== undefined) return id;
    homes ??= formerHomes(db);
    const home = homes.get(id);
    return (home === undefined ? episodeOfDenial(db, id)?.id : idOf.get(home)) ?? null;
  };
}

/** Which episode answers to each former id; of several the first. */
function formerHomes(db: ReadDb): Map<string, number> {
  const homes = new Map<string, number>();
  for (const [pid, names] of [...episodeIndex(db).aliases].sort(([a], [b]) => a - b))
    for (const name of names) if (!homes.has(name)) homes.set(name, pid);
  return homes;
}

/**
 * Episodes in order of time, ties by id; one at a time in memory. Which they are is read at the beginning: no index has this
 * order, and sorting them for each page anew takes minutes where there are many.
 */
export function* episodeRows(db: ReadDb, skip = 0): Generator<EpisodeRow> {
  const row = db.prepare<[number], EpisodeRow>('SELECT * FROM episode WHERE pid = ?');
  const pids = db.prepare<[], number>('SELECT pid FROM episode ORDER BY start, id').pluck().all();
  for (let at = skip; at < pids.length; at++) {
    const episode = row.get(pids[at]!);
    if (episode) yield episode; // none where findings were written anew meanwhile
  }
}

/**
 * All episodes in order of time, as printed; `query` is free text and `field:value`. The first `skip` of the case are left out
 * unread. Throws `QueryError`.
 */
export function* allEpisodes(
  db: ReadDb,
  query = '',
  tagsOf?: (id: string) => readonly string[],
  skip = 0,
): Generator<Episode> {
  const fits = episodeMatcher(query, tagsOf);
  for (const row of episodeRows(db, skip)) {
    const episode = printEpisode(db, row);
    if (fits(episode, row.summary)) yield episode;
  }
}

/** Paths in order of their first hop, ties by id. */
export function allPaths(db: ReadDb): Path[] {
  return paths(db.prepare<[], { body: string }>('SELECT body FROM path').all());
}

/** Paths of one episode, best first. */
export function pathsOfEpisode(db: ReadDb, id: string): Path[] {
  const row = episodeRow(db, id);
  if (!row) return [];
  return db
    .prepare<[number], { body: string }>('SELECT body FROM path WHERE pid = ? ORDER BY score DESC, id')
    .all(row.pid)
    .map(({ body }) => JSON.parse(body) as Path);
}

function paths(rows: { body: string }[]): Path[] {
  return rows
    .map(({ body }) => JSON.parse(body) as Path)
    .sort((a, b) => (a.hops[0]!.time < b.hops[0]!.time ? -1 : a.hops[0]!.time > b.hops[0]!.time ? 1 : a.id < b.id ? -1 : 1)); // biome-ignore format: one rule
}

interface IdentityRow {
  iid: number;
  id: string;
  name: string;
  display: string | null;
  kind: number;
  kind_because: string;
  owner: string | null;
  external: number;
  joins: string;
  aliases: string;
  events: number;
  denials: number;
  first: number | null;
  last: number | null;
  about: string;
}

const time = (at: number | null): string | null => (at === null ? null : rfc3339(at));

interface NamedActor {
  id: number;
  name: string | null;
  native: string | null;
  source: string;
  kind: number;
  behalf: string | null;
  external: number;
  tenant: string | null;
  keys: string; // JSON: pairs of type and value
}

type About = NonNullable<Identity['about']>;

interface KindFrom {
  from: NonNullable<Identity['kindFrom']>['from'];
  row: string | null;
}

/** The first record in which one of the actors acts, else in which one is acted upon; null where there is none. */
function firstRecord(db: ReadDb): (actors: readonly { id: number }[]) => string | null {
  const places = (['actor', 'target'] as const).map((column) =>
    db.prepare<[number], { time: number; rk: number; content: number }>(
      `SELECT time, rk, content FROM event WHERE ${column} = ? ORDER BY time, rk, content LIMIT 1`,
    ),
  );
  return (actors) => {
    for (const place of places) {
      const rows = actors.slice(0, LOOKED).flatMap(({ id }) => place.get(id) ?? []);
      const [row] = rows.sort((a, b) => a.time - b.time || a.rk - b.rk || a.content - b.content);
      if (row) return eventId(row.rk, row.content);
    }
    return null;
  };
}

const LOOKED = 20; // actors of one key: any of their records carries it

/** Adds to a join the records that carry its key: the first of each source. */
function recordsOf(
  first: ReturnType<typeof firstRecord>,
): (join: IdentityJoin, actors: readonly NamedActor[]) => IdentityJoin {
  return (join, actors) => {
    const value = join.value.trim().toLowerCase();
    const records = join.sources.flatMap((source) => {
      const holds = actors.filter(
        (actor) =>
          actor.source === source &&
          actor.keys.toLowerCase().includes(JSON.stringify(value).slice(1, -1)) &&
          (JSON.parse(actor.keys) as [string, string][]).some(([, each]) => each.trim().toLowerCase() === value),
      );
      const event = first(holds);
      return event === null ? [] : [{ source, event }];
    });
    return records.length > 0 ? { ...join, records } : join;
  };
}

/** Prints identities, with the spellings that each source used. */
export function printIdentities(db: ReadDb, rows: readonly IdentityRow[]): Identity[] {
  const counts = db.prepare<[number], number>('SELECT count(*) FROM event WHERE actor = ?').pluck();
  const actors = db.prepare<[number], NamedActor>(
    'SELECT a.id, a.name, a.native, a.source, a.kind, a.on_behalf_of AS behalf, a.external, a.home_tenant AS tenant, a.keys FROM actor_identity ai JOIN actor a ON a.id = ai.actor WHERE ai.iid = ? ORDER BY a.key',
  );
  const first = firstRecord(db);
  /** An owner whom the accounts themselves tell: the record in which they do. */
  const owned = (owner: About['owner'], name: string | null, members: readonly NamedActor[]): About['owner'] => {
    if (!owner || owner.record) return owner;
    const record = first(owner.from === 'log' ? members.filter(({ behalf }) => behalf === name) : members);
    return record === null ? owner : { ...owner, record };
  };
  const records = recordsOf(first);
  return rows.map((row) => {
    const spellings = new Map<string, Identity['spellings'][number]>();
    const members = actors.all(row.iid);
    const { kindFrom, ...about } = JSON.parse(row.about) as About & { kindFrom?: KindFrom };
    for (const { id, name, native, source, external, tenant, behalf } of members) {
      const events = counts.get(id) ?? 0;
      const key = JSON.stringify([source, name, native]);
      const known = spellings.get(key);
      if (known) known.events += events;
      const spelling = known ?? { name, actor: native, source, events };
      if (external === 1) spelling.external = true;
      if (tenant) spelling.tenant = tenant;
      if (behalf) spelling.onBehalfOf = behalf;
      spellings.set(key, spelling);
    }
    return {
      id: row.id,
      name: row.name,
      display: row.display,
      kind: codes.kind.word(row.kind),
      kindBecause: row.kind_because,
      ...(kindFrom && {
        kindFrom: {
          from: kindFrom.from,
          ref: kindFrom.from === 'log' ? first(members.filter(({ kind }) => kind === row.kind)) : kindFrom.row,
        },
      }),
      owner: row.owner,
      about: row.about === '{}' ? null : { ...about, owner: owned(about.owner, row.owner, members) },
      external: row.external === 1,
      spellings: [...spellings.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, spelling]) => spelling),
      joins: (JSON.parse(row.joins) as Identity['joins']).map((join) => records(join, members)),
      events: row.events,
      denials: row.denials,
      first: time(row.first),
      last: time(row.last),
      aliases: JSON.parse(row.aliases) as string[],
    };
  });
}

const PAGE = 100;

/** All identities in order of first sight, ties by id; of these kinds only where any are named. */
export function* allIdentities(db: ReadDb, kinds: readonly IdentityKind[] = []): Generator<Identity> {
  const rows = db
    .prepare<[{ kinds: string }], IdentityRow>(
      "SELECT * FROM identity WHERE @kinds = '[]' OR kind IN (SELECT value FROM json_each(@kinds)) ORDER BY first, id",
    )
    .all({ kinds: JSON.stringify(kinds.map((kind) => codes.kind.code(kind))) });
  for (let i = 0; i < rows.length; i += PAGE) yield* printIdentities(db, rows.slice(i, i + PAGE));
}

export interface IdentityFilter {
  search: string;
  kind: IdentityKind | null;
  orphans: boolean;
  disputed?: boolean | undefined;
  /** Only these ids. */
  among?: ReadonlySet<string> | undefined;
}

const IS_DISPUTED = "json_array_length(i.about, '$.owner.others') > 0";
const IN_ORDER = 'denials DESC, events DESC, id';

function whereIdentities({ search, kind, orphans, disputed = false, among }: IdentityFilter): {
  where: string;
  params: Record<string, unknown>;
} {
  const where = `(@p1 = '' OR i.name LIKE @p2 ESCAPE '\\' OR i.display LIKE @p2 ESCAPE '\\' OR i.id = @p1 OR EXISTS (
      SELECT 1 FROM actor_identity ai JOIN actor a ON a.id = ai.actor WHERE ai.iid = i.iid
      AND (a.name LIKE @p2 ESCAPE '\\' OR a.native LIKE @p2 ESCAPE '\\' OR a.keys LIKE @p2 ESCAPE '\\')))
    AND (@p3 IS NULL OR i.kind = @p3)${orphans ? ' AND i.owner IS NULL' : ''}${disputed ? ` AND ${IS_DISPUTED}` : ''}${among ? ' AND i.id IN (SELECT value FROM json_each(@among))' : ''}`;
  const like = `%${search.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  const code = kind === null ? null : codes.kind.code(kind);
  return { where, params: { p1: search, p2: like, p3: code, ...(among && { among: JSON.stringify([...among]) }) } };
}

/** Position of an identity (by its id or a former one) in the list that the filter leaves; null where it is not in it. */
export function identityPlace(db: ReadDb, id: string, filter: IdentityFilter): number | null {
  const one = identityOf(db, id);
  if (!one) return null;
  const { where, params } = whereIdentities(filter);
  return (
    db
      .prepare<[Record<string, unknown>], number>(
        `SELECT place FROM (SELECT i.id, row_number() OVER (ORDER BY ${IN_ORDER}) - 1 AS place FROM identity i WHERE ${where})
         WHERE id = @id`,
      )
      .pluck()
      .get({ ...params, id: one.id }) ?? null
  );
}

/** Identities whose name, display name or any spelling contains `search`; most denials first. */
export function identitiesPage(
  db: ReadDb,
  { offset, limit, ...filter }: IdentityFilter & { offset: number; limit: number },
): {
  rows: Identity[];
  total: number;
  orphans: number;
  disputed: number;
  unowned: { why: string; count: number }[];
} {
  const { where, params } = whereIdentities(filter);
  const rows = db
    .prepare<[Record<string, unknown>], IdentityRow>(
      `SELECT * FROM identity i WHERE ${where} ORDER BY ${IN_ORDER} LIMIT @p4 OFFSET @p5`,
    )
    .all({ ...params, p4: limit, p5: offset });
  const total = db
    .prepare<[Record<string, unknown>], number>(`SELECT count(*) FROM identity i WHERE ${where}`)
    .pluck()
    .get(params)!;
  // Names in a reason come after its colon: they do not make it another one.
  const reasons = db
    .prepare<[], { why: string; count: number }>(
      `SELECT why, count(*) AS count FROM (
         SELECT substr(w, 1, CASE instr(w, ':') WHEN 0 THEN length(w) ELSE instr(w, ':') - 1 END) AS why FROM (
           SELECT coalesce(json_extract(about, '$.unowned'), 'not said') AS w FROM identity WHERE owner IS NULL))
       GROUP BY why ORDER BY count DESC, why LIMIT 20`,
    )
    .all();
  const count = (where: string): number =>
    db.prepare<[], number>(`SELECT count(*) FROM identity i WHERE ${where}`).pluck().get()!;
  return {
    rows: printIdentities(db, rows),
    total,
    orphans: count('i.owner IS NULL'),
    disputed: count(IS_DISPUTED),
    unowned: reasons,
  };
}

/** The identity of that id or former id; undefined where there is none. */
export function identityOf(db: ReadDb, id: string): Identity | undefined {
  const row =
    db.prepare<[string], IdentityRow>('SELECT * FROM identity WHERE id = ?').get(id) ??
    db
      .prepare<[string], IdentityRow>('SELECT i.* FROM identity i, json_each(i.aliases) a WHERE a.value = ? LIMIT 1')
      .get(id);
  return row && printIdentities(db, [row])[0];
}

/** Row ids for the card: the episode's own events first, then the identity's and linked ones' nearest in time. */
export function eventsAround(
  db: ReadDb,
  row: EpisodeRow,
  range: { from: number; to: number },
  limit: number,
): { eids: number[]; cut: number } {
  const own = db
    .prepare<[number], number>(
      `SELECT DISTINCT e.eid FROM episode_event p JOIN event e ON e.eid = p.eid WHERE p.pid = ? ORDER BY e.time LIMIT 5000`,
    )
    .pluck()
    .all(row.pid);
  const others = db
    .prepare<[Record<string, unknown>], { eid: number; far: number }>(
      `SELECT e.eid, max(@p4 - e.time, e.time - @p5, 0) AS far FROM event e WHERE e.actor IN (
         SELECT actor FROM actor_identity WHERE iid = (SELECT iid FROM episode WHERE pid = @p1)
         UNION SELECT x.actor FROM episode_event p JOIN event_all x ON x.eid = p.eid WHERE p.pid = @p1 AND p.part = 1)
       AND e.time >= @p2 AND e.time < @p3 ORDER BY far, e.time, e.rk`,
    )
    .all({ p1: row.pid, p2: range.from, p3: range.to, p4: row.start, p5: row.finish });
  const all = [...new Set([...own, ...others.map(({ eid }) => eid)])];
  return { eids: all.slice(0, limit), cut: Math.max(0, all.length - limit) };
}

/** Row ids of the identity's last accesses before the episode, newest first. */
export function accessesBefore(db: ReadDb, row: EpisodeRow, limit: number): number[] {
  const last = db.prepare<[number, number, number], { eid: number; time: number; rk: number }>(
    `SELECT e.eid, e.time, e.rk FROM event e WHERE e.actor = ? AND e.time < ? AND e.mark = ${codes.mark.code('success')}
     ORDER BY e.time DESC, e.rk LIMIT ?`,
  );
  const actors = db.prepare<[number], number>('SELECT actor FROM actor_identity WHERE iid = ?').pluck().all(row.iid);
  return actors
    .flatMap((actor) => last.all(actor, row.start, limit))
    .sort((a, b) => b.time - a.time || a.rk - b.rk)
    .slice(0, limit)
    .map(({ eid }) => eid);
}

/** Changes and requests that touch the identity, as actor or as target. */
export function changesAround(
  db: ReadDb,
  row: EpisodeRow,
  range: { from: number; to: number },
  limit: number,
): number[] {
  return db
    .prepare<[Record<string, unknown>], number>(
      `SELECT e.eid FROM event e WHERE e.mark IN (3, 4) AND e.time >= @p2 AND e.time < @p3
         AND (e.actor IN (SELECT actor FROM actor_identity WHERE iid = @p1) OR e.target IN (SELECT actor FROM actor_identity WHERE iid = @p1))
       ORDER BY e.time, e.rk LIMIT @p4`,
    )
    .pluck()
    .all({ p1: row.iid, p2: range.from, p3: range.to, p4: limit });
}
