/** Menus, the system and the starter ask for things through the host: commands by id, files, a case. */
import { useEffect } from 'react';
import { useHost } from '../engine/EngineContext';
import { say } from '../state/notices';
import { runCommand } from '../state/run-command';
import { askToImport } from './open-state';
import { useCaseActs } from './use-case-acts';

export function useHostAsks(): void {
  const host = useHost();
  const acts = useCaseActs();
  useEffect(
    () =>
      host.onAsk((ask) => {
        if (ask.open) void acts.openCase(ask.open);
        if (ask.files) askToImport(ask.files);
        if (ask.command && !runCommand(ask.command)) {
          say({ tone: 'problem', text: 'That needs an open case: open or make one first.' });
        }
      }),
    [host, acts],
  );
}
