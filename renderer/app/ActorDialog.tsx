import { type ReactNode, useEffect, useState } from 'react';
import { useAct } from '../engine/use-act';
import { useCase } from '../engine/use-case';
import { say } from '../state/notices';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { useOpen } from './open-state';

/** Who acts: stands in every later line of the custody log. Until said, it is the operating system's user, unconfirmed. */
export function ActorDialog(): ReactNode {
  const { actor: isOpen, set } = useOpen();
  const actor = useCase()?.actor;
  const act = useAct();
  const [name, setName] = useState('');
  const now = actor?.name ?? '';
  useEffect(() => {
    if (isOpen) setName(now);
  }, [isOpen, now]);
  const close = (): void => set({ actor: false });
  const confirm = async (): Promise<void> => {
    const done = await act('set who acts', (client) => client['cases.actor']({ name: name.trim(), confirmed: true }));
    if (!done.ok) return;
    close();
    say({ tone: 'done', text: `From here on, acts stand as ${done.value.actor.name}.` });
  };
  return (
    <Dialog title="Who acts" isOpen={isOpen} onClose={close} width={440}>
      <form
        className="case-new"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <Field
          label="Name and role"
          value={name}
          onChange={setName}
          placeholder="Jane Doe, incident response"
          note="Stands in each line of the custody log from now on; earlier lines stay as they are."
          autoFocus
        />
        <Button look="primary" type="submit" isDisabled={name.trim() === '' || name.trim().length > 200}>
          Act as this
        </Button>
      </form>
    </Dialog>
  );
}
