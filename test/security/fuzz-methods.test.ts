/**
 * Every method of the contract under calls that a page which was taken over could send: each is answered once, soon, and
 * with one clear line where it is refused; afterwards the case is whole. `SIDEDOOR_FUZZ=n`: calls per method (default 2).
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createEngine, type Engine } from '../../electron/engine';
import { type Client, contract, type Method } from '../../shared/contract';
import { connect } from '../../shared/rpc/client';
import { SidedoorError } from '../../shared/rpc/errors';
import { memoryPair } from '../../shared/rpc/memory-port';
import { random } from '../damage/mutate';
import { oktaLines } from '../e2e/exports';
import { type Pools, unclear, value } from './fuzz';

const CALLS = Number(process.env.SIDEDOOR_FUZZ ?? 2);
const SEED = 20_261_122;
const SLOW_MS = 30_000;
/** Last, because the case is another one after them; with few calls, because each derives a key from a passphrase. */
const LAST: readonly Method[] = ['cases.encrypt', 'cases.decrypt', 'cases.demo', 'cases.combine', 'cases.close'];

const scratch = mkdtempSync(join(tmpdir(), 'sidedoor-fuzz-'));
const sound = join(scratch, 'sound.sidedoor');
let engine: Engine;
let client: Client;
let copies = 0;
const pools: Pools = { texts: [] };

const call = (method: Method, input: unknown): Promise<unknown> =>
  (client[method] as (input: unknown, options?: object) => Promise<unknown>)(input, {});

function grant(path: string, use: 'read' | 'write', token: string): string {
  engine.control({ control: 'grant', token, path, use });
  return token;
}

/** A fresh copy of the sound case, opened. */
async function reopen(): Promise<void> {
  await call('cases.close', {}).catch(() => {});
  const folder = join(scratch, `case-${++copies}.sidedoor`);
  cpSync(sound, folder, { recursive: true });
  await call('cases.open', { ref: grant(folder, 'write', 'the-case') });
}

beforeAll(async () => {
  mkdirSync(join(scratch, 'in'));
  const log = join(scratch, 'in', 'log.json');
  writeFileSync(log, oktaLines(6).join('\n'));
  writeFileSync(join(scratch, 'in', 'table.csv'), 'When;Who\n2026-01-01 10:00;a@x.example\n');
  engine = createEngine({ checkOutputs: true });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  engine.control({ control: 'actor', name: 'A. Examiner', confirmed: true });
  await call('cases.open', { ref: grant(sound, 'write', 'sound') });
  await client['imports.start']({ files: [grant(log, 'read', 'a-log')] });
  const events = await client['events.page']({ filter: {}, limit: 3 });
  const episodes = await client['episodes.list']({});
  const ids = JSON.stringify([events, episodes]).match(/"(?:e|p|i|a)[0-9a-z]{5,}"/g) ?? [];
  await call('cases.close', {});
  grant(join(scratch, 'in', 'table.csv'), 'read', 'a-table');
  grant(join(scratch, 'in'), 'read', 'a-folder');
  pools.texts = [...new Set(ids.map((id) => id.slice(1, -1)))].slice(0, 12).concat([
    'a-log', 'a-table', 'a-folder', 'out', 'the-case', 'alice@example.com', 'ip:203.0.113.7', 'outcome:denied_by_user',
    'push', 'okta', 'bundle', 'csv', 'html', 'Europe/Berlin', '2026-03-01T09:00:00.000Z', '203.0.113.0/24', 'block', 'a word',
  ]); // biome-ignore format: one list
});
afterAll(async () => {
  await engine.close();
  rmSync(scratch, { recursive: true, force: true });
});

const methods = [...(Object.keys(contract) as Method[]).filter((method) => !LAST.includes(method)), ...LAST];

it(`answers ${CALLS} calls of each of ${methods.length} methods, and stays whole`, { timeout: 1_800_000 }, async () => {
  const faults: string[] = [];
  const count = { answered: 0, refused: 0 };
  await reopen();
  for (const [m, method] of methods.entries()) {
    const schema = z.toJSONSchema(contract[method].in, { io: 'input', unrepresentable: 'any' }) as Parameters<
      typeof value
    >[0];
    const calls = LAST.includes(method) ? Math.min(CALLS, 3) : CALLS;
    for (let i = 0; i < calls; i++) {
      const input = value(schema, random(SEED + m * 100_003 + i), pools);
      grant(join(scratch, `out-${m}-${i}`), 'write', 'out');
      const said = `${method} #${i} ${JSON.stringify(input)?.slice(0, 200)}`;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('no answer')), SLOW_MS);
      });
      try {
        await Promise.race([call(method, input), late]);
        count.answered++;
      } catch (thrown) {
        count.refused++;
        if (!(thrown instanceof SidedoorError)) faults.push(`${said}: ${String(thrown)}`);
        else if (thrown.code === 'internal')
          faults.push(`${said}: internal: ${thrown.stack?.split('\n').slice(0, 4).join(' | ')}`);
        else if (unclear(thrown.line)) faults.push(`${said}: ${unclear(thrown.line)}: ${thrown.line.slice(0, 300)}`);
      } finally {
        clearTimeout(timer);
      }
      if ((await client['cases.current']({}).catch(() => null)) === null) await reopen();
    }
  }
  console.info(`fuzzed methods: ${methods.length}, seed ${SEED}, answered ${count.answered}, refused ${count.refused}`);
  expect(faults).toEqual([]);
  expect(count.answered).toBeGreaterThan(count.refused / 10);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  // Nothing was written beside the targets that the host had granted.
  expect(
    readdirSync(scratch).filter((name) => !/^(in|sound\.sidedoor.*|case-\d+\.sidedoor.*|out-\d+-\d+.*)$/.test(name)),
  ).toEqual([]);
  await reopen();
  expect(await client['cases.verify']({})).toMatchObject({ ok: true });
});
