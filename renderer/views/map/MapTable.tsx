import { Fragment, type ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { Journey, PlaceRow } from '../../../shared/contract/events';
import { pivotOn } from '../../state/pivot';
import { formatCount, formatTime } from '../../ui/format';
import { networkWord } from './networks';
import { placeName, speedText } from './picture';

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
  return (
    <div className="map-tables">
      <table>
        <caption>Places, those with most events first</caption>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Country</th>
            <th scope="col">Access</th>
            <th scope="col">Denied</th>
            <th scope="col">Identities</th>
            <th scope="col">Addresses</th>
            <th scope="col">Networks</th>
            <th scope="col">Shared by</th>
            <th scope="col">Said by</th>
            <th scope="col">Within</th>
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
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
              <th scope="col">Arrived ({zone})</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">Distance</th>
              <th scope="col">Speed</th>
              <th scope="col">Judgement</th>
              <th scope="col">Networks</th>
            </tr>
          </thead>
          <tbody>
            {journey.legs.map((leg) => (
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
