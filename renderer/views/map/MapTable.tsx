import { Fragment, type ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { Journey, PlaceRow } from '../../../shared/contract/events';
import { pivotOn } from '../../state/pivot';
import { formatCount, formatTime } from '../../ui/format';
import { SortHead, useSorted } from '../../ui/SortHead';
import { networkWord } from './networks';
import { placeName, speedText } from './picture';

const PLACE_ORDERS: Record<string, (place: PlaceRow) => string | number | null> = {
  place: (place) => placeName(place),
  country: ({ country }) => country,
  success: (place) => place.success,
  denied: ({ denied }) => denied,
  identities: ({ identities }) => identities,
  shared: ({ shared }) => shared?.identities ?? null,
  within: ({ radiusKm }) => radiusKm,
};
type Leg = Journey['legs'][number];
const NO_LEGS: readonly Leg[] = [];
const LEG_ORDERS: Record<string, (leg: Leg) => string | number | null> = {
  time: ({ to }) => to.time,
  from: ({ from }) => from.name,
  to: ({ to }) => to.name,
  km: ({ km }) => km,
  speed: ({ speedKmh }) => speedKmh,
  judged: ({ impossible }) => (impossible ? 'impossible' : 'possible'),
};

/** The map as two tables: places with their counts, and travel in order of time. */
export function MapTable({
  places,
  journey,
  zone,
  onPlace,
  onEvent,
}: {
  places: readonly PlaceRow[];
  journey: Journey | null;
  zone: string;
  onPlace(place: PlaceRow): void;
  onEvent(event: string): void;
}): ReactNode {
  const { rows, sorting } = useSorted(places, PLACE_ORDERS);
  const travel = useSorted(journey?.legs ?? NO_LEGS, LEG_ORDERS);
  return (
    <div className="map-tables">
      <table>
        <caption>Places, those with most events first</caption>
        <thead>
          <tr>
            <SortHead id="place" title="Place" sorting={sorting} />
            <SortHead id="country" title="Country" sorting={sorting} />
            <SortHead id="success" title="Access" sorting={sorting} />
            <SortHead id="denied" title="Denied" sorting={sorting} />
            <SortHead id="identities" title="Identities" sorting={sorting} />
            <th scope="col">Addresses</th>
            <th scope="col">Networks</th>
            <SortHead id="shared" title="Shared by" sorting={sorting} />
            <th scope="col">Said by</th>
            <SortHead id="within" title="Within" sorting={sorting} />
          </tr>
        </thead>
        <tbody>
          {rows.map((place) => (
            <tr key={place.key}>
              <td
                {...pivotOn(
                  place.city && place.from === 'log' ? 'city' : 'country',
                  place.city && place.from === 'log' ? place.city : place.country,
                )}
              >
                <button type="button" className="link" onClick={() => onPlace(place)}>
                  {visible(placeName(place))}
                </button>
              </td>
              <td>{place.country}</td>
              <td>{formatCount(place.success)}</td>
              <td>{formatCount(place.denied)}</td>
              <td>{formatCount(place.identities)}</td>
              <td className="mono">
                {place.ips.slice(0, 3).map((ip) => (
                  <Fragment key={ip}>
                    <span {...pivotOn('ip', ip)}>{ip}</span>{' '}
                  </Fragment>
                ))}
              </td>
              <td title={(place.networks ?? []).map(({ because }) => visible(because)).join('; ')}>
                {(place.networks ?? []).map(({ kind }) => networkWord(kind)).join(', ') || 'not told'}
              </td>
              <td>{place.shared ? `${formatCount(place.shared.identities)} identities` : ''}</td>
              <td>{place.from}</td>
              <td>{place.radiusKm === null ? 'not told' : `${formatCount(Math.round(place.radiusKm))} km`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {journey && (
        <table>
          <caption>Travel of {visible(journey.identity.name)} in order of time</caption>
          <thead>
            <tr>
              <SortHead id="time" title={`Arrived (${zone})`} sorting={travel.sorting} />
              <SortHead id="from" title="From" sorting={travel.sorting} />
              <SortHead id="to" title="To" sorting={travel.sorting} />
              <SortHead id="km" title="Distance" sorting={travel.sorting} />
              <SortHead id="speed" title="Speed" sorting={travel.sorting} />
              <SortHead id="judged" title="Judgement" sorting={travel.sorting} />
              <th scope="col">Networks</th>
            </tr>
          </thead>
          <tbody>
            {travel.rows.map((leg) => (
              <tr key={`${leg.from.event} ${leg.to.event}`}>
                <td className="mono">
                  <button type="button" className="link" onClick={() => onEvent(leg.to.event)}>
                    {formatTime(leg.to.time, zone, 'second')}
                  </button>
                </td>
                <td>{visible(leg.from.name)}</td>
                <td>
                  {visible(leg.to.name)}
                  {leg.denied ? ' (denied)' : ''}
                </td>
                <td>{formatCount(Math.round(leg.km))} km</td>
                <td>{speedText(leg.speedKmh)}</td>
                <td>{leg.impossible ? 'impossible' : 'possible'}</td>
                <td>
                  {[leg.from.network, leg.to.network]
                    .map((kind) => (kind ? networkWord(kind) : 'not told'))
                    .join(' → ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
