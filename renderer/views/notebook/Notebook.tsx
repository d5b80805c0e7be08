/** The narrative of the case beside its reading, and everything that was noted on events, episodes and identities. */
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { create } from 'zustand';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useCommands } from '../../state/commands';
import { say } from '../../state/notices';
import type { Command } from '../../state/view';
import { Button } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { LoadingBar, Problem } from '../../ui/States';
import { Notes } from './Notes';
import { Prose } from './Prose';
import './notebook.css';

/** What is written but not yet saved, by case: it survives a look at another view. */
const useDraft = create<{ drafts: Record<string, string> }>(() => ({ drafts: {} }));
const setDraft = (id: string, text: string | null): void =>
  useDraft.setState(({ drafts: { [id]: _old, ...rest } }) => ({
    drafts: text === null ? rest : { ...rest, [id]: text },
  }));

export default function Notebook(): ReactNode {
  const caseId = useCase()?.id ?? '';
  const zone = useZone();
  const saved = useQuery('notebook.get', {});
  const draft = useDraft(({ drafts }) => drafts[caseId]);
  const act = useAct();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = draft ?? saved.data?.text ?? '';
  const isDirty = draft !== undefined && saved.data !== undefined && draft !== saved.data.text;

  const save = useCallback(async () => {
    if (!isDirty || draft === undefined) return;
    const done = await act('save the notebook', (client) => client['notebook.save']({ text: draft }));
    if (!done.ok) return;
    setDraft(caseId, null);
    say({ tone: 'done', text: 'Notebook saved.' });
  }, [act, caseId, draft, isDirty]);
  const commands = useMemo<Command[]>(
    () => [
      { id: 'notebook.save', title: 'Save the notebook', keys: 'Ctrl+S', run: () => void save() },
      { id: 'notebook.write', title: 'Write', keys: 'n', run: () => field.current?.focus() },
    ],
    [save],
  );
  useCommands('Notebook', commands);
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);

  const state = isDirty
    ? 'not saved'
    : saved.data?.at
      ? `saved ${formatTime(saved.data.at, zone, 'minute')}${saved.data.by ? ` by ${saved.data.by}` : ''}`
      : 'nothing written yet';
  return (
    <div className="notebook">
      <LoadingBar active={saved.loading} />
      <section className="notebook-write">
        <header className="view-head">
          <h1>Notebook</h1>
          <span className="muted s clip" role="status">
            {saved.data && state}
          </span>
          <span className="view-space" />
          <Button look={isDirty ? 'primary' : 'plain'} keys="Ctrl+S" isDisabled={!isDirty} onPress={() => void save()}>
            Save
          </Button>
        </header>
        {saved.error && !saved.data ? (
          <Problem title="The notebook cannot be read" error={saved.error} />
        ) : (
          <textarea
            ref={field}
            className="notebook-text"
            aria-label="Narrative, in Markdown"
            placeholder={
              'What happened, in your words. Markdown: # heading, - list, **strong**, > quote, | table |.\n\nIds of events (e…), episodes (p…), identities (i…) and paths (h…) become chips that open what they name.'
            }
            maxLength={2_000_000}
            disabled={!saved.data}
            value={text}
            onChange={(event) => setDraft(caseId, event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
        )}
      </section>
      <section className="notebook-read" aria-label="Narrative as it reads">
        <div className="notebook-paper">
          {text.trim() === '' ? (
            <p className="muted">What you write on the left reads here as it will in the report.</p>
          ) : (
            <Prose text={text} />
          )}
        </div>
      </section>
      <Notes />
    </div>
  );
}
