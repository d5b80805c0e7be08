/** One identity counted over all its accesses and denials: habits as lists, hours, prompts, cadence. Pure but for its words. */
import type { IdentityProfile, Pathway, Seen, SeenList, Sight } from '../../../shared/contract/identities';
import { PATHWAYS } from '../../../shared/contract/identities';
import { reachedAal } from '../../../shared/model/assurance';
import type { EventFlag } from '../../../shared/model/event';
import { hasFlag } from '../../../shared/model/event';
import { dateText, wallOf } from '../../../shared/model/own-zone';
import { DAY, MINUTE, rfc3339 } from '../../../shared/model/time';
import type { Factor } from '../../../shared/model/words';
import { codes } from '../store/codes';
import { eventId } from '../store/event-id';
import type { UseRow, Words } from '../store/identity-events';

const LISTED = 200; // values of one list that are told
const DAYS = 400; // days with prompts that are told
const LEAST_GAPS = 5;

/** Factors for which somebody is asked; secrets, tokens and claims are sent unasked. */
const ASKED: ReadonlySet<Factor> = new Set<Factor>([
  'push',
  'push_number_match',
  'totp',
  'hardware_otp',
  'sms',
  'voice',
  'email_otp',
  'security_question',
  'fido2',
  'passkey_platform',
]);
const SECRETS: ReadonlySet<Factor> = new Set<Factor>([
  'client_secret',
  'client_certificate',
  'api_key',
  'workload_federation',
]);

/** What registers add; each with the row that says so. */
export interface Registers {
  label(address: string): { text: string; row: string } | null;
  device(name: string | null): string | null;
}

/** Where a use came from, in the words of the log or else of the bundled databases. */
export interface Spot {
  country: string | null;
  region: string | null;
  city: string | null;
  from: 'log' | 'database';
}

interface Told {
  accesses: number;
  denied: number;
  first: UseRow;
  last: UseRow;
}

const DENIED = codes.mark.code('denied');
const precedes = (a: UseRow, b: UseRow): boolean =>
  a.time < b.time || (a.time === b.time && (a.rk < b.rk || (a.rk === b.rk && a.content < b.content)));
const inOrder = (a: UseRow, b: UseRow): number => a.time - b.time || a.rk - b.rk || a.content - b.content;
const sight = (row: UseRow): Sight => ({ event: eventId(row.rk, row.content), time: rfc3339(row.time) });

/** Counts by value; null is a record that does not say. */
class Tally {
  readonly #told = new Map<string, Told>();
  untold = 0;

  see(value: string | null, row: UseRow): void {
    if (value === null) {
      this.untold++;
      return;
    }
    let told = this.#told.get(value);
    if (!told) {
      told = { accesses: 0, denied: 0, first: row, last: row };
      this.#told.set(value, told);
    }
    if (row.mark === DENIED) told.denied++;
    else told.accesses++;
    if (precedes(row, told.first)) told.first = row;
    if (precedes(told.last, row)) told.last = row;
  }

  rows(describe: (value: string) => Pick<Seen, 'value' | 'about' | 'row' | 'query'>): Seen[] {
    return [...this.#told]
      .sort(([a, x], [b, y]) => y.accesses + y.denied - x.accesses - x.denied || (a < b ? -1 : 1))
      .map(([value, { accesses, denied, first, last }]) => ({
        ...describe(value),
        accesses,
        denied,
        first: sight(first),
        last: sight(last),
      }));
  }

  list(describe: (value: string) => Pick<Seen, 'value' | 'about' | 'row' | 'query'>): SeenList {
    const all = this.rows(describe);
    return { rows: all.slice(0, LISTED), more: Math.max(0, all.length - LISTED), untold: this.untold };
  }
}

export type Counted = Pick<
  IdentityProfile,
  | 'counted'
  | 'pathways'
  | 'places'
  | 'networks'
  | 'addresses'
  | 'devices'
  | 'apps'
  | 'factors'
  | 'aal'
  | 'hours'
  | 'prompts'
  | 'cadence'
>;

/** Feed it every use of an identity, actor by actor; then take the counts. */
export class ProfileCounter {
  counted = 0;
  readonly #pathways = new Tally();
  readonly #places = new Tally();
  readonly #networks = new Tally();
  readonly #addresses = new Tally();
  readonly #devices = new Tally();
  readonly #apps = new Tally();
  readonly #factors = new Tally();
  readonly #aal = new Tally();
  readonly #uses: UseRow[] = [];
  readonly #prompts: UseRow[] = [];
  /** Classes and register rows of the addresses of a network. */
  readonly #classes = new Map<string, { words: Set<string>; row: string | null; org: string | null }>();
  readonly #spots = new Map<string, Spot>();
  /** Of a place that the log names: other countries that the databases give its addresses, with how often. */
  readonly #others = new Map<string, Map<string, number>>();
  /** Days on which each country saw an access, with a longitude: what tells where the identity lives. */
  readonly #homes = new Map<string, { days: Set<number>; lon: number | null }>();

  constructor(
    readonly words: Words,
    readonly registers: Registers,
    readonly isMachine: boolean,
  ) {}

  /** `isRole`: the actor is a session of an assumed role. */
  see(row: UseRow, isRole: boolean): void {
    this.counted++;
    const factor = row.factor === null ? null : codes.factor.word(row.factor);
    this.#pathways.see(this.#pathway(row, factor, isRole), row);
    this.#factors.see(factor, row);
    this.#apps.see(this.words.term(row.app) ?? this.words.term(row.app_id), row);
    this.#seePlace(row);
    this.#seeNetwork(row);
    this.#seeDevice(row);
    if (!this.isMachine && row.mark !== DENIED) {
      const flags: EventFlag[] = [];
      for (const flag of ['claim', 'remembered_device'] as const) if (hasFlag(row.flags, flag)) flags.push(flag);
      const aal = reachedAal(codes.outcome.word(row.outcome), factor, flags);
      this.#aal.see(aal === null ? null : aal[0] === aal[1] ? `AAL${aal[0]}` : `AAL${aal[0]}–${aal[1]}`, row);
    }
    this.#uses.push(row);
    if (factor !== null && ASKED.has(factor) && !hasFlag(row.flags, 'claim')) this.#prompts.push(row);
  }

  /** Country in which it was on most days, with a longitude there; null where no access has a place. */
  home(): { country: string; lon: number | null; days: number } | null {
    const [best] = [...this.#homes].sort(([a, x], [b, y]) => y.days.size - x.days.size || (a < b ? -1 : 1));
    return best ? { country: best[0], lon: best[1].lon, days: best[1].days.size } : null;
  }

  result(zone: string): Counted {
    this.#uses.sort(inOrder);
    this.#prompts.sort(inOrder);
    const bare = (value: string, query: Seen['query']) => ({ value, about: '', row: null, query });
    return {
      counted: this.counted,
      pathways: this.#pathways
        .rows((value) => bare(value, PATHWAY_QUERY[value as Pathway] ?? null))
        .map((row) => ({ ...row, value: row.value as Pathway })),
      places: this.#places.list((key) => {
        const { country, region, city, from } = this.#spots.get(key)!;
        const field = city ? 'city' : country ? 'country' : 'region';
        return {
          value: [city ?? region, country].filter(Boolean).join(', '),
          about: [
            from === 'log' ? 'the log says so' : 'by the bundled databases',
            ...[...(this.#others.get(key) ?? [])].map(([other, n]) => `the databases say ${other} (n = ${n})`),
          ].join('; '),
          row: null,
          query: { field, value: (city ?? country ?? region)! },
        };
      }),
      networks: this.#networks.list((value) => {
        const { words, row, org } = this.#classes.get(value)!;
        const about = words.size > 0 ? [...words].sort().join(', ') : 'class not known';
        return {
          value: [value, org].filter(Boolean).join(' '),
          about,
          row,
          query: { field: 'asn', value: value.slice(2) },
        };
      }),
      addresses: this.#addresses.list((value) => {
        const label = this.registers.label(value);
        const network = this.#networkOf.get(value);
        return {
          value,
          about: [label?.text ?? network?.word, network?.name].filter(Boolean).join(' · '),
          row: label?.row ?? null,
          query: { field: 'ip', value },
        };
      }),
      devices: this.#devices.list((key) => this.#deviceTold.get(key)!),
      apps: this.#apps.list((value) => bare(value, { field: 'app', value })),
      factors: this.#factors.list((value) => bare(value, { field: 'factor', value })),
      aal: this.#aal.list((value) => bare(value, null)),
      hours: hoursOf(this.#uses, zone),
      prompts: promptsOf(this.#prompts, zone),
      cadence: cadenceOf(this.#uses),
    };
  }

  readonly #networkOf = new Map<string, { name: string; word: string | null }>();
  readonly #deviceTold = new Map<string, Pick<Seen, 'value' | 'about' | 'row' | 'query'>>();

  #pathway(row: UseRow, factor: Factor | null, isRole: boolean): Pathway {
    if (hasFlag(row.flags, 'device_code')) return 'device_code';
    if (hasFlag(row.flags, 'legacy_protocol')) return 'legacy';
    if (isRole || /^AssumeRole/.test(this.words.term(row.action) ?? '')) return 'role_session';
    if (this.isMachine || (factor !== null && SECRETS.has(factor))) return 'app_only';
    if (row.interactive !== null) return row.interactive === 1 ? 'interactive' : 'non_interactive';
    // Where the log does not say: whoever answered a prompt sat there, a token alone needs nobody.
    if (factor !== null && ASKED.has(factor)) return 'interactive';
    return codes.outcome.word(row.outcome) === 'success_token' ? 'non_interactive' : 'untold';
  }

  #seePlace(row: UseRow): void {
    const logged = row.place === null ? undefined : this.words.place(row.place);
    const known = row.ip === null ? undefined : this.words.address(row.ip);
    const place = logged ?? known;
    if (!place || (place.country === null && place.city === null)) {
      this.#places.see(null, row);
      return;
    }
    const { country, city } = place;
    const spot: Spot = { country, region: logged?.region ?? null, city, from: logged ? 'log' : 'database' };
    const key = JSON.stringify([country, city ?? spot.region, spot.from]);
    if (!this.#spots.has(key)) this.#spots.set(key, spot);
    this.#places.see(key, row);
    if (logged && known?.country && country !== null && known.country !== country) {
      const others = this.#others.get(key) ?? new Map<string, number>();
      others.set(known.country, (others.get(known.country) ?? 0) + 1);
      this.#others.set(key, others);
    }
    if (country === null || row.mark === DENIED) return;
    const home = this.#homes.get(country) ?? { days: new Set(), lon: place.lon };
    home.days.add(Math.floor(row.time / DAY));
    home.lon ??= place.lon;
    this.#homes.set(country, home);
  }

  #seeNetwork(row: UseRow): void {
    const address = row.ip === null ? undefined : this.words.address(row.ip);
    this.#addresses.see(address?.text ?? null, row);
    const asn = row.asn ?? address?.asn ?? null;
    const key = asn === null ? null : `AS${asn}`;
    this.#networks.see(key, row);
    if (key === null) return;
    const org = this.words.term(row.as_org) ?? address?.as_org ?? null;
    let known = this.#classes.get(key);
    if (!known) {
      known = { words: new Set(), row: null, org };
      this.#classes.set(key, known);
    }
    known.org ??= org;
    if (!address || this.#networkOf.has(address.text)) return;
    this.#networkOf.set(address.text, { name: [key, org].filter(Boolean).join(' '), word: address.network });
    const label = this.registers.label(address.text);
    if (label) {
      known.words.add(`${label.text}, the register says`);
      known.row ??= label.row;
    } else if (address.network) known.words.add(address.network);
  }

  #seeDevice(row: UseRow): void {
    const device = row.device === null ? undefined : this.words.device(row.device);
    const name = device && (device.native ?? device.name);
    const kind = device ? [device.os, device.browser].filter(Boolean).join(', ') : '';
    if (!device || (!name && kind === '')) {
      this.#devices.see(null, row);
      return;
    }
    const key = JSON.stringify([name ?? null, name ? null : kind]);
    if (!this.#deviceTold.has(key)) {
      const inventory = this.registers.device(device.native) ?? this.registers.device(device.name);
      const posture = [
        flagWord(device.managed, 'managed'),
        flagWord(device.compliant, 'compliant'),
        inventory && 'in the inventory',
      ];
      const shown = device.name ?? device.native ?? kind;
      this.#deviceTold.set(key, {
        value: shown,
        about: [shown === kind ? null : kind, ...posture].filter(Boolean).join(' · '),
        row: inventory,
        query: name ? { field: 'device', value: shown } : device.os ? { field: 'os', value: device.os } : null,
      });
    }
    this.#devices.see(key, row);
  }
}

const flagWord = (value: number | null, word: string): string | null =>
  value === null ? null : value === 1 ? word : `not ${word}`;

/** Only where the query finds the same events: the other pathways are told from several fields. */
const PATHWAY_QUERY: Partial<Record<Pathway, Seen['query']>> = {
  legacy: { field: 'flag', value: 'legacy_protocol' },
  device_code: { field: 'flag', value: 'device_code' },
};
/** In the order in which they are told. */
export const pathwayOrder = (a: { value: Pathway }, b: { value: Pathway }): number =>
  PATHWAYS.indexOf(a.value) - PATHWAYS.indexOf(b.value);

function hoursOf(uses: readonly UseRow[], zone: string): IdentityProfile['hours'] {
  const cells = new Map<number, IdentityProfile['hours'][number]>();
  const newest = new Map<IdentityProfile['hours'][number], UseRow>();
  for (const row of uses) {
    const { day, hour } = wallOf(zone, row.time);
    let cell = cells.get(day * 24 + hour);
    if (!cell) {
      cell = { day, hour, accesses: 0, denied: 0, event: '' };
      cells.set(day * 24 + hour, cell);
    }
    if (row.mark === DENIED) cell.denied++;
    else cell.accesses++;
    newest.set(cell, row);
  }
  for (const [cell, row] of newest) cell.event = eventId(row.rk, row.content);
  return [...cells].sort(([a], [b]) => a - b).map(([, cell]) => cell);
}

const SPANS = [1, 5, 10, 60, 24 * 60]; // minutes

function promptsOf(prompts: readonly UseRow[], zone: string): IdentityProfile['prompts'] {
  const days = new Map<number, IdentityProfile['prompts']['days'][number]>();
  for (const row of prompts) {
    const { date } = wallOf(zone, row.time);
    let day = days.get(date);
    if (!day) {
      day = { day: dateText(date), approved: 0, denied: 0, event: eventId(row.rk, row.content) };
      days.set(date, day);
    }
    if (row.mark === DENIED) day.denied++;
    else day.approved++;
  }
  const list = [...days.values()];
  const sizes = list.map(({ approved, denied }) => approved + denied).sort((a, b) => a - b);
  return {
    total: prompts.length,
    denied: prompts.filter(({ mark }) => mark === DENIED).length,
    rates: prompts.length === 0 ? [] : SPANS.map((minutes) => mostWithin(prompts, minutes)),
    days: list.slice(-DAYS),
    daysCut: Math.max(0, list.length - DAYS),
    medianDay: sizes.length === 0 ? null : sizes[Math.floor((sizes.length - 1) / 2)]!,
  };
}

/** The span of that many minutes with the most prompts; the earliest of several. */
function mostWithin(prompts: readonly UseRow[], minutes: number): IdentityProfile['prompts']['rates'][number] {
  let [from, most, at] = [0, 0, 0];
  for (let to = 0; to < prompts.length; to++) {
    while (prompts[to]!.time - prompts[from]!.time >= minutes * MINUTE) from++;
    if (to - from + 1 <= most) continue;
    most = to - from + 1;
    at = from;
  }
  const denied = prompts.slice(at, at + most).filter(({ mark }) => mark === DENIED).length;
  return { minutes, most, denied, at: sight(prompts[at]!) };
}

function cadenceOf(uses: readonly UseRow[]): IdentityProfile['cadence'] {
  const gaps = uses.slice(1).map((row, i) => row.time - uses[i]!.time);
  if (gaps.length < LEAST_GAPS) return null;
  gaps.sort((a, b) => a - b);
  const at = (share: number): number => gaps[Math.floor((gaps.length - 1) * share)]!;
  return { n: gaps.length, median: at(0.5), lower: at(0.25), upper: at(0.75) };
}
