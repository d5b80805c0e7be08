/** A case that is encrypted at rest: nothing readable when closed, nothing lost wherever it is cut off. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCase } from './folder';
import { VAULT_FILES } from './layout';
import { makeVault, openVault, readVault, recoveryCode, settleVault } from './vault';
import { verify } from './verify';

const PASSPHRASE = 'correct horse battery';
const SECRET = 'needle-in-the-plaintext';
let root: string;
let folder: string;
let recovery: string;
const at = (name: string): string => path.join(folder, name);
const open = () => openCase(folder, { create: true, actor: { name: 'A', confirmed: true }, version: '0.0.0' });
const names = (): string[] => fs.readdirSync(folder).sort();
const LOCKED = ['case.age', 'key-passphrase.age', 'key-recovery.age', 'lock', 'vault.json'];
/** Every byte of the folder, to look for what must not be there. */
const everything = (where = folder): string =>
  fs
    .readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${fs.readFileSync(path.join(entry.parentPath, entry.name), 'latin1')}`)
    .join('\n');

beforeEach(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'vault-'));
  folder = path.join(root, 'a.sidedoor');
  const opened = open();
  opened.custody.append('note', { text: SECRET });
  fs.mkdirSync(at(`evidence/${SECRET}`));
  fs.writeFileSync(at(`evidence/${SECRET}/${'long '.repeat(30)}ü.ndjson`), Buffer.alloc(300_000, `${SECRET} `));
  recovery = await makeVault(folder, PASSPHRASE, { work: 10 });
  opened.db.close();
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** Files and contents of the plaintext, without what opening changes. */
const plain = (): Map<string, string> =>
  new Map(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !LOCKED.includes(entry.name))
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), fs.readFileSync(file, 'latin1')] as const;
      }),
  );

describe('an encrypted case', () => {
  it('is five files without a readable word when it is closed, and the same case when it is unlocked', async () => {
    const before = plain();
    await settleVault(folder);
    expect(names()).toEqual(LOCKED);
    expect(everything()).not.toContain(SECRET);
    expect(everything()).not.toContain('a.sidedoor');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'locked' }));
    expect(await openVault(folder, PASSPHRASE)).toEqual({ by: 'passphrase', leftOpen: false });
    expect(plain()).toEqual(before);
    const opened = open();
    expect(opened.readOnly).toBe(false);
    opened.db.close();
    await opened.settle?.();
    expect(names()).toEqual(LOCKED);
  });

  it('opens with the recovery code however it is typed, and with nothing else', async () => {
    await settleVault(folder);
    await expect(openVault(folder, 'something else altogether')).rejects.toMatchObject({ code: 'locked' });
    expect(names()).toEqual(LOCKED);
    expect(recoveryCode(recovery)).toBe(recovery);
    const typed = recovery.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await openVault(folder, typed)).toMatchObject({ by: 'recovery code' });
  });

  it('is read by any age program: the key file opens to an identity, the rest is a tar', async () => {
    await settleVault(folder);
    const { Decrypter } = await import('age-encryption');
    const key = new Decrypter();
    key.addPassphrase(PASSPHRASE);
    const identity = await key.decrypt(fs.readFileSync(at('key-passphrase.age')), 'text');
    expect(identity).toMatch(/^AGE-SECRET-KEY-1/);
    const file = new Decrypter();
    file.addIdentity(identity);
    const tar = Buffer.from(await file.decrypt(fs.readFileSync(at('case.age'))));
    expect(tar.length % 512).toBe(0);
    expect(tar.toString('latin1')).toContain(SECRET);
  });

  it('verifies without a key, and names every file of it that was touched', async () => {
    await settleVault(folder);
    expect(await verify(folder)).toMatchObject({ ok: true, notes: [expect.stringContaining('is encrypted')] });
    for (const name of Object.values(VAULT_FILES)) {
      const whole = fs.readFileSync(at(name));
      for (const place of [0, whole.length >> 1, whole.length - 1]) {
        const odd = Buffer.from(whole);
        odd[place]! ^= 1;
        fs.writeFileSync(at(name), odd);
        expect((await verify(folder)).problems).toContainEqual(
          expect.objectContaining({ file: name, kind: 'changed' }),
        );
      }
      fs.writeFileSync(at(name), whole);
    }
    fs.writeFileSync(at('case.db'), 'plaintext');
    expect((await verify(folder)).problems).toMatchObject([{ file: 'case.db', kind: 'extra' }]);
  });

  it('leaves nothing behind when its age file is damaged', async () => {
    await settleVault(folder);
    const whole = fs.readFileSync(at('case.age'));
    whole[whole.length - 10]! ^= 1;
    fs.writeFileSync(at('case.age'), whole);
    await expect(openVault(folder, PASSPHRASE)).rejects.toMatchObject({ code: 'unreadable' });
    expect(names()).toEqual(LOCKED);
  });

  it('that a crash left open is encrypted by the next opening, which says so', async () => {
    await settleVault(folder);
    await openVault(folder, PASSPHRASE);
    const opened = open();
    opened.custody.append('note', { text: 'written before the crash' });
    fs.rmSync(at('lock.json'));
    fs.cpSync(folder, path.join(root, 'crashed'), { recursive: true }); // what the disk holds when the power fails
    opened.db.close();
    folder = path.join(root, 'crashed');
    await settleVault(folder, true);
    expect(names()).toEqual(LOCKED);
    expect(await openVault(folder, PASSPHRASE)).toMatchObject({ leftOpen: true });
    const again = open();
    const mirror = fs.readFileSync(at('custody.ndjson'), 'utf8');
    expect(mirror).toContain('written before the crash');
    again.db.close();
  });

  it('loses nothing wherever locking or unlocking is cut off', async () => {
    // Every file operation of a lock and an unlock, as states of the disk between them.
    const whole = plain();
    const states: string[] = [];
    const keep = (): void => {
      const copy = path.join(root, `state-${states.length}`);
      fs.cpSync(folder, copy, { recursive: true });
      states.push(copy);
    };
    const watched = ['renameSync', 'rmSync', 'chmodSync', 'mkdirSync', 'fsyncSync'] as const;
    const originals = watched.map((name) => [name, fs[name]] as const);
    for (const [name, original] of originals) {
      Object.assign(fs, {
        [name]: (...args: unknown[]) => {
          keep();
          return (original as (...all: unknown[]) => unknown)(...args);
        },
      });
    }
    try {
      await settleVault(folder);
      await openVault(folder, PASSPHRASE);
    } finally {
      Object.assign(fs, Object.fromEntries(originals));
    }
    expect(states.length).toBeGreaterThan(15);
    for (const state of states) {
      folder = state;
      await settleVault(folder);
      expect(names(), state).toEqual(LOCKED);
      await openVault(folder, PASSPHRASE);
      expect(plain(), state).toEqual(whole);
    }
    expect(readVault(folder)?.state).toBe('open');
  }, 60_000);
});
