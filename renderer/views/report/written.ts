/** What this window has written, newest first: shown until the window closes; the custody log keeps it for good. */
import { create } from 'zustand';

export interface Written {
  id: number;
  title: string;
  ref: string;
  path: string;
  bytes: number;
  sha256: string;
  leftOut: string[];
  remarks?: string[] | undefined;
}

export const useWritten = create<{ written: Written[] }>(() => ({ written: [] }));
let nextId = 1;

export function wrote(one: Omit<Written, 'id'>): void {
  useWritten.setState((was) => ({ written: [{ ...one, id: nextId++ }, ...was.written].slice(0, 50) }));
}

/** A file name to propose: the case's name, without what file systems refuse. */
export function proposal(caseName: string, format: string): string {
  const safe = caseName
    .normalize('NFKC')
    .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${safe || 'case'}-${format}`;
}
