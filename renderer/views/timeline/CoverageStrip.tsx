import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { TrackBand } from '../../../shared/contract/events';
import type { ManualEvent } from '../../../shared/model/manual-event';
import { sourceWord } from '../../state/words';
import { formatSpan, formatTime } from '../../ui/format';
import type { TimeScale } from '../../ui/time-scale';
import type { CoverageBar } from './coverage';

/** Sources shown at once; where there are more, those that fall silent come first. */
const MOST = 6;

/** From when to when each source's logs speak, and where they fall silent: what an empty stretch below can mean. */
export function CoverageStrip({
  bars,
  rollouts,
  manual,
  scale,
  zone,
}: {
  bars: readonly CoverageBar[];
  /** Rollouts that reach into the lanes on screen. */
  rollouts: readonly TrackBand[];
  /** What the investigator wrote down: of no log, and counted with nothing. */
  manual: readonly ManualEvent[];
  scale: TimeScale;
  zone: string;
}): ReactNode {
  if (bars.length === 0 && rollouts.length === 0 && manual.length === 0) return null;
  const shown = [...bars].sort((a, b) => Number(b.spans.length > 1) - Number(a.spans.length > 1)).slice(0, MOST);
  const share = (time: number): number => Math.min(100, Math.max(0, (scale.x(time) / Math.max(1, scale.width)) * 100));
  return (
    <ul className="timeline-coverage" aria-label="Coverage of the logs">
      {shown.map(({ source, spans }) => (
        <li key={source} title={wordsOf({ source, spans }, zone)}>
          <span className="clip">{sourceWord(source)}</span>
          <span className="unseen">{wordsOf({ source, spans }, zone)}</span>
          <span className="log-bar" aria-hidden="true">
            {spans
              .filter(({ from, to }) => from < scale.to && to > scale.from)
              .map(({ from, to }) => (
                <i key={from} style={{ left: `${share(from)}%`, width: `max(1px, ${share(to) - share(from)}%)` }} />
              ))}
          </span>
        </li>
      ))}
      {rollouts.length > 0 && (
        <li>
          <span className="clip">{rollouts.length === 1 ? 'Rollout' : 'Rollouts'}</span>
          <span className="log-bar">
            {rollouts.map((band) => (
              <b
                key={band.row}
                className="clip"
                style={{ left: `${share(band.from)}%`, width: `max(2px, ${share(band.to) - share(band.from)}%)` }}
                title={`${visible(band.text)}, ${formatSpan(band.from, band.to, zone)}`}
              >
                {visible(band.text)}
              </b>
            ))}
          </span>
        </li>
      )}
      {manual.length > 0 && (
        <li>
          <span className="clip">Manual</span>
          <span className="log-bar">
            {manual.map((event) => (
              <b
                key={event.id}
                className="manual-mark"
                style={{ left: `${share(Date.parse(event.time))}%` }}
                title={manualWords(event, zone)}
              >
                <span aria-hidden="true">◆</span>
                <span className="unseen">{manualWords(event, zone)}</span>
              </b>
            ))}
          </span>
        </li>
      )}
      {bars.length > shown.length && (
        <li className="muted">
          <span className="clip">{bars.length - shown.length} more sources</span>
        </li>
      )}
    </ul>
  );
}

const manualWords = (event: ManualEvent, zone: string): string =>
  `Manual: ${formatTime(event.time, zone, 'second')}: ${visible(event.what)}; source: ${visible(event.source)}${
    event.saidBy ? `, said by ${visible(event.saidBy)}` : ''
  }`;

/** "Entra: logs from … to …; silent from … to …". */
function wordsOf({ source, spans }: CoverageBar, zone: string): string {
  const first = spans[0];
  const last = spans.at(-1);
  if (!first || !last) return sourceWord(source);
  const silent = spans.slice(1).map((span, i) => formatSpan(spans[i]!.to, span.from, zone));
  return `${sourceWord(source)}: logs ${formatSpan(first.from, last.to, zone)}${
    silent.length > 0 ? `; unlike itself silent ${silent.slice(0, 5).join('; ')}` : ''
  }`;
}
