import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { useQuery } from '../../engine/use-query';
import { FACTOR_WORDS, LINK_WORDS, MARKS, OUTCOME_WORDS, sourceWord, VERDICTS } from '../../state/words';
import { formatCount, formatDuration, formatSpan, formatTime } from '../../ui/format';
import { Reasons } from '../../ui/Reasons';
import { Shape } from '../../ui/Shape';
import type { Arc } from './arcs';
import type { Hit } from './hits';
import { levelWord } from './tracks';

/** What the timeline says about the thing under the pointer: the answer first, its ground under it. */
export function TimelineTip({
  hit,
  zone,
  phases,
}: {
  hit: Hit;
  zone: string;
  /** Of access requests, in which the moment of a mark lies. */
  phases: readonly string[];
}): ReactNode {
  switch (hit.kind) {
    case 'mark':
      return hit.n > 1 ? (
        <ClusterTip hit={hit} zone={zone} />
      ) : (
        <EventTip id={hit.id} time={hit.time} zone={zone} phases={phases} />
      );
    case 'arc':
      return <ArcTip arc={hit.arc} zone={zone} />;
    case 'bracket': {
      const { episode } = hit.bracket;
      const verdict = VERDICTS[episode.decision?.verdict ?? episode.verdict];
      return (
        <>
          <div className="tip-head">
            <Shape shape={verdict.shape} color={verdict.color} size={12} /> {verdict.word} ·{' '}
            {episode.decision ? 'decided' : episode.confidence.toFixed(2)}
          </div>
          <div>{episode.summary}</div>
          <div className="muted">{formatSpan(episode.start, episode.end, zone)}</div>
        </>
      );
    }
    case 'band':
      return (
        <>
          <div className="tip-head">{visible(hit.band.text)}</div>
          <div className="muted">{formatSpan(hit.band.from, hit.band.to, zone)} · from a register</div>
        </>
      );
    case 'session': {
      const { from, to, events, denied } = hit.session;
      return (
        <>
          <div className="tip-head">
            Session · {plural(events, 'event')}
            {denied > 0 && `, ${formatCount(denied)} denied`}
          </div>
          <div className="muted">{formatSpan(from, to, zone)}</div>
        </>
      );
    }
    case 'level': {
      const { low, high, time } = hit.level;
      return (
        <>
          <div className="tip-head">{levelWord(low, high)} reached</div>
          <div className="mono">{formatTime(time, zone, 'full')}</div>
          <div className="muted">{high > low ? 'which of the two, the log does not tell · ' : ''}NIST SP 800-63B-4</div>
        </>
      );
    }
    case 'bar':
      return (
        <>
          <div>
            {formatCount(hit.success)} access ·{' '}
            <span className={hit.denied > 0 ? 'tip-strong' : ''}>{formatCount(hit.denied)} denied</span> ·{' '}
            {formatCount(hit.other)} other
          </div>
          <div className="muted">{formatSpan(hit.from, hit.to, zone)} · zoom in for single events</div>
        </>
      );
  }
}

function ClusterTip({ hit, zone }: { hit: Extract<Hit, { kind: 'mark' }>; zone: string }): ReactNode {
  const look = MARKS[hit.mark];
  return (
    <>
      <div className="tip-head">
        <Shape shape={look.shape} color={look.color} size={12} /> {formatCount(hit.n)} × {look.word}
      </div>
      <div className="muted">{formatSpan(hit.time, hit.until, zone)} · zoom in to tell them apart</div>
    </>
  );
}

function EventTip({
  id,
  time,
  zone,
  phases,
}: {
  id: string;
  time: number;
  zone: string;
  phases: readonly string[];
}): ReactNode {
  const { data: event } = useQuery('events.get', { id });
  if (event?.id !== id) return <div className="mono">{formatTime(time, zone, 'full')}</div>;
  const place = [event.geo?.city, event.geo?.country].filter(Boolean).join(', ');
  return (
    <>
      <div className="tip-head">
        {OUTCOME_WORDS[event.outcome] === 'no sign-in' ? event.action : OUTCOME_WORDS[event.outcome]}
        {event.factor && ` · ${FACTOR_WORDS[event.factor]}`}
      </div>
      <div className="mono">{formatTime(event.time, zone, 'full')}</div>
      <div>
        {sourceWord(event.source)}
        {event.app && ` · ${event.app}`}
      </div>
      <div className="muted">
        {event.ip && <span className="mono">{event.ip}</span>}
        {place && ` · ${place}`}
        {event.device?.os && ` · ${event.device.os}`}
      </div>
      {phases.map((phase) => (
        <div key={phase}>{phase}</div>
      ))}
    </>
  );
}

function ArcTip({ arc, zone }: { arc: Arc; zone: string }): ReactNode {
  const { link, episode } = arc;
  return (
    <>
      <div className="tip-head">
        {LINK_WORDS[link.kind]} · {link.score.toFixed(2)}
        {link.review === 'confirmed' ? ' · confirmed' : ' · not reviewed'}
      </div>
      <div className="muted">
        {link.identity} · {sourceWord(link.source)} · {formatTime(link.time, zone, 'clock')},{' '}
        {formatDuration(Math.abs(link.delaySeconds))} {link.delaySeconds < 0 ? 'before' : 'after'} {episode.denials}{' '}
        {episode.denials === 1 ? 'denial' : 'denials'}
      </div>
      <Reasons list={link.reasons} />
    </>
  );
}
