/** Names that people write in registers, and the identities that go by them. */
import type { ContextRow } from '../../../../shared/model/context';
import type { ActorRow } from '../read';

/** Every name, address and id that a log gives an actor, in small letters. */
export function handlesOf(actor: ActorRow): Set<string> {
  const handles = new Set<string>();
  for (const [type, value] of actor.keys) if (type !== 'display_name') handles.add(value.toLowerCase());
  for (const text of [actor.native, actor.name]) if (text) handles.add(text.toLowerCase());
  return handles;
}

/** `CORP\alice` is looked up as it stands, then as `alice`. */
export function spellings(name: string): string[] {
  const small = name.toLowerCase();
  const domain = small.lastIndexOf('\\');
  return domain < 0 ? [small] : [small, small.slice(domain + 1)];
}

export class Handles {
  readonly #holders = new Map<string, Set<number>>();

  /** `of`: what an actor stands for; < 0 leaves it out. */
  constructor(actors: readonly ActorRow[], of: (actor: ActorRow) => number) {
    for (const actor of actors) {
      const holder = of(actor);
      if (holder < 0) continue;
      for (const handle of handlesOf(actor)) {
        const held = this.#holders.get(handle);
        if (held) held.add(holder);
        else this.#holders.set(handle, new Set([holder]));
      }
    }
  }

  /** Who goes by the name, if just one does: a name of two accounts names neither. */
  one(name: string): number | null {
    for (const spelling of spellings(name)) {
      const holders = this.#holders.get(spelling);
      if (holders) return holders.size === 1 ? [...holders][0]! : null;
    }
    return null;
  }

  /** How many go by the name. */
  count(name: string): number {
    for (const spelling of spellings(name)) {
      const holders = this.#holders.get(spelling);
      if (holders) return holders.size;
    }
    return 0;
  }

  /** All who have a name that fits the rule: `*` stands for any letters. */
  fitting(rule: string): number[] {
    const fits = wildcard(rule.toLowerCase());
    const found = new Set<number>();
    for (const [handle, holders] of this.#holders) if (fits(handle)) for (const one of holders) found.add(one);
    return [...found].sort((a, b) => a - b);
  }
}

/** Linear in the name, whatever the rule: rules are input like any other. */
export function wildcard(rule: string): (name: string) => boolean {
  const [first = '', ...parts] = rule.split('*');
  const last = parts.pop();
  if (last === undefined) return (name) => name === rule;
  return (name) => {
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let at = first.length;
    const end = name.length - last.length;
    for (const part of parts) {
      const found = name.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** A register row for all identities whose names fit. */
export const isRule = (name: string): boolean => name.includes('*') && /[^*]/.test(name);

/** Names that the register says are one identity's, each list with its row. */
export function registerJoins(rows: readonly ContextRow[]): { row: string; names: string[] }[] {
  return rows.flatMap((row) => {
    if (row.kind !== 'identities') return [];
    const { identity, aliases } = (row as ContextRow<'identities'>).facts;
    return aliases.length === 0 || isRule(identity) ? [] : [{ row: row.id, names: [identity, ...aliases] }];
  });
}
