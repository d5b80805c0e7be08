/** When the episodes of a campaign began, as a chart that leaves the program. Pure. */
import { plural } from '../../../shared/base/text';
import type { QueueRow } from '../../../shared/contract/episodes';
import type { Campaign } from '../../../shared/model/campaign';
import { VERDICT_ORDER, VERDICTS } from '../../state/words';
import { type Chart, drawShape, type Shape, tokenOf } from '../../ui/canvas-chart';
import { formatSpan } from '../../ui/format';
import { campaignTitle, whoWord } from './campaign-words';
import { strip } from './strip';

const WIDTH = 880;

export function campaignSheet(campaign: Campaign, rows: readonly QueueRow[], zone: string): Chart {
  const span = { from: Date.parse(campaign.start), to: Date.parse(campaign.end) };
  const marks = rows.map(({ id, start, verdict }) => ({ id, at: Date.parse(start), verdict }));
  const layout = strip(marks, span, WIDTH, zone);
  const verdicts = VERDICT_ORDER.filter((verdict) => rows.some((row) => row.verdict === verdict));
  return {
    title: `${campaignTitle(campaign)}: ${whoWord(campaign)}`,
    what: `beginnings of ${plural(rows.length, 'episode')}, ${formatSpan(campaign.start, campaign.end, zone)}`,
    size: { width: WIDTH, height: layout.height },
    draw: (pen, colours) => {
      pen.fillStyle = colours('--line-strong');
      pen.fillRect(0, layout.base, WIDTH, 1);
      for (const { x, y, verdict } of layout.marks) {
        const { shape, color } = VERDICTS[verdict];
        drawShape(pen, shape as Shape, x, y, 4, colours(tokenOf(color)));
      }
      pen.font = `11px ${colours('--font') || 'sans-serif'}`;
      pen.textBaseline = 'middle';
      pen.fillStyle = colours('--muted');
      for (const { x, text, anchor } of layout.ticks) {
        pen.textAlign = anchor === 'middle' ? 'center' : anchor === 'end' ? 'right' : 'left';
        pen.fillText(text, x, layout.height - 7);
      }
    },
    legend: (item, pen, colours) => {
      for (const verdict of verdicts) {
        const { shape, color, word } = VERDICTS[verdict];
        item(word, (x, y) => drawShape(pen, shape as Shape, x + 12, y, 4, colours(tokenOf(color))));
      }
    },
  };
}
