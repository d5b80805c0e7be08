/** The case report as a workbook: one kind of row a sheet, typed, so that it can be filtered and summed. */

import { clean } from '../../document/blocks';
import type { ExportFormat } from '../../format';
import { writeWorkbook } from '../../ooxml/workbook';
import { tellCuts } from '../cuts';
import { reportModel } from '../model';
import { caseSheets, told } from './sheets';

const xlsx: ExportFormat = {
  id: 'xlsx',
  title: 'Case report (Excel)',
  extension: 'xlsx',
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  kind: 'report',
  filters: false,

  async write(view, sink, context) {
    const model = await reportModel(view, context);
    const { summary, rest } = caseSheets(model, () => context.spool());
    const episodes = await told(model, context);
    const sheets = [await summary(), ...episodes, ...(await rest())];
    await writeWorkbook(sink, sheets, {
      title: clean(`Case report: ${model.title}`),
      subject: clean(model.options.mark),
      by: clean(model.made.by),
      at: model.made.at.replace(/\.\d+Z$/, 'Z'),
    });
    tellCuts(model, context);
    if (context.logo) context.leftOut('the logo: the workbook holds tables only');
    context.leftOut('figures: their tables hold the numbers');
  },
};
export default xlsx;
