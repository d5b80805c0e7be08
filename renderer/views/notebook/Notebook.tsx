/** The narrative of the case beside its reading, and everything that was noted on events, episodes and identities. */
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { create } from 'zustand';
import { visible } from '../../../shared/base/text';
import { NOTE_TEMPLATES, type NoteTemplate, narrativeOf } from '../../../shared/model/note-templates';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { say } from '../../state/notices';
import { useUndo } from '../../state/undo';
import type { Command } from '../../state/view';
import { Button } from '../../ui/Button';
import { putText } from '../../ui/caret';
import { formatCount, formatTime } from '../../ui/format';
import { LoadingBar, Problem } from '../../ui/States';
import { leaveField } from '../../ui/work-in';
import { History } from './History';
import { Manual } from './Manual';
import { Notes } from './Notes';
import { Prose } from './Prose';
import { askedReference, type Choice, useChoices, useFront } from './references';
import './notebook.css';

/** What is written but not yet saved, by case: it survives a look at another view. */
const useDraft = create<{ drafts: Record<string, string> }>(() => ({ drafts: {} }));
const setDraft = (id: string, text: string | null): void =>
  useDraft.setState(({ drafts: { [id]: _old, ...rest } }) => ({
    drafts: text === null ? rest : { ...rest, [id]: text },
  }));

type Side = 'notes' | 'manual' | 'versions';
const SIDES: [Side, string][] = [
  ['notes', 'Notes'],
  ['manual', 'Manual events'],
  ['versions', 'Versions'],
];

/** Where a text has these words, whatever their case; at most a thousand places. */
export function placesOf(text: string, words: string): number[] {
  if (words === '') return [];
  const [hay, needle] = [text.toLowerCase(), words.toLowerCase()];
  const out: number[] = [];
  for (let at = hay.indexOf(needle); at >= 0 && out.length < 1_000; at = hay.indexOf(needle, at + needle.length))
    out.push(at);
  return out;
}

export default function Notebook(): ReactNode {
  const caseId = useCase()?.id ?? '';
  const zone = useZone();
  const saved = useQuery('notebook.get', {});
  const draft = useDraft(({ drafts }) => drafts[caseId]);
  const act = useAct();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = draft ?? saved.data?.text ?? '';
  const isDirty = draft !== undefined && saved.data !== undefined && draft !== saved.data.text;

  const readOnly = useCase()?.readOnly ?? false;
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [picked, setPicked] = useState(0);
  const [find, setFind] = useState('');
  const [found, setFound] = useState(0);
  const [side, setSide] = useChoice<Side>(
    'notebook.side',
    'notes',
    SIDES.map(([id]) => id),
  );
  const [version, setVersion] = useState<number | null>(null);
  /** A manual event was asked for by its key. */
  const [isBegun, setBegun] = useState(false);
  const noBegun = useCallback(() => setBegun(false), []);
  /** The text shows a place that was searched for: until another key is pressed, Enter goes on to the next one. */
  const isFinding = useRef(false);
  const search = useRef<HTMLInputElement>(null);
  const listId = useId();
  const asked = caret === null ? null : askedReference(text, caret);
  const choices = useChoices(asked && asked.from !== dismissed ? asked.word : null);
  const at = Math.min(picked, choices.length - 1);
  const old = useQuery('notebook.history', version === null ? null : { seq: version });
  const oldText = old.data?.find(({ seq }) => seq === version)?.text ?? null;

  /** The text with the caret in it: what is offered there follows. */
  const write = useCallback(
    (next: string, end: number): void => {
      putText(field.current, () => setDraft(caseId, next), end);
      setCaret(end);
    },
    [caseId],
  );
  const put = (choice: Choice): void => {
    if (!asked || caret === null) return;
    const next = `${text.slice(0, asked.from)}${choice.text}${text.slice(caret)}`;
    setPicked(0);
    write(next, asked.from + choice.text.length);
  };
  const begin = (): void => {
    const element = field.current;
    if (!element) return;
    const where = element.selectionStart;
    const gap = where === 0 || /[\s(]$/.test(text.slice(0, where)) ? '' : ' ';
    setDismissed(null);
    write(`${text.slice(0, where)}${gap}@${text.slice(where)}`, where + gap.length + 1);
  };
  const completes = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (choices.length === 0) return false;
    if (event.key === 'ArrowDown') setPicked((at + 1) % choices.length);
    else if (event.key === 'ArrowUp') setPicked((at - 1 + choices.length) % choices.length);
    else if (event.key === 'Enter' || event.key === 'Tab') put(choices[at]!);
    else if (event.key === 'Escape') setDismissed(asked!.from);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  /** Enter on a found place would write over it: it leads to the next one, Shift+Enter to the one before, Escape back. */
  const finds = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!isFinding.current || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return false;
    if (event.key === 'Enter' && hits.length > 0) goTo((found + (event.shiftKey ? hits.length - 1 : 1)) % hits.length);
    else {
      isFinding.current = false;
      if (event.key !== 'Escape') return false;
      search.current?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const hits = useMemo(() => placesOf(text, find), [text, find]);
  const goTo = (which: number): void => {
    const element = field.current;
    const where = hits[which];
    if (!element || where === undefined) return;
    setFound(which);
    isFinding.current = true;
    element.focus();
    element.setSelectionRange(where, where + find.length);
    // The field is scrolled by its lines: it does not do so for a selection by itself.
    const line = text.slice(0, where).split('\n').length;
    element.scrollTop = Math.max(0, (line - 5) * 20);
  };

  const store = useCallback(
    async (next: string) => (await act('save the notebook', (client) => client['notebook.save']({ text: next }))).ok,
    [act],
  );
  const save = useCallback(async () => {
    if (!isDirty || draft === undefined) return;
    const before = saved.data?.text ?? '';
    if (!(await store(draft))) return;
    setDraft(caseId, null);
    useUndo.getState().did({ title: 'save the notebook', undo: () => store(before), redo: () => store(draft) });
    say({ tone: 'done', text: 'Notebook saved.' });
  }, [store, caseId, draft, isDirty, saved.data?.text]);
  const restore = async (): Promise<void> => {
    if (oldText === null) return;
    const before = saved.data?.text ?? '';
    if (!(await store(oldText))) return;
    setDraft(caseId, null);
    setVersion(null);
    useUndo.getState().did({ title: 'take up a version', undo: () => store(before), redo: () => store(oldText) });
    say({ tone: 'done', text: 'The version was saved anew; the others are kept.' });
  };
  const front = useFront();
  /** Puts the template behind what is written and the hand at its first question. */
  const beginWith = useCallback(
    (template: NoteTemplate): void => {
      const before = text.trim() === '' ? '' : `${text.trimEnd()}\n\n`;
      const next = `${before}${narrativeOf(template, front)}`;
      const first = next.indexOf('\n\n', next.indexOf('\n## ', before.length) + 1) + 1;
      write(next, first);
    },
    [text, front, write],
  );
  const isReady = saved.data !== undefined && !readOnly;
  const commands = useMemo<Command[]>(
    () => [
      ...(isReady ? NOTE_TEMPLATES : []).map((template) => ({
        id: `notebook.template.${template.id}`,
        title: `Template: ${template.title}`,
        run: () => beginWith(template),
      })),
      { id: 'notebook.save', title: 'Save the notebook', keys: 'Ctrl+S', run: () => void save() },
      ...SIDES.map(([id, title]) => ({
        id: `notebook.side.${id}`,
        title: `Notebook: ${title.toLowerCase()}`,
        run: () => setSide(id),
      })),
      {
        id: 'notebook.manual',
        title: 'Write a manual event down…',
        keys: 'm',
        run: () => {
          setSide('manual');
          setBegun(true);
        },
      },
      { id: 'notebook.write', title: 'Write', keys: 'n', run: () => field.current?.focus() },
    ],
    [save, beginWith, isReady, setSide],
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
          <span className="muted s clip" role="status" title={state}>
            {saved.data && state}
          </span>
          <span className="view-space" />
          <Button look="bare" keys="@" isDisabled={readOnly || !saved.data} onPress={begin}>
            Refer to
          </Button>
          <Button look={isDirty ? 'primary' : 'plain'} keys="Ctrl+S" isDisabled={!isDirty} onPress={() => void save()}>
            Save
          </Button>
        </header>
        {saved.error && !saved.data ? (
          <Problem title="The notebook cannot be read" error={saved.error} />
        ) : (
          <>
            <div className="notebook-find">
              <input
                ref={search}
                type="search"
                aria-label="Find in notebook, notes and manual events"
                placeholder="Find in notebook and notes"
                value={find}
                onChange={(event) => {
                  setFind(event.target.value);
                  setFound(0);
                }}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && hits.length > 0) {
                    event.preventDefault();
                    goTo(found % hits.length);
                  }
                  if (event.key === 'Escape' && find === '') leaveField(event.currentTarget);
                }}
              />
              {find !== '' && (
                <span className="muted s" role="status">
                  {hits.length > 0 && `${formatCount(Math.min(found + 1, hits.length))} of `}
                  {formatCount(hits.length)} in the narrative
                </span>
              )}
              {hits.length > 1 && (
                <Button look="bare" onPress={() => goTo((found + 1) % hits.length)}>
                  Next
                </Button>
              )}
            </div>
            <textarea
              ref={field}
              className="notebook-text"
              aria-label="Narrative, in Markdown"
              placeholder={
                'What happened, in your words. Markdown: # heading, - list, **strong**, > quote, | table |.\n\nWrite @ to refer to an episode, an identity, the event in front, the map or the timeline as they stand. Ids of events (e…), episodes (p…), identities (i…), paths (h…) and manual events (m…) become chips that open what they name.'
              }
              maxLength={2_000_000}
              disabled={!saved.data}
              readOnly={readOnly}
              aria-autocomplete="list"
              aria-controls={choices.length > 0 ? listId : undefined}
              aria-activedescendant={choices.length > 0 ? `${listId}-${at}` : undefined}
              value={text}
              onChange={(event) => {
                setDraft(caseId, event.target.value);
                setCaret(event.target.selectionStart);
                setPicked(0);
              }}
              onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
              onPointerDown={() => {
                isFinding.current = false;
              }}
              onBlur={() => setDismissed(asked?.from ?? null)}
              onKeyDown={(event) => {
                if (!finds(event) && !completes(event) && event.key === 'Escape') leaveField(event.currentTarget);
              }}
            />
            {choices.length > 0 && (
              <div className="notebook-choices" id={listId} role="listbox" aria-label="What to refer to">
                {choices.map((choice, i) => (
                  <div
                    key={`${choice.kind} ${choice.id}`}
                    id={`${listId}-${i}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={i === at}
                    onPointerDown={(event) => {
                      event.preventDefault();
                      put(choice);
                    }}
                  >
                    <span className="muted xs">{choice.kind}</span>
                    <span className="clip">{visible(choice.title)}</span>
                    <span className="muted xs clip">{visible(choice.note)}</span>
                  </div>
                ))}
              </div>
            )}
          </>
        )}
      </section>
      <section className="notebook-read" aria-label="Narrative as it reads">
        <div className="notebook-paper">
          {oldText !== null && (
            <p className="notebook-old">
              Version {version}, as it was saved. <span className="muted">Its references show what is true now.</span>
            </p>
          )}
          {(oldText ?? text).trim() === '' ? (
            <div className="notebook-empty">
              <p className="muted">What you write on the left reads here as it will in the report.</p>
              {isReady && (
                <>
                  <p className="muted">
                    Or begin with the questions of a template{front && ', about the episode in front'}:
                  </p>
                  {NOTE_TEMPLATES.map((template) => (
                    <Button key={template.id} onPress={() => beginWith(template)}>
                      {template.title}
                    </Button>
                  ))}
                </>
              )}
            </div>
          ) : (
            <Prose text={oldText ?? text} />
          )}
        </div>
      </section>
      <aside className="notebook-side" aria-label="Notes, manual events and versions">
        <header className="view-head">
          {SIDES.map(([id, title]) => (
            <button key={id} type="button" className="notes-tab" aria-pressed={side === id} onClick={() => setSide(id)}>
              {title}
            </button>
          ))}
        </header>
        <div className="notes-body">
          {side === 'notes' && <Notes find={find} />}
          {side === 'manual' && <Manual find={find} isAsked={isBegun} onBegun={noBegun} />}
          {side === 'versions' && (
            <History shown={version} onShow={setVersion} onRestore={readOnly ? undefined : () => void restore()} />
          )}
        </div>
      </aside>
    </div>
  );
}
