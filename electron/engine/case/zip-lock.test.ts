/** Locked members as other programs write them (Info-ZIP; WinZip's AE-2 with 128 and 256 bits, stored and packed). */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { members, unlockMember } from './unpack';

const CONTENT = '{"hello":"world","n":1}\n{"hello":"again, again, again, again","n":2}\n';
const ARCHIVES = {
  traditional:
    'UEsDBBQACQAIAHERdl1CtLKdNgAAAEUAAAAIAAAAYS5uZGpzb269lu3t1shyrFdVhFWxsTyRFdjGXlelenRlvyLzZt4OnQbOm96FK8bhcpV4uBpPjlmhwFv2E0NQSwcIQrSynTYAAABFAAAAUEsBAh4DFAAJAAgAcRF2XUK0sp02AAAARQAAAAgAAAAAAAAAAQAAAKSBAAAAAGEubmRqc29uUEsFBgAAAAABAAEANgAAAGwAAAAAAA==',
  'AES of 128 bits, stored':
    'UEsDBDMACQBjAHgRdl0AAAAAAAAAAAAAAAAIABQAYS5uZGpzb24BmQcAAgBBRQEAAFVUBQABZE8Ca6tCdu36sP3Pn32oALSPCBRFTMW/onbpIq7ajfHGJ4lJQGf9lqZEj1VSge5oFwHnldHSpHNThgRWt9QaeZE4SvBRq8NSPc3XR0Z+zftAcUx+z6SVf3iTF+/XUEsHCAAAAABZAAAARQAAAFBLAQIAAzMACQBjAHgRdl0AAAAAWQAAAEUAAAAIABQAAAAAAAAAAACkgQAAAABhLm5kanNvbgGZBwACAEFFAQAAVVQFAAFkTwJrUEsFBgAAAAABAAEASgAAAKMAAAAAAA==',
  'AES of 256 bits, packed':
    'UEsDBDMACQBjAHgRdl0AAAAAAAAAAAAAAAAIABQAYS5uZGpzb24BmQcAAgBBRQMIAFVUBQABZE8Ca2LOm49s9bxeyOiM6duKaHk6nHKEIBM1k71jZovb62uHktk8q7CqW5cBLzV/V4epCNosaXdtxlCziFKZhpVcFub9HJ+RxHZQSwcIAAAAAEYAAABFAAAAUEsBAgADMwAJAGMAeBF2XQAAAABGAAAARQAAAAgAFAAAAAAAAAAAAKSBAAAAAGEubmRqc29uAZkHAAIAQUUDCABVVAUAAWRPAmtQSwUGAAAAAAEAAQBKAAAAkAAAAAAA',
};

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zip-lock-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

describe.each(Object.entries(ARCHIVES))('%s', (_name, archive) => {
  const open = async (bytes: Buffer, passwords: string[]): Promise<number | string> => {
    const at = path.join(folder, 'a.zip');
    fs.writeFileSync(at, bytes);
    const [member] = await members(at, 'zip');
    expect(member).toMatchObject({ name: 'a.ndjson', isLocked: true, problem: 'locked with a password' });
    return unlockMember({ path: at, packing: 'zip', member: member!.member }, passwords, path.join(folder, 'out'));
  };

  it('opens with the right one of several passwords', async () => {
    const wrong = Array.from({ length: 600 }, (_, i) => `wrong ${i}`).slice(
      0,
      archive === ARCHIVES.traditional ? 600 : 3,
    );
    expect(await open(Buffer.from(archive, 'base64'), [...wrong, 's3cret pass'])).toBe(CONTENT.length);
    expect(fs.readFileSync(path.join(folder, 'out'), 'utf8')).toBe(CONTENT);
  });

  it('stays shut with a wrong one, and leaves nothing', async () => {
    expect(await open(Buffer.from(archive, 'base64'), ['S3cret pass', ''])).toMatch(/^no password opens it/);
    expect(fs.existsSync(path.join(folder, 'out'))).toBe(false);
  });

  it('notices a changed byte', async () => {
    const bytes = Buffer.from(archive, 'base64');
    const at = archive === ARCHIVES.traditional ? 68 : 98;
    bytes[at] = bytes[at]! ^ 1;
    expect(await open(bytes, ['s3cret pass'])).toMatch(/damaged/);
    expect(fs.existsSync(path.join(folder, 'out'))).toBe(false);
  });
});
