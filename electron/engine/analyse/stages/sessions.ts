/**
 * Where the newest sessions of each identity began. A session is kept as 53 bits of a hash: the ids of a million sessions are
 * long, and only ever asked whether they are the same. The hash is keyed anew in every run, so that no export can be made
 * in which two sessions pass for one.
 */
import { randomBytes } from 'node:crypto';

const KEPT = 64; // sessions of an identity
const TOGETHER = 256; // identities

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
  /** Once there are enough both lie in a block, where they need a third less and nobody looks at them to collect garbage: its place. */
  full: number | null;
  /** Where the next one goes then: in place of the oldest. */
  at: number;
}

/** Hashes and origins of the sessions of many, `KEPT` of each. */
interface Block {
  hashes: Float64Array;
  origins: Int32Array;
}

export class Origins {
  #ips: number[] = [];
  #networks: number[] = [];
  /** Position of each, by network within its address. */
  #places = new Map<number, number | Map<number, number>>();
  #blocks: Block[] = [];
  /** How many identities have their sessions there. */
  #full = 0;
  #key = randomBytes(8);

  /** Null before the first session. */
  see(sessions: Sessions | null, session: string, { ip, network }: Origin): Sessions {
    if (sessions !== null && session === sessions.lastText) return sessions;
    const hash = hashOf(session, this.#key);
    const known = sessions ?? { last: Number.NaN, lastText: '', hashes: [], origins: [], full: null, at: 0 };
    known.lastText = session;
    if (hash === known.last) return known;
    known.last = hash;
    if (this.#originOfHash(known, hash) !== undefined) return known;
    const origin = this.#originOf(ip, network);
    if (known.full === null) {
      known.hashes.push(hash);
      known.origins.push(origin);
      if (known.hashes.length === KEPT) this.#fill(known);
      return known;
    }
    const { hashes, origins } = this.#blocks[Math.floor(known.full / TOGETHER)]!;
    const place = KEPT * (known.full % TOGETHER) + known.at;
    hashes[place] = hash;
    origins[place] = origin;
    known.at = (known.at + 1) % KEPT;
    return known;
  }

  #fill(known: Sessions): void {
    const full = this.#full++;
    if (full % TOGETHER === 0)
      this.#blocks.push({ hashes: new Float64Array(KEPT * TOGETHER), origins: new Int32Array(KEPT * TOGETHER) });
    const { hashes, origins } = this.#blocks.at(-1)!;
    hashes.set(known.hashes, KEPT * (full % TOGETHER));
    origins.set(known.origins, KEPT * (full % TOGETHER));
    known.full = full;
    known.hashes = [];
    known.origins = [];
  }

  /** Position among the origins; undefined where the session was not seen, or is long forgotten. */
  #originOfHash({ hashes, origins, full }: Sessions, hash: number): number | undefined {
    if (full === null) {
      const i = hashes.indexOf(hash);
      return i < 0 ? undefined : origins[i]!;
    }
    const block = this.#blocks[Math.floor(full / TOGETHER)]!;
    const from = KEPT * (full % TOGETHER);
    for (let i = from; i < from + KEPT; i++) if (block.hashes[i] === hash) return block.origins[i]!;
    return undefined;
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
  of(sessions: Sessions, session: string): Origin | undefined {
    const origin = this.#originOfHash(sessions, hashOf(session, this.#key));
    return origin === undefined ? undefined : { ip: this.#ips[origin]!, network: this.#networks[origin]! };
  }

  /** All that it holds, to go on from: `ofKept`. */
  kept() {
    return {
      '#ips': this.#ips,
      '#networks': this.#networks,
      '#places': this.#places,
      '#blocks': this.#blocks,
      '#full': this.#full,
      '#key': [...this.#key],
    };
  }

  static ofKept(kept: ReturnType<Origins['kept']>): Origins {
    const origins = new Origins();
    origins.#ips = kept['#ips'];
    origins.#networks = kept['#networks'];
    origins.#places = kept['#places'];
    origins.#blocks = kept['#blocks'];
    origins.#full = kept['#full'];
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
