import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { visible } from '../../../shared/base/text';
import type { Weighed } from '../../../shared/model/episode';
import { useZone } from '../../engine/use-case';
import { showEvent } from '../../state/navigate';
import { withTimes } from '../../ui/format';
import { capital, signed } from './card-words';

/** So few reasons have room for two lines each. */
const FEW = 2;

/** Reasons with their weights; both sides share one scale, so that a bar means the same left and right. */
export function Evidence({
  title,
  list,
  other,
  side,
}: {
  title: string;
  list: readonly Weighed[];
  other: readonly Weighed[];
  side: 'for' | 'against';
}): ReactNode {
  const zone = useZone();
  const most = Math.max(1, ...[...list, ...other].map(({ weight }) => Math.abs(weight)));
  const total = signed(sum(list, side));
  const sorted = [...list].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return (
    <section className={`panel evidence ${side}${list.length <= FEW ? ' few' : ''}`}>
      <h2 className="label">
        <span>
          {title}
          {list.length > 1 && <span className="evidence-n"> · {list.length} reasons</span>}
        </span>
        <span className="evidence-sum mono">{total === '0.0' ? '' : total}</span>
      </h2>
      <ul hidden={list.length === 0}>
        {sorted.map((item) => {
          const event = item.events[0] ?? item.rows?.[0];
          const row = item.events[0] && item.rows?.[0];
          const text = capital(visible(withTimes(item.text, zone)));
          // Said, but not weighed: what is not known.
          const isWeightless = Math.abs(item.weight) < 0.05;
          const weight = signed(side === 'for' ? Math.abs(item.weight) : -Math.abs(item.weight));
          return (
            <li
              key={item.text}
              className={isWeightless ? 'evidence-row plain' : row ? 'evidence-row sourced' : 'evidence-row'}
            >
              {event ? (
                <Button className="evidence-text" onPress={() => showEvent(event)}>
                  <span className="clip" title={text}>
                    {text}
                  </span>
                </Button>
              ) : (
                <span className="clip" title={text}>
                  {text}
                </span>
              )}
              {row && (
                <Button
                  className="evidence-row-link"
                  aria-label={`Row of the register: ${text}`}
                  onPress={() => showEvent(row)}
                >
                  register
                </Button>
              )}
              {!isWeightless && (
                <>
                  <span className="evidence-bar" aria-hidden>
                    <i style={{ width: `${(100 * Math.abs(item.weight)) / most}%` }} />
                  </span>
                  <span className="mono evidence-weight">{weight}</span>
                </>
              )}
            </li>
          );
        })}
      </ul>
      {list.length === 0 && (
        <p className="muted s">
          {side === 'for' ? 'Nothing in evidence speaks for it.' : 'Nothing in evidence speaks against it.'}
        </p>
      )}
    </section>
  );
}

const sum = (list: readonly Weighed[], side: 'for' | 'against'): number =>
  list.reduce((total, { weight }) => total + Math.abs(weight), 0) * (side === 'for' ? 1 : -1);
