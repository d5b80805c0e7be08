import type { ReactNode } from 'react';

/** What circles, ways and rings mean. */
export function MapKey({ letters }: { letters: readonly { letter: string; word: string }[] }): ReactNode {
  return (
    <ul className="map-key" aria-label="Legend">
      <li>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 8a6 6 0 0 1 12 0z" fill="var(--success)" />
        </svg>
        access
      </li>
      <li>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 8a6 6 0 0 0 12 0z" fill="var(--denied)" />
        </svg>
        denied
      </li>
      <li>
        <svg width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
          <path d="M1 12Q9 2 17 7" fill="none" stroke="var(--success)" strokeWidth="1.6" />
          <path d="m21 9-6-.6 2.4-4z" fill="var(--success)" />
        </svg>
        travel by air
      </li>
      <li>
        <svg width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
          <path d="M1 12Q9 2 17 7" fill="none" stroke="var(--expected)" strokeWidth="1.6" strokeDasharray="2 3" />
          <path d="m21 9-6-.6 2.4-4z" fill="var(--expected)" />
        </svg>
        up to 300 km/h
      </li>
      <li>
        <svg width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
          <path d="M1 12Q9 2 17 7" fill="none" stroke="var(--denied)" strokeWidth="1.6" strokeDasharray="4 3" />
          <path d="m21 9-6-.6 2.4-4z" fill="var(--denied)" />
        </svg>
        impossible
      </li>
      <li>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.5" fill="none" stroke="var(--muted)" strokeDasharray="2 2.5" />
        </svg>
        uncertainty
      </li>
      {letters.map(({ letter, word }) => (
        <li key={letter}>
          <span className="map-letter">{letter}</span> {word}
        </li>
      ))}
    </ul>
  );
}
