/** The rows of the performance table, and what is measured for them. */

import type { Tenant } from './tenant.ts';

/** What is measured: this tree's build, and beside it, in the same run, another one's. */
export interface Build {
  name: string;
  /** The folder that holds `dist`. */
  root: string;
}

export interface Sizes {
  /** Whose records. */
  tenant: Tenant;
  /** Records of an export, where the measure says nothing else. */
  records: number;
  /** Events of the large case. */
  large: number;
  /** Records that growth is measured over, rising. */
  growth: readonly number[];
}

/** A row of the table: no more than `must`, better no more than `aim`. */
export interface Row {
  id: string;
  name: string;
  must: number;
  aim: number;
}

/** One repetition: the ratio that the bar is about, and the seconds, bytes or counts that it was made of. */
export interface Taken {
  ratio: number;
  of: Record<string, number>;
}

export interface Measure {
  rows: readonly Row[];
  /** What it is measured at, for the reader. */
  size: (sizes: Sizes) => string;
  /** Once per build, before its repetitions. */
  prepare?: (sizes: Sizes, build: Build) => void;
  /** One repetition, for each of its rows in their order. Throws `Skipped` where the machine lacks what it is compared with. */
  take: (sizes: Sizes, build: Build) => readonly Taken[];
}

/** It cannot be measured on this machine; the message says what is missing. */
export class Skipped extends Error {}
