/** What a verification is held against, and how it is stopped and told of. */
import type { CheckOptions } from '../../../shared/seal/check-options';
import type { ReadDb } from '../store/open';

export interface VerifyOptions extends CheckOptions {
  /** Fingerprint of the only key that is accepted; null = any, which leaves the signer unconfirmed. */
  signer?: string | null;
  /** Compares events with the records they were read from; gives what differs. Lent by who composes the rooms. */
  events?: (db: ReadDb, folder: string, options: Pick<VerifyOptions, 'signal' | 'progress'>) => Promise<string[]>;
}
