/** Where a person is on a day, and from which address the laptop and the phone are seen. */
import { isWorkday, weekday } from './book';
import { office, type Person, vpnEgress } from './company';
import type { Chance } from './random';
import { type Address, addressIn, fixed } from './world';

export interface Trip {
  name: string; // display name of the traveller
  from: number; // first day away
  to: number; // last day away
  hotel: string;
  mobile: string;
  offset: number;
  /** Office of the company that the traveller works from, or null. */
  office: Address | null;
  works: boolean; // false on holiday: only the phone looks in
}

/** Known in advance only to the traveller; the logs tell it by and by. */
export const TRIPS: readonly Trip[] = [
  {
    name: 'Elena Marchetti',
    from: 12,
    to: 16,
    hotel: 'hotel-singapore',
    mobile: 'mobile-sg',
    offset: 8,
    office: null,
    works: true,
  },
  {
    name: 'Jeroen van Dam',
    from: 19,
    to: 21,
    hotel: 'hotel-leeds',
    mobile: 'mobile-gb',
    offset: 1,
    office: fixed('office-leeds', 18),
    works: true,
  },
  {
    name: 'Ingrid Solberg',
    from: 6,
    to: 8,
    hotel: 'hotel-denver',
    mobile: 'mobile-us',
    offset: -6,
    office: fixed('office-denver', 66),
    works: true,
  },
];

export interface Whereabouts {
  mode: 'office' | 'home' | 'away' | 'free';
  laptop: Address;
  phone: Address;
  offset: number;
  /** The VPN is used from here on this day; then the laptop is seen at the egress once it is up. */
  vpn: boolean;
}

/** The private address of a person: one household in eight gets a new one in the middle of the month. */
export function homeOn(person: Person, day: number, chance: Chance): Address {
  const moves = chance.fork(`${person.upn}/home`);
  return moves.yes(1 / 8) && day >= moves.int(10, 22) ? addressIn(person.home.net.id, moves) : person.home;
}

export function whereabouts(person: Person, day: number, chance: Chance, trips: readonly Trip[]): Whereabouts {
  const today = chance.fork(`${person.upn}/where/${day}`);
  const trip = trips.find((item) => item.name === person.display && day >= item.from && day <= item.to);
  if (trip) {
    const hotel = addressIn(trip.hotel, chance.fork(`${person.upn}/hotel/${trip.from}`));
    const working = trip.works && isWorkday(day, person.site);
    return {
      mode: working ? 'away' : 'free',
      laptop: trip.office && working ? trip.office : hotel,
      phone: addressIn(trip.mobile, today),
      offset: trip.offset,
      vpn: working && trip.office === null && person.usesVpn,
    };
  }
  const home = homeOn(person, day, chance);
  const phone = addressIn(person.mobileNet, today);
  if (!isWorkday(day, person.site)) return { mode: 'free', laptop: home, phone, offset: person.offset, vpn: false };
  if (person.homeDays.has(weekday(day))) {
    return {
      mode: 'home',
      laptop: home,
      phone: today.yes(0.7) ? home : phone,
      offset: person.offset,
      vpn: person.usesVpn && today.yes(0.75),
    };
  }
  return { mode: 'office', laptop: office(person), phone, offset: person.offset, vpn: false };
}

export const behindVpn = (spot: Whereabouts): Address => (spot.vpn ? vpnEgress() : spot.laptop);
