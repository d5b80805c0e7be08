import { type ReactNode, useState } from 'react';
import { fingerprintGroups } from '../../../shared/base/fingerprint';
import { useAct } from '../../engine/use-act';
import { useQuery } from '../../engine/use-query';
import { Button } from '../../ui/Button';
import { CheckField, SecretField } from '../../ui/Field';

export interface Signing {
  on: boolean;
  passphrase: string;
  /** There is a key, and something was typed. */
  ready: boolean;
}

export const UNSIGNED: Signing = { on: false, passphrase: '', ready: false };

const SHORTEST = 10; // characters, as the engine asks

/** Whether the bundle is signed, with which key, and the key itself at first use. */
export function SignBundle({ sign, onChange }: { sign: Signing; onChange(sign: Signing): void }): ReactNode {
  const key = useQuery('signing.key', {});
  const act = useAct();
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const isNew = key.data === null;
  const type = (passphrase: string): void => onChange({ ...sign, passphrase, ready: !isNew && passphrase !== '' });
  const tooShort = isNew && sign.passphrase !== '' && [...sign.passphrase].length < SHORTEST;
  const differs = isNew && again !== '' && again !== sign.passphrase;
  const make = async (): Promise<void> => {
    setBusy(true);
    const made = await act('make the signing key', (client) => client['signing.make']({ passphrase: sign.passphrase }));
    setBusy(false);
    if (made.ok) onChange({ ...sign, ready: true });
  };
  return (
    <div className="sign-bundle">
      <CheckField
        label="Sign the bundle with your key"
        note="Proves who sealed it to whoever got the key’s fingerprint from you by another way. Unsigned, it proves only that nothing was changed."
        checked={sign.on}
        onChange={(on) => onChange({ ...UNSIGNED, on })}
      />
      {sign.on && key.data !== undefined && (
        <div className="sign-fields">
          {key.data && (
            <p className="s">
              Fingerprint of your key: <span className="mono breakable">{fingerprintGroups(key.data.fingerprint)}</span>
            </p>
          )}
          <SecretField
            label={isNew ? 'New passphrase for a new signing key' : 'Passphrase of your signing key'}
            value={sign.passphrase}
            onChange={type}
            problem={tooShort ? `at least ${SHORTEST} characters; four or five random words are good` : null}
            note={isNew ? 'The key is made now and kept on this machine, encrypted with it.' : undefined}
          />
          {isNew && (
            <>
              <SecretField
                label="The same again"
                value={again}
                onChange={setAgain}
                problem={differs ? 'this differs from the line above' : null}
              />
              <Button
                isDisabled={busy || sign.passphrase === '' || tooShort || again !== sign.passphrase}
                onPress={() => void make()}
              >
                {busy ? 'Making the key…' : 'Make the signing key'}
              </Button>
            </>
          )}
        </div>
      )}
    </div>
  );
}
