import type { ReactNode } from 'react';

/** The shapes that stand beside every colour; light fills get an edge so that they hold 3:1 on white. */
const DRAW: Record<string, (color: string) => ReactNode> = {
  cross: (c) => <path d="M2 2l8 8M10 2l-8 8" stroke={c} strokeWidth={3} fill="none" />,
  square: (c) => <rect x={1.5} y={1.5} width={9} height={9} fill={c} stroke="var(--shape-edge)" strokeWidth={0.8} />,
  triangle: (c) => <path d="M6 1l5 9.5H1z" fill={c} stroke="var(--shape-edge)" strokeWidth={0.8} />,
  diamond: (c) => <path d="M6 .8 11.2 6 6 11.2.8 6z" fill={c} stroke="var(--shape-edge)" strokeWidth={0.8} />,
  disc: (c) => <circle cx={6} cy={6} r={5} fill={c} />,
  ring: (c) => <circle cx={6} cy={6} r={4.4} fill="none" stroke={c} strokeWidth={2} />,
  x: (c) => <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" stroke={c} strokeWidth={2} fill="none" />,
  dot: (c) => <circle cx={6} cy={6} r={4} fill={c} />,
  block: (c) => <rect x={2} y={2} width={8} height={8} fill={c} stroke="var(--shape-edge)" strokeWidth={0.6} />,
  down: (c) => <path d="M6 10.5 1 2h10z" fill={c} />,
};

/** Decoration beside a word by default; give `label` where no word stands beside it. Size in CSS pixels. */
export function Shape({
  shape,
  color,
  size = 12,
  label,
}: {
  shape: string;
  color: string;
  size?: number;
  label?: string;
}): ReactNode {
  return (
    <svg
      className="shape"
      width={size}
      height={size}
      viewBox="0 0 12 12"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label === undefined}
    >
      {DRAW[shape]?.(color)}
    </svg>
  );
}
