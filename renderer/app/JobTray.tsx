import { CircleAlert, CircleCheck, CircleSlash, LoaderCircle, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { visible } from '../../shared/base/text';
import type { Progress } from '../../shared/contract/define';
import { type Job, useJobs } from '../engine/use-job';
import { Button, IconButton } from '../ui/Button';
import { formatBytes, formatCount, formatDuration } from '../ui/format';
import './job-tray.css';

/** Long work in the top bar: the newest running job with its share done; pressed, all of them with cancel. */
export function JobTray(): ReactNode {
  const { jobs } = useJobs();
  const running = jobs.filter(({ endedAt }) => endedAt === null);
  const front = running[0];
  const failed = jobs.some(({ state }) => state === 'failed');
  if (jobs.length === 0) return null;
  return (
    <DialogTrigger>
      <AriaButton className="chip press job-chip">
        {front ? (
          <>
            <LoaderCircle size={12} className="job-spin" aria-hidden />
            <span className="clip">{visible(front.title)}</span>
            <Share progress={front.progress} />
          </>
        ) : failed ? (
          <>
            <CircleAlert size={12} aria-hidden /> Job failed
          </>
        ) : (
          <>
            <CircleCheck size={13} aria-hidden />
            <span className="unseen">Jobs, all done</span>
          </>
        )}
      </AriaButton>
      <Popover className="menu-over job-over" placement="bottom end" offset={4}>
        <Dialog className="job-list" aria-label="Jobs">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </Dialog>
      </Popover>
      <span className="unseen" role="status">
        {front ? `${visible(front.title)} is running` : ''}
      </span>
    </DialogTrigger>
  );
}

function JobRow({ job }: { job: Job }): ReactNode {
  const { dismiss } = useJobs();
  const Icon =
    job.endedAt === null
      ? LoaderCircle
      : job.state === 'done'
        ? CircleCheck
        : job.state === 'cancelled'
          ? CircleSlash
          : CircleAlert;
  return (
    <div className={`job ${job.state}`}>
      <Icon size={14} className={job.endedAt === null ? 'job-spin' : undefined} aria-hidden />
      <div className="job-body">
        <div className="job-title clip" title={visible(job.title)}>
          {visible(job.title)}
        </div>
        {job.endedAt === null && (
          <progress
            className="job-progress"
            aria-label={visible(job.title)}
            {...(job.progress && job.progress.total > 0 && { value: job.progress.done, max: job.progress.total })}
          />
        )}
        <div className="job-note">{saying(job)}</div>
      </div>
      {job.endedAt === null ? (
        <Button onPress={job.cancel} isDisabled={job.state === 'cancelling'}>
          Cancel
        </Button>
      ) : (
        <IconButton label={`Dismiss ${visible(job.title)}`} onPress={() => dismiss(job.id)}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function Share({ progress }: { progress: Progress | null }): ReactNode {
  if (!progress || progress.total <= 0) return null;
  return <span className="muted">{Math.min(100, Math.floor((100 * progress.done) / progress.total))} %</span>;
}

function saying(job: Job): string {
  const took = job.endedAt === null ? '' : ` after ${formatDuration((job.endedAt - job.startedAt) / 1000)}`;
  if (job.state === 'done') return `done${took}`;
  if (job.state === 'cancelled') return `cancelled${took}; nothing half-done was kept`;
  if (job.state === 'failed') return job.error?.line ?? 'failed';
  if (job.state === 'cancelling') return 'stopping after this batch…';
  const { progress } = job;
  if (!progress) return 'starting…';
  const of = progress.total > 0 ? ` of ${amount(progress.total, progress.unit)}` : '';
  return [`${progress.phase}: ${amount(progress.done, progress.unit)}${of}`, progress.note].filter(Boolean).join(' · ');
}

const amount = (n: number, unit: Progress['unit']): string =>
  unit === 'bytes' ? formatBytes(n) : `${formatCount(n)} ${unit}`;
