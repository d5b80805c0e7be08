import { type ReactNode, useId, useState } from 'react';
import { visible } from '../../../shared/base/text';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { withTimes } from '../../ui/format';
import type { CardData } from './Card';

const DONE = 'step-done';

/** The playbook's steps; a tick is a note on the episode, so that it stands in the custody log and in the report. */
export function Steps({ card }: { card: CardData }): ReactNode {
  const { episode, annotations } = card;
  const act = useAct();
  const id = useId();
  const zone = useZone();
  // Shown at once; what the engine then says counts.
  const [ticking, setTicking] = useState<Record<string, boolean>>({});
  const tick = async (step: string, isDone: boolean, note: string | undefined): Promise<void> => {
    setTicking((was) => ({ ...was, [step]: isDone }));
    await act('keep the step', async (client) => {
      if (note) await client['annotations.remove']({ id: note });
      else await client['annotations.add']({ on: episode.id, text: step, tags: [DONE] });
    });
    setTicking(({ [step]: _told, ...rest }) => rest);
  };
  if (episode.nextSteps.length === 0) return <p className="muted s">No step is prescribed for this verdict.</p>;
  return (
    <ul className="steps">
      {episode.nextSteps.map((step, i) => {
        const done = annotations.find(({ tags, text }) => tags.includes(DONE) && text === step);
        return (
          <li key={step} className="step">
            <input
              id={`${id}-${i}`}
              type="checkbox"
              className="checkbox"
              checked={ticking[step] ?? done !== undefined}
              onChange={(event) => void tick(step, event.target.checked, done?.id)}
            />
            <label htmlFor={`${id}-${i}`}>{visible(withTimes(step, zone))}</label>
          </li>
        );
      })}
    </ul>
  );
}
