/** A look into context files tells what the import and the analysis after it will say. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { analyse } from '../analyse/run';
import { draw, memoryCase, month } from '../analyse/testing/picture';
import type { OpenCase, Session } from '../session';
import { contextMatches, contextRows } from '../store/context';
import { contextHandlers } from './handlers.context';
import { parseThreads } from './parse-threads';
import { importFiles } from './pipeline';

const HEAD = 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases'; // biome-ignore format: one line
const person = (name: string, aliases = ''): string => `${name},human,,Dana,,,,,,,,${aliases}`;

let root: string;
let opened: OpenCase;
beforeEach(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-look-'));
  opened = memoryCase();
  draw(opened, [...month('alice'), ...month('bob')]);
  await analyse(opened);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function write(name: string, ...lines: string[]): string {
  fs.writeFileSync(path.join(root, name), `${lines.join('\r\n')}\r\n`);
  return path.join(root, name);
}
const look = (paths: string[], wish: { source?: string; zone?: string } = {}, signal = new AbortController().signal) =>
  contextHandlers({ case: () => opened, path: (token: string) => token } as unknown as Session)['imports.look'](
    { files: paths, source: wish.source ?? null, zone: wish.zone ?? null },
    { signal, progress: undefined as never },
  );

it('tells kind, rows and whom they name, and keeps nothing', async () => {
  const file = write('any name.txt', HEAD, person('ALICE@corp.example'), person('x', 'bob@corp.example'), person('nobody@corp.example'), person('alice@corp.example'), person('ALICE@corp.example'), ',,,,,,,,,,,', ',human,,,,,,,,,,'); // biome-ignore format: one line
  const before = contextRows(opened.db.read);
  const { context, others, unread, identities } = await look([file]);
  expect([others, unread, identities]).toEqual([0, 0, 2]);
  expect(context).toMatchObject([
    {
      file: 'any name.txt',
      kind: 'identities',
      title: 'Register of identities',
      because: ['header of identities: every column'],
      ...{ rows: 7, new: 4, already: 1, skipped: 1, rejected: 1, isWhole: true },
      names: { matched: 2, unmatched: 1, first: [{ name: 'nobody@corp.example', why: 'nobody' }] },
    },
  ]);
  expect(context[0]!.reasons).toContainEqual({ kind: 'skipped', why: 'an empty row', count: 1 });
  expect(contextRows(opened.db.read)).toEqual(before);
});

it('agrees with what the import says, and knows its rows afterwards', async () => {
  const { openCase } = await import('../case/folder');
  const home = openCase(path.join(root, 'a.sidedoor'), { create: true, actor: { name: 'Test', confirmed: true }, version: '0' }); // biome-ignore format: one line
  draw(home, [...month('alice'), ...month('bob')]);
  await analyse(home);
  opened = home;
  const file = write('travel.csv', 'identity,from,until,country,city,note', 'alice@corp.example,2026-01-02T00:00:00Z,2026-01-05T00:00:00Z,FR,Paris,', 'CORP\\carol,2026-01-02T00:00:00Z,2026-01-05T00:00:00Z,FR,Paris,', 'bob@corp.example,soon,later,FR,,'); // biome-ignore format: one line
  const [told] = (await look([file])).context;
  const signal = new AbortController().signal;
  const { files } = await importFiles(home, {
    paths: [file],
    settings: { source: null, zone: null, reference: false },
    signal,
    progress: () => {},
    addressFacts: () => {
      throw new Error('no address here');
    },
    parse: parseThreads(null).parse,
  });
  await analyse(home);
  expect([told!.rows, told!.new, told!.rejected]).toEqual([files[0]!.records, files[0]!.context, files[0]!.rejected]);
  const matched = contextMatches(home.db.read, files[0]!.id!)!;
  expect(told!.names).toEqual({
    matched: matched.matched,
    unmatched: matched.unmatched,
    first: matched.names.map((name) => ({ name, why: 'nobody' })),
  });
  expect((await look([file])).context[0]).toMatchObject({ new: 0, already: 2, rejected: 1 });
  home.db.close();
});

it('counts logs and what it cannot read, and finds context files in folders', async () => {
  fs.mkdirSync(path.join(root, 'given'));
  write('given/labels.csv', 'cidr,label,kind,note', '192.0.2.0/24,Leeds,office,');
  write('given/notes.txt', 'just words');
  write('given/empty.zip', 'PK\u0003\u0004 no archive at all');
  const { context, others, unread } = await look([path.join(root, 'given'), path.join(root, 'gone.csv')]);
  expect(context.map(({ file, kind, names }) => [file, kind, names])).toEqual([
    ['given/labels.csv', 'ip-labels', null],
  ]);
  expect([others, unread]).toEqual([1, 2]);
});

it('says that several go by a name, takes the kind that the person names, and stops when told', async () => {
  draw(opened, [['d3 09:00', 'bob', 'entra push approved', 'office', 'laptop', { actor: { id: '2', name: 'bob', kind: 'human', keys: [{ type: 'object_id', value: '2' }, { type: 'username', value: 'alice@corp.example' }] } }]]); // biome-ignore format: one row
  await analyse(opened);
  const file = write('who.csv', HEAD, person('alice@corp.example'));
  const [told] = (await look([file], { source: 'identities' })).context;
  expect(told!.names).toEqual({ matched: 0, unmatched: 1, first: [{ name: 'alice@corp.example', why: 'several' }] });
  expect((await look([file], { source: 'okta' })).context).toEqual([]);
  await expect(look([file], { source: 'nothing' })).rejects.toMatchObject({ code: 'bad-input' });
  await expect(look([file], {}, AbortSignal.abort())).rejects.toThrow();
});
