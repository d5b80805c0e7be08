import { type ReactNode, useId, useMemo, useState } from 'react';
import { ellipsis, visible } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { LOWERS } from '../../../shared/model/playbook/hand-over';
import { planOf } from '../../../shared/model/playbook/plan';
import { PART_TITLES, PLAYBOOKS, type Plan, StepPart } from '../../../shared/model/playbook/playbooks';
import type { Action, Verdict } from '../../../shared/model/words';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { useCommands } from '../../state/commands';
import { useUndo } from '../../state/undo';
import { Button } from '../../ui/Button';
import { withTimes } from '../../ui/format';
import { HandOver } from './HandOver';

const DONE = 'step-done';
/** Long ids would fill the column: their beginning tells them apart, the text to hand over has them whole. */
const GUID = /\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/**
 * The playbook of the verdict that is chosen, decided or suggested, in its three parts; a tick is a note on the episode, so
 * that it stands in the custody log and in the report.
 */
export function Steps({
  card,
  verdict,
  action,
  children,
}: {
  card: CardData;
  verdict: Verdict;
  action: Action;
  /** The choice of the action, beside the heading. */
  children: ReactNode;
}): ReactNode {
  const { episode } = card;
  const [isHandingOver, setHandingOver] = useState(false);
  const plan = useMemo<Plan | null>(
    () => (episode.plan ? planOf({ ...episode, plan: episode.plan }, verdict, action) : null),
    [episode, verdict, action],
  );
  const commands = useMemo(
    () => [{ id: 'triage.hand-over', title: 'Hand the next steps over', keys: 'o', run: () => setHandingOver(true) }],
    [],
  );
  useCommands('Triage', commands);
  if (!plan) return <PlainSteps card={card}>{children}</PlainSteps>;
  const { title, about } = PLAYBOOKS[plan.playbook];
  return (
    <>
      <div className="decide-row">
        <h2 className="label">Next steps</h2>
        <Button look="bare" onPress={() => setHandingOver(true)} aria-keyshortcuts="o">
          Hand over
        </Button>
        {children}
      </div>
      <div className="steps">
        <p className="playbook-title" title={about}>
          {title}
        </p>
        {StepPart.options.map((part) => {
          const steps = plan.steps.filter((step) => step.part === part);
          if (steps.length === 0) return null;
          return (
            <section key={part}>
              <h3 className="step-part">{PART_TITLES[part]}</h3>
              <ul>
                {steps.map(({ text, assurance }) => (
                  <StepRow key={text} card={card} text={text} lowers={assurance === 'lowers'} />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      <HandOver
        episode={episode}
        plan={plan}
        verdict={verdict}
        isOpen={isHandingOver}
        onClose={() => setHandingOver(false)}
      />
    </>
  );
}

/** Findings of an earlier release name no objects: their steps are told as they were written. */
function PlainSteps({ card, children }: { card: CardData; children: ReactNode }): ReactNode {
  const { nextSteps } = card.episode;
  return (
    <>
      <div className="decide-row">
        <h2 className="label">Next steps</h2>
        {children}
      </div>
      {nextSteps.length === 0 && <p className="muted s">No step is prescribed for this verdict.</p>}
      <ul className="steps">
        {nextSteps.map((text) => (
          <StepRow key={text} card={card} text={text} lowers={false} />
        ))}
      </ul>
    </>
  );
}

function StepRow({ card, text, lowers }: { card: CardData; text: string; lowers: boolean }): ReactNode {
  const { episode, annotations } = card;
  const act = useAct();
  const id = useId();
  const zone = useZone();
  // Shown at once; what the engine then says counts.
  const [ticking, setTicking] = useState<boolean | null>(null);
  const done = annotations.find((note) => note.tags.includes(DONE) && note.text === text);
  const tick = async (isDone: boolean): Promise<void> => {
    setTicking(isDone);
    let note = done?.id ?? null;
    const set = async (ticked: boolean): Promise<boolean> => {
      const kept = await act('keep the step', async (client) => {
        if (note === null) note = (await client['annotations.add']({ on: episode.id, text, tags: [DONE] })).id;
        else if (ticked) await client['annotations.restore']({ ids: [note] });
        else await client['annotations.remove']({ id: note });
      });
      return kept.ok;
    };
    if (await set(isDone))
      useUndo.getState().did({
        title: `step ${isDone ? 'done' : 'open'}: ${ellipsis(visible(text), 40)}`,
        undo: () => set(!isDone),
        redo: () => set(isDone),
      });
    setTicking(null);
  };
  const whole = visible(withTimes(text, zone));
  const shown = whole.replace(GUID, '$1…');
  return (
    <li className="step">
      <input
        id={id}
        type="checkbox"
        className="checkbox"
        checked={ticking ?? done !== undefined}
        onChange={(event) => void tick(event.target.checked)}
      />
      <label htmlFor={id} title={shown === whole ? undefined : whole}>
        {shown}
        {lowers && <span className="step-lowers"> ▼ {LOWERS}</span>}
      </label>
    </li>
  );
}
