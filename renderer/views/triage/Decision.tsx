import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { flushSync } from 'react-dom';
import { plural } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { linksOf } from '../../../shared/model/episode';
import { tagsIn } from '../../../shared/model/note-templates';
import { CLOSED_TAG, type Verdict } from '../../../shared/model/words';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useCommands } from '../../state/commands';
import { secondsInView, useSecondsInView, viewsOpened } from '../../state/looked';
import { say } from '../../state/notices';
import { runCommand } from '../../state/run-command';
import { useUndo } from '../../state/undo';
import type { Command } from '../../state/view';
import { ACTION_WORDS, LINK_WORDS, VERDICT_ORDER, VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatDuration, formatTime } from '../../ui/format';
import { Keys } from '../../ui/Keys';
import { Menu } from '../../ui/Menu';
import { Shape } from '../../ui/Shape';
import { Tag } from '../../ui/Tag';
import { leaveField } from '../../ui/work-in';
import { draftOf, USUAL_ACTION, useDrafts } from './drafts';
import { foldWhole } from './fold-words';
import { type RegroupAct, RegroupDialog } from './RegroupDialog';
import { Rulings } from './Rulings';
import { Steps } from './Steps';
import { SuppressDialog } from './SuppressDialog';
import { MOST, useDecideFold } from './use-decide-fold';
import type { QueueModel } from './use-queue';

const MORE: readonly { id: RegroupAct | 'suppress'; title: string; keys: string }[] = [
  { id: 'suppress', title: 'Suppress as noise…', keys: 's' },
  { id: 'merge', title: 'Merge with another episode…', keys: 'm' },
  { id: 'split', title: 'Split this episode…', keys: 'p' },
];

/** The verdict, what is to be done, and the reason: one key, some words, Enter. */
export function Decision({
  card,
  link,
  onLink,
  onDecided,
  queue,
}: {
  card: CardData;
  link: number;
  onLink(link: number): void;
  onDecided(): void;
  queue: QueueModel;
}): ReactNode {
  const { episode } = card;
  const { id } = episode;
  const act = useAct();
  const zone = useZone();
  const { drafts, change, drop } = useDrafts();
  const draft = draftOf(drafts, id);
  const why = useRef<HTMLTextAreaElement>(null);
  const decided = episode.decision ?? null;
  const readOnly = useCase()?.readOnly ?? false;
  // The engine's suggestion stands until another is chosen: agreeing takes a reason, nothing more.
  const verdict = draft.verdict ?? decided?.verdict ?? episode.verdict;
  const action = draft.action ?? (draft.verdict === null ? decided?.action : undefined) ?? USUAL_ACTION[verdict];
  const [busy, setBusy] = useState(false);
  const [asks, setAsks] = useState<RegroupAct | 'suppress' | null>(null);
  const close = useCallback(() => setAsks(null), []);
  // The row that stands for several: all of them may be decided by one word.
  const row = queue.index >= 0 ? queue.row(queue.index) : undefined;
  const fold = row?.id === id && row.fold?.place === 0 && !row.fold.isOpen && !decided ? row.fold : null;
  const [isWhole, setWhole] = useState(false);
  const decideFold = useDecideFold();
  const isClosed = episode.state === 'closed';

  /** Closes a decided episode, or opens it again: a note with a tag, so that the custody log and every export tell it. */
  const toggleClosed = useCallback(async () => {
    if (!decided) {
      say({ tone: 'problem', text: 'Only a decided episode can be closed: decide it first.' });
      return;
    }
    const standing = card.annotations.filter(({ tags }) => tags.includes(CLOSED_TAG)).map((note) => note.id);
    const shut = async (): Promise<string | null> => {
      const text = draft.why.trim() || 'Nothing is left to do about it.';
      const done = await act('close the episode', (client) =>
        client['annotations.add']({ on: id, text, tags: [CLOSED_TAG] }),
      );
      return done.ok ? done.value.id : null;
    };
    const open = async (ids: string[]): Promise<boolean> =>
      (await act('open the episode again', (client) => client['annotations.removeMany']({ ids }))).ok;
    // Every closing is a note of its own: what is opened again is what was closed last.
    let notes = standing;
    const toggle = async (): Promise<boolean> => {
      if (notes.length > 0) {
        if (!(await open(notes))) return false;
        notes = [];
        return true;
      }
      const made = await shut();
      if (made !== null) notes = [made];
      return made !== null;
    };
    if (!(await toggle())) return;
    const name = episode.identity.name;
    useUndo.getState().did({
      title: isClosed ? `${name} opened again` : `${name} closed`,
      undo: toggle,
      redo: toggle,
    });
    say({ tone: 'done', text: isClosed ? `${name} is open again.` : `${name} is closed.` });
  }, [act, card.annotations, decided, draft.why, episode, id, isClosed]);

  const choose = useCallback(
    (chosen: Verdict) => {
      change(id, { verdict: chosen, action: null });
      why.current?.focus();
    },
    [change, id],
  );

  const undecide = useCallback(async () => {
    const done = await act('take the decision back', (client) => client['episodes.undecide']({ id }));
    if (done.ok)
      say({ tone: 'done', text: `${episode.identity.name} is open again; the custody log keeps both acts.` });
  }, [act, id, episode]);

  const decide = useCallback(async () => {
    if (busy) return;
    if (draft.why.trim() === '') {
      say({ tone: 'problem', text: 'A decision needs its reason: press n and write it.' });
      why.current?.focus();
      return;
    }
    setBusy(true);
    const name = episode.identity.name;
    const reason = draft.why.trim();
    if (fold && isWhole) {
      const title = `${foldWhole(fold)}: ${VERDICTS[verdict].word.toLowerCase()}`;
      const n = await decideFold(fold, episode.identity.id, { verdict, action, why: reason }, title);
      setBusy(false);
      if (n === null) return;
      drop(id);
      setWhole(false);
      leaveField(why.current);
      say({ tone: 'done', text: `Decided — ${plural(n, 'episode')}: ${VERDICTS[verdict].word.toLowerCase()}.` });
      onDecided();
      return;
    }
    const took = { views: viewsOpened(id), seconds: secondsInView(id) };
    const send = () =>
      act('decide', (client) => client['episodes.decide']({ id, verdict, action, why: reason, ...took }));
    const done = await send();
    setBusy(false);
    if (!done.ok) return;
    const title = `${name}: ${VERDICTS[verdict].word.toLowerCase()}`;
    useUndo.getState().did({
      title,
      undo: async () => (await act('take the decision back', (client) => client['episodes.undecide']({ id }))).ok,
      redo: async () => (await send()).ok,
    });
    drop(id);
    leaveField(why.current);
    say({ tone: 'done', text: `Decided — ${title}.` });
    onDecided();
  }, [act, action, busy, decideFold, draft.why, drop, episode, fold, id, isWhole, onDecided, verdict]);

  const note = useCallback(async () => {
    if (draft.why.trim() === '') {
      why.current?.focus();
      return;
    }
    const send = () =>
      act('keep the note', (client) => client['annotations.add']({ on: id, text: draft.why, tags: tagsIn(draft.why) }));
    const done = await send();
    if (!done.ok) return;
    const made = done.value.id;
    useUndo.getState().did({
      title: `note on ${episode.identity.name}`,
      undo: async () => (await act('take the note back', (client) => client['annotations.remove']({ id: made }))).ok,
      redo: async () =>
        (await act('bring the note back', (client) => client['annotations.restore']({ ids: [made] }))).ok,
    });
    change(id, { why: '' });
    say({ tone: 'done', text: 'Note kept with the episode.' });
  }, [act, change, draft.why, episode, id]);

  const review = useCallback(
    async (word: 'confirmed' | 'rejected') => {
      const one = linksOf(episode)[link];
      if (!one) {
        say({ tone: 'problem', text: 'No access is linked to this episode.' });
        return;
      }
      const was = one.review ?? null;
      const now = was === word ? null : word;
      const said = draft.why.trim();
      const send = (value: typeof was, again = false) =>
        act('review the link', (client) =>
          client['links.review']({ episode: id, event: one.event, review: value, why: again ? '' : said, again }),
        );
      if (!(await send(now)).ok) return;
      useUndo.getState().did({
        title: `link ${LINK_WORDS[one.kind]} ${now ?? 'unreviewed'}`,
        undo: async () => (await send(was, true)).ok,
        redo: async () => (await send(now)).ok,
      });
      say({ tone: 'done', text: `Link “${LINK_WORDS[one.kind]}” ${now ?? 'is open again'}.` });
    },
    [act, draft.why, episode, id, link],
  );

  const commands = useMemo<Command[]>(
    () => [
      ...VERDICT_ORDER.map((one, i) => ({
        id: `triage.verdict.${one}`,
        title: `Verdict: ${VERDICTS[one].word}`,
        keys: String(i + 1),
        run: () => choose(one),
      })),
      { id: 'triage.why', title: 'Write the reason or a note', keys: 'n', run: () => why.current?.focus() },
      { id: 'triage.decide', title: 'Decide', keys: 'Enter', run: () => void decide() },
      { id: 'triage.close', title: 'Close the episode, or open it again', keys: 'z', run: () => void toggleClosed() },
      {
        id: 'triage.whole',
        title: 'Decide the whole row, or its first episode only',
        keys: 'a',
        run: () =>
          fold
            ? setWhole((was) => !was)
            : say({ tone: 'problem', text: 'This row stands for one episode: b groups the queue.' }),
      },
      {
        id: 'triage.links',
        title: 'Next linked access',
        keys: 'l',
        run: () => {
          if (linksOf(episode).length === 0) return say({ tone: 'done', text: 'No access is linked to this episode.' });
          // The first press goes to the link that is shown, each further one to the next, once that is drawn.
          if (document.activeElement?.closest('.next-links'))
            flushSync(() => onLink((link + 1) % linksOf(episode).length));
          document.querySelector<HTMLElement>('.next-link[data-selected]')?.focus();
        },
      },
      { id: 'triage.confirm', title: 'Confirm the link', keys: 'c', run: () => void review('confirmed') },
      { id: 'triage.reject', title: 'Reject the link', keys: 'x', run: () => void review('rejected') },
      ...(readOnly
        ? []
        : MORE.map(({ id, title, keys }) => ({ id: `triage.${id}`, title, keys, run: () => setAsks(id) }))),
      {
        id: 'triage.undo',
        title: 'Undo',
        keys: 'u',
        run: async () => {
          const undone = await useUndo.getState().undo();
          if (undone) say({ tone: 'done', text: `Taken back: ${undone}` });
          else if (decided) await undecide();
          else say({ tone: 'done', text: 'Nothing to take back.' });
        },
      },
    ],
    [choose, decide, decided, episode, fold, link, onLink, readOnly, review, toggleClosed, undecide],
  );
  useCommands('Triage', commands);

  return (
    <>
      <fieldset className="verdicts">
        <legend className="label">{decided ? 'Decide anew' : 'Decide'}</legend>
        {VERDICT_ORDER.map((one, i) => {
          const look = VERDICTS[one];
          const suggested = one === episode.verdict;
          return (
            <label
              key={one}
              className={`verdict${one === verdict ? ' on' : ''}${suggested ? ' suggested' : ''}`}
              title={look.means}
            >
              <input
                type="radio"
                className="unseen"
                name={`verdict-${id}`}
                checked={one === verdict}
                onChange={() => change(id, { verdict: one, action: null })}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter') return;
                  event.preventDefault();
                  void decide();
                }}
              />
              <Shape shape={look.shape} color={look.color} />
              <span className="clip">{look.short}</span>
              {suggested && <span className="verdict-note">suggested</span>}
              <Keys keys={String(i + 1)} />
            </label>
          );
        })}
      </fieldset>

      <section className="decide-steps">
        <Steps card={card} verdict={verdict} action={action}>
          <Menu
            label="Action"
            look="bare"
            chosen={action}
            choices={Object.entries(ACTION_WORDS).map(([key, title]) => ({ id: key, title }))}
            onChoose={(key) => change(id, { action: key as typeof action })}
          >
            {ACTION_WORDS[action]}
          </Menu>
        </Steps>
      </section>

      <section className="decide-why">
        <div className="decide-row">
          <label className="label" htmlFor="triage-why">
            Why
          </label>
          <Keys keys="n" />
          <span className="decide-space" />
          {!readOnly && (
            <Menu
              label="More acts on this episode"
              look="bare"
              choices={MORE.map(({ id, title, keys }) => ({ id, title, note: keys }))}
              onChoose={(key) => setAsks(key as RegroupAct | 'suppress')}
            >
              More
            </Menu>
          )}
        </div>
        <textarea
          id="triage-why"
          ref={why}
          className="field-area"
          rows={3}
          maxLength={4_000}
          placeholder="Your reason stands in the custody log"
          aria-keyshortcuts="n"
          value={draft.why}
          onChange={(event) => change(id, { why: event.target.value })}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Escape') leaveField(event.currentTarget);
            else if (event.key === 'Enter' && !event.shiftKey) {
              event.preventDefault();
              void decide();
            }
          }}
        />
        {fold && (
          <label className="decide-whole">
            <input
              type="checkbox"
              className="checkbox"
              aria-keyshortcuts="a"
              checked={isWhole}
              onChange={(event) => setWhole(event.target.checked)}
            />
            <span className="clip">All {foldWhole({ ...fold, episodes: Math.min(fold.episodes, MOST) })}</span>
            <Keys keys="a" />
          </label>
        )}
        <ActingAs />
        <div className="decide-buttons">
          <Button
            look="primary"
            keys="Enter"
            isDisabled={busy || readOnly}
            onPress={() => void decide()}
            aria-keyshortcuts="Enter"
          >
            Decide
          </Button>
          <Button isDisabled={readOnly} onPress={() => void note()}>
            Note
          </Button>
          <Button onPress={() => queue.move(1)}>Later</Button>
        </div>
      </section>

      {decided && (
        <section className="decided">
          <h2 className="label">{isClosed ? 'Decided and closed' : 'Decided'}</h2>
          <p className="decided-word">
            <Shape shape={VERDICTS[decided.verdict].shape} color={VERDICTS[decided.verdict].color} />
            {VERDICTS[decided.verdict].word} · {ACTION_WORDS[decided.action].toLowerCase()}
          </p>
          <p className="s">{decided.why}</p>
          <p className="muted xs">
            {decided.by}, {formatTime(decided.at, zone, 'minute')}
          </p>
          <div className="decided-acts">
            <Button onPress={() => void undecide()} keys="u">
              Take back
            </Button>
            <Button onPress={() => void toggleClosed()} keys="z">
              {isClosed ? 'Open again' : 'Close'}
            </Button>
          </div>
        </section>
      )}
      <Rulings card={card} />
      <SuppressDialog
        episode={asks === 'suppress' ? episode : null}
        onClose={close}
        onDone={() => {
          close();
          onDecided();
        }}
      />
      <RegroupDialog what={asks === 'merge' || asks === 'split' ? asks : null} card={card} onClose={close} />
      <Notes card={card} />
      {!decided && <OpenFor episode={id} />}
    </>
  );
}

/** Under whose name the decision will stand. */
function ActingAs(): ReactNode {
  const info = useCase();
  if (info?.readOnly) return <p className="acting muted xs">Read only: nothing can be decided in this window.</p>;
  if (!info) return null;
  const { actor } = info;
  return (
    <p className="acting muted xs">
      <span className="clip" title={actor.name}>
        As {actor.name}
        {!actor.confirmed && ', unconfirmed'}
      </span>
      {!actor.confirmed && (
        <AriaButton className="text-link xs" onPress={() => runCommand('case.actor')}>
          say who
        </AriaButton>
      )}
    </p>
  );
}

function Notes({ card }: { card: CardData }): ReactNode {
  const zone = useZone();
  const notes = card.annotations.filter(({ tags }) => !tags.includes('step-done') && !tags.includes(CLOSED_TAG));
  if (notes.length === 0) return null;
  return (
    <section className="decide-notes">
      <h2 className="label">Notes</h2>
      <ul>
        {notes.map((note) => (
          <li key={note.id}>
            <p className="s">{note.text}</p>
            <p className="muted xs">
              {note.by}, {formatTime(note.at, zone, 'minute')}
            </p>
            {note.tags.length > 0 && (
              <p className="xs decide-tags">
                {note.tags.map((tag) => (
                  <Tag key={tag} tag={tag} />
                ))}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How long this episode has been in view, all times together. */
function OpenFor({ episode }: { episode: string }): ReactNode {
  const seconds = useSecondsInView(episode);
  return <p className="decide-open muted xs">In view for {formatDuration(seconds)}</p>;
}
