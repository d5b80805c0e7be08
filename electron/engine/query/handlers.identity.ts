/** Answers about one identity: its page. */
import type { HandlersOf, identities } from '../../../shared/contract';
import type { IdentityProfile } from '../../../shared/contract/identities';
import type { ContextRow } from '../../../shared/model/context';
import type { Identity, IdentityAbout } from '../../../shared/model/identity';
import { Labels } from '../../../shared/model/labels';
import { zoneOfCountry } from '../../../shared/model/own-zone';
import { isMachine } from '../../../shared/model/words';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { Session } from '../session';
import { contextById, contextOfIdentity, contextOfKind } from '../store/context';
import { eventsByEid } from '../store/events';
import { type ActorOf, actorsOf, identityRow, recordOf, touching, usesOf, wordsOf } from '../store/identity-events';
import { identityOf } from '../store/identity-reads';
import type { ReadDb } from '../store/open';
import { ProfileCounter, pathwayOrder, type Registers } from './profile';

const RECENT = 100;
const ROLE = /:assumed-role\//;

export function identityHandlers(session: Session): Pick<HandlersOf<typeof identities>, 'identities.profile'> {
  return {
    'identities.profile': async ({ id }, { signal }): Promise<IdentityProfile> => {
      const db = session.case().db.read;
      const row = identityRow(db, id);
      const identity = row && identityOf(db, row.id);
      if (!row || !identity)
        throw new SidedoorError('not-found', `there is no identity ${id.slice(0, 40)}`, {
          fix: 'take an id from `identities`',
        });
      const words = wordsOf(db);
      const actors = actorsOf(db, row.iid);
      const counter = new ProfileCounter(words, registersOf(db), isMachine(identity.kind));
      for (const actor of actors) {
        const isRole = ROLE.test(actor.native ?? '') || actor.keys.some(([, value]) => ROLE.test(value));
        for (const uses of usesOf(db, actor.id)) {
          for (const use of uses) counter.see(use, isRole);
          await new Promise(setImmediate); // others wait meanwhile
          signal.throwIfAborted();
        }
      }
      const rows = aboutRows(db, row.id, identity);
      const zone = zoneOf(rows, counter, identity);
      const counted = counter.result(zone.zone);
      counted.pathways.sort(pathwayOrder);
      const { eids, total } = touching(db, row.iid, RECENT);
      return {
        ...counted,
        zone,
        recent: eventsByEid(db, eids),
        recentCut: total - eids.length,
        grounds: grounds(db, identity, actors, rows),
      };
    },
  };
}

/** Rows of the register of identities that tell of it (also rules), and the others that name it. */
function aboutRows(db: ReadDb, id: string, identity: Identity): ContextRow[] {
  const named = contextOfIdentity(db, id);
  const known = new Set(named.map((row) => row.id));
  const rules = (identity.about?.rows ?? [])
    .filter((row) => !known.has(row))
    .flatMap((row) => contextById(db, row) ?? []);
  return [...named, ...rules];
}

function registersOf(db: ReadDb): Registers {
  const labels = new Labels(contextOfKind(db, 'ip-labels'));
  const devices = new Map<string, string>();
  for (const { id, facts } of contextOfKind(db, 'devices').toReversed())
    for (const name of [facts.device, facts.name]) if (name) devices.set(name.toLowerCase(), id);
  return {
    label: (address) => {
      const row = labels.of(address);
      return row && { text: [row.facts.kind, row.facts.label].filter(Boolean).join(', '), row: row.id };
    },
    device: (name) => (name === null ? null : (devices.get(name.toLowerCase()) ?? null)),
  };
}

/** The clock it lives by: a machine's execution window, the home that a register names, else where it usually is. */
function zoneOf(rows: readonly ContextRow[], counter: ProfileCounter, identity: Identity): IdentityProfile['zone'] {
  const window = rows.find((row): row is ContextRow<'execution-windows'> => row.kind === 'execution-windows');
  if (window) return { zone: window.facts.zone, because: 'the zone of its execution window', row: window.id };
  const time = identity.last === null ? 0 : Date.parse(identity.last);
  const home = counter.home();
  const said = rows.find(
    (row): row is ContextRow<'identities'> =>
      row.kind === 'identities' && (row as ContextRow<'identities'>).facts.homeCountry !== null,
  );
  if (said) {
    const country = said.facts.homeCountry!;
    const zone = zoneOfCountry(country, home?.country === country ? home.lon : null, time);
    if (zone) return { zone, because: `home in ${country}, the register says`, row: said.id };
  }
  const zone = home && zoneOfCountry(home.country, home.lon, time);
  if (home && zone)
    return {
      zone,
      because: `in ${home.country} on most days (${home.days})`,
      row: null,
    };
  return { zone: 'UTC', because: 'where it lives is not known', row: null };
}

function grounds(
  db: ReadDb,
  identity: Identity,
  actors: readonly ActorOf[],
  rows: readonly ContextRow[],
): IdentityProfile['grounds'] {
  const records = new Map<number, string | null>();
  const record = (actor: ActorOf | undefined): string | null => {
    if (!actor) return null;
    if (!records.has(actor.id)) records.set(actor.id, recordOf(db, actor.id));
    return records.get(actor.id)!;
  };
  const own = rows.filter((row): row is ContextRow<'identities'> => row.kind === 'identities');
  const { about, kindFrom } = identity;
  return {
    // Inferred from numbers, it stands in no one record.
    kind: kindFrom?.from === 'unknown' ? record(actors[0]) : (kindFrom?.ref ?? null),
    owner: about?.owner?.record ?? null,
    about: Object.fromEntries(
      ABOUT.flatMap((field) => {
        const said = own.find(({ facts }) => facts[field] !== null && facts[field] === about?.[field]);
        return said ? [[field, said.id]] : [];
      }),
    ),
    spellings: identity.spellings.map(({ source, name, actor: native }) =>
      record(actors.find((actor) => actor.source === source && actor.name === name && actor.native === native)),
    ),
    joins: identity.joins.map(({ key, value, sources, by }) => {
      if (key === 'register') return by ? [{ source: 'identities', ref: by }] : [];
      const small = value.toLowerCase();
      return sources.flatMap((source) => {
        const ref = record(
          actors.find(
            (actor) => actor.source === source && actor.keys.some(([, each]) => each.toLowerCase() === small),
          ),
        );
        return ref ? [{ source, ref }] : [];
      });
    }),
  };
}

const ABOUT = [
  'department',
  'title',
  'manager',
  'privileged',
  'breakGlass',
  'homeCountry',
] as const satisfies readonly (keyof IdentityAbout)[];
