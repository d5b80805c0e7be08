import type { ReactNode } from 'react';
import './keys.css';

const SHOWN: Record<string, string> = {
  Enter: '↵',
  Escape: 'Esc',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** Keys as caps: `g t` is a sequence, `Ctrl+K` a chord. Hidden from screen readers, which get `aria-keyshortcuts`. */
export function Keys({ keys }: { keys: string }): ReactNode {
  return (
    <span className="keys" aria-hidden>
      {keys.split(' ').map((chord) => (
        <kbd key={chord}>
          {chord
            .split(/(?<=.)\+/)
            .map((key) => SHOWN[key] ?? key)
            .join(' ')}
        </kbd>
      ))}
    </span>
  );
}
