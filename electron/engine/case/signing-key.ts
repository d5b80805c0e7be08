/**
 * The examiner's signing key: one Ed25519 key per person and machine, beside the cases and in none of them. The secret
 * lies in an age file under a passphrase, as PKCS #8 PEM, so that other tools can use it too.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SidedoorError } from '../../../shared/rpc/errors';
import { fingerprint, publicKeyOf, publicKeyPem, readPublicKey } from '../../../shared/seal/signature';
import { type AgeOptions, assertPassphrase, lockText, unlockText } from './age';

const SECRET = 'signing-key.age';
const PUBLIC = 'signing-key.pub.pem';
/** PrivateKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface KeyFacts {
  fingerprint: string; // SHA-256 of SubjectPublicKeyInfo, hex
  pem: string;
  path: string; // of the encrypted secret
}

export interface SigningKey {
  secret: Uint8Array; // 32 bytes
  publicKey: Uint8Array; // 32 bytes
}

/** Where the key lies: `SIDEDOOR_HOME`, else `~/Sidedoor`. */
export const keyFolder = (): string => path.resolve(process.env.SIDEDOOR_HOME || path.join(os.homedir(), 'Sidedoor'));

/** The key's public half; null where none was made yet. Throws `unreadable` for one that was damaged. */
export function keyFacts(folder = keyFolder()): KeyFacts | null {
  const file = path.join(folder, PUBLIC);
  let pem: string;
  try {
    pem = fs.readFileSync(file, 'utf8');
  } catch {
    return null; // none yet
  }
  const key = readPublicKey(pem);
  if (!key) throw new SidedoorError('unreadable', 'the public signing key is damaged', { where: file });
  return { fingerprint: fingerprint(key), pem, path: path.join(folder, SECRET) };
}

/** Makes the key. Throws `conflict` where there is one: whoever trusts its fingerprint must not be left behind unasked. */
export async function makeKey(passphrase: string, folder = keyFolder(), options: AgeOptions = {}): Promise<KeyFacts> {
  assertPassphrase(passphrase);
  if (keyFacts(folder)) {
    throw new SidedoorError('conflict', 'there is a signing key already', { where: path.join(folder, SECRET) });
  }
  const secret = randomBytes(32);
  const pem = `-----BEGIN PRIVATE KEY-----\n${Buffer.concat([PKCS8, secret]).toString('base64')}\n-----END PRIVATE KEY-----\n`;
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  write(path.join(folder, SECRET), await lockText(pem, passphrase, options));
  // Written last: a key whose secret is not there must not look like one.
  write(path.join(folder, PUBLIC), publicKeyPem(publicKeyOf(secret)));
  return keyFacts(folder)!;
}

/** The key itself. Throws `not-found` where there is none, `bad-input` for a wrong passphrase. */
export async function openKey(passphrase: string, folder = keyFolder()): Promise<SigningKey> {
  const facts = keyFacts(folder);
  if (!facts) throw new SidedoorError('not-found', 'there is no signing key yet', { where: folder });
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(facts.path);
  } catch (cause) {
    throw new SidedoorError('unreadable', 'the signing key cannot be read', { where: facts.path, cause });
  }
  const text = await unlockText(bytes, passphrase);
  if (text === null) throw new SidedoorError('bad-input', 'the passphrase does not open the signing key');
  const der = Buffer.from(text.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  const secret = Uint8Array.from(der.subarray(PKCS8.length));
  const publicKey = secret.length === 32 ? publicKeyOf(secret) : new Uint8Array();
  if (fingerprintOrNull(publicKey) !== facts.fingerprint) {
    throw new SidedoorError('unreadable', 'secret and public signing key do not belong together', {
      where: facts.path,
      fix: 'restore both files from a copy',
    });
  }
  return { secret, publicKey };
}

const fingerprintOrNull = (key: Uint8Array): string | null => (key.length === 32 ? fingerprint(key) : null);

function write(file: string, content: Uint8Array | string): void {
  const fresh = `${file}.new`;
  fs.writeFileSync(fresh, content, { mode: 0o600, flush: true });
  fs.renameSync(fresh, file);
}
