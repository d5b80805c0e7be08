/** One episode: what was observed, what was derived from it, how it is weighed, what was decided. */
import { plural } from '../../../../../shared/base/text';
import type { EpisodeFact, Link, Path, Weighed } from '../../../../../shared/model/episode';
import type { EpisodeSection } from '../model';
import { html, type Markup, prose } from './markup';
import { pathDrawing, strip } from './pictures';
import { stepsMarkup } from './steps';
import { duration, FOLLOWED, markOf, moment, outcomes, percent, plain, short, VERDICT, verdict, when } from './words';

const GLYPH = { denied: '×', success: '●', change: '■', request: '▽', other: '○' } as const;

export function episodeMarkup(section: EpisodeSection): Markup {
  const { episode } = section;
  const cites = (events: readonly string[]): Markup => citeLinks(section, events);
  return html`<section class="episode" id="e${section.n}">
<h3>${section.n}. ${short(episode.identity.name)}: ${plural(episode.denials, 'denial')}, ${moment(episode.start)}</h3>
<p class="small muted">Episode <code>${episode.id}</code> · ${plain(episode.identity.kind)}${
    episode.identity.owner && episode.identity.owner !== episode.identity.name
      ? html` · owner ${episode.identity.owner}`
      : null
  } · ${moment(episode.start)} to ${moment(episode.end)} · ${outcomes(episode.outcomes)}</p>
<h4>Verdict <span class="layer">interpretation</span></h4>
<p class="answer">${verdict(episode.verdict)}, confidence ${percent(episode.confidence)} <span class="layer">weighed by fixed rules</span></p>
${decisions(section)}
<h4>Four questions <span class="layer">observed</span></h4>
<dl><dt>Who</dt><dd>${episode.questions.who}</dd><dt>Which factor</dt><dd>${episode.questions.factor}</dd><dt>From where</dt><dd>${episode.questions.from}</dd>
<dt>Does it fit</dt><dd>${episode.questions.normal.fits}, of ${plural(episode.questions.normal.n, 'earlier record')}${
    episode.questions.normal.why.length > 0 && html`: ${episode.questions.normal.why.join('; ')}`
  }</dd>
<dt>What followed</dt><dd>${FOLLOWED[episode.followed]}${episode.missing.length > 0 && html` (missing: ${episode.missing.join(', ')})`}</dd>
${episode.lacking && episode.lacking.length > 0 && html`<dt>Not known</dt><dd>${episode.lacking.join('; ')}</dd>`}
${
  episode.nextOwn &&
  html`<dt>Own next access</dt><dd>after ${duration(episode.nextOwn.delaySeconds)}: ${episode.nextOwn.why}${cites([episode.nextOwn.event])}</dd>`
}</dl>
${strip(section)}
${weighed('Evidence for this verdict', episode.for, cites)}
${weighed('Evidence against it', episode.against, cites)}
${onFile(episode.facts ?? [])}
<h4>Access that followed <span class="layer">derived</span></h4>
${
  episode.followedBy.length === 0
    ? html`<p>No access in evidence plausibly belongs to whoever was denied.</p>`
    : episode.followedBy.map((link) => linkMarkup(link, section, cites))
}
${section.paths.map((path) => pathMarkup(path, cites))}
${aal(section)}
${stepsMarkup(episode)}
${episode.patterns.length > 0 && html`<p class="small">Patterns: ${episode.patterns.map((id) => html`<span class="tag">${plain(id)}</span>`)}</p>`}
${episode.standards.length > 0 && html`<p class="small muted">Standards: ${episode.standards.join('; ')}</p>`}
${episode.uses && episode.uses.length > 0 && html`<p class="small muted">For: ${episode.uses.map(plain).join(', ')}</p>`}
${notes(section)}
${records(section)}
</section>
`;
}

function citeLinks(section: EpisodeSection, events: readonly string[]): Markup {
  const numbers = events.flatMap((event) => section.cite(event) ?? []);
  const shown = numbers.slice(0, 8);
  const rest = events.length - shown.length;
  return html`${shown.map((n) => html` <a class="cite" href="#e${section.n}-${n}">[${n}]</a>`)}${
    rest > 0 && html` <span class="w">and ${plural(rest, 'more record')}</span>`
  }`;
}

type Cites = (events: readonly string[]) => Markup;

function weighed(title: string, list: readonly Weighed[], cites: Cites): Markup {
  return html`<h4>${title} <span class="layer">derived; weight in log-odds</span></h4>${
    list.length === 0
      ? html`<p>None.</p>`
      : html`<ul>${list.map((piece) => html`<li>${piece.text} <span class="w">${piece.weight.toFixed(1)}</span>${cites(piece.events)}${rowIds(piece.rows)}</li>`)}</ul>`
  }`;
}

/** Rows of context files, by the id under which `sidedoor raw` prints them. */
const rowIds = (rows: readonly string[] = []): Markup => html`${rows.map((row) => html` <code>${row}</code>`)}`;

function onFile(facts: readonly EpisodeFact[]): Markup {
  return html`${
    facts.length > 0 &&
    html`<h4>What registers say <span class="layer">told by the organisation</span></h4><ul>${facts.map(
      ({ time, text, kind, row }) =>
        html`<li>${time !== null && html`${moment(time)}: `}${text} <span class="w">${plain(kind)}</span>${rowIds([row])}</li>`,
    )}</ul>`
  }`;
}

function linkMarkup(link: Link, section: EpisodeSection, cites: Cites): Markup {
  const review = section.reviews.filter((row) => row.event === link.event && row.withdrawn === null).at(-1);
  return html`<p><strong>${plain(link.kind)}</strong>, score ${percent(link.score)}: ${moment(link.time)} (after ${duration(link.delaySeconds)}), ${link.identity}${
    link.ip && html` from <code>${link.ip}</code>`
  }${link.app && html` at ${link.app}`}, ${link.source}${cites([link.event])}${
    review && html` <span class="tag">${review.review} by ${review.by}</span>`
  }</p>
<ul>${link.reasons.map((reason) => html`<li>${reason.text} <span class="w">${reason.weight > 0 ? '+' : ''}${reason.weight.toFixed(1)}</span></li>`)}</ul>
${review && review.why !== '' && html`<div class="note">${prose(review.why)}</div>`}`;
}

function pathMarkup(path: Path, cites: Cites): Markup {
  return html`<h4>Path: ${plain(path.kind)}, score ${percent(path.score)} <span class="layer">derived</span></h4>
${pathDrawing(path)}
<table><caption>The same path as a table</caption><thead><tr><th>Time (UTC)</th><th>What</th><th>Who, where</th><th>Tied by</th></tr></thead><tbody>${path.hops.map(
    (hop) =>
      html`<tr><td class="t">${moment(hop.time)}</td><td>${short(hop.what)}${cites([hop.event])}</td><td>${[short(hop.identity), hop.ip, hop.app && short(hop.app), hop.source].filter((part) => part !== null).join(' · ')}</td><td>${hop.key ?? '–'}</td></tr>`,
  )}</tbody></table>
<p class="small muted">The path ends here because ${path.endsBecause}</p>`;
}

function decisions(section: EpisodeSection): Markup {
  const standing = section.decisions.filter((row) => row.withdrawn === null);
  const current = standing.at(-1);
  const earlier = section.decisions.filter((row) => row !== current);
  if (!current && earlier.length === 0)
    return html`<p class="muted">The investigator has not decided this episode.</p>`;
  return html`${
    current &&
    html`<div class="decision"><p><strong>Decided: ${verdict(current.verdict)}</strong>${
      current.verdict === section.episode.verdict
        ? ''
        : ` (the rules say ${VERDICT[section.episode.verdict].word.toLowerCase()})`
    }; action: ${current.action}</p><p>${prose(current.why)}</p><p class="small muted">${current.by}, ${when(current.at)} UTC</p></div>`
  }${
    earlier.length > 0 &&
    html`<p class="small muted">Earlier: ${earlier.map(
      (row, i) =>
        html`${i > 0 && '; '}${verdict(row.verdict)} by ${row.by}, ${moment(row.at)}${row.withdrawn && html`, taken back ${moment(row.withdrawn)}`}`,
    )}</p>`
  }`;
}

function aal({ episode }: EpisodeSection): Markup | false {
  if (!episode.aal) return false;
  const { denied, reached, required, flags, revision } = episode.aal;
  const level = (range: readonly [number, number] | null): string =>
    range === null ? 'not known' : range[0] === range[1] ? `AAL${range[0]}` : `AAL${range[0]} to AAL${range[1]}`;
  return html`<h4>Assurance <span class="layer">NIST SP 800-63B, ${revision}</span></h4><dl><dt>Refused</dt><dd>${level(denied)}</dd><dt>Reached</dt><dd>${level(reached)}</dd><dt>Required</dt><dd>${
    required === null ? 'not known' : `AAL${required}`
  }</dd>${flags.length > 0 && html`<dt>Remarks</dt><dd>${flags.map(plain).join(', ')}</dd>`}</dl>`;
}

function notes({ notes: list }: EpisodeSection): Markup | false {
  if (list.length === 0) return false;
  return html`<h4>Notes of the investigator</h4>${list.map(
    (note) =>
      html`<div class="note"><p>${prose(note.text)}</p><p class="small muted">${note.tags.map((tag) => html`<span class="tag">${tag}</span>`)}on <code>${note.on}</code>, ${note.by}, ${when(note.at)} UTC</p></div>`,
  )}`;
}

function records(section: EpisodeSection): Markup {
  const byFile = new Map<string, EpisodeSection['citations']>();
  for (const citation of section.citations) {
    const list = byFile.get(citation.event.file) ?? [];
    list.push(citation);
    byFile.set(citation.event.file, list);
  }
  return html`<h4>Records cited <span class="layer">observed</span></h4>
${[...byFile].map(
  ([
    file,
    list,
  ]) => html`<table><caption>File ${file}<br><span class="mono hash">SHA-256 ${list[0]!.sha256 ?? 'not known'}</span></caption>
<thead><tr><th>No.</th><th>Time (UTC)</th><th>What</th><th>Record</th><th class="n">Bytes at</th></tr></thead><tbody>${list.map(
    ({ n, event }) => {
      const what = [
        event.action,
        plain(event.outcome),
        event.factor && plain(event.factor),
        event.ip,
        event.geo?.country,
        event.app,
      ];
      return html`<tr id="e${section.n}-${n}"><td>[${n}]</td><td class="t">${when(event.time)}</td><td>${GLYPH[markOf(event)]} ${what.filter(Boolean).join(' · ')}</td><td class="mono">${event.recordId ?? '–'}<br>${event.id}</td><td class="n mono">${event.locator.offset}<br>+${event.locator.length}</td></tr>`;
    },
  )}</tbody></table>`,
)}
${section.citationsCut > 0 && html`<p class="small muted">${plural(section.citationsCut, 'further record')} of this episode: in the list of events (bundle, CSV).</p>`}`;
}
