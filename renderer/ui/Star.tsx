/** A star as it is seen in rows, and the button that sets or takes it. */
import { Star } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './Button';
import './star.css';

/** In a row: nothing where there is no star. */
export function StarMark({ isOn }: { isOn: boolean }): ReactNode {
  if (!isOn) return null;
  return (
    <span className="star-mark" title="Starred">
      <Star size={11} aria-hidden />
      <span className="unseen">starred </span>
    </span>
  );
}

export interface StarButtonProps {
  /** In words: "the event". */
  what: string;
  isOn: boolean;
  isDisabled: boolean;
  onToggle(): void;
  keys?: string;
}

export function StarButton({ what, isOn, isDisabled, onToggle, keys }: StarButtonProps): ReactNode {
  return (
    <IconButton
      label={isOn ? `Take the star from ${what}` : `Star ${what}`}
      keys={keys}
      className={isOn ? 'star-button on' : 'star-button'}
      isDisabled={isDisabled}
      onPress={onToggle}
    >
      <Star size={15} aria-hidden />
    </IconButton>
  );
}
