/** The tour of the demo case: seven steps, each opens the view it speaks of. It stands beside the work, never over it alone. */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useCase } from '../engine/use-case';
import { useQuery } from '../engine/use-query';
import { useLayout } from '../state/layout';
import { useSelection } from '../state/selection';
import { useTour } from '../state/tour';
import { Button, IconButton } from '../ui/Button';
import { Chip } from '../ui/Chip';
import './tour.css';

interface Step {
  title: string;
  view: string;
  text: string;
  /** What the person does next, by keyboard. */
  keys: string;
}

export const STEPS: readonly Step[] = [
  {
    title: 'The queue',
    view: 'triage',
    text: 'Each row is an episode: denials of one identity that belong together, the most urgent first. The card answers four questions: who was denied, which factor failed, from where, does it fit what is normal.',
    keys: 'j and k move through the queue.',
  },
  {
    title: 'What happened next',
    view: 'triage',
    text: 'Under the questions stand the hops from the denial to the access that followed, each with the key that ties it to the one before, and the reasons for and against with their weights.',
    keys: 'l goes to a linked access, c confirms it, x rejects it.',
  },
  {
    title: 'Time',
    view: 'timeline',
    text: 'The episode lies in its lane: crosses are denials, dots are accesses, the arc leads to what followed. Open the lane for its sources, sessions and levels of assurance.',
    keys: 'o opens the lane, n goes to the next denial, m measures, f fits.',
  },
  {
    title: 'Place',
    view: 'map',
    text: 'Travel of this identity, leg by leg. A dashed leg is faster than anyone travels; the dashed ring is how uncertain a place is.',
    keys: 'p replays the travel in order of time.',
  },
  {
    title: 'Every record',
    view: 'events',
    text: 'All events that the filter leaves. Facets and cells narrow it; the inspector shows the bytes of the record as they lie in the evidence file.',
    keys: 'a shows five minutes around an event, r folds repeats, Space marks.',
  },
  {
    title: 'Decide',
    view: 'triage',
    text: 'Choose a verdict, write the reason, press Enter. Your decision stands beside the engine’s verdict; the custody log keeps both, and keeps them when you take it back.',
    keys: '1 to 6 choose, n writes, Enter decides, Ctrl+Z takes back.',
  },
  {
    title: 'Hand it on',
    view: 'report',
    text: 'The report for readers, the sealed case for a stranger who wants to verify it. The manual is part of the program.',
    keys: 'F1 opens the manual, ? lists the keys, Ctrl+K finds everything.',
  },
];

/** Offers the tour in the demo case until it was taken or sent away. */
export function TourChip(): ReactNode {
  const { step, seen, go } = useTour();
  const isDemo = useCase()?.demo ?? false;
  if (!isDemo || seen || step !== null) return null;
  return (
    <Chip onPress={() => go(0)} title={`${STEPS.length} steps through the demo case`}>
      Take the tour
    </Chip>
  );
}

export function Tour(): ReactNode {
  const { step, go } = useTour();
  const shown = step === null ? null : STEPS[Math.min(step, STEPS.length - 1)]!;
  const at = step === null ? 0 : Math.min(step, STEPS.length - 1);
  const box = useRef<HTMLElement>(null);
  const isOpen = shown !== null;
  const first = useQuery('episodes.queue', isOpen ? { limit: 1 } : null).data?.rows[0]?.id ?? null;
  useEffect(() => {
    if (!shown) return;
    useLayout.getState().open(shown.view);
    box.current?.focus();
  }, [shown]);
  useEffect(() => {
    if (isOpen && first && useSelection.getState().episode === null) useSelection.getState().select({ episode: first });
  }, [isOpen, first]);
  if (!shown) return null;
  return (
    <aside
      className="tour"
      aria-label="Tour"
      ref={box}
      tabIndex={-1}
      onKeyDown={(event) => {
        // Of the keys that act on the view behind, those that lead through the tour are its own.
        const isBox = event.target === event.currentTarget;
        if (event.key === 'Escape') go(null);
        else if (isBox && event.key === 'Enter') go(at + 1 < STEPS.length ? at + 1 : null);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <header>
        <h2>
          {shown.title}{' '}
          <span className="muted s">
            {at + 1} of {STEPS.length}
          </span>
        </h2>
        <IconButton label="End the tour" keys="Escape" onPress={() => go(null)}>
          <X size={14} aria-hidden />
        </IconButton>
      </header>
      <p>{shown.text}</p>
      <p className="tour-keys">{shown.keys}</p>
      <footer>
        <Button isDisabled={at === 0} onPress={() => go(at - 1)}>
          Back
        </Button>
        {at + 1 < STEPS.length ? (
          <Button look="primary" onPress={() => go(at + 1)}>
            Next
          </Button>
        ) : (
          <Button look="primary" onPress={() => go(null)}>
            Done
          </Button>
        )}
      </footer>
    </aside>
  );
}
