import { Bookmark } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ellipsis } from '../../../shared/base/text';
import { useEventColumns } from '../../state/event-columns';
import { useFilters } from '../../state/filters';
import { say } from '../../state/notices';
import { useSavedViews } from '../../state/saved-views';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { CheckField, Field } from '../../ui/Field';
import { Menu } from '../../ui/Menu';

const SAVE = 'save…';
const FORGET = 'forget…';

/** Saved views and lately asked queries; saving takes the query, the columns, their order, and the brush if one says so. */
export function SavedViews(): ReactNode {
  const { saved, history } = useSavedViews();
  const [open, setOpen] = useState<'save' | 'forget' | null>(null);
  const apply = (id: string): void => {
    const at = Number(id.slice(1));
    const view = id.startsWith('s') ? saved[at] : undefined;
    if (id === SAVE) setOpen('save');
    else if (id === FORGET) setOpen('forget');
    else if (id.startsWith('h')) useFilters.getState().set({ query: history[at] ?? '' });
    if (!view || id === SAVE) return;
    useFilters.setState({
      query: view.query,
      episode: null,
      identities: null,
      ...(view.range && { range: view.range }),
    });
    useEventColumns.setState({ shown: view.shown, order: view.order });
    say({ tone: 'done', text: `View “${view.name}”.` });
  };
  return (
    <>
      <Menu
        label="Saved views and lately asked queries"
        look="icon"
        choices={[
          { id: SAVE, title: 'Save this view…' },
          ...saved.map((view, i) => ({ id: `s${i}`, title: view.name, note: ellipsis(view.query, 40) })),
          ...(saved.length > 0 ? [{ id: FORGET, title: 'Remove saved views…' }] : []),
          ...history.slice(0, 8).map((query, i) => ({ id: `h${i}`, title: ellipsis(query, 60), note: 'asked lately' })),
        ]}
        onChoose={apply}
      >
        <Bookmark size={14} aria-hidden />
      </Menu>
      {open === 'save' && <SaveDialog onClose={() => setOpen(null)} />}
      {open === 'forget' && <ForgetDialog onClose={() => setOpen(null)} />}
    </>
  );
}

function SaveDialog({ onClose }: { onClose(): void }): ReactNode {
  const { query, range } = useFilters();
  const { shown, order } = useEventColumns();
  const { saved, save } = useSavedViews();
  const [name, setName] = useState('');
  const [withRange, setWithRange] = useState(false);
  const replaces = saved.some((view) => view.name === name.trim());
  const done = (): void => {
    if (name.trim() === '') return;
    save({ name: name.trim().slice(0, 100), query, range: withRange ? range : null, shown, order });
    say({ tone: 'done', text: `Saved as “${name.trim()}”.` });
    onClose();
  };
  return (
    <Dialog title="Save this view" isOpen onClose={onClose} width={440}>
      <form
        className="saved-form"
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <Field
          label="Name"
          value={name}
          onChange={setName}
          note={replaces ? 'Replaces the saved view of this name.' : `Query: ${query === '' ? 'none' : query}`}
          autoFocus
        />
        {range && <CheckField label="With the brush" checked={withRange} onChange={setWithRange} />}
        <Button look="primary" type="submit" isDisabled={name.trim() === ''}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}

function ForgetDialog({ onClose }: { onClose(): void }): ReactNode {
  const { saved, forget } = useSavedViews();
  return (
    <Dialog title="Saved views" isOpen onClose={onClose} width={480}>
      <ul className="saved-list">
        {saved.map((view) => (
          <li key={view.name}>
            <b className="clip">{view.name}</b>
            <span className="clip mono s muted">{view.query}</span>
            <Button look="bare" onPress={() => forget(view.name)} aria-label={`Remove ${view.name}`}>
              Remove
            </Button>
          </li>
        ))}
        {saved.length === 0 && <li className="muted">None left.</li>}
      </ul>
    </Dialog>
  );
}
