/** Answers about the examiner's signing key. */
import type { HandlersOf } from '../../../shared/contract/index';
import type { signing } from '../../../shared/contract/signing';
import { type KeyFacts, keyFacts, makeKey } from './signing-key';

const told = ({ fingerprint, pem }: KeyFacts): { fingerprint: string; pem: string } => ({ fingerprint, pem });

export function signingHandlers(): HandlersOf<typeof signing> {
  return {
    'signing.key': () => {
      const facts = keyFacts();
      return facts && told(facts);
    },
    'signing.make': async ({ passphrase }) => told(await makeKey(passphrase)),
  };
}
