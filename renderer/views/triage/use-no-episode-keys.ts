import { useEffect } from 'react';
import { addCommands } from '../../state/commands';
import { say } from '../../state/notices';
import { runCommand } from '../../state/run-command';
import { VERDICT_ORDER, VERDICTS } from '../../state/words';

/** With no episode in front the keys of a decision say so, in place of doing nothing; what was done can still be taken back. */
export function useNoEpisodeKeys(isEmpty: boolean): void {
  useEffect(() => {
    if (!isEmpty) return;
    const tell = (): void => say({ tone: 'done', text: 'No episode is in front of you: the queue shows none.' });
    return addCommands('Triage', [
      ...VERDICT_ORDER.map((one, i) => ({
        id: `triage.verdict.${one}`,
        title: `Verdict: ${VERDICTS[one].word}`,
        keys: String(i + 1),
        run: tell,
      })),
      { id: 'triage.why', title: 'Write the reason or a note', keys: 'n', run: tell },
      { id: 'triage.links', title: 'Next linked access', keys: 'l', run: tell },
      { id: 'triage.confirm', title: 'Confirm the link', keys: 'c', run: tell },
      { id: 'triage.reject', title: 'Reject the link', keys: 'x', run: tell },
      { id: 'triage.undo', title: 'Undo', keys: 'u', run: () => void runCommand('edit.undo') },
    ]);
  }, [isEmpty]);
}
