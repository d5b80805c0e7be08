import { type ReactNode, useState } from 'react';
import { NOTE_TEMPLATES, tagsIn } from '../../../shared/model/note-templates';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useUndo } from '../../state/undo';
import { Button } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { Tag } from '../../ui/Tag';

/** Notes on one thing (event, episode, identity): what was written, by whom; and a field for the next one. */
export function Notes({ on }: { on: string }): ReactNode {
  const zone = useZone();
  const readOnly = useCase()?.readOnly ?? false;
  const { data } = useQuery('annotations.list', { on });
  const act = useAct();
  const did = useUndo((undo) => undo.did);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);

  const add = async (): Promise<void> => {
    const words = text.trim();
    if (words === '' || busy) return;
    setBusy(true);
    const added = await act('add the note', (client) =>
      client['annotations.add']({ on, text: words, tags: tagsIn(words) }),
    );
    setBusy(false);
    if (!added.ok) return;
    setText('');
    const { id } = added.value;
    did({
      title: 'add a note',
      undo: async () => (await act('take the note back', (client) => client['annotations.remove']({ id }))).ok,
      redo: async () => (await act('bring the note back', (client) => client['annotations.restore']({ ids: [id] }))).ok,
    });
  };

  const notes = data ?? [];
  return (
    <div className="inspector-notes">
      {notes.length === 0 && <p className="muted s">No note on this yet.</p>}
      <ul>
        {notes.map((note) => (
          <li key={note.id} className="note">
            <p dir="auto">{note.text}</p>
            <p className="muted xs note-by">
              {note.tags.map((tag) => (
                <Tag key={tag} tag={tag} />
              ))}
              <span>
                {note.by} · {formatTime(note.at, zone, 'minute')}
              </span>
            </p>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <textarea
            aria-label="New note"
            placeholder="Note; #words become tags"
            rows={2}
            value={text}
            dir="auto"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void add();
            }}
          />
          <select
            aria-label="Begin with a template"
            value=""
            onChange={(event) => {
              const chosen = NOTE_TEMPLATES.find(({ id }) => id === event.target.value);
              if (chosen)
                setText(
                  `${text}${text === '' ? '' : '\n'}${chosen.text}\n${chosen.tags.map((tag) => `#${tag}`).join(' ')}`,
                );
            }}
          >
            <option value="">Template…</option>
            {NOTE_TEMPLATES.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
          <Button type="submit" isDisabled={text.trim() === '' || busy} keys="Ctrl+Enter">
            Add note
          </Button>
        </form>
      )}
    </div>
  );
}
