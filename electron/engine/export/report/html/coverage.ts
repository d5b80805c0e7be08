/** What the evidence covers and lacks: every "no" in the report leans on this. */
import { plural } from '../../../../../shared/base/text';
import { formatOffset } from '../../../../../shared/model/clock-offset';
import type { ClockPair, SourceCoverage } from '../../../../../shared/model/coverage';
import type { ReportModel } from '../model';
import { html, type Markup } from './markup';
import { duration, moment } from './words';

const SILENCES = 5; // told per source

export function coverageMarkup({ coverage }: ReportModel): Markup | false {
  if (!coverage || coverage.sources.length === 0) return false;
  const { sources, absent, cut, clocks } = coverage;
  return html`<h2>Coverage</h2>
${
  absent.length === 0
    ? html`<p>No question that is asked of the evidence lacks its log.</p>`
    : html`<table><caption>Questions whose log nobody supplied</caption><thead><tr><th>Question</th><th>So</th><th>Would tell</th></tr></thead><tbody>${absent.map(
        ({ question, so, log }) => html`<tr><td>${question}</td><td>${so}</td><td>${log}</td></tr>`,
      )}</tbody></table>`
}
<table><caption>What the logs reach (UTC)</caption><thead><tr><th>Source</th><th class="n">Events</th><th>First record</th><th>Last record</th><th>Silent against its rhythm</th><th>How late records come</th></tr></thead><tbody>${sources.map(sourceRow)}</tbody></table>
<p class="small muted">Silent: hours without a record that, by how often this source has records at such hours, happen by chance less than once in a million.</p>
${
  cut.length > 0 &&
  html`<h4>Exports that may be cut</h4><ul>${cut.map(({ file, why }) => html`<li>${file}: ${why}</li>`)}</ul>`
}
${
  clocks.length > 0 &&
  html`<table><caption>Clocks compared by records that must coincide; nothing is corrected by itself</caption><thead><tr><th>File</th><th>Compared with</th><th>By</th><th class="n">Pairs</th><th class="n">Median</th><th class="n">Half within</th><th>Suggested</th></tr></thead><tbody>${clocks.map(clockRow)}</tbody></table>`
}`;
}

function sourceRow({ title, events, first, last, silences, silencesCut, delay }: SourceCoverage): Markup {
  const more = Math.max(0, silences.length - SILENCES) + silencesCut;
  return html`<tr><td>${title}</td><td class="n">${events.toLocaleString('en')}</td><td class="t">${moment(first)}</td><td class="t">${moment(last)}</td><td>${
    silences.length === 0
      ? 'nowhere'
      : html`${silences.slice(0, SILENCES).map(({ from, to }) => html`${duration((Date.parse(to) - Date.parse(from)) / 1_000)} from ${moment(from)}<br>`)}${more > 0 && `and ${plural(more, 'more silence')}`}`
  }</td><td>${
    delay
      ? `half within ${duration(delay.median / 1_000)}, nine of ten within ${duration(delay.p90 / 1_000)}, the latest after ${duration(delay.max / 1_000)} (n = ${delay.n})`
      : 'records have one time'
  }</td></tr>`;
}

const clockRow = ({ file, other, by, n, medianMs, spreadMs, suggestMs }: ClockPair): Markup =>
  html`<tr><td>${file}</td><td>${other}</td><td>${by === 'correlation' ? 'correlation id' : 'the same prompts'}</td><td class="n">${n}</td><td class="n">${formatOffset(medianMs)}</td><td class="n">${duration(spreadMs / 1_000)}</td><td>${suggestMs === null ? 'nothing' : formatOffset(suggestMs)}</td></tr>`;
