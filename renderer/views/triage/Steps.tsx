import { type ReactNode, useId } from 'react';
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
              checked={done !== undefined}
              onChange={() =>
                void act('keep the step', (client) =>
                  done
                    ? client['annotations.remove']({ id: done.id }).then(() => undefined)
                    : client['annotations.add']({ on: episode.id, text: step, tags: [DONE] }).then(() => undefined),
                )
              }
            />
            <label htmlFor={`${id}-${i}`}>{visible(withTimes(step, zone))}</label>
          </li>
        );
      })}
    </ul>
  );
}
