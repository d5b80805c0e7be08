/** Says what a run of the analysis changed in the findings, whatever it ran for; it stays readable under Rules. */
import { useEffect, useRef } from 'react';
import { useCase } from '../engine/use-case';
import { useQuery } from '../engine/use-query';
import { choose } from '../state/choices';
import { useLayout } from '../state/layout';
import { say } from '../state/notices';

const WORDS = "the investigator's words";

export function useFindingChanges(): void {
  const id = useCase()?.id ?? null;
  const { data, stale } = useQuery('analysis.changes', id === null ? null : { limit: 1 });
  const seen = useRef<{ id: string | null; seq: number } | null>(null);
  useEffect(() => {
    if (!data || stale || id === null) return;
    const [run] = data;
    const seq = run?.seq ?? 0;
    const before = seen.current;
    seen.current = { id, seq };
    // What was found before this window opened the case is no news.
    if (!run || before?.id !== id || seq <= before.seq) return;
    const { appeared, vanished, moved } = run;
    if (appeared + vanished + moved === 0) return;
    // A word of one's own is answered where it is said.
    if (run.because.length === 1 && run.because[0] === WORDS) return;
    say({
      tone: 'done',
      text: `Findings: ${appeared} appeared, ${vanished} vanished, ${moved} moved.`,
      action: {
        title: 'Show',
        run: () => {
          choose('rules.part', 'changes');
          useLayout.getState().open('rules');
        },
      },
    });
  }, [data, stale, id]);
}
