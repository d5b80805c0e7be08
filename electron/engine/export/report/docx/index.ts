/** The case report as a Word document. What writes it is loaded with the first one, or with the first template. */
import type { ExportFormat } from '../../format';

const docx: ExportFormat = {
  id: 'docx',
  title: 'Case report (Word)',
  extension: 'docx',
  media: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  kind: 'report',
  filters: false,
  templated: true,
  async placeholders(template) {
    const { placeholdersOf } = await import('./write-docx');
    return placeholdersOf(template);
  },
  async write(view, sink, context) {
    const { writeDocx } = await import('./write-docx');
    await writeDocx(view, sink, context);
  },
};
export default docx;
