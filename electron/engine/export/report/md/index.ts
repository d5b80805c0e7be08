/** The case report as Markdown: for wikis and version control. Every value is escaped, so that none becomes markup. */
import { reportDocument } from '../../document/document';
import type { ExportFormat } from '../../format';
import { tellCuts } from '../cuts';
import { blockText, frontText } from './block';

const md: ExportFormat = {
  id: 'md',
  title: 'Case report (Markdown)',
  extension: 'md',
  media: 'text/markdown; charset=utf-8',
  kind: 'report',
  filters: false,

  async write(view, sink, context) {
    const report = await reportDocument(view, context);
    await sink.write(frontText(report.cover));
    for await (const blocks of report.blocks()) await sink.write(blocks.map(blockText).join(''));
    const { mark } = report.cover;
    if (mark !== '') await sink.write(frontMark(mark));
    tellCuts(report.model, context);
    if (context.logo) context.leftOut('the logo: Markdown holds no pictures');
    context.leftOut('figures: their tables say the same');
  },
};
export default md;

const frontMark = (mark: string): string => blockText({ block: 'paragraph', runs: [{ text: mark, look: 'strong' }] });
