import { type ReactNode, useEffect, useRef, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { tagsIn } from '../../../shared/model/note-templates';
import type { Action, Verdict } from '../../../shared/model/words';
import { useAct } from '../../engine/use-act';
import { useQuery } from '../../engine/use-query';
import { MOST_MARKED, useMarked } from '../../state/marked';
import { say } from '../../state/notices';
import { runCommand } from '../../state/run-command';
import { useUndo } from '../../state/undo';
import { ACTION_WORDS, VERDICT_ORDER, VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { formatCount } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import { Shape } from '../../ui/Shape';
import { LoadingBar } from '../../ui/States';

const LISTED = 200; // episodes named; the others are counted

/** What can be done with the marked events: a note or tag on each, one decision on the episodes they belong to. */
export function BulkBar({
  readOnly,
  total,
  onMarkAll,
}: {
  readOnly: boolean;
  /** Events that the filter leaves. */
  total: number;
  onMarkAll(): void;
}): ReactNode {
  const { ids, clear } = useMarked();
  const [dialog, setDialog] = useState<'note' | 'decide' | null>(null);
  if (ids.size === 0) return null;
  const close = (): void => setDialog(null);
  return (
    <section className="bulk-bar" aria-label="Marked events">
      <b>{plural(ids.size, 'event')} marked</b>
      <Button onPress={() => setDialog('note')} isDisabled={readOnly}>
        Note or tag…
      </Button>
      <Button onPress={() => setDialog('decide')} isDisabled={readOnly}>
        Decide their episodes…
      </Button>
      {ids.size < total && (
        <Button look="bare" onPress={onMarkAll}>
          {total > MOST_MARKED ? `Mark the first ${formatCount(MOST_MARKED)}` : `Mark all ${formatCount(total)}`}
        </Button>
      )}
      <Button look="bare" keys="Escape" onPress={clear}>
        Unmark
      </Button>
      {dialog === 'note' && <NoteDialog ids={[...ids]} onClose={close} />}
      {dialog === 'decide' && <DecideDialog ids={[...ids]} onClose={close} />}
    </section>
  );
}

function NoteDialog({ ids, onClose }: { ids: string[]; onClose(): void }): ReactNode {
  const act = useAct();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const [busy, setBusy] = useState(false);
  const write = () =>
    act('note these events', (client) =>
      client['annotations.addMany']({ on: ids, text: text.trim(), tags: tagsIn(text) }),
    );
  const send = async (): Promise<void> => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    const done = await write();
    setBusy(false);
    if (!done.ok) return;
    const made = done.value.ids;
    useUndo.getState().did({
      title: `note on ${plural(made.length, 'event')}`,
      undo: async () =>
        (await act('take the notes back', (client) => client['annotations.removeMany']({ ids: made }))).ok,
      redo: async () =>
        (await act('bring the notes back', (client) => client['annotations.restore']({ ids: made }))).ok,
    });
    say({
      tone: 'done',
      text: `Noted on ${plural(made.length, 'event')}.`,
      action: { title: 'Undo', run: () => void runCommand('edit.undo') },
    });
    onClose();
  };
  return (
    <Dialog
      title={`Note on ${plural(ids.length, 'event')}`}
      isOpen
      onClose={onClose}
      footer={
        <Button look="primary" keys="Ctrl+Enter" isDisabled={text.trim() === '' || busy} onPress={() => void send()}>
          {busy ? 'Noting…' : 'Note'}
        </Button>
      }
    >
      <textarea
        className="field-area bulk-text"
        ref={field}
        aria-label="Note"
        placeholder="Note; #words become tags"
        rows={3}
        maxLength={20_000}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      <p className="muted s">
        Stands on each of them, with a line in the custody log for each
        {tagsIn(text).length > 0 && `; tags: ${tagsIn(text).join(', ')}`}.
      </p>
    </Dialog>
  );
}

function DecideDialog({ ids, onClose }: { ids: string[]; onClose(): void }): ReactNode {
  const act = useAct();
  const found = useQuery('episodes.ofEvents', { ids });
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [action, setAction] = useState<Action>('none');
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const episodes = found.data ?? [];
  const decided = episodes.filter((one) => one.decided !== null).length;
  const inNone =
    ids.length -
    Math.min(
      ids.length,
      episodes.reduce((sum, one) => sum + one.events, 0),
    );
  const send = async (): Promise<void> => {
    if (!verdict || why.trim() === '' || episodes.length === 0 || busy) return;
    setBusy(true);
    const on = episodes.map(({ id }) => id);
    const write = () =>
      act('decide', (client) => client['episodes.decideMany']({ ids: on, verdict, action, why: why.trim() }));
    const done = await write();
    setBusy(false);
    if (!done.ok) return;
    const title = `${plural(on.length, 'episode')}: ${VERDICTS[verdict].word.toLowerCase()}`;
    useUndo.getState().did({
      title,
      undo: async () =>
        (await act('take the decisions back', (client) => client['episodes.undecideMany']({ ids: on }))).ok,
      redo: async () => (await write()).ok,
    });
    say({
      tone: 'done',
      text: `Decided — ${title}.`,
      action: { title: 'Undo', run: () => void runCommand('edit.undo') },
    });
    onClose();
  };
  return (
    <Dialog
      title="Decide the episodes of the marked events"
      isOpen
      onClose={onClose}
      footer={
        <Button
          look="primary"
          isDisabled={!verdict || why.trim() === '' || episodes.length === 0 || busy}
          onPress={() => void send()}
        >
          {busy ? 'Deciding…' : `Decide ${plural(episodes.length, 'episode')}`}
        </Button>
      }
    >
      <LoadingBar active={found.loading} />
      {found.data && episodes.length === 0 ? (
        <p>None of these events is a denial of an episode, or linked to one.</p>
      ) : (
        <>
          <p className="s">
            {plural(episodes.length, 'episode')}
            {decided > 0 && `, ${formatCount(decided)} decided before: those decisions stay in the custody log`}
            {inNone > 0 && `. ${plural(inNone, 'marked event')} in none`}.
          </p>
          <ul className="bulk-episodes">
            {episodes.slice(0, LISTED).map((one) => (
              <li key={one.id}>
                <Shape
                  shape={VERDICTS[one.decided ?? one.verdict].shape}
                  color={VERDICTS[one.decided ?? one.verdict].color}
                  size={11}
                />
                <span className="clip">{visible(one.name)}</span>
                <span className="muted">
                  {one.decided ? 'decided' : 'engine'}: {VERDICTS[one.decided ?? one.verdict].short.toLowerCase()}
                </span>
              </li>
            ))}
            {episodes.length > LISTED && (
              <li className="muted">and {formatCount(episodes.length - LISTED)} more, less urgent ones</li>
            )}
          </ul>
          <fieldset className="bulk-verdicts">
            <legend className="label">Verdict</legend>
            {VERDICT_ORDER.map((one) => (
              <label key={one} title={VERDICTS[one].means}>
                <input type="radio" name="bulk-verdict" checked={verdict === one} onChange={() => setVerdict(one)} />
                <Shape shape={VERDICTS[one].shape} color={VERDICTS[one].color} size={12} /> {VERDICTS[one].short}
              </label>
            ))}
          </fieldset>
          <div className="bulk-row">
            <span className="label">Next step</span>
            <Menu
              label="Action"
              chosen={action}
              choices={Object.entries(ACTION_WORDS).map(([id, title]) => ({ id, title }))}
              onChoose={(id) => setAction(id as Action)}
            >
              {ACTION_WORDS[action]}
            </Menu>
          </div>
          <textarea
            className="field-area bulk-text"
            aria-label="Why"
            placeholder="Why: stands in the custody log, for each episode"
            rows={3}
            maxLength={4_000}
            value={why}
            onChange={(event) => setWhy(event.target.value)}
          />
        </>
      )}
    </Dialog>
  );
}
