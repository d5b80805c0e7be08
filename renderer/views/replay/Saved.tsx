import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { visible } from '../../../shared/base/text';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { useUndo } from '../../state/undo';
import { Button, IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { formatTime } from '../../ui/format';
import { useReplay } from './replay-state';

/** A scenario out of the report, and back into it. */
const wayOf = (act: ReturnType<typeof useAct>, id: string) => ({
  take: async (): Promise<boolean> =>
    (await act('take the scenario out', (client) => client['replay.remove']({ id }))).ok,
  put: async (): Promise<boolean> =>
    (await act('put the scenario back', (client) => client['replay.restore']({ id }))).ok,
});

/** Scenarios that were saved: they stand in the report, each with its custody line. */
export function Saved(): ReactNode {
  const zone = useZone();
  const act = useAct();
  const readOnly = useCase()?.readOnly ?? false;
  const { saved: shown, look } = useReplay();
  const { data } = useQuery('replay.saved', {});
  const remove = async (id: string, name: string): Promise<void> => {
    const { take, put } = wayOf(act, id);
    if (!(await take())) return;
    useUndo.getState().did({ title: `scenario ${name} taken out`, undo: put, redo: take });
    if (shown?.id === id) look(null);
    say({ tone: 'done', text: `${name} is out of the report; the custody log keeps both acts.` });
  };
  return (
    <section className="replay-saved" aria-label="Saved scenarios">
      <h2 className="label">Saved</h2>
      {data?.length === 0 && <p className="muted s">None. A saved answer stands in the report.</p>}
      <ul>
        {data?.toReversed().map((scenario) => (
          <li key={scenario.id}>
            <button
              type="button"
              className="text-link breakable"
              aria-pressed={shown?.id === scenario.id}
              onClick={() => look(scenario)}
            >
              {visible(scenario.name)}
            </button>
            <IconButton
              label={`Take ${scenario.name} out`}
              isDisabled={readOnly}
              onPress={() => void remove(scenario.id, scenario.name)}
            >
              <Trash2 size={13} aria-hidden />
            </IconButton>
            <p className="muted xs">
              {scenario.by}, {formatTime(scenario.at, zone, 'minute')}
              {!scenario.current && ' · the findings have changed since'}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asks for a name, and keeps the answer with the case. */
export function SaveDialog({ run, onClose }: { run: string; onClose(): void }): ReactNode {
  const act = useAct();
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const save = async (): Promise<void> => {
    const done = await act('save the scenario', (client) => client['replay.save']({ run, name, note }));
    if (!done.ok) return;
    const { take, put } = wayOf(act, done.value.id);
    useUndo.getState().did({ title: `scenario ${done.value.name} saved`, undo: take, redo: put });
    say({ tone: 'done', text: `${done.value.name} is saved: it stands in the custody log and in the report.` });
    onClose();
  };
  return (
    <Dialog
      title="Save the scenario"
      isOpen
      onClose={onClose}
      footer={
        <Button look="primary" isDisabled={name.trim() === ''} onPress={() => void save()}>
          Save
        </Button>
      }
    >
      <form
        className="replay-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void save();
        }}
      >
        <Field label="Name" value={name} onChange={setName} autoFocus isRequired />
        <Field label="Note" value={note} onChange={setNote} placeholder="why it was asked" />
        <input type="submit" hidden />
      </form>
    </Dialog>
  );
}
