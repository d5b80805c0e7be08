/** The engine in this very process, behind the same contract as in every host, and the host's part: paths to tokens. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CallOptions, Client } from '../../shared/contract';
import type { Progress } from '../../shared/contract/define';
import type { CaseInfo } from '../../shared/model/case';
import { type Connection, connect } from '../../shared/rpc/client';
import { SidedoorError } from '../../shared/rpc/errors';
import { memoryPair } from '../../shared/rpc/memory-port';
import { Tokens, type Use } from '../host/tokens';
import { Failure } from './failure';
import { note, Output } from './output';
import { CASE, passphrase } from './passphrase';
import { progressReporter, terminalText } from './progress';

export interface CommonOptions {
  json?: boolean;
  debug?: boolean;
  /** "NAME, ROLE": who acts. */
  as?: string;
}

export class Workplace {
  readonly out = new Output();
  readonly options: CommonOptions;
  readonly #abort = new AbortController();
  #engine: { close(): Promise<void> } | null = null;
  #connection: Connection | null = null;
  #tokens: Tokens | null = null;

  constructor(options: CommonOptions) {
    this.options = options;
  }

  /** Starts the engine at first use: `--help` and wrong usage need none. */
  async client(): Promise<Client> {
    if (!this.#connection) {
      const { createEngine } = await import('../engine');
      const engine = createEngine({});
      const [page, host] = memoryPair();
      engine.serve(host);
      this.#engine = engine;
      this.#connection = connect(page);
      this.#tokens = new Tokens((message) => engine.control(message));
      const as = this.options.as ?? process.env.SIDEDOOR_AS;
      if (as?.trim()) engine.control({ control: 'actor', name: as.trim(), confirmed: true });
    }
    return this.#connection.client;
  }

  /** A token for a path as the person wrote it. */
  async token(path: string, use: Use): Promise<string> {
    await this.client();
    return this.#tokens!.grant(resolve(path), use).ref;
  }

  /** Opens the case folder. Only `make` makes it: a mistyped name must not leave an empty case behind. */
  async openCase(path: string, options: { make?: boolean } = {}): Promise<CaseInfo> {
    if (!options.make && !statSync(path, { throwIfNoEntry: false })) {
      throw new Failure(
        `no case at ${path} — give the folder of a case, or make one with: sidedoor import ${path} FILES`,
      );
    }
    const client = await this.client();
    const ref = await this.token(path, 'write');
    const info = await this.#unlocked(client, ref);
    await this.#verifyIfAsked(client, info);
    return info;
  }

  /** The case is checked at each opening where it is so set; what is found is said, and the work goes on. */
  async #verifyIfAsked(client: Client, info: CaseInfo): Promise<void> {
    if (info.readOnly || !(await client['settings.get']({})).verifyOnOpen) return;
    const job = this.job();
    const found = await client['cases.verify']({}, job).finally(job.end);
    if (!found.ok) note(terminalText(`sidedoor: ${found.summary} — see: sidedoor verify`));
  }

  async #unlocked(client: Client, ref: string): Promise<CaseInfo> {
    try {
      return await client['cases.open']({ ref });
    } catch (thrown) {
      if (!(thrown instanceof SidedoorError) || thrown.code !== 'locked') throw thrown;
      note(`sidedoor: ${thrown.message}`);
      const secret = await passphrase({ what: 'the case (or its recovery code)', variable: CASE });
      return client['cases.open']({ ref, passphrase: secret });
    }
  }

  /** As `openCase`, for commands that print findings: says so when they are not of what the case now holds. */
  async openFindings(path: string): Promise<void> {
    const info = await this.openCase(path);
    if (!info.analysed && info.events > 0)
      note(
        `sidedoor: findings are missing or may be out of date: ${(info.outdated ?? []).join(', and ')} — run: sidedoor analyse ${path}`,
      );
  }

  /** Options of a job call: progress on stderr, and Ctrl+C cancels it in order. */
  job(): CallOptions<Progress> & { end(): void } {
    const reporter = progressReporter();
    const interrupt = (): void => this.#abort.abort();
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    return {
      signal: this.#abort.signal,
      progress: (value) => reporter.report(value),
      end: () => {
        reporter.end();
        process.off('SIGINT', interrupt);
        process.off('SIGTERM', interrupt);
      },
    };
  }

  async close(): Promise<void> {
    this.#connection?.close();
    await this.#engine?.close();
    await this.out.flush();
  }
}
