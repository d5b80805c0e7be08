/** The page around the episodes, in pieces. */
import { createHash } from 'node:crypto';
import { plural } from '../../../../../shared/base/text';
import { formatOffset } from '../../../../../shared/model/clock-offset';
import { rfc3339 } from '../../../../../shared/model/time';
import type { CaseFile } from '../../case-view';
import type { ReportModel } from '../model';
import { coverageMarkup } from './coverage';
import { effortMarkup } from './effort';
import { html, type Markup, prose, toText } from './markup';
import { timeline } from './pictures';
import { replayMarkup } from './replay';
import { rulesMarkup } from './rules';
import { STYLE } from './style';
import { moment, percent, plain, short, verdict, when } from './words';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** No script can run, nothing can be fetched, and only our own stylesheet applies. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;

/** Start of the document. The stylesheet is ours to the byte: its hash stands in the policy. */
export function head(model: ReportModel): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${toText(html`Case report: ${model.title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
`;
}

export function opening(model: ReportModel): Markup {
  const { case: info, made, custody } = model;
  return html`<header>
<h1>Case report: ${short(model.title)}</h1>
<p class="small muted">Case <code>${info.id}</code>${info.demo && ' · demonstration with made-up data'} · made ${when(made.at)} UTC by ${made.by}${
    made.confirmed ? '' : ' (name not confirmed)'
  } with Sidedoor ${made.version}</p>
<p class="lead">${model.answer}</p>
<dl><dt>Evidence</dt><dd>${plural(info.files, 'file')}, ${plural(info.events, 'event')}${
    info.first && info.last ? html`, ${moment(info.first)} to ${moment(info.last)}` : ''
  }</dd>
<dt>Found</dt><dd>${plural(info.denials, 'denial')} in ${plural(info.episodes, 'episode')}, ${plural(info.identities, 'identity', 'identities')}</dd>
${model.ownership && html`<dt>Owners</dt><dd>${model.ownership}</dd>`}
<dt>Still open</dt><dd>${plural(info.open, 'episode')} without a decision${info.suppressed ? `, and ${info.suppressed} suppressed as noise` : ''}</dd>
<dt>Custody head</dt><dd><code class="hash">${custody.head}</code><br><span class="small muted">SHA-256 of line ${custody.count} of the custody log. Write it down apart from this file: it shows whether the log was cut later.</span></dd>
<dt>Times</dt><dd>UTC throughout</dd></dl>
${info.analysed ? '' : html`<p><strong>Evidence or settings have changed since the last analysis: findings may be out of date.</strong></p>`}
</header>
<h2>Overview</h2>
<table><caption>Episodes by verdict: as weighed by the rules, and as decided by the investigator</caption><thead><tr><th>Verdict</th><th class="n">Rules</th><th class="n">Decided</th></tr></thead><tbody>${model.verdicts.map(
    (row) =>
      html`<tr><td>${verdict(row.verdict)}</td><td class="n">${row.engine}</td><td class="n">${row.decided}</td></tr>`,
  )}</tbody></table>
${overTime(model)}
${model.notebook && html`<h2>Narrative</h2><p>${prose(model.notebook.text)}</p><p class="small muted">${model.notebook.by}, ${when(model.notebook.at)} UTC</p>`}
<h2>Episodes</h2>
${episodeTable(model)}`;
}

function overTime({ histogram }: ReportModel): Markup | false {
  if (!histogram) return false;
  const rows = histogram.denied.flatMap((denied, i) => {
    const from = histogram.from + i * histogram.step;
    return denied > 0 ? [{ from, denied, success: histogram.success[i]!, other: histogram.other[i]! }] : [];
  });
  const quiet = histogram.denied.length - rows.length;
  return html`<h4>Over time <span class="layer">observed</span></h4>${timeline(histogram)}
<details open><summary>The same as a table</summary><table><caption>Slices with denials, each ${sliceWords(histogram.step)} long${
    quiet > 0 && html`; ${plural(quiet, 'slice')} without denials left out`
  }</caption><thead><tr><th>From (UTC)</th><th class="n">Denials</th><th class="n">Accesses</th><th class="n">Other</th></tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><td class="t">${moment(rfc3339(row.from))}</td><td class="n">${row.denied}</td><td class="n">${row.success}</td><td class="n">${row.other}</td></tr>`,
  )}</tbody></table></details>`;
}

function sliceWords(ms: number): string {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

function episodeTable(model: ReportModel): Markup {
  if (model.episodes.length === 0) return html`<p>There are none.</p>`;
  return html`<table><caption>The gravest first; numbered ones are told in full below</caption><thead><tr><th>No.</th><th>Start (UTC)</th><th>Identity</th><th class="n">Denials</th><th>Followed</th><th>Verdict</th><th>Decided</th></tr></thead><tbody>${model.episodes.map(
    (row, i) =>
      html`<tr><td>${i < model.sections ? html`<a href="#e${i + 1}">${i + 1}</a>` : '–'}</td><td class="t">${moment(row.start).slice(0, 16)}</td><td>${short(row.identity)}<br><span class="mono muted">${row.id}</span></td><td class="n">${row.denials}</td><td class="k">${plain(row.followed)}</td><td class="k">${verdict(row.verdict)}, ${percent(row.confidence)}</td><td class="k">${row.decided ? verdict(row.decided) : 'no'}${row.suppressed && html`<br><span class="small muted">suppressed</span>`}</td></tr>`,
  )}</tbody></table>${
    model.episodesCut > 0 &&
    html`<p>${plural(model.episodesCut, 'further episode')} not listed here: see the bundle (episodes.ndjson).</p>`
  }`;
}

export function closing(model: ReportModel): Markup {
  return html`${replayMarkup(model)}
<h2>Evidence</h2>
${model.files.length === 0 ? html`<p>No file was imported.</p>` : model.files.map(fileMarkup)}
${coverageMarkup(model)}
<h2>What was left out</h2>
${leftOut(model)}
${
  model.otherNotes.length > 0 &&
  html`<h2>Further notes</h2>${model.otherNotes.map((note) => html`<div class="note"><p>${prose(note.text)}</p><p class="small muted">${note.tags.map((tag) => html`<span class="tag">${tag}</span>`)}on <code>${note.on}</code>, ${note.by}, ${when(note.at)} UTC</p></div>`)}`
}
<h2>Method and limits</h2>
<ul>${model.limits.map((limit) => html`<li>${limit}</li>`)}</ul>
${rulesMarkup(model)}
${effortMarkup(model)}
<h4>Settings and versions</h4>
<dl><dt>Sidedoor</dt><dd>${model.made.version}</dd><dt>Case format</dt><dd>${model.case.format}</dd>${Object.entries(model.settings).map(([name, value]) => html`<dt>${name}</dt><dd>${typeof value === 'string' ? value : JSON.stringify(value)}</dd>`)}</dl>
<footer><p>Custody head <code class="hash">${model.custody.head}</code>, ${plural(model.custody.count, 'line')}.</p>${model.case.attributions.map((credit) => html`<p>${credit}</p>`)}</footer>
`;
}

function fileMarkup(file: CaseFile): Markup {
  return html`<h4 class="plain">${file.file}</h4><dl>
<dt>SHA-256</dt><dd><code class="hash">${file.sha256}</code>${file.storedSha256 !== file.sha256 && html`<br><span class="small muted">of the content; the file as received (${plain(file.packing)}): <code class="hash">${file.storedSha256}</code></span>`}</dd>
<dt>What</dt><dd>${file.recognised ? html`${file.source}, ${file.shape}` : 'not recognised'}, ${file.bytes.toLocaleString('en')} bytes${file.referenced && ', referenced (not copied into the case)'}${file.member && html`, member ${file.member}`}</dd>
<dt>Records</dt><dd>${file.records} = ${file.events} events + ${file.context} context + ${file.duplicates} duplicates + ${file.skipped} skipped + ${file.rejected} rejected</dd>
${file.first && file.last && html`<dt>Covers</dt><dd>${moment(file.first)} to ${moment(file.last)}</dd>`}
${file.zoneAssumed && html`<dt>Zone ${file.zoneNamed ? 'named' : 'assumed'}</dt><dd>${file.zoneAssumed}, for times that carry none</dd>`}
${file.clock && html`<dt>Clock</dt><dd>${formatOffset(file.clock.offsetMs)} added to every time by ${file.clock.by}, ${when(file.clock.at)} UTC: ${file.clock.why}</dd>`}
<dt>Imported</dt><dd>${moment(file.imported.started)}</dd>
${file.removed && html`<dt>Removed</dt><dd>${moment(file.removed.at)}: ${file.removed.why}</dd>`}
${file.warnings.length > 0 && html`<dt>Remarks</dt><dd>${file.warnings.join('; ')}</dd>`}</dl>`;
}

const REFUSED = 500; // rows; a folder of somebody's whole disk must not drown the report

function refused({ refused: files }: ReportModel): Markup | false {
  if (files.length === 0) return false;
  return html`<table><caption>Files that were offered for import and not taken${
    files.length > REFUSED && html`, the first ${REFUSED} of ${files.length}; the custody log names all`
  }</caption><thead><tr><th>File</th><th>Why</th><th>Offered (UTC)</th></tr></thead><tbody>${files
    .slice(0, REFUSED)
    .map(
      ({ file, why, at }) => html`<tr><td>${file}</td><td>${why}</td><td class="t">${moment(at)}</td></tr>`,
    )}</tbody></table>`;
}

function leftOut(model: ReportModel): Markup {
  const reasons = model.files.flatMap((file) => file.reasons.map((reason) => ({ file: file.file, ...reason })));
  const removed = model.files.filter((file) => file.removed);
  const told = model.case.episodes - model.sections;
  return html`<ul>
${told > 0 ? html`<li>${plural(told, 'episode')} only in the table, not told in full.</li>` : html`<li>Every episode is told in full.</li>`}
${model.missing.length > 0 ? html`<li>Logs that would answer what stayed open, and are not in evidence: ${model.missing.join(', ')}.</li>` : html`<li>No finding asks for a log that is not in evidence.</li>`}
${removed.length > 0 && html`<li>Removed from the case: ${removed.map((file) => file.file).join(', ')}.</li>`}
${reasons.length === 0 && html`<li>No record was skipped or rejected.</li>`}
${model.refused.length === 0 && html`<li>No file that was offered for import was turned away.</li>`}
</ul>
${refused(model)}
${
  reasons.length > 0 &&
  html`<table><caption>Records that became no event</caption><thead><tr><th>File</th><th>End</th><th>Why</th><th class="n">Records</th><th class="n">First at byte</th></tr></thead><tbody>${reasons.map(
    (row) =>
      html`<tr><td>${row.file}</td><td>${row.kind}</td><td>${row.why}</td><td class="n">${row.count}</td><td class="n mono">${row.example?.offset ?? '–'}</td></tr>`,
  )}</tbody></table>`
}`;
}
