/** Imports labelled records by the real importers, and compares who is who with the truth. */
import { analyse } from '../../electron/engine/analyse/run';
import { emptyCase } from '../../electron/engine/analyse/testing/imported';
import { eventsAll } from '../../electron/engine/store/events';
import { allIdentities } from '../../electron/engine/store/identity-reads';
import type { Identity } from '../../shared/model/identity';
import type { Labelled } from './people';
import { filesOf } from './records';

export interface Resolved {
  /** Identity of each record, in the order of the records. */
  of: string[];
  identities: Identity[];
}

/** `files`: further files; `order`: in which the files are imported, one import each. */
export async function resolve(records: readonly Labelled[], order?: (names: string[]) => string[]): Promise<Resolved> {
  const made = emptyCase();
  try {
    const files = filesOf(records);
    const imports = order ? order(Object.keys(files)).map((name) => ({ [name]: files[name]! })) : [files];
    for (const each of imports) {
      const ledgers = await made.add(each);
      for (const { rejected, skipped, file } of ledgers)
        if (rejected + skipped > 0) throw new Error(`${file}: ${rejected} rejected, ${skipped} skipped`);
    }
    await analyse(made.opened);
    const byId = new Map<string, string>();
    for (const event of eventsAll(made.opened.db.read)) {
      if (!event.identity) continue;
      byId.set(`${event.source} ${event.recordId ?? event.time}`, event.identity.id);
    }
    const of = records.map(({ source, id }) => {
      const found = byId.get(`${SOURCES[source]} ${id}`) ?? byId.get(`${SOURCES[source]} ${id}`);
      if (!found) throw new Error(`no event of ${source} ${id}`);
      return found;
    });
    return { of, identities: [...allIdentities(made.opened.db.read)] };
  } finally {
    made.close();
  }
}

const SOURCES: Record<Labelled['source'], string> = {
  entra: 'entra',
  okta: 'okta',
  duo: 'duo',
  'duo-csv': 'duo',
  google: 'google-workspace',
  slack: 'slack-audit',
  cloudtrail: 'aws-cloudtrail',
};

export interface Score {
  precision: number;
  recall: number;
  /** Pairs of accounts. */
  joined: number;
  wanted: number;
  right: number;
  wrong: string[];
}

/**
 * Pairwise over accounts: a spelling of a person in a source is one account, however many records it has; if its records
 * went to several identities, each part counts as an account of its own.
 */
export function score(records: readonly Labelled[], of: readonly string[]): Score {
  const accounts = new Map<string, { person: string; identity: string; name: string }>();
  records.forEach(({ person, account }, i) => {
    const name = `${person}, ${account}`;
    accounts.set(`${name} ${of[i]}`, { person, identity: of[i]!, name });
  });
  const count = (key: (one: { person: string; identity: string }) => string): number => {
    const sizes = new Map<string, number>();
    for (const one of accounts.values()) sizes.set(key(one), (sizes.get(key(one)) ?? 0) + 1);
    return [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  };
  const joined = count(({ identity }) => identity);
  const wanted = count(({ person }) => person);
  const right = count(({ person, identity }) => `${person} ${identity}`);
  const people = new Map<string, Map<string, string>>();
  for (const { person, identity, name } of accounts.values()) {
    const inside = people.get(identity) ?? new Map<string, string>();
    if (!inside.has(person)) inside.set(person, name);
    people.set(identity, inside);
  }
  const wrong = [...people.values()]
    .filter((inside) => inside.size > 1)
    .map((inside) => [...inside.values()].join(' = '));
  return {
    precision: joined === 0 ? 1 : right / joined,
    recall: wanted === 0 ? 1 : right / wanted,
    joined,
    wanted,
    right,
    wrong,
  };
}
