/**
 * The engine's printing edge: whatever leaves it for a screen or for a file that people read passes here, so that no view
 * can forget to mask. What is stored, searched and sealed stays exact. Showing a secret is an act with a custody line.
 */
import { findSecrets, maskOf, maskSecrets, SUSPECTED_MASK } from '../../shared/base/secrets';
import type { HandlersOf, SidedoorContract } from '../../shared/contract';
import { SidedoorError } from '../../shared/rpc/errors';
import type { CaseReaders } from './case/view';
import type { Session } from './session';
import type { ReadDb } from './store/open';
import { statement } from './store/statement';
import { typedPasswords } from './store/typed-passwords';

export interface Masker {
  text(text: string): string;
  /** The value with every text in it masked; the same object where nothing was. */
  deep<T>(value: T): T;
}

/**
 * Members that hold no free text of evidence (ids, numbers, words of our own), and the investigator's own words, which are
 * printed as they were written.
 */
const AS_IT_IS: ReadonlySet<string> = new Set([
  ...[
    'id',
    'ids',
    'event',
    'events',
    'episode',
    'attempt',
    'aliases',
    'path',
    'iid',
    'prev',
    'hash',
    'sha256',
    'base64',
  ],
  ...['time', 'times', 'start', 'end', 'first', 'last', 'at', 'next', 'locator', 'bars', 'density', 'marks', 'mark'],
  ...['class', 'outcome', 'outcomes', 'factor', 'factors', 'source', 'file', 'flags', 'verdict', 'patterns', 'state'],
  ...['countries', 'country', 'standards', 'playbook', 'uses', 'aal', 'annotations', 'decision', 'notes'],
]);

/** A masker for the case as it is now. */
export function maskerOf(db: ReadDb): Masker {
  const typed = suspectedIn(db);
  const text = (value: string): string => maskSecrets(typed ? value.replace(typed, SUSPECTED_MASK) : value);
  const deep = <T>(value: T, isDetail = false): T => {
    if (typeof value === 'string') return text(value) as T;
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      let copy: unknown[] | null = null;
      for (const [i, item] of value.entries()) {
        const masked: unknown = deep(item, isDetail);
        if (masked !== item) {
          copy ??= [...(value as unknown[])];
          copy[i] = masked;
        }
      }
      return (copy ?? value) as T;
    }
    let copy: Record<string, unknown> | null = null;
    for (const [name, item] of Object.entries(value)) {
      if (item === null || typeof item === 'number' || typeof item === 'boolean') continue;
      if (AS_IT_IS.has(name) && !(name === 'event' && typeof item === 'object')) continue;
      const masked: unknown = deep(item, name === 'detail');
      // In a list of the vendor's facts the name of a value tells what it is: a `password` needs no form.
      const told = isDetail && masked === item && typeof item === 'string' ? maskedMember(name, item) : masked;
      if (told !== item) {
        copy ??= { ...(value as Record<string, unknown>) };
        copy[name] = told;
      }
    }
    return (copy ?? value) as T;
  };
  return { text, deep: (value) => deep(value) };
}

/** As a member of a JSON record of that name. */
function maskedMember(name: string, value: string): string {
  if (!/pass|pwd|secret|token|key|assertion|saml|jwt|ticket/i.test(name)) return value;
  const [found] = findSecrets(`"${name.slice(name.lastIndexOf('.') + 1)}":"${value.replace(/["\\]/g, ' ')}"`);
  return found ? maskOf(value, found.kind) : value;
}

const filesState = statement<[], { state: string }>(
  "SELECT concat_ws('.', count(*), max(id), total(removed), (SELECT eid FROM horizon)) AS state FROM file",
);

/** Typed passwords change only with the files of a case; they are looked for once per state. */
const known = new WeakMap<ReadDb, { state: string; pattern: RegExp | null }>();

function suspectedIn(db: ReadDb): RegExp | null {
  const { state } = filesState(db).get()!;
  const before = known.get(db);
  if (before?.state === state) return before.pattern;
  const names = typedPasswords(db).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = names.length > 0 ? new RegExp(names.join('|'), 'g') : null;
  known.set(db, { state, pattern });
  return pattern;
}

/** What exports and reports that people read are made from. */
export function maskedReaders(readers: CaseReaders): { readers: CaseReaders; hasMasked(): boolean } {
  let hasMasked = false;
  const one = <T>(masker: Masker, value: T): T => {
    const masked = masker.deep(value);
    hasMasked ||= masked !== value;
    return masked;
  };
  function* each<T>(db: ReadDb, rows: Iterable<T>): Generator<T> {
    const masker = maskerOf(db);
    for (const row of rows) yield one(masker, row);
  }
  const masked: CaseReaders = {
    ...readers,
    events: (db, query) => each(db, readers.events(db, query)),
    event: (db, id) => one(maskerOf(db), readers.event(db, id)),
    identities: (db, kinds) => each(db, readers.identities(db, kinds)),
    episodes: (db, query) => each(db, readers.episodes(db, query)),
    episode: (db, id) => one(maskerOf(db), readers.episode(db, id)),
    paths: (db) => each(db, readers.paths(db)),
    scenarios: (db) => one(maskerOf(db), readers.scenarios?.(db) ?? []),
    ...(readers.attack && { attack: (db: ReadDb) => one(maskerOf(db), readers.attack!(db)) }),
    rollouts: (db) => one(maskerOf(db), readers.rollouts?.(db) ?? []),
    runs: (db) => one(maskerOf(db), readers.runs?.(db) ?? []),
    pathsOf: (db, episode) => one(maskerOf(db), readers.pathsOf(db, episode)),
  };
  return { readers: masked, hasMasked: () => hasMasked };
}

type Handlers = HandlersOf<SidedoorContract>;
/** Answers that print evidence. What is not of these domains holds none, or the investigator's own words. */
const PRINTS_EVIDENCE =
  /^(?:events|identities|episodes|paths|links|custody|replay|analysis|thresholds|suppressions)\.|^imports\.look$/;

/** The handlers with everything masked that they answer, and the one that shows a secret on request. */
export function maskedHandlers(session: Session, exact: Omit<Handlers, 'events.reveal'>): Handlers {
  const masked = Object.fromEntries(
    Object.entries(exact).map(([method, handler]) => [
      method,
      PRINTS_EVIDENCE.test(method)
        ? async (input: never, context: never) => {
            const answer: unknown = await (handler as (input: never, context: never) => unknown)(input, context);
            return session.current() ? maskerOf(session.case().db.read).deep(answer) : answer;
          }
        : handler,
    ]),
  ) as unknown as Handlers;
  return {
    ...masked,

    'events.raw': async (input, context) => {
      const raw = await exact['events.raw'](input, context);
      const text = input.exact ? raw.text : maskerOf(session.case().db.read).text(raw.text);
      return text === raw.text ? raw : { ...raw, text, base64: null, masked: true };
    },

    // A table that is being mapped: its values are shown, its columns and decisions go back as they are.
    'imports.preview': async (input, context) => {
      const preview = await exact['imports.preview'](input, context);
      const { deep } = session.current() ? maskerOf(session.case().db.read) : { deep: <T>(value: T): T => value };
      const columns = preview.columns.map((column) => ({ ...column, examples: deep(column.examples) }));
      return { ...preview, columns, first: deep(preview.first), odd: deep(preview.odd) };
    },

    'events.reveal': ({ id, field }, context) =>
      session.exclusive(async () => {
        const bare = { signal: context.signal, progress: undefined as never };
        const event = await exact['events.get']({ id }, bare);
        const value =
          field === 'raw' ? (await exact['events.raw']({ id, exact: true }, bare)).text : member(event, field);
        if (typeof value !== 'string') {
          throw new SidedoorError('not-found', `event ${event.id} has no text "${field.slice(0, 80)}"`, {
            fix: 'name a field of the event, as in identity.name, or raw',
          });
        }
        const { file, locator } = event;
        // First the line, then the secret.
        session.case().custody.append('reveal', { event: event.id, field, file, ...locator });
        return { value };
      }),
  };
}

/** `identity.name` of an event; members of `detail` may have dots in their names. */
function member(event: object, field: string): unknown {
  const [head = '', ...rest] = field.split('.');
  const value: unknown = Object.hasOwn(event, head) ? (event as Record<string, unknown>)[head] : undefined;
  if (rest.length === 0) return value;
  const name = rest.join('.');
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
