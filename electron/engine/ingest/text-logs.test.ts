/** Text logs through a whole import: every line accounted for, every event at its own bytes. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRecord } from '../case/evidence';
import { openCase } from '../case/folder';
import { UNSAID } from '../enrich/address';
import type { OpenCase } from '../session';
import { fileById } from '../store/files';
import { parseThreads } from './parse-threads';
import { importFiles } from './pipeline';

let root: string;
let into: OpenCase;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-text-'));
  into = openCase(path.join(root, 'a.sidedoor'), {
    create: true,
    actor: () => ({ name: 'Test', confirmed: true }),
    version: '0',
  });
});
afterEach(() => {
  into.db.close();
  fs.rmSync(root, { recursive: true, force: true });
});

async function bring(name: string, content: string | Buffer) {
  const file = path.join(root, name);
  fs.writeFileSync(file, content);
  const { files } = await importFiles(into, {
    paths: [file],
    settings: { source: null, zone: null, reference: false },
    signal: new AbortController().signal,
    progress: () => {},
    addressFacts: () => ({ ...UNSAID, scope: 'public' }),
    parse: parseThreads(null).parse,
  });
  return files[0];
}

async function rawTexts(): Promise<string[]> {
  const rows = into.db.read
    .prepare<[], { file_id: number; at: number; length: number }>('SELECT file_id, at, length FROM event ORDER BY at')
    .all();
  const texts: string[] = [];
  for (const { file_id, at, length } of rows) {
    const file = fileById(into.db.read, file_id)!;
    const bytes = await readRecord({ folder: into.folder }, file, at, length);
    texts.push(new TextDecoder(file.encoding).decode(bytes));
  }
  return texts;
}

const head = '2026-01-02 03:04:0';
const line = (second: number, text: string): string =>
  `${head}${second},678 WARN  [org.keycloak.events] (executor-thread-1) ${text}`;
const LOGIN = line(
  1,
  'type=LOGIN_ERROR, realmId=main, clientId=a, userId=ü, ipAddress=203.0.113.4, error=user_not_found',
);
const LOGOUT = line(2, 'type=LOGOUT, realmId=main, clientId=a, userId=u1, ipAddress=203.0.113.4');

it('takes lines of a log as records, at their bytes, and counts what is no record', async () => {
  const text = `${LOGIN}\r\n\tat java.base/Thread.run(Thread.java:1)\n\n${LOGOUT}`;
  expect(await bring('server.log', text)).toMatchObject({
    source: 'keycloak',
    shape: 'server-log',
    records: 3,
    events: 2,
    skipped: 1,
    rejected: 0,
  });
  expect(await rawTexts()).toEqual([LOGIN, LOGOUT]);
});

it('reads them in UTF-16 too', async () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${LOGIN}\r\n${LOGOUT}\r\n`, 'utf16le')]);
  expect(await bring('server.log', bytes)).toMatchObject({ source: 'keycloak', events: 2, rejected: 0 });
  expect(await rawTexts()).toEqual([LOGIN, LOGOUT]);
});

it('reads files that mix JSON, JSON behind a syslog header, and text', async () => {
  const audit = (id: number) =>
    JSON.stringify({
      format: 'elastic',
      syslog: {
        audit_record: {
          Vendor: 'Cyber-Ark',
          MessageID: '7',
          IsoTimestamp: `2026-01-02T03:04:0${id}Z`,
          Issuer: 'alice',
        },
      },
    });
  const lines = [
    audit(1),
    `<5>1 2026-01-02T03:04:02Z VAULT ${audit(2)}`,
    '<5>1 2026-01-02T03:04:03Z VAULT CEF:0|Cyber-Ark|Vault|12|7|Logon|5|act=Logon suser=bob src=203.0.113.4',
    '{"broken": ',
  ];
  expect(await bring('vault.ndjson', `${lines.join('\n')}\n`)).toMatchObject({
    source: 'cyberark-pam',
    records: 4,
    events: 3,
    rejected: 1,
  });
  expect(await rawTexts()).toEqual(lines.slice(0, 3));
});

it('leaves other texts alone', async () => {
  expect(await bring('notes.txt', 'Dear Sir,\nI signed in, and nothing happened.\n')).toBeUndefined();
  expect(await rawTexts()).toEqual([]);
});
