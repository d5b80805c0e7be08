import { Lock, LockOpen, Play } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { plural, visible } from '../../shared/base/text';
import type { Locked } from '../../shared/rpc/message';
import { useHost } from '../engine/EngineContext';
import { useLink } from '../engine/link';
import { useJobs } from '../engine/use-job';
import { Button } from '../ui/Button';
import { Problem } from '../ui/States';

import { CaseList, NewCase, useRecent } from './CaseChooser';
import './first-screen.css';
import { JobTray } from './JobTray';
import { Mark } from './Mark';
import { useOpen } from './open-state';
import { useCaseActs } from './use-case-acts';

/** What became of the case that nobody used. */
function LockedByItself({ name, minutes, trouble }: Locked): ReactNode {
  if (trouble === undefined)
    return (
      <p className="first-locked" role="status">
        <Lock size={16} aria-hidden />
        <span>
          <b>{visible(name)}</b> was locked after {plural(minutes, 'minute')} without use; open it again with its
          passphrase.
        </span>
      </p>
    );
  return (
    <p className="first-locked first-unlocked" role="alert">
      <LockOpen size={16} aria-hidden />
      <span>
        <b>{visible(name)}</b> was closed after {plural(minutes, 'minute')} without use, but could not be encrypted:{' '}
        {visible(trouble)}. What it holds lies readable in its folder. Mend that, then open it and close it again.
      </span>
    </p>
  );
}

/** Before a case is open: the demo for the curious, a new case for the hurried, the last ones for everyone else. */
export function FirstScreen({ version, isReturn }: { version: string; isReturn: boolean }): ReactNode {
  const host = useHost();
  const recent = useRecent();
  const acts = useCaseActs();
  const { set } = useOpen();
  const { locked } = useLink();
  const busy = useJobs(({ jobs }) => jobs.some(({ endedAt, method }) => endedAt === null && method === 'cases.demo'));
  // The newest attempt counts; what was tried before stands in the tray.
  const newest = useJobs(({ jobs }) => jobs.find(({ method }) => method === 'cases.demo'));
  const cases = useRef<HTMLElement>(null);
  const hasList = recent !== null;
  useEffect(() => {
    const isFree = document.activeElement === document.body && !document.querySelector('[role="dialog"]');
    if (isReturn && hasList && isFree) cases.current?.querySelector('button')?.focus();
  }, [isReturn, hasList]);
  const failed = newest?.state === 'failed' ? newest : null;
  return (
    <main className="first-screen">
      <div className="first-jobs">
        <JobTray />
      </div>
      <div className="first-box">
        <header>
          <Mark size={36} />
          <div>
            <h1>Sidedoor</h1>
            <p className="muted">Denied at the front door: did they get in by the side door?</p>
          </div>
        </header>
        {locked && <LockedByItself {...locked} />}
        <section aria-labelledby="first-new">
          <h2 className="label" id="first-new">
            New case
          </h2>
          <NewCase />
          <p className="muted s">A case is a folder. Evidence is copied into it as it is, hashed, and never changed.</p>
        </section>
        <section aria-labelledby="first-recent" ref={cases}>
          <h2 className="label" id="first-recent">
            Open a case
          </h2>
          {recent && recent.length > 0 ? (
            <CaseList files={recent.slice(0, 6)} onOpen={(file) => void acts.openCase(file)} />
          ) : (
            <p className="muted s">{recent ? 'None opened on this machine yet.' : ' '}</p>
          )}
          {(host.platform === 'electron' || (recent && recent.length > 6)) && (
            <Button onPress={() => set({ chooser: 'open' })}>Open another…</Button>
          )}
        </section>
        <section aria-labelledby="first-demo" className="first-demo">
          <div>
            <h2 className="label" id="first-demo">
              Demo case
            </h2>
            <p className="muted s">
              A company, a month of sign-ins, nine stories: six attacks and three that only look like one. Made-up data,
              imported as yours would be.
            </p>
          </div>
          <Button look="primary" isDisabled={busy} onPress={() => void acts.openDemo()}>
            <Play size={14} aria-hidden /> {busy ? 'Importing the demo…' : 'Open the demo'}
          </Button>
        </section>
        {failed?.error && <Problem title="The demo case could not be made" error={failed.error} />}
        <footer className="faint xs">
          Version {version} · works without any network · nothing leaves this machine
        </footer>
      </div>
    </main>
  );
}
