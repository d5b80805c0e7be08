/** Place and device of a sign-in, out of the fields that name them. What is the same for many rows is made once, and shared. */
import type { EventDraft } from '../../../../../shared/model/event';
import { countryCode } from '../../vendor/countries';
import { coordinates, placeName } from '../../vendor/fields';

export interface Location {
  city: string | null;
  state: string | null;
  /** Name or code. */
  country: string | null;
  lat: number | null;
  lon: number | null;
}

/** Null where nothing of it can be read. Nobody may change it. */
export function placeOf({ lat, lon, ...named }: Location): EventDraft['place'] {
  const point = coordinates(lat, lon);
  const country = countryCode(named.country);
  const [region, city] = [placeName(named.state), placeName(named.city)];
  if (!country && !point && !region && !city) return null;
  return Object.freeze({ country, region, city, lat: point?.lat ?? null, lon: point?.lon ?? null });
}

/** Null where nothing is told. Nobody may change it. */
export function deviceOf(device: NonNullable<EventDraft['device']>): EventDraft['device'] {
  const { id, name, os, browser, managed, compliant, trust } = device;
  if (!id && !name && !os && !browser && managed === null && compliant === null && !trust) return null;
  return Object.freeze({ id, name, os, browser, managed, compliant, trust });
}
