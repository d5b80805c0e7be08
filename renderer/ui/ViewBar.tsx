import type { ReactNode } from 'react';
import './view-bar.css';

/** The bar on top of a view: its name, what it shows (counts with their unit), and its controls on the right. */
export function ViewBar({
  title,
  about,
  left,
  children,
}: {
  title: string;
  about?: ReactNode;
  /** Chips beside the name. */
  left?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className="view-bar-room">
      <header className="view-bar">
        <h1>{title}</h1>
        {about && <span className="view-about clip">{about}</span>}
        {left}
        <span className="view-space" />
        {children}
      </header>
    </div>
  );
}
