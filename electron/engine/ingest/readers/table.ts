/** The reader of a table's rows, whatever it is written as. */
import type { Layout } from './csv/delimiter';
import { type RowSink, RowsReader } from './csv/rows';
import type { Reader } from './sink';
import { SheetReader } from './xlsx/sheet';

/** `base`: offset in the file of the first byte that will be fed (for delimited text, behind `layout.skip`). */
export const tableReader = (layout: Layout, sink: RowSink, base = 0): Reader =>
  layout.book ? new SheetReader(sink, layout.book, base, layout.header) : new RowsReader(sink, layout.delimiter, base);
