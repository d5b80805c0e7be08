/** Files that a browser hands over: streamed to a private folder, which goes when the host goes. */
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileName } from '../host/case-home';

/** Room that an upload must leave on the disk: the case needs some too. */
const LEAVE_FREE_BYTES = 256 * 1024 * 1024;
const MAX_DEPTH = 20;

export class Uploads {
  readonly root = mkdtempSync(join(tmpdir(), 'sidedoor-web-')); // 0700 by mkdtemp
  readonly #folders = new Map<string, string>();

  /** A folder that files of one pick share; `folder` names it in later uploads. */
  makeFolder(name: string): { path: string; folder: string } {
    const folder = randomBytes(16).toString('hex');
    const path = join(this.root, folder, fileName(name) || 'folder');
    mkdirSync(path, { recursive: true, mode: 0o700 });
    this.#folders.set(folder, path);
    return { path, folder };
  }

  /** A path that does not exist yet, for the engine to write to. */
  target(name: string): string {
    const folder = join(this.root, randomBytes(16).toString('hex'));
    mkdirSync(folder, { mode: 0o700 });
    return join(folder, fileName(name) || 'export');
  }

  /** Streams one file to disk and returns its path. Throws `UploadError`; what was written of it is gone then. */
  async receive(
    body: Readable,
    options: { name: string; folder: string | null; bytes: number | null },
  ): Promise<string> {
    const parts = options.name
      .split(/[\\/]+/)
      .map(fileName)
      .filter(Boolean);
    if (parts.length === 0 || parts.length > MAX_DEPTH) throw new UploadError(400, 'the file needs a name');
    const base = options.folder === null ? this.makeFolder('file').path : this.#folders.get(options.folder);
    if (!base) throw new UploadError(404, 'no such upload folder');
    // A browser's path inside a picked folder begins with the folder's own name.
    if (options.folder !== null && parts.length > 1 && parts[0] === basename(base)) parts.shift();
    const disk = await statfs(this.root);
    if (options.bytes !== null && options.bytes > disk.bavail * disk.bsize - LEAVE_FREE_BYTES) {
      throw new UploadError(507, `not enough room in ${this.root} for ${options.name}`);
    }
    const file = join(base, ...parts);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    try {
      await pipeline(body, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') throw new UploadError(409, `${options.name} was uploaded already`);
      await rm(file, { force: true });
      if (code === 'ENOSPC') throw new UploadError(507, `the disk is full; ${options.name} was not taken`);
      throw thrown;
    }
    return file;
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export class UploadError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
