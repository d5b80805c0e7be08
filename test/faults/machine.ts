/** The built engine as every host starts it, with the host's part here: tokens, and the power to end it at any moment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forkNode } from '../../electron/host/fork-node';
import type { EngineProcess } from '../../electron/supervise';
import type { Client } from '../../shared/contract';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import { DIST } from '../e2e/programs';

export class Machine {
  readonly client: Client;
  readonly #child: EngineProcess;
  readonly #ended: Promise<number | null>;
  #tokens = 0;
  readonly lines: string[] = [];

  /** `child`: an engine that was started in another way. */
  constructor(child: EngineProcess = forkNode(join(DIST, 'engine', 'index.cjs'))) {
    this.#child = child;
    const [page, host] = memoryPair();
    const conn = 'faults';
    this.#child.onMessage(({ message }) => host.send(message));
    this.#child.onLine((line) => this.lines.push(line));
    this.#ended = new Promise((resolve) => {
      this.#child.onExit((code) => {
        host.close();
        resolve(code);
      });
    });
    this.#child.send({ control: 'connect', conn });
    host.onMessage((message) => this.#child.send({ conn, message }));
    this.#child.send({ control: 'actor', name: 'Fault Test', confirmed: true });
    this.client = connect(page).client;
  }

  token(path: string, use: 'read' | 'write' = 'read'): string {
    const token = `t${++this.#tokens}`;
    this.#child.send({ control: 'grant', token, path, use });
    return token;
  }

  async open(folder: string): Promise<void> {
    await this.client['cases.open']({ ref: this.token(folder, 'write') });
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#child.kill();
    await this.#ended;
  }

  /** SIGKILL to an engine that a tracer runs: to the engine, which would outlive its tracer. */
  async killTraced(): Promise<void> {
    const children = (pid: number): number[] =>
      readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    for (const tracer of children(process.pid)) {
      if (readFileSync(`/proc/${tracer}/comm`, 'utf8') !== 'strace\n') continue;
      for (const traced of children(tracer)) process.kill(traced, 'SIGKILL');
    }
    await this.#ended;
  }

  /** In order, as when the window is closed. */
  async stop(): Promise<void> {
    this.#child.send({ control: 'stop' });
    await this.#ended;
  }
}
