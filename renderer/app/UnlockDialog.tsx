import { type ReactNode, useEffect, useState } from 'react';
import { visible } from '../../shared/base/text';
import { useEngine } from '../engine/EngineContext';
import { asSidedoorError } from '../engine/query-cache';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { SecretField } from '../ui/Field';
import { beginWork } from '../ui/idle';
import { useOpen } from './open-state';

/** Asks for the passphrase of an encrypted case. What is typed is sent to the engine once and kept nowhere. */
export function UnlockDialog(): ReactNode {
  const { client, remember } = useEngine();
  const { unlocking, set } = useOpen();
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    setSecret('');
    setProblem(null);
    setBusy(false);
    if (!unlocking) return;
  }, [unlocking]);
  const close = (): void => set({ unlocking: null });
  const open = async (): Promise<void> => {
    if (!unlocking || secret === '') return;
    setBusy(true);
    const end = beginWork();
    try {
      await client['cases.open']({ ref: unlocking.file.ref, passphrase: secret });
      remember(unlocking.file.ref);
      set({ unlocking: null, chooser: null });
    } catch (thrown) {
      const error = asSidedoorError(thrown);
      setProblem(
        error.code === 'locked' ? 'neither as passphrase nor as recovery code does this open the case' : error.line,
      );
      setBusy(false);
    } finally {
      end();
    }
  };
  const why = unlocking?.why ?? '';
  return (
    <Dialog
      title={`Unlock ${visible(unlocking?.file.name ?? '')}`}
      isOpen={unlocking !== null}
      onClose={close}
      width={460}
      footer={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button look="primary" isDisabled={busy || secret === ''} onPress={() => void open()}>
            {busy ? 'Unlocking…' : 'Unlock'}
          </Button>
        </>
      }
    >
      <form
        className="case-chooser"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <p>{why.charAt(0).toUpperCase() + why.slice(1)}.</p>
        <SecretField
          label="Passphrase or recovery code"
          value={secret}
          onChange={(typed) => {
            setSecret(typed);
            setProblem(null);
          }}
          problem={problem}
          autoFocus
          note="While the case is open its plaintext lies in the folder; closing it encrypts it again."
        />
      </form>
    </Dialog>
  );
}
