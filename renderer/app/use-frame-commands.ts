/** Commands that are there whatever view is open; the ids are those that menus of the host ask for. */
import { useMemo } from 'react';
import type { Host } from '../../shared/contract/host';
import { useHost } from '../engine/EngineContext';
import { asSidedoorError } from '../engine/query-cache';
import { useCase } from '../engine/use-case';
import { ask } from '../state/asked';
import { useCommands } from '../state/commands';
import { useFilters } from '../state/filters';
import { useLayout } from '../state/layout';
import { say } from '../state/notices';
import { useTheme } from '../state/theme';
import { useTour } from '../state/tour';
import { useUndo } from '../state/undo';
import type { Command } from '../state/view';
import { useOpen } from './open-state';
import { byKey, stepPart } from './parts';
import { useCaseActs } from './use-case-acts';
import { VIEWS } from './views';

export async function undoLast(): Promise<void> {
  await useUndo.getState().settled();
  if (useUndo.getState().acts.length === 0) return say({ tone: 'done', text: 'Nothing to take back.' });
  const title = await useUndo.getState().undo();
  // What failed has said so itself.
  if (title) say({ tone: 'done', text: `Taken back: ${title}` });
}

export async function redoLast(): Promise<void> {
  await useUndo.getState().settled();
  if (useUndo.getState().undone.length === 0) return say({ tone: 'done', text: 'Nothing to do again.' });
  const title = await useUndo.getState().redo();
  if (title) say({ tone: 'done', text: `Done again: ${title}` });
}

async function printView(host: Host): Promise<void> {
  try {
    await host.print();
  } catch (thrown) {
    say({ tone: 'problem', text: `Could not print: ${asSidedoorError(thrown).line}` });
  }
}

export function useFrameCommands(): void {
  const acts = useCaseActs();
  const host = useHost();
  const hasCase = Boolean(useCase());
  const always = useMemo<Command[]>(() => {
    const { set } = useOpen.getState();
    const { setTheme } = useTheme.getState();
    return [
      { id: 'palette.open', title: 'Search or run a command', keys: 'Ctrl+K', run: () => set({ palette: true }) },
      { id: 'help.shortcuts', title: 'Keys and shortcuts', keys: '?', run: () => set({ help: true }) },
      { id: 'help.credits', title: 'Credits and licences', run: () => set({ credits: true }) },
      { id: 'case.new', title: 'New case…', run: () => set({ chooser: 'new' }) },
      { id: 'case.open', title: 'Open case…', keys: 'Ctrl+O', run: () => set({ chooser: 'open' }) },
      { id: 'case.demo', title: 'Open the demo case', run: () => void acts.openDemo() },
      { id: 'theme.light', title: 'Light theme', run: () => setTheme('light') },
      { id: 'theme.dark', title: 'Dark theme', run: () => setTheme('dark') },
      { id: 'theme.system', title: 'Theme as the system says', run: () => setTheme('system') },
    ];
  }, [acts]);
  const withCase = useMemo<Command[]>(() => {
    if (!hasCase) return [];
    const { open, openBeside, toggleInspector } = useLayout.getState();
    const { set } = useOpen.getState();
    return [
      { id: 'edit.find', title: 'Search', keys: '/', run: () => set({ palette: true }) },
      { id: 'edit.undo', title: 'Undo', keys: 'Ctrl+Z', run: () => void undoLast() },
      { id: 'edit.redo', title: 'Redo', keys: 'Ctrl+Y', run: () => void redoLast() },
      { id: 'edit.redo', title: 'Redo', keys: 'Ctrl+Shift+Z', run: () => void redoLast() },
      { id: 'import.files', title: 'Import files…', keys: 'Ctrl+I', run: () => void acts.pickToImport('evidence') },
      { id: 'import.folder', title: 'Import a folder…', run: () => void acts.pickToImport('folder') },
      { id: 'view.print', title: 'Print what is in front…', keys: 'Ctrl+P', run: () => void printView(host) },
      { id: 'export.report', title: 'Write the report…', run: () => open('report') },
      {
        id: 'export.bundle',
        title: 'Seal the case file…',
        run: () => {
          open('report');
          ask({ view: 'report', format: 'bundle' });
        },
      },
      {
        id: 'case.verify',
        title: 'Verify the case',
        run: () => {
          open('custody');
          ask({ view: 'custody', act: 'verify' });
        },
      },
      { id: 'case.actor', title: 'Say who acts…', run: () => set({ actor: true }) },
      {
        id: 'help.manual',
        title: 'Manual',
        keys: 'F1',
        run: () => byKey(() => open('manual')),
      },
      { id: 'part.next', title: 'To the next part of the window', keys: 'F6', run: () => stepPart(1) },
      { id: 'part.before', title: 'To the part of the window before', keys: 'Shift+F6', run: () => stepPart(-1) },
      { id: 'tour.start', title: 'Tour in seven steps', run: () => useTour.getState().go(0) },
      { id: 'strip.table', title: 'Time strip as a table…', run: () => set({ strip: true }) },
      { id: 'filters.clear', title: 'Clear all filters', run: () => useFilters.getState().clear() },
      { id: 'inspector.toggle', title: 'Show or hide the inspector', keys: 'Ctrl+.', run: () => toggleInspector() },
      ...VIEWS.map((view) => ({
        id: `view.${view.id}`,
        title: `Go to ${view.title}`,
        keys: view.keys,
        run: () => byKey(() => open(view.id)),
      })),
      ...VIEWS.map((view) => ({
        id: `beside.${view.id}`,
        title: `${view.title} beside`,
        run: () => openBeside(view.id),
      })),
      { id: 'beside.none', title: 'Nothing beside', run: () => openBeside(null) },
    ];
  }, [acts, hasCase, host]);
  useCommands('Anywhere', always);
  useCommands('Anywhere', withCase);
}
