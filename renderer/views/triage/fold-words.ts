/** What a fold of the queue is called, and what ties it. Pure. */
import { plural, visible } from '../../../shared/base/text';
import type { QueueRow } from '../../../shared/contract/episodes';

type Fold = NonNullable<QueueRow['fold']>;

/** From so many identities on, one address that tried them all is a spray. */
const SPRAY = 3;

/** `Spray · 61 identities`; null where the row's own identity is the name. */
export function foldTitle({ kind, identities }: Pick<Fold, 'kind' | 'identities'>): string | null {
  const who = plural(identities, 'identity', 'identities');
  switch (kind) {
    case 'address':
      return identities >= SPRAY ? `Spray · ${who}` : `One address · ${who}`;
    case 'access':
      return `One access · ${who}`;
    case 'network':
      return `One network · ${who}`;
    case 'rollout':
      return `Rollout · ${who}`;
    case 'identity':
    case 'loop':
      return null;
  }
}

/** What ties its episodes, as the second line begins. */
export function foldKey({ kind, key, denials }: Pick<Fold, 'kind' | 'key' | 'denials'>): string {
  const all = plural(denials, 'denial');
  switch (kind) {
    case 'address':
    case 'network':
      return visible(key);
    case 'access':
      return 'the same access followed';
    case 'rollout':
      return key ? `all at ${visible(key)}` : 'all at the same time';
    case 'loop':
      return `retry loop, ${all}`;
    case 'identity':
      return all;
  }
}

/** `12 episodes of a rollout`: what acting on the fold acts on. */
export function foldWhole({ kind, episodes }: Pick<Fold, 'kind' | 'episodes'>): string {
  const of = { address: 'this address', access: 'this access', network: 'this network', rollout: 'this rollout', loop: 'this loop', identity: 'this identity' }[kind]; // biome-ignore format: one table
  return `${plural(episodes, 'episode')} of ${of}`;
}
