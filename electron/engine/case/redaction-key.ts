/** The key of pseudonyms, in a file that the person chooses: as text, or as an age file under a passphrase. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { SidedoorError } from '../../../shared/rpc/errors';
import { assertPassphrase, lockText, unlockText } from './age';

const HEAD = 'sidedoor redaction key 1';
const SIZE = 32;

/** The key in the file, made at first use. Throws `bad-input` for a file that is none and for a wrong passphrase. */
export async function redactionKey(file: string, passphrase: string | null): Promise<Uint8Array> {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    if (passphrase !== null) assertPassphrase(passphrase);
    const key = randomBytes(SIZE);
    const text = `${HEAD}\n${key.toString('hex')}\n`;
    const bytes = passphrase === null ? Buffer.from(text) : await lockText(text, passphrase);
    fs.writeFileSync(file, bytes, { mode: 0o600 });
    return key;
  }
  if (fs.statSync(file).size > 100_000) throw notAKey(file);
  const bytes = fs.readFileSync(file);
  const isLocked = bytes.subarray(0, 21).toString('latin1') === 'age-encryption.org/v1';
  if (isLocked && passphrase === null)
    throw new SidedoorError('bad-input', 'the key of pseudonyms is locked', {
      where: file,
      fix: 'give its passphrase',
    });
  const text = isLocked ? await unlockText(bytes, passphrase!) : bytes.toString('utf8');
  if (text === null)
    throw new SidedoorError('bad-input', 'this passphrase does not open the key of pseudonyms', { where: file });
  const [head, hex = ''] = text.split(/\r?\n/);
  if (head !== HEAD || !/^[0-9a-f]{64}$/.test(hex)) throw notAKey(file);
  return Buffer.from(hex, 'hex');
}

const notAKey = (file: string): SidedoorError =>
  new SidedoorError('bad-input', 'this is no key of pseudonyms', {
    where: file,
    fix: 'name the file that an earlier redacted copy was made with, or one that is not there yet',
  });
