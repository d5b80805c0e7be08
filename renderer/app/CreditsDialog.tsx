import { type ReactNode, useState } from 'react';
import { useCase } from '../engine/use-case';
import { useQuery } from '../engine/use-query';
import { Button } from '../ui/Button';
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
      <Licences isOpen={isOpen} />
      <p className="muted s">All of it is bundled; nothing is asked of a network.</p>
    </Dialog>
  );
}

/** Software of others, in the words of its licences: every package carries them. */
function Licences({ isOpen }: { isOpen: boolean }): ReactNode {
  const [isShown, show] = useState(false);
  const { data } = useQuery('cases.licences', isOpen && isShown ? {} : null);
  return (
    <section className="licences">
      <Button onPress={() => show(!isShown)} aria-expanded={isShown}>
        {isShown ? 'Hide the licences of built-in software' : 'Licences of built-in software'}
      </Button>
      {isShown && (
        <pre>{data ? data.licences || 'This build carries none: see the packages of the checkout.' : ''}</pre>
      )}
    </section>
  );
}
