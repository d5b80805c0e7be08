/** What a change makes possible: by the table, by the kind that its source gave it, by its words. */
import type { Helper } from './helper-actions';
import { HELPER_ACTIONS, HELPER_OF_KIND, HELPER_WORDS, type HelperRow, TAKES_AWAY } from './helper-actions';

const fold = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/\.?\s*$/, '')
    .trim();
const keyOf = (source: string, action: string): string => `${source}\n${fold(action)}`;

const ROWS = new Map<string, HelperRow[]>();
for (const row of HELPER_ACTIONS) {
  for (const source of row.sources) {
    for (const action of row.actions.trim().split('\n')) {
      const key = keyOf(source, action);
      ROWS.set(key, [...(ROWS.get(key) ?? []), row]);
    }
  }
}

/** Whether the answer for this name is the same whatever else an event says: then it may be remembered. */
export const isHelperFixed = (source: string, action: string): boolean =>
  !ROWS.get(keyOf(source, action))?.some(({ where }) => where !== undefined);

/** `detail` = further facts of the event, as its source kept them. */
export function helperOf(source: string, action: string, detail: Readonly<Record<string, string>> | null): Helper {
  const rows = ROWS.get(keyOf(source, action));
  if (rows) {
    const row = rows.find(({ where }) => where === undefined || where[1].test(detail?.[where[0]] ?? ''));
    return row?.helper ?? 'other';
  }
  const name = fold(action);
  const kind = detail?.kind;
  const told = (kind === undefined ? undefined : HELPER_OF_KIND[kind]) ?? byWords(name, kind);
  return told !== 'method' && TAKES_AWAY.test(name) ? 'other' : told;
}

/** Kinds that say what the change is not about keep their word; the words are for those that leave it open. */
const OPEN_KINDS: ReadonlySet<string> = new Set([
  'credential_change',
  'resource_access',
  'admin_other',
  'setting_change',
]);

const byWords = (name: string, kind: string | undefined): Helper =>
  kind !== undefined && !OPEN_KINDS.has(kind)
    ? 'other'
    : (HELPER_WORDS.find(([words]) => words.test(name))?.[1] ?? 'other');
