/** Who answers for the machines of the case, counted: an identity without an owner, or with several, is a finding. Pure. */
import { plural } from '../../../../shared/base/text';
import type { Identity } from '../../../../shared/model/identity';
import { isMachine } from '../../../../shared/model/words';

const NAMED = 5;

/** One paragraph; null where the case has no machines. A person answers for their own account. */
export function ownershipTold(identities: Iterable<Identity>): string | null {
  let machines = 0;
  const orphans: string[] = [];
  const unclear: string[] = [];
  for (const { kind, name, owner, about } of identities) {
    if (!isMachine(kind)) continue;
    machines++;
    if (owner === null) orphans.push(name);
    else if ((about?.owner?.others ?? []).length > 0)
      unclear.push(`${name} (${[owner, ...about!.owner!.others!].join(', ')})`);
  }
  if (machines === 0) return null;
  if (orphans.length + unclear.length === 0)
    return `Each of ${plural(machines, 'machine identity', 'machine identities')} has one owner on file or in a log.`;
  const sentences = [
    orphans.length > 0 &&
      `Nobody is known to answer for ${orphans.length} of ${plural(machines, 'machine identity', 'machine identities')}: ${listed(orphans)}.`,
    unclear.length > 0 && `Several are named as the owner of ${unclear.length}: ${listed(unclear)}.`,
  ];
  return sentences.filter(Boolean).join(' ');
}

function listed(names: readonly string[]): string {
  const shown = names
    .toSorted()
    .slice(0, NAMED)
    .map((name) => (name.length > 80 ? `${name.slice(0, 80)}…` : name))
    .join(', ');
  return names.length > NAMED ? `${shown} and ${(names.length - NAMED).toLocaleString('en')} more` : shown;
}
