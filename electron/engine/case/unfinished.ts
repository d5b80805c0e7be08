/**
 * What lies outside a case while an export runs or another copy is looked at: the hidden `.part` beside the target, and folders for
 * temporary files, which may hold plaintext of the case. Whoever makes such a thing writes it down first, in a folder of his own
 * under `SIDEDOOR_HOME`, and holds a lock there that the operating system drops with the process, however that ends. So what is
 * written down where no lock is held belongs to nobody any more, and the next export or opening takes it away.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lockCase } from './lock';
import { keyFolder } from './signing-key';

const FOLDER = 'unfinished';
const THINGS = 'things.json';
const PART = /^\..+\.[0-9a-f]{8}\.part$/s;
const ROOM = /^sidedoor-(?:export|copy|bundle)-[0-9a-f]{16}$/;

export interface Unfinished {
  /** A name beside `target`, hidden, that no file has: to be written and then moved to its place. */
  part(target: string): string;
  /** A new folder for temporary files that only this person can read. */
  room(what: 'export' | 'copy' | 'bundle'): string;
  /** Takes away what is still there, and the note of it. */
  end(): void;
}

/** Begins a note; where none can be written (no home, a full disk) all goes on without. */
export function unfinished(home = keyFolder()): Unfinished {
  const note = begin(home);
  const things: string[] = [];
  const tell = (thing: string): string => {
    things.push(thing);
    note?.tell(things);
    return thing;
  };
  return {
    part: (target) =>
      tell(path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(4).toString('hex')}.part`)),
    room(what) {
      const folder = tell(path.join(os.tmpdir(), `sidedoor-${what}-${randomBytes(8).toString('hex')}`));
      fs.mkdirSync(folder, { mode: 0o700 });
      return folder;
    },
    end() {
      for (const thing of things) fs.rmSync(thing, { recursive: true, force: true });
      note?.end();
    },
  };
}

interface Note {
  tell(things: readonly string[]): void;
  end(): void;
}

function begin(home: string): Note | null {
  let made: string | undefined;
  const folder = path.join(home, FOLDER, randomBytes(8).toString('hex'));
  try {
    made = fs.mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 });
    fs.mkdirSync(folder, { mode: 0o700 });
    const lock = lockCase(folder, 'an export');
    if (!('release' in lock)) return null; // a sweeper was there before us, and takes it away
    return {
      tell(things) {
        try {
          replace(path.join(folder, THINGS), JSON.stringify({ host: os.hostname(), things }));
        } catch {
          // Without the note a kill leaves the thing behind, as any program does; no reason to refuse the export.
        }
      },
      end() {
        lock.release();
        fs.rmSync(folder, { recursive: true, force: true });
        removeEmpty(path.dirname(folder));
        if (made === home) removeEmpty(home);
      },
    };
  } catch {
    fs.rmSync(folder, { recursive: true, force: true });
    return null;
  }
}

/** Takes away what ended processes of this person on this machine left; their paths. Never throws. */
export function sweepUnfinished(home = keyFolder()): string[] {
  const gone: string[] = [];
  let notes: string[] = [];
  try {
    notes = fs.readdirSync(path.join(home, FOLDER)).filter((name) => /^[0-9a-f]{16}$/.test(name));
  } catch {
    return gone; // nothing was ever left
  }
  for (const name of notes) {
    const folder = path.join(home, FOLDER, name);
    try {
      const { host } = readThings(folder); // null: cut off before it had a first thing
      if (host !== null && host !== os.hostname()) continue; // a home that machines share: locks may not reach that far
      const lock = lockCase(folder, 'the sweeper');
      if (!('release' in lock)) continue; // being worked on
      const { things } = readThings(folder);
      for (const thing of things) if (isOurs(thing) && remove(thing)) gone.push(thing);
      // On a stick that is not plugged in now it may still lie.
      const isDone = things.every((thing) => !isOurs(thing) && fs.existsSync(path.dirname(thing)));
      lock.release();
      if (isDone) fs.rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another sweeper was faster, or the disk refuses: the next one comes.
    }
  }
  if (gone.length > 0 || notes.length > 0) removeEmpty(path.join(home, FOLDER));
  return gone;
}

function readThings(folder: string): { host: string | null; things: string[] } {
  try {
    const said = JSON.parse(fs.readFileSync(path.join(folder, THINGS), 'utf8')) as { host?: unknown; things?: unknown };
    const things = Array.isArray(said.things)
      ? said.things.filter((one): one is string => typeof one === 'string')
      : [];
    return { host: typeof said.host === 'string' ? said.host : null, things };
  } catch {
    return { host: null, things: [] }; // cut off before it had a first thing
  }
}

/** Is there, is of the kind that we make, and is named as only we name it. */
function isOurs(thing: string): boolean {
  if (!path.isAbsolute(thing)) return false;
  const stat = fs.lstatSync(thing, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  const name = path.basename(thing);
  return (stat.isFile() && PART.test(name)) || (stat.isDirectory() && ROOM.test(name));
}

function remove(thing: string): boolean {
  try {
    fs.rmSync(thing, { recursive: true, force: true });
    return true;
  } catch {
    return false; // a medium that is write-protected now
  }
}

function replace(file: string, text: string): void {
  fs.writeFileSync(`${file}.new`, text, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

function removeEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // holds more, or is gone
  }
}
