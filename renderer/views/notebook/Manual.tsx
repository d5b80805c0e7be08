import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { visible } from '../../../shared/base/text';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { runCommand } from '../../state/run-command';
import { useSelection } from '../../state/selection';
import { useUndo } from '../../state/undo';
import { Button, IconButton } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { formatTime } from '../../ui/format';
import { RefChip } from './RefChip';

/** What no log tells and the investigator writes down: when, what, from where it is known, who said it. */
export function Manual({ find }: { find: string }): ReactNode {
  const zone = useZone();
  const act = useAct();
  const readOnly = useCase()?.readOnly ?? false;
  const list = useQuery('manual.list', {});
  const shown = (list.data ?? []).filter(({ what, source, saidBy }) =>
    `${what} ${source} ${saidBy ?? ''}`.toLowerCase().includes(find.toLowerCase()),
  );
  const withdraw = async (id: string): Promise<void> => {
    const take = async (): Promise<boolean> =>
      (await act('withdraw the event', (client) => client['manual.withdraw']({ id }))).ok;
    const back = async (): Promise<boolean> =>
      (await act('bring the event back', (client) => client['manual.restore']({ id }))).ok;
    if (!(await take())) return;
    useUndo.getState().did({ title: 'withdraw a manual event', undo: back, redo: take });
    say({
      tone: 'done',
      text: 'Manual event withdrawn; the custody log keeps it.',
      action: { title: 'Undo', run: () => void runCommand('edit.undo') },
    });
  };
  return (
    <div className="own-events">
      <p className="muted s">
        Shown on timeline, in lists and in exports as manual. Evidence of nothing, and counted with no events.
      </p>
      {!readOnly && <NewEvent zone={zone} />}
      <ul>
        {shown.map((event) => (
          <li key={event.id} className="note">
            <div className="note-head">
              <RefChip id={event.id} text={formatTime(event.time, zone, 'minute')} />
              {!readOnly && (
                <IconButton label="Withdraw the event" onPress={() => void withdraw(event.id)}>
                  <Trash2 size={14} aria-hidden />
                </IconButton>
              )}
            </div>
            <p>{visible(event.what)}</p>
            <p className="muted xs">
              {visible(event.source)}
              {event.saidBy && `, said by ${visible(event.saidBy)}`} · told in {event.zone} · written by{' '}
              {visible(event.by)}
            </p>
            {event.identity && <RefChip id={event.identity} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

const BLANK = { time: '', what: '', source: '', saidBy: '' };

function NewEvent({ zone }: { zone: string }): ReactNode {
  const act = useAct();
  const identity = useSelection((selection) => selection.identity);
  const [draft, setDraft] = useState(BLANK);
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isAbout, setAbout] = useState(false);
  const ready = draft.time.trim() && draft.what.trim() && draft.source.trim();
  const set = (part: Partial<typeof BLANK>): void => {
    setProblem(null);
    setDraft((was) => ({ ...was, ...part }));
  };
  const add = async (): Promise<void> => {
    const { time, what, source, saidBy } = draft;
    const done = await act('write the event down', (client) =>
      client['manual.add']({
        ...{ time, what, source, saidBy: saidBy.trim() || null, zone: told ?? zone },
        identity: isAbout ? identity : null,
      }),
    );
    if (!done.ok) {
      setProblem(done.error.fix ?? done.error.message);
      return;
    }
    setDraft(BLANK);
    const { id } = done.value;
    useUndo.getState().did({
      title: 'write a manual event',
      undo: async () => (await act('withdraw the event', (client) => client['manual.withdraw']({ id }))).ok,
      redo: async () => (await act('bring the event back', (client) => client['manual.restore']({ id }))).ok,
    });
    say({ tone: 'done', text: 'Manual event written down.' });
  };
  return (
    <form
      className="own-new"
      aria-label="New manual event"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void add();
      }}
    >
      <Field
        label="When"
        value={draft.time}
        placeholder="2026-05-13 14:05"
        problem={problem}
        onChange={(time) => set({ time })}
      />
      <Field label="Zone of this time" value={told ?? zone} onChange={setTold} />
      <Field label="What happened" value={draft.what} onChange={(what) => set({ what })} />
      <Field
        label="Source"
        value={draft.source}
        placeholder="telephone call, door log p. 3"
        onChange={(source) => set({ source })}
      />
      <Field label="Said by" value={draft.saidBy} onChange={(saidBy) => set({ saidBy })} />
      {identity && (
        <label className="own-about">
          <input type="checkbox" checked={isAbout} onChange={(event) => setAbout(event.target.checked)} /> about{' '}
          <RefChip id={identity} />
        </label>
      )}
      <Button look="plain" isDisabled={!ready} onPress={() => void add()}>
        Write down
      </Button>
    </form>
  );
}
