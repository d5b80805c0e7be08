/** Opens the thing that an id names: selection first, then the view that shows it. */
import { refKind } from '../../shared/model/ids';
import { useLayout } from './layout';
import { useSelection } from './selection';

/** Selects and shows what `ref` names; false if it is no id that has a view. `view` overrules where it is shown. */
export function openRef(ref: string, view?: string): boolean {
  const kind = refKind(ref);
  const { select } = useSelection.getState();
  const { open, toggleInspector } = useLayout.getState();
  if (kind === 'event') {
    select({ event: ref });
    toggleInspector(true);
    open(view ?? 'events');
  } else if (kind === 'episode') {
    select({ episode: ref });
    open(view ?? 'triage');
  } else if (kind === 'identity') {
    select({ identity: ref });
    open(view ?? 'identities');
  } else if (kind === 'row') {
    showEvent(ref);
  } else if (kind === 'path') {
    open(view ?? 'paths');
  } else return false;
  return true;
}

/**
 * Shows an event, or a row of a register, beside what one looks at: in the inspector, or in a drawer where the view has none. The view stays.
 */
export function showEvent(id: string): void {
  useSelection.getState().select({ event: id });
  useLayout.getState().toggleInspector(true);
  useLayout.getState().setPeek(true);
}
