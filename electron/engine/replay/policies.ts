import { Registry } from '../../../shared/base/registry';
import type { Policy } from '../../../shared/model/replay';
import type { AtWork, PolicyKind } from './policy';

/** A policy of any kind, its own settings checked by the contract. */
interface AnyPolicy {
  id: Policy['id'];
  order: number;
  assumptions(policy: Policy): string[];
  start(policy: Policy): AtWork;
}

const policies = Registry.fromFolders<AnyPolicy>(
  'policy',
  import.meta.glob('./policies/*/index.ts', { eager: true, import: 'default' }),
);

function kindOf(policy: Policy): AnyPolicy {
  const kind = policies.get(policy.id);
  if (!kind) throw new Error(`no policy ${policy.id}`);
  return kind;
}

export const assumptionsOf = (policy: Policy): string[] => kindOf(policy).assumptions(policy);

/** The policies at work, with their positions in the list, in the order in which they decide. */
export const startAll = (list: readonly { policy: Policy; at: number }[]): { at: number; work: AtWork }[] =>
  list
    .map(({ policy, at }) => ({ at, order: kindOf(policy).order, work: kindOf(policy).start(policy) }))
    .sort((a, b) => a.order - b.order || a.at - b.at)
    .map(({ at, work }) => ({ at, work }));

export type { PolicyKind };
