/** The rules that the findings follow: thresholds with their version, what was put out of sight, merged and split. */
import { plural } from '../../../../../shared/base/text';
import type { ReportModel } from '../model';
import { html, type Markup, prose } from './markup';
import { plain, verdict, when } from './words';

export function rulesMarkup(model: ReportModel): Markup {
  return html`${thresholds(model)}${suppressed(model)}${regrouped(model)}${lastRun(model)}`;
}

function thresholds({ thresholds: rows, thresholdSets }: ReportModel): Markup | false {
  if (rows.length === 0) return false;
  const last = thresholdSets.at(-1);
  const changed = rows.filter((row) => row.value !== row.default).length;
  return html`<h4>Thresholds</h4>
<p>${
    last
      ? html`Version ${last.set.version} of this case, set by ${last.set.by ?? ''} on ${when(last.set.at ?? '')} UTC: ${prose(last.set.why ?? '')} ${plural(changed, 'threshold')} of ${rows.length} ${changed === 1 ? 'differs' : 'differ'} from the product's own.`
      : html`Version 0: the product's own numbers; none was changed in this case.`
  }</p>
<table><thead><tr><th>What</th><th class="n">Value</th><th class="n">Product's own</th><th>Unit</th><th>Why</th></tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><td>${row.group}: ${row.name}</td><td class="n">${row.value === row.default ? row.value : html`<strong>${row.value}</strong>`}</td><td class="n">${row.default}</td><td>${row.unit}</td><td>${row.about}</td></tr>`,
  )}</tbody></table>
${
  thresholdSets.length > 1 &&
  html`<p>Versions before it:</p><ul>${thresholdSets.slice(0, -1).map(({ set, own }) => html`<li>${set.version}, by ${set.by ?? ''}, ${when(set.at ?? '')} UTC: ${set.why ?? ''} (${plural(Object.keys(own).length, 'threshold')} changed)</li>`)}</ul>`
}`;
}

function suppressed({ suppressions }: ReportModel): Markup | false {
  if (suppressions.length === 0) return false;
  return html`<h4>Suppressed as noise</h4><p>Hidden from the open queue, never from this report. Episodes of emergency accounts and those that look like an attack are never hidden.</p>
<table><thead><tr><th>What</th><th class="n">Episodes</th><th class="n">Denials</th><th>Reason</th><th>By</th><th>Until (UTC)</th></tr></thead><tbody>${suppressions.map(
    (row) =>
      html`<tr><td class="mono">${row.query}</td><td class="n">${row.episodes}</td><td class="n">${row.events}</td><td>${row.why}</td><td>${row.by}, ${when(row.at)}</td><td>${when(row.expires)}${row.state !== 'standing' && html` (${row.state})`}</td></tr>`,
  )}</tbody></table>`;
}

function regrouped({ regroupings }: ReportModel): Markup | false {
  if (regroupings.length === 0) return false;
  return html`<h4>Merged and split by hand</h4><ul>${regroupings.map(
    (row) =>
      html`<li>${row.act === 'merge' ? html`<code>${row.other}</code> joined <code>${row.episode}</code>` : html`<code>${row.other}</code> was split off <code>${row.episode}</code>`} by ${row.by}, ${when(row.at)} UTC: ${row.why}${row.withdrawn && html` (taken back ${when(row.withdrawn)} UTC)`}</li>`,
  )}</ul>`;
}

const LISTED = 100;

function lastRun({ runs }: ReportModel): Markup | false {
  const [run] = runs;
  if (!run) return false;
  const rest = run.list.length - LISTED + run.cut;
  return html`<h4>What the last analysis changed</h4>
<p>${when(run.at)} UTC${run.because.length > 0 && html`, because of ${run.because.join(', ')}`}: ${plural(run.appeared, 'finding')} appeared, ${run.vanished} vanished, ${run.moved} moved, ${run.same} stayed as ${run.same === 1 ? 'it was' : 'they were'}.</p>
${
  run.list.length > 0 &&
  html`<table><thead><tr><th>What</th><th>Identity</th><th>Before</th><th>After</th></tr></thead><tbody>${run.list
    .slice(0, LISTED)
    .map(
      (row) =>
        html`<tr><td>${row.kind}${row.moved.length > 0 && html`: ${row.moved.map(plain).join(', ')}`}<br><span class="mono muted">${row.episode}</span></td><td>${row.identity}</td><td>${row.before ? html`${verdict(row.before.verdict)}, ${row.before.confidence.toFixed(2)}` : '–'}</td><td>${row.after ? html`${verdict(row.after.verdict)}, ${row.after.confidence.toFixed(2)}` : '–'}</td></tr>`,
    )}</tbody></table>`
}
${rest > 0 && html`<p>${plural(rest, 'further change')} not listed here.</p>`}`;
}
