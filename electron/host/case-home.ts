/** Where a person's cases live when nothing else is said, and which were opened lately. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';

export const CASE_SUFFIX = '.sidedoor';
const RECENT_FILE = '.recent.json';
const RECENT_MAX = 12;
const MAPS_FILE = '.maps.json';
const MAPS = 'maps';

/** `SIDEDOOR_HOME`, else `~/Sidedoor`; made on first use, readable by its owner only. */
export class CaseHome {
  readonly folder: string;

  constructor(folder = process.env.SIDEDOOR_HOME || join(homedir(), 'Sidedoor')) {
    this.folder = resolve(folder);
  }

  /** Told when the list of cases opened lately is another one. */
  onChange: () => void = () => {};

  #make(): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  demo(): string {
    this.#make();
    return join(this.folder, `demo${CASE_SUFFIX}`);
  }

  /** A free path for a new case of that name: `Name.sidedoor`, `Name-2.sidedoor` … The folder itself is the engine's. */
  newCase(name: string): string {
    this.#make();
    const stem = fileName(name.replace(/\.sidedoor$/i, '').replace(/[\\/]+/g, '-')) || 'case';
    for (let n = 1; ; n++) {
      const path = join(this.folder, `${n === 1 ? stem : `${stem}-${n}`}${CASE_SUFFIX}`);
      if (!existsSync(path)) return path;
    }
  }

  /** Case folders opened lately and still there, newest first, then the other cases of this folder by name. */
  recent(): string[] {
    const opened = this.#read().filter((path) => existsSync(path));
    const here = existsSync(this.folder)
      ? readdirSync(this.folder)
          .filter((name) => name.endsWith(CASE_SUFFIX))
          .sort()
          .map((name) => join(this.folder, name))
      : [];
    return [...new Set([...opened, ...here])];
  }

  /** Remembers that a case was opened. A list that cannot be written is no reason to stop the work. */
  remember(path: string): void {
    this.#write(RECENT_FILE, path);
    this.onChange();
  }

  /** Forgets which cases were opened lately; the cases stay. */
  forget(): void {
    rmSync(join(this.folder, RECENT_FILE), { force: true });
    this.onChange();
  }

  #write(name: string, path: string): void {
    try {
      this.#make();
      const list = [path, ...this.#read(name).filter((known) => known !== path)].slice(0, RECENT_MAX);
      const file = join(this.folder, name);
      writeFileSync(`${file}.new`, JSON.stringify(list), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch (thrown) {
      console.error(`not remembered in ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }

  /** Tile files chosen before and still there, newest first, then those of the folder `maps` by name. */
  maps(): string[] {
    const folder = join(this.folder, MAPS);
    const here = existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => /\.(pm|mb)tiles$/i.test(name))
          .sort()
          .map((name) => join(folder, name))
      : [];
    return [...new Set([...this.#read(MAPS_FILE).filter((path) => existsSync(path)), ...here])];
  }

  /** Remembers a tile file of the person's choice, on this machine only: a case never names one. */
  rememberMap(path: string): void {
    this.#write(MAPS_FILE, path);
  }

  #read(file = RECENT_FILE): string[] {
    try {
      const list: unknown = JSON.parse(readFileSync(join(this.folder, file), 'utf8'));
      return Array.isArray(list) ? list.filter((path): path is string => typeof path === 'string') : [];
    } catch {
      return []; // no list yet, or one that was damaged: it holds nothing that cannot be found again
    }
  }
}

/** Names that Windows keeps for devices, with or without an extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** One part of a path, made safe on every system: no separators, control characters, device names; ≤ 120 characters. */
export function fileName(text: string): string {
  const clean = basename(text.split('\\').join('/'))
    .replace(/[\u0000-\u001f\u007f-\u009f<>:"|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  const safe = DEVICE_NAME.test(clean) ? `_${clean}` : clean;
  if (safe.length <= 120) return safe;
  const dot = safe.lastIndexOf('.');
  const extension = dot > safe.length - 16 && dot > 0 ? safe.slice(dot) : '';
  return safe.slice(0, 120 - extension.length) + extension;
}
