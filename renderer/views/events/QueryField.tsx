import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useQuery } from '../../engine/use-query';
import { askedAt, completed, problemOf } from '../../state/query-words';
import { useSavedViews } from '../../state/saved-views';
import { putText } from '../../ui/caret';
import { formatCount } from '../../ui/format';
import { idleTimeout } from '../../ui/idle';

const SETTLE_MS = 350; // after the last key, a query that can be asked is asked

/** The query on top of the table: completes fields and values, and points at what it does not understand. */
export function QueryField({
  query,
  onQuery,
  onLeave,
  about,
}: {
  query: string;
  onQuery(query: string): void;
  /** Escape in an empty field: the keyboard goes to what was searched. */
  onLeave(): void;
  about: ReactNode;
}): ReactNode {
  const [draft, setDraft] = useState(query);
  const [caret, setCaret] = useState(0);
  const [listed, setListed] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  // A filter set elsewhere (a facet, the inspector, the command field) is shown here.
  useEffect(() => setDraft(query), [query]);

  const asked = listed ? askedAt(draft, caret) : null;
  const suggestions = useQuery('events.suggest', asked ? { field: asked.field, prefix: asked.prefix } : null);
  const list = asked && !suggestions.stale ? beginningFirst(suggestions.data ?? [], asked.prefix).slice(0, 10) : [];
  // The arrow opens what was asked lately, where nothing is being completed.
  const [isPast, setPast] = useState(false);
  const past = useSavedViews((views) => views.history).slice(0, 10);
  const history = isPast && list.length === 0 ? past : [];
  const shown = Math.max(list.length, history.length);
  const naming = list.length > 0 && asked?.field === null;

  const problem = problemOf(draft);
  const sent = useRef(query);
  sent.current = query;
  useEffect(() => {
    if (draft === sent.current || problemOf(draft)) return;
    // While a field's name is offered, the word may not be meant as text: it is asked later.
    return idleTimeout(() => onQuery(draft), naming ? 4 * SETTLE_MS : SETTLE_MS);
  }, [draft, onQuery, naming]);

  const take = (value: string): void => {
    if (!asked) return;
    const next = completed(draft, asked, value);
    const put = (): void => {
      setDraft(next.query);
      setCaret(next.caret);
      setChosen(-1);
      setListed(asked.field === null);
    };
    putText(input.current, put, next.caret);
  };
  const recall = (text: string): void => {
    setDraft(text);
    setCaret(text.length);
    setPast(false);
    setChosen(-1);
    onQuery(text);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (list.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setChosen((was) => (was + by + list.length + (was < 0 && by < 0 ? 1 : 0)) % list.length);
    } else if (past.length > 0 && list.length === 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setPast(true);
      setChosen((was) => (isPast ? (was + by + past.length) % past.length : 0));
    } else if (event.key === 'Enter' && history[chosen] !== undefined) {
      event.preventDefault();
      recall(history[chosen]);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && list[chosen]) {
      event.preventDefault();
      take(list[chosen].value);
    } else if (event.key === 'Enter') {
      setListed(false);
      if (problem) return;
      onQuery(draft);
      useSavedViews.getState().asked(draft);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (list.length > 0) setListed(false);
      else if (isPast) setPast(false);
      else if (draft !== '') {
        setDraft('');
        onQuery('');
      } else onLeave();
    }
  };

  return (
    <div className="query">
      <div className={`query-field${problem ? ' wrong' : ''}`}>
        <Search size={14} aria-hidden />
        <input
          ref={input}
          type="text"
          role="combobox"
          spellCheck={false}
          autoComplete="off"
          aria-label="Search events: words, or field:value"
          aria-expanded={list.length > 0 || history.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen >= 0 && chosen < shown ? `${id}-${chosen}` : undefined}
          aria-invalid={problem !== null}
          aria-describedby={problem ? `${id}-problem` : undefined}
          placeholder="Words, or field:value — outcome:denied_by_user country:RO -app:Slack"
          value={draft}
          onChange={(event) => {
            setDraft(event.target.value);
            setCaret(event.target.selectionStart ?? event.target.value.length);
            setListed(true);
            setPast(false);
            setChosen(-1);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setListed(false);
            setPast(false);
          }}
        />
        {draft !== '' && (
          <button
            type="button"
            className="query-clear"
            aria-label="Clear the query"
            onClick={() => {
              setDraft('');
              onQuery('');
              input.current?.focus();
            }}
          >
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
      <span className="query-about muted" role="status">
        {about}
      </span>
      {problem && (
        <p className="query-problem" id={`${id}-problem`} role="alert">
          <span className="mono query-pointer" aria-hidden="true">
            <span>{draft.slice(Math.max(0, problem.at - 24), problem.at)}</span>
            <b>{draft.slice(problem.at, problem.at + 24) || '▏'}</b>
          </span>
          Character {problem.at + 1}: {problem.message}
          {problem.suggestion && (
            <button
              type="button"
              className="link"
              onClick={() => {
                setDraft(replaceField(draft, problem.at, problem.suggestion!));
                input.current?.focus();
              }}
            >
              Write {problem.suggestion}: instead
            </button>
          )}
        </p>
      )}
      {history.length > 0 && (
        <div className="query-list" id={`${id}-list`} role="listbox" aria-label="Asked lately">
          {history.map((text, i) => (
            <div
              key={text}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === chosen}
              className={i === chosen ? 'chosen' : ''}
              onPointerDown={(event) => {
                event.preventDefault();
                recall(text);
              }}
            >
              <span className="clip">{text}</span>
              {i === 0 && <span className="muted">asked lately</span>}
            </div>
          ))}
        </div>
      )}
      {list.length > 0 && !problem && (
        <div className="query-list" id={`${id}-list`} role="listbox" aria-label="Completions">
          {list.map((row, i) => (
            <div
              key={row.value}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === chosen}
              className={i === chosen ? 'chosen' : ''}
              onPointerDown={(event) => {
                event.preventDefault();
                take(row.value);
              }}
            >
              <span className="clip">{asked?.field === null ? `${row.value}:` : row.value}</span>
              {row.count !== null && <span className="muted">{formatCount(row.count)}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** What begins with the typed text before what only holds it; otherwise the engine's order. */
function beginningFirst<R extends { value: string }>(rows: readonly R[], prefix: string): R[] {
  const begins = (row: R): boolean => row.value.toLowerCase().startsWith(prefix.toLowerCase());
  return [...rows.filter(begins), ...rows.filter((row) => !begins(row))];
}

/** Puts another field name before the next colon. */
function replaceField(query: string, at: number, field: string): string {
  const colon = query.indexOf(':', at);
  return colon < 0 ? query : query.slice(0, at) + field + query.slice(colon);
}
