/** Numbers that OCSF 1.8.0 gives to things, each once. */
import type { Event } from '../../../../../shared/model/event';
import { type Factor, type IdentityKind, isMachine, SUCCESS } from '../../../../../shared/model/words';
import { addressFamily } from '../../address-family';

export const OCSF = '1.8.0';

/** By which version of the program, and from which state of the case. */
export interface Written {
  version: string;
  /** Of the custody log. */
  head: string;
}

export const product = (version: string) => ({ name: 'Sidedoor', vendor_name: 'Sidedoor', version });

/** `auth_factor.factor_type_id`; what has no number of its own is 99 with our word. */
const FACTORS: Partial<Record<Factor, number>> = {
  sms: 1,
  security_question: 2,
  voice: 3,
  push: 5,
  push_number_match: 5,
  hardware_otp: 6,
  totp: 7,
  email_otp: 8,
  fido2: 10,
  passkey_platform: 10,
  password: 11,
};
export const factorOf = (factor: Factor) => ({ factor_type_id: FACTORS[factor] ?? 99, factor_type: factor });

const SYSTEMS: readonly (readonly [RegExp, number])[] = [
  [/windows/i, 100],
  [/android/i, 201],
  [/ipados/i, 302],
  [/\bios\b|iphone/i, 301],
  [/mac ?os|os ?x|darwin/i, 300],
  [/linux|ubuntu|debian|fedora/i, 200],
];
export const systemOf = (name: string) => ({
  name,
  type_id: SYSTEMS.find(([pattern]) => pattern.test(name))?.[1] ?? 99,
});

const EMAIL = /^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,}$/;

/** `user.type_id`: 1 a person, 0 unknown; machines have no number of their own. */
const kindOf = (kind: IdentityKind) =>
  kind === 'human' ? { type_id: 1, type: 'User' } : isMachine(kind) ? { type_id: 99, type: kind } : { type_id: 0 };

export function userOf({ identity, actor }: Pick<Event, 'identity' | 'actor'>) {
  const name = identity?.name ?? actor ?? 'unknown';
  return {
    name,
    uid: actor,
    ...kindOf(identity?.kind ?? 'unknown'),
    email_addr: EMAIL.test(name) ? name : null,
  };
}

/** Where it came from; null where the record names no address. */
export function endpointOf({ ip, asn, asOrg, geo }: Pick<Event, 'ip' | 'asn' | 'asOrg' | 'geo'>) {
  if (ip === null) return null;
  const place = geo && (geo.country || geo.city || geo.lat !== null);
  return {
    ...(addressFamily(ip) ? { ip } : { name: ip }),
    autonomous_system: asn === null ? null : { number: asn, name: asOrg },
    location: place
      ? {
          country: /^[A-Z]{2}$/.test(geo.country ?? '') ? geo.country : null,
          region: geo.region,
          city: geo.city,
          ...(geo.lat === null || geo.lon === null ? {} : { lat: geo.lat, long: geo.lon }),
          provider: geo.from,
        }
      : null,
  };
}

/** `status_id`: 1 success, 2 failure, 99 neither (a challenge, a record about no authentication). */
export function statusOf({ outcome }: Pick<Event, 'outcome'>) {
  if (SUCCESS.has(outcome)) return { status_id: 1, status: 'Success' };
  if (outcome === 'challenged' || outcome === 'none') return { status_id: 99, status: outcome };
  return { status_id: 2, status: 'Failure' };
}
