/** The case report as one HTML file: no scripts, nothing fetched, print-friendly. */
import { reportDocument } from '../../document/document';
import type { ExportFormat } from '../../format';
import { tellCuts } from '../cuts';
import { blockMarkup } from './block';
import { closing, opening } from './page';

const html: ExportFormat = {
  id: 'html',
  title: 'Case report (HTML)',
  extension: 'html',
  media: 'text/html; charset=utf-8',
  kind: 'report',
  filters: false,

  async write(view, sink, context) {
    const report = await reportDocument(view, context);
    await sink.write(opening(report.cover, context.logo));
    for await (const blocks of report.blocks()) await sink.write(blocks.map(blockMarkup).join(''));
    await sink.write(closing(report.cover));
    tellCuts(report.model, context);
  },
};
export default html;
