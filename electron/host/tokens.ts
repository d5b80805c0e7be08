/** Opaque tokens for paths: the page holds the token, the engine is told the path over the control channel. */
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { ControlMessage } from '../../shared/contract/control';
import type { PickedFile } from '../../shared/contract/host';

/** `read`: evidence and bundles. `write`: a case folder, or where an export goes. */
export type Use = 'read' | 'write';

export class Tokens {
  readonly #paths = new Map<string, { path: string; use: Use }>();
  readonly #control: (message: ControlMessage) => void;

  constructor(control: (message: ControlMessage) => void) {
    this.#control = control;
  }

  /** A new token for an absolute path; `name` is what the page shows (by default the last part of the path). */
  grant(path: string, use: Use, name = basename(path)): PickedFile {
    const ref = randomBytes(16).toString('hex');
    this.#paths.set(ref, { path, use });
    this.#control({ control: 'grant', token: ref, path, use });
    return { ref, name };
  }

  /** The path behind a token of that use; null for any other text. */
  path(ref: string, use: Use): string | null {
    const known = this.#paths.get(ref);
    return known?.use === use ? known.path : null;
  }
}
