/** The seven message shapes. Every call has an id; there is always exactly one `ok` or `err` for it. */
import type { Topic } from '../contract/define';
import type { WireError } from './errors';

export type ToEngine = { t: 'call'; id: number; method: string; input: unknown } | { t: 'cancel'; id: number };

export type FromEngine =
  | { t: 'ok'; id: number; output: unknown }
  | { t: 'err'; id: number; error: WireError }
  | { t: 'progress'; id: number; value: unknown }
  | { t: 'push'; changed: Topic[]; locked?: Locked }
  | { t: 'hello'; version: number; methods: string[] };

/** The open case was closed, and so locked, because nobody used it for so many minutes. */
export interface Locked {
  name: string;
  minutes: number;
  /** It could not be encrypted, and why: what it holds lies readable in its folder. */
  trouble?: string;
}

export const PROTOCOL = 1;
