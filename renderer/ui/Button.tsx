import { type ReactNode, useState } from 'react';
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import './button.css';
import { Keys } from './Keys';

interface Props extends Omit<ButtonProps, 'children' | 'className' | 'style'> {
  children: ReactNode;
  /** `primary`: the one main act of a screen. `bare`: in rows and bars, no border. */
  look?: 'plain' | 'primary' | 'bare' | 'danger';
  /** Key that does the same, shown inside. */
  keys?: string | undefined;
  className?: string;
}

/** What a button does nothing of while it is disabled and keeps the focus. */
const DEAD: ButtonProps = {
  'aria-disabled': true,
  type: 'button',
  onPress: undefined,
  onPressStart: undefined,
  onPressEnd: undefined,
  onPressUp: undefined,
  onPressChange: undefined,
  onClick: undefined,
};

/**
 * A button that is disabled while it has the focus keeps it until the focus moves on by itself: else the keyboard would stand
 * nowhere, and Escape would reach no dialog.
 */
function useKeptFocus({ isDisabled = false, onFocusChange }: ButtonProps): ButtonProps {
  const [hasFocus, setFocus] = useState(false);
  return {
    ...(isDisabled && hasFocus && DEAD),
    isDisabled: isDisabled && !hasFocus,
    onFocusChange: (has) => {
      setFocus(has);
      onFocusChange?.(has);
    },
  };
}

export function Button({ children, look = 'plain', keys, className = '', ...props }: Props): ReactNode {
  const kept = useKeptFocus(props);
  return (
    <AriaButton {...props} {...kept} className={`button ${look} ${className}`}>
      {children}
      {keys && <Keys keys={keys} />}
    </AriaButton>
  );
}

interface IconProps extends Omit<ButtonProps, 'children' | 'className' | 'style' | 'aria-label'> {
  /** What it does: its accessible name and, on hover or focus, its tip. */
  label: string;
  keys?: string | undefined;
  children: ReactNode;
  className?: string;
}

/** A square button that shows only an icon; the label appears as a tip (Escape hides it). */
export function IconButton({ label, keys, children, className = '', ...props }: IconProps): ReactNode {
  const kept = useKeptFocus(props);
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      <AriaButton {...props} {...kept} aria-label={label} className={`icon-button ${className}`}>
        {children}
      </AriaButton>
      <Tooltip className="tip" offset={6}>
        {label}
        {keys && <Keys keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
