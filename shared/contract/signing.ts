import { z } from 'zod';
import { command, Nothing, query } from './define';

/** A passphrase travels inside the machine only, is kept nowhere and stands in no log. */
export const Passphrase = z.string().min(1).max(1_000);

export const KeyInfo = z.object({
  fingerprint: z.string(), // SHA-256 of the public key, hex
  pem: z.string(), // the public key
});
export type KeyInfo = z.infer<typeof KeyInfo>;

export const signing = {
  /** The examiner's signing key, null before one was made. */
  'signing.key': query({ in: Nothing, out: KeyInfo.nullable() }),
  /** Makes the signing key; its secret is kept encrypted under the passphrase. Refused where there is one. */
  'signing.make': command({ in: z.object({ passphrase: Passphrase }), out: KeyInfo, changes: ['settings'] }),
};
