/** Small tables as arrays: what an event's address, place and device are, as numbers that can be compared. */
import type { AddressRow, AnalysisRead, DeviceRow, PlaceRow } from '../read';

/** Texts as rising numbers, in order of first appearance. */
export class Words {
  readonly #ids = new Map<string, number>();
  readonly texts: string[] = [];

  /** `texts`: those that have their numbers already. */
  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.of(text);
  }

  of(text: string): number {
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.texts.length;
      this.#ids.set(text, id);
      this.texts.push(text);
    }
    return id;
  }
}

export const NONE = -1;

const ROOM = 1_024; // devices, at first
const HELD = 16_384; // devices whose words are held from the beginning: some 5 MB
const ASKED = 256; // … and of the others, those that were asked for last
const STATES = [null, false, true] as const;

const UNSTATED_KM = 500; // a radius that nobody states

/** Networks that hide who uses them or that nobody sits in. */
const ANONYMISING: ReadonlySet<string> = new Set(['vpn', 'proxy', 'tor']);

export class Dimensions {
  readonly countries: Words;
  readonly #networks: Words;
  readonly #browsers: Words;
  readonly #natives: Words;
  readonly #addresses: AddressRow[] = [];
  readonly #places: PlaceRow[] = [];
  /** By row, as are the next two: of devices there may be as many as events, so a row is read when its words are asked for. */
  #deviceNative = new Int32Array(ROOM).fill(NONE);
  #deviceBrowser = new Int32Array(ROOM).fill(NONE);
  /** Whether it is managed and whether it is compliant: a digit of each, `STATES`. */
  #deviceState = new Uint8Array(ROOM);
  /** By row. */
  readonly #held: DeviceRow[] = [];
  readonly #asked = new Map<number, DeviceRow | undefined>();
  readonly #agents: Map<number, number>;
  /** Whether an address can tell places apart, by row. */
  readonly #addressTells: boolean[] = [];
  readonly #addressCountry: number[] = [];
  readonly #addressPrefix: number[] = [];
  readonly #placeCountry: number[] = [];
  readonly #handsets: boolean[] = [];

  /**
   * `labelOf`: what the person's own labels say of an address; they come before the bundled tables. `kept`: numbers that
   * were given before stay what they are.
   */
  constructor(
    readonly read: AnalysisRead,
    labelOf: (address: string) => string | null = () => null,
    kept: ReturnType<Dimensions['kept']> | null = null,
  ) {
    this.countries = new Words(kept?.countries);
    this.#networks = new Words(kept?.['#networks']);
    this.#browsers = new Words(kept?.['#browsers']);
    this.#natives = new Words(kept?.['#natives']);
    this.#agents = new Map(kept?.['#agents']);
    for (const row of read.addresses()) {
      const label = labelOf(row.text);
      this.#addresses[row.id] = label === null ? row : { ...row, network: label };
      this.#addressCountry[row.id] = row.country === null ? NONE : this.countries.of(row.country);
      this.#addressTells[row.id] = row.scope === 'public' || isStandIn(row);
      // Neighbours within a range for documentation stand for places that are no neighbours.
      this.#addressPrefix[row.id] = row.scope === 'public' ? this.#networks.of(prefixOf(row.text)) : NONE;
    }
    for (const row of read.places()) {
      this.#places[row.id] = row;
      this.#placeCountry[row.id] = row.country === null ? NONE : this.countries.of(row.country);
    }
    for (const row of read.devices()) {
      const key = isDistinctive(row.name) ? `name:${row.name!.toLowerCase()}` : row.native;
      const native = key === null ? NONE : this.#natives.of(key.toLowerCase());
      const family = `${familyOf(row.os)}|${familyOf(row.browser)}`;
      if (row.id < HELD) this.#held[row.id] = row;
      if (row.id >= this.#deviceState.length) this.#widen(2 * row.id);
      this.#deviceNative[row.id] = native;
      this.#deviceBrowser[row.id] = family === '|' ? NONE : this.#browsers.of(family);
      this.#deviceState[row.id] = STATES.indexOf(row.managed) * STATES.length + STATES.indexOf(row.compliant);
    }
  }

  #widen(length: number): void {
    const wider = <T extends Int32Array | Uint8Array>(cells: T, all: T): T => {
      all.set(cells);
      return all;
    };
    this.#deviceNative = wider(this.#deviceNative, new Int32Array(length).fill(NONE));
    this.#deviceBrowser = wider(this.#deviceBrowser, new Int32Array(length).fill(NONE));
    this.#deviceState = wider(this.#deviceState, new Uint8Array(length));
  }

  /** Addresses known, and room for those that were taken out. */
  get size(): number {
    return this.#addresses.length;
  }

  address(id: number | null): AddressRow | undefined {
    return id === null ? undefined : this.#addresses[id];
  }

  place(id: number | null): PlaceRow | undefined {
    return id === null ? undefined : this.#places[id];
  }

  device(id: number | null): DeviceRow | undefined {
    if (id === null) return undefined;
    let row = this.#held[id] ?? this.#asked.get(id);
    if (row === undefined) {
      if (this.#asked.size >= ASKED) this.#asked.clear();
      row = this.read.device(id);
      this.#asked.set(id, row);
    }
    return row;
  }

  isManaged(device: number | null): boolean | null {
    return device === null ? null : (STATES[Math.floor((this.#deviceState[device] ?? 0) / STATES.length)] ?? null);
  }

  isCompliant(device: number | null): boolean | null {
    return device === null ? null : (STATES[(this.#deviceState[device] ?? 0) % STATES.length] ?? null);
  }

  /** Whether the address can tell a place at all: private and service addresses cannot. */
  isPublic(ip: number | null): boolean {
    return ip !== null && this.#addressTells[ip] === true;
  }

  /** The log's country first, else the database's; NONE where neither knows. */
  countryOf(place: number | null, ip: number | null): number {
    const logged = place === null ? NONE : (this.#placeCountry[place] ?? NONE);
    if (logged !== NONE || ip === null) return logged;
    return this.#addressCountry[ip] ?? NONE;
  }

  /** Autonomous system (≥ 0), else the address's /24 or /48 (< NONE); NONE where there is no public address. */
  networkOf(asn: number | null, ip: number | null): number {
    const known = asn ?? this.address(ip)?.asn ?? null;
    if (known !== null) return known;
    const prefix = this.prefixOf(ip);
    return prefix === NONE ? NONE : -2 - prefix;
  }

  /** /24 of IPv4, /48 of IPv6. */
  prefixOf(ip: number | null): number {
    return ip === null ? NONE : (this.#addressPrefix[ip] ?? NONE);
  }

  nativeOf(device: number | null): number {
    return device === null ? NONE : (this.#deviceNative[device] ?? NONE);
  }

  /**
   * Family of browser and system without their versions, which change with every update; from the user agent where the
   * log names neither.
   */
  browserOf(device: number | null, ua: number | null): number {
    const named = device === null ? NONE : (this.#deviceBrowser[device] ?? NONE);
    if (named !== NONE || ua === null) return named;
    let family = this.#agents.get(ua);
    if (family === undefined) {
      const text = this.read.term(ua).replace(/[\d._]+/g, '');
      family = this.#browsers.of(`ua:${text.slice(0, 200)}`);
      this.#agents.set(ua, family);
    }
    return family;
  }

  /** Whether a kind of browser and system is one of telephones and tablets. */
  isHandset(browser: number): boolean {
    if (browser === NONE) return false;
    this.#handsets[browser] ??= HANDSET.test(this.#browsers.texts[browser] ?? '');
    return this.#handsets[browser]!;
  }

  /** Coordinates with radius in kilometres: the log's, else the database's. */
  spotOf(place: number | null, ip: number | null): { lat: number; lon: number; radius: number } | null {
    const logged = this.place(place);
    if (logged?.lat != null && logged.lon != null && (logged.fromLog || logged.city !== null))
      return { lat: logged.lat, lon: logged.lon, radius: logged.radius ?? UNSTATED_KM };
    const known = this.address(ip);
    // The log names another country than the database: its coordinates would be those of the wrong place.
    if (logged?.country && known?.country && logged.country !== known.country) return null;
    if (known?.lat != null && known.lon != null)
      return { lat: known.lat, lon: known.lon, radius: known.radius ?? UNSTATED_KM };
    return null;
  }

  networkKind(ip: number | null): string | null {
    return this.address(ip)?.network ?? null;
  }

  isAnonymising(ip: number | null): boolean {
    const kind = this.networkKind(ip);
    return kind !== null && ANONYMISING.has(kind);
  }

  /** Numbers given so far; what the tables say is read again. */
  kept() {
    return {
      countries: this.countries.texts,
      '#networks': this.#networks.texts,
      '#browsers': this.#browsers.texts,
      '#natives': this.#natives.texts,
      '#agents': this.#agents,
    };
  }
}

const HANDSET = /\b(?:ios|iphone|ipad|ipados|android)\b/i;

/** Exports that were made anonymous carry addresses for documentation (RFC 5737, RFC 3849): one for each true address. */
const STAND_IN = /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|198\.1[89]\.|2001:db8:)/;
const isStandIn = ({ scope, text }: AddressRow): boolean => scope === 'reserved' && STAND_IN.test(text);

function prefixOf(address: string): string {
  if (!address.includes(':')) return address.slice(0, address.lastIndexOf('.'));
  const [head = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  return [...groups, '0', '0', '0'].slice(0, 3).join(':');
}

/**
 * A host name of the organisation ("CRV-LDS-1207"): the one thing about a device that sources write alike. "iPhone" and
 * "MacBook Pro" name a thousand devices.
 */
function isDistinctive(name: string | null): boolean {
  return name !== null && name.length >= 6 && /[a-z]/i.test(name) && /\d{2}/.test(name) && !/\s/.test(name);
}

/** "Windows 10.0.1" and "Windows 11" are one family; so are "Chrome 120" and "Chrome 121". */
function familyOf(name: string | null): string {
  if (name === null) return '';
  return name
    .toLowerCase()
    .replace(/[\d._]+/g, '')
    .trim();
}
