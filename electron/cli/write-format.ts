import type { SidedoorContract } from '../../shared/contract';
import type { InputOf, OutputOf } from '../../shared/contract/define';
import { note } from './output';
import { terminalText } from './progress';
import type { Workplace } from './workplace';

/** Writes one export or report of the open case to an absolute path; what the format cannot carry is said on stderr. */
export async function writeFormat(
  place: Workplace,
  format: string,
  path: string,
  more: Partial<Omit<InputOf<SidedoorContract['exports.write']>, 'format' | 'sink'>> = {},
): Promise<OutputOf<SidedoorContract['exports.write']>> {
  const client = await place.client();
  const sink = await place.token(path, 'write');
  const job = place.job();
  const written = await client['exports.write']({ format, sink, ...more }, job).finally(job.end);
  for (const what of written.leftOut) note(terminalText(`${format}: left out: ${what}`));
  for (const what of written.remarks ?? []) note(terminalText(`${format}: ${what}`));
  if (written.custodyHead !== undefined) note(`${format}: written from custody head ${written.custodyHead}`);
  return written;
}
