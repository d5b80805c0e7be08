/** A tenant of the second generator: its people and machines, what they do all day, and room for stories. */
import { Chance } from '../../../electron/engine/demo/random';
import type { Verdict } from '../../../shared/model/words';
import type { Formats } from '../log';
import type { Scenario } from '../scenario';
import type { Group, Truth } from '../stage';
import { COUNTRIES, type Device, type Hideout, handset, hex, hideout, line, mobileOf, type Person, type Place, people, rented, uuid } from './cast'; // biome-ignore format: one line
import { auth0, awsRole, Book, type By, type Door, duo, entra, filesOf, google, type How, jumpcloud, keycloak, okta, onelogin, pingone, teleport } from './doors'; // biome-ignore format: one line
import { auth0Clients, awsKeys, entraPrincipals, keycloakClients, type Machine, type MachineDoor } from './machines';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const SECOND = 1_000;
const START = Date.UTC(2026, 3, 6); // a Monday

export interface Tenant {
  seed: string;
  main: string;
  second: string | null;
  people: number;
  /** Days of log before the first story. */
  history: number;
  /** Sign-ins of a person and day. */
  busy: number;
  /** Share of days on which an honest person stumbles. */
  slips: number;
  /** How many stories. */
  stories: number;
}

const DOORS: Record<string, (book: Book) => Door> = {
  'entra-monitor': (book) => entra(book, 'azure-monitor'),
  'entra-graph': (book) => entra(book, 'graph'),
  okta,
  duo: (book) => duo(book, 'Citrix Gateway'),
  auth0,
  onelogin,
  pingone,
  jumpcloud,
  keycloak,
  google,
};
export const MAINS = Object.keys(DOORS);

export class Stage {
  readonly chance: Chance;
  readonly book: Book;
  readonly main: Door;
  readonly second: Door | null;
  readonly people: Person[];
  readonly machines: Machine[] = [];
  readonly truths: Truth[] = [];
  readonly background: Truth[] = [];
  readonly context: Record<string, string[]> = {};
  readonly country: string;
  readonly from: number;
  readonly day0: number;
  readonly until: number;
  readonly #machineDoors: MachineDoor[];
  readonly #free: Person[];
  /** Days on which somebody does not work as usual: on a journey, gone. */
  readonly away = new Map<number, { from: number; until: number; at: Place | null }[]>();
  readonly vpn: Place;
  readonly #sleeping = new Map<Machine, readonly [number, number]>();

  constructor(readonly tenant: Tenant) {
    this.chance = new Chance(`outside/${tenant.seed}`);
    this.from = START;
    this.day0 = START + tenant.history * DAY;
    this.until = this.day0 + 18 * DAY;
    this.book = new Book(this.from, this.until, this.chance.fork('ids'));
    this.country = this.chance.pick(COUNTRIES);
    this.people = people(this.chance.fork('people'), tenant.people, 'acme.example', this.country);
    this.main = DOORS[tenant.main]!(this.book);
    const seconds: Record<string, () => Door> = { duo: () => duo(this.book), aws: () => awsRole(this.book), google: () => google(this.book), teleport: () => teleport(this.book), 'entra-monitor': () => entra(this.book, 'azure-monitor') }; // biome-ignore format: table
    this.second = tenant.second === null ? null : seconds[tenant.second]!();
    this.#machineDoors =
      this.main.id === 'auth0'
        ? [auth0Clients(this.book)]
        : this.main.id === 'keycloak'
          ? [keycloakClients(this.book)]
          : this.main.id === 'entra'
            ? [entraPrincipals(this.book), entraPrincipals(this.book, true), awsKeys(this.book)]
            : [awsKeys(this.book)];
    this.vpn = rented(this.chance, this.country);
    this.#free = this.chance.shuffled(this.people.slice(0, Math.max(4, this.people.length - 2)));
  }

  get left(): number {
    return this.#free.length;
  }
  /** Somebody of whom no story tells yet. */
  cast(): Person {
    const one = this.#free.pop();
    if (!one) throw new Nobody();
    return one;
  }
  machine(every: number, kinds?: readonly string[]): Machine {
    const doors = this.#machineDoors.filter(({ id }) => !kinds || kinds.includes(id));
    if (doors.length === 0) throw new Nobody();
    const chance = this.chance.fork(`machine ${this.machines.length}`);
    const cloud = { asn: 16509, org: 'Amazon.com', country: 'IE', countryName: 'Ireland', city: 'Dublin', lat: 53.35, lon: -6.26 }; // biome-ignore format: one line
    const name = chance.pick(['billing-sync', 'report-export', 'ci-deploy', 'crm-bridge', 'backup-runner', 'triage-agent', 'ticket-agent', 'log-shipper']); // biome-ignore format: list
    const one: Machine = { id: uuid(chance), name: `${name}-${this.machines.length}`, key: `AKIA${hex(chance, 16).toUpperCase()}`, at: { ip: `52.31.${chance.int(1, 200)}.${chance.int(2, 250)}`, ...cloud }, door: chance.pick(doors) }; // biome-ignore format: one line
    this.machines.push(one);
    this.#work(one, every, chance);
    return one;
  }
  /** Sleeps between these times: its story tells what happened then. */
  sleeps(machine: Machine, from: number, until: number): void {
    this.#sleeping.set(machine, [from, until]);
  }
  #work(machine: Machine, every: number, chance: Chance): void {
    for (
      let time = this.from + chance.int(0, every) * MINUTE;
      time < this.until;
      time += every * MINUTE + chance.int(0, 40) * SECOND
    ) {
      // biome-ignore format: one line
      const at = time;
      this.later.push(() => {
        const asleep = this.#sleeping.get(machine);
        if (asleep && at >= asleep[0] && at < asleep[1]) return;
        machine.door.pass({ who: machine, time: at, at: machine.at });
      });
    }
  }
  readonly later: (() => void)[] = [];

  /** A moment of somebody's working hours, or out of them, on a day of the stories. */
  moment(chance: Chance, who: Person, when: 'work' | 'night' | 'any' = 'any', longest = 3): number {
    const day = this.day0 + chance.int(0, 18 - longest - 2) * DAY;
    const [start, end] = who.hours;
    const hour = when === 'work' ? chance.int(start + 1, end - 2) : when === 'night' ? end + chance.int(5, 9) : chance.int(0, 23); // biome-ignore format: one line
    return day + hour * HOUR + chance.int(0, 3_599) * SECOND;
  }
  where(chance: Chance, who: Person): Place {
    return who.office && chance.yes(0.6) ? who.office : chance.yes(0.9) ? who.home : who.mobile;
  }
  usualBy(who: Person): By {
    const bys = this.main.bys;
    const wanted: readonly By[] = ['push', 'push', 'push', 'number', 'totp', 'push', 'totp', 'fido2'];
    const by = wanted[who.n % wanted.length]!;
    return bys.includes(by) ? by : bys[0]!;
  }
  lair(chance: Chance, who: Person): Place {
    const kind: Hideout = chance.weigh([['abroad', 4], ['rented', 3], ['residential', 1.5], ['same network', 0.5], ['tor', 1]] as const); // biome-ignore format: shares
    return hideout(chance, who, kind);
  }
  tell(
    kind: string,
    group: Group,
    verdicts: Verdict[],
    denials: string[],
    ways: string[][] = [],
    also: string[] = [],
  ): void {
    // biome-ignore format: one line
    if (denials.length === 0) return;
    const seen = ways.filter((way) => way.length > 0);
    // An access after the end of the export is in nobody's evidence: what is left of the story is an attempt.
    const told: Verdict[] = ways.length > 0 && seen.length === 0 ? ['attempted_abuse'] : verdicts;
    this.truths.push({ kind, group, verdicts: told, denials, ways: seen, also, lair: null, time: 0 }); // biome-ignore format: one line
  }
  note(kind: string, header: string, row: string): void {
    this.context[kind] ??= [header];
    this.context[kind]!.push(row);
  }

  /** Everybody's days: sign-ins, sessions used, stumbles, journeys, new phones. */
  ordinary(): void {
    const isTaken = new Set(this.people.filter((who) => !this.#free.includes(who)).map(({ n }) => n));
    for (const who of this.people) {
      const chance = this.chance.fork(`days ${who.n}`);
      let home = who.home;
      let journey: { until: number; at: Place } | null = null;
      for (let day = this.from; day < this.until; day += DAY) {
        const weekday = new Date(day).getUTCDay();
        const isOff = (weekday === 0 || weekday === 6) && !who.weekends && !chance.yes(0.08);
        const gone = (this.away.get(who.n) ?? []).find((each) => day >= each.from - DAY && day < each.until);
        if (isOff || (gone && gone.at === null)) continue;
        if (!isTaken.has(who.n) && journey === null && chance.yes(0.006)) journey = { until: day + chance.int(2, 5) * DAY, at: somewhere(chance, who) }; // biome-ignore format: one line
        if (journey && day > journey.until) journey = null;
        if (chance.yes(0.03)) home = { ...home, ip: home.ip.replace(/\d+$/, String(chance.int(2, 253))) };
        const n = Math.max(1, Math.round(this.tenant.busy * (0.5 + chance.unit())));
        for (let i = 0; i < n; i++) {
          const time = day + who.hours[0] * HOUR + Math.floor(chance.unit() * (who.hours[1] - who.hours[0]) * HOUR);
          const at = gone?.at ?? journey?.at ?? (who.office && chance.yes(0.5) ? who.office : chance.yes(0.08) ? who.mobile : home); // biome-ignore format: one line
          const device = at === who.mobile || chance.yes(0.1) ? who.phone : who.laptop;
          this.#signIn(chance, who, time, at, device, isTaken.has(who.n));
        }
      }
    }
    for (const each of this.later) each();
  }

  #signIn(chance: Chance, who: Person, time: number, at: Place, device: Device, quiet: boolean): void {
    const session = uuid(chance);
    const act = { who, time, at, device, session };
    if (!quiet && chance.yes(this.tenant.slips)) {
      const hows: How[] = this.main.hows.filter(
        (how) => how === 'ignored' || how === 'wrong_code' || how === 'declined',
      );
      const denials: string[] = [];
      for (
        let n = chance.weigh([
            [1, 6],
            [2, 3],
            [4, 1],
          ] as const),
          t = time - 40 * SECOND * n;
        n > 0;
        n--, t += 40 * SECOND // biome-ignore format: one line
      )
        denials.push(...this.main.refuse({ ...act, time: t }, chance.pick(hows)));
      if (denials.length > 0) this.background.push({ kind: 'slip', group: 'friction', verdicts: ['friction', 'misconfigured', 'expected', 'undetermined'], denials, ways: [], also: [], lair: null, time }); // biome-ignore format: one line
    }
    if (chance.yes(0.03)) this.main.wrongPassword?.({ ...act, time: time - 15 * SECOND });
    this.main.pass(act, this.usualBy(who));
    if (this.main.token && chance.yes(0.6)) this.main.token({ ...act, time: time + chance.int(5, 200) * MINUTE });
    if (this.second && chance.yes(0.3)) this.second.pass({ ...act, time: time + chance.int(1, 20) * MINUTE }, 'push');
  }

  scenario(): Scenario {
    this.ordinary();
    // These know people by the name before the @; a register tells who they are elsewhere.
    if ((this.main.id === 'jumpcloud' || this.main.id === 'keycloak') && this.second !== null)
      for (const { login } of this.people) this.note('identities', IDENTITIES, `${login},,,,,,,,,,,${login.split('@')[0]}`); // biome-ignore format: one line
    const files = filesOf(this.book);
    for (const [kind, rows] of Object.entries(this.context)) files[`register/${kind}.csv`] = `${rows.join('\n')}\n`;
    const { tenant } = this;
    const formats: Formats = { entra: 'azure-monitor', okta: 'json', duo: 'api', audit: 'azure-monitor', aws: 's3', google: 'reports' }; // biome-ignore format: one line
    return {
      name: `outside ${tenant.seed} ${tenant.main}${tenant.second ? `+${tenant.second}` : ''} ${tenant.people} people, ${tenant.history} days before`, // biome-ignore format: one line
      setup: { seed: tenant.seed, estate: tenant.main, noise: tenant.slips > 0.02 ? 'loud' : 'quiet', isMasked: false, formats, skew: {}, lacks: { agent: 0, asn: false, session: false, device: 0 } }, // biome-ignore format: one line
      files,
      records: this.book.records,
      truths: this.truths,
      background: this.background,
    };
  }
}

const somewhere = (chance: Chance, who: Person): Place => (chance.yes(0.5) ? mobileOf(chance, chance.pick(COUNTRIES.filter((c) => c !== who.home.country))) : line(chance, chance.pick(COUNTRIES))); // biome-ignore format: one line

export const IDENTITIES = 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases'; // biome-ignore format: header

export const newPhone = (chance: Chance): Device => handset(chance, 'new phone');

export class Nobody extends Error {}
