/** What to do about an episode: the playbook in its three parts, with commands as text, and the whole as one text to hand over. */
import type { Episode } from '../../../../../shared/model/episode';
import { commandsOf } from '../../../../../shared/model/playbook/commands';
import { handOverText, LOWERS } from '../../../../../shared/model/playbook/hand-over';
import { planOf } from '../../../../../shared/model/playbook/plan';
import { PART_TITLES, PLAYBOOKS, type Step, StepPart } from '../../../../../shared/model/playbook/playbooks';
import { html, type Markup } from './markup';
import { plain } from './words';

export function stepsMarkup(episode: Episode): Markup | false {
  const { plan: facts, decision, nextSteps, playbook } = episode;
  if (!facts) {
    return (
      (nextSteps.length > 0 || playbook !== null) &&
      html`<h4>What to do</h4>${playbook && html`<p class="small">Playbook: ${plain(playbook)}</p>`}<ul>${nextSteps.map((step) => html`<li>${step}</li>`)}</ul>`
    );
  }
  const verdict = decision?.verdict ?? episode.verdict;
  const plan = planOf({ ...episode, plan: facts }, verdict, decision?.action ?? null);
  const { title, about } = PLAYBOOKS[plan.playbook];
  const text = handOverText({ episode, plan, verdict, zone: 'UTC', timeIn: (time) => time });
  return html`<h4>What to do: ${title}</h4>
<p class="small">${about} ${decision ? 'Follows the decision.' : 'Follows the weighed verdict.'} Commands are text to hand over; nothing was run.</p>
${StepPart.options.map((part) =>
  partMarkup(
    PART_TITLES[part],
    plan.steps.filter((step) => step.part === part),
  ),
)}
<details><summary>As one text to hand over</summary><pre>${text}</pre></details>`;
}

const partMarkup = (title: string, steps: readonly Step[]): Markup | false =>
  steps.length > 0 &&
  html`<p class="small"><strong>${title}</strong></p><ul>${steps.map(
    (step) =>
      html`<li>${step.text}${step.assurance === 'lowers' && html` <span class="tag">${LOWERS}</span>`}${commandsOf(
        step,
      ).map(
        ({ where, text, why }) =>
          html`<br><span class="small muted">${where}:</span> ${text === null ? html`<span class="small">no command, ${why}</span>` : html`<code>${text}</code>`}`,
      )}</li>`,
  )}</ul>`;
