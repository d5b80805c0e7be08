/** Drawings without scripts: geometry here, colours by class in the stylesheet. Each has a table that says the same. */
import { ellipsis, visible } from '../../../../../shared/base/text';
import type { Path } from '../../../../../shared/model/episode';
import { rfc3339 } from '../../../../../shared/model/time';
import type { Histogram } from '../../case-view';
import type { Citation, EpisodeSection } from '../model';
import { html, type Markup } from './markup';
import { duration, type MarkClass, markOf, moment } from './words';

const WIDTH = 640;
const round = (value: number): number => Math.round(value * 10) / 10;

/** The whole case: accesses up, denials down, the rest is in the table. */
export function timeline(histogram: Histogram): Markup {
  const half = 56;
  const middle = half + 4;
  const n = histogram.denied.length;
  const most = Math.max(1, ...histogram.denied, ...histogram.success);
  // Square root: a single denial beside ten thousand sign-ins must still be seen.
  const height = (count: number): number =>
    count === 0 ? 0 : Math.max(1.5, (Math.sqrt(count) / Math.sqrt(most)) * half);
  const step = WIDTH / n;
  const bars = (counts: readonly number[], mark: 'denied' | 'success'): Markup[] =>
    counts.flatMap((count, i) => {
      if (count === 0) return [];
      const tall = round(height(count));
      const y = round(mark === 'success' ? middle - tall : middle);
      return [
        html`<rect class="${mark}" x="${round(i * step + 0.5)}" y="${y}" width="${round(Math.max(1, step - 1))}" height="${tall}"/>`,
      ];
    });
  const ends = [histogram.from, histogram.to].map((time) => rfc3339(time).slice(0, 10));
  return html`<svg viewBox="0 0 ${WIDTH} ${2 * half + 26}" role="img" aria-label="Accesses and denials over time; the table below says the same">
${bars(histogram.success, 'success')}${bars(histogram.denied, 'denied')}
<line class="axis" x1="0" y1="${middle}" x2="${WIDTH}" y2="${middle}"/>
<text class="m" x="0" y="${2 * half + 22}">${ends[0]}</text><text class="m" x="${WIDTH}" y="${2 * half + 22}" text-anchor="end">${ends[1]}</text>
<text class="m" x="${WIDTH / 2}" y="${2 * half + 22}" text-anchor="middle">● access above, × denial below; heights by square root, tallest = ${most}</text>
</svg>`;
}

const glyph = (mark: MarkClass, x: number, y: number): Markup => {
  switch (mark) {
    case 'denied':
      return html`<path class="o s-denied" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>`;
    case 'success':
      return html`<circle class="success" cx="${x}" cy="${y}" r="4.5"/>`;
    case 'change':
      return html`<rect class="change" x="${x - 4}" y="${y - 4}" width="8" height="8"/>`;
    case 'request':
      return html`<path class="o s-request" d="M${x - 5} ${y - 4}h10l-5 8z"/>`;
    case 'other':
      return html`<circle class="o s-other" cx="${x}" cy="${y}" r="3.5"/>`;
  }
};

/** The cited records of an episode on one line of time: what was denied above, what followed below. */
export function strip(section: EpisodeSection): Markup | null {
  const times = section.citations.map(({ event }) => Date.parse(event.time));
  const from = Math.min(...times);
  const to = Math.max(...times);
  if (times.length < 2 || to === from) return null;
  const x = (citation: Citation): number =>
    round(10 + ((Date.parse(citation.event.time) - from) / (to - from)) * (WIDTH - 20));
  const marks = section.citations.map((citation) => {
    const mark = markOf(citation.event);
    return glyph(mark, x(citation), mark === 'denied' ? 14 : 34);
  });
  return html`<svg viewBox="0 0 ${WIDTH} 62" role="img" aria-label="Cited records over ${duration((to - from) / 1_000)}; the table of records says the same">
<line class="grid" x1="10" y1="24" x2="${WIDTH - 10}" y2="24"/>${marks}
<text class="m" x="10" y="58">${moment(rfc3339(from))}</text><text class="m" x="${WIDTH - 10}" y="58" text-anchor="end">${moment(rfc3339(to))}</text>
<text class="m" x="${WIDTH / 2}" y="58" text-anchor="middle">${duration((to - from) / 1_000)}</text></svg>`;
}

const ROW = 46;
/** To the width of the drawing; characters shown as escapes count as long as they are. The table has the whole. */
const clip = (text: string, characters: number): string => ellipsis(visible(text), characters);
const ROLE: Record<Path['hops'][number]['role'], MarkClass> = {
  denied: 'denied',
  access: 'success',
  change: 'change',
  request: 'request',
};

/** Hops from top to bottom; beside each edge the key that ties the hop to the one before. */
export function pathDrawing(path: Path): Markup {
  const height = path.hops.length * ROW + 4;
  const rows = path.hops.map((hop, i) => {
    const y = i * ROW + 18;
    const key = hop.key ? clip(hop.key, 78) : null;
    const where = [hop.identity, hop.ip, hop.app, hop.source].filter(Boolean).join(' · ');
    return html`${i > 0 && html`<line class="axis" x1="152" y1="${y - ROW + 8}" x2="152" y2="${y - 8}"/>`}${
      key !== null && html`<text class="m" x="166" y="${y - 17}">${key}</text>`
    }<text class="m" x="0" y="${y + 4}">${moment(hop.time)}</text>${glyph(ROLE[hop.role], 152, y)}<text x="166" y="${y}">${clip(hop.what, 74)}</text><text class="m" x="166" y="${y + 13}">${clip(where, 78)}</text>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Path of ${path.hops.length} steps; the table below says the same">${rows}</svg>`;
}
