import { type ReactNode, useEffect, useState } from 'react';
import { useAct } from '../../engine/use-act';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { SecretField } from '../../ui/Field';

const SHORTEST = 10; // characters, as the engine asks

/** What is shown once takes the focus once, not each time it is drawn. */
const focusOnce = (shown: HTMLElement | null): void => shown?.focus();

/** Asks for a passphrase twice, then shows the recovery code, once. */
export function EncryptDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }): ReactNode {
  const act = useAct();
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!isOpen) return; // cleared whenever it opens
    setFirst('');
    setAgain('');
    setCode(null);
  }, [isOpen]);
  const isReady = first !== '' && [...first].length >= SHORTEST && again === first;
  const isShort = first !== '' && [...first].length < SHORTEST;
  const differs = again !== '' && again !== first;
  const run = async (): Promise<void> => {
    if (busy || !isReady) return;
    setBusy(true);
    const done = await act('encrypt the case', (client) => client['cases.encrypt']({ passphrase: first }));
    setBusy(false);
    if (done.ok) setCode(done.value.recoveryCode);
  };
  return (
    <Dialog
      title={code === null ? 'Encrypt the case' : 'Write down the recovery code'}
      isOpen={isOpen}
      onClose={onClose}
      width={460}
      held={busy || code !== null}
      footer={
        code === null ? (
          <>
            <Button isDisabled={busy} onPress={onClose}>
              Cancel
            </Button>
            <Button look="primary" isDisabled={busy || !isReady} onPress={() => void run()}>
              {busy ? 'Making the keys…' : 'Encrypt'}
            </Button>
          </>
        ) : (
          <Button look="primary" onPress={onClose}>
            I have written it down
          </Button>
        )
      }
    >
      {code === null ? (
        <form
          className="encrypt-form"
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <p>
            Whenever the case is closed, everything in its folder is encrypted (age file format). Without passphrase or
            recovery code nobody can open it again, neither you nor we.
          </p>
          <SecretField
            label="Passphrase"
            value={first}
            onChange={setFirst}
            autoFocus
            problem={isShort ? `at least ${SHORTEST} characters; four or five random words are good` : null}
          />
          <SecretField
            label="The same again"
            value={again}
            onChange={setAgain}
            problem={differs ? 'this differs from the line above' : null}
          />
          <input type="submit" hidden />
        </form>
      ) : (
        <div className="encrypt-form">
          {/* It has the focus, not the button: a second Enter would put away what is never shown again. */}
          <p
            className="recovery-code mono"
            role="status"
            aria-label={`Recovery code ${code}`}
            tabIndex={-1}
            ref={focusOnce}
          >
            {code}
          </p>
          <p>It opens the case where the passphrase is lost. It is shown only now; keep it apart from the case.</p>
        </div>
      )}
    </Dialog>
  );
}
