import type { ReactNode } from 'react';

/** The door that stands ajar at the side. */
export function Mark({ size = 18 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" focusable="false">
      <path d="M3 2h8v14H3z" fill="none" stroke="var(--accent)" strokeWidth={1.8} />
      <path d="M11 5l4 1.6v9.2L11 16z" fill="var(--accent)" />
    </svg>
  );
}
