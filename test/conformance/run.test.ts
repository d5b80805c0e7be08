import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { linesOf } from './ours';
import { conformance, samplesBelow } from './run';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'sidedoor-conformance-test-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const record = (uuid: string, published: string, eventType: string, result: string) =>
  JSON.stringify({
    uuid,
    published,
    eventType,
    outcome: { result, reason: null },
    actor: { id: '00u9mara', type: 'User', alternateId: 'mara@northwind.example', displayName: 'Mara' },
    client: {
      ipAddress: '198.51.100.23',
      userAgent: { rawUserAgent: 'Mozilla/5.0 (test)' },
      geographicalContext: { country: 'Sweden', city: 'Göteborg' },
    },
    transaction: { id: uuid, type: 'WEB' },
    version: '0',
    severity: 'INFO',
  });
const expected = (time: string, outcome: string) => ({
  '@timestamp': time,
  event: { outcome, category: ['authentication'] },
  user: { name: 'mara' },
  source: { ip: '198.51.100.23', geo: { country_name: 'Sweden' } },
  user_agent: { original: 'Mozilla/5.0 (test)' },
});
function put(name: string, lines: string[]): void {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), `${lines.join('\n')}\n`);
}

it('imports, compares line by line, prints and writes the document', async () => {
  put('okta/a.ndjson', [
    record('u1', '2026-03-03T07:18:30.037Z', 'user.session.start', 'SUCCESS'),
    record('u2', '2026-03-03T07:19:00.000Z', 'user.session.start', 'FAILURE'),
    record('u1', '2026-03-03T07:18:30.037Z', 'user.session.start', 'SUCCESS'), // the first again
    record('u4', '2026-03-03T07:20:00.000Z', 'user.session.start', 'SUCCESS'),
  ]);
  put('okta/a.expected.ndjson', [
    JSON.stringify(expected('2026-03-03T07:18:30.037Z', 'success')),
    JSON.stringify({ test: 'second', expected: expected('2026-03-03T07:19:00Z', 'success') }),
    JSON.stringify(expected('2026-03-03T07:18:30.037Z', 'success')),
    'null',
  ]);
  put('okta/unpaired.ndjson', ['{}']);
  let printed = '';
  const document = path.join(root, 'conformance.md');
  const print = (text: string): void => {
    printed += text;
  };
  expect(await conformance({ folder: root, document, print })).toBe(true);
  expect(printed).toContain('okta/a · okta · n=3, 1 dropped by the peer');
  expect(printed).toContain('DIFFERS okta/a:2 outcome class: peer "success", ours "authentication/');
  expect(printed).toMatch(/time +3\/3/);
  expect(printed).toMatch(/outcome class +2\/3/);
  for (const field of ['user', 'address', 'country', 'user agent', 'authentication']) {
    expect(printed).toMatch(new RegExp(`${field} +3/3`));
  }
  const written = fs.readFileSync(document, 'utf8');
  expect(written).toContain('| okta/a | okta | 3 |');
  expect(written).not.toContain('mara@northwind.example');
});

it('says so where there are no samples, and refuses files that do not match line by line', async () => {
  let printed = '';
  const print = (text: string): void => {
    printed += text;
  };
  expect(await conformance({ folder: path.join(root, 'absent'), document: null, print })).toBe(false);
  expect(printed).toContain('skipped');
  put('a.log', ['one', 'two']);
  put('a.expected.ndjson', ['null']);
  expect(samplesBelow(root)).toEqual([path.join(root, 'a.log')]);
  await expect(conformance({ folder: root, document: null, print })).rejects.toThrow('2 records, but 1 expected');
});

it('finds lines by their bytes', () => {
  expect(linesOf(Buffer.from('å\r\n\n b \nc'))).toEqual([
    { text: 'å', start: 0, end: 4 },
    { text: 'b', start: 5, end: 9 },
    { text: 'c', start: 9, end: 10 },
  ]);
});
