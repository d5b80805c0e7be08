/**
 * A tenant whose neighbouring records have little in common, from a seed: 9,000 people of very uneven activity, each with addresses,
 * devices, agents and sessions of their own, one record in sixteen a refusal. The other generators of this folder make people who
 * work one after the other, which flatters whatever remembers the record before.
 */
import { random } from '../random.ts';

const FIRST = 'Anna Boris Chloé Dmitri Eva Felix Grace Hugo Inès Jonas Kim Lars Maya Nils Olga Peter'.split(' ');
const LAST = 'Adler Brown Costa Dubois Evans Fischer García Hansen Ito Jensen Kowalski Larsen Meyer Novak Quist Rossi'.split(' '); // biome-ignore format: one line
const PLACES = [
  ['Seattle', 'Washington', 'US', 'United States', 47.6, -122.3],
  ['Berlin', 'Berlin', 'DE', 'Germany', 52.5, 13.4],
  ['London', 'England', 'GB', 'United Kingdom', 51.5, -0.12],
  ['Paris', 'Île-de-France', 'FR', 'France', 48.8, 2.35],
  ['Tokyo', 'Tokyo', 'JP', 'Japan', 35.6, 139.7],
  ['São Paulo', 'São Paulo', 'BR', 'Brazil', -23.5, -46.6],
  ['Mumbai', 'Maharashtra', 'IN', 'India', 19, 72.8],
  ['Sydney', 'New South Wales', 'AU', 'Australia', -33.8, 151.2],
  ['Lagos', 'Lagos', 'NG', 'Nigeria', 6.5, 3.4],
  ['Madrid', 'Madrid', 'ES', 'Spain', 40.4, -3.7],
] as const;
export type Place = (typeof PLACES)[number];

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);
const AGENTS = [
  ...range(128, 142).map((v) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${v}.0.0.0 Safari/537.36 Edg/${v}.0.0.0`), // biome-ignore format: one line
  ...range(130, 142).map((v) => `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${v}.0.0.0 Safari/537.36`), // biome-ignore format: one line
  ...range(0, 6).map((v) => `Mozilla/5.0 (iPhone; CPU iPhone OS 18_${v} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.${v} Mobile/15E148 Safari/604.1`), // biome-ignore format: one line
];

export interface Person {
  n: number;
  id: string;
  okta: string;
  name: string;
  login: string;
  place: Place;
  addresses: string[];
  agents: string[];
  devices: string[];
  /** What the last record of theirs named; a new one now and then. */
  session: string;
}

export type Chances = ReturnType<typeof chances>;

/** Draws by which records are made, from a seed. */
export function chances(seed: number) {
  const { int, hex, chance } = random(seed);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const guid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const address = (): string => `${11 + int(180)}.${int(256)}.${int(256)}.${1 + int(254)}`;
  return { int, hex, chance, pick, guid, address };
}

/** Share of records that are refusals. */
export const REFUSED = 1 / 16;

/** The people, and who acts next: a few do most of it. */
export function population({ int, hex, pick, guid, address }: Chances, size = 9_000) {
  const people = Array.from({ length: size }, (_, n): Person => {
    const [first, last] = [pick(FIRST), pick(LAST)];
    const ascii = last.normalize('NFD').replaceAll(/[^A-Za-z]/g, '');
    return {
      n,
      id: guid(),
      okta: `00u${hex(17)}`,
      name: `${first} ${last}`,
      login: `${ascii}${n}@fabrikam.example`.toLowerCase(),
      place: pick(PLACES),
      addresses: Array.from({ length: 1 + int(4) }, address),
      agents: Array.from({ length: 1 + int(3) }, () => pick(AGENTS)),
      devices: [hex(32), hex(32)],
      session: guid(),
    };
  });
  return (): Person => people[Math.floor(size * (int(1_000_000) / 1_000_000) ** 1.7)]!;
}

/** Where a record comes from: one of a person's own addresses and places, seldom another. */
export function whence(person: Person, { pick, chance, address }: Chances): { ip: string; place: Place } {
  return chance(0.04) ? { ip: address(), place: pick(PLACES) } : { ip: pick(person.addresses), place: person.place };
}

/** The session of a person's next record. */
export function session(person: Person, { chance, guid }: Chances): string {
  if (chance(0.15)) person.session = guid();
  return person.session;
}

/** Times from the first of a month on, `records` of them in thirty days, rising. */
export function clock(records: number, { int }: Chances): () => Date {
  const step = Math.max(1, Math.floor((30 * 86_400_000) / records));
  let time = Date.UTC(2026, 1, 1);
  return () => {
    time += int(2 * step);
    return new Date(time);
  };
}
