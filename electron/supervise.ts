/**
 * Starts the engine, watches it, restarts it once. One copy for all hosts: each passes in how it forks.
 * When the engine dies every page's port closes (its pending calls become `engine-lost`), the last log lines are kept,
 * and a second death within `calmMs` is left to the person.
 */
import type { ControlMessage, Frame } from '../shared/contract/control';
import type { Port } from '../shared/rpc/port';
import { Listeners } from '../shared/rpc/port';

/** An engine process as its host sees it. */
export interface EngineProcess {
  send(message: ControlMessage | Frame): void;
  onMessage(listener: (frame: Frame) => void): void;
  /** `code` is null where a signal ended it. */
  onExit(listener: (code: number | null) => void): void;
  /** Lines that the engine wrote to stderr. */
  onLine(listener: (line: string) => void): void;
  kill(): void;
}

export interface Lost {
  code: number | null;
  /** The engine is running again; open the case again. False: ask the person (`restart`). */
  restarted: boolean;
  /** Newest last; for the person who reports it, never evidence (the engine logs no record's content). */
  lines: string[];
}

export interface Supervisor<P extends EngineProcess = EngineProcess> {
  /** Tells the engine; grants and the actor are said again after a restart. */
  control(message: ControlMessage): void;
  /** Relays one page's port as frames until either side closes. Returns the undo. */
  attach(page: Port): () => void;
  /** The process that runs now, for hosts that hand it ports themselves; null after an unanswered death. */
  process(): P | null;
  onLost(listener: (lost: Lost) => void): () => void;
  /** Starts the engine again after a death that was left to the person. */
  restart(): void;
  lines(): string[];
  /** Ends the engine in order; kills it if it has not ended after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

const KEPT_LINES = 200;
const CALM_MS = 60_000;

export function supervise<P extends EngineProcess>(fork: () => P, options: { calmMs?: number } = {}): Supervisor<P> {
  const calmMs = options.calmMs ?? CALM_MS;
  const lost = new Listeners<[Lost]>();
  const lines: string[] = [];
  const memory: ControlMessage[] = [];
  const pages = new Map<string, Port>();
  let nextConn = 1;
  let current: P | null = null;
  let stopping = false;
  let lastDeath = Number.NEGATIVE_INFINITY;
  let ended: () => void = () => {};

  const start = (): void => {
    const child = fork();
    current = child;
    child.onMessage(({ conn, message }) => pages.get(conn)?.send(message));
    child.onLine((line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
    });
    child.onExit((code) => {
      if (current !== child) return;
      current = null;
      const gone = [...pages.values()];
      pages.clear();
      for (const page of gone) page.close();
      if (stopping) return ended();
      const restarted = Date.now() - lastDeath > calmMs;
      lastDeath = Date.now();
      if (restarted) start();
      lost.emit({ code, restarted, lines: [...lines] });
    });
    for (const message of memory) child.send(message);
  };
  start();

  return {
    control(message) {
      // The newest actor replaces the one before; grants of a token are made once.
      if (message.control === 'actor') {
        const before = memory.findIndex((said) => said.control === 'actor');
        if (before >= 0) memory.splice(before, 1);
      }
      if (message.control === 'actor' || message.control === 'grant') memory.push(message);
      current?.send(message);
    },
    attach(page) {
      if (!current) {
        page.close();
        return () => {};
      }
      const conn = `c${nextConn++}`;
      pages.set(conn, page);
      current.send({ control: 'connect', conn });
      const detach = (): void => {
        if (!pages.delete(conn)) return;
        current?.send({ control: 'disconnect', conn });
      };
      page.onMessage((message) => pages.has(conn) && current?.send({ conn, message }));
      page.onClose(detach);
      return detach;
    },
    process: () => current,
    onLost: (listener) => lost.add(listener),
    restart() {
      if (!current && !stopping) start();
    },
    lines: () => [...lines],
    async stop(graceMs = 5_000) {
      stopping = true;
      const child = current;
      if (!child) return;
      const end = new Promise<void>((resolve) => {
        ended = resolve;
      });
      child.send({ control: 'stop' });
      const late = setTimeout(() => child.kill(), graceMs);
      await end;
      clearTimeout(late);
    },
  };
}
