import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Annotation } from '../../../shared/model/case';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { runCommand } from '../../state/run-command';
import { useUndo } from '../../state/undo';
import { IconButton } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { Problem } from '../../ui/States';
import { Tag } from '../../ui/Tag';
import { RefChip } from './RefChip';

/** Every note of the case, newest first, each beside the thing it stands on. */
export function Notes({ find }: { find: string }): ReactNode {
  const notes = useQuery('annotations.list', {});
  const list = [...(notes.data ?? [])]
    .filter(({ text, tags, by }) => `${text} ${tags.join(' ')} ${by}`.toLowerCase().includes(find.toLowerCase()))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1));
  return (
    <>
      {notes.error && !notes.data && <Problem title="The notes cannot be read" error={notes.error} />}
      {notes.data && list.length === 0 && (
        <p className="muted s notes-none">
          {find
            ? 'No note has these words.'
            : 'None yet. In triage, write under “Why” and press Note; in the inspector, note on any event.'}
        </p>
      )}
      <ul>
        {list.map((note) => (
          <Note key={note.id} note={note} />
        ))}
      </ul>
    </>
  );
}

function Note({ note }: { note: Annotation }): ReactNode {
  const zone = useZone();
  const act = useAct();
  const remove = async (): Promise<void> => {
    const { id } = note;
    const take = async (): Promise<boolean> =>
      (await act('remove the note', (client) => client['annotations.remove']({ id }))).ok;
    if (!(await take())) return;
    const again = async (): Promise<boolean> =>
      (await act('bring the note back', (client) => client['annotations.restore']({ ids: [id] }))).ok;
    useUndo.getState().did({ title: 'remove a note', undo: again, redo: take });
    say({
      tone: 'done',
      text: 'Note removed; the custody log keeps it.',
      action: { title: 'Undo', run: () => void runCommand('edit.undo') },
    });
  };
  return (
    <li className="note">
      <div className="note-head">
        <RefChip id={note.on} />
        <IconButton label="Remove the note" onPress={() => void remove()}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </div>
      <p>{note.text}</p>
      <p className="muted xs">
        {note.by}, {formatTime(note.at, zone, 'minute')}
      </p>
      {note.tags.length > 0 && (
        <div className="note-tags">
          {note.tags.map((tag) => (
            <Tag key={tag} tag={tag} />
          ))}
        </div>
      )}
    </li>
  );
}
