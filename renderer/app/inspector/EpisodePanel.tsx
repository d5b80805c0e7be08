import type { ReactNode } from 'react';
import { ellipsis, visible } from '../../../shared/base/text';
import { type Episode, linksOf } from '../../../shared/model/episode';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { openRef } from '../../state/navigate';
import { useSelection } from '../../state/selection';
import { OUTCOME_WORDS, sourceWord, VERDICTS } from '../../state/words';
import { formatCount, formatSpan, formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { Problem } from '../../ui/States';
import { LinkedAccesses } from './LinkedAccesses';
import { Notes } from './Notes';
import { Section } from './Section';
import { StarOf } from './StarOf';

const FITS = { yes: 'Yes, by the measure', no: 'No', unknown: 'Unknown, by the measure' } as const;
const DENIALS = 12; // listed; the others are counted

/** The selected episode while no single event is: the four answers, what followed, what speaks for and against. */
export function EpisodePanel({ id }: { id: string }): ReactNode {
  const zone = useZone();
  const { data: episode, error } = useQuery('episodes.get', { id });
  if (error) return <Problem title="This episode cannot be shown" error={error} />;
  if (!episode) return null;
  const verdict = VERDICTS[episode.decision?.verdict ?? episode.verdict];
  const { questions } = episode;
  return (
    <>
      <header className="inspector-head">
        <p className="inspector-kind">
          <Shape shape={verdict.shape} color={verdict.color} size={12} /> {verdict.word} ·{' '}
          {episode.decision ? 'decided' : episode.confidence.toFixed(2)}
          <StarOf id={episode.id} what="the episode" />
        </p>
        <h2 title={visible(episode.identity.name)}>
          <bdi dir="ltr">{visible(episode.identity.name)}</bdi>
        </h2>
        <p className="muted s">{formatSpan(episode.start, episode.end, zone)}</p>
      </header>
      <div className="inspector-body">
        <dl className="kv">
          <Line name="Who" value={questions.who} />
          <Line name="Factor" value={questions.factor} />
          <Line name="From" value={questions.from} />
          <Line
            name="Fits normal"
            value={[
              `${FITS[questions.normal.fits]} of ${formatCount(questions.normal.n)} ${questions.normal.n === 1 ? 'sign-in' : 'sign-ins'}`,
              ...questions.normal.why,
            ].join(' · ')}
          />
          {episode.decision && <Line name="Decided" value={`${episode.decision.why} · ${episode.decision.by}`} />}
        </dl>
        <p className="inspector-more">
          <button type="button" className="link" onClick={() => openRef(episode.id)}>
            Open in Triage
          </button>
        </p>
        <Section title="What followed">
          <Followed episode={episode} />
        </Section>
        <Section title={`Denials (${formatCount(episode.denials)})`} closed={episode.denials > 3}>
          <Denials episode={episode} />
        </Section>
        <Weighed title="For" list={episode.for} sign="+" />
        <Weighed title="Against" list={episode.against} sign="−" />
        {episode.lacking && episode.lacking.length > 0 && (
          <Section title={`Not known (${formatCount(episode.lacking.length)})`}>
            <ul className="inspector-list">
              {episode.lacking.map((sentence) => (
                <li key={sentence}>{visible(sentence)}</li>
              ))}
            </ul>
          </Section>
        )}
        <Section title="Notes">
          <Notes on={episode.id} />
        </Section>
      </div>
    </>
  );
}

/** A name or place as long as a log makes it must not push the other answers off the screen: the event shows it whole. */
const LONGEST = 120;

function Line({ name, value }: { name: string; value: string }): ReactNode {
  const parts = value.split(/( — | · |; |, )/);
  return (
    <div>
      <dt>{name}</dt>
      <dd>{visible(parts.map((part) => ellipsis(part, LONGEST)).join(''))}</dd>
    </div>
  );
}

function Followed({ episode }: { episode: Episode }): ReactNode {
  if (linksOf(episode).length === 0)
    return (
      <p className="muted s">
        {episode.followed === 'not_in_evidence'
          ? `Not in evidence: ${episode.missing.join(', ')}.`
          : 'No access of whoever was denied; the logs that would show it are there.'}
        {episode.nextOwn && ` The person’s own next sign-in: ${episode.nextOwn.why}.`}
      </p>
    );
  return <LinkedAccesses episode={episode} className="inspector-list" />;
}

function Denials({ episode }: { episode: Episode }): ReactNode {
  const select = useSelection((selection) => selection.select);
  return (
    <ul className="inspector-list">
      {episode.events.slice(0, DENIALS).map((event) => (
        <li key={event}>
          <Denial id={event} onOpen={() => select({ event })} />
        </li>
      ))}
      {episode.events.length > DENIALS && (
        <li className="muted">and {formatCount(episode.events.length - DENIALS)} more events</li>
      )}
    </ul>
  );
}

/** One record of the denials: when, and how it ended; its id until that is known. */
function Denial({ id, onOpen }: { id: string; onOpen(): void }): ReactNode {
  const zone = useZone();
  const { data } = useQuery('events.get', { id });
  if (!data)
    return (
      <button type="button" className="link mono" onClick={onOpen}>
        {id}
      </button>
    );
  return (
    <>
      <button type="button" className="link mono" title={id} onClick={onOpen}>
        {formatTime(data.time, zone, 'clock')}
      </button>{' '}
      <span className="muted">
        {OUTCOME_WORDS[data.outcome]} · {sourceWord(data.source)}
      </span>
    </>
  );
}

function Weighed({ title, list, sign }: { title: string; list: Episode['for']; sign: string }): ReactNode {
  if (list.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="tip-reasons">
        {list.map((one) => (
          <li key={one.text}>
            <Grounded of={one} />
            <span className="mono">
              {sign}
              {one.weight.toFixed(1)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What weighs, as a link to the record or register row that it is told by. */
function Grounded({ of: { text, events, rows } }: { of: Episode['for'][number] }): ReactNode {
  const select = useSelection((selection) => selection.select);
  const at = events[0] ?? rows?.[0];
  if (!at) return <span>{visible(text)}</span>;
  return (
    <span>
      <button type="button" className="link" onClick={() => select({ event: at })}>
        {visible(text)}
      </button>
    </span>
  );
}
