/** The age file format (age-encryption.org/v1) for what must not be readable: passphrases by scrypt, nothing of our own. */
import { SidedoorError } from '../../../shared/rpc/errors';

/** Loaded when something is locked or opened: few cases need it, and it is large. */
const ageFormat = (): Promise<typeof import('./age-format')> => import('./age-format');

/** Shortest passphrase that is taken for something new, in characters; long and few words beat short and odd ones. */
export const SHORTEST_PASSPHRASE = 10;

/** log2 of scrypt's work; age's own default, about a second and 256 MiB. */
const WORK = 18;

export interface AgeOptions {
  /** log2 of scrypt's work; lower only in tests. */
  work?: number;
}

/** Throws `bad-input` for a passphrase that is too short to be worth its name. */
export function assertPassphrase(passphrase: string): void {
  if ([...passphrase].length < SHORTEST_PASSPHRASE) {
    throw new SidedoorError('bad-input', `the passphrase is too short (at least ${SHORTEST_PASSPHRASE} characters)`, {
      fix: 'take four or five random words',
    });
  }
}

/** An age file that the passphrase opens. */
export async function lockText(text: string, passphrase: string, options: AgeOptions = {}): Promise<Uint8Array> {
  const { Encrypter } = await ageFormat();
  const age = new Encrypter();
  age.setScryptWorkFactor(options.work ?? WORK);
  age.setPassphrase(passphrase);
  return age.encrypt(text);
}

/** The text of such a file; null for a wrong passphrase or a damaged file (age cannot tell them apart). */
export async function unlockText(bytes: Uint8Array, passphrase: string): Promise<string | null> {
  const { Decrypter } = await ageFormat();
  const age = new Decrypter();
  age.addPassphrase(passphrase);
  try {
    return await age.decrypt(bytes, 'text');
  } catch {
    return null;
  }
}

/** A new X25519 identity and the recipient to encrypt to. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await ageFormat();
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Encrypts a stream to a recipient, in bounded memory. */
export async function encryptStream(
  plain: ReadableStream<Uint8Array>,
  recipient: string,
): Promise<ReadableStream<Uint8Array>> {
  const { Encrypter } = await ageFormat();
  const age = new Encrypter();
  age.addRecipient(recipient);
  return age.encrypt(plain);
}

/** Decrypts a stream; a changed byte makes it throw at its place, so bytes that come are what was encrypted. */
export async function decryptStream(
  sealed: ReadableStream<Uint8Array>,
  identity: string,
): Promise<ReadableStream<Uint8Array>> {
  const { Decrypter } = await ageFormat();
  const age = new Decrypter();
  age.addIdentity(identity);
  return age.decrypt(sealed);
}
