import { type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { AnalysisRun } from '../../../shared/model/change';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { formatTime } from '../../ui/format';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { ChangeList, changesWords } from './ChangeList';

const LISTED = 100;

/** Every run of the analysis that was compared with the one before it: after new evidence, other numbers, words by hand. */
export function Runs(): ReactNode {
  const { data, error, loading } = useQuery('analysis.changes', { limit: LISTED });
  const [chosen, setChosen] = useState<number | null>(null);
  if (error && !data) return <Problem title="What changed cannot be shown" error={error} />;
  if (data?.length === 0)
    return (
      <Empty title="The findings were computed once">
        After new evidence, other thresholds or a word on a link, what appeared, vanished or moved is kept here.
      </Empty>
    );
  const run = data?.find(({ seq }) => seq === chosen) ?? data?.[0];
  return (
    <div className="runs">
      <LoadingBar active={loading} />
      <ol className="runs-list" aria-label="Runs of the analysis">
        {(data ?? []).map((one) => (
          <li key={one.seq}>
            <RunButton one={one} isChosen={one === run} onChoose={() => setChosen(one.seq)} />
          </li>
        ))}
      </ol>
      <div className="runs-one">
        {run && <ChangeList changes={run} none="This run found what the run before it had found." />}
      </div>
    </div>
  );
}

function RunButton({ one, isChosen, onChoose }: { one: AnalysisRun; isChosen: boolean; onChoose(): void }): ReactNode {
  const zone = useZone();
  return (
    <AriaButton className={isChosen ? 'run on' : 'run'} aria-pressed={isChosen} onPress={onChoose}>
      <span>
        {formatTime(one.at, zone, 'second')}
        <span className="muted"> · thresholds version {one.thresholds}</span>
      </span>
      <span className="s">{one.because.length === 0 ? 'asked for' : `because of ${one.because.join(', ')}`}</span>
      <span className="muted xs">{changesWords(one)}</span>
    </AriaButton>
  );
}
