/** One suite - call, error, cancel, progress order, big payload, peer death - over every transport. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ENGINE_FLAG } from '../../electron/engine/transports/door';
import { CaseHome } from '../../electron/host/case-home';
import { forkNode } from '../../electron/host/fork-node';
import { type EngineProcess, supervise } from '../../electron/supervise';
import { startWebHost } from '../../electron/web/server';
import type { ClientOf } from '../../shared/contract';
import type { Frame } from '../../shared/contract/control';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { type AnyMessagePort, messagePort } from '../../shared/rpc/message-port';
import type { Port } from '../../shared/rpc/port';
import { websocketPort } from '../../shared/rpc/websocket-port';
import { buildSmallEngine } from './build-small-engine';
import type { SmallContract } from './small-contract';
import { smallEngine } from './small-engine';

let program = '';
let scratch = '';
beforeAll(async () => {
  program = await buildSmallEngine();
  scratch = mkdtempSync(join(tmpdir(), 'sidedoor-contract-'));
}, 60_000);
afterAll(() => {
  rmSync(dirname(program), { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
});

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A worker thread as a supervised engine; `code` of a thread that ends by `process.exit` is that code. */
function forkWorker(file: string): EngineProcess {
  const worker = new Worker(file, { argv: [ENGINE_FLAG] });
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', (frame: Frame) => listener(frame)),
    onExit: (listener) => void worker.on('exit', listener),
    onLine: () => {},
    kill: () => void worker.terminate(),
  };
}

function supervised(fork: () => EngineProcess): Port {
  const supervisor = supervise(fork);
  undo.push(() => supervisor.stop());
  supervisor.control({ control: 'grant', token: 't1', path: '/evidence', use: 'read' });
  const [page, host] = memoryPair();
  supervisor.attach(host);
  return page;
}

async function overWebSocket(): Promise<Port> {
  const page = join(scratch, 'page');
  mkdirSync(page, { recursive: true });
  const index = '<!doctype html><title>page</title>';
  const hash = `sha256-${createHash('sha256').update(index).digest('base64')}`;
  writeFileSync(join(page, 'index.html'), index);
  writeFileSync(join(page, 'built.json'), JSON.stringify({ scripts: [], styles: [], files: { 'index.html': hash } }));
  const host = await startWebHost({
    page,
    fork: () => {
      const child = forkNode(program);
      child.send({ control: 'grant', token: 't1', path: '/evidence', use: 'read' });
      return child;
    },
    version: '0',
    home: new CaseHome(join(scratch, 'home')),
  });
  undo.push(() => host.close());
  const opened = await fetch(host.invite(), { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')!.split(';')[0]!;
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/engine`, {
    headers: { cookie, origin: `http://127.0.0.1:${host.port}` },
  });
  undo.push(() => socket.close());
  return websocketPort(socket);
}

function inProcess([page, host]: [Port, Port]): Port {
  const engine = smallEngine(() => host.close());
  engine.control({ control: 'grant', token: 't1', path: '/evidence', use: 'read' });
  engine.serve(host);
  undo.push(() => page.close());
  return page;
}

/** As in a utility process: each page's message port is handed over. */
function overMessageChannel(): Port {
  const { port1, port2 } = new MessageChannel();
  return inProcess([messagePort(port1 as unknown as AnyMessagePort), messagePort(port2 as unknown as AnyMessagePort)]);
}

const TRANSPORTS: Record<string, () => Port | Promise<Port>> = {
  memory: () => inProcess(memoryPair()),
  'message port': overMessageChannel,
  'worker thread': () => supervised(() => forkWorker(program)),
  'child process': () => supervised(() => forkNode(program)),
  'web socket': overWebSocket,
};

describe.each(Object.entries(TRANSPORTS))('the contract over %s', (_name, open) => {
  async function client() {
    const connection = connect(await open());
    return { connection, client: connection.client as unknown as ClientOf<SmallContract> };
  }

  it('answers a call', async () => {
    const { client: engine } = await client();
    const value = { text: 'ü\u0000"', list: [1, null, true], deep: { a: { b: -0.5 } } };
    expect(await engine.echo({ value })).toEqual({ value });
  });

  it('answers many calls, each its own', async () => {
    const { client: engine } = await client();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, value) => engine.echo({ value })));
    expect(answers.map((answer) => answer.value)).toEqual(Array.from({ length: 200 }, (_, value) => value));
  });

  it('tells a known error with code, place and what to do', async () => {
    const { client: engine } = await client();
    await expect(engine.fail({ how: 'known' })).rejects.toMatchObject({
      code: 'not-found',
      message: 'no such thing',
      where: 'the drawer',
      fix: 'look again',
    });
  });

  it('turns anything else thrown into `internal`, also what cannot be cloned', async () => {
    const { client: engine } = await client();
    await expect(engine.fail({ how: 'unknown' })).rejects.toMatchObject({ code: 'internal', message: 'broken' });
    await expect(engine.fail({ how: 'unclonable' })).rejects.toMatchObject({ code: 'internal', message: 'odd' });
  });

  it('refuses bad input and unknown methods by name', async () => {
    const { client: engine } = await client();
    await expect(engine.count({ to: 'ten' } as never)).rejects.toMatchObject({ code: 'bad-input', where: 'to' });
    const odd = engine as unknown as Record<string, (input: object) => Promise<unknown>>;
    await expect(odd.constructor!({})).rejects.toMatchObject({ code: 'bad-input' });
    await expect(odd['no.such']!({})).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('reports progress in order, the last one always, before the answer', async () => {
    const { client: engine } = await client();
    const seen: number[] = [];
    const answer = await engine.count({ to: 60 }, { progress: ({ done }) => void seen.push(done) });
    expect(answer).toEqual({ done: 60 });
    expect(seen.at(-1)).toBe(60);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.length).toBeLessThan(60); // about ten a second
  });

  it('cancels one call and leaves the others', async () => {
    const { client: engine } = await client();
    const abort = new AbortController();
    const running = engine.forever({}, { signal: abort.signal, progress: () => abort.abort() });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(await engine.echo({ value: 1 })).toEqual({ value: 1 });
  });

  it('carries 4 MB there and back', async () => {
    const { client: engine } = await client();
    const text = 'abcdefghij'.repeat(400_000);
    const answer = await engine.big({ text });
    expect(answer.text.length).toBe(text.length);
    expect(answer.text.startsWith('jihgfedcba')).toBe(true);
  });

  it('knows what the host granted', async () => {
    const { client: engine } = await client();
    expect(await engine.granted({ token: 't1' })).toEqual({ path: '/evidence' });
    expect(await engine.granted({ token: 'guess' })).toEqual({ path: null });
  });

  it('answers `engine-lost` to pending and later calls when the peer dies', async () => {
    const { connection, client: engine } = await client();
    let lost = 0;
    connection.onLost(() => lost++);
    const pending = engine.forever({}, { progress: () => void engine.die({ code: 7 }).catch(() => {}) });
    await expect(pending).rejects.toMatchObject({ code: 'engine-lost' });
    await expect(engine.echo({ value: 1 })).rejects.toMatchObject({ code: 'engine-lost' });
    expect(lost).toBe(1);
  });
});

it('forks the engine without options from the environment', async () => {
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = '--require /no/such/file.cjs';
  try {
    const engine = connect(supervised(() => forkNode(program))).client as unknown as ClientOf<SmallContract>;
    expect(await engine.echo({ value: 1 })).toEqual({ value: 1 });
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
});
