/**
 * Windows of (unpacked) bytes on their way from the thread that takes a file in to those that parse it: each of them sees every
 * window, in order. A ring in shared memory: who fills it waits for the slowest reader, so that memory stays bounded.
 */
import { WINDOW } from './readers/json/values';

const KIB = 1024;
/** What the state holds: numbers that change with whatever one side waits for; then what is told. */
const [CAME, WENT, PUT, ENDED, READ, UNPACKED] = [0, 1, 2, 3, 4, 5] as const;
/** From here on how many windows each reader has taken, and behind these the length of the window in each slot. */
const READERS = 6;

/** What threads share of it. */
export interface SharedWindows {
  bytes: Uint8Array<SharedArrayBuffer>;
  state: Int32Array<SharedArrayBuffer>;
}

/** `slots`: windows that are kept for the slowest reader. */
export function sharedWindows(readers: number, slots: number): SharedWindows {
  return {
    bytes: new Uint8Array(pages((slots * WINDOW) / PAGE)),
    state: new Int32Array(new SharedArrayBuffer(4 * (READERS + readers + slots))),
  };
}

const PAGE = 65_536; // of WebAssembly

/** Memory that begins at a page's edge, as writing past the page cache asks for: that is certain of WebAssembly's only. */
const pages = (count: number): SharedArrayBuffer =>
  new WebAssembly.Memory({ initial: count, maximum: count, shared: true }).buffer as unknown as SharedArrayBuffer;

const slotsOf = ({ bytes }: SharedWindows): number => bytes.length / WINDOW;
/** Where the state tells the length of this window. */
const lengthAt = (shared: SharedWindows, window: number): number =>
  shared.state.length - slotsOf(shared) + (window % slotsOf(shared));

/** No more come: the file ends, or nobody wants them. Whoever waits goes on. */
export function endWindows({ state }: SharedWindows): void {
  Atomics.store(state, ENDED, 1);
  told(state, CAME);
  told(state, WENT);
}

const LEFT = 0x7fff_ffff; // windows taken: all there will ever be

/** This reader takes no more; the others go on. */
export function leaveWindows({ state }: SharedWindows, reader: number): void {
  Atomics.store(state, READERS + reader, LEFT);
  told(state, CAME);
  told(state, WENT);
}

function told(state: SharedWindows['state'], sign: number): void {
  Atomics.add(state, sign, 1);
  Atomics.notify(state, sign);
}

async function change(state: SharedWindows['state'], sign: number, from: number): Promise<void> {
  const waiting = Atomics.waitAsync(state, sign, from);
  if (waiting.async) await waiting.value;
}

/** Whether any window was handed on. */
export const hasBegun = ({ state }: SharedWindows): boolean => Atomics.load(state, PUT) > 0;

/** Bytes of the file as it lies there for each unpacked one, so far. */
export function packedShare({ state }: SharedWindows): number {
  const unpacked = Atomics.load(state, UNPACKED);
  return unpacked === 0 ? 1 : Atomics.load(state, READ) / unpacked;
}

function slot(shared: SharedWindows, window: number): Uint8Array<SharedArrayBuffer> {
  const from = (window % slotsOf(shared)) * WINDOW;
  return shared.bytes.subarray(from, from + WINDOW);
}

export class WindowsIn {
  #filled = 0;
  #put = 0;
  #unpacked = 0;

  constructor(readonly shared: SharedWindows) {}

  /** Hands bytes on, once there is room; `read`: bytes of the file read by now. */
  async put(chunk: Uint8Array, read: number): Promise<void> {
    const { state } = this.shared;
    this.#unpacked += chunk.length;
    Atomics.store(state, READ, Math.ceil(read / KIB));
    Atomics.store(state, UNPACKED, Math.ceil(this.#unpacked / KIB));
    for (let rest = chunk; rest.length > 0; ) {
      const room = await this.room();
      const piece = rest.subarray(0, room.length);
      room.set(piece);
      rest = rest.subarray(piece.length);
      this.filled(piece.length);
    }
  }

  /** What is left of the window that is filled next, once there is room for one. */
  async room(): Promise<Uint8Array<SharedArrayBuffer>> {
    if (this.#filled === 0) await this.#free();
    return slot(this.shared, this.#put).subarray(this.#filled);
  }

  /** So many bytes of the room were filled. */
  filled(bytes: number): void {
    this.#filled += bytes;
    if (this.#filled === WINDOW) this.#publish();
  }

  /** The file's bytes end here. */
  end(): void {
    if (this.#filled > 0) this.#publish();
    endWindows(this.shared);
  }

  #publish(): void {
    const { state } = this.shared;
    Atomics.store(state, lengthAt(this.shared, this.#put), this.#filled);
    Atomics.store(state, PUT, ++this.#put);
    this.#filled = 0;
    told(state, CAME);
  }

  /** Waits until every reader has taken what lies in the slot to be filled. Throws where nobody wants any more. */
  async #free(): Promise<void> {
    const { state } = this.shared;
    for (;;) {
      const sign = Atomics.load(state, WENT);
      if (Atomics.load(state, ENDED) !== 0) throw new Error('nobody wants the rest of the file');
      let least = this.#put;
      for (let i = READERS; i < lengthAt(this.shared, 0); i++) least = Math.min(least, Atomics.load(state, i));
      if (this.#put - least < slotsOf(this.shared)) return;
      await change(state, WENT, sign);
    }
  }
}

/** One reader's way through the windows. */
export class WindowsOut {
  readonly #own = Buffer.allocUnsafeSlow(WINDOW);
  #bytes: Buffer = this.#own.subarray(0, 0);
  /** Offsets of the window at hand and of the one behind it in the (unpacked) file. */
  #base = 0;
  #end = 0;
  #taken = 0;

  constructor(
    readonly shared: SharedWindows,
    readonly reader: number,
  ) {}

  /** The bytes from `at` on that are there; asked for in order. None at the end. Lent until a later window is asked for. */
  async read(at: number): Promise<Buffer> {
    while (at >= this.#end) if (!(await this.#next(at))) return this.#own.subarray(0, 0);
    return this.#bytes.subarray(at - this.#base);
  }

  /** Offset behind all windows that were taken. */
  get end(): number {
    return this.#end;
  }

  async #next(wanted: number): Promise<boolean> {
    const { state } = this.shared;
    for (;;) {
      const sign = Atomics.load(state, CAME);
      const isEnded = Atomics.load(state, ENDED) !== 0; // before it is looked how many there are: then these are all
      if (Atomics.load(state, READERS + this.reader) === LEFT) return false;
      if (this.#taken < Atomics.load(state, PUT)) {
        this.#take(wanted);
        return true;
      }
      if (isEnded) return false;
      await change(state, CAME, sign);
    }
  }

  /** Into memory of its own where something in it is wanted, so that the slot is free at once. */
  #take(wanted: number): void {
    const { state } = this.shared;
    const length = Atomics.load(state, lengthAt(this.shared, this.#taken));
    this.#base = this.#end;
    this.#end += length;
    this.#bytes = this.#own.subarray(0, length);
    if (wanted < this.#end) this.#bytes.set(slot(this.shared, this.#taken).subarray(0, length));
    Atomics.compareExchange(state, READERS + this.reader, this.#taken, this.#taken + 1); // else it was made to leave
    this.#taken++;
    told(state, WENT);
  }
}
