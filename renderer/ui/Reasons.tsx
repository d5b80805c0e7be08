import type { ReactNode } from 'react';
import { visible } from '../../shared/base/text';

/** What speaks for a link or against it, each with its weight. */
export function Reasons({ list }: { list: readonly { text: string; weight: number }[] }): ReactNode {
  return (
    <ul className="tip-reasons">
      {list.map(({ text, weight }) => (
        <li key={text}>
          <span>{visible(text)}</span>
          <span className="mono">
            {weight < 0 ? '−' : '+'}
            {Math.abs(weight).toFixed(1)}
          </span>
        </li>
      ))}
    </ul>
  );
}
