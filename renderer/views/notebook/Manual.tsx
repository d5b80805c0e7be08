import { Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { visible } from '../../../shared/base/text';
import { isKnownZone, toWall } from '../../../shared/base/zone';
import { rfc3339 } from '../../../shared/model/time';
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

interface Asked {
  /** A key asked for a new event: its form takes the focus. */
  isAsked: boolean;
  onBegun(): void;
}

/** What no log tells and the investigator writes down: when, what, from where it is known, who said it. */
export function Manual({ find, isAsked, onBegun }: { find: string } & Asked): ReactNode {
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
      {!readOnly && <NewEvent zone={zone} isAsked={isAsked} onBegun={onBegun} />}
      <ul>
        {shown.map((event) => (
          <li key={event.id} className="note">
            <div className="note-head">
              <RefChip id={event.id} text={formatTime(event.time, zone, 'day')} />
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

/** The minute as a clock of the zone shows it, to be corrected by hand; in UTC where there is no such zone. */
const minuteOf = (time: number, zone: string): string =>
  rfc3339(isKnownZone(zone) ? toWall(time, zone) : time)
    .slice(0, 16)
    .replace('T', ' ');

const BLANK = { time: '', what: '', source: '', saidBy: '' };

function NewEvent({ zone, isAsked, onBegun }: { zone: string } & Asked): ReactNode {
  const act = useAct();
  const identity = useSelection((selection) => selection.identity);
  const [draft, setDraft] = useState(BLANK);
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isAbout, setAbout] = useState(false);
  const form = useRef<HTMLFormElement>(null);
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
    form.current?.querySelector('input')?.focus();
    const { id } = done.value;
    useUndo.getState().did({
      title: 'write a manual event',
      undo: async () => (await act('withdraw the event', (client) => client['manual.withdraw']({ id }))).ok,
      redo: async () => (await act('bring the event back', (client) => client['manual.restore']({ id }))).ok,
    });
    say({ tone: 'done', text: 'Manual event written down.' });
  };
  useEffect(() => {
    if (isAsked) form.current?.querySelector('input')?.focus();
    onBegun();
  }, [isAsked, onBegun]);
  return (
    <form
      ref={form}
      className="own-new"
      aria-label="New manual event"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void add();
      }}
    >
      <div className="own-when">
        <Field
          label="When"
          value={draft.time}
          placeholder="2026-05-13 14:05"
          problem={problem}
          isRequired
          onChange={(time) => set({ time })}
        />
        <Button aria-label="Now, as its time" onPress={() => set({ time: minuteOf(Date.now(), told ?? zone) })}>
          Now
        </Button>
      </div>
      <Field label="Zone of this time" value={told ?? zone} onChange={setTold} />
      <Field label="What happened" isRequired value={draft.what} onChange={(what) => set({ what })} />
      <Field
        label="Source"
        isRequired
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
      <Button type="submit" isDisabled={!ready}>
        Write down
      </Button>
    </form>
  );
}
