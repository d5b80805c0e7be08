/** What decisions took, for the people who plan the next ones. */
import { plural } from '../../../../../shared/base/text';
import type { ReportModel } from '../model';
import { html, type Markup } from './markup';
import { duration, verdict } from './words';

export function effortMarkup({ effort }: ReportModel): Markup | false {
  const [all] = effort;
  if (!all || all.decisions === 0) return false;
  const unmeasured = all.decisions - (all.seconds?.n ?? 0);
  return html`<h4>Time to decision</h4>
<table><caption>From the first view of an episode to the decision that stands, and views opened meanwhile; n in brackets${
    unmeasured > 0 &&
    html`. ${plural(unmeasured, 'decision')} without a first view on screen (command line, or many at once) not measured`
  }</caption><thead><tr><th>Decided as</th><th class="n">Decisions</th><th class="n">Median</th><th class="n">90th percentile</th><th class="n">Views, median</th><th class="n">90th percentile</th></tr></thead><tbody>${effort.map(
    ({ verdict: as, decisions, seconds, views }) =>
      html`<tr><td>${as === null ? html`<strong>All</strong>` : verdict(as)}</td><td class="n">${decisions}</td><td class="n">${
        seconds ? `${duration(seconds.median)} (${seconds.n})` : '–'
      }</td><td class="n">${seconds ? duration(seconds.p90) : '–'}</td><td class="n">${
        views ? `${views.median} (${views.n})` : '–'
      }</td><td class="n">${views ? views.p90 : '–'}</td></tr>`,
  )}</tbody></table>`;
}
