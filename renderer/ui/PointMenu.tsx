import { type ReactNode, useEffect, useRef } from 'react';
import './point-menu.css';

export interface PointChoice {
  title: string;
  run(): void;
}

/** What a right click offers where it was made; closed by a choice, Escape or a click elsewhere. */
export function PointMenu({
  at,
  label,
  choices,
  onClose,
}: {
  at: { x: number; y: number };
  label: string;
  choices: readonly PointChoice[];
  onClose(): void;
}): ReactNode {
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = own.current;
    if (!element) return;
    const back = document.activeElement;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - height - 8))}px`;
    element.querySelector('button')?.focus();
    const outside = (event: PointerEvent): void => {
      if (!element.contains(event.target as Node)) onClose();
    };
    window.addEventListener('pointerdown', outside);
    return () => {
      window.removeEventListener('pointerdown', outside);
      if (back instanceof HTMLElement) back.focus();
    };
  }, [at, onClose]);
  return (
    <div
      ref={own}
      className="point-menu"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={(event) => {
        const items = [...event.currentTarget.querySelectorAll('button')];
        const now = items.indexOf(document.activeElement as HTMLButtonElement);
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by) items[(now + by + items.length) % items.length]?.focus();
        else if (event.key === 'Escape' || event.key === 'Tab') onClose();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {choices.map((choice) => (
        <button
          key={choice.title}
          type="button"
          role="menuitem"
          onClick={() => {
            onClose();
            choice.run();
          }}
        >
          {choice.title}
        </button>
      ))}
    </div>
  );
}
