import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { useSelection } from '../../state/selection';
import { useUndo } from '../../state/undo';
import { OUTCOME_WORDS, VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';

export type RegroupAct = 'merge' | 'split';
const LISTED = 200;

/** Which denials make one episode is the investigator's to say: another episode joins this one, or a later part leaves it. */
export function RegroupDialog({
  what,
  card,
  onClose,
}: {
  what: RegroupAct | null;
  card: CardData;
  onClose(): void;
}): ReactNode {
  return (
    <Dialog
      title={what === 'merge' ? 'Merge with another episode' : 'Split this episode'}
      isOpen={what !== null}
      onClose={onClose}
      width={600}
    >
      {what && <Form key={what} what={what} card={card} onClose={onClose} />}
    </Dialog>
  );
}

interface Choice {
  id: string;
  content: ReactNode;
}

function Form({ what, card, onClose }: { what: RegroupAct; card: CardData; onClose(): void }): ReactNode {
  const { episode } = card;
  const name = visible(episode.identity.name);
  const act = useAct();
  const others = useOthers(what === 'merge' ? card : null);
  const denials = useDenials(what === 'split' ? card : null);
  const choices = what === 'merge' ? others : denials;
  const [chosen, setChosen] = useState<string | null>(null);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const isPossible = choices !== null && choices.length > 0;
  const isReady = chosen !== null && why.trim() !== '' && !busy;

  const send = (other: string) =>
    act(what === 'merge' ? 'merge the episodes' : 'split the episode', (client) =>
      what === 'merge'
        ? client['episodes.merge']({ id: episode.id, other, why: why.trim() })
        : client['episodes.split']({ id: episode.id, event: other, why: why.trim() }),
    );

  const keep = async (): Promise<void> => {
    if (chosen === null || !isReady) return;
    setBusy(true);
    const done = await send(chosen);
    setBusy(false);
    if (!done.ok) return;
    const { tookBack, word } = done.value;
    const { seq } = word;
    useUndo.getState().did({
      title: what === 'merge' ? `merged episodes of ${name}` : `split an episode of ${name}`,
      undo: async () =>
        (await act('take it back', (client) => client['regroups.withdraw']({ seq, restore: tookBack }))).ok,
      redo: async () =>
        (await act('say it again', (client) => client['regroups.restore']({ seq, withdraw: tookBack }))).ok,
    });
    useSelection.getState().select({ episode: done.value.episode, event: null });
    say({ tone: 'done', text: what === 'merge' ? `Merged — ${name}.` : `Split — ${name}. The later part is shown.` });
    onClose();
  };

  return (
    <form
      className="regroup"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <p className="s">
        {what === 'merge'
          ? `Both become one episode of ${name} and are weighed anew; the later one's id stays as an alias.`
          : `The denial that is chosen, and what comes after it, become an episode of their own.`}{' '}
        This stands over new analyses and imports until it is taken back.
      </p>
      {choices === null ? (
        <p className="muted s">Looking…</p>
      ) : choices.length === 0 ? (
        <p className="s">
          {what === 'merge'
            ? 'This identity has no other episode. Only episodes of one identity can be merged.'
            : 'This episode has one denial: there is nothing to split.'}
        </p>
      ) : (
        <fieldset className="regroup-choices">
          <legend className="field-label">{what === 'merge' ? 'Merge with' : 'The new episode begins at'}</legend>
          {choices.map(({ id, content }) => (
            <label key={id} className={id === chosen ? 'regroup-choice on' : 'regroup-choice'}>
              <input type="radio" name="regroup" checked={id === chosen} onChange={() => setChosen(id)} />
              {content}
            </label>
          ))}
        </fieldset>
      )}
      {isPossible && (
        <Field label="Reason" value={why} onChange={setWhy} placeholder="Stands in the custody log" isRequired />
      )}
      <div className="suppress-acts">
        <span className="suppress-space" />
        <Button onPress={onClose}>{isPossible ? 'Cancel' : 'Close'}</Button>
        {isPossible && (
          <Button look="primary" type="submit" isDisabled={!isReady}>
            {busy ? 'Weighing anew…' : what === 'merge' ? 'Merge' : 'Split'}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Other episodes of the identity, the nearest in time first; null while they are asked for. */
function useOthers(card: CardData | null): Choice[] | null {
  const zone = useZone();
  const input = card && { state: 'all' as const, identities: [card.episode.identity.id], limit: LISTED };
  const { data } = useQuery('episodes.queue', input);
  if (!card || !data) return null;
  const at = Date.parse(card.episode.start);
  return data.rows
    .filter(({ id }) => id !== card.episode.id)
    .sort((a, b) => Math.abs(Date.parse(a.start) - at) - Math.abs(Date.parse(b.start) - at))
    .map((row) => {
      const { shape, color, word } = VERDICTS[row.verdict];
      return {
        id: row.id,
        content: (
          <>
            <Shape shape={shape} color={color} />
            <span className="unseen">{word}: </span>
            <span className="regroup-time">{formatTime(row.start, zone, 'minute')}</span>
            <span className="clip" title={visible(row.summary)}>
              {visible(row.summary)}
            </span>
          </>
        ),
      };
    });
}

/** Denials after the first, in order of time. */
function useDenials(card: CardData | null): Choice[] | null {
  const zone = useZone();
  if (!card) return null;
  const known = new Map(card.around.map((event) => [event.id, event]));
  const ids = card.episode.events.slice(1, LISTED + 1);
  let before = known.get(card.episode.events[0]!)?.time;
  return ids.map((id) => {
    const event = known.get(id);
    const gap = event && before ? (Date.parse(event.time) - Date.parse(before)) / 60_000 : null;
    before = event?.time ?? before;
    return {
      id,
      content: event ? (
        <>
          <span className="regroup-time">{formatTime(event.time, zone, 'second')}</span>
          <span className="clip" title={`${OUTCOME_WORDS[event.outcome]} ${event.ip ?? ''}`}>
            {OUTCOME_WORDS[event.outcome]} {event.ip && `from ${event.ip}`} {event.app && `· ${visible(event.app)}`}
          </span>
          {gap !== null && gap >= 1 && <span className="muted xs">after {plural(Math.round(gap), 'minute')}</span>}
        </>
      ) : (
        <span className="mono">{id}</span>
      ),
    };
  });
}
