import { type ReactNode, useEffect, useRef } from 'react';
import './split-pane.css';

/**
 * Two panes with a divider that keeps the second one's size (CSS pixels). The divider is a focusable separator: drag it,
 * or use the arrow keys (16 px) and Home/End; the pane never gets smaller than `min` nor larger than leaves `minFirst`.
 */
export function SplitPane({
  axis = 'x',
  label,
  size,
  min = 200,
  minFirst = 320,
  onResize,
  first,
  second,
}: {
  /** `x`: side by side; `y`: one above the other. */
  axis?: 'x' | 'y';
  label: string;
  size: number;
  min?: number;
  minFirst?: number;
  onResize(size: number): void;
  first: ReactNode;
  second: ReactNode;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<{ at: number; size: number } | null>(null);
  const limit = (wanted: number): number => {
    const room = box.current ? (axis === 'x' ? box.current.clientWidth : box.current.clientHeight) : 4_000;
    return Math.round(Math.max(min, Math.min(wanted, room - minFirst)));
  };
  const shown = limit(size);
  useEffect(() => {
    box.current?.style.setProperty('--second', `${shown}px`);
  }, [shown]);
  const at = (event: { clientX: number; clientY: number }): number => (axis === 'x' ? event.clientX : event.clientY);

  return (
    <div className={`split ${axis}`} ref={box} style={{ '--second': `${shown}px` } as React.CSSProperties}>
      <div className="split-pane">{first}</div>
      <hr
        className="split-divider"
        tabIndex={0}
        aria-label={label}
        aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
        aria-valuenow={shown}
        aria-valuemin={min}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { at: at(event), size: shown };
        }}
        onPointerMove={(event) => {
          if (drag.current) onResize(limit(drag.current.size - (at(event) - drag.current.at)));
        }}
        onPointerUp={() => {
          drag.current = null;
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
        onKeyDown={(event) => {
          const bigger = axis === 'x' ? 'ArrowLeft' : 'ArrowUp';
          const smaller = axis === 'x' ? 'ArrowRight' : 'ArrowDown';
          const next =
            event.key === bigger
              ? shown + 16
              : event.key === smaller
                ? shown - 16
                : event.key === 'Home'
                  ? 4_000
                  : event.key === 'End'
                    ? 0
                    : null;
          if (next === null) return;
          event.preventDefault();
          onResize(limit(next));
        }}
      />
      <div className="split-pane">{second}</div>
    </div>
  );
}
