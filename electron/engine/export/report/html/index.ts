/** The case report as one HTML file: no scripts, nothing fetched, print-friendly. */
import { plural } from '../../../../../shared/base/text';
import type { ExportFormat } from '../../format';
import { reportModel } from '../model';
import { episodeMarkup } from './episode';
import { toText } from './markup';
import { closing, head, opening } from './page';

const html: ExportFormat = {
  id: 'html',
  title: 'Case report (HTML)',
  extension: 'html',
  media: 'text/html; charset=utf-8',
  kind: 'report',
  filters: false,

  async write(view, sink, context) {
    const model = await reportModel(view, context);
    await sink.write(head(model));
    await sink.write(toText(opening(model)));
    for (let n = 1; n <= model.sections; n++) {
      context.signal.throwIfAborted();
      await sink.write(toText(episodeMarkup(model.section(n))));
      context.progress({ phase: 'report', done: n, total: model.sections, unit: 'steps' });
      // Sections are made from synchronous reads: give way to the engine's other work between them.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sink.write(toText(closing(model)));
    await sink.write('</body>\n</html>\n');
    const inTable = view.info.episodes - model.sections;
    if (inTable > 0) context.leftOut(`${plural(inTable, 'episode')} only as a row of the table`);
    if (model.episodesCut > 0) context.leftOut(`${plural(model.episodesCut, 'episode')} not even in the table`);
  },
};
export default html;
