/** Events as a table for any spreadsheet: RFC 4180, UTF-8 without a byte order mark, no cell that runs. */
import { plural } from '../../../../../shared/base/text';
import { csvRow, isFormula } from '../../csv-cell';
import { type ExportFormat, walk } from '../../format';
import { manualIn } from '../../manual';
import { eventsIn, expected, sayScope } from '../../scope';
import { Lines } from '../../sink';
import { type Cell, COLUMNS, HEAD, manualCells } from './columns';
import { viewColumns } from './view-columns';

const csv: ExportFormat = {
  id: 'csv',
  title: 'Events (CSV)',
  extension: 'csv',
  media: 'text/csv; charset=utf-8; header=present',
  kind: 'export',
  filters: true,
  columns: true,

  async write(view, sink, context) {
    const sha256 = new Map(view.files().map((file) => [file.file, file.sha256]));
    const out = new Lines(sink);
    let guarded = 0;
    const { head } = view.custodyHead();
    const row = (cells: Cell[]): Promise<void> | undefined => {
      for (const cell of cells) if (typeof cell === 'string' && isFormula(cell)) guarded += 1;
      return out.add(csvRow([...cells, head]));
    };
    const shown = context.columns && viewColumns(view, context.columns);
    await out.add(csvRow([...(shown?.head ?? COLUMNS.map(([name]) => name)), HEAD]));
    const total = expected(view, context);
    const n = await walk(eventsIn(view, context), context, (event, done) => {
      if (done % 1_000 === 0) context.progress({ phase: 'events', done, total, unit: 'events' });
      return row(shown?.cells(event) ?? COLUMNS.map(([, cell]) => cell(event, sha256.get(event.file) ?? null)));
    });
    for (const event of manualIn(view, context)) await row(shown?.manual(event) ?? manualCells(event));
    await out.flush();
    sayScope(view, context, n);
    if (shown) context.leftOut('what the columns of this view do not show');
    if (guarded > 0) {
      context.remark(
        `${plural(guarded, 'cell begins', 'cells begin')} with an apostrophe that the evidence does not have: without it a spreadsheet would run ${guarded === 1 ? 'it' : 'them'} as a formula`,
      );
    }
  },
};
export default csv;
