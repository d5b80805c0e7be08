import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import './chip.css';

/** A short fact in a capsule; with `onRemove` it can be taken away, with `onPress` it opens what it names. */
export function Chip({
  children,
  title,
  color,
  mono = false,
  onPress,
  onRemove,
  removeLabel,
}: {
  children: ReactNode;
  title?: string;
  color?: string;
  mono?: boolean;
  onPress?: () => void;
  onRemove?: () => void;
  /** What removing does, for screen readers: "Remove filter app:Salesforce". */
  removeLabel?: string;
}): ReactNode {
  const look = `chip${mono ? ' mono' : ''}`;
  const style = color ? { borderColor: color } : undefined;
  if (onPress) {
    return (
      <Button className={`${look} press`} onPress={onPress} style={style}>
        <span className="clip" title={title}>
          {children}
        </span>
      </Button>
    );
  }
  return (
    <span className={look} title={title} style={style}>
      <span className="clip">{children}</span>
      {onRemove && (
        <Button className="chip-remove" onPress={onRemove} aria-label={removeLabel ?? 'Remove'}>
          <X size={11} aria-hidden />
        </Button>
      )}
    </span>
  );
}
