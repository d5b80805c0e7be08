import type { ReactNode } from 'react';
import type { Job } from '../../engine/use-job';
import { Button } from '../../ui/Button';
import { formatBytes, formatCount } from '../../ui/format';

/** The import under way, where its files will stand. */
export function RunningImport({ job }: { job: Job }): ReactNode {
  const { progress } = job;
  const amount = (n: number): string =>
    progress?.unit === 'bytes' ? formatBytes(n) : `${formatCount(n)} ${progress?.unit}`;
  return (
    <div className="running">
      <div className="running-text">
        <b className="clip" title={job.title}>
          {job.title}
        </b>
        <span className="muted s clip">
          {progress
            ? [
                `${progress.phase}: ${amount(progress.done)}${progress.total > 0 ? ` of ${amount(progress.total)}` : ''}`,
                progress.note,
              ]
                .filter(Boolean)
                .join(' · ')
            : 'starting…'}
        </span>
      </div>
      <progress
        aria-label={job.title}
        {...(progress && progress.total > 0 && { value: progress.done, max: progress.total })}
      />
      <Button onPress={job.cancel} isDisabled={job.state === 'cancelling'}>
        {job.state === 'cancelling' ? 'Stopping…' : 'Cancel'}
      </Button>
    </div>
  );
}
