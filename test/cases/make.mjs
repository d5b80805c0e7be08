// Makes the fixture of the present format: `node test/cases/make.mjs` after a build, once per format, before its release.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const name = `format-${process.argv[2]}`;
const folder = join(root, 'test/cases', `${name}.sidedoor`);
const cli = (...args) =>
  execFileSync(process.execPath, [join(root, 'dist/cli/index.cjs'), '--as', 'Fixture, test', ...args], { encoding: 'utf8' });
const rows = (text) => text.trimEnd().split('\n').map((line) => JSON.parse(line));

const at = (minute) => new Date(Date.UTC(2026, 0, 14, 2, minute)).toISOString();
const okta = (n, minute, over = {}) => ({
  uuid: `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`,
  published: at(minute),
  eventType: 'user.authentication.auth_via_mfa',
  legacyEventType: 'core.user.factor.attempt',
  displayMessage: 'Authentication of user via MFA',
  severity: 'INFO',
  version: '0',
  outcome: { result: 'SUCCESS', reason: null },
  actor: { id: '00u1fixture', type: 'User', alternateId: 'ana@corp.example', displayName: 'Ana Example' },
  client: { ipAddress: '203.0.113.7', userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Windows 10', browser: 'CHROME' } },
  authenticationContext: { externalSessionId: `session-${n}` },
  transaction: { id: `transaction-${n}`, type: 'WEB' },
  debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH' } },
  target: [],
  ...over,
});
const denied = { outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' }, debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH', pushOnlyResponseType: 'OV_RESPONSE_DENY' } } }; // biome-ignore format: one row
const records = [
  ...Array.from({ length: 12 }, (_, i) => okta(i, i)),
  okta(20, 30, denied),
  okta(21, 31, denied),
  okta(22, 33),
];

const temp = mkdtempSync(join(tmpdir(), 'sidedoor-fixture-'));
rmSync(folder, { recursive: true, force: true });
writeFileSync(join(temp, 'okta.ndjson'), `${records.map((record) => JSON.stringify(record)).join('\n')}\n`);
writeFileSync(
  join(temp, 'register.csv'),
  'identity,kind,owner,privileged\nana@corp.example,human,Dana Example,true\nnobody@corp.example,human,,\n',
);
cli('import', folder, join(temp, 'okta.ndjson'), join(temp, 'register.csv'));
const [episode] = rows(cli('episodes', folder));
cli('annotate', folder, '--on', episode.id, '--text', 'a note of this format', '--tag', 'fixture');
cli('decide', folder, episode.id, '--verdict', 'friction', '--why', 'a decision of this format');
const expected = {
  context: 2,
  events: rows(cli('events', folder)).map(({ id, time, outcome, identity }) => [id, time, outcome, identity?.name ?? null]),
  identities: rows(cli('identities', folder)).map(({ id, name: who }) => [id, who]),
  episodes: rows(cli('episodes', folder)).map(({ id, verdict, decision }) => [id, verdict, decision?.verdict ?? null]),
};
writeFileSync(join(root, 'test/cases', `${name}.expected.json`), `${JSON.stringify(expected, null, 2)}\n`);
rmSync(temp, { recursive: true, force: true });
