/** Any change of any byte of a bundle is found and named. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directory, localHeader, type ZipMember } from '../../../../../shared/base/canonical-zip';
import type { Verification } from '../../../../../shared/model/case';
import { verify } from '../../../case/verify';
import type { CaseView } from '../../case-view';
import { HOSTILE, MemorySink, sampleContext, sampleView } from '../../sample-view';
import { digestsOf } from './digest';
import bundle from './index';

let root: string;
let whole: Buffer;
/** Where each member's content lies in the archive. */
let contents: { name: string; from: number; to: number }[];

const seal = async (view: CaseView = sampleView()): Promise<Buffer> => {
  const sink = new MemorySink();
  await bundle.write(view, sink, sampleContext());
  return sink.bytes;
};
const check = (bytes: Buffer, signer: string | null = null): Promise<Verification> => {
  const file = path.join(root, 'b.zip');
  fs.writeFileSync(file, bytes);
  return verify(file, { signer });
};

/** Small, repeatable random numbers: a failure names a seed that fails again. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function readMembers(bytes: Buffer): { name: string; content: Buffer }[] {
  const found: { name: string; content: Buffer }[] = [];
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const size = bytes.readUInt32LE(at + 18);
    const name = bytes.subarray(at + 30, at + 30 + bytes.readUInt16LE(at + 26)).toString();
    const from = at + 30 + Buffer.byteLength(name);
    found.push({ name, content: bytes.subarray(from, from + size) });
    at = from + size;
  }
  return found;
}

function zipOf(members: readonly { name: string; content: Buffer }[]): Buffer {
  const entries = members.map(({ name, content }): ZipMember => {
    const { crc, size } = digestsOf(content);
    return { name, crc, size };
  });
  const parts = members.flatMap(({ content }, i) => [Buffer.from(localHeader(entries[i]!)), content]);
  return Buffer.concat([...parts, ...[...directory(entries)].map((piece) => Buffer.from(piece))]);
}

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
  whole = await seal();
  let at = 0;
  contents = readMembers(whole).map(({ name, content }) => {
    const from = at + 30 + Buffer.byteLength(name);
    at = from + content.length;
    return { name, from, to: at };
  });
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe('a bundle', () => {
  it('is what verify accepts, and the same bytes each time', async () => {
    const found = await check(whole);
    expect(found).toMatchObject({ ok: true, problems: [], signer: null, signerConfirmed: false });
    expect(found.summary).toBe('intact, signer not confirmed');
    expect(found.custodyHead).toBe(sampleView().custodyHead().head);
    expect((await seal()).equals(whole)).toBe(true);
  });

  it('is a bag that ordinary tools unpack and check', async () => {
    const file = path.join(root, 'tools.zip');
    fs.writeFileSync(file, whole);
    const python = `
import hashlib, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
top = z.namelist()[0].split('/')[0]
n = 0
for alg in ('sha256', 'sha512'):
    for kind in ('manifest', 'tagmanifest'):
        for line in z.read(f'{top}/{kind}-{alg}.txt').decode().splitlines():
            digest, name = line.split('  ', 1)
            assert hashlib.new(alg, z.read(f'{top}/{name}')).hexdigest() == digest, name
            n += 1
print(n, len(z.namelist()))`;
    const [checked, members] = execFileSync('python3', ['-c', python, file], { encoding: 'utf8' }).trim().split(' ');
    expect(Number(members)).toBe(contents.length);
    expect(Number(checked)).toBe(2 * (contents.length - 2)); // all but the two tag manifests, by both hashes
  });

  it('holds the evidence byte for byte', async () => {
    for (const { path: name, bytes } of (await import('../../sample-view')).EVIDENCE) {
      const member = readMembers(whole).find((one) => one.name.endsWith(`/data/evidence/${name}`));
      expect(member?.content.equals(bytes)).toBe(true);
    }
  });

  it('refuses any signer while it carries no signature', async () => {
    const found = await check(whole, 'SHA256:abc');
    expect(found.ok).toBe(false);
    expect(found.problems).toMatchObject([{ kind: 'signature' }]);
  });

  it('refuses to seal evidence that is not what was imported', async () => {
    const [first] = sampleView().evidence();
    const bad = { ...first!, sha256: '0'.repeat(64) };
    await expect(seal(sampleView({ evidence: () => [bad] }))).rejects.toThrow('is not what was imported');
  });

  it('gives evidence with a name that some system cannot unpack its hash as a name', async () => {
    const [first] = sampleView().evidence();
    const odd = ['../up', 'CON', 'a\u202eb', 'okta/LOG.ndjson', 'a:b'].map((name) => ({
      ...first!,
      stored: name,
      path: name,
    }));
    const sealed = await seal(sampleView({ evidence: () => [first!, ...odd] }));
    const names = readMembers(sealed).map((one) => one.name);
    expect(names.filter((name) => name.includes(`/data/evidence/${first!.sha256}`))).toHaveLength(odd.length);
    expect(names.every((name) => !name.includes('..'))).toBe(true);
  });
});

describe('one changed byte', () => {
  const named = (found: Verification, at: number, deep: string): void => {
    expect(found.ok, deep).toBe(false);
    const member = contents.find(({ from, to }) => at >= from && at < to);
    if (member) {
      const inside = member.name.slice(member.name.indexOf('/') + 1);
      expect(found.problems, deep).toContainEqual(expect.objectContaining({ file: inside, kind: 'changed' }));
      expect(found.problems.length, deep).toBe(1);
    } else {
      expect(found.problems, deep).toContainEqual(expect.objectContaining({ kind: 'container', offset: at }));
      expect(
        found.problems.every((one) => one.kind === 'container'),
        deep,
      ).toBe(true);
    }
  };

  it('is found and named at every place outside the contents, and at 2,000 random places anywhere', async () => {
    const roll = random(20260105);
    const outside: number[] = [];
    for (let at = 0, i = 0; at < whole.length; at++) {
      while (i < contents.length && at >= contents[i]!.to) i++;
      if (i >= contents.length || at < contents[i]!.from) outside.push(at);
    }
    const places = [...outside, ...Array.from({ length: 2_000 }, () => roll(whole.length))];
    for (const at of places) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << roll(8);
      named(await check(bytes), at, `flip at ${at}`);
    }
  }, 120_000);

  it('is found and named when it is cut out or put in', async () => {
    const roll = random(7);
    for (let i = 0; i < 1_500; i++) {
      const at = roll(whole.length);
      const isCut = i % 2 === 0;
      const bytes = isCut
        ? Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)])
        : Buffer.concat([whole.subarray(0, at), Buffer.from([roll(256)]), whole.subarray(at)]);
      const deep = `${isCut ? 'cut' : 'insertion'} at ${at}`;
      const found = await check(bytes);
      expect(found.ok, deep).toBe(false);
      // A byte beside equal ones cannot be told from them: the place is right when it is within that run.
      let run = at;
      while (run < bytes.length && bytes[run] === whole[run]) run++;
      const near = found.problems.some((one) => {
        if (one.kind === 'container') return one.offset! >= at - 1 && one.offset! <= run;
        const member = contents.find(({ name }) => name.endsWith(`/${one.file}`));
        return member !== undefined && at >= member.from - 1 && at <= member.to + 1;
      });
      expect(near, `${deep}: ${JSON.stringify(found.problems)}`).toBe(true);
      expect(found.problems.length, deep).toBeLessThanOrEqual(2);
    }
  }, 120_000);

  it('is found when it is appended or put before everything', async () => {
    const tail = await check(Buffer.concat([whole, Buffer.from('x')]));
    expect(tail.problems).toMatchObject([{ kind: 'container', offset: whole.length }]);
    const front = await check(Buffer.concat([Buffer.from('x'), whole]));
    expect(front.problems).toMatchObject([{ kind: 'container', offset: 0 }]);
  });
});

describe('larger damage', () => {
  it('a bundle cut off anywhere names where it ends and what is missing', async () => {
    for (let length = 0; length < whole.length; length += 97) {
      const found = await check(whole.subarray(0, length));
      expect(found.ok, `cut to ${length}`).toBe(false);
      expect(
        found.problems.some((one) => one.kind === 'container'),
        `cut to ${length}`,
      ).toBe(true);
    }
    const part = await check(whole.subarray(0, Math.floor(whole.length / 4)));
    expect(part.problems.filter((one) => one.kind === 'missing').length).toBeGreaterThan(3);
  });

  it('something else altogether is no bundle', async () => {
    for (const text of [
      '',
      'PK',
      'hello world',
      `PK\u0003\u0004${'x'.repeat(500)}`,
      'PK\u0005\u0006'.padEnd(22, '\0'),
    ]) {
      expect((await check(Buffer.from(text))).problems[0]).toMatchObject({ kind: 'container', offset: 0 });
    }
    await expect(verify(path.join(root, 'none.zip'))).rejects.toMatchObject({ code: 'not-found' });
  });

  const remade = (change: (members: { name: string; content: Buffer }[]) => { name: string; content: Buffer }[]) =>
    check(zipOf(change(readMembers(whole))));
  const top = (): string => contents[0]!.name.split('/')[0]!;

  it('a remade archive with changed content is found by the manifests', async () => {
    const found = await remade((members) =>
      members.map((one) => (one.name.endsWith('log.ndjson') ? { ...one, content: Buffer.from('{}') } : one)),
    );
    expect(found.problems).toContainEqual(
      expect.objectContaining({ file: 'data/evidence/okta/log.ndjson', kind: 'changed' }),
    );
  });

  it('names what was taken out, put in, doubled or moved', async () => {
    const without = await remade((members) => members.filter((one) => !one.name.endsWith('settings.json')));
    expect(without.problems).toMatchObject([{ file: 'data/settings.json', kind: 'missing' }, { file: 'bag-info.txt' }]);
    const extra = await remade((members) => [...members, { name: `${top()}/data/zzz.txt`, content: Buffer.from('x') }]);
    expect(extra.problems).toContainEqual(expect.objectContaining({ file: 'data/zzz.txt', kind: 'extra' }));
    const fetched = await remade((members) => [...members, { name: `${top()}/fetch.txt`, content: Buffer.from('x') }]);
    expect(fetched.problems).toContainEqual(expect.objectContaining({ file: 'fetch.txt', kind: 'extra' }));
    const doubled = await remade((members) => [...members, members.at(-1)!]);
    expect(doubled.problems).toMatchObject([{ kind: 'container' }]);
    const moved = await remade((members) => [...members.slice(0, -2), members.at(-1)!, members.at(-2)!]);
    expect(moved.problems).toMatchObject([{ kind: 'container' }]);
    const swapped = await remade((members) => {
      const [a, b] = [members.length - 1, members.length - 2];
      return members
        .with(a, { ...members[a]!, content: members[b]!.content })
        .with(b, { ...members[b]!, content: members[a]!.content });
    });
    expect(swapped.problems.filter((one) => one.kind === 'changed').length).toBe(2);
    const outside = await remade((members) => [...members, { name: 'zz/data/x', content: Buffer.from('x') }]);
    expect(outside.ok).toBe(false);
  });

  /** A forger who remakes every manifest: what remains is that the data must agree with itself. */
  const forged = async (file: string, edit: (text: string) => string): Promise<Verification> => {
    const view = sampleView();
    const members = readMembers(whole);
    const index = members.findIndex((one) => one.name.endsWith(`/data/${file}`));
    const content = Buffer.from(edit(members[index]!.content.toString('utf8')));
    const changed = members.with(index, { ...members[index]!, content });
    const inside = (name: string): string => name.slice(name.indexOf('/') + 1);
    const rewrite = (name: string, of: typeof members, hash: 'sha256' | 'sha512'): void => {
      const at = changed.findIndex((one) => inside(one.name) === name);
      const text = of.map((one) => `${digestsOf(one.content)[hash]}  ${inside(one.name)}\n`).join('');
      changed[at] = { ...changed[at]!, content: Buffer.from(text) };
    };
    const payload = (): typeof members => changed.filter((one) => inside(one.name).startsWith('data/'));
    const info = changed.findIndex((one) => inside(one.name) === 'bag-info.txt');
    const octets = payload().reduce((sum, one) => sum + one.content.length, 0);
    changed[info] = {
      ...changed[info]!,
      content: Buffer.from(
        changed[info]!.content.toString().replace(/Payload-Oxum: .*/, `Payload-Oxum: ${octets}.${payload().length}`),
      ),
    };
    for (const hash of ['sha256', 'sha512'] as const) rewrite(`manifest-${hash}.txt`, payload(), hash);
    for (const hash of ['sha256', 'sha512'] as const) rewrite(`tagmanifest-${hash}.txt`, changed.slice(0, 4), hash);
    expect(view.custodyHead().count).toBe(3);
    return check(zipOf(changed));
  };

  it('finds a custody log, ledger or events that contradict the rest', async () => {
    const unchanged = await forged('settings.json', (text) => text);
    expect(unchanged.ok).toBe(true);
    const custody = await forged('custody.ndjson', (text) => text.replace('"act":"import"', '"act":"remove"'));
    expect(custody.problems).toMatchObject([{ file: 'data/custody.ndjson', kind: 'custody' }]);
    const short = await forged('custody.ndjson', (text) => `${text.split('\n').slice(0, 2).join('\n')}\n`);
    expect(short.problems).toMatchObject([{ file: 'data/custody.ndjson', kind: 'custody' }]);
    const ledger = await forged('ledger/files.json', (text) => text.replace('"records": 6', '"records": 7'));
    expect(ledger.problems).toContainEqual(expect.objectContaining({ file: 'data/ledger/files.json' }));
    const events = await forged('events.ndjson', (text) => text.replace('okta/log.ndjson', 'okta/other.ndjson'));
    expect(events.problems).toContainEqual(expect.objectContaining({ file: 'data/events.ndjson' }));
    const beyond = await forged('events.ndjson', (text) => text.replace('"offset":10', '"offset":9999999'));
    expect(beyond.problems).toContainEqual(expect.objectContaining({ file: 'data/events.ndjson' }));
    const evidence = await forged('evidence/okta/log.ndjson', (text) => text.replace('0', '1'));
    expect(evidence.problems).toContainEqual(
      expect.objectContaining({ file: 'data/evidence/okta/log.ndjson', kind: 'changed' }),
    );
  });

  it('carries hostile text without harm', async () => {
    const names = readMembers(await seal(sampleView({ info: { ...sampleView().info, name: HOSTILE } })));
    expect(names[0]!.name).toMatch(/^[A-Za-z0-9_-]+-bundle\/bagit\.txt$/);
  });
});
