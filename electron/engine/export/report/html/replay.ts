/** Saved scenarios of the policy replay: what was asked, what it would have changed, what it takes for granted. */
import { plural } from '../../../../../shared/base/text';
import {
  answerOf,
  CELL_WORDS,
  compare,
  policyText,
  type ReplayWorld,
  type Scenario,
} from '../../../../../shared/model/replay';
import { rfc3339 } from '../../../../../shared/model/time';
import type { ReportModel } from '../model';
import { html, type Markup, prose } from './markup';
import { moment, short, when } from './words';

const WIDTH = 640;
const HALF = 44;
const LISTED = 100;

export const replayMarkup = ({ scenarios }: ReportModel): Markup | false =>
  scenarios.length > 0 &&
  html`<h2>Policy replay</h2>
<p class="small muted">The case run again under rules that were not there. It counts what the records tell; nobody can know what people would have done instead.</p>
${scenarios.map(scenarioMarkup)}`;

function scenarioMarkup({ name, note, by, at, current, result }: Scenario): Markup {
  return html`<h3>${short(name)}</h3>
<p class="small muted">Saved by ${by}, ${when(at)} UTC · ${moment(rfc3339(result.from))} to ${moment(rfc3339(result.to))}${
    current ? '' : html` · <strong>the findings have changed since</strong>`
  }</p>
${note !== '' && html`<p>${prose(note)}</p>`}
<ul>${result.policies.map((policy) => html`<li>${policyText(policy)}</li>`)}</ul>
${result.worlds.map((world) => worldMarkup(world, result))}
<details open><summary>What it takes for granted</summary><ul class="small">${result.assumptions.map((text) => html`<li>${text}</li>`)}</ul></details>`;
}

function worldMarkup(world: ReplayWorld, result: Scenario['result']): Markup {
  const { before } = result;
  return html`<h4>${world.title} <span class="layer">derived</span></h4>
<p class="answer">${answerOf(result, world)}</p>
${picture(world, result)}
<table><caption>Before and after</caption><thead><tr><th>What</th><th class="n">As it was</th><th class="n">Under the policy</th><th>Of these</th></tr></thead><tbody>${compare(
    before,
    world,
  ).map(
    (row) =>
      html`<tr><td>${row.label}</td><td class="n">${row.before.toLocaleString('en')}</td><td class="n">${row.after.toLocaleString('en')}</td><td>${row.cells
        .filter((cell) => world.cells[cell] > 0)
        .map((cell) => `${world.cells[cell].toLocaleString('en')} ${CELL_WORDS[cell]}`)
        .join(', ')}</td></tr>`,
  )}</tbody></table>
${
  world.undetermined.length > 0 &&
  html`<p class="small">Undetermined: ${world.undetermined.map(({ why, count }) => `${why} (${count})`).join('; ')}.</p>`
}
${
  world.compromises.length > 0 &&
  html`<table><caption>${plural(world.compromises.length, 'likely compromise')}</caption><thead><tr><th>Identity</th><th>Access (UTC)</th><th>Under the policy</th><th>Why</th></tr></thead><tbody>${world.compromises
    .slice(0, LISTED)
    .map(
      (row) =>
        html`<tr><td>${short(row.identity)}<br><span class="mono muted">${row.event}</span></td><td class="t">${moment(row.time)}</td><td>${row.state}</td><td>${row.why}</td></tr>`,
    )}</tbody></table>`
}`;
}

/** Prompts as they were above the line, as they would have been below it, on one scale. */
function picture({ prompts }: ReplayWorld, { before, from, to }: Scenario['result']): Markup | false {
  const most = Math.max(1, ...before.promptsOver, ...prompts);
  const step = WIDTH / Math.max(1, prompts.length);
  const bars = (counts: readonly number[], mark: string, up: boolean): Markup[] =>
    counts.flatMap((count, i) => {
      if (count === 0) return [];
      const tall = Math.max(1.5, Math.round((count / most) * HALF * 10) / 10);
      const x = Math.round(i * step * 10) / 10;
      return [
        html`<rect class="${mark}" x="${x}" y="${up ? HALF + 4 - tall : HALF + 4}" width="${Math.max(1, Math.round((step - 1) * 10) / 10)}" height="${tall}"/>`,
      ];
    });
  const ends = [from, to].map((time) => rfc3339(time).slice(0, 10));
  const foot = 2 * HALF + 22;
  return html`<svg viewBox="0 0 ${WIDTH} ${foot + 4}" role="img" aria-label="Prompts over time before and after; the table below sums them">
${bars(before.promptsOver, 'other', true)}${bars(prompts, 'success', false)}<line class="axis" x1="0" y1="${HALF + 4}" x2="${WIDTH}" y2="${HALF + 4}"/>
<text class="m" x="0" y="${foot}">${ends[0]}</text><text class="m" x="${WIDTH}" y="${foot}" text-anchor="end">${ends[1]}</text>
<text class="m" x="${WIDTH / 2}" y="${foot}" text-anchor="middle">prompts as they were above, under the policy below; tallest = ${most}</text></svg>`;
}
