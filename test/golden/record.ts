/** A record for tests: parsed value or row in, `LazyRecord` out; a path that was not declared throws, as in the product. */
import type { LazyRecord } from '../../electron/engine/ingest/source';

type Kind = 'json' | 'csv' | 'line';

export function recordOf(value: unknown, reads: readonly string[], kind: Kind = 'json'): LazyRecord {
  const declared = (path: string): void => {
    const covered = reads.some((read) => path === read || (kind === 'json' && path.startsWith(`${read}.`)));
    if (!covered) throw new Error(`path "${path}" was not declared in reads`);
  };
  /** Elements at hand, by their list's path. */
  const elements = new Map<string, unknown>();
  const any = (path: string): unknown => {
    declared(path);
    if (kind === 'csv') return member(value, path);
    const [list, inner] = path.split('.*.');
    if (inner !== undefined) return inner.split('.').reduce<unknown>(member, elements.get(list!));
    return path.split('.').reduce<unknown>(member, value);
  };
  const record: LazyRecord = {
    any,
    derived: (path, make) => {
      declared(path);
      return make(record);
    },
    derivedFrom: ({ paths }, make) => {
      for (const path of paths) declared(path);
      return make();
    },
    each: (path, read) => {
      const list = any(path);
      const made = (Array.isArray(list) ? list : [])
        .filter((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
        .map((each) => {
          elements.set(path, each);
          return read();
        });
      elements.delete(path);
      return made;
    },
    derivedEach: (path, read) => record.each(path, read),
    has: (path) => any(path) !== undefined,
    text: (path) => {
      const found = any(path);
      if (typeof found === 'string') return found;
      return typeof found === 'number' || typeof found === 'boolean' ? String(found) : null;
    },
    num: (path) => {
      const found = any(path);
      if (typeof found === 'number') return Number.isFinite(found) ? found : null;
      if (typeof found !== 'string' || found.trim() === '') return null;
      return Number.isFinite(Number(found)) ? Number(found) : null;
    },
    bool: (path) => {
      const found = any(path);
      if (typeof found === 'boolean') return found;
      if (found === 0 || found === 1) return found === 1;
      const text = typeof found === 'string' ? found.trim().toLowerCase() : '';
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : null;
    },
  };
  return record;
}

function member(at: unknown, key: string): unknown {
  if (typeof at !== 'object' || at === null || Array.isArray(at)) return undefined;
  return Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined;
}
