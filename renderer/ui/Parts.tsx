import type { ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import './parts.css';

/** Parts of a view of which one is in front; arrows move, the view's own digits choose. */
export function Parts<Id extends string>({
  label,
  parts,
  chosen,
  onChoose,
}: {
  /** What they are parts of, for screen readers. */
  label: string;
  parts: readonly { id: Id; title: string }[];
  chosen: NoInfer<Id>;
  onChoose(id: Id): void;
}): ReactNode {
  return (
    <ToggleButtonGroup
      className="parts"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={([key]) => {
        const part = parts.find(({ id }) => id === key);
        if (part) onChoose(part.id);
      }}
    >
      {parts.map(({ id, title }) => (
        <ToggleButton key={id} id={id} className="part">
          {title}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
