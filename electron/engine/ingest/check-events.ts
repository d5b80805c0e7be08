/** Are the rows of the database what the evidence says? Events are read again from their bytes and compared. */
import { evidencePath, heldIfSmall, MembersInTurn, type StoredAt } from '../case/evidence';
import { COLUMN, type EventBatch, NUMBERS, TEXTS } from '../store/event-row';
import { fileById, importSettings } from '../store/files';
import type { ReadDb } from '../store/open';
import { unpackTexts } from '../store/packed-texts';
import { readAgain } from './read-again';
import { sourcesOf } from './remove';

/** Events read again: all of a small case, else so many, evenly spread. */
const MOST = 2_000;
/** Files up to this size are read whole; of larger ones single records, each of which costs some milliseconds. */
const WHOLE_BYTES = 64 * 1024 * 1024;
const SINGLE = 300;
const TOLD = 10;

export interface CheckOptions {
  signal?: AbortSignal | undefined;
  progress?: ((value: { phase: string; done: number; total: number; unit: 'events' }) => void) | undefined;
  most?: number;
}

interface Stored {
  rk: number;
  variant: number;
  file: number;
  at: number;
  length: number;
  record_id: string | null;
  time: number; // as recorded: a clock that was set right is not of the record
  class: number;
  outcome: number;
  action: string | null;
  code: string | null;
  ip: string | null;
  session: string | null;
  actor: string | null;
  native: string | null;
}
type Said = Pick<Stored, 'time' | 'class' | 'outcome' | 'action' | 'code' | 'ip' | 'session' | 'actor' | 'native'>;

/**
 * What differs, in words; nothing where all agrees. Left out are events that several files tell (what they say was put
 * together) and those of another source than the rest of their file. Evidence that cannot be read is not this check's matter; its hash is another's.
 */
export async function eventFaults(db: ReadDb, folder: string, options: CheckOptions = {}): Promise<string[]> {
  const rows = sample(db, options.most ?? MOST);
  const isTaken = db.prepare<[number], number>('SELECT 1 FROM event_all WHERE rk = ?').pluck();
  const faults: string[] = [];
  let done = 0;
  await using archives = new Archives(options.signal);
  for (const [id, stored] of Map.groupBy(rows, ({ file }) => file)) {
    options.signal?.throwIfAborted();
    options.progress?.({ phase: 'reading events again', done, total: rows.length, unit: 'events' });
    const file = fileById(db, id)!;
    const isWhole = file.bytes <= WHOLE_BYTES;
    const all = [...new Map(stored.map((row) => [placeOf(row), row])).values()];
    const every = isWhole ? 1 : Math.ceil(all.length / SINGLE);
    const places = all.filter((_row, i) => i % every === 0).map(({ at, length }) => ({ at, length, fileId: id }));
    let batches: EventBatch[];
    try {
      batches = await readAgain(
        folder,
        await archives.place({ path: evidencePath(folder, file), packing: file.packing, member: file.member }),
        file,
        places,
        sourcesOf(db, file),
        isWhole,
        importSettings(db, file).year ?? null,
      );
    } catch {
      options.signal?.throwIfAborted(); // a check that was ended says nothing of what it did not read
      continue;
    }
    const again = byPlace(batches);
    for (const row of stored) {
      const said = again.get(placeOf(row));
      if (!said) continue;
      const same =
        said.find(({ rk }) => rk === row.rk) ??
        (row.record_id === null
          ? said[0]!
          : // One of a crowd that goes by one id has a key of its own (event-writer.ts).
            said.find(({ rk, recordId }) => recordId === row.record_id && isTaken.get(rk) === 1));
      const differs = same ? unlike(row, same) : ['record id'];
      if (differs.length > 0)
        faults.push(
          `${file.name}, record at byte ${row.at}: the event differs from its record in ${differs.join(', ')}`,
        );
    }
    done += stored.length;
  }
  const more = faults.length - TOLD;
  return more > 0 ? [...faults.slice(0, TOLD), `${more} further events are not what their records say`] : faults;
}

/** Archives are gone over once for all of their small members, which follow each other as they were imported. */
class Archives {
  #open: MembersInTurn | null = null;

  constructor(readonly signal?: AbortSignal) {}

  async place(at: StoredAt): Promise<StoredAt> {
    const { path, packing } = at;
    if (packing !== 'zip' && packing !== 'tar' && packing !== 'tar+gzip') return at;
    if (this.#open?.archive.path !== path) {
      await this.#open?.close();
      this.#open = new MembersInTurn({ path, packing }, this.signal);
    }
    return heldIfSmall(this.#open, at);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open?.close();
  }
}

function sample(db: ReadDb, most: number): Stored[] {
  const total = db.prepare<[], number>('SELECT count(*) FROM event').pluck().get()!;
  const step = Math.max(1, Math.ceil(total / most));
  return db
    .prepare<[number], Stored>(
      `SELECT e.rk, e.variant, e.file_id AS file, e.at, e.length, e.record_id,
         e.time - coalesce(json_extract(i.settings, '$.clockApplied'), 0) AS time,
         e.class, e.outcome, t.text AS action, c.text AS code, d.text AS ip, e.session, a.name AS actor, a.native
       FROM event e JOIN file f ON f.id = e.file_id JOIN term s ON s.id = e.source AND s.text = f.source JOIN import i ON i.id = f.import_id
         LEFT JOIN term t ON t.id = e.action LEFT JOIN term c ON c.id = e.code
         LEFT JOIN address d ON d.id = e.ip LEFT JOIN actor a ON a.id = e.actor
       WHERE e.eid % ? = 0 AND e.variant = 0 AND f.removed IS NULL
         AND NOT EXISTS (SELECT 1 FROM duplicate o WHERE o.eid = e.eid)
       ORDER BY e.file_id, e.at, e.length`,
    )
    .all(step);
}

const placeOf = ({ at, length }: { at: number; length: number }): string => `${at}+${length}`;

function byPlace(batches: readonly EventBatch[]): Map<string, (Said & { rk: number; recordId: string | null })[]> {
  const out = new Map<string, (Said & { rk: number; recordId: string | null })[]>();
  for (const batch of batches) {
    const texts = unpackTexts(batch.texts);
    for (let row = 0; row < batch.count; row++) {
      const number = (name: (typeof NUMBERS)[number]): number => batch.numbers[row * NUMBERS.length + COLUMN[name]]!;
      const entry = <T>(list: readonly T[], name: (typeof NUMBERS)[number]): T | null => list[number(name)] ?? null;
      const actor = entry(batch.actors, 'actor');
      const key = placeOf({ at: number('at'), length: number('length') });
      const said = {
        rk: number('rk'),
        recordId: texts[row * TEXTS.length + TEXTS.indexOf('record_id')] ?? null,
        time: number('time'),
        class: number('class'),
        outcome: number('outcome'),
        action: entry(batch.terms, 'action'),
        code: entry(batch.terms, 'code'),
        ip: entry(batch.addresses, 'ip'),
        session: texts[row * TEXTS.length + TEXTS.indexOf('session')] ?? null,
        actor: actor?.name ?? null,
        native: actor?.native ?? null,
      };
      out.set(key, [...(out.get(key) ?? []), said]);
    }
  }
  return out;
}

const COMPARED = ['time', 'class', 'outcome', 'action', 'code', 'ip', 'session', 'actor', 'native'] as const;

function unlike(stored: Said, said: Said): string[] {
  return COMPARED.filter((name) => stored[name] !== said[name]);
}
