/** One case while it is made: its organisation, its doors, what is usual there, and the truth beside it. */
import { Chance } from '../../electron/engine/demo/random';
import type { Verdict } from '../../shared/model/words';
import { awsDoor, type Door, type DoorId, duoDoor, entraDoor, googleDoor, type How, oktaDoor, teleportDoor, type Visit } from './doors'; // biome-ignore format: one line
import { type Formats, Log, type Stream } from './log';
import { principal, used } from './vendors/entra';
import { oktaClient } from './vendors/okta';
import { awsCall, awsRole } from './vendors/others';
import { Addresses, CLOUD, FOREIGN, HOME, type Machine, type Net, type Person, person, phone as phoneOf, type Spot, VPN_NETS } from './world'; // biome-ignore format: one line

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const REGISTER = 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases'; // biome-ignore format: a header

export type Group = 'compromise' | 'stopped' | 'friction' | 'misconfigured' | 'expected' | 'confuser' | 'unclear';

export interface Truth {
  kind: string;
  group: Group;
  verdicts: Verdict[];
  /** Record ids of the denials; an episode that holds one of them is about this. */
  denials: string[];
  /** Ways in: one access each, by the records that tell of it. */
  ways: string[][];
  /** Records of the same intruder that need not be linked, and may be. */
  also: string[];
  /** Where the intruder sat; null where there is none. */
  lair: string | null;
  /** When it began. */
  time: number;
  /** A log that would be needed is not there: undetermined is no fault. */
  lacksLog?: boolean;
}

/** What kind of organisation the case is about: which doors it has. The first one is where people sign in. */
export const ESTATES: Record<string, readonly DoorId[]> = {
  okta: ['okta', 'aws', 'teleport'],
  entra: ['entra', 'aws'],
  'duo-entra': ['entra', 'duo', 'teleport'],
  hybrid: ['okta', 'entra', 'duo', 'google'],
  google: ['google', 'duo', 'aws'],
};

export interface Setup {
  seed: string;
  estate: keyof typeof ESTATES & string;
  /** Share of records that no story tells. */
  noise: 'quiet' | 'loud';
  isMasked: boolean;
  formats: Formats;
  skew: Partial<Record<Stream, number>>;
  lacks: Log['lacks'];
}

const placeOf = (country: string): Pick<Net, 'country' | 'countryName' | 'city' | 'lat' | 'lon'> => {
  const { country: code, countryName, city, lat, lon } = HOME[country]!.office;
  return { country: code, countryName, city, lat, lon };
};

const START = Date.UTC(2026, 1, 2); // a Monday
export const DAYS = 42;

/** Nobody fits another story: it is not told. */
export class NobodyLeft extends Error {}

export class Stage {
  readonly chance: Chance;
  readonly log: Log;
  readonly addresses: Addresses;
  readonly doors = new Map<DoorId, Door>();
  readonly people: Person[] = [];
  readonly machines: Machine[] = [];
  readonly truths: Truth[] = [];
  /** Honest stumbles and loops that no story tells: record id → verdicts that are right. */
  readonly background: Truth[] = [];
  readonly vpn: Spot;
  readonly context: Record<string, string[]> = {};
  /** Where people are for a while, other than usual: they cannot be at home as well. */
  readonly #away = new Map<Person, { from: number; until: number; at: Spot }[]>();
  readonly loud: boolean;
  #free: Person[] = [];
  /** Addresses that intruders used already: a few of them come again. */
  readonly #lairs: Spot[] = [];

  constructor(
    readonly setup: Setup,
    people: number,
  ) {
    this.chance = new Chance(setup.seed);
    this.loud = setup.noise === 'loud';
    this.addresses = new Addresses(this.chance.fork('addresses'), setup.isMasked);
    this.log = new Log(setup.seed, START, START + DAYS * DAY, setup.formats, setup.skew, setup.lacks);
    const style = setup.formats.okta === 'console-csv' ? this.chance.pick(['event', 'classic'] as const) : this.chance.pick(['event', 'engine', 'classic'] as const); // biome-ignore format: one line
    const doors = this.chance.fork('doors');
    for (const id of ESTATES[setup.estate]!) {
      const make: Record<DoorId, () => Door> = {
        entra: () => entraDoor(this.log, doors),
        okta: () => oktaDoor(this.log, doors, style),
        duo: () => duoDoor(this.log),
        google: () => googleDoor(this.log),
        aws: () => awsDoor(this.log),
        teleport: () => teleportDoor(this.log),
      };
      this.doors.set(id, make[id]());
    }
    const offices = new Map<string, Spot>();
    for (let n = 0; n < people; n++)
      this.people.push(person(n, this.chance.fork(`person ${n}`), this.addresses, offices, 'corp.example'));
    const hires = this.chance.fork('hires');
    for (const who of this.people) {
      // Some have just begun: little or nothing is known of them when a story finds them.
      if (hires.yes(this.loud ? 0.06 : 0.15)) who.joined = hires.int(20, 24);
    }
    if (this.doors.has('duo') && hires.yes(0.4)) {
      for (const who of this.people) {
        who.duoAlias = `CORP\\u${1_000 + who.n}`;
        this.file('identities', REGISTER, `${who.login},human,${who.display},,,,,,,,${who.country},${who.duoAlias}`);
      }
    }
    this.vpn = this.addresses.in(this.chance.pick(VPN_NETS));
    this.#free = this.chance.fork('cast').shuffled(this.people);
  }

  get primary(): Door {
    return this.doors.get(ESTATES[this.setup.estate]![0]!)!;
  }

  /** Somebody whom no other story is about. */
  cast(fits: (person: Person) => boolean = () => true): Person {
    const i = this.#free.findIndex(fits);
    if (i < 0) throw new NobodyLeft('nobody is left for another story');
    return this.#free.splice(i, 1)[0]!;
  }
  /** Whether the logs of this case tell one device from another at the first door. */
  get tellsDevices(): boolean {
    return this.primary.id !== 'google' && this.setup.lacks.device === 0;
  }
  get left(): number {
    return this.#free.length;
  }

  /** A moment of the weeks in which stories happen; in the person's own time of day where one is asked for. */
  moment(chance: Chance, person: Person | null, hours: readonly [number, number] = [0, 24]): number {
    const day = chance.int(this.loud ? 24 : 22, 33);
    const local = chance.int(hours[0] * 60, hours[1] * 60 - 1);
    return START + day * DAY + (local - (person?.zone ?? 0) * 60) * MINUTE + chance.int(0, 59_999);
  }
  /** A moment of a working day, in working hours. */
  workMoment(chance: Chance, person: Person): number {
    let time = this.moment(chance, person, [9, 17]);
    const day = new Date(time).getUTCDay();
    if (day === 0) time += DAY;
    if (day === 6) time += 2 * DAY;
    return time;
  }

  /** Where intruders sit. */
  lair(chance: Chance, victim: Person | null, mayReturn = false): Spot {
    const known = this.#lairs;
    const kind = chance.weigh([
      ['abroad', 11],
      ['rented at home', 2],
      ['line at home', victim && this.tellsDevices ? 1 : 0],
      ['again', mayReturn && known.length > 0 ? 2 : 0],
    ] as const);
    if (kind === 'again') return chance.pick(known);
    const net: Net =
      kind === 'line at home'
        ? chance.pick(HOME[victim!.country]!.homes.filter(({ asn }) => asn !== victim!.home.asn))
        : kind === 'rented at home'
          ? { ...chance.pick(FOREIGN.filter(({ org }) => /DigitalOcean|Constant|OVH|Hetzner/.test(org))), ...placeOf(victim?.country ?? 'GB') } // biome-ignore format: one line
          : chance.pick(FOREIGN);
    const spot = this.addresses.in(net);
    if (mayReturn && kind !== 'line at home') known.push(spot);
    return spot;
  }
  mobileOf(who: Person): Spot {
    return this.addresses.in(who.mobile);
  }
  away(who: Person, from: number, until: number, at: Spot): void {
    this.#away.set(who, [...(this.#away.get(who) ?? []), { from, until, at }]);
  }
  isAway = (who: Person, time: number): boolean => this.#spell(who, time) !== undefined;
  #spell = (who: Person, time: number) => this.#away.get(who)?.find(({ from, until }) => time >= from && time < until);

  /** Where the person sits at that time, as the logs see it. */
  placeOf(who: Person, time: number): Spot {
    const spell = this.#spell(who, time);
    if (spell) return spell.at;
    const day = Math.floor((time - START) / DAY);
    const today = this.chance.fork(`${who.n}/place/${day}`);
    const weekend = new Date(time).getUTCDay() % 6 === 0;
    if (weekend || today.yes(who.homeDays)) return who.vpn && !weekend && today.yes(0.8) ? this.vpn : who.home;
    return who.office;
  }
  sessionOf(who: Person, time: number): string {
    const week = Math.floor((time - START) / (7 * DAY));
    return this.chance.fork(`${who.n}/session/${week}`).uuid();
  }

  tell(
    truth: Omit<Truth, 'ways' | 'also' | 'lair' | 'time'> & Partial<Pick<Truth, 'ways' | 'also' | 'lair' | 'time'>>,
  ): void {
    const denials = truth.denials.filter(Boolean);
    if (denials.length === 0) return;
    const ways = (truth.ways ?? []).filter((way) => way.length > 0);
    this.truths.push({ lair: null, time: 0, ...truth, denials, ways, also: truth.also ?? [] });
  }

  /** A row of a context file. */
  file(kind: string, header: string, row: string): void {
    this.context[kind] ??= [header];
    this.context[kind].push(row);
  }

  /** An intruder who comes again from the same address is the same: what he did elsewhere may be linked. */
  joinLairs(): void {
    const WEEK = 8 * DAY;
    for (const truth of this.truths) {
      if (truth.lair === null) continue;
      for (const other of this.truths) {
        if (other === truth || other.lair !== truth.lair || other.ways.length === 0) continue;
        if (other.time + 4 * DAY < truth.time || other.time > truth.time + WEEK) continue;
        truth.also.push(...other.ways.flat(), ...other.also);
        if (!truth.verdicts.includes('likely_compromise')) truth.verdicts = [...truth.verdicts, 'likely_compromise'];
      }
    }
  }

  files(): Record<string, string> {
    const files = this.log.files();
    for (const [kind, rows] of Object.entries(this.context)) files[`context/${kind}.csv`] = `${rows.join('\n')}\n`;
    return files;
  }

  // ---- what is usual

  /** All ordinary days of everybody and every machine. */
  ordinary(): void {
    for (const who of this.people) this.#months(who);
    for (const machine of this.machines) this.#runs(machine);
  }

  #months(who: Person): void {
    // In a quiet case there is little but the stories: people have a short and sparse past.
    const since = this.loud ? 0 : this.chance.fork(`${who.n}/since`).weigh([[2, 3], [8, 3], [14, 2]] as const); // biome-ignore format: shares
    const until = this.loud ? DAYS : 39;
    for (let day = Math.max(since, who.joined); day < until; day++) {
      const today = this.chance.fork(`${who.n}/day/${day}`);
      const noon = START + day * DAY + 12 * HOUR;
      const isWeekend = new Date(noon).getUTCDay() % 6 === 0;
      if (isWeekend ? today.yes(0.85) : today.yes(this.loud ? 0.08 : 0.25)) continue;
      this.#day(who, day, today, isWeekend);
    }
  }

  #day(who: Person, day: number, today: Chance, isWeekend: boolean): void {
    let time = START + day * DAY + (Math.round(today.around(who.starts, 35)) - who.zone * 60) * MINUTE + today.int(0, 59_999); // biome-ignore format: one line
    const at = this.placeOf(who, time);
    const visit: Visit = { person: who, time, at, device: who.laptop, session: this.sessionOf(who, time), phone: this.#phoneSpot(who, at, today) }; // biome-ignore format: one line
    const duoDoor = this.doors.get('duo');
    const rounds = isWeekend ? 1 : today.int(1, this.loud ? 3 : 2);
    for (let round = 0; round < rounds; round++) {
      if (duoDoor && at === this.vpn && round === 0)
        time = this.#prompt(duoDoor, { ...visit, at: who.home, time: time - 3 * MINUTE }, today) + 2 * MINUTE;
      if (today.yes(0.8)) time = this.#prompt(this.primary, { ...visit, time }, today);
      const second = this.setup.estate === 'hybrid' ? this.doors.get('entra')! : null;
      if (second && today.yes(0.5)) time = this.#prompt(second, { ...visit, time: time + 3 * MINUTE }, today);
      const google = this.setup.estate === 'hybrid' ? this.doors.get('google') : undefined;
      if (google && today.yes(0.1)) this.#prompt(google, { ...visit, time: time + 9 * MINUTE }, today);
      const aws = this.doors.get('aws');
      if (aws && who.n % 3 === 0 && today.yes(0.5)) {
        if (this.setup.estate === 'google') this.#prompt(aws, { ...visit, time: time + 11 * MINUTE }, today);
        else awsRole(this.log, { ...visit, time: time + 11 * MINUTE });
      }
      const teleport = this.doors.get('teleport');
      if (teleport && who.n % 3 === 1 && today.yes(0.3)) teleport.approve({ ...visit, time: time + 13 * MINUTE });
      for (const door of [this.primary, second]) {
        if (!door?.use) continue;
        for (let n = today.int(0, 2); n > 0; n--) door.use({ ...visit, time: time + today.int(4, 170) * MINUTE, app: undefined }); // biome-ignore format: one line
      }
      if (this.doors.has('entra') && today.yes(0.25))
        used(this.log, { ...visit, time: time + today.int(5, 100) * MINUTE, what: today.pick(['MailItemsAccessed', 'FileDownloaded'] as const) }); // biome-ignore format: one line
      time += today.int(100, 220) * MINUTE;
    }
    // The phone looks in from its carrier, whose addresses change.
    if (this.primary.use && today.yes(0.4))
      this.primary.use({ ...visit, time: time + today.int(10, 200) * MINUTE, at: this.isAway(who, time) ? at : today.yes(0.5) ? who.home : this.mobileOf(who), device: who.phone, session: this.chance.fork(`${who.n}/phone`).uuid() }); // biome-ignore format: one line
  }

  #phoneSpot(who: Person, at: Spot, today: Chance): Spot {
    return at === who.home && today.yes(0.6) ? who.home : this.mobileOf(who);
  }

  /** An honest prompt; one in thirty goes wrong first where the case is loud. Returns when it is over. */
  #prompt(door: Door, visit: Visit, today: Chance): number {
    let time = visit.time;
    if (this.loud && today.yes(0.035) && this.#free.includes(visit.person)) {
      const hows = door.hows.filter((how) => how === 'wrong_code' || how === 'ignored' || how === 'declined');
      if (hows.length > 0) {
        const how = visit.person.factor === 'totp' && hows.includes('wrong_code') ? 'wrong_code' : today.pick(hows);
        const denials: string[] = [];
        for (
          let n = today.weigh([
            [1, 7],
            [2, 3],
            [3, 1],
          ] as const);
          n > 0;
          n--
        ) {
          // biome-ignore format: shares
          denials.push(...door.deny({ ...visit, time }, how));
          time += today.int(20, 120) * SECOND;
        }
        if (denials.length > 0)
          this.background.push({
            kind: 'slip',
            group: 'friction',
            verdicts: ['friction'],
            denials,
            ways: [],
            also: [],
            lair: null,
            time,
          });
        if (today.yes(0.1)) return time; // gives up
      }
    }
    door.approve({ ...visit, time });
    return time;
  }

  /** A stumble of an honest person at their own place, for stories that need one. */
  stumble(
    door: Door,
    visit: Visit,
    chance: Chance,
    n: number,
    hows: readonly How[],
  ): { denials: string[]; end: number } {
    const denials: string[] = [];
    let time = visit.time;
    const can = hows.filter((how) => door.hows.includes(how));
    for (let i = 0; i < n; i++) {
      denials.push(...door.deny({ ...visit, time }, can.length > 0 ? chance.pick(can) : door.hows[0]!));
      time += chance.int(25, 150) * SECOND;
    }
    return { denials, end: time };
  }

  // ---- machines

  machine(source: Machine['source'], every: number, at: Spot | null = null): Machine {
    const n = this.machines.length;
    const own = this.chance.fork(`machine ${n}`);
    const machine: Machine = {
      name: `${own.pick(['sync', 'backup', 'export', 'deploy', 'report', 'agent'])}-${own.pick(['ledger', 'stock', 'mail', 'hr', 'crm'])}-${n}`,
      id:
        source === 'aws'
          ? `AIDA${own.token(17).toUpperCase()}`
          : source === 'okta'
            ? `0oa${own.token(17)}`
            : own.uuid(),
      appId: own.uuid(),
      key: source === 'aws' ? `AKIA${own.token(16).toUpperCase()}` : own.uuid(),
      from: at ?? this.addresses.in(own.pick(CLOUD)),
      every,
      source,
    };
    this.machines.push(machine);
    return machine;
  }

  /** Hours (UTC) outside of which a machine does not run, and times at which a story takes over. */
  readonly pauses = new Map<Machine, (time: number) => boolean>();

  #runs(machine: Machine): void {
    const own = this.chance.fork(`runs ${machine.name}`);
    const offset = own.int(0, machine.every - 1) * MINUTE;
    for (let time = START + offset; time < START + DAYS * DAY; time += machine.every * MINUTE) {
      if (this.pauses.get(machine)?.(time)) continue;
      this.run(machine, time + own.int(0, 8_000), machine.from, true);
    }
  }

  /** One run: ids of its records. */
  run(
    machine: Machine,
    time: number,
    at: Spot,
    ok: boolean,
    more: { key?: string; code?: number; call?: string; service?: string } = {},
  ): string[] {
    const id =
      machine.source === 'entra'
        ? principal(this.log, { machine, time, at, code: ok ? 0 : (more.code ?? 7_000_215), reason: ok ? undefined : 'Invalid client secret is provided.', key: more.key }) // biome-ignore format: one row
        : machine.source === 'okta'
          ? oktaClient(this.log, { machine, time, at, ok })
          : awsCall(this.log, { machine, time, at, name: more.call ?? 'AssumeRole', service: more.service ?? 'sts.amazonaws.com', refused: !ok }); // biome-ignore format: one row
    return id === null ? [] : [id];
  }

  newPhone(chance: Chance): Person['phone'] {
    return phoneOf(chance);
  }
}
