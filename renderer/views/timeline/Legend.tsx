import type { ReactNode } from 'react';
import { MARKS } from '../../state/words';
import { formatCount } from '../../ui/format';
import { Shape } from '../../ui/Shape';

/** What the shapes, arcs and brackets mean; `shown` of `total` episodes around here have a bracket. */
export function Legend({ shown, total }: { shown: number; total: number }): ReactNode {
  return (
    <ul className="timeline-legend" aria-label="Legend">
      {(['success', 'denied', 'change', 'request', 'other'] as const).map((mark) => (
        <li key={mark}>
          <Shape shape={MARKS[mark].shape} color={MARKS[mark].color} size={10} /> {MARKS[mark].word}
        </li>
      ))}
      <li>
        <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true">
          <path d="M1 11Q11-5 21 9" fill="none" stroke="var(--denied)" strokeWidth="1.6" strokeDasharray="4 3" />
        </svg>
        linked access
      </li>
      <li>
        <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true">
          <path d="M1 11Q11-5 21 9" fill="none" stroke="var(--denied)" strokeWidth="1.6" />
        </svg>
        confirmed
      </li>
      <li title="The line at the foot of a lane; open the lane for its words">
        <svg width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
          <path d="M0 6h7" stroke="var(--muted)" strokeWidth="3" />
          <path d="M8.5 6h7" stroke="var(--friction)" strokeWidth="3" />
          <path d="M17 6h7" stroke="var(--request)" strokeWidth="3" />
        </svg>
        window, travel, request
      </li>
      <li>
        <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
          <rect x="1" y="1" width="12" height="10" rx="3" fill="none" stroke="var(--muted)" />
        </svg>
        episode, coloured by verdict
        {total > shown && ` (the ${formatCount(shown)} most urgent of ${formatCount(total)} around here)`}
      </li>
    </ul>
  );
}
