/** The printing edge of the whole engine: what was imported never leaves it unmasked, and shows itself only with a line. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../shared/contract';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { createEngine, type Engine } from './index';

/** Made up; in parts, so that no scanner of repositories takes them for real. */
const CODE = `0.AX8${'Zx9Kq2Lm7Vb4Nw8Tr1Ys6Pd3'}`;
const TOKEN = `eyJ${'hbGciOiJSUzI1NiJ9'}.eyJzdWIiOiJhbGljZSJ9.Zx9Kq2Lm7Vb4Nw8Tr1Ys`;
const WORD = 'hunter22';
const TYPED = 'Winter#2025x';
const HONEST = 'JohnSmith01'; // the same form, but he gets in later
const SESSION = '102Qb1vXyZ0Tl-GZxPwRk3mNQ';

let n = 0;
const okta = (who: { id: string; name: string }, eventType: string, result: string, more: object = {}) => ({
  uuid: `0000040c-0a1b-4c2d-8e3f-${String(++n).padStart(12, '0')}`,
  published: `2026-03-02T10:${String(n).padStart(2, '0')}:00.000Z`,
  eventType,
  version: '0',
  severity: 'INFO',
  displayMessage: eventType,
  actor: {
    id: who.id,
    type: 'User',
    alternateId: who.name,
    displayName: who.id === 'unknown' ? 'unknown' : 'Ana Ruiz',
  },
  client: { userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Windows 10', browser: 'CHROME' }, ipAddress: '203.0.113.9' },
  outcome: { result, reason: result === 'SUCCESS' ? null : 'VERIFICATION_ERROR' },
  authenticationContext: { externalSessionId: SESSION, authenticationStep: 0 },
  transaction: { type: 'WEB', id: `txn${n}`, detail: {} },
  debugContext: { debugData: {} },
  request: { ipChain: [] },
  target: null,
  ...more,
});
const ana = { id: '00u9ana8ruiz7Kq2Lm1d8', name: 'ana.ruiz@corp.example' };

const root = mkdtempSync(join(tmpdir(), 'masking-'));
let engine: Engine;
let client: Client;

beforeAll(async () => {
  const records = [
    okta({ id: 'unknown', name: TYPED }, 'user.session.start', 'FAILURE'),
    okta(ana, 'user.session.start', 'SUCCESS', {
      authenticationContext: { externalSessionId: TOKEN, authenticationStep: 0 },
      debugContext: { debugData: { requestUri: `/oauth2/v1/authorize?password=${WORD}`, tokenSecret: 'none' } },
      client: { userAgent: { rawUserAgent: `probe https://app.example/cb?code=${CODE}` }, ipAddress: '203.0.113.9' },
    }),
    okta(ana, 'user.authentication.auth_via_mfa', 'FAILURE', {
      outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
    }),
    okta({ id: 'unknown', name: HONEST }, 'user.session.start', 'FAILURE'),
    okta({ id: '00u9john8smith7Kq2m1d', name: HONEST }, 'user.session.start', 'SUCCESS'),
  ];
  const file = join(root, 'system-log.ndjson');
  writeFileSync(file, `${records.map((record) => JSON.stringify(record)).join('\n')}\n`);
  engine = createEngine({ checkOutputs: true });
  engine.control({ control: 'actor', name: 'A. Examiner', confirmed: true });
  engine.control({ control: 'grant', token: 'case', path: join(root, 'c.sidedoor'), use: 'write' });
  engine.control({ control: 'grant', token: 'file', path: file, use: 'read' });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  await client['cases.open']({ ref: 'case' });
  await client['imports.start']({ files: ['file'] });
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

const events = async (query = '') => (await client['events.page']({ filter: { query } })).rows;
const SECRETS = [CODE, TOKEN, TYPED, WORD];

describe('what the engine prints', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['events', () => events()],
    ['one event', async () => Promise.all((await events()).map(({ id }) => client['events.get']({ id })))],
    [
      'raw records for the screen',
      async () => Promise.all((await events()).map(({ id }) => client['events.raw']({ id }))),
    ],
    ['facets', () => client['events.facets']({ filter: {}, fields: ['identity', 'app', 'action'] })],
    ['suggestions', () => client['events.suggest']({ field: 'identity', prefix: 'w' })],
    ['lanes', () => client['events.lanes']({ filter: {}, range: { from: 0, to: 4e12 }, buckets: 10 })],
    ['identities', () => client['identities.list']({})],
    ['episodes', () => client['episodes.list']({})],
    ['the queue', () => client['episodes.queue']({})],
    [
      'cards',
      async () =>
        Promise.all((await client['episodes.queue']({})).rows.map(({ id }) => client['episodes.card']({ id }))),
    ],
  ])('%s: holds no secret', async (_name, ask) => {
    const text = JSON.stringify(await ask());
    expect(text.length).toBeGreaterThan(20);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it('masks what it should and nothing else', async () => {
    const text = JSON.stringify(await events());
    expect(text).toContain('[masked suspected password]');
    expect(text).toMatch(/eyJh\[masked token #[0-9a-f]{6}\]r1Ys/);
    expect(text).toMatch(/code=0\.AX\[masked code #[0-9a-f]{6}\]6Pd3/);
    for (const kept of [HONEST, SESSION, ana.id, ana.name]) expect(text).toContain(kept);
  });

  it('gives the exact bytes of a record where they are asked for as evidence', async () => {
    const [event] = await events('ana.ruiz*');
    const exact = await client['events.raw']({ id: event!.id, exact: true });
    expect(Buffer.from(exact.base64!, 'base64').toString()).toContain(TOKEN);
    expect(await client['events.raw']({ id: event!.id })).toMatchObject({ base64: null, masked: true });
  });

  it('finds by the secret itself and by what is left of it on the screen', async () => {
    const found = (await events(TYPED)).map(({ recordId }) => recordId);
    expect(found).toEqual(['0000040c-0a1b-4c2d-8e3f-000000000001']);
    const shown = (await events('ana.ruiz*'))[0]!.session!;
    expect(await events(`session:"${shown}"`)).toHaveLength(1);
    expect(await events(`session:"${TOKEN}"`)).toHaveLength(1);
    // The name tells nothing of itself, but which names are masked so is known.
    expect((await events('identity:"[masked suspected password]"')).map(({ id }) => id)).toEqual(
      (await events(TYPED)).map(({ id }) => id),
    );
    expect(await events('-actor:"[masked suspected password]"')).toHaveLength(4);
    await expect(events('ua:"[masked password]"')).rejects.toThrow(/masked value/);
  });
});

describe('showing a secret', () => {
  it('answers with the text and writes who saw which field of which event', async () => {
    const typed = (await events(TYPED))[0]!;
    const before = (await client['custody.page']({})).rows.length;
    expect(await client['events.reveal']({ id: typed.id, field: 'identity.name' })).toEqual({ value: TYPED });
    const { value } = await client['events.reveal']({ id: typed.id, field: 'raw' });
    expect(value).toContain(TYPED);
    const { rows } = await client['custody.page']({});
    expect(rows.length).toBe(before + 2);
    expect(rows[1]).toMatchObject({
      act: 'reveal',
      actor: 'A. Examiner',
      detail: { event: typed.id, field: 'identity.name' },
    });
    expect(JSON.stringify(rows)).not.toContain(TYPED);
  });
  it.each(['nothing', 'locator', 'constructor', 'identity.constructor', '__proto__'])(
    'has no field %s to show',
    async (field) => {
      const [event] = await events();
      const before = (await client['custody.page']({})).head;
      await expect(client['events.reveal']({ id: event!.id, field })).rejects.toThrow(/no text/);
      expect((await client['custody.page']({})).head).toBe(before);
    },
  );
});

describe('what is written for people', () => {
  it.each(['html', 'csv', 'timesketch'])('%s is masked', async (format) => {
    engine.control({ control: 'grant', token: format, path: join(root, `out.${format}`), use: 'write' });
    const { remarks } = await client['exports.write']({ format, sink: format });
    if (format !== 'html') expect(remarks).toContain('secrets are masked; the evidence and the bundle hold them');
    const text = readFileSync(join(root, `out.${format}`), 'utf8');
    expect(text).toContain('ana.ruiz@corp.example');
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });
  it('bundle is not: it is the evidence', async () => {
    engine.control({ control: 'grant', token: 'bundle', path: join(root, 'out.zip'), use: 'write' });
    await client['exports.write']({ format: 'bundle', sink: 'bundle' });
    expect(readFileSync(join(root, 'out.zip'), 'latin1')).toContain(TOKEN);
  });
});
