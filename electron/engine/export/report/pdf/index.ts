/** The case report as PDF. What draws it is loaded when the first one is written. */
import type { ExportFormat } from '../../format';

const pdf: ExportFormat = {
  id: 'pdf',
  title: 'Case report (PDF)',
  extension: 'pdf',
  media: 'application/pdf',
  kind: 'report',
  filters: false,
  async write(view, sink, context) {
    const { writePdf } = await import('./write-pdf');
    await writePdf(view, sink, context);
  },
};
export default pdf;
