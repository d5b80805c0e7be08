/** Tokens and applications that act for one person, as their log says: what they open, that person's credential opened. */
import { isMachine } from '../../../../shared/model/words';
import type { ActorRow } from '../read';
import type { Resolution } from './identities';

/** By machine identity, the one that it acts for; none where the log names several, or a name that several have. */
export function delegatedBy(actors: readonly ActorRow[], who: Resolution): ReadonlyMap<number, number> {
  const acting = actors.filter(({ onBehalfOf }) => onBehalfOf !== null);
  if (acting.length === 0) return new Map();
  const keyOf = (source: string, name: string): string => `${source}\n${name.toLowerCase()}`;
  const wanted = new Set(acting.map(({ source, onBehalfOf }) => keyOf(source, onBehalfOf!)));
  /** Identities by the names that are asked for: -1 where several have one. */
  const named = new Map<string, number>();
  for (const { id, source, name } of actors) {
    const i = who.ofActor[id];
    if (i === undefined || name === null || isMachine(who.identities[i]!.kind)) continue;
    const key = keyOf(source, name);
    if (wanted.has(key)) named.set(key, (named.get(key) ?? i) === i ? i : -1);
  }
  const by = new Map<number, number>();
  for (const { id, source, onBehalfOf } of acting) {
    const i = who.ofActor[id];
    if (i === undefined || !isMachine(who.identities[i]!.kind)) continue;
    const one = named.get(keyOf(source, onBehalfOf!)) ?? -1;
    by.set(i, (by.get(i) ?? one) === one ? one : -1);
  }
  return new Map([...by].filter(([, one]) => one >= 0));
}
