/** Denials of people set against dated changes: how many failed before and after, from where they know, and what they were. */
import { type ReactNode, useId, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { RolloutEffect } from '../../../shared/model/sequence';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useChoice } from '../../state/choices';
import { useFilters } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { openRef, showEvent } from '../../state/navigate';
import { VERDICT_ORDER, VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { formatCount, formatSpan, formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { changeAnswer, scopeWords, shareWords } from './change-words';
import { momentOf, onOtherClock, typedAs } from './moment';
import './changes.css';

const DAY = 86_400_000;
const LISTED = 12; // episodes named under a change; the others are on the timeline

export function Changes(): ReactNode {
  const zone = useZone();
  const [at, setAt] = useChoice<string>('campaigns.moment', '');
  const [days, setDays] = useChoice<number>('campaigns.days', 3);
  const { data, error, loading } = useQuery('analysis.rollouts', { at: at === '' ? null : at, days: bounded(days) });
  return (
    <div className="changes">
      <LoadingBar active={loading} />
      <Moment
        zone={zone}
        at={at}
        days={bounded(days)}
        onAsk={(next, length) => {
          setAt(next);
          setDays(length);
        }}
      />
      {error && !data ? (
        <Problem title="Denials cannot be set against changes" error={error} />
      ) : data && data.length === 0 ? (
        <Empty title="No rollout is on file">
          Import a calendar of rollouts (CSV with name, from, until, scope), or give above the moment at which something
          changed: the people denied after it are counted against those denied before.
        </Empty>
      ) : (
        data?.map((effect) => <Change key={effect.ref} effect={effect} zone={zone} />)
      )}
    </div>
  );
}

/** Days as the engine takes them; what a case kept may be anything. */
const bounded = (days: number): number => Math.min(90, Math.max(1, Math.round(days) || 3));

function Moment({
  zone,
  at,
  days,
  onAsk,
}: {
  zone: string;
  at: string;
  days: number;
  onAsk(at: string, days: number): void;
}): ReactNode {
  const [text, setText] = useState(at === '' ? '' : typedAs(Date.parse(at), zone));
  const [problem, setProblem] = useState<string | null>(null);
  // What stands there is a moment: on another clock it is written otherwise.
  const [writtenIn, setWrittenIn] = useState(zone);
  if (writtenIn !== zone) {
    setWrittenIn(zone);
    setText(onOtherClock(text, writtenIn, zone));
    setProblem(null);
  }
  const [length, setLength] = useState(String(days));
  const [wrong, setWrong] = useState<string | null>(null);
  const ask = (): void => {
    const moment = momentOf(text, zone);
    const count = Number(length);
    setProblem(moment === null ? `Write a moment: 2026-05-12 08:00 (${zone}), or 2026-05-12T08:00:00Z.` : null);
    setWrong(Number.isInteger(count) && count >= 1 && count <= 90 ? null : 'A number from 1 to 90.');
    if (moment !== null && Number.isInteger(count) && count >= 1 && count <= 90)
      onAsk(new Date(moment).toISOString(), count);
  };
  return (
    <form
      className="changes-moment"
      aria-label="A change that no register dates"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Field
        label={`When something changed (${zone})`}
        placeholder="2026-05-12 08:00"
        value={text}
        onChange={(next) => {
          setText(next);
          setProblem(null); // it was said of what stood there before
        }}
        problem={problem}
      />
      <Field
        label="Days looked at"
        value={length}
        onChange={(next) => {
          setLength(next);
          setWrong(null);
        }}
        problem={wrong}
      />
      <span className="changes-acts">
        <Button type="submit">Set denials against it</Button>
        {at !== '' && (
          <Button
            look="bare"
            onPress={() => {
              setText('');
              setProblem(null);
              onAsk('', days);
            }}
          >
            Take it away
          </Button>
        )}
      </span>
    </form>
  );
}

function Change({ effect, zone }: { effect: RolloutEffect; zone: string }): ReactNode {
  const { name, kind, from, until, scope, episodes, episodesBefore, knownPlace, usualHours, verdicts, list } = effect;
  const title = useId();
  const open = useLayout((layout) => layout.open);
  const show = (view: string): void => {
    const [start, end] = [Date.parse(from), Date.parse(until)];
    useFilters.getState().set({ range: { from: start - (end - start), to: end } });
    open(view);
  };
  const known = VERDICT_ORDER.filter((verdict) => verdicts[verdict]);
  return (
    <section className="dated" aria-labelledby={title}>
      <header className="campaign-head">
        <div>
          <h2 id={title}>{kind === 'change' ? `From ${formatTime(from, zone, 'long')}` : visible(name)}</h2>
          <p className="muted s">
            {kind === 'rollout' && `${scopeWords(scope)} · `}
            {formatSpan(from, until, zone)}
          </p>
        </div>
        <div className="campaign-acts">
          {kind === 'rollout' && <Button onPress={() => showEvent(effect.ref)}>Register row</Button>}
          <Button onPress={() => show('events')}>Events</Button>
          <Button onPress={() => show('timeline')}>Timeline</Button>
        </div>
      </header>
      <p className="campaign-answer">{changeAnswer(effect)}</p>
      <BeforeAfter effect={effect} />
      <dl className="campaign-facts">
        <div>
          <dt>Verdicts</dt>
          <dd>
            {known.length === 0 && 'none'}
            {known.map((verdict) => (
              <span key={verdict} className="campaign-verdict">
                <Shape {...VERDICTS[verdict]} size={12} /> {formatCount(verdicts[verdict] ?? 0)}{' '}
                {VERDICTS[verdict].word.toLowerCase()}
              </span>
            ))}
          </dd>
        </div>
        {episodes > 0 && (
          <div>
            <dt>Place</dt>
            <dd>{shareWords(knownPlace, episodes, 'from a device or address known before')}</dd>
          </div>
        )}
        {episodes > 0 && (
          <div>
            <dt>Hours</dt>
            <dd>{shareWords(usualHours, episodes, 'at the usual hours of the person')}</dd>
          </div>
        )}
        {list.length > 0 && (
          <div>
            <dt>Episodes</dt>
            <dd className="dated-episodes">
              {list.slice(0, LISTED).map((id) => (
                <EpisodeName key={id} id={id} />
              ))}
              {episodes > LISTED && <span className="muted">and {formatCount(episodes - LISTED)} more</span>}
            </dd>
          </div>
        )}
      </dl>
      {(Date.parse(until) - Date.parse(from)) / DAY > 31 && (
        <p className="muted s">
          A time of {plural(Math.round((Date.parse(until) - Date.parse(from)) / DAY), 'day')} says little about one
          change.
        </p>
      )}
      <span className="unseen">{plural(episodesBefore, 'episode')} in as long a time before.</span>
    </section>
  );
}

/** Two bars on one scale, each with its number: people and episodes before the change, and after it. */
function BeforeAfter({ effect }: { effect: RolloutEffect }): ReactNode {
  const { episodes, episodesBefore, people, peopleBefore } = effect;
  const most = Math.max(1, episodes, episodesBefore);
  const rows = [
    { title: 'As long before', people: peopleBefore, episodes: episodesBefore },
    { title: 'In this time', people, episodes },
  ];
  return (
    <table className="dated-bars">
      <caption className="unseen">Denied before and in this time</caption>
      <colgroup>
        <col style={{ width: 120 }} />
        <col style={{ width: 96 }} />
        <col />
      </colgroup>
      <thead className="unseen">
        <tr>
          <th scope="col">When</th>
          <th scope="col">People</th>
          <th scope="col">Episodes</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.title}>
            <th scope="row">{row.title}</th>
            <td className="right">{plural(row.people, 'person', 'people')}</td>
            <td>
              {row.episodes > 0 && (
                <span className="dated-bar" aria-hidden style={{ width: `${(60 * row.episodes) / most}%` }} />
              )}
              {plural(row.episodes, 'episode')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EpisodeName({ id }: { id: string }): ReactNode {
  const { data } = useQuery('episodes.get', { id });
  const look = data && VERDICTS[data.decision?.verdict ?? data.verdict];
  const name = visible(data?.identity.name ?? id);
  return (
    <span className="dated-episode">
      {look && <Shape {...look} size={10} />}
      <button type="button" className="link clip" title={name} onClick={() => openRef(id)}>
        {name}
      </button>
    </span>
  );
}
