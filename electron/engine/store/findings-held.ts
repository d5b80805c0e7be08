/**
 * Holds what an analysis found against what stands, while it is being found; and digests it as the tables will be (`findingsDigest`).
 * Nobody may write findings meanwhile.
 */
import type { Path } from '../../../shared/model/episode';
import { type FindingsDigest, FindingsHash } from './findings-digest';
import { areParts, type Cells, EPISODE, IDENTITY, PARTS_OF, type Parts, partCodes, rowOf, STANDING_PARTS } from './findings-rows'; // biome-ignore format: one line
import type { ReadDb } from './open';

/** Characters of paths that are held, since they are digested in another order. */
const PATHS = 16e6;
/** Events of episodes that are held: they are digested behind all episodes. */
const EVENTS = 4e6;

const DIGESTED = IDENTITY.slice(1, -1).length;

/** What came of it. */
export interface HeldAnswer {
  /** Whether all rows of identities stand as they were found. */
  doIdentitiesStand: boolean;
  /** By position: 1 where the episode's row, events and paths stand as they were found, and all before it have the same ids. */
  stands: Uint8Array;
  /** Null where it would have to hold too much: then it is read from the tables. */
  digest: FindingsDigest | null;
}

/** Its row, and JSON of its other tables. */
export interface FoundEpisode {
  row: Cells;
  /** JSON, with `parts` and `paths`. */
  told: string;
}

/** As SQLite keeps it: what is no proper Unicode is written as the sign that stands for it. */
const kept = (cell: string | number | null): string | number | null =>
  typeof cell === 'string' && !cell.isWellFormed() ? cell.toWellFormed() : cell;

export class HeldFindings {
  readonly #hash = new FindingsHash();
  readonly #identity;
  readonly #episode;
  readonly #parts;
  readonly #paths;
  readonly #beyond;
  #identities = 0;
  #doIdentitiesStand = true;
  #areAlike = true;
  readonly #stands: number[] = [];
  #events = new Float64Array(1_024);
  /** By position: where its events end. */
  readonly #ends: number[] = [];
  readonly #rowsOfPaths = new Map<string, Cells>();
  #characters = 0;
  readonly #done = new Set<string>();

  constructor(
    db: ReadDb,
    readonly most = { characters: PATHS, events: EVENTS },
  ) {
    this.#identity = db.prepare<[number], Cells>(rowOf('identity', IDENTITY)).raw();
    this.#episode = db.prepare<[number], Cells>(rowOf('episode', EPISODE)).raw();
    this.#parts = db.prepare<[number], [number, number]>(STANDING_PARTS).raw();
    this.#paths = db
      .prepare<[number], [id: string, score: number, body: string]>('SELECT id, score, body FROM path WHERE pid = ?')
      .raw();
    this.#beyond = db.prepare<[number], number>('SELECT 1 FROM identity WHERE iid > ? LIMIT 1').pluck();
  }

  /** All of them, in order, before the first episode. */
  identity(row: Cells): void {
    const cells = row.map(kept);
    const iid = ++this.#identities;
    const old = this.#doIdentitiesStand ? this.#identity.get(iid) : undefined;
    this.#doIdentitiesStand &&= old !== undefined && cells.every((cell, c) => cell === old[c]);
    this.#hash.row(cells.slice(1, 1 + DIGESTED));
  }

  /** In order. */
  episode({ row, told }: FoundEpisode): void {
    if (this.#stands.length === 0) this.#hash.endTable();
    const cells = row.map(kept);
    const pid = this.#stands.length + 1;
    const old = this.#areAlike ? this.#episode.get(pid) : undefined;
    this.#areAlike = old?.[1] === cells[1];
    this.#hash.row(cells.slice(1));
    const { parts, paths } = JSON.parse(told) as { parts: Parts; paths: Path[] };
    const codes = partCodes(parts);
    const found = this.#firstOf(pid, paths);
    const isSame =
      this.#areAlike &&
      cells.every((cell, c) => cell === old?.[c]) &&
      areParts(this.#parts.all(pid), codes) &&
      this.#arePaths(this.#paths.all(pid), found);
    this.#stands.push(isSame ? 1 : 0);
    this.#holdEvents(codes);
  }

  /** Its paths, as rows; of two with one id only the first is written, in whichever episode. */
  #firstOf(pid: number, paths: readonly Path[]): Cells[] {
    const rows: Cells[] = [];
    for (const path of paths) {
      if (this.#done.has(path.id)) continue;
      this.#done.add(path.id);
      const row = [path.id, pid, path.score, JSON.stringify(path)];
      rows.push(row);
      this.#characters += row[3]!.toString().length;
      if (this.#characters <= this.most.characters) this.#rowsOfPaths.set(path.id, row);
    }
    if (this.#characters > this.most.characters) this.#rowsOfPaths.clear();
    return rows;
  }

  #arePaths(standing: readonly [id: string, score: number, body: string][], found: readonly Cells[]): boolean {
    if (standing.length !== found.length) return false;
    const byId = new Map(standing.map((row) => [row[0], row]));
    return found.every(([id, , score, body]) => {
      const old = byId.get(id as string);
      return old !== undefined && old[1] === score && old[2] === body;
    });
  }

  #holdEvents(codes: Float64Array): void {
    const from = this.#ends.at(-1) ?? 0;
    const end = from + codes.length;
    this.#ends.push(end);
    if (end > this.most.events) {
      this.#events = new Float64Array(0);
      return;
    }
    if (end > this.#events.length) {
      const room = new Float64Array(2 * end);
      room.set(this.#events.subarray(0, from));
      this.#events = room;
    }
    this.#events.set(codes, from);
  }

  end(): HeldAnswer {
    if (this.#stands.length === 0) this.#hash.endTable();
    return {
      doIdentitiesStand: this.#doIdentitiesStand && this.#beyond.get(this.#identities) === undefined,
      stands: Uint8Array.from(this.#stands),
      digest: this.#digest(),
    };
  }

  #digest(): FindingsDigest | null {
    if (this.#characters > this.most.characters || (this.#ends.at(-1) ?? 0) > this.most.events) return null;
    this.#hash.endTable();
    let at = 0;
    for (const [position, end] of this.#ends.entries())
      for (; at < end; at++) {
        const code = this.#events[at]!;
        this.#hash.row([position + 1, Math.floor(code / PARTS_OF), code % PARTS_OF]);
      }
    this.#hash.endTable();
    for (const id of [...this.#rowsOfPaths.keys()].sort()) this.#hash.row(this.#rowsOfPaths.get(id)!);
    this.#hash.endTable();
    return this.#hash.digest();
  }
}
