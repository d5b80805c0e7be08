import { type ReactNode, useMemo, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Episode } from '../../../shared/model/episode';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { useUndo } from '../../state/undo';
import { VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { CheckField, Field } from '../../ui/Field';
import { formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { useSettled } from '../../ui/use-settled';
import { conditionsOf, dayFrom, endOfDay, queryOf } from './suppress-query';

const SHOWN = 100; // episodes listed before anything is hidden
const SPANS = [7, 30, 90];

/** Noise out of sight until a day: what exactly would be hidden is listed while one still chooses. */
export function SuppressDialog({
  episode,
  onClose,
  onDone,
}: {
  episode: Episode | null;
  onClose(): void;
  onDone(): void;
}): ReactNode {
  return (
    <Dialog title="Suppress noise" isOpen={episode !== null} onClose={onClose} width={640}>
      {episode && <Form key={episode.id} episode={episode} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

function Form({ episode, onClose, onDone }: { episode: Episode; onClose(): void; onDone(): void }): ReactNode {
  const act = useAct();
  const conditions = useMemo(() => conditionsOf(episode), [episode]);
  const [chosen, setChosen] = useState(() => new Set(conditions.filter(({ isUsual }) => isUsual).map(({ id }) => id)));
  const [query, setQuery] = useState(() => queryOf(conditions, chosen));
  const [why, setWhy] = useState('');
  const [day, setDay] = useState(() => dayFrom(Date.now(), 30));
  const [busy, setBusy] = useState(false);
  const asked = useSettled(query);
  const shown = useQuery('suppressions.preview', asked.trim() === '' ? null : { query: asked, limit: SHOWN });
  const isCurrent = asked === query && !shown.stale && !shown.loading;
  const expires = endOfDay(day);
  const hides = shown.data?.episodes ?? 0;
  const isReady = isCurrent && !shown.error && hides > 0 && why.trim() !== '' && expires !== null && !busy;

  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    setQuery(queryOf(conditions, next));
  };

  const keep = async (): Promise<void> => {
    if (!isReady || expires === null) return;
    setBusy(true);
    const done = await act('suppress it', (client) => client['suppressions.add']({ query, why: why.trim(), expires }));
    setBusy(false);
    if (!done.ok) return;
    const { id, episodes } = done.value;
    useUndo.getState().did({
      title: `suppressed ${plural(episodes, 'episode')}`,
      undo: async () =>
        (await act('take the suppression back', (client) => client['suppressions.withdraw']({ id }))).ok,
      redo: async () => (await act('suppress it again', (client) => client['suppressions.restore']({ id }))).ok,
    });
    say({ tone: 'done', text: `${plural(episodes, 'episode')} suppressed until ${day}; u takes it back.` });
    onDone();
  };

  return (
    <form
      className="suppress"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <fieldset className="suppress-like">
        <legend className="field-label">Episodes with all of</legend>
        {conditions.map(({ id, text }) => (
          <CheckField key={id} label={text} checked={chosen.has(id)} onChange={() => toggle(id)} />
        ))}
      </fieldset>
      <Field
        label="As a query"
        value={query}
        onChange={setQuery}
        problem={shown.error && asked === query ? shown.error.message : null}
        note="What is written here counts, whatever is ticked above."
      />
      <Effect query={query} shown={shown.error ? undefined : shown.data} isCurrent={isCurrent} />
      <div className="suppress-two">
        <Field label="Reason" value={why} onChange={setWhy} placeholder="Stands in the custody log" isRequired />
        <Field
          label="Until the end of (UTC)"
          value={day}
          onChange={setDay}
          placeholder="2026-03-31"
          problem={expires === null ? 'Write a day as 2026-03-31' : null}
        />
      </div>
      <div className="suppress-acts">
        {SPANS.map((days) => (
          <Button key={days} look="bare" onPress={() => setDay(dayFrom(Date.now(), days))}>
            {days} days
          </Button>
        ))}
        <span className="suppress-space" />
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" type="submit" isDisabled={!isReady}>
          {hides > 0 && isCurrent ? `Suppress ${plural(hides, 'episode')}` : 'Suppress'}
        </Button>
      </div>
    </form>
  );
}

type Preview = NonNullable<ReturnType<typeof useQuery<'suppressions.preview'>>['data']>;

function Effect({
  query,
  shown,
  isCurrent,
}: {
  query: string;
  shown: Preview | undefined;
  isCurrent: boolean;
}): ReactNode {
  const zone = useZone();
  if (query.trim() === '')
    return <p className="muted s">Choose at least one condition: nothing is hidden without one.</p>;
  if (!shown) return <p className="muted s">Looking what it would hide…</p>;
  const rest = shown.episodes - shown.list.length;
  const before = shown.episodes - shown.fresh;
  return (
    <section className={isCurrent ? 'suppress-effect' : 'suppress-effect old-answer'} aria-label="What it hides">
      <p role="status">
        <b>
          {shown.episodes === 0
            ? 'Hides nothing'
            : `Hides ${plural(shown.episodes, 'episode')} with ${plural(shown.events, 'denial')}`}
        </b>
        {before > 0 && <span className="muted"> · {before} of them hidden already</span>}
        {shown.keptTotal > 0 && (
          <span className="muted"> · {plural(shown.keptTotal, 'episode')} that fit stay in sight</span>
        )}
      </p>
      {shown.list.length + shown.kept.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ul className="suppress-list" tabIndex={0} aria-label="Episodes that fit">
          {shown.kept.map((one) => (
            <li key={one.id} className="kept">
              <Row one={one} zone={zone} />
              <span className="suppress-because">stays: {one.because}</span>
            </li>
          ))}
          {shown.list.map((one) => (
            <li key={one.id}>
              <Row one={one} zone={zone} />
            </li>
          ))}
          {rest > 0 && <li className="muted s">and {plural(rest, 'episode')} more</li>}
        </ul>
      )}
      <p className="muted xs">
        Never hidden: likely compromise, attempted abuse, emergency accounts. What is hidden stays under “Suppressed” in
        the queue, in every export and in the report.
      </p>
    </section>
  );
}

function Row({ one, zone }: { one: Preview['list'][number]; zone: string }): ReactNode {
  const { shape, color, word } = VERDICTS[one.verdict];
  return (
    <>
      <Shape shape={shape} color={color} />
      <span className="unseen">{word}: </span>
      <span className="suppress-who clip" title={visible(one.identity)}>
        {visible(one.identity)}
      </span>
      <span className="muted xs">{formatTime(one.start, zone, 'minute')}</span>
      <span className="suppress-what clip" title={visible(one.summary)}>
        {visible(one.summary)}
      </span>
    </>
  );
}
