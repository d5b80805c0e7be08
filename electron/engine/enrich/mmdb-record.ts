/** What a record of a MaxMind DB says, whichever maker's field names it uses: place, network, anonymity. Pure. */

export interface MmdbAnswer {
  country: string | null; // ISO 3166-1 alpha-2
  region: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
  radiusKm: number | null;
  asn: number | null;
  asOrg: string | null;
  /** Kind of network and the words of the record that say so. */
  network: { kind: 'vpn' | 'proxy' | 'tor' | 'hosting' | 'mobile' | 'residential' | 'office'; because: string } | null;
}

type Fields = Readonly<Record<string, unknown>>;
const NONE: Fields = {};
const LONGEST = 200; // characters kept of a name

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NONE;

/** A name: a text, or texts by language of which the English one counts. */
function name(value: unknown): string | null {
  const text = typeof value === 'string' ? value : fields(fields(value).names).en;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, LONGEST) : null;
}

function number(value: unknown): number | null {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

const isSet = (value: unknown): boolean => value === true || value === 1 || value === 'true';

function countryOf(row: Fields): string | null {
  const candidates = [
    fields(row.country).iso_code,
    row.country_code,
    row.country,
    fields(row.registered_country).iso_code,
  ];
  for (const code of candidates) if (typeof code === 'string' && /^[A-Za-z]{2}$/.test(code)) return code.toUpperCase();
  return null;
}

function spotOf(row: Fields): { lat: number; lon: number } | null {
  const place = row.location === undefined || typeof row.location === 'string' ? row : fields(row.location);
  const lat = number(place.latitude ?? place.lat);
  const lon = number(place.longitude ?? place.lng ?? place.lon);
  if (lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return lat === 0 && lon === 0 ? null : { lat, lon };
}

function asnOf(row: Fields): { asn: number | null; asOrg: string | null } {
  const traits = fields(row.traits);
  const told = row.autonomous_system_number ?? traits.autonomous_system_number ?? row.asn;
  const asn = number(typeof told === 'string' ? told.replace(/^AS/i, '') : told);
  const org = row.autonomous_system_organization ?? traits.autonomous_system_organization ?? row.as_name ?? row.name;
  return { asn: asn !== null && Number.isInteger(asn) && asn > 0 && asn < 2 ** 32 ? asn : null, asOrg: name(org) };
}

/** Fields that mark an address, the telling ones first. */
const MARKS: readonly (readonly [kind: NonNullable<MmdbAnswer['network']>['kind'], names: readonly string[]])[] = [
  ['tor', ['is_tor_exit_node', 'tor']],
  ['vpn', ['is_anonymous_vpn', 'vpn']],
  ['proxy', ['is_public_proxy', 'is_residential_proxy', 'proxy', 'relay']],
  ['hosting', ['is_hosting_provider', 'hosting']],
  ['proxy', ['is_anonymous', 'is_anonymous_proxy']],
];
const TYPES: Readonly<Record<string, NonNullable<MmdbAnswer['network']>['kind']>> = {
  cellular: 'mobile',
  'cable/dsl': 'residential',
  dialup: 'residential',
  residential: 'residential',
  hosting: 'hosting',
  content_delivery_network: 'hosting',
  business: 'office',
  corporate: 'office',
  consumer_privacy_network: 'proxy',
};

function networkOf(row: Fields): MmdbAnswer['network'] {
  for (const from of [row, fields(row.traits)]) {
    for (const [kind, names] of MARKS) {
      const because = names.find((field) => isSet(from[field]));
      if (because !== undefined) return { kind, because };
    }
  }
  for (const from of [row, fields(row.traits)]) {
    for (const field of ['connection_type', 'user_type']) {
      const told = from[field];
      const kind = typeof told === 'string' ? TYPES[told.toLowerCase()] : undefined;
      if (kind) return { kind, because: `${field} ${String(told).slice(0, 40)}` };
    }
  }
  return null;
}

/** Null where the record says nothing that is known here. */
export function mmdbAnswer(record: unknown): MmdbAnswer | null {
  const row = fields(record);
  const subdivisions = Array.isArray(row.subdivisions) ? row.subdivisions : [];
  const spot = spotOf(row);
  const radius = number(fields(row.location).accuracy_radius ?? row.accuracy_radius);
  const answer: MmdbAnswer = {
    country: countryOf(row),
    region: name(subdivisions[0]) ?? name(row.state1) ?? name(row.region),
    city: name(row.city),
    lat: spot?.lat ?? null,
    lon: spot?.lon ?? null,
    radiusKm: spot && radius !== null && radius > 0 && radius <= 20_000 ? radius : null,
    ...asnOf(row),
    network: networkOf(row),
  };
  return Object.values(answer).some((value) => value !== null) ? answer : null;
}
