/** How the case is kept: sealed bundle or folder, encrypted or not, checked at opening or not. */
import { Lock, LockOpen, PackageOpen } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { fingerprintGroups } from '../../../shared/base/fingerprint';
import { visible } from '../../../shared/base/text';
import type { CaseInfo } from '../../../shared/model/case';
import { useHost } from '../../engine/EngineContext';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { useJob } from '../../engine/use-job';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { CheckField } from '../../ui/Field';
import { formatTime } from '../../ui/format';
import { EncryptDialog } from './EncryptDialog';

export function Protection({ info }: { info: CaseInfo }): ReactNode {
  if (info.bundle) return <SealedBundle info={info} bundle={info.bundle} />;
  if (info.readOnly) return null;
  return <CaseFolder info={info} />;
}

function SealedBundle({ info, bundle }: { info: CaseInfo; bundle: NonNullable<CaseInfo['bundle']> }): ReactNode {
  const host = useHost();
  const zone = useZone();
  const goOn = useJob('cases.continue');
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    const target = await host.newCase({ name: `${info.name} continued` });
    if (!target) return;
    setBusy(true);
    const done = await goOn({ bundle: null, ref: target.ref }, 'Continue as a new case');
    setBusy(false);
    if (!done.ok) return say({ tone: 'problem', text: `Could not continue: ${done.error.line}` });
    say({
      tone: 'done',
      text: `${visible(info.name)} goes on as a new case, ${visible(target.name)}; the bundle stays as it is.`,
    });
  };
  return (
    <section className="protection" aria-label="Protection">
      <PackageOpen size={20} aria-hidden />
      <div className="verify-words">
        <p className="verify-answer">Sealed bundle, looked at only</p>
        <p className="muted s">
          {visible(bundle.file)}, sealed {formatTime(bundle.at, zone, 'full')} by {visible(bundle.by)}
          {!bundle.confirmed && ' (name not confirmed)'}.{' '}
          {bundle.signer ? (
            <>
              Signed with the key <span className="mono breakable">{fingerprintGroups(bundle.signer)}</span>; compare it
              with the one the signer gave you.
            </>
          ) : (
            'It carries no signature.'
          )}
        </p>
      </div>
      <Button isDisabled={busy} onPress={() => void run()}>
        {busy ? 'Unpacking…' : 'Continue as a new case…'}
      </Button>
    </section>
  );
}

function CaseFolder({ info }: { info: CaseInfo }): ReactNode {
  const act = useAct();
  const settings = useQuery('settings.get', {});
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const minutes = settings.data?.lockAfterMinutes ?? 15;
  const close = async (): Promise<void> => {
    setBusy(true);
    const done = await act('lock the case', (client) => client['cases.close']({}));
    setBusy(false);
    if (done.ok)
      say({ tone: 'done', text: `${info.name} is locked: only its passphrase or its recovery code opens it.` });
  };
  const stop = async (): Promise<void> => {
    const done = await act('stop encrypting', (client) => client['cases.decrypt']({}));
    if (done.ok) say({ tone: 'done', text: 'The case stays readable when it is closed; Encrypt… protects it again.' });
  };
  const set = (part: { verifyOnOpen?: boolean; lockAfterMinutes?: number }): void =>
    void act('keep the setting', (client) => client['settings.set'](part));
  return (
    <section className="protection" aria-label="Protection">
      {info.encrypted ? <Lock size={20} aria-hidden /> : <LockOpen size={20} aria-hidden />}
      <div className="verify-words">
        <p className="verify-answer">{info.encrypted ? 'Encrypted when it is closed' : 'Not encrypted'}</p>
        <p className="muted s">
          {info.encrypted
            ? `Now that it is open, its plaintext lies in the folder. ${
                minutes === 0
                  ? 'It is locked when it is closed, not before.'
                  : `It is locked when it is closed, or after ${minutes} minutes without use.`
              }`
            : 'Whoever can read the folder can read the case.'}
        </p>
        <CheckField
          label="Verify whenever the case is opened"
          checked={settings.data?.verifyOnOpen ?? false}
          onChange={(verifyOnOpen) => set({ verifyOnOpen })}
        />
        {info.encrypted && (
          <CheckField
            label={`Lock after ${minutes || 15} minutes without use`}
            checked={minutes !== 0}
            onChange={(on) => set({ lockAfterMinutes: on ? 15 : 0 })}
          />
        )}
      </div>
      {info.encrypted ? (
        <>
          <Button onPress={() => void stop()}>Stop encrypting</Button>
          <Button isDisabled={busy} onPress={() => void close()}>
            {busy ? 'Locking…' : 'Lock now'}
          </Button>
        </>
      ) : (
        <Button onPress={() => setAsking(true)}>Encrypt…</Button>
      )}
      <EncryptDialog isOpen={isAsking} onClose={() => setAsking(false)} />
    </section>
  );
}
