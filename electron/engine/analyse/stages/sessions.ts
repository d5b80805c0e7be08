/**
 * Where the newest sessions of each identity began. A session is kept as 53 bits of a hash: the ids of a million sessions are
 * long, and only ever asked whether they are the same. The hash is keyed anew in every run, so that no export can be made
 * in which two sessions pass for one.
 */
import { randomBytes } from 'node:crypto';

const KEPT = 64; // sessions of an identity

export interface Origin {
  /** Row id of the address, and network as in a trace. */
  ip: number;
  network: number;
}

/** The sessions of one identity. */
export interface Sessions {
  last: number; // hash
  /** The session of that hash: most events are of the same one as the event before. */
  lastText: string;
  hashes: number[];
  /** By session: position among the origins. */
  origins: number[];
  /** Where the next one goes once there are enough: in place of the oldest. */
  at: number;
}

export class Origins {
  #ips: number[] = [];
  #networks: number[] = [];
  /** Position of each, by network within its address. */
  #places = new Map<number, number | Map<number, number>>();
  #key = randomBytes(8);

  /** Null before the first session. */
  see(sessions: Sessions | null, session: string, { ip, network }: Origin): Sessions {
    if (sessions !== null && session === sessions.lastText) return sessions;
    const hash = hashOf(session, this.#key);
    const known = sessions ?? { last: Number.NaN, lastText: '', hashes: [], origins: [], at: 0 };
    known.lastText = session;
    if (hash === known.last) return known;
    known.last = hash;
    if (known.hashes.includes(hash)) return known;
    const { hashes, origins } = known;
    const origin = this.#originOf(ip, network);
    if (hashes.length < KEPT) {
      hashes.push(hash);
      origins.push(origin);
      if (hashes.length === KEPT) {
        // Full, and there are tens of thousands: without the room in which they grew.
        known.hashes = hashes.slice();
        known.origins = origins.slice();
      }
    } else {
      hashes[known.at] = hash;
      origins[known.at] = origin;
      known.at = (known.at + 1) % KEPT;
    }
    return known;
  }

  /** One stands for all sessions that begin there: there are far fewer places than sessions. */
  #originOf(ip: number, network: number): number {
    const here = this.#places.get(ip);
    if (typeof here === 'number' && this.#networks[here] === network) return here;
    const known = typeof here === 'object' ? here.get(network) : undefined;
    if (known !== undefined) return known;
    const origin = this.#ips.push(ip) - 1;
    this.#networks.push(network);
    if (here === undefined) this.#places.set(ip, origin);
    else if (typeof here === 'object') here.set(network, origin);
    else this.#places.set(ip, new Map([[this.#networks[here]!, here], [network, origin]])); // biome-ignore format: one line
    return origin;
  }

  /** Where a session was first seen; undefined where it was not, or is long forgotten. */
  of({ hashes, origins }: Sessions, session: string): Origin | undefined {
    const i = hashes.indexOf(hashOf(session, this.#key));
    return i < 0 ? undefined : { ip: this.#ips[origins[i]!]!, network: this.#networks[origins[i]!]! };
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return { '#ips': this.#ips, '#networks': this.#networks, '#places': this.#places, '#key': [...this.#key] };
  }

  static ofKept(kept: ReturnType<Origins['kept']>): Origins {
    const origins = new Origins();
    origins.#ips = kept['#ips'];
    origins.#networks = kept['#networks'];
    origins.#places = kept['#places'];
    origins.#key = Buffer.from(kept['#key']);
    return origins;
  }
}

/** Two lanes of 32 bits, stirred by each other at the end. */
function hashOf(text: string, key: Buffer): number {
  let a = key.readInt32LE(0);
  let b = key.readInt32LE(4);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ unit, 0x5f356495);
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b >>> 0) * 2 ** 21 + (a >>> 11);
}
