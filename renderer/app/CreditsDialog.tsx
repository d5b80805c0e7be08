import type { ReactNode } from 'react';
import { useCase } from '../engine/use-case';
import { Dialog } from '../ui/Dialog';
import './credits-dialog.css';
import { useOpen } from './open-state';

/** Whose data stands behind places, networks and the map, in the words that their licences ask for. */
export function CreditsDialog(): ReactNode {
  const { credits: isOpen, set } = useOpen();
  const credits = useCase()?.attributions ?? [];
  return (
    <Dialog title="Credits" isOpen={isOpen} onClose={() => set({ credits: false })} width={620}>
      <ul className="credits">
        {credits.map((credit) => (
          <li key={credit}>{credit}</li>
        ))}
      </ul>
      <p className="muted s">All of it is bundled; nothing is asked of a network.</p>
    </Dialog>
  );
}
