/**
 * Passwords that somebody typed where the user name belongs. A name is suspected when it has the form of a password, every
 * event of it failed, a record says that there is no such user (or names none of the ids that its source gives to users),
 * and the case knows the name nowhere else.
 */
import { looksLikePassword } from '../../../shared/base/secrets';
import { codes } from './codes';
import type { ReadDb } from './open';

/** How logs say that there is no such user: Entra and Windows by code, most others in words. */
const NO_SUCH_USER =
  /\b(?:50034|50020|0xc0000064|fu|user_?not_?found|unknown_?user|invalid_?user(?:_?name)?|no_?such_?user)\b|\b(?:user|account|login|identity|subject|principal|client)\b.{0,40}\b(?:not (?:be )?(?:found|known)|does ?n[o']t exist|not exist|unknown|invalid)\b|\b(?:unknown|invalid|no such|non-?existent)\b.{0,12}\b(?:user|account|login|e-?mail|principal)/i;

const UNKNOWN = codes.kind.code('unknown');
const FAILED = (['password_failed', 'failed_other', 'none'] as const).map((outcome) => codes.outcome.code(outcome));

const bare = (name: string): string => name.slice(name.lastIndexOf('\\') + 1);

interface ActorRow {
  id: number;
  source: string;
  name: string | null;
  native: string | null;
  display: string | null;
  kind: number;
}

/** The suspected names, without the domain that stood before them; longest first. */
export function typedPasswords(db: ReadDb): string[] {
  const names = db
    .prepare<[], [number, string, string | null]>(
      'SELECT id, name, native FROM actor WHERE name IS NOT NULL ORDER BY id',
    )
    .raw();
  const candidates = new Map<string, number[]>();
  for (const [id, name, native] of names.iterate()) {
    if (!looksLikePassword(name)) continue;
    if (name === native && /^[\w.-]+$/.test(name)) continue; // an id of the vendor's
    const key = bare(name);
    candidates.set(key, [...(candidates.get(key) ?? []), id]);
  }
  if (candidates.size === 0) return [];
  const actors = db.prepare<[], ActorRow>('SELECT id, source, name, native, display, kind FROM actor').all();

  // Names by which anybody else goes: whole, before the @, as a display name.
  const others = new Map<string, Set<number>>();
  const know = (text: string | null, id: number): void => {
    if (text === null) return;
    const key = text.toLowerCase();
    others.set(key, (others.get(key) ?? new Set()).add(id));
  };
  for (const { id, name, display } of actors) {
    know(name && bare(name), id);
    know(name?.includes('@') ? name.slice(0, name.indexOf('@')) : null, id);
    know(display === name ? null : display, id);
  }
  const givesIds = new Set(actors.flatMap(({ source, native }) => (native === null ? [] : [source])));
  const byId = new Map(actors.map((actor) => [actor.id, actor]));
  const isUnresolved = (id: number): boolean => {
    const { source, native, kind } = byId.get(id)!;
    return native === null && kind === UNKNOWN && givesIds.has(source);
  };
  const events = db.prepare<[string], { outcome: number; said: string }>(
    `SELECT e.outcome, concat_ws(' ', c.text, r.text, a.text, e.detail) AS said FROM event e
     LEFT JOIN term c ON c.id = e.code LEFT JOIN term r ON r.id = e.reason LEFT JOIN term a ON a.id = e.action
     WHERE e.actor IN (SELECT value FROM json_each(?)) ORDER BY e.eid LIMIT 2000`,
  );
  const found: string[] = [];
  for (const [name, ids] of candidates) {
    const own = new Set(ids);
    if ([...(others.get(name.toLowerCase()) ?? [])].some((id) => !own.has(id))) continue;
    const rows = events.all(JSON.stringify(ids));
    if (rows.length === 0 || rows.some(({ outcome }) => !FAILED.includes(outcome))) continue;
    if (ids.some(isUnresolved) || rows.some(({ said }) => NO_SUCH_USER.test(said))) found.push(name);
  }
  return found.sort((a, b) => b.length - a.length);
}
