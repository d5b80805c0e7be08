/** What a run of the analysis changed, for people: the sum first, then each finding. */
import { plural } from '../../shared/base/text';
import type { FindingChange, FindingChanges } from '../../shared/model/change';
import { terminalText } from './progress';

type Sum = Pick<FindingChanges, 'appeared' | 'vanished' | 'moved'>;

/** "3 findings appeared, 1 vanished, 2 moved". */
export const changesSum = ({ appeared, vanished, moved }: Sum): string =>
  `${plural(appeared, 'finding')} appeared, ${vanished} vanished, ${moved} moved`;

/** `head` says against what. */
export function changesLines(changes: FindingChanges, head: string): string[] {
  const rest = changes.cut > 0 ? [`  and ${plural(changes.cut, 'further change')}`] : [];
  return [`${head}: ${changesSum(changes)}, ${changes.same} as before`, ...changes.list.map(line), ...rest].map(
    terminalText,
  );
}

function line({ kind, episode, identity, start, before, after, other, moved }: FindingChange): string {
  const side = (one: FindingChange['before']): string => (one ? `${one.verdict} ${one.confidence.toFixed(2)}` : '');
  const what =
    kind === 'moved'
      ? `${moved.join(', ')}: ${side(before)}${side(before) === side(after) ? '' : ` -> ${side(after)}`}`
      : side(after ?? before);
  const tie = other === null ? '' : kind === 'appeared' ? ` (was in ${other})` : ` (now in ${other})`;
  return `  ${kind.padEnd(8)} ${episode}  ${start}  ${identity}  ${what}${tie}`;
}
