/** What a reader of a place or a network must know: whose data, of which day, and how far to trust it. */
import { attributions } from '../../../assets/attributions';
import { tables } from './tables';

/** Credit lines for the case, with the day of each dataset in use; the caveat comes last. */
export function credits(): string[] {
  const { datasets, missing } = tables();
  const days = datasets.map(({ name, built }) => `${name}${built ? ` of ${built}` : ''}`);
  return [
    ...attributions,
    days.length > 0
      ? `Places and networks from databases (${days.join('; ')}) are coarse hints: the country of the operator's registration as often as that of the person. Places written in a log come first.`
      : 'No address database is present: only places written in the logs are shown.',
    ...missing.map((name) => `Missing from this installation: ${name}`),
  ];
}
