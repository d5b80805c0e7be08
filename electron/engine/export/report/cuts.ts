/** What a report does not hold, in words: said when it was written, and kept in the custody line. */
import { plural } from '../../../../shared/base/text';
import { PART_NAMES, ReportPart } from '../../../../shared/model/report';
import type { WriteContext } from '../format';
import type { ReportModel } from './model';

export function tellCuts(model: ReportModel, context: Pick<WriteContext, 'leftOut'>): void {
  const { parts } = model.options;
  for (const part of ReportPart.options) {
    if (!parts.includes(part)) context.leftOut(`the part "${PART_NAMES[part]}" was not asked for`);
  }
  if (model.inScope.outside > 0) context.leftOut(`${plural(model.inScope.outside, 'episode')} outside the scope`);
  if (!parts.includes('technical')) return;
  const inTable = model.inScope.episodes - model.sections;
  if (inTable > 0) context.leftOut(`${plural(inTable, 'episode')} only as a row of the table`);
  if (model.episodesCut > 0) context.leftOut(`${plural(model.episodesCut, 'episode')} not even in the table`);
}
