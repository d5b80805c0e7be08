import { ImageDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu } from './Menu';

export type PictureKind = 'svg' | 'png';

/** The kinds of picture that a chart leaves as. */
export const PICTURE_CHOICES: { id: PictureKind; title: string; note: string }[] = [
  { id: 'svg', title: 'SVG', note: 'sharp at any size, text stays text' },
  { id: 'png', title: 'PNG', note: 'for documents' },
];

/** The button beside a chart that saves it as a picture; `label` says which chart. */
export function PictureMenu({
  label,
  size = 13,
  onSave,
}: {
  label: string;
  size?: number;
  onSave(kind: PictureKind): void;
}): ReactNode {
  return (
    <Menu label={label} look="icon" choices={PICTURE_CHOICES} onChoose={(kind) => onSave(kind as PictureKind)}>
      <ImageDown size={size} aria-hidden />
    </Menu>
  );
}
