/** Where each record comes from: what every machine format carries in the place that it has for it. */
import type { Event } from '../../../shared/model/event';
import type { CaseView } from './case-view';

export interface Provenance {
  file: string;
  offset: number; // bytes, in the unpacked file
  length: number;
  /** SHA-256 of the file that the offset counts in; null where the file is not of the case any more. */
  sha256: string | null;
}

export function provenanceOf(view: CaseView): (event: Pick<Event, 'file' | 'locator'>) => Provenance {
  const sha256 = new Map(view.files().map((file) => [file.file, file.sha256]));
  return ({ file, locator }) => ({ file, ...locator, sha256: sha256.get(file) ?? null });
}

/** The object without members that are null, undefined, empty texts, empty lists or empty objects, at any depth; lone surrogates are U+FFFD. */
export function compact<T extends object>(value: T): T {
  return (strip(value) ?? {}) as T;
}

function strip(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) {
    const kept = value.map(strip).filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof value !== 'object') return value;
  const kept: Record<string, unknown> = {};
  let any = false;
  for (const [name, item] of Object.entries(value)) {
    const left = strip(item);
    if (left === undefined) continue;
    kept[name] = left;
    any = true;
  }
  return any ? kept : undefined;
}
