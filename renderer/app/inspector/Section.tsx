import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';

/** A part of the inspector that can be folded away. */
export function Section({
  title,
  closed = false,
  children,
}: {
  title: string;
  closed?: boolean;
  children: ReactNode;
}): ReactNode {
  const [open, setOpen] = useState(!closed);
  return (
    <section className="inspector-section">
      <h3>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
          {title}
        </button>
      </h3>
      {open && children}
    </section>
  );
}
